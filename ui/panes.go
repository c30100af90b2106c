package ui

import (
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"

	tea "charm.land/bubbletea/v2"
)

// focusOn focuses a pane. A hidden pane appears while it has the focus. Focusing the transcript
// selects its thread, so that it stays when another becomes the first.
func (dash *dashboard) focusOn(p layout.Pane) {
	dash.focus, dash.dirty = p, true
	if p == layout.Transcript {
		dash.threads.Choose()
	}
	if p != layout.Threads {
		dash.lower = p
	}
}

func (dash *dashboard) clearFilter() {
	dash.threads.Clear()
	dash.filterChanged()
	dash.readActivity()
}

// back undoes one thing: the filter, the zoom, then the focus.
func (dash *dashboard) back() {
	switch f := &dash.threads.Filter; {
	case dash.focus == layout.Transcript && dash.transcript.Search.Active():
		dash.transcript.Search.Set("")
	case dash.focus == layout.Activity && !dash.activity.Selected.IsZero():
		dash.activity.Selected = time.Time{}
	case f.Active():
		dash.clearFilter()
	case dash.zoom:
		dash.zoom = false
	default:
		dash.focusOn(layout.Threads)
	}
}

// open opens the selection: the thread's transcript, the agent's threads, or the minute.
func (dash *dashboard) open() {
	switch dash.focus {
	case layout.Threads:
		switch {
		case dash.threads.Selected() == nil:
			dash.showToast("Nothing is selected: " + keymap.FirstKey(dash.keys.Down) + " or " + keymap.FirstKey(dash.keys.Up) + " chooses a chat")
			return
		case dash.threads.Held():
			dash.threads.SelectCursor()
			dash.readTranscript()
		}
		dash.focusOn(layout.Transcript)
	case layout.Agents:
		dash.onlyAgent()
	case layout.Activity:
		if t, ok := dash.activity.Deselect(); ok {
			dash.travelTo(t)
			return
		}
		dash.showToast("Nothing is selected: " + keymap.FirstKey(dash.keys.Down) + " or " + keymap.FirstKey(dash.keys.Up) + " chooses a minute")
	}
}

// onlyAgent lists the chats of the selected agent, or unassigned ones.
func (dash *dashboard) onlyAgent() {
	switch g := dash.agents.Selected(); {
	case g != nil:
		dash.threads.Filter.OnlyOf(g)
	case dash.agents.Unassigned():
		dash.threads.Filter.OnlyUnassigned()
	default:
		return
	}
	dash.agents.SelectCursorRow()
	dash.filterChanged()
	dash.focusOn(layout.Threads)
}

// sort sorts the focused list by the column d further on; with 0 it reverses the order.
func (dash *dashboard) sort(d int) {
	if dash.focus == layout.Agents {
		dash.agents.SortNext(d)
		dash.showToast("Agents " + dash.agents.OrderTitle() + ".")
		return
	}
	dash.threads.SortBy(dash.threads.Order.Next(d))
	dash.readTranscript()
	dash.showToast("Chats " + dash.threads.Ordered() + ".")
}

// filterChanged updates the screen after the filter has changed.
func (dash *dashboard) filterChanged() {
	dash.threads.Refilter()
	dash.readTranscript()
	dash.dirty = true
}

// moveKey handles the keys that move within the focused pane.
func (dash *dashboard) moveKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	if !dash.keys.Moves(msg) {
		return nil, false
	}
	switch dash.focus {
	case layout.Threads:
		dash.moveThread(dash.keys.Rows(msg, dash.threads.N, dash.threads.Height))
	case layout.Agents:
		dash.moveAgent(dash.keys.Rows(msg, dash.agents.N, dash.agents.Height))
	case layout.Transcript:
		dash.transcript.Move(dash.keys, msg)
	case layout.Activity:
		dash.activity.Move(dash.keys.Rows(msg, dash.activity.Capacity, 10))
	}
	return nil, true
}

func (dash *dashboard) moveThread(d int) {
	if d == 0 {
		return
	}
	dash.threads.Move(d)
	dash.readTranscript()
}

func (dash *dashboard) moveAgent(d int) {
	if d == 0 {
		return
	}
	dash.agents.Move(d)
	dash.agents.SelectCursorRow()
}

// toggleSource switches between HTML source and text.
func (dash *dashboard) toggleSource() {
	p := &dash.transcript
	p.Source = !p.Source
	dash.readTranscript()
	n := p.HTMLCount()
	switch {
	case !p.Source:
		dash.showToast("HTML is shown as text again.")
	case n == 0:
		dash.showToast("As sent: no message of this visitor is HTML.")
	default:
		dash.showToast("As sent: " + draw.Count(n, "message is", "messages are") + " HTML.")
	}
}

// ofNoChat refuses a key that acts on a chat where the selection is about none.
const ofNoChat = "This belongs to no one chat."

// jump selects a thread and focuses the list. It clears a filter that hides the thread. It reports
// whether the thread exists.
func (dash *dashboard) jump(k model.Key) bool {
	if k == (model.Key{}) {
		dash.showToast(ofNoChat)
		return false
	}
	p := &dash.threads
	if !p.Has(k) && p.Filter.Active() {
		dash.clearFilter()
	}
	if !p.Has(k) {
		dash.showToast("The chat is not on the floor any more.")
		return false
	}
	p.Select(k)
	dash.readTranscript()
	dash.focusOn(layout.Threads)
	return true
}
