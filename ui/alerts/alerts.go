// Package alerts lists what is critical and what was; package alert keeps track of it.
// It may import alert, draw, keymap, model and safetext: no other pane, nor ui.
package alerts

import (
	"strconv"
	"strings"

	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Acknowledge asks to note that somebody knows of an alert.
type Acknowledge struct{ Alert *alert.Alert }

// An Pane shows what is critical and what was. The selected alert is known by itself.
type Pane struct {
	draw.Viewport
	keys    keymap.Map
	tracker *alert.Tracker
	calls   func() draw.Piece // who is called besides the screen, or why nobody is
	now     draw.Context
	w, h    int
	rows    []*alert.Alert
	at      *alert.Alert // selected; nil until somebody has chosen: then it is the first one
}

// New returns the list of a tracker's alerts. calls says who is called
// besides the screen.
func New(keys keymap.Map, tracker *alert.Tracker, calls func() draw.Piece) *Pane {
	return &Pane{keys: keys, tracker: tracker, calls: calls}
}

// Refresh shows the alerts as they are, at another moment or size.
func (p *Pane) Refresh(c draw.Context, w, h int) {
	p.now, p.w, p.h = c, w, h
	p.rows = p.tracker.List()
	_, ih := draw.Inner(w, h)
	p.Resize(ih - draw.HeadRows(ih))
	at := p.Cursor
	if p.at == nil {
		at = 0
	}
	for i, r := range p.rows {
		if r == p.at {
			at = i
		}
	}
	p.Place(len(p.rows), at)
}

func (p *Pane) selected() *alert.Alert {
	if p.Cursor >= len(p.rows) {
		return nil
	}
	return p.rows[p.Cursor]
}

// Key moves the cursor, or does something with the selected alert.
func (p *Pane) Key(msg tea.KeyPressMsg) keymap.Action {
	if d := p.keys.Rows(msg, p.N, p.Height); d != 0 {
		p.Wheel(0, d)
		return keymap.Done{}
	}
	s := p.selected()
	if s == nil {
		return nil
	}
	switch k := p.keys; {
	case key.Matches(msg, k.Open):
		return keymap.Jump{Key: s.Key}
	case key.Matches(msg, k.Acknowledge):
		p.at = s
		return Acknowledge{Alert: s}
	case key.Matches(msg, k.Travel):
		return keymap.TravelTo{At: s.From}
	}
	return nil
}

// Wheel moves the cursor.
func (p *Pane) Wheel(_, d int) {
	p.Move(d)
	p.at = p.selected()
}

// Click selects the alert below the mouse; a second click goes to its thread.
func (p *Pane) Click(x, y int) keymap.Action {
	_, ih := draw.Inner(p.w, p.h)
	_, iy := draw.Inside(p.w, p.h, x, y)
	row := iy - draw.HeadRows(ih)
	from, to := p.Window()
	switch {
	case row < 0 || from+row >= to:
	case p.at != nil && from+row == p.Cursor:
		return keymap.Jump{Key: p.at.Key}
	default:
		p.Wheel(0, from+row-p.Cursor)
	}
	return keymap.Done{}
}

// Hints are the keys of the footer.
func (p *Pane) Hints() []keymap.Hint {
	k := p.keys
	return []keymap.Hint{{Binding: k.Open, Word: "thread"}, {Binding: k.Acknowledge, Word: "acknowledge"}, {Binding: k.Travel, Word: "the floor then"}, {Binding: k.Back, Word: "close"}}
}

// Draw draws the list on w by h cells.
func (p *Pane) Draw(w, h int) []string {
	lk := p.now.Style
	iw, ih := draw.Inner(w, h)
	cols := alertColumns(iw)
	var lines []string
	if draw.HeadRows(ih) > 0 && p.N > 0 {
		lines = append(lines, cols.head(lk, iw))
	}
	from, to := p.Window()
	for i := from; i < to; i++ {
		back := draw.OnScreen
		if i == p.Cursor {
			back = draw.OnSelected
		}
		lines = append(lines, cols.draw(&p.now, p.rows[i], back, iw))
	}
	if p.N == 0 {
		none := " Nothing is critical, and nothing was since floorwatch began to look."
		if p.tracker.Unread != "" {
			none = " Nothing critical is known; " + p.tracker.Unread + "."
		}
		for _, s := range []string{"", none} {
			lines = append(lines, lk.Words(iw, draw.Piece{Role: draw.RoleDim, Text: s}))
		}
	}
	return lk.Frame(p.frame(), w, h, lines)
}

// nowWords are how many alerts go on, as far as is known.
func (p *Pane) nowWords() string {
	text := strconv.Itoa(len(p.tracker.Live)) + " now"
	switch unread := p.tracker.Unread; {
	case unread == "":
		return text
	case len(p.tracker.Live) == 0:
		return "none known (" + unread + ")"
	default:
		return p.now.Style.Glyphs.AtLeast + text + " (" + unread + ")"
	}
}

func (p *Pane) frame() draw.Frame {
	w := p.tracker
	f := draw.Frame{Title: draw.PaneTitle("Alerts", true), Focused: true}
	f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: " " + p.now.Style.Glyphs.Dot + " " + p.nowWords() + ", " + strconv.Itoa(len(w.Ended)) + " over"})
	f.Right = []draw.Piece{p.calls()}
	if from, to := p.Window(); to-from < p.N {
		f.Foot = []draw.Piece{{Role: draw.RoleDim, Text: strconv.Itoa(from+1) + "-" + strconv.Itoa(to) + " of " + strconv.Itoa(p.N)}}
	}
	return f
}

