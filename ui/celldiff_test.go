package ui

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"floorwatch/ui/layout"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// cellDiff is the plain way from one screen to another of the same size: for
// every cell that differs a cursor move, a change of style and the glyph, each
// only where cursor and style are not right already. It knows no erasing, no
// relative moves and no scrolling: what a cell diff needs without being clever.
func cellDiff(from, to *vt.Emulator) []byte {
	var out bytes.Buffer
	pen := vt.NewEmulator(1, 1).CellAt(0, 0).Style // none
	none := pen
	cx, cy := -1, -1
	for y := range to.Height() {
		for x := 0; x < to.Width(); {
			c := to.CellAt(x, y)
			width := max(1, c.Width)
			if looksAlike(from, to, x, y) {
				x += width
				continue
			}
			if cx != x || cy != y {
				out.WriteString(ansi.CursorPosition(x+1, y+1))
			}
			out.WriteString(c.Style.Diff(&pen))
			out.WriteString(c.Content)
			pen = c.Style
			x += width
			cx, cy = x, y
		}
	}
	out.WriteString(none.Diff(&pen))
	return out.Bytes()
}

// groupedDiff is a cleverer way: all cells of one style together, so that each is set once, and the shorter of a move
// to a place and one from where the cursor is.
func groupedDiff(from, to *vt.Emulator) []byte {
	type place struct{ x, y int }
	var styles []uv.Style
	cells := map[uv.Style][]place{}
	for y := range to.Height() {
		for x := 0; x < to.Width(); {
			c := to.CellAt(x, y)
			if !looksAlike(from, to, x, y) {
				if _, ok := cells[c.Style]; !ok {
					styles = append(styles, c.Style)
				}
				cells[c.Style] = append(cells[c.Style], place{x, y})
			}
			x += max(1, c.Width)
		}
	}
	var out bytes.Buffer
	pen := vt.NewEmulator(1, 1).CellAt(0, 0).Style // none
	none, at := pen, place{-1, -1}
	for i := range styles {
		out.WriteString(styles[i].Diff(&pen))
		pen = styles[i]
		for _, p := range cells[pen] {
			out.WriteString(shortMove(at.x, at.y, p.x, p.y))
			c := to.CellAt(p.x, p.y)
			out.WriteString(c.Content)
			at = place{p.x + max(1, c.Width), p.y}
		}
	}
	out.WriteString(none.Diff(&pen))
	return out.Bytes()
}

// shortMove moves the cursor, which is nowhere yet where y is below 0 or x at the right edge.
func shortMove(x, y, toX, toY int) string {
	far := ansi.CursorPosition(toX+1, toY+1)
	if y < 0 || x >= wireWidth || toY < y {
		return far
	}
	near := ""
	if toY > y {
		near = ansi.CursorDown(toY - y)
	}
	if toX > x {
		near += ansi.CursorForward(toX - x)
	} else if toX < x {
		near += ansi.CursorBackward(x - toX)
	}
	if len(near) < len(far) {
		return near
	}
	return far
}

// looksAlike reports whether a cell looks the same on both screens. On a blank
// the colour of the letters is not seen.
func looksAlike(a, b *vt.Emulator, x, y int) bool {
	p, q := *a.CellAt(x, y), *b.CellAt(x, y)
	if p.Content == " " && q.Content == " " {
		p.Style.Fg, q.Style.Fg = nil, nil
	}
	return p.Equal(&q)
}

// screenOf is a terminal of w by h cells that shows a frame.
func screenOf(tb testing.TB, w, h int, frame string) *vt.Emulator {
	tb.Helper()
	term := vt.NewEmulator(w, h)
	if _, err := term.WriteString(strings.ReplaceAll(frame, "\n", "\r\n")); err != nil {
		tb.Fatal(err)
	}
	return term
}

// differing counts the cells in which two screens differ.
func differing(a, b *vt.Emulator) int {
	n := 0
	for y := range a.Height() {
		for x := range a.Width() {
			if !looksAlike(a, b, x, y) {
				n++
			}
		}
	}
	return n
}

// The encoder that the bytes are compared with does what it should: its bytes make one screen the other.
func TestCellDiff(t *testing.T) {
	for _, wide := range []bool{false, true} {
		a, _ := newTestApp(tickingFixture(wide), 200, 50)
		before := a.View().Content
		from := screenOf(t, 200, 50, before)
		later(a, time.Second)
		to := screenOf(t, 200, 50, a.View().Content)
		changed := differing(from, to)
		diff := cellDiff(from, to)
		if changed < 40 || changed > 1000 {
			t.Errorf("wide %v: %d cells change in a second, want each of 40 clocks to and little else", wide, changed)
		}
		if _, err := from.Write(diff); err != nil {
			t.Fatal(err)
		}
		if n := differing(from, to); n != 0 {
			t.Errorf("wide %v: %d cells differ after the diff was written, want 0; it is %q", wide, n, diff)
		}
		grouped := screenOf(t, 200, 50, before)
		if _, err := grouped.Write(groupedDiff(grouped, to)); err != nil || differing(grouped, to) != 0 {
			t.Errorf("wide %v: %d cells differ after the grouped diff was written (%v), want 0", wide, differing(grouped, to), err)
		}
		if again := cellDiff(from, to); len(again) != 0 {
			t.Errorf("wide %v: the diff of equal screens is %q, want none", wide, again)
		}
	}
}

// What a second changes in a row of the list lies in one short run, and so it
// does in the header: see sighted.
func TestClocksStandTogether(t *testing.T) {
	a, _ := newTestApp(tickingFixture(false), 200, 50)
	from := screenOf(t, 200, 50, a.View().Content)
	list := a.places.Panes[layout.Threads]
	later(a, time.Second)
	to := screenOf(t, 200, 50, a.View().Content)
	rows := 0
	for y := list.Min.Y; y < list.Max.Y; y++ {
		n := changedRun(from, to, y, list.Min.X, list.Max.X)
		if n > len("59m59s 59m59s") {
			t.Errorf("row %d: %d cells from the first that changes to the last, want both clocks and no more", y, n)
		}
		if n > 1 {
			rows++
		}
	}
	if rows < 10 {
		t.Errorf("in %d rows both clocks tick, want at least 10", rows)
	}
	if n, want := changedRun(from, to, 0, 0, 200), len("2s  12:41:07"); n < 2 || n > want {
		t.Errorf("header: %d cells from the first that changes to the last, want at most %d", n, want)
	}
}

// changedRun is how many cells of row y lie from the first that differs to the last, from x0 to before x1.
func changedRun(a, b *vt.Emulator, y, x0, x1 int) int {
	first, last := -1, -2
	for x := x0; x < x1; x++ {
		if looksAlike(a, b, x, y) {
			continue
		}
		if first < 0 {
			first = x
		}
		last = x
	}
	return last - first + 1
}
