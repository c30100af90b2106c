package ui

import (
	"image"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/ui/alerts"
	"floorwatch/ui/draw"
	"floorwatch/ui/explain"
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"
)

// An Overlay lies over the panes until it is closed, and has keys and mouse
// meanwhile. It does not know App: what it wants of the screen it answers.
// Points are counted from the upper left of its region.
type Overlay interface {
	// Refresh shows another moment, style or size. It is called before Draw
	// whenever one of them has changed, and after each key.
	Refresh(c draw.Context, w, h int)
	// Key handles a key. It returns nil where it does not know the key.
	Key(msg tea.KeyPressMsg) keymap.Action
	// Click handles a click within its region.
	Click(x, y int) keymap.Action
	// Wheel scrolls d rows on what is at column x.
	Wheel(x, d int)
	// Draw draws it on w by h cells.
	Draw(w, h int) []string
	// Hints are the keys of the footer; the last is the way out.
	Hints() []keymap.Hint
}

// overlay is the one on top, or nil.
func (a *App) overlay() Overlay {
	if n := len(a.overlays); n > 0 {
		return a.overlays[n-1]
	}
	return nil
}

// context is what overlays are shown with.
func (a *App) context() draw.Context {
	return draw.Context{
		Style: a.look, Floor: a.floor, Snap: a.snap, Health: a.health,
		Now: a.serverNow(), At: a.moment(), Past: a.travel.on, Zone: a.zone,
	}
}

// lay lays an overlay over the panes in the place of all that do.
func (a *App) lay(o Overlay) {
	a.overlays = nil
	a.push(o)
}

// push lays an overlay over what lies there already.
func (a *App) push(o Overlay) {
	a.overlays, a.dirty = append(a.overlays, o), true
	a.refreshOverlays()
}

// closeOverlay closes the one on top.
func (a *App) closeOverlay() { a.overlays, a.dirty = a.overlays[:len(a.overlays)-1], true }

func (a *App) refreshOverlays() {
	at := a.body()
	for _, o := range a.overlays {
		o.Refresh(a.context(), at.Dx(), at.Dy())
	}
}

// overlayKey gives a key to what lies over the panes. Of the others only those
// go on that belong to the program as a whole; q closes.
func (a *App) overlayKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	o := a.overlay()
	if o == nil {
		return nil, false
	}
	if act := o.Key(msg); act != nil {
		a.do(act)
		return nil, true
	}
	if key.Matches(msg, a.keys.Back, a.keys.Quit) {
		a.closeOverlay()
		return nil, true
	}
	if _, ok := a.programKey(msg); !ok {
		a.travelKey(msg)
	}
	return nil, true
}

// overlayClick gives a click to what lies over the panes.
func (a *App) overlayClick(at image.Point) (tea.Cmd, bool) {
	o, body := a.overlay(), a.body()
	if o == nil || !at.In(body) {
		return nil, false
	}
	p := at.Sub(body.Min)
	a.do(o.Click(p.X, p.Y))
	return nil, true
}

// do does what an overlay asks for.
func (a *App) do(act keymap.Action) {
	switch act := act.(type) {
	case keymap.Say:
		a.say(string(act))
	case keymap.Close:
		a.closeOverlay()
	case keymap.Jump:
		a.jump(act.Key)
	case keymap.TravelTo:
		a.overlays = nil
		a.travelTo(act.At)
	case alerts.Acknowledge:
		a.acknowledgeAlert(act.Alert)
	}
}

// jump closes what lies over the panes and selects a thread. A filter that hides it is given up.
func (a *App) jump(k model.Key) {
	if k == (model.Key{}) {
		a.say("This belongs to no one thread.")
		return
	}
	p := &a.threads
	if !p.Has(k) && p.Filter.Active() {
		a.clearFilter()
	}
	if !p.Has(k) {
		a.say("The thread is not on the floor any more.")
		return
	}
	a.overlays = nil
	p.Key = k
	p.Arrange()
	a.readTranscript()
	a.to(layout.Threads)
}

// toggleAlerts opens the list of the alerts, or closes it.
func (a *App) toggleAlerts() {
	if _, ok := a.overlay().(*alerts.Pane); ok {
		a.closeOverlay()
		return
	}
	a.lay(alerts.New(a.keys, &a.watch, a.calls))
}

// toggleExplain opens the explanation of what has the focus, or closes it.
func (a *App) toggleExplain() {
	if _, ok := a.overlay().(*explain.Pane); ok {
		a.closeOverlay()
		return
	}
	a.openExplain(explained(a.focus))
}

// openExplain explains a figure of what is selected.
func (a *App) openExplain(start explain.Start) {
	var thread model.Key
	var agent model.AgentID
	if r := a.threads.Selected(); r != nil {
		thread = r.Key
	}
	if g := a.agents.Selected(); g != nil {
		agent = g.ID
	}
	a.lay(explain.New(a.keys, thread, agent, start))
}

// explained is where the explanation begins for the pane with the focus.
func explained(p layout.Pane) explain.Start {
	switch p {
	case layout.Transcript:
		return explain.AtSight
	case layout.Agents:
		return explain.AtFigure(model.FigureAgentState)
	case layout.Activity:
		return explain.AtFigure(model.FigureReplies)
	}
	return explain.AtFigure(model.FigureWait)
}
