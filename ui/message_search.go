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

// searchStep asks for the next stride of the search whose list it names.
type searchStep struct{ list *found.Pane }

// searchAllKey begins to look for what was typed after //, in all messages that are held.
func (st *stack) searchAllKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	if st.prompt.kind != promptSearchAll {
		return nil, false
	}
	switch msg.String() {
	case "enter", "shift+enter", "ctrl+j":
	default:
		return nil, false
	}
	query := strings.TrimSpace(st.prompt.field.Value())
	st.prompt.close()
	if query == "" {
		return nil, true
	}
	return st.searchAll(query), true
}

// searchAll lists the threads with a message that holds a query: what is hidden is hidden before it
// is searched. In the past only what had been sent by then counts.
func (st *stack) searchAll(query string) tea.Cmd {
	var phrase draw.Phrase
	phrase.Set(query)
	words, hides := strings.Join(phrase.Terms, " "), st.masks.at(st.now)
	search := &model.TextSearch{Match: func(text, name safetext.Text) bool {
		return strings.Contains(draw.Fold(hides.Text(text, name).String()), words)
	}}
	if st.travel.on {
		search.Until = st.travel.at
	}
	list := found.New(st.keys, query, search, func(k model.Key, m model.Message) model.Message {
		return st.masks.messages(st.now, k, []model.Message{m})[0]
	})
	st.replaceOverlays(list)
	return func() tea.Msg { return searchStep{list} }
}

// continueSearch goes on with a search until its list is closed. Between two strides
// keys and Events have their turn.
func (st *stack) continueSearch(step searchStep) tea.Cmd {
	if st.overlays.top() != Overlay(step.list) {
		return nil
	}
	st.dirty = true
	if step.list.Step(st.floor) {
		return nil
	}
	return func() tea.Msg { return step }
}

// openFound goes to the newest match in a thread that was found; n and N go on from there.
func (st *stack) openFound(to found.Open) {
	if !st.jump(to.Key) {
		return
	}
	st.overlays = nil
	st.focusOn(layout.Transcript)
	st.transcript.Search.Set(to.Query)
	st.transcript.SeekNewest()
}
