package ui

import (
	"image"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/explain"
	"floorwatch/ui/header"
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// holdMouse remembers where the left button was pressed: the click acts when it is released.
func holdMouse(a *App, msg tea.MouseClickMsg) {
	a.pressed = nil
	if msg.Button == tea.MouseLeft {
		a.pressed = &image.Point{X: msg.X, Y: msg.Y}
	}
}

// slip is how many cells beside the press a release still counts: a hand does not hold the mouse still.
const slip = 3

// releaseMouse clicks where the button was pressed, unless it is released elsewhere, which takes the click back.
func releaseMouse(a *App, msg tea.MouseReleaseMsg) tea.Cmd {
	at := a.pressed
	a.pressed = nil
	if at == nil || msg.Y != at.Y || msg.X < at.X-slip || msg.X > at.X+slip {
		return nil
	}
	return a.click(*at)
}

// click gives a click to the first handler that accepts it. This list is the whole order.
func (a *App) click(at image.Point) tea.Cmd {
	a.dirty = true
	a.threads.Touch(a.now)
	a.threads.Follow()
	for _, take := range []func(image.Point) (tea.Cmd, bool){
		a.wallClick, a.overlayClick, a.paneClick, a.footerClick, a.bannerClick, a.topClick,
	} {
		if cmd, ok := take(at); ok {
			return cmd
		}
	}
	return nil
}

// wheelRows is how many rows the wheel scrolls by.
const wheelRows = 3

// wheel scrolls the pane under the mouse. It neither takes the focus nor moves a cursor; over a list that lies over the
// panes it moves the cursor, which is all that such a list has.
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

// paneAt is the pane at a point of the screen.
func (pl *paneLayout) paneAt(at image.Point) (layout.Pane, bool) {
	for p := range layout.Panes {
		if at.In(pl.places.Panes[p]) {
			return p, true
		}
	}
	return 0, false
}

func (dash *dashboard) paneWheel(at image.Point, d int) {
	p, ok := dash.paneAt(at)
	if !ok {
		return
	}
	switch p {
	case layout.Threads:
		dash.threads.Wheel(wheelRows * d)
	case layout.Agents:
		dash.agents.Scroll(wheelRows * d)
	case layout.Transcript:
		dash.threads.Choose()
		dash.transcript.ScrollBy(wheelRows * d)
	case layout.Activity:
		dash.travelWheel(d)
	}
}

// travelWheel moves by a minute while the mouse is over the banner or the chart.
func (dash *dashboard) travelWheel(d int) {
	if dash.timeTravel.on {
		dash.travelTo(step(dash.timeTravel.at, time.Duration(d)*travelStep))
	}
}

// paneClick focuses a pane and selects the row under the mouse. A click on the selected row opens
// it, one on a column's heading sorts by it, one on a minute of the chart goes to that minute, and one on the border
// that says what is hidden above goes to the top.
func (dash *dashboard) paneClick(point image.Point) (tea.Cmd, bool) {
	p, ok := dash.paneAt(point)
	if !ok {
		return nil, false
	}
	again := dash.focus == p
	dash.focusOn(p)
	at := dash.places.Panes[p]
	iw, ih := draw.Inner(at.Dx(), at.Dy())
	x, y := draw.Inside(at.Dx(), at.Dy(), point.X-at.Min.X, point.Y-at.Min.Y)
	row := y - draw.HeadRows(ih)
	switch p {
	case layout.Threads:
		if y == -1 && dash.threads.HidesAbove() {
			dash.threads.ShowTop()
			break
		}
		dash.clickThread(x, row, iw, again)
	case layout.Agents:
		dash.clickAgent(x, row, iw, again)
	case layout.Activity:
		if t, ok := dash.activity.MinuteAt(x); ok && y >= 0 && y < ih {
			dash.travelTo(t)
		}
	}
	return nil, true
}

func (dash *dashboard) clickThread(x, row, w int, again bool) {
	at, ok := dash.threads.RowAt(row)
	switch {
	case row == -1 && dash.threads.Height > 0:
		dash.threads.SortAt(x, w)
		dash.readTranscript()
	case !ok:
	case again && at == dash.threads.Cursor && !dash.threads.Held():
		dash.open()
	default:
		dash.threads.Select(dash.threads.Row(at).Key)
		dash.readTranscript()
	}
}

func (dash *dashboard) clickAgent(x, row, w int, again bool) {
	from, to := dash.agents.Window()
	switch {
	case row == -1 && dash.agents.Height > 0:
		dash.agents.SortAt(x, w)
	case row < 0 || from+row >= to:
	case again && from+row == dash.agents.Cursor && dash.agents.SelectedID != 0:
		dash.open()
	default:
		dash.moveAgent(from + row - dash.agents.Cursor)
		dash.agents.SelectCursorRow()
	}
}

// footerClick presses the key that the footer shows at a point.
func (a *App) footerClick(at image.Point) (tea.Cmd, bool) {
	f := a.places.Footer
	if !at.In(f) {
		return nil, false
	}
	if a.prompt.isOpen() || a.toast.text != "" {
		return nil, true
	}
	x, from := at.X-f.Min.X, 1
	for _, h := range a.hintsOn(f.Dx()) {
		to := from + hintWidth(a.style, h)
		if x >= from && x < to-h.Blanks() && h.Binding.Enabled() {
			press := keyNamed(h.Binding)
			if keymap.HasKey(a.reserved.Keys(), h.Binding.Keys()[0]) { // it is handled before App gets it
				return func() tea.Msg { return press }, true
			}
			return a.press(press), true
		}
		from = to
	}
	return nil, true
}

// keyNamed is the press of an action's first key. Bubble Tea names a key by its text if it has one.
func keyNamed(b key.Binding) tea.KeyPressMsg { return tea.KeyPressMsg{Text: b.Keys()[0]} }

// bannerClick returns from the past to now.
func (dash *dashboard) bannerClick(at image.Point) (tea.Cmd, bool) {
	if !at.In(dash.places.Notice) || !dash.timeTravel.on {
		return nil, false
	}
	dash.backToLive()
	return nil, true
}

// topClick explains the figure under the mouse, and goes to the time of the cell under it in a trend. At the number of
// alerts and at the state it opens the list of alerts, which begins with what is wrong.
func (a *App) topClick(at image.Point) (tea.Cmd, bool) {
	if a.overlays.top() != nil {
		return nil, false
	}
	h := a.header()
	switch p, f := a.places.Header, a.places.Figures; {
	case at.In(p) && h.IsChip(a.style, p.Dx(), at.X-p.Min.X):
		return a.press(keyNamed(a.keys.Alerts)), true
	case at.In(f):
		figures, at := figuresOf(&a.dashboard), at.Sub(f.Min)
		if cell, ok := header.SparkAt(a.style, figures, f.Dx(), f.Dy(), at); ok {
			a.travelTo(model.TrendEnds(a.snap.Now)[cell].Truncate(time.Minute))
		} else if id := header.FigureAt(a.style, figures, f.Dx(), f.Dy(), at); id != model.FigureNone {
			a.openExplain(explain.AtFigure(id))
		}
		return nil, true
	}
	return nil, false
}
