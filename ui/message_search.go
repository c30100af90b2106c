package ui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/found"
	"floorwatch/ui/layout"
)

// searchStep asks for the next step of a search.
type searchStep struct{ list *found.Pane }

// searchAllKey starts the search for what was typed after // in all stored messages.
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

// searchAll lists the threads with a message that contains a query. Masked text is not searched,
// and in the past only messages sent by then are.
func (st *stack) searchAll(query string) tea.Cmd {
	var phrase draw.Phrase
	phrase.Set(query)
	words, hides := strings.Join(phrase.Terms, " "), st.masks.at(st.now)
	search := &model.TextSearch{Match: func(text, name safetext.Text) bool {
		return strings.Contains(draw.Fold(hides.Text(text, name).String()), words)
	}}
	if st.timeTravel.on {
		search.Until = st.timeTravel.at
	}
	list := found.New(st.keys, query, search, func(k model.Key, m model.Message) model.Message {
		return st.masks.messages(st.now, k, []model.Message{m})[0]
	})
	st.replaceOverlays(list)
	return func() tea.Msg { return searchStep{list} }
}

// searchMoment has the list of what was found follow the moment that is shown: a message of later is not of the past, nor is
// the present without what came since.
func searchMoment(st *stack) tea.Cmd {
	list, ok := st.overlays.top().(*found.Pane)
	if !ok {
		return nil
	}
	var until time.Time
	if st.timeTravel.on {
		until = st.timeTravel.at
	}
	if !list.SearchUntil(until) {
		return nil
	}
	st.dirty = true
	return func() tea.Msg { return searchStep{list} }
}

// continueSearch continues a search until its list is closed. Keys and Events are handled between
// steps.
func (st *stack) continueSearch(step searchStep) tea.Cmd {
	if st.overlays.top() != Overlay(step.list) {
		return nil
	}
	st.dirty = true
	if step.list.SearchNext(st.floor) {
		return nil
	}
	return func() tea.Msg { return step }
}

// openFound goes to the newest match in a found thread; n and N continue from there.
func (st *stack) openFound(to found.Open) {
	if !st.jump(to.Key) {
		return
	}
	st.overlays = nil
	st.focusOn(layout.Transcript)
	st.transcript.Search.Set(to.Query)
	st.transcript.SeekNewest()
}
