// Package alerts is the overlay that lists current and past alerts; package alert keeps track of them. It may
// import alert, draw, keymap, model and safetext: no other pane, nor ui.
package alerts

import (
	"slices"
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Acknowledge is the action of acknowledging an alert.
type Acknowledge struct{ Alert *alert.Alert }

// Claim is the action of claiming the chat of an alert.
type Claim struct{ Alert *alert.Alert }

// Export is the action of exporting the alerts that are listed.
type Export struct{ Alerts []*alert.Alert }

// A Pane lists current and past alerts, or in time travel those of the moment shown. The selection is the alert itself,
// so it survives a new order.
type Pane struct {
	draw.Viewport
	keys          keymap.Map
	tracker       *alert.Tracker
	recipients    func() draw.Piece                 // who is notified besides the screen, or why nobody is
	maskName      func(safetext.Text) safetext.Text // returns a visitor's name as it may be shown
	now           draw.Context
	w, h          int
	rows          []*alert.Alert
	open          int             // how many of the rows have not ended; they come first
	names         draw.Names      // of the agents
	then          *model.Snapshot // the past floor whose alerts the rows are; nil: they are of now
	held          int             // how many ended alerts were held when they were listed
	above         []string        // the rows of text above the heads
	selectedAlert *alert.Alert    // nil until the user selects one: the first
}

// New returns the list of a tracker's alerts. calls says who is notified besides the screen, and hides returns a
// visitor's name as it may be shown.
func New(keys keymap.Map, tracker *alert.Tracker, calls func() draw.Piece, hides func(safetext.Text) safetext.Text) *Pane {
	return &Pane{keys: keys, tracker: tracker, recipients: calls, maskName: hides}
}

// Refresh updates the list for another moment or size.
func (p *Pane) Refresh(c draw.Context, w, h int) {
	p.now, p.w, p.h = c, w, h
	p.names = draw.NamesOf(c.Snap.Agents)
	p.list()
	_, ih := draw.Inner(w, h)
	p.above = p.textAbove()
	p.Resize(ih - draw.HeadRows(ih) - len(p.above) - len(p.sections()))
	at := p.Cursor
	if p.selectedAlert == nil {
		at = 0
	}
	for i, r := range p.rows {
		if p.selectedAlert != nil && (r == p.selectedAlert || c.Past && r.ID == p.selectedAlert.ID && r.Ended.Equal(p.selectedAlert.Ended)) {
			at = i
		}
	}
	p.Place(len(p.rows), at)
}

// list takes the alerts of now from the tracker, or in the past those of the moment shown. Of a moment at which the
// floor was not being read none are known.
func (p *Pane) list() {
	switch s := p.now.Snap; {
	case !p.now.Past:
		p.rows, p.then = p.tracker.List(), nil
	case s.Coverage.Unobserved(s.Now):
		p.rows, p.then = nil, s
	case p.then != s || p.held != len(p.tracker.Ended): // those before the start are found while the list is open
		p.rows, p.then, p.held = p.tracker.ListAt(s), s, len(p.tracker.Ended)
	}
	p.open = slices.IndexFunc(p.rows, func(a *alert.Alert) bool { return p.ended(a) })
	if p.open < 0 {
		p.open = len(p.rows)
	}
}

// ended reports whether an alert had ended at the moment shown.
func (p *Pane) ended(a *alert.Alert) bool { return !a.Ended.IsZero() && !a.Ended.After(p.now.At) }

func (p *Pane) selected() *alert.Alert {
	if p.Cursor >= len(p.rows) {
		return nil
	}
	return p.rows[p.Cursor]
}

// Key moves the cursor or acts on the selected alert.
func (p *Pane) Key(msg tea.KeyPressMsg) keymap.Action {
	if d := p.keys.Rows(msg, p.N, p.Height); d != 0 {
		p.Wheel(0, d)
		return keymap.Done{}
	}
	s, k := p.selected(), p.keys
	switch {
	case key.Matches(msg, k.Export):
		return Export{Alerts: p.rows}
	case s == nil:
		return nil
	case key.Matches(msg, k.Open):
		return keymap.Jump{Key: s.Key}
	case key.Matches(msg, k.OpenChat):
		p.selectedAlert = s
		return keymap.OpenChat{Key: s.Key, Chat: s.ID.Chat}
	case key.Matches(msg, k.Explain):
		p.selectedAlert = s
		return explainAction(s)
	case key.Matches(msg, k.Acknowledge):
		p.selectedAlert = s
		return Acknowledge{Alert: s}
	case key.Matches(msg, k.Claim):
		p.selectedAlert = s
		return Claim{Alert: s}
	case key.Matches(msg, k.Travel):
		return keymap.TravelTo{At: s.FirstSeen()}
	}
	return nil
}

// explainAction returns the action that explains an alert: the clocks of its chat, or its figure. An alert about
// the reading explains itself.
func explainAction(s *alert.Alert) keymap.Action {
	switch figure := s.ID.Figure(); {
	case s.Key != (model.Key{}):
		return keymap.Explain{Key: s.Key, Figure: model.FigureWait}
	case figure != model.FigureNone:
		return keymap.Explain{Figure: figure}
	}
	return keymap.Say("This alert is about the reading: " + s.What)
}

// Wheel moves the cursor by d rows, wherever the mouse is.
func (p *Pane) Wheel(_, d int) {
	p.Move(d)
	p.selectedAlert = p.selected()
}

// Click selects the alert at the mouse; a second click opens its thread.
func (p *Pane) Click(x, y int) keymap.Action {
	_, ih := draw.Inner(p.w, p.h)
	_, iy := draw.Inside(p.w, p.h, x, y)
	lines, at := p.lines(), iy-draw.HeadRows(ih)-len(p.above)
	switch {
	case at < 0 || at >= len(lines) || lines[at].row < 0:
	case p.selectedAlert != nil && lines[at].row == p.Cursor:
		return keymap.Jump{Key: p.selectedAlert.Key}
	default:
		p.Wheel(0, lines[at].row-p.Cursor)
	}
	return keymap.Done{}
}

// Hints returns the keys for the footer: those that can act on the selected alert.
func (p *Pane) Hints() []keymap.Hint {
	k, s := p.keys, p.selected()
	closes := keymap.Hint{Binding: k.Back, Word: "close"}
	if s == nil {
		return []keymap.Hint{closes}
	}
	var list []keymap.Hint
	if s.Key != (model.Key{}) {
		list = append(list, keymap.Hint{Binding: k.Open, Word: "go to the chat"})
	}
	if s.Ended.IsZero() && !s.Acked && !p.now.Past {
		list = append(list, keymap.Hint{Binding: k.Acknowledge, Word: "acknowledge"})
	}
	list = append(list, keymap.Hint{Binding: k.Explain, Word: "explain"})
	if s.ID.Chat != 0 {
		list = append(list, keymap.Hint{Binding: k.OpenChat, Word: "open in Acquire"})
	}
	return append(list, keymap.Hint{Binding: k.Travel, Word: "see that moment"}, keymap.Hint{Binding: k.Export, Word: "export"}, closes)
}

// A section is the rows from one on, below a rule that says what they are.
type section struct {
	from, n int
	what    string
	within  string // how exact its times are; empty: to the second
}

// rule draws the rule of a section; the first explains the marks, which matters more than the order.
func (p *Pane) rule(s section, first bool, w int) string {
	g, legend := p.now.Style.Glyphs, ""
	if first {
		legend = g.Sent + " answered, back  a acknowledged  " + g.Broken + " ended, missed"
	}
	n := " " + g.Dot + " " + strconv.Itoa(s.n)
	left := s.what + n
	for _, full := range []string{s.what + s.within + ", newest first" + n, s.what + s.within + n} {
		if p.now.Style.Width(full+legend)+8 <= w {
			left = full
			break
		}
	}
	return p.now.Style.Rule(w, left, legend)
}

// sections are the alerts that have ended, and those that had ended before floorwatch began to watch.
func (p *Pane) sections() []section {
	if p.open == len(p.rows) {
		return nil
	}
	before := slices.IndexFunc(p.rows, func(a *alert.Alert) bool { return a.Before })
	if before < 0 {
		before = len(p.rows)
	}
	var list []section
	if n := before - p.open; n > 0 {
		list = append(list, section{p.open, n, "ended", ""})
	}
	if n := len(p.rows) - before; n > 0 {
		list = append(list, section{before, n, "before the start", ", times within " + model.FormatDuration(alert.BackStep)})
	}
	return list
}

// A listLine is a row of the list, or the rule of a section.
type listLine struct {
	row     int // -1: a rule
	section int
}

// lines are the visible rows and the rules of all sections: that of a section whose first row is not visible stands
// above or below all rows.
func (p *Pane) lines() []listLine {
	from, to := p.Window()
	sections, next := p.sections(), 0
	var out []listLine
	for i := from; i < to; i++ {
		for ; next < len(sections) && sections[next].from <= i; next++ {
			out = append(out, listLine{-1, next})
		}
		out = append(out, listLine{i, 0})
	}
	for ; next < len(sections); next++ {
		out = append(out, listLine{-1, next})
	}
	return out
}

// Draw draws the list on w by h cells.
func (p *Pane) Draw(w, h int) []string {
	style := p.now.Style
	iw, ih := draw.Inner(w, h)
	t := table(iw, p.rows)
	f := p.frame()
	lines := slices.Clone(p.above)
	if draw.HeadRows(ih) > 0 && p.N > 0 {
		lines = append(lines, t.Head(style, iw, nil))
	}
	sections := p.sections()
	for _, at := range p.lines() {
		switch {
		case at.row < 0:
			f.Rules = append(f.Rules, len(lines))
			lines = append(lines, p.rule(sections[at.section], at.section == 0, iw))
		default:
			back := draw.OnScreen
			if at.row == p.Cursor {
				back = draw.OnSelected
			}
			lines = append(lines, drawRow(&t, style, alertRow{p.rows[at.row], p}, back, iw))
		}
	}
	if p.N == 0 {
		lines = append(lines, style.Words(iw), style.Words(iw, draw.Piece{Role: draw.RoleDim, Text: style.Ours(" " + p.none())}))
	}
	p.Foot(style, &f)
	return style.Frame(f, w, h, lines)
}

// none says why there are no rows.
func (p *Pane) none() string {
	why := p.now.Snap.UnobservedSentence()
	switch {
	case p.now.Past && why != "":
		return "The alerts of this moment are not known: " + why + "."
	case p.now.Past:
		return "Nothing was critical at this moment, and nothing had been."
	case p.tracker.Unread != "":
		return "Nothing critical is known; " + p.tracker.Unread + "."
	}
	return "Nothing is critical, and nothing was since floorwatch began to look."
}

// textAbove says in full what the notice below the figures may have had to truncate, and how alerts are sent;
// nothing on a low screen, which needs its rows for the alerts.
func (p *Pane) textAbove() []string {
	iw, ih := draw.Inner(p.w, p.h)
	if ih < minRowsForProblem || p.now.Past {
		return nil
	}
	var lines []string
	if why := p.now.Style.Known(p.now.Health.Why); !why.IsEmpty() {
		rows := why.Wrap(max(1, iw-2))
		for _, row := range rows[:min(len(rows), maxProblemRows)] {
			l := p.now.Style.Line(draw.OnScreen, iw)
			l.Gap(1)
			l.Row(draw.RoleText, row)
			lines = append(lines, l.String())
		}
		lines = append(lines, p.now.Style.Words(iw))
	}
	sent := p.recipients()
	if last := p.tracker.LastCall(); !last.IsZero() {
		sent.Text += ", last " + draw.DayTime(last, p.now.Now, p.now.Zone)
	}
	return append(lines, p.now.Style.Words(iw, draw.Piece{Role: draw.RoleDim, Text: " Alerts go out "}, sent))
}

const (
	maxProblemRows    = 4  // rows of the text
	minRowsForProblem = 10 // rows of the list from which there is room for the text
)

// countTitle says how many alerts are current, as far as is known.
func (p *Pane) countTitle() string {
	text := strconv.Itoa(p.open) + " now"
	switch unread := p.tracker.Unread; {
	case p.now.Past && p.now.Snap.Coverage.Unobserved(p.now.At):
		return "not known at " + draw.DayTime(p.now.At, p.now.Now, p.now.Zone)
	case p.now.Past:
		return strconv.Itoa(p.open) + " at " + draw.DayTime(p.now.At, p.now.Now, p.now.Zone)
	case unread == "":
		return text
	case p.open == 0:
		return "none known (" + unread + ")"
	default:
		return p.now.Style.Glyphs.AtLeast + text + " (" + unread + ")"
	}
}

func (p *Pane) frame() draw.Frame {
	f := draw.Frame{Title: draw.PaneTitle("Alerts", true), Focused: true}
	text := " " + p.now.Style.Glyphs.Dot + " " + p.countTitle()
	if p.open > 1 {
		text += ", worst first"
	}
	f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: text})
	var oldest time.Duration
	for _, a := range p.rows[:p.open] {
		oldest = max(oldest, a.Lasted(p.now.At))
	}
	if p.open > 0 {
		f.Right = []draw.Piece{{Role: draw.RoleDim, Text: "oldest " + draw.Duration(oldest)}}
	}
	return f
}
