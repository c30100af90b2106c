package cli

import (
	"bytes"
	"unicode/utf8"

	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// A lineFilter skips lines of a recording that cannot match, without decoding them. It searches a line's bytes for
// the query's longest run of ASCII letters and digits, which JSON writes unescaped. The zero lineFilter skips nothing.
type lineFilter struct {
	word       string // folded
	passedOver bool   // a line with messages was skipped
	low        []byte // the line in lower case
}

// newLineFilter returns the filter for words as searchWords returns them.
func newLineFilter(words []string) lineFilter {
	var f lineFilter
	for _, folded := range words {
		for from, i := 0, 0; i <= len(folded); i++ {
			if i < len(folded) && isWordByte(folded[i]) {
				continue
			}
			if i-from > len(f.word) {
				f.word = folded[from:i]
			}
			from = i + 1
		}
	}
	return f
}

func isWordByte(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

// wants reports whether a line may contain the word. It accepts every line with escaped letters or with safetext's
// marks, whose text differs from its bytes.
func (f *lineFilter) wants(line []byte) bool {
	if f.word == "" || f.mayHold(line) {
		return true
	}
	f.passedOver = f.passedOver || bytes.Contains(line, []byte(`"messages":[`))
	return false
}

func (f *lineFilter) mayHold(line []byte) bool {
	f.low = append(f.low[:0], line...)
	plain, escaped := true, false
	for i, c := range f.low {
		switch {
		case c >= 'A' && c <= 'Z':
			f.low[i] = c + 'a' - 'A'
		case c == '\\':
			escaped = true
		case c >= utf8.RuneSelf:
			plain = false
		}
	}
	return bytes.Contains(f.low, []byte(f.word)) || escaped && hidesLetters(line) || !plain && f.inFoldedWord()
}

// hidesLetters reports whether a line has an escape that may stand for a letter or for an ignored character. Escapes
// of line breaks, quotes and HTML's special characters separate words.
func hidesLetters(line []byte) bool {
	for {
		i := bytes.IndexByte(line, '\\')
		if i < 0 || i+1 == len(line) {
			return false
		}
		rest := line[i:]
		switch rest[1] {
		case 'n', '"', '\\':
			line = rest[2:]
			continue
		}
		if len(rest) < 6 {
			return true
		}
		switch string(rest[:6]) {
		case `\u003c`, `\u003e`, `\u0026`:
			line = rest[6:]
			continue
		}
		return true
	}
}

// inFoldedWord searches for the word in the line's non-ASCII words, folded one by one: other ASCII characters separate
// them, so that this equals folding the whole text.
func (f *lineFilter) inFoldedWord() bool {
	plain, from := true, 0
	for i := 0; i <= len(f.low); i++ {
		if i < len(f.low) && (isWordByte(f.low[i]) || f.low[i] >= utf8.RuneSelf) {
			plain = plain && f.low[i] < utf8.RuneSelf
			continue
		}
		if !plain {
			word := f.low[from:i]
			if bytes.IndexByte(word, 0xee) >= 0 { // a mark, which only safetext can read: its letters and those next to it are one word
				return true
			}
			if folded := draw.Fold(safetext.Clean(string(word)).String()); bytes.Contains([]byte(folded), []byte(f.word)) {
				return true
			}
		}
		plain, from = true, i+1
	}
	return false
}
