package safetext

import (
	"strings"
	"testing"
)

func TestMaskName(t *testing.T) {
	for _, tt := range []struct{ name, raw, want string }{
		{"Ana Lima", "Hello Ana, ANA! Ms. Lima's parcel", "Hello ⟦[name]⟧, ⟦[name]⟧! Ms. ⟦[name]⟧'s parcel"},
		{"Ana Lima", "Anabel and banana", "Anabel and banana"},
		{"Li de Roo", "Li, li and de, Roo", "⟦[name]⟧, li and de, ⟦[name]⟧"},
		{"佐久間 結衣", "佐久間様、結衣さん", "⟦[name]⟧様、⟦[name]⟧さん"},
		{"김민준", "김민준님, 안녕하세요", "⟦[name]⟧님, 안녕하세요"},
		{"Jürgen", "lieber JÜRGEN", "lieber ⟦[name]⟧"},
		{"\u0939\u0930\u093f\u0936", "\u0939\u0930\u093f\u0936!", "⟦[name]⟧!"},
		{"", "Hello", "Hello"},
		{"123 !", "Hello 123", "Hello 123"},
		{"Ana\x1bBob", "Bob\x1bAna", "⟦[name]⟧⟦\u241b⟧⟦[name]⟧"},
		{"name", "the [name] is", "the [⟦[name]⟧] is"},
	} {
		text := Clean(tt.raw).MaskName(Line(tt.name))
		if got := strings.ReplaceAll(bracketed(text), "⟧⟦", ""); got != strings.ReplaceAll(tt.want, "⟧⟦", "") {
			t.Errorf("%q to %q: %q, want %q", tt.raw, tt.name, got, tt.want)
		}
		checkRoundTrip(t, tt.raw, text)
		if again := text.MaskName(Line(tt.name)); again != text {
			t.Errorf("%q to %q again: %q", tt.raw, tt.name, again)
		}
	}
}
