package term

import (
	"bytes"
	"strings"
	"testing"

	"github.com/charmbracelet/x/vt"
	"pgregory.net/rapid"
)

func TestKeepPen(t *testing.T) {
	const red, blue, ink, block = "\x1b[31;1m", "\x1b[34m", "\x1b[48;5;233m", "\x1b[48;5;209m"
	for out, want := range map[string]string{
		"\x1b[m" + red + "a\x1b[m\x1b[2;3H" + red + "b\x1b[m\x1b[3;3H" + red + "c\x1b[m":  "\x1b[m" + red + "a\x1b[2;3Hb\x1b[3;3Hc\x1b[m",
		"\x1b[m" + red + "abc\x1b[m\n\n\x1b[3D" + red + "d\x1b[m":                         "\x1b[m" + red + "abc\n\n\x1b[3Dd\x1b[m",
		"\x1b[m" + ink + " " + block + " \x1b[m\x1b[2;3H" + block + " " + ink + " \x1b[m": "\x1b[m" + ink + " " + block + " \x1b[2;3H " + ink + " \x1b[m",
		"\x1b[m" + ink + " " + block + " \x1b[m\x1b[2;3H" + ink + " \x1b[m":               "\x1b[m" + ink + " " + block + " \x1b[2;3H" + ink + " \x1b[m",
		"\x1b[m" + red + ink + " \x1b[m\x1b[2;3H" + ink + " \x1b[m":                       "", // it is not red any more
		"\x1b[m" + red + "a\x1b[m\x1b[9;1H\n\n\x1b[3D" + red + "d\x1b[m":                  "", // no text before: it may scroll
		"\x1b[m" + red + "a\x1b[m\x1b[2;3H" + blue + "b":                                  "",
		"\x1b[m" + red + "a\x1b[m\x1b[2;3Hb":                                              "",
		"\x1b[m" + red + "a\x1b[m\x1b[K\x1b[2;3H" + red + "b":                             "", // it erases with the colours that hold
		"\x1b[m" + red + "a\x1b[mb\x1b[2;3H" + red + "b":                                  "",
		red + "a\x1b[m\x1b[2;3H" + red + "b":                                              "", // what was set before is not known
		"\x1b[m" + red + blue + "a\x1b[m\x1b[2;3H" + blue + "b":                           "", // two sequences set it
		"\x1b[m" + red + "a\x1b[m\x1b[2;":                                                 "",
		"":                                                                                "",
	} {
		if want == "" {
			want = out
		}
		was := strings.Clone(out)
		if got := string(DropRedundantStyles([]byte(out))); got != want || out != was {
			t.Errorf("%q becomes %q, want %q", out, got, want)
		}
	}
}

// Whatever a renderer writes, the screen is the same without what is left out, also where a frame comes in pieces.
func TestKeepPenPaintsTheSame(t *testing.T) {
	pieces := []string{"a", "b ", "\x1b[48;5;233m", "\x1b[48;5;209m", "\x1b[48;5;233m ", "\x1b[m\x1b[2;3H\x1b[48;5;209m", "\x1b[m", "\x1b[m", "\x1b[0m", "\x1b[31m", "\x1b[31m", "\x1b[1;48;5;237m", "\x1b[4m", "\x1b[2;3H", "\x1b[3;1H",
		"\x1b[H", "\x1b[K", "\n", "x\x1b[m\n\x1b[3G\x1b[31m", "\x1b[1;48;5;237mx\x1b[m\n\x1b[2G\x1b[1;48;5;237m", "xy\x1b[m\n\n\x1b[2D\x1b[31m", "\r", "\x1b[2C", "\x1b[?2026h", "\x1b]0;x\a", "漢"}
	rapid.Check(t, func(t *rapid.T) {
		whole, kept := vt.NewEmulator(8, 40), vt.NewEmulator(8, 40)
		for range rapid.IntRange(1, 3).Draw(t, "writes") {
			out := []byte(strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 12).Draw(t, "out"), ""))
			_, _ = whole.Write(out)
			_, _ = kept.Write(DropRedundantStyles(bytes.Clone(out)))
		}
		for y := range 40 {
			for x := range 8 {
				if a, b := whole.CellAt(x, y), kept.CellAt(x, y); !a.Equal(b) {
					t.Fatalf("cell %d,%d is %+v, want %+v", x, y, b, a)
				}
			}
		}
	})
}
