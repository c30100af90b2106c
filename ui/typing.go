package ui

import (
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"
)

// maxQuery is the longest filter that can be typed, in runes.
const maxQuery = 60

// A phrase is something that is typed in the last line.
type phrase struct {
	query  string
	terms  []string // of query, folded
	typing bool     // keys go into query
}

// set makes query the text.
func (p *phrase) set(query string) {
	p.query = query
	p.terms = strings.Fields(fold(query))
}

// add appends what was typed or pasted, without what cannot be seen.
func (p *phrase) add(s string) {
	q := []rune(p.query)
	for _, r := range s {
		if unicode.IsPrint(r) && len(q) < maxQuery {
			q = append(q, r)
		}
	}
	p.set(string(q))
}

// rub takes the last rune away.
func (p *phrase) rub() {
	q := []rune(p.query)
	p.set(string(q[:max(0, len(q)-1)]))
}

// rubWord takes the last word away.
func (p *phrase) rubWord() {
	q := strings.TrimRightFunc(p.query, unicode.IsSpace)
	p.set(q[:strings.LastIndexFunc(q, unicode.IsSpace)+1])
}

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
