package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// keyMap is every key of the screen. The help is made from it, so a key that
// is not here does not exist, and one that is disabled is not offered.
type keyMap struct {
	Up, Down, PageUp, PageDown, Home, End key.Binding

	Next, Previous, Open, Back key.Binding

	Follow, Filter, Sort, Acknowledge, Undo, Explain key.Binding

	Zoom, Alerts, Travel, Help, Refresh, Repaint, Quit key.Binding
}

func newKeyMap() keyMap {
	bind := func(help, desc string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, desc))
	}
	return keyMap{
		Up:       bind("up, k", "one up", "up", "k"),
		Down:     bind("down, j", "one down", "down", "j"),
		PageUp:   bind("pgup", "a page up", "pgup", "ctrl+b"),
		PageDown: bind("pgdn", "a page down", "pgdown", "ctrl+f", "space"),
		Home:     bind("home, g", "to the top", "home", "g"),
		End:      bind("end, G", "to the end", "end", "G"),

		Next:     bind("tab", "next pane", "tab", "l", "right"),
		Previous: bind("shift+tab", "pane before", "shift+tab", "h", "left"),
		Open:     bind("enter", "open the thread or the agent", "enter"),
		Back:     bind("esc", "close, clear filter, leave zoom", "esc"),

		Follow:      bind("f", "follow the newest words", "f"),
		Filter:      bind("/", "filter by visitor, agent or chat", "/"),
		Sort:        bind("s", "sort by something else", "s"),
		Acknowledge: bind("a", "acknowledge: needs no reply", "a"),
		Undo:        bind("u", "undo the last acknowledgement", "u"),
		Explain:     bind("e", "explain a number", "e"),

		Zoom:    bind("z", "zoom the pane", "z"),
		Alerts:  bind("!", "alerts, now and before", "!", "A"),
		Travel:  bind("t", "see the floor as it was, and back", "t"),
		Help:    bind("?", "help", "?"),
		Refresh: bind("r", "read again now", "r"),
		Repaint: bind("ctrl+l", "paint the screen anew", "ctrl+l"),
		Quit:    bind("q", "quit", "q", "ctrl+c"),
	}
}

// rows is how many rows a key moves in a list of n rows that shows height of them.
func (k *keyMap) rows(msg tea.KeyPressMsg, n, height int) int {
	switch {
	case key.Matches(msg, k.Up):
		return -1
	case key.Matches(msg, k.Down):
		return 1
	case key.Matches(msg, k.PageUp):
		return -max(1, height-1)
	case key.Matches(msg, k.PageDown):
		return max(1, height-1)
	case key.Matches(msg, k.Home):
		return -n
	case key.Matches(msg, k.End):
		return n
	}
	return 0
}

// A keyGroup is some keys that belong together in the help.
type keyGroup struct {
	title string
	keys  []key.Binding
}

func (k keyMap) groups() []keyGroup {
	return []keyGroup{
		{"Move", []key.Binding{k.Up, k.Down, k.PageUp, k.PageDown, k.Home, k.End}},
		{"Panes", []key.Binding{k.Next, k.Previous, k.Open, k.Zoom, k.Back}},
		{"Threads", []key.Binding{k.Filter, k.Sort, k.Acknowledge, k.Undo, k.Follow, k.Explain}},
		{"Program", []key.Binding{k.Alerts, k.Travel, k.Refresh, k.Repaint, k.Help, k.Quit}},
	}
}

// A hint is a key in the footer with as few words as possible.
type hint struct {
	binding key.Binding
	word    string
}

// footer returns the hints of the footer, the most useful first: narrow
// screens show as many as fit. The way back comes first where there is one.
func (k keyMap) footer(filtered, zoomed bool) []hint {
	var back []hint
	switch {
	case filtered:
		back = []hint{{k.Back, "clear filter"}}
	case zoomed:
		back = []hint{{k.Back, "leave zoom"}}
	}
	return append(back, []hint{
		{k.Help, "help"}, {k.Filter, "filter"}, {k.Sort, "sort"}, {k.Next, "pane"},
		{k.Acknowledge, "acknowledge"}, {k.Explain, "explain"}, {k.Alerts, "alerts"}, {k.Travel, "time travel"},
		{k.Zoom, "zoom"}, {k.Follow, "follow"}, {k.Quit, "quit"},
	}...)
}
