// Package found is the overlay with the results of a search (//) in all messages. It may import draw, keymap,
// model and safetext: no other pane, nor ui.
package found

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
)

// SearchBatch is how many texts are searched between two frames. With 200,000 texts held a batch takes a
// millisecond, so no key has to wait for a search.
const SearchBatch = 2000

// Open is the action of opening a thread and searching in it.
type Open struct {
	Key   model.Key
	Query string
}

// A Pane lists what has been found so far, the newest first: the message of a thread that its row shows. The selection is
// the thread's key.
type Pane struct {
	draw.Viewport
	keys        keymap.Map
	query       string
	search      *model.TextSearch
	order       []int32                                      // indices into search.Found, as listed
	maskMessage func(model.Key, model.Message) model.Message // masks what [privacy] says
	done        bool
	names       draw.Names // of the agents
	now         draw.Context
	w, h        int
	selectedKey model.Key // zero until the user selects one: the first
}

// New returns the list of a search that has not started. query is the text as it was typed.
func New(keys keymap.Map, query string, search *model.TextSearch, hides func(model.Key, model.Message) model.Message) *Pane {
	return &Pane{keys: keys, query: query, search: search, maskMessage: hides}
}

// SearchNext searches another batch and reports whether the search is complete.
func (p *Pane) SearchNext(floor draw.Board) (done bool) {
	p.done = p.done || floor.Search(p.search, SearchBatch)
	p.sort()
	return p.done
}

// SearchUntil searches again if the list is not of the messages until a moment, zero for all. idle reports whether that
// needs a first batch: it is false while a search is going on, which continues with it.
func (p *Pane) SearchUntil(until time.Time) (idle bool) {
	if p.search.Until.Equal(until) {
		return false
	}
	idle = p.done
	p.search, p.order, p.done = &model.TextSearch{Match: p.search.Match, Until: until}, nil, false
	return idle
}

// sort lists what was found, the newest first. The search goes by the newest message of each thread, which need not be one
// that it finds.
func (p *Pane) sort() {
	for i := len(p.order); i < len(p.search.Found); i++ {
		p.order = append(p.order, int32(i))
	}
	slices.SortStableFunc(p.order, func(a, b int32) int {
		x, y := &p.search.Found[a], &p.search.Found[b]
		return cmp.Or(y.SentAt.Compare(x.SentAt), cmp.Compare(y.ID, x.ID))
	})
}

// row is the thread in row i.
func (p *Pane) row(i int) *model.TextMatch { return &p.search.Found[p.order[i]] }

// Refresh updates the list for another moment or size.
func (p *Pane) Refresh(c draw.Context, w, h int) {
	p.now, p.w, p.h = c, w, h
	p.names = draw.NamesOf(c.Snap.Agents)
	_, ih := draw.Inner(w, h)
	p.Resize(ih - draw.HeadRows(ih))
	at := p.Cursor
	if p.selectedKey == (model.Key{}) {
		at = 0
	}
	for i := range p.order {
		if p.row(i).Key == p.selectedKey {
			at = i
		}
	}
	p.Place(len(p.order), at)
}

func (p *Pane) selected() *model.TextMatch {
	if p.Cursor >= len(p.order) {
		return nil
	}
	return p.row(p.Cursor)
}

// Key moves the cursor, or opens the selected thread.
func (p *Pane) Key(msg tea.KeyPressMsg) keymap.Action {
	k := p.keys
	d := k.Rows(msg, p.N, p.Height)
	switch {
	case key.Matches(msg, k.FindNext):
		d = 1
	case key.Matches(msg, k.FindPrevious):
		d = -1
	}
	if d != 0 {
		p.Wheel(0, d)
		return keymap.Done{}
	}
	if s := p.selected(); s != nil && key.Matches(msg, k.Open) {
		return Open{s.Key, p.query}
	}
	return nil
}

// Wheel moves the cursor by d rows, wherever the mouse is.
func (p *Pane) Wheel(_, d int) {
	p.Move(d)
	if s := p.selected(); s != nil {
		p.selectedKey = s.Key
	}
}

// Click selects the thread at the mouse; a second click opens it.
func (p *Pane) Click(x, y int) keymap.Action {
	switch row, ok := p.RowAt(p.w, p.h, 0, x, y); {
	case !ok:
	case p.selectedKey != (model.Key{}) && row == p.Cursor:
		return Open{p.selectedKey, p.query}
	default:
		p.Wheel(0, row-p.Cursor)
	}
	return keymap.Done{}
}

// Hints returns the keys for the footer.
func (p *Pane) Hints() []keymap.Hint {
	k := p.keys
	out := "close"
	if !p.done {
		out = "stop"
	}
	if p.N == 0 {
		return []keymap.Hint{{Binding: k.Back, Word: out}}
	}
	return []keymap.Hint{{Binding: k.Open, Word: "the chat"}, {Binding: k.FindNext, Word: "next"}, {Binding: k.FindPrevious, Word: "previous"}, {Binding: k.Back, Word: out}}
}

// Draw draws the list on w by h cells.
func (p *Pane) Draw(w, h int) []string {
	style := p.now.Style
	iw, ih := draw.Inner(w, h)
	t := table(iw)
	var lines []string
	if draw.HeadRows(ih) > 0 && p.N > 0 {
		lines = append(lines, t.Head(style, iw, nil))
	}
	none := ""
	if p.done {
		none = "No message that is held has these words. `floorwatch search` looks in the recordings."
	}
	return p.List(style, p.frame(), w, h, lines, none, func(i int, back draw.Background) string {
		l := draw.Pointed(style, back, iw)
		f := p.row(i)
		t.Row(l, row{p.maskMessage(f.Key, f.Message), f.Count, &p.now, p.names})
		return l.String()
	})
}

func (p *Pane) frame() draw.Frame {
	state := "searching " + strconv.Itoa(p.search.Percent()) + " %"
	if p.done {
		if state = draw.Count(p.N, "chat", "chats"); p.N > 1 {
			state += ", newest found first"
		}
	}
	f := draw.Frame{Title: draw.PaneTitle("Words", true), Focused: true}
	dot := " " + p.now.Style.Glyphs.Dot + " "
	f.Title = append(f.Title, draw.Piece{Role: draw.RoleDim, Text: dot + "matching "}, draw.Piece{Role: draw.RoleText, Text: p.query})
	f.Right = []draw.Piece{{Role: draw.RoleDim, Text: state}}
	return f
}
