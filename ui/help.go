package ui

import (
	"strings"

	"floorwatch/model"
)

// helpLines are the keys by group, made from the bindings, and what the signs mean.
func (a *App) helpLines(w int) []string {
	lk := a.look
	lines := []string{}
	groups := a.keys.groups()
	if len(a.reserved.keys) > 0 {
		groups = append([]keyGroup{a.steering()}, groups...)
	}
	for _, g := range groups {
		lines = append(lines, lk.words(w, piece{roleStrong, g.title}))
		for _, k := range g.keys {
			if !k.Enabled() {
				continue
			}
			l := lk.line(onScreen, w)
			l.gap(2)
			l.cell(roleAccent, k.Help().Key, keyCol)
			l.put(roleText, k.Help().Desc)
			lines = append(lines, l.String())
		}
		lines = append(lines, lk.words(w))
	}
	return append(append(lines, a.legend(w)...), a.omissions(w)...)
}

// legend says what the signs mean.
func (a *App) legend(w int) []string {
	lk, g := a.look, a.look.glyphs
	entry := func(of role, sign, what string) string {
		l := lk.line(onScreen, w)
		l.gap(2)
		l.cell(of, sign, 12)
		l.put(roleText, what)
		return l.String()
	}
	return []string{
		lk.words(w, piece{roleStrong, "Signs"}),
		entry(roleSevere, g.severe, "severe: far over the limit"),
		entry(roleCritical, g.critical, "critical: over the second limit"),
		entry(roleWarn, g.warn, "warning: over the first limit"),
		entry(roleText, g.over+"3", "three of them critical or worse"),
		entry(roleAccent, g.fresh, "changed a moment ago"),
		entry(roleText, g.sent, "sent, unseen by the visitor"),
		entry(roleText, g.seen, "seen by the other side"),
		entry(roleWarn, g.unseen, "no agent has seen it yet"),
		entry(roleText, g.times+"2", "wrote twice more while waiting"),
		entry(roleWarn, g.marked, "partly replaced, to be safe"),
		entry(roleText, g.edited, "changed after it was first read"),
		entry(roleText, g.atLeast, "at least: so when it started"),
		entry(roleText, g.none, "no data; never a nought"),
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
	iw, ih := inner(w, h)
	n := helpColumns(iw)
	return max(0, (len(a.helpLines(iw))+n-1)/n-ih)
}

// drawHelp draws the help on w by h cells: in two columns where there is room.
func (a *App) drawHelp(w, h int) []string {
	iw, _ := inner(w, h)
	more := a.helpRows(w, h)
	f := frame{title: title("Help", true), focused: true, foot: []piece{{roleDim, "any key closes"}}}
	if more > 0 {
		f.foot = []piece{{roleDim, "up and down scroll, any other key closes"}}
	}
	n := helpColumns(iw)
	column := (iw - 2*(n-1)) / n
	lines := a.helpLines(column)
	rows := (len(lines) + n - 1) / n
	out := make([]string, rows)
	for y := range rows {
		l := a.look.line(onScreen, iw)
		for at := y; at < len(lines); at += rows {
			l.raw(lines[at], column)
			l.gap(2)
		}
		out[y] = l.String()
	}
	return a.look.frame(f, w, h, out[min(a.helpTop, more):])
}

// drawFooter draws the last line: what was just done, the filter being typed, or the keys.
func (a *App) drawFooter(w int) string {
	l := a.look.line(onScreen, w)
	l.gap(1)
	switch q := a.typing(); {
	case q != nil:
		l.put(roleAccent, "/ ")
		l.put(roleText, q.query)
		l.put(roleAccent, "_")
		l.put(roleDim, "   enter keeps it, esc clears it")
	case a.flash != "":
		l.put(roleText, a.flash)
	default:
		a.hints(l)
	}
	return l.String()
}

// hints puts as many keys as fit whole; the way out always fits.
func (a *App) hints(l *line) {
	for _, h := range a.hintsOn(l.left + 1) {
		l.put(roleAccent, h.key())
		l.put(roleDim, " "+h.word+"  ")
	}
}

// hintsOn are the keys that a footer of w cells names.
func (a *App) hintsOn(w int) []hint {
	hints := a.keys.footer(a.threads.filter.active(), a.zoom)
	switch {
	case a.help:
		hints = a.keys.helpHints()
	case a.over != nil:
		hints = a.over.hints(a.keys)
	case a.travel.on:
		hints = a.keys.travelHints()
	}
	last := hints[len(hints)-1]
	left, out := w-1-a.hintWidth(last), []hint(nil)
	for _, h := range hints[:len(hints)-1] {
		if !h.binding.Enabled() {
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
func (a *App) hintWidth(h hint) int { return a.look.width(h.key()) + 1 + len(h.word) + 2 }

// emptyWords say why there are no threads at all.
func emptyWords(h model.Health) []string {
	switch h.State {
	case model.StateStarting:
		return []string{"Asking Acquire who is there " + strings.Repeat(".", 3)}
	case model.StateLive, model.StateLate, model.StateDrift:
		return []string{"Nobody is here.", "New chats appear by themselves."}
	case model.StateReading, model.StatePartial:
		return []string{"Nobody is known to be here.", "Not all of the floor has been read."}
	}
	return []string{"Nothing has been read yet.", "It goes on by itself as soon as Acquire answers."}
}
