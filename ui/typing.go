package ui

import (
	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/draw"
	"floorwatch/ui/layout"
)

// typing is what keys are letters of just now, or nil.
func (dk *desk) typing() *draw.Phrase {
	switch {
	case dk.threads.Filter.Typing:
		return &dk.threads.Filter.Phrase
	case dk.transcript.Search.Typing:
		return &dk.transcript.Search.Phrase
	}
	return nil
}

// startTyping starts a search in the transcript where that has the focus, and a filter elsewhere.
func (dk *desk) startTyping() {
	if dk.focus == layout.Transcript {
		dk.transcript.Search.Typing = true
		return
	}
	dk.threads.Filter.Typing = true
	dk.to(layout.Threads)
}

// typedKey handles a key while something is being typed.
func (dk *desk) typedKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	q := dk.typing()
	if q == nil {
		return nil, false
	}
	switch msg.String() {
	case "enter", "shift+enter", "ctrl+j": // ctrl+j is LF
		q.Typing = false
		return nil, true
	case "esc":
		q.Typing = false
		q.Set("")
	case "backspace", "shift+backspace", "ctrl+h":
		q.Rub()
	case "ctrl+w", "ctrl+backspace", "alt+backspace":
		q.RubWord()
	case "ctrl+u":
		q.Set("")
	default:
		q.Add(msg.Text)
	}
	dk.queried()
	return nil, true
}

// queried brings the screen in line with what was typed.
func (dk *desk) queried() {
	if dk.focus == layout.Transcript {
		dk.transcript.SeekNewest()
		dk.dirty = true
		return
	}
	dk.threads.Filter.Typed()
	dk.listed()
}

// paste takes pasted text in while something is being typed, and nowhere else:
// a paste must never act as keys.
func (dk *desk) paste(s string) {
	if q := dk.typing(); q != nil {
		q.Add(s)
		dk.queried()
	}
}
