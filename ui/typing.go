package ui

import (
	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/draw"
	"floorwatch/ui/layout"
)

// typing is what keys are letters of just now, or nil.
func (a *App) typing() *draw.Phrase {
	switch {
	case a.threads.Filter.Typing:
		return &a.threads.Filter.Phrase
	case a.transcript.Search.Typing:
		return &a.transcript.Search.Phrase
	}
	return nil
}

// startTyping starts a search in the transcript where that has the focus, and a filter elsewhere.
func (a *App) startTyping() {
	if a.focus == layout.Transcript {
		a.transcript.Search.Typing = true
		return
	}
	a.threads.Filter.Typing = true
	a.to(layout.Threads)
}

// typedKey handles a key while something is being typed.
func (a *App) typedKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	q := a.typing()
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
	a.queried()
	return nil, true
}

// queried brings the screen in line with what was typed.
func (a *App) queried() {
	if a.focus == layout.Transcript {
		a.transcript.SeekNewest()
		a.dirty = true
		return
	}
	a.threads.Filter.Typed()
	a.listed()
}

// paste takes pasted text in while something is being typed, and nowhere else:
// a paste must never act as keys.
func (a *App) paste(s string) {
	if q := a.typing(); q != nil {
		q.Add(s)
		a.queried()
	}
}
