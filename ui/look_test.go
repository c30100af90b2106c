package ui

import (
	"fmt"
	"image"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model/safetext"
	"floorwatch/ui/uitest"
)

func darkLook() *look { return newLook(darkPalette(), unicodeGlyphs(), ansi.WcWidth) }

// A cut text fits, is as much of the text as fits, and says that it was cut.
func TestCut(t *testing.T) {
	for _, m := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
		lk := newLook(monoPalette(), unicodeGlyphs(), m)
		for _, s := range append(uitest.StrangeTexts(), "plain words", "a") {
			for w := -1; w <= 30; w++ {
				got := lk.cut(s, w)
				if n := m.StringWidth(got); n > max(0, w) {
					t.Errorf("cut(%.20q, %d) = %q, %d cells", s, w, got, n)
				}
				whole := m.StringWidth(s) <= w
				if kept, was := strings.CutSuffix(got, "…"); got != s && (whole || !strings.HasPrefix(s, kept) || w > 0 && !was) {
					t.Errorf("cut(%.20q, %d) = %q, want a part of it and the sign of a cut", s, w, got)
				}
			}
		}
	}
}

// The quick way of counting plain ASCII gives what x/ansi gives.
func TestWidth(t *testing.T) {
	for _, m := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
		lk := newLook(monoPalette(), unicodeGlyphs(), m)
		for _, s := range append(uitest.StrangeTexts(), "", "~", " !\"#", "a b") {
			if got, want := lk.width(s), m.StringWidth(s); got != want {
				t.Errorf("width(%.20q) = %d, want %d", s, got, want)
			}
		}
	}
}

// A remembered cell is what a fresh look draws, exactly as wide as asked, and there is an end to remembering.
func TestCells(t *testing.T) {
	lk := darkLook()
	for range 2 {
		for _, s := range uitest.StrangeTexts() {
			for w := 1; w < 20; w++ {
				k := cellKey{safetext.Line(s), w, roleStrong, onSelected}
				got, want := lk.cell(k), darkLook().cell(k)
				if got != want || lk.method.StringWidth(got) != w {
					t.Errorf("cell of %.20q in %d is %q, want %q", s, w, got, want)
				}
			}
		}
	}
	for i := range 3 * maxCells {
		lk.cell(cellKey{safetext.Line(fmt.Sprint(i)), 5, roleText, onScreen})
	}
	if len(lk.cells) > maxCells {
		t.Errorf("%d cells are remembered, want at most %d", len(lk.cells), maxCells)
	}
}

// Whatever is put into a line, in whatever order, it ends as wide as it was made, with no style left on.
func TestLine(t *testing.T) {
	for w := range 24 {
		l := darkLook().line(onSelected, w)
		l.put(roleWarn, "ab")
		l.cell(roleText, "你好", 3)
		l.right(roleDim, "12345678", 4)
		l.gap(2)
		l.text(roleStrong, safetext.Line("a stranger"), 6)
		l.fill(roleFrame, "─", 3)
		l.gap(-4)
		l.fill(roleFrame, "─", -1)
		got := l.String()
		if n := ansi.StringWidth(got); n != w {
			t.Errorf("a line of %d cells has %d: %q", w, n, got)
		}
		if w > 0 && !strings.HasSuffix(got, reset) {
			t.Errorf("a line of %d cells leaves a style on: %q", w, got)
		}
	}
	l := darkLook().line(onScreen, 20)
	l.cell(roleText, "ab", 4)
	l.right(roleText, "12", 4)
	l.right(roleText, "12345", 3)
	if got, want := l.String(), "ab    1212…         "; got != want {
		t.Errorf("columns are %q, want %q", got, want)
	}
}

// Our own marks in a stranger's text stand out; the sign of a cut does not.
func TestPieces(t *testing.T) {
	lk := newLook(darkPalette(), asciiGlyphs(), ansi.WcWidth)
	row := safetext.Row{{Text: "a "}, {Text: "<U+202E>", Ours: true}, {Text: "…"}, {Text: "…", Ours: true}}
	want := []piece{{roleText, "a "}, {roleOurs, "<U+202E>"}, {roleText, "…"}, {roleText, "~"}}
	got := lk.pieces(roleText, row)
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("pieces are %v, want %v", got, want)
	}
}

func TestCompose(t *testing.T) {
	parts := []part{
		{image.Rect(0, 0, 6, 1), []string{"header"}},
		{image.Rect(0, 1, 2, 3), []string{"ab", "cd"}},
		{image.Rect(3, 1, 6, 2), []string{"xyz"}},
		{image.Rect(0, 0, 0, 0), nil},
	}
	if got, want := compose(7, 4, parts), "header \nab xyz \ncd     \n       "; got != want {
		t.Errorf("composed %q, want %q", got, want)
	}
}
