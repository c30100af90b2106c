package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/draw"
)

// mostLines is how many lines that were typed are kept.
const mostLines = 50

// A commandLine is what has been typed after ":" in this session.
type commandLine struct {
	lines []string // the newest last
	at    int      // which of them is shown; len(lines): none
	typed string   // before going back in them
}

// add keeps a line; the same one twice in a row counts as one.
func (c *commandLine) add(line string) {
	if n := len(c.lines); line != "" && (n == 0 || c.lines[n-1] != line) {
		c.lines = append(c.lines, line)
	}
	c.lines = draw.Last(c.lines, mostLines)
	c.at, c.typed = len(c.lines), ""
}

// step is the line d further on from the one that is shown.
func (c *commandLine) step(d int, shown string) string {
	if c.at == len(c.lines) {
		c.typed = shown
	}
	c.at = draw.Clamp(c.at+d, 0, len(c.lines))
	if c.at == len(c.lines) {
		return c.typed
	}
	return c.lines[c.at]
}

// commandKey opens the command line, and has its keys while it is open.
func (a *App) commandKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	if a.entry.target != entryCommand {
		if a.entry.open() || !key.Matches(msg, a.keys.Command) {
			return nil, false
		}
		a.entry.start(entryCommand, "")
		a.command.at = len(a.command.lines)
		return nil, true
	}
	f := &a.entry.field
	switch msg.String() {
	case "enter", "shift+enter", "ctrl+j":
		line := f.Value()
		a.entry.close()
		a.command.add(line)
		return runCommand(a, line), true
	case "esc":
		a.entry.close()
	case "backspace", "shift+backspace", "ctrl+h":
		if f.Value() == "" { // as vim and less do
			a.entry.close()
			break
		}
		f.Key(msg)
	case "tab":
		if list := completions(a, f.Value()); len(list) > 0 {
			f.Set(list[0] + completed(list[0]))
		}
	case "up", "ctrl+p":
		f.Set(a.command.step(-1, f.Value()))
	case "down", "ctrl+n":
		f.Set(a.command.step(1, f.Value()))
	default:
		f.Key(msg)
	}
	a.entry.rest = rest(a, f.Value())
	return nil, true
}

// completed is a blank behind the name of a command that has an argument.
func completed(line string) string {
	if c := named(line); c != nil && (c.args != nil || line == "filter" || line == "goto") {
		return " "
	}
	return ""
}

// rest is what tab would add to a line, and what else it could.
func rest(a *App, line string) string {
	list := completions(a, line)
	if len(list) == 0 {
		return ""
	}
	return strings.TrimPrefix(list[0], line)
}
