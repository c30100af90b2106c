package draw

import (
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model/safetext"
	"floorwatch/ui/uitest"
)

// FuzzPaint draws strangers' text as the last piece of a row and paints the row
// with the renderer's own painter: what stands before it stays where it is, the
// frame's column behind it too, and nothing but text and our styles comes out.
func FuzzPaint(f *testing.F) {
	for _, s := range uitest.StrangeTexts() {
		f.Add(s, uint8(30))
	}
	for _, s := range []string{"\x1b[2J", "\u009b31m", "Visitor: hi\rAgent: ok", "moc.live//:sptth\u202e", "\U0001f468\u200d\U0001f469", "\u0915\u094d\u0937\u093f", "Z\u0301\u0323\u0301\u0323"} {
		f.Add(s, uint8(7))
	}
	f.Fuzz(func(t *testing.T, raw string, width uint8) {
		w := 4 + int(width)%60
		for _, method := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
			st := NewStyle(palette{}, unicodeGlyphs(), method)
			text := safetext.Clean(raw)
			row := st.Words(w, append([]Piece{{RoleText, "12:00 "}}, st.Pieces(RoleText, text.Truncate(w))...)...)
			checkPainted(t, raw, row, w, method)
		}
	})
}

func checkPainted(t *testing.T, raw, row string, w int, method ansi.Method) {
	t.Helper()
	for _, r := range ansi.Strip(row) {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			t.Fatalf("%q: a control character is left in %q", raw, row)
		}
	}
	screen := uv.NewScreenBuffer(w+1, 1)
	screen.Method = method
	uv.NewStyledString(row+"|").Draw(screen, screen.Bounds())
	if c := screen.CellAt(w, 0); c == nil || c.Content != "|" {
		t.Fatalf("%q: the frame is not in column %d of %q", raw, w, row)
	}
	var gutter strings.Builder
	for x := range min(w, 6) {
		gutter.WriteString(screen.CellAt(x, 0).Content)
	}
	if want := "12:00 "[:min(w, 6)]; w >= 6 && gutter.String() != want {
		t.Fatalf("%q: the gutter is %q, want %q", raw, gutter.String(), want)
	}
}
