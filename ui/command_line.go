package ui

import (
	"image"
	"slices"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/threads"
)

// mostLines is the length of the history.
const mostLines = 50

// A commandLine is the history of lines typed after ":" in this session.
type commandLine struct {
	lines []string // the newest last
	at    int      // index of the line that is shown; len(lines): none
	typed string   // the line before going back in the history
}

// addToHistory adds a line to the history; repeating the last one adds nothing.
func (c *commandLine) addToHistory(line string) {
	if n := len(c.lines); line != "" && (n == 0 || c.lines[n-1] != line) {
		c.lines = append(c.lines, line)
	}
	c.lines = draw.Last(c.lines, mostLines)
	c.at, c.typed = len(c.lines), ""
}

// step goes d lines on in the history and returns that line.
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

// commandKey opens the command line and handles all keys while it is open.
func (a *App) commandKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	if a.prompt.kind != promptCommand {
		if a.prompt.isOpen() || !key.Matches(msg, a.keys.Command) {
			return nil, false
		}
		a.prompt.begin(promptCommand, "")
		a.command.at = len(a.command.lines)
		return nil, true
	}
	f := &a.prompt.field
	if msg.String() == "tab" {
		complete(a)
		return nil, true
	}
	switch msg.String() {
	case "enter", "shift+enter", "ctrl+j":
		line := f.Value()
		a.prompt.close()
		a.command.addToHistory(line)
		return runCommand(a, line), true
	case "esc":
		a.prompt.close()
	case "backspace", "shift+backspace", "ctrl+h":
		if f.Value() == "" { // as vim and less do
			a.prompt.close()
			break
		}
		f.Key(msg)
	case "up", "ctrl+p":
		f.Set(a.command.step(-1, f.Value()))
	case "down", "ctrl+n":
		f.Set(a.command.step(1, f.Value()))
	default:
		f.Key(msg)
	}
	a.prompt.base, a.prompt.tabs = f.Value(), 0
	a.prompt.completion = completionRest(a, f.Value())
	return nil, true
}

// complete completes the line; repeated, it goes through the other completions.
func complete(a *App) {
	e := &a.prompt
	list := suggestions(a)
	if len(list) == 0 {
		return
	}
	line := list[e.tabs%len(list)]
	e.tabs++
	if more := argumentSpace(line); more != "" && e.base != "" { // of all commands tab goes to the next
		line += more
		e.base, e.tabs = line, 0
	}
	e.field.Set(line)
	e.completion = completionRest(a, line)
}

// suggestions are the completions of the current line; all commands before anything is typed.
func suggestions(a *App) []string {
	if a.prompt.kind != promptCommand {
		return nil
	}
	if a.prompt.base != "" {
		return completions(a, a.prompt.base)
	}
	var all []string
	for _, c := range commands() {
		if c.what != "" {
			all = append(all, c.name)
		}
	}
	return all
}

// The most columns of the list of suggestions, and the rows that it may have however low the body is; of a high one it
// takes two thirds.
const (
	suggestionCols = 60
	minSuggestions = 10
	minArgument    = 14 // cells of a line with an argument, before what it does
)

// drawSuggestions draws the list above the command line over the lower left of a screen, whose body is the panes';
// nothing if there is no room.
func drawSuggestions(a *App, screen string, body image.Rectangle) string {
	list, style := suggestions(a), a.style
	rows := min(len(list), max(minSuggestions, body.Dy()*2/3-2), body.Dy()-2)
	w, h := min(body.Dx(), suggestionCols), rows+2
	if rows < 1 || w < draw.FramedWidth {
		return screen
	}
	chosen := -1
	if a.prompt.tabs > 0 {
		chosen = (a.prompt.tabs - 1) % len(list)
	}
	first := draw.Clamp(chosen-rows/2, 0, len(list)-rows)
	iw, _ := draw.Inner(w, h)
	column := minArgument
	for _, line := range list {
		if argumentWords(line) != "" {
			column = max(column, style.Width(line))
		}
	}
	var lines []string
	for i, line := range list[first:][:h-2] {
		back := draw.OnScreen
		if first+i == chosen {
			back = draw.SelectionBackground(true)
		}
		l := draw.Pointed(style, back, iw)
		if c := named(line); c != nil {
			l.Cell(draw.RoleText, line, min(l.Left, 12))
			l.Put(draw.RoleDim, " "+style.Ours(c.what))
		} else {
			l.Text(draw.RoleText, safetext.Line(style.Ours(line)), min(l.Left, max(column, style.Width(line)))) // it may name agents
			l.Put(draw.RoleDim, " "+style.Ours(argumentWords(line)))
		}
		lines = append(lines, l.String())
	}
	title := "Commands"
	if name, _, ok := strings.Cut(a.prompt.base, " "); ok {
		title = name
	}
	f := draw.Frame{Title: draw.PaneTitle(title+" ", true), Focused: true}
	f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: style.Glyphs.Dot + " " + strconv.Itoa(len(list))})
	more := func(sign string, n int) {
		if n > 0 {
			if len(f.FootLeft) > 0 {
				sign = " " + sign
			}
			f.FootLeft = append(f.FootLeft, draw.Piece{Role: draw.RoleDim, Text: sign + " " + strconv.Itoa(n) + " more"})
		}
	}
	more(style.Glyphs.MoreAbove, first)
	more(style.Glyphs.MoreBelow, len(list)-first-rows)
	at := image.Rect(body.Min.X, body.Max.Y-h, body.Min.X+w, body.Max.Y)
	return draw.Cover(screen, draw.Part{At: at, Lines: style.Frame(f, w, h, lines)})
}

// argumentWords says what the last word of a line does, where it does not say so itself.
func argumentWords(line string) string {
	name, arg, _ := strings.Cut(line, " ")
	switch _, word := cutLastWord(arg); name {
	case "sort":
		if what, ok := sortWords[word]; ok {
			return what
		}
		return "agents by " + word
	case "filter":
		words, what := threads.FilterWords()
		if i := slices.Index(words, word); i >= 0 {
			return what[i]
		}
	}
	return ""
}

// sortWords says what the arguments of sort do that are not for the agents alone.
var sortWords = map[string]string{
	"sla": "by time left or past the goal", "wait": "longest wait first", "agent": "by agent", "visitor": "by visitor",
	"last": "newest message first", sortReverse: "the other way around",
}

// argumentSpace is a blank after the name of a command with an argument, else empty.
func argumentSpace(line string) string {
	if c := named(line); c != nil && (c.args != nil || line == "goto") {
		return " "
	}
	return ""
}

// completionRest is what tab would add to a line; nothing where it would write a part of it differently.
func completionRest(a *App, line string) string {
	list := completions(a, line)
	if len(list) == 0 {
		return ""
	}
	if rest, ok := strings.CutPrefix(list[0], line); ok {
		return rest
	}
	return ""
}
