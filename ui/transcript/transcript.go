// Package transcript is the words of one thread, wrapped, with the rows of our own
// between them and the search in them. It may import draw, keymap, model and
// safetext: no other pane, nor ui. Strangers' text reaches it as safetext only, and
// stands right of a gutter that says whose it is.
package transcript

import (
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
)

// A Pane shows the words of one thread, the newest at the bottom.
// Unless somebody has scrolled up it follows them.
type Pane struct {
	Past     bool   // it shows a moment before now
	Held     string // the key that goes on to the next chat, where this one has left its place in the list; empty: it has not
	Key      model.Key
	row      *model.Row // the thread as listed; nil where none is selected
	Messages []model.Message

	width, height int // of the room inside the frame, below the card
	cardHeight    int // its rows
	Zone          *time.Location
	style         *draw.Style // what rows are drawn with
	Limits        *model.Limits
	Hours         *model.Calendar // in which the clocks of waits run; nil: always
	Search        search
	Cut           bool // messages older than these were let go whole
	textFrom      int  // the first message whose text is held
	Source        bool // show what was sent in place of texts that were made of HTML

	Card       Card
	lastAnswer answer // the last one of the chat

	rows       []transcriptRow
	cache      map[model.MessageID]cachedMessage
	top        int // the first row in the window
	scrolled   bool
	newestSeen model.MessageID // the newest message when somebody scrolled up: what came later is new
}

// A transcriptRow is one row, drawn, and the message it is of.
type transcriptRow struct {
	id   model.MessageID
	nth  int // of the message's rows
	line string
}

// A cachedMessage holds a message's rows as long as it says the same.
type cachedMessage struct {
	message model.Message
	again   repetition
	lines   []string
}

// Set takes the thread's words in. Another key starts anew at the bottom.
func (p *Pane) Set(key model.Key, row *model.Row, messages []model.Message) {
	if key != p.Key {
		p.cache, p.scrolled, p.top, p.Search = nil, false, 0, search{}
	}
	p.Key, p.row, p.Messages = key, row, messages
	p.build()
}

// FitTo tells the pane its room and how it is drawn.
func (p *Pane) FitTo(lk *draw.Style, w, h int) {
	iw, ih := draw.Inner(w, h)
	p.cardHeight = cardRows(ih)
	ih -= p.cardHeight
	if p.style == lk && p.width == iw && p.height == ih {
		return
	}
	if p.style != lk || p.width != iw {
		p.cache = nil
	}
	p.style, p.width, p.height = lk, iw, ih
	p.build()
	p.reveal()
}

// build makes the rows anew. Messages that say what they said keep their rows,
// so each is wrapped once for a width.
func (p *Pane) build() {
	if p.style == nil || p.width <= 0 {
		return
	}
	var at transcriptRow
	if p.scrolled && p.top < len(p.rows) {
		at = p.rows[p.top]
	}
	old := p.cache
	p.cache = make(map[model.MessageID]cachedMessage, len(p.Messages))
	p.rows = p.rows[:0]
	g, t := gutterFor(p.width), turns{pane: p}
	p.textFrom = p.firstText()
	if s := p.droppedRule(); s != "" && len(p.Messages) > 0 {
		p.rows = append(p.rows, transcriptRow{p.Messages[min(p.textFrom, len(p.Messages)-1)].ID, -4, s})
	}
	for i := range p.Messages {
		m := &p.Messages[i]
		late := t.ruleBefore(i)
		if i < p.textFrom {
			continue
		}
		if s := p.gapRule(i); s != "" {
			p.rows = append(p.rows, transcriptRow{m.ID, -3, s})
		}
		if s := p.separator(i); s != "" {
			p.rows = append(p.rows, transcriptRow{m.ID, -1, s})
		}
		if late != "" {
			p.rows = append(p.rows, transcriptRow{m.ID, -2, p.rule(draw.Piece{Role: draw.RoleDim, Text: late})})
		}
		key := cacheKey(m)
		again := repeatsNothing
		if n := len(p.rows); n > 0 && p.rows[n-1].nth >= 0 { // a message stands right above
			again = g.repeats(&p.Messages[i-1], m, p.Zone)
		}
		c, ok := old[m.ID]
		if !ok || c.message != key || c.again != again {
			c = cachedMessage{key, again, g.draw(p.style, m, again, draw.OnScreen, p.width, p.Zone)}
		}
		p.cache[m.ID] = c
		for n, l := range c.lines {
			p.rows = append(p.rows, transcriptRow{m.ID, n, l})
		}
	}
	p.addWaitingRow(&t)
	p.restoreScroll(at)
}

