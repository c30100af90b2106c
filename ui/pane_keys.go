package ui

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"
)

// paneKeys are keys that act on some panes only. Other keys act whatever has the focus.
type paneKeys struct {
	keys  []key.Binding
	panes []layout.Pane // the first is named in messages
}

// keysByPane are the keys that act on a pane, as the help groups them.
func keysByPane(k *keymap.Map) []paneKeys {
	chat := []layout.Pane{layout.Threads, layout.Transcript}
	return []paneKeys{
		{[]key.Binding{k.Level, k.Lane, k.Owner}, []layout.Pane{layout.Threads}},
		{[]key.Binding{k.Team}, []layout.Pane{layout.Threads, layout.Agents, layout.Activity}},
		{[]key.Binding{k.Sort, k.SortBack}, []layout.Pane{layout.Threads, layout.Agents}},
		{[]key.Binding{k.Totals}, []layout.Pane{layout.Agents}},
		{[]key.Binding{k.CopyWords, k.CopyAddress, k.OpenChat}, chat},
		{[]key.Binding{k.FindNext, k.FindPrevious}, []layout.Pane{layout.Transcript, layout.Threads}}, // the matches are the transcript's
		{[]key.Binding{k.Follow, k.AsSent}, []layout.Pane{layout.Transcript}},
	}
}

// otherPaneKey refuses a key that acts on another pane than the focused one, and names that pane.
func (a *App) otherPaneKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	if key.Matches(msg, a.keys.Acknowledge, a.keys.Claim) && a.focus != layout.Threads && a.focus != layout.Transcript {
		a.showToast(msg.String() + ": choose a chat first (" + keymap.FirstKey(a.keys.Next) + ")")
		return nil, true
	}
	for _, r := range keysByPane(&a.keys) {
		if !key.Matches(msg, r.keys...) {
			continue
		}
		if slices.Contains(r.panes, a.focus) {
			return nil, false
		}
		binding := a.keys.Next
		if a.hidden[r.panes[0]] {
			binding = a.keys.Show
		}
		a.showToast(msg.String() + " belongs to " + r.panes[0].String() + " (" + keymap.FirstKey(binding) + ")")
		return nil, true
	}
	return nil, false
}

// nextAlert goes d alerts on in the focused pane: to an agent with a chat over its limit, to a
// minute with a missed chat, or else to a chat.
func (a *App) nextAlert(d int) {
	switch a.focus {
	case layout.Agents:
		if !a.agents.NextAlert(d) {
			a.showToast("No agent has a chat over its limit")
		}
	case layout.Activity:
		a.travelToMissed(d)
	default:
		a.nextChatAlert(d)
	}
}

// nextChatAlert selects the next chat over its limit, around the ends.
func (a *App) nextChatAlert(d int) {
	found, again := a.threads.NextAlert(d)
	switch {
	case !found:
		a.showToast("No chat is over its limit")
		return
	case again:
		a.showToast(map[bool]string{true: "first alert again", false: "last alert again"}[d > 0])
	}
	a.readTranscript()
}

// travelToMissed goes to the previous or next minute with a missed chat.
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
	a.showToast("Nobody was missed " + map[bool]string{true: "after", false: "before"}[d > 0] + " this moment")
}

// hints are the footer's keys for the focused pane, after those of a replay and those that go back.
func (a *App) hints() []keymap.Hint {
	back := slices.Clone(a.reservedHints)
	switch {
	case a.focus == layout.Transcript && a.transcript.Search.Active():
		back = append(back, keymap.Hint{Binding: a.keys.Back, Word: "clear search"})
	case a.threads.Filter.Active():
		back = append(back, keymap.Hint{Binding: a.keys.Back, Word: "clear filter"})
	case a.zoom:
		back = append(back, keymap.Hint{Binding: a.keys.Back, Word: "leave zoom"})
	}
	return append(back, paneHints(a)...)
}

// paneHints are those of the focused pane, without the keys that act on a row where there is none.
func paneHints(a *App) []keymap.Hint {
	k, none := a.keys, a.threads.Selected() == nil
	var list []keymap.Hint
	needRow := []key.Binding{k.Acknowledge, k.Explain, k.OpenChat, k.Sort, k.AlertAfter, k.Follow, k.CopyWords, k.AsSent, k.Open}
	switch {
	case a.focus == layout.Transcript:
		list = k.TranscriptHints(a.transcript.Search.Active())
	case a.focus == layout.Agents:
		list, none = k.AgentHints(), a.agents.N == 0
	case a.focus == layout.Activity:
		return k.ActivityHints()
	case a.outdated():
		list = k.OldHints()
	default:
		list = k.ChatHints()
	}
	if !none {
		return list
	}
	return slices.DeleteFunc(list, func(h keymap.Hint) bool {
		return slices.ContainsFunc(needRow, func(b key.Binding) bool { return slices.Equal(b.Keys(), h.Binding.Keys()) })
	})
}
