// Package transcript shows the messages of one thread, wrapped, with separator rows between
// them and a search. It may import draw, keymap, model and safetext, but no other pane and not
// ui. Strangers' text reaches it as safetext only and is drawn right of a gutter that says
// whose it is.
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

// A Pane shows the messages of one thread, the newest at the bottom. It follows new messages
// unless somebody has scrolled up.
type Pane struct {
	Past     bool // it shows a moment before now
	Key      model.Key
	Mine     func(*model.Row) bool // reports whether the leader has claimed a chat from here; nil: never
	Held     string                // set if this chat has moved in the list: the key that goes on to the next one
	row      *model.Row            // the selected thread; nil: none
	Messages []model.Message

	width, height int // inside the frame, below the card
	cardHeight    int // in rows
	Zone          *time.Location
	style         *draw.Style // what rows are drawn with
	Limits        *model.Limits
	Hours         *model.Calendar // business hours, in which waits count; nil: always
	Search        search
	Cut           bool // older messages were dropped entirely
	textFrom      int  // the first message whose text is kept
	Source        bool // show HTML messages as they were sent

	Card       Card
	lastAnswer answer // of the chat

	rows       []transcriptRow
	cache      map[model.MessageID]cachedMessage
	top        int // the first row in the window
	scrolled   bool
	newestSeen model.MessageID // the newest message when somebody scrolled up: later ones are new
}

// A transcriptRow is one drawn row and the message it belongs to.
type transcriptRow struct {
	id   model.MessageID
	nth  int // index among the message's rows; negative for separators
	line string
}

// A cachedMessage holds a message's rows until the message changes.
type cachedMessage struct {
	message model.Message
	again   repetition
	lines   []string
}

// SetThread shows a thread's messages. For another thread it starts at the bottom again.
func (p *Pane) SetThread(key model.Key, row *model.Row, messages []model.Message) {
	if key != p.Key {
		p.cache, p.scrolled, p.top, p.Search = nil, false, 0, search{}
	}
	p.Key, p.row, p.Messages = key, row, messages
	p.build()
}

// FitTo sets the pane's size and style.
func (p *Pane) FitTo(style *draw.Style, w, h int) {
	iw, ih := draw.Inner(w, h)
	p.cardHeight = cardRows(ih)
	ih -= p.cardHeight
	if p.style == style && p.width == iw && p.height == ih {
		return
	}
	if p.style != style || p.width != iw {
		p.cache = nil
	}
	p.style, p.width, p.height = style, iw, ih
	p.build()
	p.reveal()
}

// build rebuilds the rows. Unchanged messages keep their rows, so that each is wrapped once for a
// width.
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

// cacheKey is a message without the fields that are not shown.
func cacheKey(m *model.Message) model.Message {
	key := *m
	key.FirstAt, key.LastAt, key.SeenAt = time.Time{}, time.Time{}, time.Time{}
	key.VisitorName, key.Source = safetext.Text{}, safetext.Text{}
	return key
}

// restoreScroll puts the window back: at the bottom, or at the row that was at the top.
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

// bottom is the first row of the window when scrolled to the end.
func (p *Pane) bottom() int { return max(0, len(p.rows)-p.height) }

// scrollTo scrolls so that row top is the first. At the bottom it follows new messages again.
func (p *Pane) scrollTo(top int) {
	was := p.scrolled
	p.top = draw.Clamp(top, 0, p.bottom())
	p.scrolled = p.top < p.bottom()
	if p.scrolled && !was && len(p.Messages) > 0 {
		p.newestSeen = p.Messages[len(p.Messages)-1].ID
	}
}

// ScrollBy scrolls by d rows, up if negative.
func (p *Pane) ScrollBy(d int) { p.scrollTo(p.top + d) }

// Move scrolls as a key of k says, if msg is one.
func (p *Pane) Move(k keymap.Map, msg tea.KeyPressMsg) {
	p.ScrollBy(k.Rows(msg, len(p.rows), p.height))
}

// Follow goes to the newest message and follows new ones.
func (p *Pane) Follow() { p.scrollTo(len(p.rows)) }

// nameTop shows the sender in the first visible row, also if the message began above the window
// or repeats the sender of the one before.
func (p *Pane) nameTop(style *draw.Style, lines []string) {
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
	lines[0] = g.draw(style, &c.message, repeatsNothing, draw.OnScreen, p.width, p.Zone)[r.nth]
}

