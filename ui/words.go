package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/found"
	"floorwatch/ui/layout"
)

// wordsStep asks for the next stride of the search whose list it names.
type wordsStep struct{ list *found.Pane }

// wordsKey begins to look for what was typed after //, in all messages that are held.
func (a *App) wordsKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	if a.entry.target != entryWords {
		return nil, false
	}
	switch msg.String() {
	case "enter", "shift+enter", "ctrl+j":
	default:
		return nil, false
	}
	query := strings.TrimSpace(a.entry.field.Value())
	a.entry.close()
	if query == "" {
		return nil, true
	}
	return a.lookFor(query), true
}

// lookFor lists the threads with a message that holds a query: what is hidden is hidden before it
// is searched. In the past only what had been sent by then counts.
func (a *App) lookFor(query string) tea.Cmd {
	var phrase draw.Phrase
	phrase.Set(query)
	words, hides := strings.Join(phrase.Terms, " "), a.masks.at(a.now)
	search := &model.TextSearch{Match: func(text, name safetext.Text) bool {
		return strings.Contains(draw.Fold(hides.Text(text, name).String()), words)
	}}
	if a.travel.on {
		search.Until = a.travel.at
	}
	list := found.New(a.keys, query, search, func(m model.Message) model.Message {
		return a.masks.at(a.now).Words([]model.Message{m})[0]
	})
	a.lay(list)
	return func() tea.Msg { return wordsStep{list} }
}

// stepWords goes on with a search until its list is closed. Between two strides
// keys and Events have their turn.
func (a *App) stepWords(step wordsStep) tea.Cmd {
	if a.overlays.top() != Overlay(step.list) {
		return nil
	}
	a.dirty = true
	if step.list.Step(a.floor) {
		return nil
	}
	return func() tea.Msg { return step }
}

// openFound goes to the newest match in a thread that was found; n and N go on from there.
func (a *App) openFound(to found.Open) {
	if !a.jump(to.Key) {
		return
	}
	a.overlays = nil
	a.to(layout.Transcript)
	a.transcript.Search.Set(to.Query)
	a.transcript.SeekNewest()
}
