package ui

import (
	tea "charm.land/bubbletea/v2"

	"floorwatch/ui/draw"
	"floorwatch/ui/header"
	"floorwatch/ui/keymap"
)

// drawFooter draws the last line: a toast, the prompt, or the keys.
func (a *App) drawFooter(h *header.Header, w int) string {
	l := a.style.Line(draw.OnScreen, w)
	l.Gap(1)
	switch {
	case a.prompt.isOpen():
		a.prompt.draw(l, a.style)
	case a.toast.text != "":
		l.Put(draw.RoleText, a.toast.text)
	case a.places.Notice.Empty() && h.Urgent(): // on a low screen both share a row
		return a.drawNotice(h)
	default:
		for _, h := range a.hintsOn(w) { // as many as fit completely
			l.Put(draw.RoleKey, h.Key())
			if h.Word != "" {
				l.Put(draw.RoleDim, " "+h.Word)
			}
			l.Gap(h.Blanks())
		}
	}
	return l.String()
}

// hintsOn are the keys that a footer of w cells shows; the last ones, help and quit, always.
func (a *App) hintsOn(w int) []keymap.Hint {
	hints, tail := a.hints(), a.keys.Tail("quit")
	switch o := a.overlays.top(); {
	case o != nil:
		hints, tail = a.keys.OverlayTail(o.Hints())
	case a.timeTravel.on:
		hints, tail = a.keys.TravelHints(), a.keys.Tail("back")
	}
	return fitHints(a.style, hints, tail, w)
}

// fitHints are the first hints that fit completely into w cells before the tail.
func fitHints(style *draw.Style, hints, tail []keymap.Hint, w int) []keymap.Hint {
	left, out := w+1, []keymap.Hint(nil) // blanks are between hints only
	for _, h := range tail {
		left -= hintWidth(style, h)
	}
	for _, h := range hints {
		if !h.Binding.Enabled() {
			continue
		}
		if left -= hintWidth(style, h); left < 0 {
			break
		}
		out = append(out, h)
	}
	return append(out, tail...)
}

// hintWidth is the width of a hint with the blanks after it.
func hintWidth(style *draw.Style, h keymap.Hint) int {
	n := style.Width(h.Key()) + h.Blanks()
	if h.Word != "" {
		n += 1 + len(h.Word)
	}
	return n
}

// caret is the position of the terminal's cursor: where the next letter goes, because input
// methods open their window there. nil hides it.
func (a *App) caret() *tea.Cursor {
	if !a.prompt.isOpen() || a.wall != nil {
		return nil
	}
	return tea.NewCursor(a.prompt.caret(a.style, a.width), max(0, a.height-1))
}