// Draw draws the pane on w by h cells.
func (p *Pane) Draw(style *draw.Style, w, h int, focused bool, now time.Time) []string {
	lines := make([]string, 0, h)
	for i := p.top; i < min(len(p.rows), p.top+p.height); i++ {
		lines = append(lines, p.rows[i].line)
	}
	p.nameTop(style, lines)
	p.highlight(style, lines)
	if len(p.rows) == 0 {
		lines = append(lines, p.emptyLines(style)...)
	}
	f, card := p.frame(style, w, focused, now), p.drawCard(style, now)
	if len(card) > 1 {
		f.Rules = []int{len(card) - 1}
	}
	return style.Frame(f, w, h, append(card, lines...))
}

func (p *Pane) emptyLines(style *draw.Style) []string {
	words := "No chat is selected."
	if p.row != nil {
		words = "No messages of this visitor are known yet."
	}
	l := style.Line(draw.OnScreen, p.width)
	l.Gap(1)
	l.Put(draw.RoleDim, words)
	return []string{style.Line(draw.OnScreen, p.width).String(), l.String()}
}

// frame is the frame with the thread's title; the name, a stranger's text, comes last.
func (p *Pane) frame(style *draw.Style, w int, focused bool, now time.Time) draw.Frame {
	f := draw.Frame{Title: draw.PaneTitle("Transcript", focused), Focused: focused}
	if p.row == nil {
		return f
	}
	dot := " " + style.Glyphs.Dot + " "
	f.Title = draw.PaneTitle(draw.VisitorNumber(p.row), focused)
	if p.Source {
		f.Title = append(f.Title, draw.Piece{Role: draw.RoleWarn, Text: dot + "as sent"})
	}
	f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot + draw.ChatName(p.row.Chat)})
	if !p.row.Wait.Running && !p.Past {
		f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot + strings.ToUpper(draw.ChatStatus(p.row))})
	}
	if !p.row.OwnerName.IsEmpty() && p.cardHeight == 0 { // else the card names the agent
		f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot})
		f.Title = append(f.Title, style.Pieces(draw.RoleText, style.Known(draw.AgentName(p.row.OwnerName)).Truncate(16))...)
	}
	if p.row.Claimed {
		who, isOn := p.row.ClaimedBy, " is on it"
		switch {
		case p.Mine != nil && p.Mine(p.row):
			who, isOn = safetext.Line("you"), " are on it"
		case who.IsEmpty():
			who = safetext.Line("somebody")
		}
		f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot})
		f.Title = append(f.Title, style.Pieces(draw.RoleText, style.Known(who).Truncate(16))...)
		f.Title = append(f.Title, draw.Piece{Role: draw.RoleText, Text: isOn})
	}
	if !p.row.Name.IsEmpty() {
		f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot})
		f.Title = append(f.Title, style.Pieces(draw.RoleText, style.Known(p.row.Name).Truncate(max(1, w/2)))...)
	}
	if right := p.right(now); right != "" {
		f.Right = []draw.Piece{{Role: draw.RoleDim, Text: right}}
	}
	if p.Held != "" { // the frame has no room for the rest beside it
		f.Title = append(draw.PaneTitle(draw.VisitorNumber(p.row), focused), draw.Piece{Role: draw.RoleStrong, Text: dot + strings.ToUpper(draw.ChatStatus(p.row))})
		f.Right = []draw.Piece{{Role: draw.RoleAccent, Text: "held" + dot + p.Held + " next chat"}}
	}
	f.Foot = p.foot(style)
	return f
}

// right is the right title: unanswered messages, or the time of the data. Nothing in it changes every second.
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

// foot is the lower title: the search's matches, or what is below the window.
func (p *Pane) foot(style *draw.Style) []draw.Piece {
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
		return []draw.Piece{{Role: draw.RoleDim, Text: style.Glyphs.Below + " " + more}}
	}
	return []draw.Piece{{Role: draw.RoleAccent, Text: style.Glyphs.Below + " " + strconv.Itoa(fresh) + " new"}, {Role: draw.RoleDim, Text: " " + style.Glyphs.Dot + " " + more}}
}

// AsSent replaces texts by their HTML source while Source is set, so that the source is shown,
// searched and copied. It changes list.
func (p *Pane) AsSent(list []model.Message) []model.Message {
	for i := range list {
		if m := &list[i]; p.Source && !m.Source.IsEmpty() {
			m.Text = m.Source
		}
	}
	return list
}

// HTMLCount is the number of messages that were sent as HTML.
func (p *Pane) HTMLCount() int {
	n := 0
	for i := range p.Messages {
		if !p.Messages[i].Source.IsEmpty() {
			n++
		}
	}
	return n
}

// TargetMessage is the message that a key acts on: the current match, else the lowest visible message; nil if there is none.
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
