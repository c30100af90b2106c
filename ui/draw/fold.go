package draw

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold removes differences that people ignore when they search: case, accents, letters that are typed without
// their stroke (ł, ø, đ, ß, æ, ı), full and half width, kinds of quotes and dashes, digits of other scripts, and
// runs of white space and line breaks, which become one space. Apply it to both the query and the text.
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

// plain reports whether folding s changes only its case.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= utf8.RuneSelf || c == ' ' && i > 0 && s[i-1] == ' ' {
			return false
		}
	}
	return true
}

// alike maps letters and signs that do not decompose to how they are typed on keyboards that lack them.
var alike = map[rune]string{
	'ł': "l", 'ø': "o", 'đ': "d", 'ð': "d", 'ħ': "h", 'ŧ': "t", 'ı': "i", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ς': "σ",
	'‘': "'", '’': "'", '‚': "'", 'ʼ': "'", '′': "'", '´': "'", '“': `"`, '”': `"`, '„': `"`, '«': `"`, '»': `"`,
	'‐': "-", '‑': "-", '‒': "-", '–': "-", '—': "-", '−': "-",
}

// digit returns the ASCII digit for a digit of any script. Unicode has them in rows of ten from 0 on.
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
