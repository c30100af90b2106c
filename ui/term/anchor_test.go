package term

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

var move = regexp.MustCompile(`\r\x1b\[(\d+)C`)

// TestAnchors: behind text of a doubtful width what comes next is placed by a move of its own, to the column in
// which it stands by our own count.
func TestAnchors(t *testing.T) {
	for row, want := range map[string][]int{
		"│ plain 漢字 Ж │":                                            nil,
		"\x1b[31m│\x1b[m \u0915\u094d\u0937\u093f\u0928 ab  c │":    {9},
		"│ \u0915\u0940 \x1b[2m│\x1b[m│ \u0915\u0940\x1b[2m│\x1b[m": {4, 10},
		"│ \U0001fae8 \x1b[1m x │":                                  {4},
		"│ e\u0301\u0323 one two│ \u2400[31m[0mab  │":               {11, 22},
		"\u0e01\u0e33": nil,
	} {
		frame := insertAnchors("top\n"+row+"\nend", ansi.WcWidth)
		out := string(resolveAnchors([]byte(frame)))
		var got []int
		for _, m := range move.FindAllStringSubmatchIndex(out, -1) {
			n, _ := strconv.Atoi(out[m[2]:m[3]])
			got = append(got, n)
			before := move.ReplaceAllString(out[strings.Index(out, "\n")+1:m[0]], "")
			if w := ansi.StringWidthWc(before); w != n {
				t.Errorf("%q: a move to column %d stands in column %d", row, n, w)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%q: moves to %v, want %v", row, got, want)
		}
		if rest := move.ReplaceAllString(out, ""); rest != "top\n"+row+"\nend" {
			t.Errorf("%q became %q", row, rest)
		}
	}
}

// TestAnchorsPassThePainter: the renderer's painter keeps an anchor in the cell before it and gives it no width.
func TestAnchorsPassThePainter(t *testing.T) {
	for _, method := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
		for _, text := range []string{"\u0915\u0940", "\x1b[31m\u0e01\u0e33\x1b[m", "\U0001f1fa\U0001f1f8", "e\u0301\u0323", "\u25cc\u0301", "\uff8a\uff9f"} {
			row := text + "  │"
			screen := uv.NewScreenBuffer(12, 1)
			screen.Method = method
			uv.NewStyledString(insertAnchors(row, method)).Draw(screen, screen.Bounds())
			w := method.StringWidth(text)
			cell, frame := screen.CellAt(w-method.StringWidth(lastCluster(text, method)), 0), screen.CellAt(w+2, 0)
			if frame == nil || frame.Content != "│" || cell == nil || !strings.Contains(cell.Content, string(anchorLead)) {
				t.Errorf("%q by %v: the text's last cell is %+v, the frame's %+v", text, method, cell, frame)
			}
		}
	}
}

func lastCluster(s string, m ansi.Method) (last string) {
	for s = ansi.Strip(s); s != ""; s = s[len(last):] {
		last, _ = ansi.FirstGraphemeCluster(s, m)
	}
	return last
}

// TestStrangersMakeNoAnchors: what looks like an anchor and is not ours moves nothing.
func TestStrangersMakeNoAnchors(t *testing.T) {
	var b strings.Builder
	writeAnchor(&b, 3)
	if out := string(resolveAnchors([]byte(insertAnchors(sanitize("ab"+b.String()+"c"), ansi.WcWidth)))); strings.ContainsAny(out, "\r\x1b") {
		t.Errorf("a move comes from a stranger: %q", out)
	}
	for _, cut := range []string{string(anchorLead), string(anchorLead) + "a", "\xf3\xa0\x87"} { // not ours either, and no panic
		resolveAnchors([]byte(cut))
	}
}

// TestNothingWraps: while the screen is taken the terminal does not wrap, and it does again before it is given back.
func TestNothingWraps(t *testing.T) {
	out := string(resolveAnchors([]byte(ansi.SetModeAltScreenSaveCursor + "a" + ansi.ResetModeAutoWrap + "b" + ansi.SetModeAutoWrap + "c" + ansi.ResetModeAltScreenSaveCursor)))
	want := ansi.SetModeAltScreenSaveCursor + ansi.ResetModeAutoWrap + "a" + ansi.ResetModeAutoWrap + "bc" + ansi.SetModeAutoWrap + ansi.ResetModeAltScreenSaveCursor
	if out != want {
		t.Errorf("%q, want %q", out, want)
	}
}

func BenchmarkAnchored(b *testing.B) {
	frame := strings.Repeat(strings.Repeat("│ plain text │ ", 10)+"\n", 40)
	b.SetBytes(int64(len(frame)))
	for b.Loop() {
		insertAnchors(frame, ansi.WcWidth)
	}
}
