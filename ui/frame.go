package ui

import (
	"image"
	"slices"
	"strings"
)

// A part is some lines and where they go.
type part struct {
	at    image.Rectangle
	lines []string // one for each row of at, each exactly as wide as at
}

// compose puts the parts onto a screen of w by h cells. Parts that share rows
// come from left to right; what nobody covers is blank.
func compose(w, h int, parts []part) string {
	var b strings.Builder
	b.Grow(w * h * 3)
	for y := range h {
		if y > 0 {
			b.WriteByte('\n')
		}
		x := 0
		for _, p := range parts {
			if y < p.at.Min.Y || y >= p.at.Max.Y || p.at.Dx() <= 0 || p.at.Min.X < x {
				continue
			}
			blanks(&b, p.at.Min.X-x)
			b.WriteString(p.lines[y-p.at.Min.Y])
			x = p.at.Max.X
		}
		blanks(&b, w-x)
	}
	return b.String()
}

func blanks(b *strings.Builder, n int) {
	for range n {
		b.WriteByte(' ')
	}
}

// block makes lines fill h rows: what is too much is left out, what is missing is blank.
func (lk *look) block(lines []string, w, h int) []string {
	lines = lines[:min(len(lines), max(0, h))]
	for len(lines) < h {
		lines = append(lines, lk.line(onScreen, w).String())
	}
	return lines
}

// A piece is some text of one role.
type piece struct {
	role role
	text string
}

// A frame is the border of a pane and what stands in it.
type frame struct {
	title   []piece
	right   []piece // on the right of the upper border; given up first where it is narrow
	foot    []piece // on the right of the lower border
	focused bool
}

// Sizes below which a pane is drawn without a border.
const (
	framedWidth  = 8
	framedHeight = 3
)

// inner returns the room inside a frame on w by h cells.
func inner(w, h int) (int, int) {
	if w < framedWidth || h < framedHeight {
		return w, h
	}
	return w - 4, h - 2
}

// frame draws lines, which fill the inner room, inside a border. Every border
// of the screen is drawn here, so its edges cannot drift.
func (lk *look) frame(f frame, w, h int, lines []string) []string {
	if w < framedWidth || h < framedHeight {
		return lk.block(lines, w, h)
	}
	edge := lk.edge
	if f.focused {
		edge = roleAccent
	}
	g := lk.glyphs
	out := make([]string, 0, h)
	out = append(out, lk.border(edge, w, g.topLeft, g.topRight, f.title, f.right))
	left := lk.on[onScreen][edge] + g.vertical + lk.off(edge) + " "
	right := " " + lk.on[onScreen][edge] + g.vertical + lk.off(edge)
	for _, l := range lk.block(lines, w-4, h-2) {
		out = append(out, left+l+right)
	}
	return append(out, lk.border(edge, w, g.bottomLeft, g.bottomRight, nil, f.foot))
}

// off returns what switches a role off on the bare screen.
func (lk *look) off(r role) string {
	if lk.on[onScreen][r] == "" {
		return ""
	}
	return reset
}

// border draws an upper or lower border. Where there is not room for both
// labels the right one goes, then the left one is cut; corners stay.
func (lk *look) border(edge role, w int, start, end string, left, right []piece) string {
	l := lk.line(onScreen, w)
	l.put(edge, start)
	room := w - 2
	if !lk.bothFit(w, left, right) {
		right = nil
	}
	l.left = room
	if len(left) > 0 {
		l.left-- // for a blank after the label
		l.gap(1)
		for _, p := range left {
			l.put(p.role, p.text)
		}
		l.left++
		l.gap(1)
	}
	if len(right) > 0 {
		l.fill(edge, lk.glyphs.horizontal, l.left-lk.total(right)-3)
		l.gap(1)
		for _, p := range right {
			l.put(p.role, p.text)
		}
		l.gap(1)
	}
	l.fill(edge, lk.glyphs.horizontal, l.left)
	l.left = 1
	l.put(edge, end)
	return l.String()
}

// bothFit reports whether a border of w cells has room for both labels.
func (lk *look) bothFit(w int, left, right []piece) bool {
	return lk.total(left)+lk.total(right)+8 <= w
}

// total is the width of some pieces.
func (lk *look) total(pieces []piece) int {
	n := 0
	for _, p := range pieces {
		n += lk.width(p.text)
	}
	return n
}

// share divides w cells by need, and what is left over, or missing, evenly.
func share(need []int, w int) []int {
	out := slices.Clone(need)
	rest := w
	for _, n := range need {
		rest -= n
	}
	for i := range out {
		part := rest / (len(out) - i)
		part = max(part, -out[i])
		out[i], rest = out[i]+part, rest-part
	}
	return out
}

// title is the name of a pane in its frame.
func title(s string, focused bool) []piece {
	if focused {
		return []piece{{roleAccent, s}}
	}
	return []piece{{roleStrong, s}}
}

func backingOf(focused bool) backing {
	if focused {
		return onSelected
	}
	return onAway
}
