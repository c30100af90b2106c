package draw

import (
	"os"
	"strconv"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model/safetext"
)

// emojiSequences are all of Unicode's emoji test sequences.
func emojiSequences(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/emoji-test.txt")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		var s strings.Builder
		for code := range strings.FieldsSeq(line) {
			r, err := strconv.ParseInt(code, 16, 32)
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			s.WriteRune(rune(r))
		}
		list = append(list, s.String())
	}
	return list
}

// painted is how many cells the renderer's own painter takes for s.
func painted(s string, m ansi.Method) int {
	screen := uv.NewScreenBuffer(40, 1)
	screen.Method = m
	uv.NewStyledString(s+"|").Draw(screen, screen.Bounds())
	for x := range screen.Width() {
		if c := screen.CellAt(x, 0); c != nil && c.Content == "|" {
			return x
		}
	}
	return -1
}

// TestEmojiWidth: after cleaning, what the layout counts is what the renderer
// paints, and what a terminal that counts code points counts, for at least
// 99 % of Unicode's emoji test sequences.
func TestEmojiWidth(t *testing.T) {
	sequences := emojiSequences(t)
	if len(sequences) < 4000 {
		t.Fatalf("%d sequences, want over 4000", len(sequences))
	}
	for name, method := range map[string]ansi.Method{"code points": ansi.WcWidth, "clusters": ansi.GraphemeWidth} {
		st := NewStyle(palette{}, unicodeGlyphs(), method)
		unlike, unsettled := 0, 0
		for _, raw := range sequences {
			s := safetext.Clean(raw).String()
			counted, cells := st.Width(s), painted(s, method)
			if counted != cells {
				if unlike++; unlike < 5 {
					t.Logf("%s: %q (%+q) counts %d cells and is painted on %d", name, s, raw, counted, cells)
				}
			}
			if ansi.StringWidth(s) != ansi.StringWidthWc(s) {
				unsettled++
			}
		}
		if least := len(sequences) / 100; unlike > least || unsettled > least {
			t.Errorf("%s: of %d sequences %d are painted on other cells than were counted, %d count differently by code points, want at most %d",
				name, len(sequences), unlike, unsettled, least)
		}
	}
}
