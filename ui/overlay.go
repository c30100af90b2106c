package ui

import (
	"image"
	"slices"

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

// An Overlay covers the panes until it is closed, and gets keys and mouse meanwhile. It does not
// know App: it returns what it wants of the screen as an Action. Points are relative to the upper
// left of its region.
type Overlay interface {
	// Refresh sets the moment, style and size to show. It is called before Draw
	// whenever one of them has changed, and after each key.
	Refresh(c draw.Context, w, h int)
	// Key handles a key. It returns nil if it does not use the key.
	Key(msg tea.KeyPressMsg) keymap.Action
	// Click handles a click within its region.
	Click(x, y int) keymap.Action
	// Wheel scrolls the part at column x by d rows.
	Wheel(x, d int)
	// Draw draws it on w by h cells.
	Draw(w, h int) []string
	// Hints are the keys for the footer; the last one closes it.
	Hints() []keymap.Hint
}

// A stack is the dashboard with its overlays.
type stack struct {
	dashboard
	overlays overlays
	acks     acks
	calls    calls
	reserved keymap.Group // keys that are handled before App gets them …

	reservedHints []keymap.Hint // … and those of them that the footer names
}

// overlays cover the panes, the last on top.
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

// context is what overlays need to show the floor.
func (st *stack) context() draw.Context {
	return draw.Context{
		Style: st.style, Floor: st.floor, Snap: st.snap, Health: st.health,
		Now: st.serverNow(), At: st.shownTime(), Past: st.timeTravel.on, Zone: st.zone,
	}
}

// replaceOverlays closes all overlays and opens another.
func (st *stack) replaceOverlays(o Overlay) {
	st.overlays = nil
	st.push(o)
}

// push opens an overlay on top of the others.
func (st *stack) push(o Overlay) {
	st.overlays, st.dirty = append(st.overlays, o), true
	st.overlays.refresh(st.context(), st.body())
}

// overlayKey gives a key to the top overlay; back and quit close it unless it uses them.
func (st *stack) overlayKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	o := st.overlays.top()
	if o == nil {
		return nil, false
	}
	if act := o.Key(msg); act != nil {
		return st.do(act), true
	}
	if key.Matches(msg, st.keys.Back, st.keys.Quit) {
		st.overlays.pop()
		return nil, true
	}
	return nil, false
}

// coveredKey keeps keys from the panes while an overlay covers them. It says why a key of the overlay is disabled.
func (a *App) coveredKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	o := a.overlays.top()
	if o == nil {
		return nil, false
	}
	for _, h := range o.Hints() {
		if !h.Binding.Enabled() && slices.Contains(h.Binding.Keys(), msg.String()) {
			sayDisabled(a, msg.String())
		}
	}
	return nil, true
}

// overlayClick gives a click to the top overlay.
func (st *stack) overlayClick(at image.Point) (tea.Cmd, bool) {
	o, body := st.overlays.top(), st.body()
	if o == nil || !at.In(body) {
		return nil, false
	}
	p := at.Sub(body.Min)
	return st.do(o.Click(p.X, p.Y)), true
}

// do performs an overlay's action. The command is what is left to do outside the screen; nil if nothing is.
func (st *stack) do(act keymap.Action) tea.Cmd {
	switch act := act.(type) {
	case keymap.Say:
		st.showToast(string(act))
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
		if !st.refuseInPast(st.keys.Acknowledge) {
			st.acks.acknowledgeAlert(act.Alert)
		}
	case alerts.Claim:
		if !st.refuseInPast(st.keys.Claim) {
			st.acks.claimAlert(act.Alert)
		}
	case alerts.Export:
		return st.write("alerts", exporter{st}.alertsTable(act.Alerts))
	case keymap.OpenChat:
		if act.Chat == 0 {
			st.showToast(ofNoChat)
			return nil
		}
		return st.browse(act.Key, act.Chat)
	}
	return nil
}

// toggleAlerts opens or closes the list of alerts.
func (st *stack) toggleAlerts() {
	if _, ok := st.overlays.top().(*alerts.Pane); ok {
		st.overlays.pop()
		return
	}
	st.replaceOverlays(alerts.New(st.keys, &st.tracker, st.calls.summary, st.maskName))
}

// toggleMissed opens or closes the list of chats missed today.
func (st *stack) toggleMissed() {
	if _, ok := st.overlays.top().(*missed.Pane); ok {
		st.overlays.pop()
		return
	}
	st.replaceOverlays(missed.New(st.keys, st.maskName))
}

// maskName returns a visitor's name as it may be shown now.
func (st *stack) maskName(name safetext.Text) safetext.Text { return st.masks.at(st.now).Name(name) }

// toggleExplain opens or closes the explanation of what has the focus.
func (st *stack) toggleExplain() {
	if _, ok := st.overlays.top().(*explain.Pane); ok {
		st.overlays.pop()
		return
	}
	if at, ok := st.activity.Minute(); ok && st.focus == layout.Activity {
		thread, agent := st.subject()
		of := st.activity.Subject.Filter
		st.replaceOverlays(explain.OfMinute(st.keys, thread, agent, model.Subject{Agent: of.Agent, Key: of.Key, Minute: at}))
		return
	}
	st.openExplain(explained(st.focus))
}

// openExplain opens the explanation at a figure of the selection.
func (st *stack) openExplain(start explain.Start) {
	thread, agent := st.subject()
	st.replaceOverlays(explain.New(st.keys, thread, agent, start))
}

// subject is the selected thread and agent.
func (st *stack) subject() (thread model.Key, agent model.AgentID) {
	if r := st.threads.Selected(); r != nil {
		thread = r.Key
	}
	if g := st.agents.Selected(); g != nil {
		agent = g.ID
	}
	return thread, agent
}

// explained is where the explanation begins for the focused pane.
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
