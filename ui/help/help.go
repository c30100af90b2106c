// Package help is the help overlay: the keys, what the marks and words mean, and what the figures leave out. It may
// import draw, keymap, model and safetext: no other pane, nor ui.
package help

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
)

// A Pane lists the keys and explains the marks, the words, and what the figures leave out. Keys that do not scroll or
// search close it.
type Pane struct {
	keys     keymap.Map
	reserved keymap.Group // keys that take precedence over all others
	focused  string       // title of the focused pane, whose keys come first
	search   search
	now      draw.Context
	w, h     int
	top      int // first visible row
}

// New returns the help for keys. The group with the title here comes first; if words is set, only entries with
// them are shown.
func New(keys keymap.Map, reserved keymap.Group, here, words string) *Pane {
	return &Pane{keys: keys, reserved: reserved, focused: here, search: search{field: draw.NewField(words)}}
}

// Refresh updates the help for another moment or size.
func (p *Pane) Refresh(c draw.Context, w, h int) {
	p.now, p.w, p.h = c, w, h
	p.scroll(0)
}

func (p *Pane) scroll(d int) { p.top = draw.Clamp(p.top+d, 0, p.hiddenRows(p.w, p.h)) }

// Key scrolls, searches or closes the help; q closes it too, because people press it by habit.
func (p *Pane) Key(msg tea.KeyPressMsg) keymap.Action {
	if p.search.handleKey(msg, key.Matches(msg, p.keys.Filter), key.Matches(msg, p.keys.Back)) {
		p.top = 0
		return keymap.Done{}
	}
	if !p.keys.Moves(msg) {
		return keymap.Close{}
	}
	_, ih := draw.Inner(p.w, p.h)
	p.scroll(p.keys.Rows(msg, p.hiddenRows(p.w, p.h), ih))
	return keymap.Done{}
}

// Click closes the help, wherever the mouse is.
func (p *Pane) Click(_, _ int) keymap.Action { return keymap.Close{} }

// Wheel scrolls the help by d rows.
func (p *Pane) Wheel(_, d int) { p.scroll(d) }

// Hints returns the keys for the footer.
func (p *Pane) Hints() []keymap.Hint { return p.keys.HelpHints() }

// A section is a title and the entries below it.
type section struct {
	title   string
	entries []entry
}

// An entry is a key, a mark, a word or a number, and what it does or means.
type entry struct {
	role draw.Role
	name string
	text string
}

// usableReserved returns the reserved keys that work at the moment.
func (p *Pane) usableReserved() keymap.Group {
	g := keymap.Group{Title: p.reserved.Title}
	for _, r := range p.reserved.Rows {
		if !p.now.Past || !slices.ContainsFunc(r.Bindings[0].Keys(), func(n string) bool { return keymap.HasKey(p.keys.Past(), n) }) {
			g.Rows = append(g.Rows, r)
		}
	}
	return g
}

// keySections returns the keys that come first, those of the past while it is shown, of a replay, and of the focused
// pane; those that work everywhere; and those of the other panes and the second keys of all.
func (p *Pane) keySections() (here, everywhere, others []section) {
	same := section{title: "The same"}
	add := func(to []section, g keymap.Group) []section {
		s := section{title: g.Title}
		var second []entry
		for _, r := range g.Usable() {
			words, rest := r.Words()
			s.entries = append(s.entries, entry{draw.RoleKey, words, r.Does})
			for _, o := range rest {
				second = append(second, entry{draw.RoleKey, o.Keys, "as " + o.As})
			}
		}
		if g.Title == keymap.InThePast { // where its first keys mean something else than in a list
			s.entries = append(s.entries, second...)
		} else {
			same.entries = append(same.entries, second...)
		}
		if len(s.entries) == 0 {
			return to
		}
		return append(to, s)
	}
	here = add(here, p.usableReserved())
	for _, g := range p.keys.Groups() {
		switch g.Title {
		case p.focused:
			g.Title += " " + p.now.Style.Glyphs.Dot + " you are here"
			here = add(here, g)
		case keymap.InThePast:
			if p.now.Past {
				here = slices.Concat(add(nil, g), here)
			} else {
				others = add(others, g)
			}
		case keymap.Everywhere:
			everywhere = add(everywhere, g)
		default:
			others = add(others, g)
		}
	}
	if len(same.entries) > 0 {
		others = append(others, same)
	}
	return here, everywhere, others
}

