package draw

import (
	"slices"
	"strings"
	"testing"
)

func TestWrapWords(t *testing.T) {
	lk := NewTerminal().Style("dark", false, false)
	const text = "Before the first reply: now minus the first word."
	for w := 1; w < 60; w++ {
		lines := lk.WrapWords(text, w)
		if got := strings.Join(lines, " "); got != text {
			t.Errorf("width %d: %q, want every word once", w, lines)
		}
		for i, l := range lines {
			if lk.Width(l) > w && strings.Contains(l, " ") {
				t.Errorf("width %d: %q is too wide", w, l)
			}
			if i > 0 && lk.Width(lines[i-1])+1+lk.Width(strings.Fields(l)[0]) <= w {
				t.Errorf("width %d: %q has room for the next word", w, lines[i-1])
			}
		}
	}
	if got := lk.WrapWords("", 9); !slices.Equal(got, []string{""}) {
		t.Errorf("nothing gives %q, want one empty line", got)
	}
}