// alertCols are the widths of the columns of the alerts, 0 where one is left out.
type alertCols struct{ at, lasted, state, what, chat, visitor int }

// alertColumns divides w cells; what matters least goes first when it gets narrow.
func alertColumns(w int) alertCols {
	c := alertCols{at: 9, lasted: 6, state: 12, what: 26, chat: 8, visitor: 10}
	total := func() int {
		n := draw.MarkCol - 1
		for _, w := range []int{c.at, c.lasted, c.state, c.what, c.chat, c.visitor} {
			if w > 0 {
				n += w + 1
			}
		}
		return n
	}
	for _, col := range []*int{&c.visitor, &c.state, &c.lasted, &c.chat, &c.at} {
		if total() <= w {
			break
		}
		*col = 0
	}
	rest := max(0, w-total())
	n := min(rest, 16)
	c.what, rest = c.what+n, rest-n
	if c.visitor > 0 {
		c.visitor += min(rest, 30)
	}
	return c
}

func (c alertCols) head(lk *draw.Style, w int) string {
	l := lk.Line(draw.OnScreen, w)
	l.Gap(draw.MarkCol)
	for _, h := range []struct {
		word  string
		w     int
		right bool
	}{{"since", c.at, false}, {"for", c.lasted, true}, {"state", c.state, false}, {"what", c.what, false}, {"chat", c.chat, true}, {"visitor", c.visitor, false}} {
		c.cell(l, draw.RoleDim, h.word, h.w, h.right)
	}
	return l.String()
}

// cell adds a column and the blank after it; a column of no width is left out.
func (c alertCols) cell(l *draw.Line, of draw.Role, s string, w int, right bool) {
	if w == 0 {
		return
	}
	if right {
		l.Right(of, s, w)
	} else {
		l.Cell(of, s, w)
	}
	l.Gap(1)
}

// draw draws one alert: what is over, or known to somebody, stands back.
func (c alertCols) draw(now *draw.Context, t *alert.Alert, back draw.Backing, w int) string {
	lk := now.Style
	l := lk.Line(back, w)
	of, mark := lk.Level(t.Level)
	base, state := draw.RoleText, "now"
	if t.Acked {
		base, state = draw.RoleDim, "acknowledged"
	}
	if !t.Ended.IsZero() {
		base = draw.RoleDim
		if !t.Acked {
			state = "over"
		}
	}
	if base == draw.RoleDim {
		of = draw.RoleDim
	}
	draw.Marked(l, of, mark, false)
	c.cell(l, base, draw.DayTime(t.From, now.Now, now.Zone), c.at, false)
	c.cell(l, base, draw.Duration(t.Lasted(now.Now)), c.lasted, true)
	c.cell(l, draw.Quiet(of), state, c.state, false)
	c.cell(l, base, strings.Replace(t.What, alert.AtLeastSign, lk.Glyphs.AtLeast, 1), c.what, false)
	chat := ""
	if t.ID.Chat != 0 {
		chat = strconv.FormatInt(int64(t.ID.Chat), 10)
	}
	c.cell(l, base, chat, c.chat, true)
	if t.Name.IsEmpty() && t.ID.Chat != 0 {
		l.Cell(base, "#"+strconv.FormatInt(int64(t.Key.Visitor), 10), c.visitor)
	} else {
		l.Text(base, t.Name, c.visitor)
	}
	return l.String()
}
