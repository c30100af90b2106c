// Package keymap has every key of the screen with its description, and applies
// the [keys] section. It imports model alone.
// Every action has a name, and no key does two things at once.
package keymap

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Map is every key of the screen. The help, the README's table and the names
// in the configuration are made from it, so a key that is not here does not
// exist, and one that is disabled is not offered.
type Map struct {
	Up, Down, PageUp, PageDown, HalfUp, HalfDown, Home, End key.Binding

	Next, Previous, Open, Back, Zoom, Hide, Show key.Binding

	Filter, Level, Lane, Owner, Team, View, Sort, SortBack key.Binding

	Acknowledge, Undo, Claim, Explain, Totals key.Binding

	Follow, FindNext, FindPrevious, AsSent, CopyWords, CopyAddress, OpenChat key.Binding

	pastKeys

	Unmask, Alerts, Missed, Travel, Wall, Command, Export, Help, Refresh, Repaint, Suspend, Quit key.Binding
}

// New returns the keys. rebound replaces the usual keys of the actions that it names;
// an empty list leaves an action without a key.
func New(rebound Keys) Map {
	bind := func(desc string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(rangeOf(keys), desc))
	}
	k := Map{
		Up:       bind("up one row", "up", "k"),
		Down:     bind("down one row", "down", "j"),
		PageUp:   bind("a page up", "pgup", "ctrl+b"),
		PageDown: bind("a page down", "pgdown", "ctrl+f", "space"),
		HalfUp:   bind("half a page up", "ctrl+u"),
		HalfDown: bind("half a page down", "ctrl+d"),
		Home:     bind("to the top", "home", "g"),
		End:      bind("to the end", "end", "G"),

		Next:     bind("next pane", "tab", "l", "right"),
		Previous: bind("previous pane", "shift+tab", "h", "left"),
		Open:     bind("open the chat, agent or minute", "enter"),
		Back:     bind("close, clear filter, leave zoom", "esc"),
		Zoom:     bind("zoom the pane", "z"),
		Hide:     bind("hide the pane", "x"),
		Show:     bind("show all panes", "X"),

		Filter:   bind("filter, find in a transcript; // in all", "/", "f3"),
		Level:    bind("only waiting, past goal, over limit", "L"),
		Lane:     bind("only humans', only bots'", "B"),
		Owner:    bind("only unassigned, only assigned", "O"),
		Team:     bind("only one team's", "T"),
		View:     bind("a view of the configuration", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
		Sort:     bind("sort by the next column", "s"),
		SortBack: bind("sort the other way around", "S"),

		Acknowledge: bind("acknowledge: needs no answer", "a"),
		Undo:        bind("undo the last acknowledgement or claim", "u"),
		Claim:       bind("claim the chat: I am on it", "c"),
		Explain:     bind("explain a number", "e"),
		Totals:      bind("Acquire's totals of the agents", "d"),

		Follow:       bind("follow the newest messages", "f"),
		FindNext:     bind("find the next match", "n"),
		FindPrevious: bind("find the previous match", "N"),
		AsSent:       bind("show HTML as it was sent", "v"),
		CopyWords:    bind("copy the message", "y"),
		CopyAddress:  bind("copy the chat's address", "Y"),
		OpenChat:     bind("open the chat in the browser, or copy its address", "o"),

		Unmask:  bind("reveal what is hidden for a while", "m"),
		Alerts:  bind("alerts, now and before", "!", "A"),
		Missed:  bind("chats missed today", "M"),
		Travel:  bind("see the floor as it was, and back", "t"),
		Wall:    bind("the wall display, and back", "w"),
		Command: bind("a command by its name", ":"),
		Export:  bind("export what the pane lists, as CSV", "E"),
		Help:    bind("help", "?", "f1"),
		Refresh: bind("read everything again", "r", "f5"),
		Repaint: bind("redraw the screen", "ctrl+l"),
		Suspend: bind("stop, until fg", "ctrl+z"),
		Quit:    bind("quit", "q", "f10", "ctrl+c"),
	}
	k.pastKeys = newPastKeys(bind)
	k.rebind(rebound)
	return k
}

// Rows is how many rows a key moves in a list of n rows that shows height of them.
func (k *Map) Rows(msg tea.KeyPressMsg, n, height int) int {
	switch {
	case key.Matches(msg, k.Up):
		return -1
	case key.Matches(msg, k.Down):
		return 1
	case key.Matches(msg, k.PageUp):
		return -max(1, height-1)
	case key.Matches(msg, k.PageDown):
		return max(1, height-1)
	case key.Matches(msg, k.HalfUp):
		return -max(1, height/2)
	case key.Matches(msg, k.HalfDown):
		return max(1, height/2)
	case key.Matches(msg, k.Home):
		return -n
	case key.Matches(msg, k.End):
		return n
	}
	return 0
}

// Moves reports whether a key is one that Rows handles.
func (k *Map) Moves(msg tea.KeyPressMsg) bool {
	return key.Matches(msg, k.Up, k.Down, k.PageUp, k.PageDown, k.HalfUp, k.HalfDown, k.Home, k.End)
}

// HasKey reports whether a key belongs to one of the given actions.
func HasKey(in []key.Binding, name string) bool {
	return slices.ContainsFunc(in, func(b key.Binding) bool { return slices.Contains(b.Keys(), name) })
}

// pastKeys are the keys that move in time. In the past they come before those
// that move on the screen, so an action of either kind may have the same key.
type pastKeys struct {
	Earlier, Later, MuchEarlier, MuchLater, AlertBefore, AlertAfter, Oldest, Newest key.Binding
}

func newPastKeys(bind func(desc string, keys ...string) key.Binding) pastKeys {
	return pastKeys{
		Earlier:     bind("a minute earlier", "left"),
		Later:       bind("a minute later", "right"),
		MuchEarlier: bind("10 minutes earlier", "pgup", "shift+left"),
		MuchLater:   bind("10 minutes later", "pgdown", "shift+right"),
		AlertBefore: bind("previous alert", "["),
		AlertAfter:  bind("next alert", "]"),
		Oldest:      bind("to the oldest minute", "home"),
		Newest:      bind("to the newest minute", "end"),
	}
}

// Past are the keys that move in time.
func (k *pastKeys) Past() []key.Binding {
	return []key.Binding{k.Earlier, k.Later, k.MuchEarlier, k.MuchLater, k.AlertBefore, k.AlertAfter, k.Oldest, k.Newest}
}
