package safetext

import (
	"strings"
	"testing"
)

func TestASCII(t *testing.T) {
	for _, tt := range []struct{ raw, want string }{
		{"", ""},
		{"Hello [31m", "Hello [31m"},
		{"\x1b[2J\x07\x00\x7f", "⟦^[⟧[2J⟦^G^@^?⟧"},
		{"\u009b31m", "⟦^[[⟧31m"},
		{"a\xffb\ue000", "a⟦?⟧b⟦?⟧"},
		{"moc\u202e", "moc⟦<U+202E>⟧"},
		{"Zo\u00eb and Nguy\u1ec5n", "Zoe and Nguyen"},
		{"Kofi \u00d8sterg\u00e5rd, \u0141\u00f3d\u017a, Y\u0131lmaz, Stra\u00dfe, \u00c6gir", "Kofi Ostergard, Lodz, Yilmaz, Strasse, AEgir"},
		{"\u2018\u201c\u2013\u2026", "'\"-..."},
		{"\u041b31m \u6f22", "?31m ?"},
		{"\u241b[31m", "?[31m"},
		{"e\u0301\n\u0915\u094d\u0937\u093f", "e\n??"},
		{strings.Repeat("\u200b", 9) + "x", "x ⟦<9 hidden>⟧"},
	} {
		text := Clean(tt.raw)
		got := text.ASCII()
		if bracketed(got) != tt.want {
			t.Errorf("Clean(%q).ASCII() = %q, want %q", tt.raw, bracketed(got), tt.want)
		}
		if got.Marked() != text.Marked() {
			t.Errorf("Clean(%q).ASCII() has another badge than Clean(%q)", tt.raw, tt.raw)
		}
	}
	for _, tt := range append(textTable(), htmlTable()...) {
		checkASCII(t, tt.raw)
	}
}

func checkASCII(t *testing.T, raw string) {
	t.Helper()
	got := CleanHTML(raw).ASCII()
	for _, r := range got.String() {
		if r != '\n' && (r < ' ' || r > '~') {
			t.Errorf("%.80q: %U in %.80q", raw, r, got)
		}
	}
	if len(got.String()) > maxBody || got.ASCII() != got {
		t.Errorf("%.80q: %d bytes, and again %.80q, want %.80q", raw, len(got.String()), got.ASCII(), got)
	}
	got.Wrap(10)
	got.Truncate(10)
}
