package ui

import (
	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/draw"
	"floorwatch/ui/layout"
)

// An entry is the line that is being typed at the bottom of the screen.
type entry struct {
	target entryTarget
	fresh  bool // no key has been typed yet: a second / looks in all chats
	field  draw.Field
	rest   string // what tab would add to a command
	base   string // of a command: what was typed before tab …
	tabs   int    // … and how often that was pressed since
}

// An entryTarget is what a line is typed for.
type entryTarget int

const (
	entryNone    entryTarget = iota // nothing is being typed
	entryFilter                     // which chats are listed
	entryFind                       // words in the transcript
	entryWords                      // words in all messages that are held
	entryCommand                    // what to do
)

// prompts stand before what is typed.
var prompts = map[entryTarget]string{entryFilter: " / ", entryFind: " / ", entryWords: " // ", entryCommand: " : "}

func (e *entry) open() bool { return e.target != entryNone }

func (e *entry) start(target entryTarget, text string) {
	*e = entry{target: target, fresh: true, base: text, field: draw.NewField(text)}
}

func (e *entry) close() { e.target = entryNone }

// put draws it behind a blank.
func (e *entry) put(l *draw.Line, lk *draw.Style) {
	l.Put(draw.RoleAccent, prompts[e.target][1:])
	l.Put(draw.RoleText, e.field.Before(lk, l.Left))
	l.Put(draw.RoleText, e.field.After())
	if e.target == entryCommand {
		l.Put(draw.RoleDim, e.rest)
		l.Put(draw.RoleDim, "    enter does it, tab completes, esc leaves")
		return
	}
	hint := "    enter keeps it, esc clears it"
	if e.target == entryWords {
		hint = "    enter looks in all chats, esc clears it"
	}
	l.Put(draw.RoleDim, hint)
}

// caret is the column of the cursor in a line of w cells.
func (e *entry) caret(lk *draw.Style, w int) int {
	before := lk.Width(prompts[e.target])
	return draw.Clamp(before+lk.Width(e.field.Before(lk, w-before)), 0, w-1)
}

// startTyping starts a search in the transcript where that has the focus, and a filter elsewhere.
func (dash *dashboard) startTyping() {
	if dash.focus == layout.Transcript {
		dash.entry.start(entryFind, dash.transcript.Search.Query)
		return
	}
	dash.entry.start(entryFilter, dash.threads.Filter.Query)
	dash.to(layout.Threads)
}

// typedKey handles a key while something is being typed.
func (dash *dashboard) typedKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	if !dash.entry.open() {
		return nil, false
	}
	if dash.entry.fresh && dash.entry.target != entryWords && msg.String() == "/" { // a filter that begins so is typed \/
		dash.entry.start(entryWords, "")
		return nil, true
	}
	dash.entry.fresh = false
	switch msg.String() {
	case "enter", "shift+enter", "ctrl+j": // ctrl+j is LF
		dash.entry.close()
		return nil, true
	case "esc":
		dash.entry.field.Set("")
		dash.queried()
		dash.entry.close()
	default:
		dash.entry.field.Key(msg)
		dash.queried()
	}
	return nil, true
}

// queried brings the screen in line with what was typed.
func (dash *dashboard) queried() {
	text := dash.entry.field.Value()
	switch dash.entry.target {
	case entryFind:
		if dash.transcript.Search.Query != text {
			dash.transcript.Search.Set(text)
			dash.transcript.SeekNewest()
		}
	case entryFilter:
		if dash.threads.Filter.Query != text {
			dash.threads.Filter.Set(text)
			dash.threads.Filter.QueryTyped()
			dash.listed()
		}
	}
	dash.dirty = true
}

// paste puts pasted text in while something is being typed, and nowhere else:
// a paste must never act as keys.
func (dash *dashboard) paste(s string) {
	if dash.entry.open() {
		dash.entry.fresh = false
		dash.entry.field.Paste(s)
		dash.entry.base, dash.entry.tabs = dash.entry.field.Value(), 0
		dash.queried()
	}
}
