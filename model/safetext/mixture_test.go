package safetext

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// mixture is text of pieces that do something, which a fuzzer of bytes seldom puts side by side.
func mixture(rnd *rand.Rand) string {
	pieces := []string{
		"a", "b c", " ", "  ", "\n", "\r\n", "\r", "\t", "\x1b[", "\x07", "\x7f", "\u0085", "\u009b", "\xff", "\xe2\x80", "\xf0\x9f",
		"\u2028", "\u00a0", "\u3000", "\u202e", "\u2069", "\u200b", "\u200d", "\u200c", "\ufe0f", "\u00ad", "\U000e0041", "\u0600",
		"\u0301", "\u0323", "\u0338", "\u0344", "\u20dd", "\u20e3", "\u0e33", "\u0e01", "\uff9e", "\uff76", "\u093f", "\u0915", "\u094d",
		"\u1100", "\u1161", "\u11a8", "\uac00", "\u1160", "\u0958", "\u212b", "\u1e9b\u0323", "\u00e9", "\u01d6", "\u0d4e", "\u0430", "жя",
		"你", "，", "（", "\U0001f600", "\U0001f3fd", "\U0001f1fa", "\U0001f1f8", "\u2764", "\ufdfd", "\ufffd", "\ufdd0", "\u241b", "\u25cc",
		"\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue000\u2407\ue003", "\ue002(\ue003", "\ue001<8 hidden>\ue003",
		"<", ">", "<b>", "</b>", "<p>", "<br>", "<pre>", "</pre>", "<td>", "<foo>", "<a href=", `<a href="http://é/">`, "</a>", `"`, "'", "=",
		"<img alt=x>", "<script>", "</script>", "<!--", "-->", "&", "&amp;", "&#27;", "&#10;", "&nbsp;", ";", "&#x202e;", "http://x@y/",
		"<U+202E>", "<9 hidden>", "... (+1 bytes)",
	}
	var b strings.Builder
	for range 1 + rnd.IntN(24) {
		p := pieces[rnd.IntN(len(pieces))]
		n := 1
		switch rnd.IntN(200) {
		case 0:
			n = 1 + rnd.IntN(8000)
		case 1, 2, 3:
			n = 1 + rnd.IntN(300)
		case 4, 5, 6, 7, 8, 9, 10, 11:
			n = 2 + rnd.IntN(10)
		}
		b.WriteString(strings.Repeat(p, n))
	}
	return b.String()
}

func TestMixtures(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		raw := mixture(rnd)
		for _, text := range []Text{Clean(raw), CleanHTML(raw), Line(raw)} {
			checkSafe(t, raw, text)
			checkWrap(t, text, 1+rnd.IntN(30))
		}
		var text Text
		if err := text.UnmarshalText([]byte(raw)); err != nil {
			t.Errorf("UnmarshalText(%q): %v", raw, err)
		}
		checkSafe(t, raw, text)
		if t.Failed() {
			return
		}
	}
}
