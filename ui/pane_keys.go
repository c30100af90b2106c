package ui

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"
)

// A paneKeys is which panes some keys act on. Keys that are in no reach act whatever has the focus.
type paneKeys struct {
	keys  []key.Binding
	panes []layout.Pane // the first is the one that is named
}

// keysByPane are the keys that act on a pane, as the help groups them.
func keysByPane(k *keymap.Map) []paneKeys {
	chat := []layout.Pane{layout.Threads, layout.Transcript}
	return []paneKeys{
		{[]key.Binding{k.Level, k.Lane, k.Owner}, []layout.Pane{layout.Threads}},
		{[]key.Binding{k.Team}, []layout.Pane{layout.Threads, layout.Agents, layout.Activity}},
		{[]key.Binding{k.Sort, k.SortBack}, []layout.Pane{layout.Threads, layout.Agents}},
		{[]key.Binding{k.Totals}, []layout.Pane{layout.Agents}},
		{[]key.Binding{k.CopyWords, k.CopyAddress, k.OpenChat, k.FindNext, k.FindPrevious}, chat},
		{[]key.Binding{k.Follow, k.AsSent}, []layout.Pane{layout.Transcript}},
	}
}

// otherPaneKey refuses a key that acts on another pane than the one with the focus, and names that.
func (a *App) otherPaneKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	if key.Matches(msg, a.keys.Acknowledge, a.keys.Claim) && a.focus != layout.Threads && a.focus != layout.Transcript {
		a.say(msg.String() + ": choose a chat first (" + keymap.FirstKey(a.keys.Next) + ")")
		return nil, true
	}
	for _, r := range keysByPane(&a.keys) {
		if !key.Matches(msg, r.keys...) {
			continue
		}
		if slices.Contains(r.panes, a.focus) {
			return nil, false
		}
		way := a.keys.Next
		if a.hidden[r.panes[0]] {
			way = a.keys.Show
		}
		a.say(msg.String() + " belongs to " + r.panes[0].String() + " (" + keymap.FirstKey(way) + ")")
		return nil, true
	}
	return nil, false
}

// nextAlert goes to the next alert of the pane with the focus, d further on: an agent with
// a chat over its limit, a minute in which somebody was missed, or else a chat.
func (a *App) nextAlert(d int) {
	switch a.focus {
	case layout.Agents:
		if !a.agents.NextAlert(d) {
			a.say("No agent has a chat over its limit")
		}
	case layout.Activity:
		a.travelToMissed(d)
	default:
		a.nextChatAlert(d)
	}
}

// nextChatAlert selects the next chat that is over its limit; behind the last it is the first again.
func (a *App) nextChatAlert(d int) {
	found, again := a.threads.NextAlert(d)
	switch {
	case !found:
		a.say("No chat is over its limit")
		return
	case again:
		a.say(map[bool]string{true: "first alert again", false: "last alert again"}[d > 0])
	}
	a.readTranscript()
}

// travelToMissed shows the floor of the last minute in which somebody was missed, or from the past the next.
func (a *App) travelToMissed(d int) {
	at := a.shownTime()
	minutes := slices.Clone(a.activity.Minutes)
	if d < 0 {
		slices.Reverse(minutes)
	}
	for i := range minutes {
		m := &minutes[i]
		if m.Missed > 0 && (d < 0 && m.Start.Before(at) || d > 0 && m.Start.After(at)) {
			a.travelTo(m.Start)
			return
		}
	}
	a.say("Nobody was missed " + map[bool]string{true: "after", false: "before"}[d > 0] + " this moment")
}

// hints are the keys that the footer names for the pane with the focus, those first that lead back.
func (a *App) hints() []keymap.Hint {
	var back []keymap.Hint
	switch {
	case a.focus == layout.Transcript && a.transcript.Search.Active():
		back = []keymap.Hint{{Binding: a.keys.Back, Word: "clear search"}}
	case a.threads.Filter.Active():
		back = []keymap.Hint{{Binding: a.keys.Back, Word: "clear filter"}}
	case a.zoom:
		back = []keymap.Hint{{Binding: a.keys.Back, Word: "leave zoom"}}
	}
	switch a.focus {
	case layout.Transcript:
		return append(back, a.keys.TranscriptHints(a.transcript.Search.Active())...)
	case layout.Agents:
		return append(back, a.keys.AgentHints()...)
	case layout.Activity:
		return append(back, a.keys.ActivityHints()...)
	}
	if a.outdated() {
		return append(back, a.keys.OldHints()...)
	}
	return append(back, a.keys.ChatHints()...)
}
