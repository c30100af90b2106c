package safetext

import (
	"slices"
	"strings"
	"testing"
)

func seed(f *testing.F, add func(string)) {
	f.Helper()
	for _, tt := range slices.Concat(textTable(), htmlTable()) {
		add(tt.raw[:min(len(tt.raw), 2000)])
	}
	for _, raw := range hostile(500) {
		add(raw)
	}
}

func FuzzClean(f *testing.F) {
	seed(f, func(s string) { f.Add(s) })
	f.Fuzz(func(t *testing.T, raw string) {
		checkSafe(t, raw, Clean(raw))
		line := Line(raw)
		checkSafe(t, raw, line)
		if s := line.String(); strings.Contains(s, "\n") || len(s) > maxLine || Line(s).String() != s {
			t.Errorf("Line(%q) = %q, again %q", raw, s, Line(s).String())
		}
	})
}

func FuzzHTML(f *testing.F) {
	seed(f, func(s string) { f.Add(s) })
	f.Fuzz(func(t *testing.T, raw string) {
		checkSafe(t, raw, CleanHTML(raw))
		checkASCII(t, raw)
	})
}

func FuzzWrap(f *testing.F) {
	seed(f, func(s string) { f.Add(s, 5) })
	f.Fuzz(func(t *testing.T, raw string, width int) {
		width %= 200
		text := Clean(raw)
		checkWrap(t, text, width)
		checkWrap(t, CleanHTML(raw), width)
		for line := range strings.SplitSeq(text.s, "\n") {
			if singleASCII(line) && strings.Trim(line, " ") != "" {
				checkLongWay(t, line, max(1, width))
			}
		}
	})
}

// FuzzUnmarshal reads forged recordings: the input, and the input inside each kind of mark.
func FuzzUnmarshal(f *testing.F) {
	seed(f, func(s string) {
		f.Add([]byte(s))
		f.Add([]byte(CleanHTML(s).s))
	})
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, raw := range [][]byte{b, slices.Concat([]byte(noticeOpen), b, []byte(markClose)), slices.Concat([]byte(pictureOpen), b, []byte(markClose))} {
			var text Text
			if err := text.UnmarshalText(raw); err != nil {
				t.Errorf("UnmarshalText(%q): %v", raw, err)
			}
			checkSafe(t, string(raw), text)
		}
	})
}
