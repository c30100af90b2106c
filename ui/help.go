package ui

import (
	tea "charm.land/bubbletea/v2"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
)

// helpLines are the keys by group, made from the bindings, and what the signs mean.
func (a *App) helpLines(w int) []string {
	lk := a.look
	lines := []string{}
	groups := a.keys.Groups()
	if len(a.reserved.Keys) > 0 {
		groups = append([]keymap.Group{a.steering()}, groups...)
	}
	for _, g := range groups {
		lines = append(lines, lk.Words(w, draw.Piece{Role: draw.RoleStrong, Text: g.Title}))
		for _, k := range g.Keys {
			if !k.Enabled() {
				continue
			}
			l := lk.Line(draw.OnScreen, w)
			l.Gap(2)
			l.Cell(draw.RoleAccent, k.Help().Key, keymap.KeyCol)
			l.Put(draw.RoleText, k.Help().Desc)
			lines = append(lines, l.String())
		}
		lines = append(lines, lk.Words(w))
	}
	return append(append(lines, a.legend(w)...), a.omissions(w)...)
}

// legend says what the signs mean.
func (a *App) legend(w int) []string {
	lk, g := a.look, a.look.Glyphs
	entry := func(of draw.Role, sign, what string) string {
		l := lk.Line(draw.OnScreen, w)
		l.Gap(2)
		l.Cell(of, sign, 12)
		l.Put(draw.RoleText, what)
		return l.String()
	}
	return []string{
		lk.Words(w, draw.Piece{Role: draw.RoleStrong, Text: "Signs"}),
		entry(draw.RoleSevere, g.Severe, "severe: far over the limit"),
		entry(draw.RoleCritical, g.Critical, "critical: over the second limit"),
		entry(draw.RoleWarn, g.Warn, "warning: over the first limit"),
		entry(draw.RoleText, g.Over+"3", "three of them critical or worse"),
		entry(draw.RoleAccent, g.Fresh, "changed a moment ago"),
		entry(draw.RoleText, g.Sent, "sent, unseen by the visitor"),
		entry(draw.RoleText, g.Seen, "seen by the other side"),
		entry(draw.RoleWarn, g.Unseen, "no agent has seen it yet"),
		entry(draw.RoleText, g.Times+"2", "wrote twice more while waiting"),
		entry(draw.RoleWarn, g.Marked, "partly replaced, to be safe"),
		entry(draw.RoleText, g.Edited, "changed after it was first read"),
		entry(draw.RoleText, g.AtLeast, "at least: so when it started"),
		entry(draw.RoleText, g.None, "no data; never a nought"),
	}
}

// helpColumns is how many columns the help has on w cells.
func helpColumns(w int) int {
	if w < 94 {
		return 1
	}
	return 2
}

// helpRows is how many rows of help do not fit on w by h cells.
func (a *App) helpRows(w, h int) int {
	iw, ih := draw.Inner(w, h)
	n := helpColumns(iw)
	return max(0, (len(a.helpLines(iw))+n-1)/n-ih)
}

// drawHelp draws the help on w by h cells: in two columns where there is room.
func (a *App) drawHelp(w, h int) []string {
	iw, _ := draw.Inner(w, h)
	more := a.helpRows(w, h)
	f := draw.Frame{Title: draw.PaneTitle("Help", true), Focused: true, Foot: []draw.Piece{{Role: draw.RoleDim, Text: "any key closes"}}}
	if more > 0 {
		f.Foot = []draw.Piece{{Role: draw.RoleDim, Text: "up and down scroll, any other key closes"}}
	}
	n := helpColumns(iw)
	column := (iw - 2*(n-1)) / n
	lines := a.helpLines(column)
	rows := (len(lines) + n - 1) / n
	out := make([]string, rows)
	for y := range rows {
		l := a.look.Line(draw.OnScreen, iw)
		for at := y; at < len(lines); at += rows {
			l.Raw(lines[at], column)
			l.Gap(2)
		}
		out[y] = l.String()
	}
	return a.look.Frame(f, w, h, out[min(a.helpTop, more):])
}

// drawFooter draws the last line: what was just done, the filter being typed, or the keys.
func (a *App) drawFooter(w int) string {
	l := a.look.Line(draw.OnScreen, w)
	l.Gap(1)
	switch q := a.typing(); {
	case q != nil:
		l.Put(draw.RoleAccent, "/ ")
		l.Put(draw.RoleText, q.Query)
		l.Put(draw.RoleAccent, "_")
		l.Put(draw.RoleDim, "   enter keeps it, esc clears it")
	case a.flash != "":
		l.Put(draw.RoleText, a.flash)
	default:
		a.hints(l)
	}
	return l.String()
}

// caret is where the terminal's cursor stands: behind what is typed, since
// input methods open their window there. nil hides it.
func (a *App) caret() *tea.Cursor {
	q := a.typing()
	if q == nil || a.wall != nil {
		return nil
	}
	return tea.NewCursor(min(len(" / ")+a.look.Width(q.Query), max(0, a.width-1)), max(0, a.height-1))
}

// hints puts as many keys as fit whole; the way out always fits.
func (a *App) hints(l *draw.Line) {
	for _, h := range a.hintsOn(l.Left + 1) {
		l.Put(draw.RoleAccent, h.Key())
		l.Put(draw.RoleDim, " "+h.Word+"  ")
	}
}

// hintsOn are the keys that a footer of w cells names.
func (a *App) hintsOn(w int) []keymap.Hint {
	hints := a.keys.Footer(a.threads.Filter.Active(), a.zoom)
	switch {
	case a.help:
		hints = a.keys.HelpHints()
	case a.over != nil:
		hints = a.over.hints(a.keys)
	case a.travel.on:
		hints = a.keys.TravelHints()
	}
	last := hints[len(hints)-1]
	left, out := w-1-a.hintWidth(last), []keymap.Hint(nil)
	for _, h := range hints[:len(hints)-1] {
		if !h.Binding.Enabled() {
			continue
		}
		if left -= a.hintWidth(h); left < 0 {
			break
		}
		out = append(out, h)
	}
	return append(out, last)
}

// hintWidth is the width of a hint and the blanks after it.
func (a *App) hintWidth(h keymap.Hint) int { return a.look.Width(h.Key()) + 1 + len(h.Word) + 2 }
