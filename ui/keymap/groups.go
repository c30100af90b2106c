package keymap

import (
	"slices"
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
)

// KeyCol is the width of the keys in the help, and HelpCol that of what they do: two such columns, each two cells from
// its edge, fit on 80 cells and three on 120.
const (
	KeyCol  = 14
	HelpCol = 21
)

// A Row is one line of the help: keys that belong together, such as those for the next and the previous alert.
type Row struct {
	Does     string // in at most HelpCol characters, in the order of the keys
	Bindings []key.Binding
}

// A Group is some rows under a title.
type Group struct {
	Title string
	Rows  []Row
}

// Everywhere is the title of the keys that work in every pane, and InThePast of those that move in time.
const (
	Everywhere = "Everywhere"
	InThePast  = "In the past"
)

// Groups are all keys as the help and the README list them: those of each pane under its title, then those that work
// everywhere, what opens something first.
func (k Map) Groups() []Group {
	row := func(does string, keys ...key.Binding) Row { return Row{does, keys} }
	return []Group{
		{"Chats", []Row{
			row("read the chat", k.Open), row("next, previous alert", k.AlertAfter, k.AlertBefore),
			row("acknowledge, undo", k.Acknowledge, k.Undo), row("claim: I am on it", k.Claim),
			row("explain a number", k.Explain), row("open in Acquire", k.OpenChat),
			row("filter; // all texts", k.Filter), row("sort, the other way", k.Sort, k.SortBack),
			row("level owner bots team", k.Level, k.Owner, k.Lane, k.Team), row("saved views", k.View),
		}},
		{"Transcript", []Row{
			row("to the newest message", k.Follow), row("next, previous match", k.FindNext, k.FindPrevious),
			row("copy message, address", k.CopyWords, k.CopyAddress), row("HTML as it was sent", k.AsSent),
		}},
		{"Agents", []Row{row("Acquire's totals", k.Totals)}},
		{Everywhere, []Row{
			row("alerts, missed chats", k.Alerts, k.Missed), row("time travel, wall", k.Travel, k.Wall),
			row("commands, export", k.Command, k.Export), row("help, back, quit", k.Help, k.Back, k.Quit),
			row("next, previous pane", k.Next, k.Previous), row("zoom, hide, show all", k.Zoom, k.Hide, k.Show),
			row("up, down a row", k.Up, k.Down), row("up, down a page", k.PageUp, k.PageDown),
			row("up, down half a page", k.HalfUp, k.HalfDown), row("to the top, the end", k.Home, k.End),
			row("show hidden names", k.Unmask), row("read all again", k.Refresh), row("redraw the screen", k.Repaint), row("stop, until fg", k.Suspend),
		}},
		{InThePast, []Row{
			row("back, on a minute", k.Earlier, k.Later), row("back, on 10 minutes", k.MuchEarlier, k.MuchLater),
			row("oldest, newest minute", k.Oldest, k.Newest),
		}},
	}
}

// Keys returns the bindings of a group.
func (g Group) Keys() []key.Binding {
	var out []key.Binding
	for _, r := range g.Rows {
		out = append(out, r.Bindings...)
	}
	return out
}

// NewGroup returns a group with a row for each of some keys.
func NewGroup(title string, keys []key.Binding) Group {
	g := Group{Title: title}
	for _, b := range keys {
		g.Rows = append(g.Rows, Row{b.Help().Desc, []key.Binding{b}})
	}
	return g
}

// Words names the keys of a row: of each binding as many as fit into the help's column, the same number of each, and
// at least the first. A single binding may have a name for all of its keys, as the digits have. rest are the keys
// that it does not name, each beside the first of its binding.
func (r Row) Words() (words string, rest []Other) {
	if len(r.Bindings) == 1 && r.Bindings[0].Help().Key != "" {
		return r.Bindings[0].Help().Key, nil
	}
	rounds := 1
	for more := r.named(2); more != "" && utf8.RuneCountInString(more) < KeyCol; more = r.named(rounds + 1) {
		rounds++
	}
	for _, b := range r.Bindings {
		rest = append(rest, others(b, rounds)...)
	}
	return r.named(rounds), rest
}

// named names the first n keys of each binding; empty if one has fewer.
func (r Row) named(n int) string {
	var words []string
	for i := range n {
		for _, b := range r.Bindings {
			if i >= len(b.Keys()) {
				return ""
			}
			words = append(words, keyWord(b.Keys()[i]))
		}
	}
	return strings.Join(words, " ")
}

// Other is keys that do the same as the key named first.
type Other struct{ Keys, As string }

// others returns the keys of a binding from the one at from on.
func others(b key.Binding, from int) []Other {
	keys := b.Keys()
	if from >= len(keys) {
		return nil
	}
	var words []string
	for _, k := range keys[from:] {
		words = append(words, keyWord(k))
	}
	return []Other{{strings.Join(words, " "), keyWord(keys[0])}}
}

// Usable returns the rows whose keys are enabled. Where only some of a row's are, each is a row by itself.
func (g Group) Usable() []Row {
	var out []Row
	for _, r := range g.Rows {
		on := slices.DeleteFunc(slices.Clone(r.Bindings), func(b key.Binding) bool { return !b.Enabled() })
		if len(on) == len(r.Bindings) {
			out = append(out, r)
			continue
		}
		for _, b := range on {
			out = append(out, Row{b.Help().Desc, []key.Binding{b}})
		}
	}
	return out
}
