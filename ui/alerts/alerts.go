// Package alerts is the overlay that lists current and past alerts; package alert keeps track of them. It may
// import alert, draw, keymap, model and safetext: no other pane, nor ui.
package alerts

import (
	"slices"
	"strconv"

	"floorwatch/model"
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

// A Pane lists current and past alerts. The selection is the alert itself, so it survives a new order.
type Pane struct {
	draw.Viewport
	keys          keymap.Map
	tracker       *alert.Tracker
	recipients    func() draw.Piece // who is notified besides the screen, or why nobody is
	now           draw.Context
	w, h          int
	rows          []*alert.Alert
	problem       []string     // what is wrong with the reading, in full
	selectedAlert *alert.Alert // nil until the user selects one: the first
}

// New returns the list of a tracker's alerts. recipients says who is notified besides the screen.
func New(keys keymap.Map, tracker *alert.Tracker, calls func() draw.Piece) *Pane {
	return &Pane{keys: keys, tracker: tracker, recipients: calls}
}

// Refresh updates the list for another moment or size.
func (p *Pane) Refresh(c draw.Context, w, h int) {
	p.now, p.w, p.h = c, w, h
	p.rows = p.tracker.List()
	_, ih := draw.Inner(w, h)
	p.problem = p.problemText()
	p.Resize(ih - draw.HeadRows(ih) - len(p.problem))
	at := p.Cursor
	if p.selectedAlert == nil {
		at = 0
	}
	for i, r := range p.rows {
		if r == p.selectedAlert {
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

// Key moves the cursor or acts on the selected alert.
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
	switch row, ok := p.RowAt(p.w, p.h, len(p.problem), x, y); {
	case !ok:
	case p.selectedAlert != nil && row == p.Cursor:
		return keymap.Jump{Key: p.selectedAlert.Key}
	default:
		p.Wheel(0, row-p.Cursor)
	}
	return keymap.Done{}
}

// Hints returns the keys for the footer.
func (p *Pane) Hints() []keymap.Hint {
	k := p.keys
	return []keymap.Hint{{Binding: k.Open, Word: "chat"}, {Binding: k.Acknowledge, Word: "acknowledge"}, {Binding: k.Explain, Word: "explain"}, {Binding: k.Back, Word: "close"}, {Binding: k.Travel, Word: "the floor then"}}
}

// Draw draws the list on w by h cells.
func (p *Pane) Draw(w, h int) []string {
	style := p.now.Style
	iw, ih := draw.Inner(w, h)
	t := table(iw)
	lines := slices.Clone(p.problem)
	if draw.HeadRows(ih) > 0 && p.N > 0 {
		lines = append(lines, t.Head(style, iw, nil))
	}
	none := "Nothing is critical, and nothing was since floorwatch began to look."
	if p.tracker.Unread != "" {
		none = "Nothing critical is known; " + p.tracker.Unread + "."
	}
	return p.List(style, p.frame(), w, h, lines, none, func(i int, back draw.Background) string {
		return drawRow(&t, style, alertRow{p.rows[i], &p.now}, back, iw)
	})
}

// problemText returns in full what the notice below the figures may have had to truncate; nothing on a low screen,
// which needs its rows for the alerts.
func (p *Pane) problemText() []string {
	why := p.now.Style.Known(p.now.Health.Why)
	iw, ih := draw.Inner(p.w, p.h)
	if why.IsEmpty() || ih < minRowsForProblem {
		return nil
	}
	var lines []string
	for i, row := range why.Wrap(max(1, iw-2)) {
		if i == maxProblemRows {
			break
		}
		l := p.now.Style.Line(draw.OnScreen, iw)
		l.Gap(1)
		l.Row(draw.RoleText, row)
		lines = append(lines, l.String())
	}
	return append(lines, p.now.Style.Words(iw))
}

const (
	maxProblemRows    = 4  // rows of the text
	minRowsForProblem = 10 // rows of the list from which there is room for the text
)

// countTitle says how many alerts are current, as far as is known.
func (p *Pane) countTitle() string {
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
	text := " " + p.now.Style.Glyphs.Dot + " " + p.countTitle() + ", " + strconv.Itoa(len(w.Ended)) + " ended"
	if n := w.EndedBefore(); n > 0 {
		text += ", " + strconv.Itoa(n) + " before the start (from " + draw.DayTime(w.Back, p.now.Now, p.now.Zone) + ")"
	}
	f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: text})
	f.Right = []draw.Piece{p.recipients()}
	return f
}
