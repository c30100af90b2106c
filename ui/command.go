package ui

import (
	"slices"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/ui/agents"
	"floorwatch/ui/draw"
	"floorwatch/ui/explain"
	"floorwatch/ui/help"
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"
	"floorwatch/ui/suggest"
	"floorwatch/ui/threads"
)

// A command can be typed after ":". Commands do what keys do, by the same methods, so that they
// are refused in the same words.
type command struct {
	name string
	what string                              // shown in the list; empty: an alias that is not listed
	args func(a *App, typed string) []string // what the argument can become; nil: it has none that can be completed
	run  func(a *App, arg string) tea.Cmd
}

// commands are all commands, in the order of the list.
func commands() []command {
	return []command{
		{"sort", "chats or agents by sla, wait, agent, need …", completeSort, sortCommand},
		{"filter", "the chats with these words; none clears it", completeFilter, filterCommand},
		{"goto", "a chat by its number, or #visitor", nil, gotoCommand},
		{"view", "a view of the configuration", oneOf(viewArgs), viewCommand},
		{"theme", "colours, for this session", oneOf(func(*App) []string { return draw.ThemeNames() }), themeCommand},
		{"time", "the past: 10:15 or -20m; now comes back", oneOf(func(*App) []string { return []string{"now"} }), timeCommand},
		{"explain", "a figure by its name", oneOf(func(*App) []string { return explainArgs() }), explainCommand},
		{"acknowledge", "the selected chat needs no answer", nil, pressCommand(func(a *App) key.Binding { return a.keys.Acknowledge })},
		{"claim", "I am on the selected chat", nil, pressCommand(func(a *App) key.Binding { return a.keys.Claim })},
		{"undo", "take back the last acknowledgement or claim", nil, paneCommand(func(a *App) key.Binding { return a.keys.Undo })},
		{"alerts", "what is over limit, and was", nil, pressCommand(func(a *App) key.Binding { return a.keys.Alerts })},
		{"missed", "chats of today that ended unanswered", nil, pressCommand(func(a *App) key.Binding { return a.keys.Missed })},
		{"wall", "the pages for a screen on the wall", nil, paneCommand(func(a *App) key.Binding { return a.keys.Wall })},
		{"help", "all keys, or those with a word", nil, helpCommand},
		{"refresh", "read all now", nil, pressCommand(func(a *App) key.Binding { return a.keys.Refresh })},
		{"open", "the selected chat in Acquire", nil, pressCommand(func(a *App) key.Binding { return a.keys.OpenChat })},
		{"privacy", "on hides names again, off shows them", oneOf(func(*App) []string { return []string{"on", "off"} }), privacyCommand},
		{"export", "what is listed, into a file", nil, pressCommand(func(a *App) key.Binding { return a.keys.Export })},
		{"version", "of floorwatch", nil, versionCommand},
		{"quit", "leave floorwatch", nil, quitCommand}, {"exit", "", nil, quitCommand}, {"q", "", nil, quitCommand}, {"q!", "", nil, quitCommand}, {"wq", "", nil, quitCommand},
	}
}

// named is the command of a name, or nil.
func named(name string) *command {
	for _, c := range commands() {
		if c.name == name {
			return &c
		}
	}
	return nil
}

// runCommand runs a line.
func runCommand(a *App, line string) tea.Cmd {
	name, arg, _ := strings.Cut(strings.TrimSpace(line), " ")
	if name == "" {
		return nil
	}
	c := named(name)
	if c == nil {
		s := name + ": no such command"
		if near := nearest(name); near != "" {
			s += "; " + near + "?"
		} else {
			s += "; : lists them all"
		}
		a.showToast(s)
		return nil
	}
	a.dirty = true
	return c.run(a, strings.TrimSpace(arg))
}

// nearest is the command that a mistyped name probably means.
func nearest(name string) string {
	var names []string
	for _, c := range commands() {
		if len(c.name) > 2 {
			names = append(names, c.name)
		}
	}
	return suggest.Nearest(name, names)
}

// completions are the possible completions of a line, the likeliest first.
func completions(a *App, line string) []string {
	name, arg, hasArg := strings.Cut(line, " ")
	var out []string
	if !hasArg {
		for _, c := range commands() {
			if name != "" && strings.HasPrefix(c.name, name) && c.name != name {
				out = append(out, c.name)
			}
		}
		return out
	}
	c := named(name)
	if c == nil || c.args == nil {
		return nil
	}
	for _, s := range c.args(a, arg) {
		if s != arg {
			out = append(out, name+" "+s)
		}
	}
	return out
}

