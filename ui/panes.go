package ui

import (
	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"

	tea "charm.land/bubbletea/v2"
)

// to gives a pane the focus. Where it is hidden it is there as long as it has it.
// Who reads a transcript has chosen the thread: it stays when another becomes the first.
func (dk *desk) to(p layout.Pane) {
	dk.focus, dk.dirty = p, true
	if p == layout.Transcript {
		dk.threads.Choose()
	}
	if p != layout.Threads {
		dk.lower = p
	}
}

func (dk *desk) clearFilter() {
	dk.threads.Clear()
	dk.listed()
	dk.readActivity()
}

// back undoes one thing: the filter, the zoom, then the focus.
func (dk *desk) back() {
	switch f := &dk.threads.Filter; {
	case dk.focus == layout.Transcript && dk.transcript.Search.Active():
		dk.transcript.Search.Set("")
	case f.Active():
		dk.clearFilter()
	case dk.zoom:
		dk.zoom = false
	default:
		dk.to(layout.Threads)
	}
}

// open goes into what is selected: the thread's words, or the agent's threads.
func (dk *desk) open() {
	switch dk.focus {
	case layout.Threads:
		switch {
		case dk.threads.Selected() == nil:
			dk.say("Nothing is selected: " + keymap.FirstKey(dk.keys.Down) + " or " + keymap.FirstKey(dk.keys.Up) + " chooses a chat")
			return
		case dk.threads.Held():
			dk.threads.Take()
			dk.readTranscript()
		}
		dk.to(layout.Transcript)
	case layout.Agents:
		dk.onlyAgent()
	}
}

// onlyAgent lists the chats of the selected agent, or those that nobody has.
func (dk *desk) onlyAgent() {
	switch g := dk.agents.Selected(); {
	case g != nil:
		dk.threads.Filter.OnlyOf(g)
	case dk.agents.Unassigned():
		dk.threads.Filter.OnlyUnassigned()
	default:
		return
	}
	dk.agents.Choose()
	dk.listed()
	dk.to(layout.Threads)
}

// sort sorts the list that has the focus by the thing d further on; by 0, the other way around.
func (dk *desk) sort(d int) {
	if dk.focus == layout.Agents {
		dk.agents.SortNext(d)
		dk.say("Agents " + dk.agents.Ordered() + ".")
		return
	}
	dk.threads.SortBy(dk.threads.Order.Next(d))
	dk.readTranscript()
	dk.say("Chats " + dk.threads.Ordered() + ".")
}

// listed brings the screen in line after the filter has changed.
func (dk *desk) listed() {
	dk.threads.Refilter()
	dk.readTranscript()
	dk.dirty = true
}

// moveKey handles the keys that move within the pane with the focus.
func (dk *desk) moveKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	if !dk.keys.Moves(msg) {
		return nil, false
	}
	switch dk.focus {
	case layout.Threads:
		dk.moveThread(dk.keys.Rows(msg, dk.threads.N, dk.threads.Height))
	case layout.Agents:
		dk.moveAgent(dk.keys.Rows(msg, dk.agents.N, dk.agents.Height))
	case layout.Transcript:
		dk.transcript.Move(dk.keys, msg)
	}
	return nil, true
}

func (dk *desk) moveThread(d int) {
	if d == 0 {
		return
	}
	dk.threads.Move(d)
	dk.readTranscript()
}

func (dk *desk) moveAgent(d int) {
	if d == 0 {
		return
	}
	dk.agents.Move(d)
	dk.agents.Choose()
}

// toggleSource shows what was sent, or the texts that were made of it again.
func (dk *desk) toggleSource() {
	p := &dk.transcript
	p.Source = !p.Source
	dk.readTranscript()
	n := p.OfHTML()
	switch {
	case !p.Source:
		dk.say("HTML is shown as text again.")
	case n == 0:
		dk.say("As sent: no message of this visitor is HTML.")
	default:
		dk.say("As sent: " + draw.Count(n, "message is", "messages are") + " HTML.")
	}
}

// jump selects a thread and gives the list the focus. A filter that hides it is
// given up. It reports whether the thread is there.
func (dk *desk) jump(k model.Key) bool {
	if k == (model.Key{}) {
		dk.say("This belongs to no one chat.")
		return false
	}
	p := &dk.threads
	if !p.Has(k) && p.Filter.Active() {
		dk.clearFilter()
	}
	if !p.Has(k) {
		dk.say("The chat is not on the floor any more.")
		return false
	}
	p.Select(k)
	dk.readTranscript()
	dk.to(layout.Threads)
	return true
}
