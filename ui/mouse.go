package ui

import (
	"image"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/explain"
	"floorwatch/ui/header"
	"floorwatch/ui/layout"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// click gives a click to the first that takes it. This list is all there is to who comes first.
func (a *App) click(msg tea.MouseClickMsg) tea.Cmd {
	if msg.Button != tea.MouseLeft {
		return nil
	}
	a.dirty = true
	a.threads.Touch(a.now)
	for _, take := range []func(image.Point) (tea.Cmd, bool){
		a.wallClick, a.overlayClick, a.paneClick, a.footerClick, a.bannerClick, a.figureClick,
	} {
		if cmd, ok := take(image.Pt(msg.X, msg.Y)); ok {
			return cmd
		}
	}
	return nil
}

// wheel scrolls what is below the mouse.
func (a *App) wheel(msg tea.MouseWheelMsg) {
	d := map[tea.MouseButton]int{tea.MouseWheelUp: -1, tea.MouseWheelDown: 1}[msg.Button]
	if d == 0 || a.wall != nil {
		return
	}
	a.dirty = true
	a.threads.Touch(a.now)
	at := image.Pt(msg.X, msg.Y)
	switch o := a.overlays.top(); {
	case at.In(a.places.Notice):
		a.travelWheel(d)
	case o != nil:
		o.Wheel(at.X-a.body().Min.X, d)
	default:
		a.paneWheel(at, d)
	}
}

// under is the pane at a point of the screen.
func (pl *plan) under(at image.Point) (layout.Pane, bool) {
	for p := range layout.Panes {
		if at.In(pl.places.Panes[p]) {
			return p, true
		}
	}
	return 0, false
}

func (dk *desk) paneWheel(at image.Point, d int) {
	p, ok := dk.under(at)
	if !ok {
		return
	}
	switch p {
	case layout.Threads:
		dk.moveThread(d)
	case layout.Agents:
		dk.moveAgent(d)
	case layout.Transcript:
		dk.threads.Choose()
		dk.transcript.ScrollBy(3 * d)
	case layout.Activity:
		dk.travelWheel(d)
	}
}

// travelWheel goes a minute on or back with the mouse over the banner or the chart.
func (dk *desk) travelWheel(d int) {
	if dk.travel.on {
		dk.travelTo(step(dk.travel.at, time.Duration(d)*travelStep))
	}
}

// paneClick gives a pane the focus and selects the row below the mouse. A click on
// the selected row opens it, one on the head of a column sorts by it.
func (dk *desk) paneClick(point image.Point) (tea.Cmd, bool) {
	p, ok := dk.under(point)
	if !ok {
		return nil, false
	}
	again := dk.focus == p
	dk.to(p)
	at := dk.places.Panes[p]
	iw, ih := draw.Inner(at.Dx(), at.Dy())
	x, y := draw.Inside(at.Dx(), at.Dy(), point.X-at.Min.X, point.Y-at.Min.Y)
	row := y - draw.HeadRows(ih)
	switch p {
	case layout.Threads:
		dk.clickThread(x, row, iw, again)
	case layout.Agents:
		dk.clickAgent(x, row, iw, again)
	case layout.Activity:
		if t, ok := dk.activity.MinuteAt(x); ok && again && y >= 0 && y < ih {
			dk.travelTo(t)
		}
	}
	return nil, true
}

func (dk *desk) clickThread(x, row, w int, again bool) {
	at, ok := dk.threads.At(row)
	switch {
	case row == -1 && dk.threads.Height > 0:
		dk.threads.SortAt(x, w)
		dk.readTranscript()
	case !ok:
	case again && at == dk.threads.Cursor && !dk.threads.Held():
		dk.open()
	default:
		dk.threads.Select(dk.threads.Row(at).Key)
		dk.readTranscript()
	}
}

func (dk *desk) clickAgent(x, row, w int, again bool) {
	from, to := dk.agents.Window()
	switch {
	case row == -1 && dk.agents.Height > 0:
		dk.agents.SortAt(x, w)
	case row < 0 || from+row >= to:
	case again && from+row == dk.agents.Cursor && dk.agents.Chosen != 0:
		dk.open()
	default:
		dk.moveAgent(from + row - dk.agents.Cursor)
		dk.agents.Choose()
	}
}

// footerClick presses the key that the footer names at a point.
func (a *App) footerClick(at image.Point) (tea.Cmd, bool) {
	f := a.places.Footer
	if !at.In(f) {
		return nil, false
	}
	if a.entry.open() || a.toast.text != "" {
		return nil, true
	}
	x, from := at.X-f.Min.X, 1
	for _, h := range a.hintsOn(f.Dx()) {
		to := from + hintWidth(a.look, h)
		if x >= from && x < to-2 && h.Binding.Enabled() {
			return a.press(keyNamed(h.Binding)), true
		}
		from = to
	}
	return nil, true
}

// keyNamed is the press of an action's first key. Bubble Tea calls a key by its text where it has one.
func keyNamed(b key.Binding) tea.KeyPressMsg { return tea.KeyPressMsg{Text: b.Keys()[0]} }

// bannerClick goes from the past back to now.
func (dk *desk) bannerClick(at image.Point) (tea.Cmd, bool) {
	if !at.In(dk.places.Notice) || !dk.travel.on {
		return nil, false
	}
	dk.backToLive()
	return nil, true
}

// figureClick explains the figure at the top that is below the mouse.
func (a *App) figureClick(at image.Point) (tea.Cmd, bool) {
	p := a.places.Figures
	if !at.In(p) || a.overlays.top() != nil {
		return nil, false
	}
	if id := header.FigureAt(a.look, figuresOf(&a.desk), p.Dx(), p.Dy(), at.Sub(p.Min)); id != model.FigureNone {
		a.openExplain(explain.AtFigure(id))
	}
	return nil, true
}