// oneOf completes an argument that is one of a list.
func oneOf(list func(*App) []string) func(*App, string) []string {
	return func(a *App, typed string) []string { return beginning(list(a), typed) }
}

// beginning are the words of a list that begin with what was typed.
func beginning(list []string, typed string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return !strings.HasPrefix(s, typed) })
}

// cutLastWord splits a line before its last word, which is empty after a blank.
func cutLastWord(line string) (before, word string) {
	i := strings.LastIndex(line, " ") + 1
	return line[:i], line[i:]
}

// pressCommand presses the key of an action, so that it is routed like the key.
func pressCommand(of func(*App) key.Binding) func(*App, string) tea.Cmd {
	return func(a *App, _ string) tea.Cmd {
		b := of(a)
		if len(b.Keys()) == 0 {
			a.showToast("The configuration gives this no key.")
			return nil
		}
		if _, ok := a.overlays.top().(*help.Pane); ok {
			a.overlays.pop() // as any key closes it
		}
		over := a.overlays.top()
		cmd := a.press(keyNamed(b))
		if over != nil && over == a.overlays.top() && cmd == nil && a.toast.text == "" {
			a.showToast("That does nothing here: " + keymap.FirstKey(a.keys.Back) + " closes this first")
		}
		return cmd
	}
}

// paneCommand is pressCommand for a key that no overlay has: what it does to the panes is seen.
func paneCommand(of func(*App) key.Binding) func(*App, string) tea.Cmd {
	return func(a *App, arg string) tea.Cmd {
		a.overlays = nil
		return pressCommand(of)(a, arg)
	}
}

// helpCommand shows the help, filtered by some words.
func helpCommand(a *App, words string) tea.Cmd {
	a.push(help.New(a.keys, a.reserved, a.focus.String(), words))
	return nil
}

// privacyCommand hides names and texts again, or shows them for a while as the key does.
func privacyCommand(a *App, arg string) tea.Cmd {
	shown := a.now.Before(a.masks.open)
	switch {
	case arg != "on" && arg != "off":
		a.showToast("privacy: on or off")
	case arg == "on" && !shown && a.masks.hides(), arg == "off" && shown:
		a.showToast("privacy: it is " + arg)
	default:
		return paneCommand(func(a *App) key.Binding { return a.keys.Unmask })(a, "")
	}
	return nil
}

func versionCommand(a *App, _ string) tea.Cmd {
	a.showToast("floorwatch " + a.cfg.Version)
	return nil
}

func quitCommand(*App, string) tea.Cmd { return tea.Quit }

// sortReverse is the argument of sort that reverses, alone or after an order.
const sortReverse = "reverse"

// chatOrders are the words for the orders of the chats.
var chatOrders = []string{"sla", "wait", "agent", "visitor", "last"}

// agentOrders are the words for the orders that the agents have now: by our figures or by Acquire's totals.
func agentOrders(a *App) []string {
	var out []string
	for _, o := range a.agents.Orders() {
		out = append(out, o.Word())
	}
	return out
}

