package ui

import (
	"image"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/ui/alerts"
	"floorwatch/ui/draw"
	"floorwatch/ui/explain"
	"floorwatch/ui/found"
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

// overlays lie over the panes, the last on top.
type overlays []Overlay

// top is the one on top, or nil.
func (o overlays) top() Overlay {
	if n := len(o); n > 0 {
		return o[n-1]
	}
	return nil
}

// pop closes the one on top.
func (o *overlays) pop() { *o = (*o)[:len(*o)-1] }

// refresh shows all of them another moment, style or size.
func (o overlays) refresh(c draw.Context, at image.Rectangle) {
	for _, o := range o {
		o.Refresh(c, at.Dx(), at.Dy())
	}
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
	a.overlays.refresh(a.context(), a.body())
}

// overlayKey gives a key to what lies over the panes. Of the others only those
// go on that belong to the program as a whole; q closes.
func (a *App) overlayKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	o := a.overlays.top()
	if o == nil {
		return nil, false
	}
	if act := o.Key(msg); act != nil {
		a.do(act)
		return nil, true
	}
	if key.Matches(msg, a.keys.Back, a.keys.Quit) {
		a.overlays.pop()
		return nil, true
	}
	if _, ok := a.programKey(msg); !ok {
		a.travelKey(msg)
	}
	return nil, true
}

// overlayClick gives a click to what lies over the panes.
func (a *App) overlayClick(at image.Point) (tea.Cmd, bool) {
	o, body := a.overlays.top(), a.body()
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
		a.overlays.pop()
	case keymap.Jump:
		if a.jump(act.Key) {
			a.overlays = nil
		}
	case keymap.TravelTo:
		a.overlays = nil
		a.travelTo(act.At)
	case found.Open:
		a.openFound(act)
	case alerts.Acknowledge:
		a.acks.alert(act.Alert)
	}
}

// toggleAlerts opens the list of the alerts, or closes it.
func (a *App) toggleAlerts() {
	if _, ok := a.overlays.top().(*alerts.Pane); ok {
		a.overlays.pop()
		return
	}
	a.lay(alerts.New(a.keys, &a.watch, a.calls.words))
}

// toggleExplain opens the explanation of what has the focus, or closes it.
func (a *App) toggleExplain() {
	if _, ok := a.overlays.top().(*explain.Pane); ok {
		a.overlays.pop()
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