// cacheKey is a message without what the screen does not show of it.
func cacheKey(m *model.Message) model.Message {
	key := *m
	key.FirstAt, key.LastAt, key.SeenAt = time.Time{}, time.Time{}, time.Time{}
	key.VisitorName, key.Source = safetext.Text{}, safetext.Text{}
	return key
}

// restoreScroll puts the window where it was: at the bottom, or at the row that was on top.
func (p *Pane) restoreScroll(at transcriptRow) {
	if !p.scrolled {
		p.top = p.bottom()
		return
	}
	i := slices.IndexFunc(p.rows, func(r transcriptRow) bool { return r.id == at.id && r.nth == at.nth })
	if i < 0 { // another width has fewer rows for it
		i = slices.IndexFunc(p.rows, func(r transcriptRow) bool { return r.id == at.id })
	}
	if i >= 0 {
		p.top = i
	}
	p.scrollTo(p.top)
}

// bottom is the first row of the lowest window.
func (p *Pane) bottom() int { return max(0, len(p.rows)-p.height) }

// scrollTo puts row top on top. At the bottom it follows again.
func (p *Pane) scrollTo(top int) {
	was := p.scrolled
	p.top = draw.Clamp(top, 0, p.bottom())
	p.scrolled = p.top < p.bottom()
	if p.scrolled && !was && len(p.Messages) > 0 {
		p.newestSeen = p.Messages[len(p.Messages)-1].ID
	}
}

// ScrollBy scrolls d rows on.
func (p *Pane) ScrollBy(d int) { p.scrollTo(p.top + d) }

// Move scrolls as a key says.
func (p *Pane) Move(k keymap.Map, msg tea.KeyPressMsg) {
	p.ScrollBy(k.Rows(msg, len(p.rows), p.height))
}

// Follow goes to the newest words and stays there.
func (p *Pane) Follow() { p.scrollTo(len(p.rows)) }

// nameTop says who wrote the message that is cut by the window's top, or that
// repeats the sender of one above it.
func (p *Pane) nameTop(lk *draw.Style, lines []string) {
	if len(lines) == 0 {
		return
	}
	r := p.rows[p.top]
	c, ok := p.cache[r.id]
	if !ok || r.nth < 0 || r.nth == 0 && c.again == repeatsNothing {
		return
	}
	g := gutterFor(p.width)
	g.row = r.nth
	lines[0] = g.draw(lk, &c.message, repeatsNothing, draw.OnScreen, p.width, p.Zone)[r.nth]
}

// Draw draws the pane on w by h cells.
func (p *Pane) Draw(lk *draw.Style, w, h int, focused bool, now time.Time) []string {
	lines := make([]string, 0, h)
	for i := p.top; i < min(len(p.rows), p.top+p.height); i++ {
		lines = append(lines, p.rows[i].line)
	}
	p.nameTop(lk, lines)
	p.highlight(lk, lines)
	if len(p.rows) == 0 {
		lines = append(lines, p.emptyLines(lk)...)
	}
	f, card := p.frame(lk, w, focused, now), p.drawCard(lk, now)
	if len(card) > 1 {
		f.Rules = []int{len(card) - 1}
	}
	return lk.Frame(f, w, h, append(card, lines...))
}

func (p *Pane) emptyLines(lk *draw.Style) []string {
	words := "No chat is selected."
	if p.row != nil {
		words = "No messages of this visitor are known yet."
	}
	l := lk.Line(draw.OnScreen, p.width)
	l.Gap(1)
	l.Put(draw.RoleDim, words)
	return []string{lk.Line(draw.OnScreen, p.width).String(), l.String()}
}

