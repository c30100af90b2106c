package ui

import (
	"slices"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
)

// A transcriptPane shows the words of one thread, the newest at the bottom.
// Unless somebody has scrolled up it follows them.
type transcriptPane struct {
	past     bool // it shows a moment before now
	key      model.Key
	row      *model.Row // the thread as listed; nil where none is selected
	messages []model.Message

	width, height int // of the room inside the frame
	zone          *time.Location
	looked        *draw.Style // what rows are drawn with
	limits        *model.Limits
	find          find
	cut           bool // messages older than these were let go whole
	texts         int  // the first message whose text is held
	source        bool // show what was sent in place of texts that were made of HTML

	rows   []transcriptRow
	cache  map[model.MessageID]cachedMessage
	top    int // the first row in the window
	scroll bool
	below  model.MessageID // the newest message when somebody scrolled up: what came later is new
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
	lines   []string
}

// set takes the thread's words in. Another key starts anew at the bottom.
func (p *transcriptPane) set(key model.Key, row *model.Row, messages []model.Message) {
	if key != p.key {
		p.cache, p.scroll, p.top, p.find = nil, false, 0, find{}
	}
	p.key, p.row, p.messages = key, row, messages
	p.build()
}

// fitTo tells the pane its room and how it is drawn.
func (p *transcriptPane) fitTo(lk *draw.Style, w, h int) {
	iw, ih := draw.Inner(w, h)
	if p.looked == lk && p.width == iw && p.height == ih {
		return
	}
	if p.looked != lk || p.width != iw {
		p.cache = nil
	}
	p.looked, p.width, p.height = lk, iw, ih
	p.build()
	p.reveal()
}

// build makes the rows anew. Messages that say what they said keep their rows,
// so each is wrapped once for a width.
func (p *transcriptPane) build() {
	if p.looked == nil || p.width <= 0 {
		return
	}
	var at transcriptRow
	if p.scroll && p.top < len(p.rows) {
		at = p.rows[p.top]
	}
	old := p.cache
	p.cache = make(map[model.MessageID]cachedMessage, len(p.messages))
	p.rows = p.rows[:0]
	g, t := gutterFor(p.width), turns{pane: p}
	p.texts = p.firstText()
	if s := p.letGo(); s != "" && len(p.messages) > 0 {
		p.rows = append(p.rows, transcriptRow{p.messages[min(p.texts, len(p.messages)-1)].ID, -4, s})
	}
	for i := range p.messages {
		m := &p.messages[i]
		late := t.before(i)
		if i < p.texts {
			continue
		}
		if s := p.gapAbove(i); s != "" {
			p.rows = append(p.rows, transcriptRow{m.ID, -3, s})
		}
		if s := p.separator(i); s != "" {
			p.rows = append(p.rows, transcriptRow{m.ID, -1, s})
		}
		if late != "" {
			p.rows = append(p.rows, transcriptRow{m.ID, -2, p.rule(draw.Piece{Role: draw.RoleDim, Text: late})})
		}
		key := said(m)
		c, ok := old[m.ID]
		if !ok || c.message != key {
			c = cachedMessage{key, g.draw(p.looked, m, draw.OnScreen, p.width, p.zone)}
		}
		p.cache[m.ID] = c
		for n, l := range c.lines {
			p.rows = append(p.rows, transcriptRow{m.ID, n, l})
		}
	}
	if p.row != nil && p.row.Wait.Running {
		p.rows = append(p.rows, transcriptRow{0, 0, p.waitingRow()})
	}
	p.settle(at)
}

// said is a message without what the screen does not show of it.
func said(m *model.Message) model.Message {
	key := *m
	key.FirstAt, key.LastAt, key.SeenAt = time.Time{}, time.Time{}, time.Time{}
	key.VisitorName, key.Source = safetext.Text{}, safetext.Text{}
	return key
}

