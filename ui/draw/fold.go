package draw

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold makes alike what people take for the same when they look for it: case,
// accents, letters that are typed without their stroke (ł, ø, đ, ß, æ, ı), full
// and half width, kinds of quotes and dashes, digits of other scripts, and
// runs of white space and line breaks, which become one blank. What is looked for
// and what it is looked for in both go through it.
func Fold(s string) string {
	if plain(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, r := range norm.NFKD.String(s) {
		if unicode.IsSpace(r) {
			if !blank {
				b.WriteByte(' ')
			}
			blank = true
			continue
		}
		blank = false
		switch r = unicode.ToLower(r); {
		case r < utf8.RuneSelf:
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		case unicode.IsDigit(r):
			b.WriteRune(digit(r))
		case alike[r] != "":
			b.WriteString(alike[r])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plain reports whether only the case of s is to be folded.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= utf8.RuneSelf || c == ' ' && i > 0 && s[i-1] == ' ' {
			return false
		}
	}
	return true
}

// alike are letters and signs that do not decompose, as they are typed where a keyboard lacks them.
var alike = map[rune]string{
	'ł': "l", 'ø': "o", 'đ': "d", 'ð': "d", 'ħ': "h", 'ŧ': "t", 'ı': "i", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ς': "σ",
	'‘': "'", '’': "'", '‚': "'", 'ʼ': "'", '′': "'", '´': "'", '“': `"`, '”': `"`, '„': `"`, '«': `"`, '»': `"`,
	'‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-", '−': "-",
}

// digit is a digit of any script as one of ours. Unicode has them in rows of ten from 0 on.
func digit(r rune) rune {
	for _, row := range unicode.Nd.R16 {
		if rune(row.Lo) <= r && r <= rune(row.Hi) {
			return '0' + (r-rune(row.Lo))%10
		}
	}
	for _, row := range unicode.Nd.R32 {
		if rune(row.Lo) <= r && r <= rune(row.Hi) {
			return '0' + (r-rune(row.Lo))%10
		}
	}
	return r
}
