package keymap

import (
	"slices"

	"charm.land/bubbles/v2/key"
)

// A Hint is a key in the footer with as few words as possible.
type Hint struct {
	Binding key.Binding
	Word    string // empty: the next hint's word is meant
}

// Blanks is how many blanks follow it.
func (h Hint) Blanks() int {
	if h.Word == "" {
		return 1
	}
	return 2
}

// Key is the first of the action's keys.
func (h Hint) Key() string { return FirstKey(h.Binding) }

// FirstKey is the first key of an action, as the screen names it.
func FirstKey(b key.Binding) string {
	if keys := b.Keys(); len(keys) > 0 {
		return keyWord(keys[0])
	}
	return ""
}

// Tail is the end of every footer: the help, and what q does. Both are there at any width.
func (k Map) Tail(quit string) []Hint {
	return []Hint{{k.Help, "help"}, {k.Quit, quit}}
}

// OverlayTail is the end of an overlay's footer. What closes it is named once, with both keys, where esc does as q
// does; the rest are the hints without it.
func (k Map) OverlayTail(hints []Hint) (rest, tail []Hint) {
	closes := func(h Hint) bool { return slices.Equal(h.Binding.Keys(), k.Back.Keys()) && h.Word == "close" }
	if !slices.ContainsFunc(hints, closes) {
		return hints, k.Tail("close")
	}
	return slices.DeleteFunc(slices.Clone(hints), closes), []Hint{{k.Help, "help"}, {k.Back, ""}, {k.Quit, "close"}}
}

// HelpHints are the keys of the footer under the help.
func (k Map) HelpHints() []Hint {
	return []Hint{{k.Down, "scroll"}, {k.Filter, "search"}, {k.PageDown, "a page"}, {k.Back, "close"}}
}

// ChatHints are the keys of the list of chats in the order in which they are needed.
// Narrow screens show as many as fit.
func (k Map) ChatHints() []Hint {
	return append([]Hint{
		{k.Acknowledge, "acknowledge"}, {k.Explain, "explain"}, {k.OpenChat, "open in Acquire"},
		{k.Filter, "filter"}, {k.Sort, "sort"}, {k.AlertAfter, "next alert"},
	}, k.programHints()...)
}

// OldHints are those of the list of chats while nothing on the screen is of now.
func (k Map) OldHints() []Hint {
	return append([]Hint{{k.Refresh, "try again now"}, {k.Explain, "explain"}, {k.Filter, "filter"}}, k.programHints()...)
}

// TranscriptHints are those of the transcript.
func (k Map) TranscriptHints(searching bool) []Hint {
	find := []Hint{{k.Filter, "find"}}
	if searching {
		find = append(find, Hint{k.FindNext, "next match"})
	}
	return append(append(append([]Hint{{k.Acknowledge, "acknowledge"}}, find...),
		Hint{k.Follow, "newest"}, Hint{k.CopyWords, "copy"}, Hint{k.Explain, "explain"}, Hint{k.OpenChat, "open in Acquire"}, Hint{k.AsSent, "as sent"}), k.programHints()...)
}

// AgentHints are those of the agents.
func (k Map) AgentHints() []Hint {
	return append([]Hint{
		{k.Open, "only their chats"}, {k.Explain, "explain"}, {k.Sort, "sort"}, {k.Totals, "Acquire's totals"}, {k.AlertAfter, "next over limit"}, {k.Filter, "filter"},
	}, k.programHints()...)
}

// ActivityHints are those of the activity.
func (k Map) ActivityHints() []Hint {
	return append([]Hint{{k.Explain, "explain"}, {k.AlertBefore, "missed before"}}, k.programHints()...)
}

// programHints are what every pane's footer goes on with.
func (k Map) programHints() []Hint {
	return []Hint{
		{k.Next, "pane"}, {k.Alerts, "alerts"}, {k.Travel, "time travel"}, {k.Wall, "wall"}, {k.Zoom, "zoom"}, {k.Export, "export"}, {k.Command, "command"},
	}
}

// TravelHints are the keys of the footer in the past.
func (k Map) TravelHints() []Hint {
	return []Hint{
		{k.Earlier, "earlier"}, {k.Later, "later"}, {k.AlertBefore, "alert before"}, {k.AlertAfter, "alert after"},
		{k.MuchEarlier, "10 min"}, {k.Oldest, "oldest"}, {k.Explain, "explain"}, {k.Travel, "back to now"},
	}
}
