package draw

import (
	"strings"
	"testing"
)

const blockSigns = "0123456789:%hd≥≤~–"

// drawn is s in a face, row by row, with "#" for ink.
func drawn(f FontSize, s string) []string {
	st := NewStyle(monoPalette(), asciiGlyphs(), 0).With(func(Background, Role) string { return "" })
	st.Hatch = "#"
	rows := make([]string, f.Height())
	for y := range rows {
		l := st.Line(OnScreen, f.Width(s))
		l.Digits(RoleText, s, f, y)
		rows[y] = l.String()
	}
	return rows
}

// Every sign is as wide as it is said to be and differs from every other one in
// enough cells to be told apart from afar, in every face.
func TestDigitsAreLegible(t *testing.T) {
	for _, f := range faces() {
		seen := map[rune][]string{}
		for _, r := range blockSigns {
			rows := drawn(f, string(r))
			for y, row := range rows {
				if len(row) != f.Width(string(r)) {
					t.Errorf("%+v: row %d of %q is %d wide, want %d", f, y, r, len(row), f.Width(string(r)))
				}
			}
			for other, were := range seen {
				if d := difference(rows, were); d < min(f.stem*f.gap, f.stem*f.bar) {
					t.Errorf("%+v: %q and %q differ in %d cells:\n%s\n%s", f, r, other, d, strings.Join(rows, "\n"), strings.Join(were, "\n"))
				}
			}
			seen[r] = rows
		}
		if f.Height() < 5 {
			t.Errorf("%+v is %d rows high, want five at least", f, f.Height())
		}
	}
}

// oneStroke are the pairs that differ by one stroke as a whole, which is read.
const oneStroke = "08 39 56 59 68 89"

// Any two signs differ by two dots of the grid, from each other and from the
// bare stem of a "!": a 1 that was one was read as a 7 or as "LIMIT !".
func TestDigitsDifferByTwoDots(t *testing.T) {
	shapes := map[string]string{"!": "..# ..# ..# ... ..#"}
	for _, r := range blockSigns {
		shapes[string(r)] = DigitShape(r)
	}
	for a, one := range shapes {
		for b, other := range shapes {
			want := 2
			if strings.Contains(oneStroke, a+b) {
				want = 1
			}
			if d := difference(strings.Fields(one), strings.Fields(other)); a < b && d < want {
				t.Errorf("%q and %q differ by %d dots, want %d", a, b, d, want)
			}
		}
	}
}

func difference(a, b []string) int {
	n := 0
	for y := range a {
		for x := range max(len(a[y]), len(b[y])) {
			if x >= len(a[y]) || x >= len(b[y]) || a[y][x] != b[y][x] {
				n++
			}
		}
	}
	return n
}

func TestDigitsLookLikeThis(t *testing.T) {
	got := strings.Join(drawn(FontSize{2, 2, 1, 1, 2}, "5:12%"), "\n")
	want := strings.Join([]string{
		"######      ####    ######  ##  ##",
		"##      ##    ##        ##      ##",
		"######        ##    ######    ##  ",
		"    ##  ##    ##    ##      ##    ",
		"######      ######  ######  ##  ##",
	}, "\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// The larger the room, the larger the face; none is larger than its room.
func TestFitGrows(t *testing.T) {
	last := 0
	for h := 1; h <= 60; h++ {
		w := 4 * h
		f, ok := FitDigits("88:88", w, h)
		if ok != (h >= 5) {
			t.Errorf("%dx%d: fits %v", w, h, ok)
		}
		if !ok {
			continue
		}
		if f.Height() > h || f.Width("88:88") > w || f.Height() < last {
			t.Errorf("%dx%d: %+v is %d wide and %d high, the one before %d", w, h, f, f.Width("88:88"), f.Height(), last)
		}
		last = f.Height()
	}
	if last < 25 {
		t.Errorf("the largest face is %d rows high, want more on a large wall", last)
	}
	sizes := faces()
	for i := 1; i < len(sizes); i++ {
		a, b := sizes[i-1], sizes[i]
		if a.Height() < b.Height() || a.Height() == b.Height() && a.Width("88:88") <= b.Width("88:88") {
			t.Errorf("%+v stands before %+v", a, b)
		}
	}
}
