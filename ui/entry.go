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
	e.target, e.fresh, e.rest, e.field = target, true, "", draw.NewField(text)
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
func (dk *desk) startTyping() {
	if dk.focus == layout.Transcript {
		dk.entry.start(entryFind, dk.transcript.Search.Query)
		return
	}
	dk.entry.start(entryFilter, dk.threads.Filter.Query)
	dk.to(layout.Threads)
}

// typedKey handles a key while something is being typed.
func (dk *desk) typedKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	if !dk.entry.open() {
		return nil, false
	}
	if dk.entry.fresh && dk.entry.target != entryWords && msg.String() == "/" { // a filter that begins so is typed \/
		dk.entry.start(entryWords, "")
		return nil, true
	}
	dk.entry.fresh = false
	switch msg.String() {
	case "enter", "shift+enter", "ctrl+j": // ctrl+j is LF
		dk.entry.close()
		return nil, true
	case "esc":
		dk.entry.field.Set("")
		dk.queried()
		dk.entry.close()
	default:
		dk.entry.field.Key(msg)
		dk.queried()
	}
	return nil, true
}

// queried brings the screen in line with what was typed.
func (dk *desk) queried() {
	text := dk.entry.field.Value()
	switch dk.entry.target {
	case entryFind:
		if dk.transcript.Search.Query != text {
			dk.transcript.Search.Set(text)
			dk.transcript.SeekNewest()
		}
	case entryFilter:
		if dk.threads.Filter.Query != text {
			dk.threads.Filter.Set(text)
			dk.threads.Filter.Typed()
			dk.listed()
		}
	}
	dk.dirty = true
}

// paste puts pasted text in while something is being typed, and nowhere else:
// a paste must never act as keys.
func (dk *desk) paste(s string) {
	if dk.entry.open() {
		dk.entry.fresh = false
		dk.entry.field.Paste(s)
		dk.queried()
	}
}