// settle puts the window where it was: at the bottom, or at the row that was on top.
func (p *transcriptPane) settle(at transcriptRow) {
	if !p.scroll {
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
func (p *transcriptPane) bottom() int { return max(0, len(p.rows)-p.height) }

// scrollTo puts row top on top. At the bottom it follows again.
func (p *transcriptPane) scrollTo(top int) {
	was := p.scroll
	p.top = draw.Clamp(top, 0, p.bottom())
	p.scroll = p.top < p.bottom()
	if p.scroll && !was && len(p.messages) > 0 {
		p.below = p.messages[len(p.messages)-1].ID
	}
}

// scrollBy scrolls d rows on.
func (p *transcriptPane) scrollBy(d int) { p.scrollTo(p.top + d) }

// move scrolls as a key says.
func (p *transcriptPane) move(k keymap.Map, msg tea.KeyPressMsg) {
	p.scrollBy(k.Rows(msg, len(p.rows), p.height))
}

// follow goes to the newest words and stays there.
func (p *transcriptPane) follow() { p.scrollTo(len(p.rows)) }

// separator is the rule before message i: a new day, a new chat of the thread, or both.
func (p *transcriptPane) separator(i int) string {
	m := &p.messages[i]
	day, chat := "", ""
	if i == p.texts || p.messages[i-1].Chat != m.Chat {
		chat = draw.ChatName(m.Chat)
	}
	if !m.SentAt.IsZero() && (i == p.texts || !draw.SameDay(p.messages[i-1].SentAt, m.SentAt, p.zone)) {
		day = m.SentAt.In(p.zone).Format("Mon 2 Jan 2006")
	}
	if day == "" && chat == "" {
		return ""
	}
	if day != "" && chat != "" {
		day += " " + p.looked.Glyphs.Dot + " "
	}
	return p.rule(draw.Piece{Role: draw.RoleDim, Text: day + chat})
}

// rule is a row of our own: words between strokes.
func (p *transcriptPane) rule(words ...draw.Piece) string {
	l := p.looked.Line(draw.OnScreen, p.width)
	for _, w := range words {
		l.Fill(draw.RoleFrame, p.looked.Glyphs.Horizontal, 2)
		l.Gap(1)
		l.Put(w.Role, w.Text)
		l.Gap(1)
	}
	l.Fill(draw.RoleFrame, p.looked.Glyphs.Horizontal, l.Left)
	return l.String()
}

// waitingRow stands under the last word as long as the visitor waits.
func (p *transcriptPane) waitingRow() string {
	of, mark := p.looked.Level(p.row.Level)
	if mark != "" {
		mark += " "
	}
	return p.rule(draw.Piece{Role: of, Text: mark + "+" + p.looked.Clock(p.row.Wait)}, draw.Piece{Role: draw.Quiet(of), Text: waitingWords(p.looked, p.row)})
}

// waitingWords says what the wait is about.
func waitingWords(lk *draw.Style, r *model.Row) string {
	s := draw.SightSentence(r, lk.Clock)
	switch r.Sight {
	case model.SightNone:
		return "waiting"
	case model.SightSeen:
		s += ", no reply"
	}
	return s
}

// draw draws the pane on w by h cells.
func (p *transcriptPane) draw(lk *draw.Style, w, h int, focused bool, now time.Time) []string {
	lines := make([]string, 0, h)
	for i := p.top; i < min(len(p.rows), p.top+p.height); i++ {
		lines = append(lines, p.rows[i].line)
	}
	p.highlight(lk, lines)
	if len(p.rows) == 0 {
		lines = append(lines, p.nothing(lk)...)
	}
	return lk.Frame(p.frame(lk, w, focused, now), w, h, lines)
}

func (p *transcriptPane) nothing(lk *draw.Style) []string {
	words := "No thread is selected."
	if p.row != nil {
		words = "No words of this thread are known yet."
	}
	l := lk.Line(draw.OnScreen, p.width)
	l.Gap(1)
	l.Put(draw.RoleDim, words)
	return []string{lk.Line(draw.OnScreen, p.width).String(), l.String()}
}

// frame names the thread. What a stranger chose stands last.
func (p *transcriptPane) frame(lk *draw.Style, w int, focused bool, now time.Time) draw.Frame {
	f := draw.Frame{Title: draw.PaneTitle("Transcript", focused), Focused: focused}
	if p.row == nil {
		return f
	}
	dot := " " + lk.Glyphs.Dot + " "
	f.Title = draw.PaneTitle(draw.VisitorNumber(p.row), focused)
	if p.source {
		f.Title = append(f.Title, draw.Piece{Role: draw.RoleWarn, Text: dot + "as sent"})
	}
	f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot + draw.ChatName(p.row.Chat)})
	if !p.row.OwnerName.IsEmpty() {
		f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot})
		f.Title = append(f.Title, lk.Pieces(draw.RoleText, lk.Known(p.row.OwnerName).Truncate(16))...)
	}
	if !p.row.Name.IsEmpty() {
		f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot})
		f.Title = append(f.Title, lk.Pieces(draw.RoleText, lk.Known(p.row.Name).Truncate(max(1, w/2)))...)
	}
	if ago := now.Sub(p.row.PolledAt); !p.row.PolledAt.IsZero() && ago >= 0 && !p.past { // how fresh it is is of now
		f.Right = []draw.Piece{{Role: draw.RoleDim, Text: "read " + draw.Duration(ago) + " ago"}}
	}
	f.Foot = p.foot(lk)
	return f
}

// foot says what has been found, or what is out of sight below.
func (p *transcriptPane) foot(lk *draw.Style) []draw.Piece {
	if p.find.active() {
		return p.found()
	}
	if !p.scroll {
		return nil
	}
	fresh := 0
	for i := range slices.Backward(p.messages) {
		if p.messages[i].ID == p.below {
			break
		}
		fresh++
	}
	more := draw.Count(len(p.rows)-p.top-p.height, "row", "rows") + " below"
	if fresh == 0 || fresh == len(p.messages) {
		return []draw.Piece{{Role: draw.RoleDim, Text: lk.Glyphs.Below + " " + more}}
	}
	return []draw.Piece{{Role: draw.RoleAccent, Text: lk.Glyphs.Below + " " + strconv.Itoa(fresh) + " new"}, {Role: draw.RoleDim, Text: " " + lk.Glyphs.Dot + " " + more}}
}

// asSent puts what was sent in place of the texts that were made of it, while
// that is wanted: then it is what is wrapped, found and copied. It changes list.
func (p *transcriptPane) asSent(list []model.Message) []model.Message {
	for i := range list {
		if m := &list[i]; p.source && !m.Source.IsEmpty() {
			m.Text = m.Source
		}
	}
	return list
}

// ofHTML is how many messages were sent as HTML.
func (p *transcriptPane) ofHTML() int {
	n := 0
	for i := range p.messages {
		if !p.messages[i].Source.IsEmpty() {
			n++
		}
	}
	return n
}

// pointed is the message that a key about one message means.
func (p *transcriptPane) pointed() *model.Message {
	id := p.find.at
	for i := min(len(p.rows), p.top+p.height) - 1; id == 0 && i >= p.top; i-- {
		if p.rows[i].nth >= 0 {
			id = p.rows[i].id
		}
	}
	for i := range p.messages {
		if p.messages[i].ID == id {
			return &p.messages[i]
		}
	}
	return nil
}
