package draw

import (
	"slices"
	"strings"
	"testing"
)

func TestWrapWords(t *testing.T) {
	st := NewTerminal().Style("dark", false, false)
	const text = "Before the first reply: now minus the first word."
	for w := 1; w < 60; w++ {
		lines := st.WrapWords(text, w)
		if got := strings.Join(lines, " "); got != text {
			t.Errorf("width %d: %q, want every word once", w, lines)
		}
		for i, l := range lines {
			if st.Width(l) > w && strings.Contains(l, " ") {
				t.Errorf("width %d: %q is too wide", w, l)
			}
			if i > 0 && st.Width(lines[i-1])+1+st.Width(strings.Fields(l)[0]) <= w {
				t.Errorf("width %d: %q has room for the next word", w, lines[i-1])
			}
		}
	}
	if got := st.WrapWords("", 9); !slices.Equal(got, []string{""}) {
		t.Errorf("nothing gives %q, want one empty line", got)
	}
}