// sortArgs are the words for the orders of both, and the one that reverses. A word of both is meant for the pane with
// the focus.
func sortArgs(a *App) []string {
	out := slices.Clone(chatOrders)
	for _, word := range agentOrders(a) {
		if !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	return append(out, sortReverse)
}

// completeSort completes an order, or after one the word that reverses it.
func completeSort(a *App, typed string) []string {
	before, _ := cutLastWord(typed)
	if before == "" {
		return beginning(sortArgs(a), typed)
	}
	return beginning([]string{before + sortReverse}, typed)
}

// sortCommand sorts the chats, or the agents if they have the focus.
func sortCommand(a *App, arg string) tea.Cmd {
	word, rest, _ := strings.Cut(arg, " ")
	switch {
	case word == sortReverse:
		return paneCommand(func(a *App) key.Binding { return a.keys.SortBack })(a, "")
	case a.focus == layout.Agents && sortAgents(a, word):
	case a.threads.SortByWord(word):
		a.readTranscript()
		a.showToast("Chats " + a.threads.Order.String() + ".")
	case sortAgents(a, word):
	default:
		a.showToast("sort: by " + strings.Join(chatOrders, ", ") + "; the agents by need, name or a column's word")
		return nil
	}
	if rest == sortReverse {
		return paneCommand(func(a *App) key.Binding { return a.keys.SortBack })(a, "")
	}
	return nil
}

// sortAgents sorts the agents by the order of a word, or by the first with a word that begins so.
func sortAgents(a *App, word string) bool {
	orders := a.agents.Orders()
	i := slices.IndexFunc(orders, func(o agents.Order) bool { return o.Word() == word })
	if i < 0 && word != "" {
		i = slices.IndexFunc(orders, func(o agents.Order) bool { return strings.Contains(o.String(), " "+word) })
	}
	if i < 0 {
		return false
	}
	if orders[i] != *a.agents.CurrentOrder() {
		a.agents.SortBy(orders[i])
	}
	a.showToast("Agents " + orders[i].String() + ".")
	return true
}

func completeFilter(a *App, typed string) []string { return a.threads.CompleteFilter(a.style, typed) }

// filterCommand filters the chats by some words; without words it lists all.
func filterCommand(a *App, arg string) tea.Cmd {
	a.overlays = nil
	if arg == "" {
		a.clearFilter()
		return nil
	}
	a.threads.Filter.Set(arg)
	a.threads.Filter.QueryTyped()
	a.filterChanged()
	a.focusOn(layout.Threads)
	return nil
}

// gotoCommand goes to a chat, or to a visitor with a "#" before the number.
func gotoCommand(a *App, arg string) tea.Cmd {
	n, err := strconv.ParseInt(strings.TrimPrefix(arg, "#"), 10, 64)
	if err != nil {
		a.showToast("goto: the number of a chat, or #VISITOR")
		return nil
	}
	for _, r := range a.snap.Threads {
		if strings.HasPrefix(arg, "#") && int64(r.Key.Visitor) == n || int64(r.Chat) == n {
			if a.jump(r.Key) {
				a.overlays = nil
			}
			return nil
		}
	}
	kept := ""
	if h := a.cfg.KeptHours; h > 0 {
		kept = " (" + strconv.Itoa(h) + " h are kept)"
	}
	a.showToast("Chat " + arg + " is not known" + kept + ".")
	return nil
}

func viewArgs(a *App) []string {
	out := []string{"all"}
	for _, v := range a.threads.Views {
		out = append(out, v.Name)
	}
	return out
}

// viewCommand shows a view of the configuration by its name.
func viewCommand(a *App, arg string) tea.Cmd {
	a.overlays = nil
	if arg == "all" {
		a.clearFilter()
		return nil
	}
	i := slices.IndexFunc(a.threads.Views, func(v threads.SavedFilter) bool { return v.Name == arg })
	if i < 0 || i >= len(a.keys.View.Keys()) {
		a.showToast("There is no view " + arg + ": name it in screen.views, all shows every chat")
		return nil
	}
	if a.threads.Filter.View == arg {
		return nil
	}
	return a.press(tea.KeyPressMsg{Text: a.keys.View.Keys()[i]})
}

// themeCommand changes the theme until the program ends.
func themeCommand(a *App, arg string) tea.Cmd {
	if !slices.Contains(draw.ThemeNames(), arg) {
		a.showToast("theme: one of " + strings.Join(draw.ThemeNames(), ", "))
		return nil
	}
	a.cfg.Theme = arg
	a.restyle()
	a.showToast("Theme " + arg + " until the program ends.")
	return nil
}

// explainArgs are the titles of the floor's figures, as the screen has them; the names for programs are read as well.
func explainArgs() []string {
	var out []string
	for _, f := range model.Figures() {
		if f.Scope == model.ScopeMoment || f.Scope == model.ScopeWindow {
			out = append(out, f.Words())
		}
	}
	return out
}

// explainCommand explains a figure of the floor by its name; without a name, what has the focus.
func explainCommand(a *App, arg string) tea.Cmd {
	if arg == "" {
		a.toggleExplain()
		return nil
	}
	for _, f := range model.Figures() {
		if f.Name == arg || strings.EqualFold(f.Title, arg) {
			a.openExplain(explain.AtFigure(f.ID))
			return nil
		}
	}
	a.showToast("There is no figure " + arg + ": explain alone lists them all")
	return nil
}
