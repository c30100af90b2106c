package ui

import (
	"image"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/alerts"
	"floorwatch/ui/draw"
	"floorwatch/ui/explain"
	"floorwatch/ui/found"
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"
	"floorwatch/ui/missed"
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

// A stack is the dashboard and what lies over it.
type stack struct {
	dashboard
	overlays overlays
	acks     acks
	calls    calls
	reserved keymap.Group // keys that somebody takes before App
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
func (st *stack) context() draw.Context {
	return draw.Context{
		Style: st.style, Floor: st.floor, Snap: st.snap, Health: st.health,
		Now: st.serverNow(), At: st.shownTime(), Past: st.travel.on, Zone: st.zone,
	}
}

// replaceOverlays lays an overlay over the panes in the place of all that do.
func (st *stack) replaceOverlays(o Overlay) {
	st.overlays = nil
	st.push(o)
}

// push lays an overlay over what lies there already.
func (st *stack) push(o Overlay) {
	st.overlays, st.dirty = append(st.overlays, o), true
	st.overlays.refresh(st.context(), st.body())
}

// overlayKey gives a key to what lies over the panes; one that it does not know and that goes back closes it.
func (st *stack) overlayKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	o := st.overlays.top()
	if o == nil {
		return nil, false
	}
	if act := o.Key(msg); act != nil {
		st.do(act)
		return nil, true
	}
	if key.Matches(msg, st.keys.Back, st.keys.Quit) {
		st.overlays.pop()
		return nil, true
	}
	return nil, false
}

// coveredKey keeps a key from the panes while something lies over them.
func (st *stack) coveredKey(tea.KeyPressMsg) (tea.Cmd, bool) { return nil, st.overlays.top() != nil }

// overlayClick gives a click to what lies over the panes.
func (st *stack) overlayClick(at image.Point) (tea.Cmd, bool) {
	o, body := st.overlays.top(), st.body()
	if o == nil || !at.In(body) {
		return nil, false
	}
	p := at.Sub(body.Min)
	st.do(o.Click(p.X, p.Y))
	return nil, true
}

// do does what an overlay asks for.
func (st *stack) do(act keymap.Action) {
	switch act := act.(type) {
	case keymap.Say:
		st.say(string(act))
	case keymap.Close:
		st.overlays.pop()
	case keymap.Jump:
		if st.jump(act.Key) {
			st.overlays = nil
		}
	case keymap.Explain:
		start := explain.AtFigure(act.Figure)
		if act.Today {
			start = explain.AtToday(act.Figure)
		}
		st.push(explain.New(st.keys, act.Key, 0, start))
	case keymap.TravelTo:
		st.overlays = nil
		st.travelTo(act.At)
	case found.Open:
		st.openFound(act)
	case alerts.Acknowledge:
		st.acks.acknowledgeAlert(act.Alert)
	case alerts.Claim:
		st.acks.claimAlert(act.Alert)
	}
}

// toggleAlerts opens the list of the alerts, or closes it.
func (st *stack) toggleAlerts() {
	if _, ok := st.overlays.top().(*alerts.Pane); ok {
		st.overlays.pop()
		return
	}
	st.replaceOverlays(alerts.New(st.keys, &st.tracker, st.calls.summary))
}

// toggleMissed opens the list of chats missed today, or closes it.
func (st *stack) toggleMissed() {
	if _, ok := st.overlays.top().(*missed.Pane); ok {
		st.overlays.pop()
		return
	}
	st.replaceOverlays(missed.New(st.keys, func(name safetext.Text) safetext.Text { return st.masks.at(st.now).Name(name) }))
}

// toggleExplain opens the explanation of what has the focus, or closes it.
func (st *stack) toggleExplain() {
	if _, ok := st.overlays.top().(*explain.Pane); ok {
		st.overlays.pop()
		return
	}
	if at, ok := st.activity.Minute(); ok && st.focus == layout.Activity {
		thread, agent := st.subject()
		of := st.activity.Of.Filter
		st.replaceOverlays(explain.OfMinute(st.keys, thread, agent, model.Subject{Agent: of.Agent, Key: of.Key, Minute: at}))
		return
	}
	st.openExplain(explained(st.focus))
}

// openExplain explains a figure of what is selected.
func (st *stack) openExplain(start explain.Start) {
	thread, agent := st.subject()
	st.replaceOverlays(explain.New(st.keys, thread, agent, start))
}

// subject is what is selected: a thread, an agent.
func (st *stack) subject() (thread model.Key, agent model.AgentID) {
	if r := st.threads.Selected(); r != nil {
		thread = r.Key
	}
	if g := st.agents.Selected(); g != nil {
		agent = g.ID
	}
	return thread, agent
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
