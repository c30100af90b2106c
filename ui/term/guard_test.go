package term

import (
	"strings"
	"testing"
)

func TestSanitize(t *testing.T) {
	for in, want := range map[string]string{
		"": "",
		"a\nb │ é 漢 \x1b[1;38;2;255;0;10;48:5:7mx\x1b[m": "a\nb │ é 漢 \x1b[1;38;2;255;0;10;48:5:7mx\x1b[m",
		"\x1b":                "\ufffd",
		"\x1b[":               "\ufffd[",
		"\x1b[2J":             "\ufffd[2J",
		"\x1b[?1m":            "\ufffd[?1m",
		"\x1b]8;;e\a":         "\ufffd]8;;e\ufffd",
		"a\rb\tc\x7f":         "a\ufffdb\ufffdc\ufffd",
		"\u009b2J":            "\ufffd2J",
		"\x9b\xe2":            "\ufffd\ufffd",
		"\u202ea\u2066\u200b": "\ufffda\ufffd\ufffd",
		"\ufffd":              "\ufffd",
	} {
		if got := sanitize(in); got != want {
			t.Errorf("sanitize(%q) = %q, want %q", in, got, want)
		}
		if got := sanitize(sanitize(in)); got != want {
			t.Errorf("sanitize(%q) twice = %q, want %q", in, got, want)
		}
	}
}

func BenchmarkSanitize(b *testing.B) {
	frame := strings.Repeat("\x1b[38;2;200;200;200mHello, where is my order? │\x1b[m  ", 500)
	b.SetBytes(int64(len(frame)))
	for b.Loop() {
		sanitize(frame)
	}
}
