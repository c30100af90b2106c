package draw

import (
	"fmt"
	"image"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model/safetext"
	"floorwatch/ui/uitest"
)

func darkLook() *Style { return NewStyle(darkPalette(), unicodeGlyphs(), ansi.WcWidth) }

// A cut text fits, is as much of the text as fits, and says that it was cut.
func TestCut(t *testing.T) {
	for _, m := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
		st := NewStyle(monoPalette(), unicodeGlyphs(), m)
		for _, s := range append(uitest.StrangeTexts(), "plain words", "a") {
			for w := -1; w <= 30; w++ {
				got, cells := st.truncate(s, w)
				if n := m.StringWidth(got); n > max(0, w) || n != cells {
					t.Errorf("cut(%.20q, %d) = %q, %d cells, said to be %d", s, w, got, n, cells)
				}
				whole := m.StringWidth(s) <= w
				if kept, was := strings.CutSuffix(got, "…"); got != s && (whole || !strings.HasPrefix(s, kept) || w > 0 && !was) {
					t.Errorf("cut(%.20q, %d) = %q, want a part of it and the sign of a cut", s, w, got)
				}
			}
		}
	}
}

// The quick way of counting plain ASCII and our own signs gives what x/ansi gives, whatever stands beside a sign.
func TestWidth(t *testing.T) {
	texts := append(uitest.StrangeTexts(), "", "~", " !\"#", "a b", "\xe2\x94", "\xe2\x94a", "a\u0301", "\u0301")
	for r := rune(0x80); r < 0x3000; r++ {
		if !oneCell(r) {
			continue
		}
		one := string(r)
		for _, beside := range []string{"", "a", one, "\u0301", "\ufe0f", "\u200d", "\u20e3", "\u4e2d", "\U0001f600", "\U0001f1e9", "\u1160", "\x1b[1m", "\xe2\x94"} {
			texts = append(texts, one+beside, beside+one)
		}
	}
	for _, m := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
		st := NewStyle(monoPalette(), unicodeGlyphs(), m)
		for _, s := range texts {
			if got, want := st.Width(s), m.StringWidth(s); got != want {
				t.Errorf("width(%.20q) = %d, want %d", s, got, want)
			}
		}
	}
}

// A remembered cell is what a fresh look draws, exactly as wide as asked, and there is an end to remembering.
func TestCells(t *testing.T) {
	st := darkLook()
	for range 2 {
		for _, s := range uitest.StrangeTexts() {
			for w := 1; w < 20; w++ {
				k := cellKey{safetext.Line(s), w, RoleStrong, OnSelected}
				got, want := st.cell(k), darkLook().cell(k)
				if got != want || st.Method.StringWidth(got) != w {
					t.Errorf("cell of %.20q in %d is %q, want %q", s, w, got, want)
				}
			}
		}
	}
	for i := range 3 * maxCells {
		st.cell(cellKey{safetext.Line(fmt.Sprint(i)), 5, RoleText, OnScreen})
	}
	if len(st.cells) > maxCells {
		t.Errorf("%d cells are remembered, want at most %d", len(st.cells), maxCells)
	}
}

// Whatever is put into a line, in whatever order, it ends as wide as it was made, with no style left on.
func TestLine(t *testing.T) {
	for w := range 24 {
		l := darkLook().Line(OnSelected, w)
		l.Put(RoleWarn, "ab")
		l.Cell(RoleText, "你好", 3)
		l.Right(RoleDim, "12345678", 4)
		l.Gap(2)
		l.Text(RoleStrong, safetext.Line("a stranger"), 6)
		l.Fill(RoleFrame, "─", 3)
		l.Gap(-4)
		l.Fill(RoleFrame, "─", -1)
		got := l.String()
		if n := ansi.StringWidth(got); n != w {
			t.Errorf("a line of %d cells has %d: %q", w, n, got)
		}
		if w > 0 && !strings.HasSuffix(got, StyleOff) {
			t.Errorf("a line of %d cells leaves a style on: %q", w, got)
		}
	}
	l := darkLook().Line(OnScreen, 20)
	l.Cell(RoleText, "ab", 4)
	l.Right(RoleText, "12", 4)
	l.Right(RoleText, "12345", 3)
	if got, want := l.String(), "ab    1212…         "; got != want {
		t.Errorf("columns are %q, want %q", got, want)
	}
}

// Our own marks in a stranger's text stand out; the sign of a cut does not.
func TestPieces(t *testing.T) {
	st := NewStyle(darkPalette(), asciiGlyphs(), ansi.WcWidth)
	row := safetext.Row{{Text: "a "}, {Text: "<U+202E>", Ours: true}, {Text: "…"}, {Text: "…", Ours: true}}
	want := []Piece{{RoleText, "a "}, {RoleOurs, "<U+202E>"}, {RoleText, "…"}, {RoleText, "~"}}
	got := st.Pieces(RoleText, row)
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("pieces are %v, want %v", got, want)
	}
}

func TestCompose(t *testing.T) {
	parts := []Part{
		{image.Rect(0, 0, 6, 1), []string{"header"}},
		{image.Rect(0, 1, 2, 3), []string{"ab", "cd"}},
		{image.Rect(3, 1, 6, 2), []string{"xyz"}},
		{image.Rect(0, 0, 0, 0), nil},
	}
	if got, want := Compose(7, 4, parts), "header \nab xyz \ncd     \n       "; got != want {
		t.Errorf("composed %q, want %q", got, want)
	}
}

// A role is switched on by the sequence that Lip Gloss writes.
func TestOpeningIsWhatLipGlossWrites(t *testing.T) {
	black := lipgloss.Color("#000000")
	for i, p := range []palette{darkPalette(), lightPalette(), contrastPalette(true), contrastPalette(false), basicPalette(true), basicPalette(false), monoPalette(), nightPalette(), basicNightPalette()} {
		for b := range Backgrounds {
			for r := range roles {
				for _, s := range []lipgloss.Style{style(p, r, b), style(p, r, b).Background(black), style(p, r, b).Faint(true)} {
					want, _, _ := strings.Cut(s.Render("x"), "x")
					if got := opening(s); got != want {
						t.Fatalf("palette %d, background %d, role %d: %q, want %q", i, b, r, got, want)
					}
				}
			}
		}
	}
}
