// Package help is the help overlay: the keys, what the signs mean, and what the figures leave out. It may import
// draw, keymap, model and safetext: no other pane, nor ui.
package help

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
)

// A Pane lists the keys and explains the signs and what the figures leave out. Keys that do not scroll or search
// close it.
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

// usableReserved returns the reserved keys that work at the moment.
func (p *Pane) usableReserved() keymap.Group {
	g := keymap.Group{Title: p.reserved.Title}
	for _, b := range p.reserved.Keys {
		if !p.now.Past || !slices.ContainsFunc(b.Keys(), func(n string) bool { return keymap.HasKey(p.keys.Past(), n) }) {
			g.Keys = append(g.Keys, b)
		}
	}
	return g
}

// lines returns the keys by group, from the bindings, and the legend.
func (p *Pane) lines(w int) []string {
	style := p.now.Style
	lines := []string{}
	groups := p.groups()
	if len(p.reserved.Keys) > 0 {
		groups = append([]keymap.Group{p.usableReserved()}, groups...)
	}
	for _, g := range groups {
		lines = append(lines, style.Words(w, draw.Piece{Role: draw.RoleStrong, Text: g.Title}))
		for _, k := range g.Keys {
			if !k.Enabled() {
				continue
			}
			l := style.Line(draw.OnScreen, w)
			l.Gap(2)
			l.Cell(draw.RoleAccent, k.Help().Key, keymap.KeyCol)
			l.Put(draw.RoleText, k.Help().Desc)
			lines = append(lines, l.String())
		}
		lines = append(lines, style.Words(w))
	}
	return p.search.filter(append(append(append(lines, p.legend(w)...), style.Words(w)), p.diagnostics(w)...))
}

// groups returns the keys, those of the focused pane first.
func (p *Pane) groups() []keymap.Group {
	groups := p.keys.Groups()
	at := slices.IndexFunc(groups, func(g keymap.Group) bool { return g.Title == p.focused })
	if at < 0 {
		return groups
	}
	here := groups[at]
	here.Title += " " + p.now.Style.Glyphs.Dot + " you are here"
	return append([]keymap.Group{here}, slices.Delete(groups, at, at+1)...)
}

// legend explains the signs.
func (p *Pane) legend(w int) []string {
	style, g := p.now.Style, p.now.Style.Glyphs
	signs := style.Signs()
	entry := func(of draw.Role, sign, what string) string {
		l := style.Line(draw.OnScreen, w)
		l.Gap(2)
		l.Cell(of, sign, 12)
		l.Put(draw.RoleText, what)
		return l.String()
	}
	return []string{
		style.Words(w, draw.Piece{Role: draw.RoleStrong, Text: "Signs"}),
		entry(draw.RoleSevere, g.Severe, "severe: five minutes or more"),
		entry(draw.RoleCritical, g.Critical, "over limit: the critical limit is reached"),
		entry(draw.RoleWarn, g.Warn, "past its goal, or at another first limit"),
		entry(draw.RoleText, "3"+g.Critical, "three of them over limit"),
		entry(draw.RoleText, g.Rise+"3 "+g.Fall+"3", "three more, or fewer, than 30 min ago"),
		entry(draw.RoleAccent, g.Fresh, "changed a moment ago"),
		entry(draw.RoleText, g.Sent, "sent, unseen by the visitor"),
		entry(draw.RoleText, g.Seen, "seen by the other side"),
		entry(draw.RoleWarn, g.Unseen, "no agent has seen it yet"),
		entry(draw.RoleWarn, g.Marked, "in a message: partly replaced, for safety"),
		entry(draw.RoleText, g.Edited, "in a message: changed since it was read"),
		entry(draw.RoleText, signs.Least+" "+signs.Most, "at least, at most: not all of it is known"),
		entry(draw.RoleText, signs.About+"9", "about: a part has not been read yet"),
		entry(draw.RoleText, g.None, "no data; never a zero"),
	}
}

// helpColumns returns the number of columns of the help on w cells.
func helpColumns(w int) int {
	if w < 94 {
		return 1
	}
	return 2
}

// hiddenRows returns how many rows do not fit into w by h cells.
func (p *Pane) hiddenRows(w, h int) int {
	iw, ih := draw.Inner(w, h)
	n := helpColumns(iw)
	return max(0, (len(p.lines(iw))+n-1)/n-ih)
}

// Draw draws the help on w by h cells, in two columns if there is room.
func (p *Pane) Draw(w, h int) []string {
	iw, _ := draw.Inner(w, h)
	more := p.hiddenRows(w, h)
	f := draw.Frame{Title: draw.PaneTitle("Help", true), Focused: true, Right: p.search.title(p.now.Style)}
	f.Foot = []draw.Piece{{Role: draw.RoleDim, Text: "esc closes " + p.now.Style.Glyphs.Dot + " " + keymap.FirstKey(p.keys.Filter) + " searches"}}
	if more > 0 {
		f.Foot[0].Text = draw.Count(more, "row", "rows") + " below " + p.now.Style.Glyphs.Dot + " " + f.Foot[0].Text
	}
	n := helpColumns(iw)
	column := (iw - 2*(n-1)) / n
	lines := p.lines(column)
	rows := (len(lines) + n - 1) / n
	out := make([]string, rows)
	for y := range rows {
		l := p.now.Style.Line(draw.OnScreen, iw)
		for at := y; at < len(lines); at += rows {
			l.Raw(lines[at], column)
			l.Gap(2)
		}
		out[y] = l.String()
	}
	return p.now.Style.Frame(f, w, h, out[min(p.top, more):])
}
