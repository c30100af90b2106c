package ui

import (
	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/draw"
	"floorwatch/ui/layout"
)

// A prompt is the line that is being typed at the bottom of the screen.
type prompt struct {
	kind       promptKind
	untouched  bool // nothing has been typed yet: a second / searches all chats
	field      draw.Field
	completion string // what tab would add to a command
	base       string // of a command: the line before tab …
	tabs       int    // … and how often tab was pressed since
}

// A promptKind is what the typed line is for.
type promptKind int

const (
	promptNone      promptKind = iota // nothing is being typed
	promptFilter                      // filters the chats
	promptFind                        // searches the transcript
	promptSearchAll                   // searches all stored messages
	promptCommand                     // runs a command
)

// promptPrefixes are drawn before the typed text.
var promptPrefixes = map[promptKind]string{promptFilter: " / ", promptFind: " / ", promptSearchAll: " // ", promptCommand: " : "}

func (e *prompt) isOpen() bool { return e.kind != promptNone }

func (e *prompt) begin(target promptKind, text string) {
	*e = prompt{kind: target, untouched: true, base: text, field: draw.NewField(text)}
}

func (e *prompt) close() { e.kind = promptNone }

// draw draws the prompt after a blank.
func (e *prompt) draw(l *draw.Line, style *draw.Style) {
	l.Put(draw.RoleAccent, promptPrefixes[e.kind][1:])
	l.Put(draw.RoleText, e.field.Before(style, l.Left))
	l.Put(draw.RoleText, e.field.After())
	if e.kind == promptCommand {
		l.Put(draw.RoleDim, e.completion)
		l.Put(draw.RoleDim, "    enter does it, tab completes, esc leaves")
		return
	}
	hint := "    enter keeps it, esc clears it"
	if e.kind == promptSearchAll {
		hint = "    enter looks in all chats, esc clears it"
	}
	l.Put(draw.RoleDim, hint)
}

// caret is the column of the cursor in a line of w cells.
func (e *prompt) caret(style *draw.Style, w int) int {
	before := style.Width(promptPrefixes[e.kind])
	return draw.Clamp(before+style.Width(e.field.Before(style, w-before)), 0, w-1)
}

// openPrompt opens a search if the transcript has the focus, else a filter.
func (dash *dashboard) openPrompt() {
	if dash.focus == layout.Transcript {
		dash.prompt.begin(promptFind, dash.transcript.Search.Query)
		return
	}
	dash.prompt.begin(promptFilter, dash.threads.Filter.Query)
	dash.focusOn(layout.Threads)
}

// promptKey handles all keys while the prompt is open.
func (dash *dashboard) promptKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	if !dash.prompt.isOpen() {
		return nil, false
	}
	if dash.prompt.untouched && dash.prompt.kind != promptSearchAll && msg.String() == "/" { // a filter that begins so is typed \/
		dash.prompt.begin(promptSearchAll, "")
		return nil, true
	}
	dash.prompt.untouched = false
	switch msg.String() {
	case "enter", "shift+enter", "ctrl+j": // ctrl+j is LF
		dash.prompt.close()
		return nil, true
	case "esc":
		dash.prompt.field.Set("")
		dash.applyQuery()
		dash.prompt.close()
	default:
		dash.prompt.field.Key(msg)
		dash.applyQuery()
	}
	return nil, true
}

// applyQuery applies the typed search or filter.
func (dash *dashboard) applyQuery() {
	text := dash.prompt.field.Value()
	switch dash.prompt.kind {
	case promptFind:
		if dash.transcript.Search.Query != text {
			dash.transcript.Search.Set(text)
			dash.transcript.SeekNewest()
		}
	case promptFilter:
		if dash.threads.Filter.Query != text {
			dash.threads.Filter.Set(text)
			dash.threads.Filter.QueryTyped()
			dash.filterChanged()
		}
	}
	dash.dirty = true
}

// paste inserts pasted text into an open prompt and ignores it otherwise: a paste must never act
// as keys.
func (dash *dashboard) paste(s string) {
	if dash.prompt.isOpen() {
		dash.prompt.untouched = false
		dash.prompt.field.Paste(s)
		dash.prompt.base, dash.prompt.tabs = dash.prompt.field.Value(), 0
		dash.applyQuery()
	}
}
