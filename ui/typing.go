package ui

import (
	tea "charm.land/bubbletea/v2"
)

// typing is what keys are letters of just now, or nil.
func (a *App) typing() *phrase {
	switch {
	case a.threads.filter.typing:
		return &a.threads.filter.phrase
	case a.transcript.find.typing:
		return &a.transcript.find.phrase
	}
	return nil
}

// startTyping starts a search in the transcript where that has the focus, and a filter elsewhere.
func (a *App) startTyping() {
	if a.focus == PaneTranscript {
		a.transcript.find.typing = true
		return
	}
	a.threads.filter.typing = true
	a.to(PaneThreads)
}

// typed takes in a key while something is being typed.
func (a *App) typed(msg tea.KeyPressMsg, q *phrase) tea.Cmd {
	switch msg.String() {
	case hardQuit:
		return tea.Quit
	case "enter":
		q.typing = false
		return nil
	case "esc":
		q.typing = false
		q.set("")
	case "backspace":
		q.rub()
	case "ctrl+w":
		q.rubWord()
	case "ctrl+u":
		q.set("")
	default:
		q.add(msg.Text)
	}
	a.queried()
	return nil
}

// queried brings the screen in line with what was typed.
func (a *App) queried() {
	if a.focus == PaneTranscript {
		a.transcript.seekNewest()
		a.dirty = true
		return
	}
	a.threads.filter.view = ""
	a.listed()
}

// paste takes pasted text in while something is being typed, and nowhere else:
// a paste must never act as keys.
func (a *App) paste(s string) {
	if q := a.typing(); q != nil {
		q.add(s)
		a.queried()
	}
}