// columns returns the sections by column. The top of each is what is needed first: on the first page stand the keys
// of this pane, those that open something, the marks and the words, on 80 by 24 cells too.
func (p *Pane) columns(n int) [][]section {
	here, everywhere, others := p.keySections()
	words := []section{p.words(), p.signs(), p.leftOut(), p.held()}
	switch n {
	case 1:
		return [][]section{slices.Concat(here, everywhere, words[:1], others, words[1:])}
	case 2:
		return [][]section{slices.Concat(here, everywhere, others), words}
	}
	return [][]section{slices.Concat(here, others), everywhere, words}
}

// lines returns the rows of the columns, each of w cells.
func (p *Pane) lines(n, w int) [][]string {
	var out [][]string
	for _, sections := range p.columns(n) {
		var lines []string
		for i, s := range p.search.filter(sections) {
			if i > 0 && p.spaced(n) {
				lines = append(lines, p.now.Style.Words(w))
			}
			lines = append(lines, p.now.Style.Words(w, draw.Piece{Role: draw.RoleStrong, Text: s.title}))
			for _, e := range s.entries {
				l := p.now.Style.Line(draw.OnScreen, w)
				l.Gap(indent)
				l.Cell(e.role, e.name, keymap.KeyCol)
				l.Put(draw.RoleText, e.text)
				lines = append(lines, l.String())
			}
		}
		if len(lines) > 0 {
			out = append(out, lines)
		}
	}
	return out
}

// indent is how far the entries stand to the right of their title.
const indent = 2

// spaced reports whether blank rows separate the sections. They do not on a low screen with columns, where they would
// push what is needed first below the fold.
func (p *Pane) spaced(n int) bool { return n == 1 || p.h >= 22 }

// columnGap is the width between columns.
const columnGap = 2

// helpColumns returns the number of columns of the help on w cells.
func helpColumns(w int) int {
	return draw.Clamp((w+columnGap)/(indent+keymap.KeyCol+keymap.HelpCol+columnGap), 1, 3)
}

// page returns all rows of the help for w cells.
func (p *Pane) page(w int) []string {
	n := helpColumns(w)
	width := (w - columnGap*(n-1)) / n
	columns := p.lines(n, width)
	rows := 0
	for _, c := range columns {
		rows = max(rows, len(c))
	}
	out := make([]string, rows)
	for y := range out {
		l := p.now.Style.Line(draw.OnScreen, w)
		for _, c := range columns {
			if y < len(c) {
				l.Raw(c[y], width)
			} else {
				l.Gap(width)
			}
			l.Gap(columnGap)
		}
		out[y] = l.String()
	}
	return out
}

// hiddenRows returns how many rows do not fit into w by h cells.
func (p *Pane) hiddenRows(w, h int) int {
	iw, ih := draw.Inner(w, h)
	return max(0, len(p.page(iw))-ih)
}

// Draw draws the help on w by h cells, in columns if there is room.
func (p *Pane) Draw(w, h int) []string {
	iw, ih := draw.Inner(w, h)
	page := p.page(iw)
	top := min(p.top, max(0, len(page)-ih))
	f := draw.Frame{Title: draw.PaneTitle("Help", true), Focused: true, Right: p.search.title(p.now.Style)}
	f.Foot = []draw.Piece{{Role: draw.RoleDim, Text: "esc closes " + p.now.Style.Glyphs.Dot + " " + keymap.FirstKey(p.keys.Filter) + " searches"}}
	if more := len(page) - ih - top; more > 0 {
		f.Foot[0].Text = draw.Count(more, "row", "rows") + " below " + p.now.Style.Glyphs.Dot + " " + f.Foot[0].Text
	}
	return p.now.Style.Frame(f, w, h, page[top:])
}