// frame names the thread. What a stranger chose stands last.
func (p *Pane) frame(lk *draw.Style, w int, focused bool, now time.Time) draw.Frame {
	f := draw.Frame{Title: draw.PaneTitle("Transcript", focused), Focused: focused}
	if p.row == nil {
		return f
	}
	dot := " " + lk.Glyphs.Dot + " "
	f.Title = draw.PaneTitle(draw.VisitorNumber(p.row), focused)
	if p.Source {
		f.Title = append(f.Title, draw.Piece{Role: draw.RoleWarn, Text: dot + "as sent"})
	}
	f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot + draw.ChatName(p.row.Chat)})
	if !p.row.Wait.Running && !p.Past {
		f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot + strings.ToUpper(draw.Standing(p.row))})
	}
	if !p.row.OwnerName.IsEmpty() && p.cardHeight == 0 { // else the card names the agent
		f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot})
		f.Title = append(f.Title, lk.Pieces(draw.RoleText, lk.Known(p.row.OwnerName).Truncate(16))...)
	}
	if p.row.Claimed {
		who := p.row.ClaimedBy
		if who.IsEmpty() {
			who = safetext.Line("somebody")
		}
		f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot})
		f.Title = append(f.Title, lk.Pieces(draw.RoleText, lk.Known(who).Truncate(16))...)
		f.Title = append(f.Title, draw.Piece{Role: draw.RoleText, Text: " is on it"})
	}
	if !p.row.Name.IsEmpty() {
		f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot})
		f.Title = append(f.Title, lk.Pieces(draw.RoleText, lk.Known(p.row.Name).Truncate(max(1, w/2)))...)
	}
	if right := p.right(now); right != "" {
		f.Right = []draw.Piece{{Role: draw.RoleDim, Text: right}}
	}
	if p.Held != "" { // the frame has no room for the rest beside it
		f.Title = append(draw.PaneTitle(draw.VisitorNumber(p.row), focused), draw.Piece{Role: draw.RoleStrong, Text: dot + strings.ToUpper(draw.Standing(p.row))})
		f.Right = []draw.Piece{{Role: draw.RoleAccent, Text: "held" + dot + p.Held + " next chat"}}
	}
	f.Foot = p.foot(lk)
	return f
}

// right is how many messages are unanswered, or of when they are. Nothing there changes each second.
func (p *Pane) right(now time.Time) string {
	switch {
	case p.Past:
		return "at " + draw.ClockTime(now, p.Zone, len("15:04:05"))
	case !p.row.AsOf.IsZero() && p.cardHeight > 0: // the card says as of when
		return ""
	case !p.row.AsOf.IsZero():
		return "as of " + draw.AsOf(p.row)
	case p.row.Wait.Running && p.row.Unanswered > 0:
		return draw.Unanswered(p.row.Unanswered) + " unanswered"
	}
	return ""
}

// foot says what has been found, or what is out of sight below.
func (p *Pane) foot(lk *draw.Style) []draw.Piece {
	if p.Search.Active() {
		return p.searchStatus()
	}
	if !p.scrolled && len(p.rows) > 0 {
		return []draw.Piece{{Role: draw.RoleDim, Text: "newest"}}
	}
	if !p.scrolled {
		return nil
	}
	fresh := 0
	for i := range slices.Backward(p.Messages) {
		if p.Messages[i].ID == p.newestSeen {
			break
		}
		fresh++
	}
	more := draw.Count(len(p.rows)-p.top-p.height, "row", "rows") + " below"
	if fresh == 0 || fresh == len(p.Messages) {
		return []draw.Piece{{Role: draw.RoleDim, Text: lk.Glyphs.Below + " " + more}}
	}
	return []draw.Piece{{Role: draw.RoleAccent, Text: lk.Glyphs.Below + " " + strconv.Itoa(fresh) + " new"}, {Role: draw.RoleDim, Text: " " + lk.Glyphs.Dot + " " + more}}
}

// AsSent puts what was sent in place of the texts that were made of it, while
// that is wanted: then it is what is wrapped, found and copied. It changes list.
func (p *Pane) AsSent(list []model.Message) []model.Message {
	for i := range list {
		if m := &list[i]; p.Source && !m.Source.IsEmpty() {
			m.Text = m.Source
		}
	}
	return list
}

// HTMLCount is how many messages were sent as HTML.
func (p *Pane) HTMLCount() int {
	n := 0
	for i := range p.Messages {
		if !p.Messages[i].Source.IsEmpty() {
			n++
		}
	}
	return n
}

// TargetMessage is the message that a key about one message means.
func (p *Pane) TargetMessage() *model.Message {
	id := p.Search.at
	for i := min(len(p.rows), p.top+p.height) - 1; id == 0 && i >= p.top; i-- {
		if p.rows[i].nth >= 0 {
			id = p.rows[i].id
		}
	}
	for i := range p.Messages {
		if p.Messages[i].ID == id {
			return &p.Messages[i]
		}
	}
	return nil
}
