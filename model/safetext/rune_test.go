package safetext

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/unicode/norm"
)

// The fast way may only accept what the long way keeps, and what NFC leaves
// alone whatever stands before it.
func TestPlainRune(t *testing.T) {
	n := 0
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		if !plainRune(r) {
			continue
		}
		n++
		if c := classify(r); c != keep {
			t.Errorf("%U: class %d, want keep", r, c)
		}
		p := norm.NFC.PropertiesString(string(r))
		if !p.BoundaryBefore() || norm.NFC.String(string(r)) != string(r) || p.CCC() != 0 {
			t.Errorf("%U changes under NFC", r)
		}
		if w := plainWidth(r); w > 0 && w != ansi.StringWidth(string(r)) {
			t.Errorf("%U: %d cells, want %d", r, w, ansi.StringWidth(string(r)))
		}
		for _, s := range []string{"a" + string(r), string(r) + "a", "\uac00" + string(r), "\U0001f469" + string(r)} {
			first, size := utf8.DecodeRuneInString(s)
			if cluster, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth); len(cluster) != size {
				t.Errorf("%q: first cluster %q, want %q", s, cluster, first)
			}
		}
	}
	if n < 30000 {
		t.Errorf("%d plain runes, want more than 30000", n)
	}
}

func TestPlainPrefix(t *testing.T) {
	for b := range 256 {
		want := b >= ' ' && b < 0x7f || b == '\n'
		for at := range 20 { // every place in the eight bytes that are looked at together
			s := strings.Repeat("a", at) + string([]byte{byte(b)}) + strings.Repeat("a", 12)
			if got := plainPrefix(s) == len(s); got != want {
				t.Errorf("byte %#x at %d: all plain = %v, want %v", b, at, got, want)
			}
			if got := plainPrefix(s); !want && got != at {
				t.Errorf("byte %#x at %d: prefix %d", b, at, got)
			}
			if got := singleASCII(s); got != (want && b != '\n') {
				t.Errorf("byte %#x at %d: singleASCII = %v", b, at, got)
			}
		}
	}
	if got := plainPrefix("жжжé\u0301"); got != 8 {
		t.Errorf("prefix before a combining mark = %d, want 8", got)
	}
}

// Every rune alone, and with neighbours that it may join.
func TestEveryRune(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if (classify(r) == bad || plainRune(r)) && r%101 != 0 { // a sample of the large areas
			continue
		}
		for _, raw := range []string{string(r), "e" + string(r) + "\u0301"} {
			s := Clean(raw).String()
			for _, got := range s {
				if got != '\n' && !unicode.IsGraphic(got) || unicode.Is(unicode.Me, got) {
					t.Errorf("%U in %q: %U passes", r, raw, got)
				}
			}
			if again := Clean(s).String(); again != s {
				t.Errorf("%q gives %q, again %q", raw, s, again)
			}
		}
	}
}

func TestClassify(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		c := classify(r)
		switch {
		case unicode.Is(unicode.Prepended_Concatenation_Mark, r) && c != named:
			t.Errorf("%U: class %d, want named", r, c)
		case unicode.Is(unicode.Variation_Selector, r) && c != joiner && c != dropped:
			t.Errorf("%U: class %d, want joiner or dropped", r, c)
		case unicode.Is(unicode.Bidi_Control, r) && c != named && c != dropped:
			t.Errorf("%U: class %d, want named or dropped", r, c)
		case unicode.Is(unicode.Noncharacter_Code_Point, r) && c != bad:
			t.Errorf("%U: class %d, want bad", r, c)
		}
	}
}
