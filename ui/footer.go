package ui

import (
	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
)

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
	case a.overlay() != nil:
		hints = a.overlay().Hints()
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

// caret is where the terminal's cursor stands: behind what is typed, since
// input methods open their window there. nil hides it.
func (a *App) caret() *tea.Cursor {
	q := a.typing()
	if q == nil || a.wall != nil {
		return nil
	}
	return tea.NewCursor(min(len(" / ")+a.look.Width(q.Query), max(0, a.width-1)), max(0, a.height-1))
}
