package safetext

import "unicode/utf8"

const (
	minMaskedDigits = 7 // the shortest local phone numbers
	minCardDigits   = 13
	maxCardDigits   = 19 // ISO/IEC 7812
	shownCardDigits = 4
)

// maxGap is the maximum number of separators between two groups of one number: ") - ".
const maxGap = 3

// numbers masks the long numbers of a stretch of plain text.
func (m *masker) numbers(s string) {
	done := 0
	for at := 0; at < len(s); {
		at = m.run.read(s, at)
		if len(m.run.digits) < minMaskedDigits {
			continue
		}
		m.out = append(m.out, s[done:m.run.from]...)
		m.mark(m.run.mark())
		done = afterMarks(s, m.run.to)
	}
	m.out = append(m.out, s[done:]...)
}

// A digitRun is a number as people write it: groups of digits with few separators between them, possibly on
// several rows.
type digitRun struct {
	from, to int    // in the text
	digits   []byte // the values of all
	bounds   []int  // where in digits each group starts, and where the last one ends
}

// mark returns the mask for the run: a card if some of its groups have the length and the check digit of one. The
// rest of the run, such as the expiry date and the code, is masked with it.
func (n *digitRun) mark() string {
	for i, from := range n.bounds {
		for _, to := range n.bounds[i+1:] {
			if to-from > maxCardDigits {
				break
			}
			if card := n.digits[from:to]; len(card) >= minCardDigits && luhn(card) {
				return maskCardOpen + ascii(card[len(card)-shownCardDigits:]) + maskCardClose
			}
		}
	}
	return maskNumber
}

// ascii writes digits.
func ascii(values []byte) string {
	text := make([]byte, len(values))
	for i, d := range values {
		text[i] = '0' + d
	}
	return string(text)
}

// luhn reports whether the last digit is the correct check digit (ISO/IEC 7812, annex B).
func luhn(digits []byte) bool {
	sum := 0
	for i, d := range digits {
		v := int(d)
		if (len(digits)-i)%2 == 0 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}

// read reads the first run of digits at or after at and returns where to continue.
func (n *digitRun) read(s string, at int) int {
	n.digits, n.bounds = n.digits[:0], n.bounds[:0]
	for at < len(s) {
		d, size := digitAt(s[at:])
		if d >= 0 {
			break
		}
		at += size
	}
	n.from, n.to = at, at
	for at < len(s) {
		if d, _ := digitAt(s[at:]); d < 0 {
			break
		}
		at = n.group(s, at)
		for range maxGap {
			if at == len(s) {
				break
			}
			at += gapAt(s[at:])
		}
		if at < len(s) && at == n.to {
			break
		}
	}
	n.bounds = append(n.bounds, len(n.digits))
	return at
}

// group reads the adjacent digits that start at s[at] and returns their end.
func (n *digitRun) group(s string, at int) int {
	n.bounds = append(n.bounds, len(n.digits))
	for at < len(s) {
		d, size := digitAt(s[at:])
		if d < 0 {
			break
		}
		n.digits = append(n.digits, byte(d))
		at += size
	}
	n.to = at
	return at
}

// digitAt returns the value of the digit at the start of s, or -1, and the length of the rune there. People use
// the digits of their script.
func digitAt(s string) (value, size int) {
	if c := s[0]; c < utf8.RuneSelf {
		if c >= '0' && c <= '9' {
			return int(c - '0'), 1
		}
		return -1, 1
	}
	r, size := utf8.DecodeRuneInString(s)
	for _, zero := range [...]rune{0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xbe6, 0xe50, 0xff10} {
		if r >= zero && r <= zero+9 {
			return int(r - zero), size
		}
	}
	return -1, size
}

// gapAt returns the length of the separator at the start of s, 0 where there is none.
func gapAt(s string) int {
	switch s[0] {
	case ' ', '-', '.', '/', '(', ')', '\n':
		return 1
	}
	if s[0] < utf8.RuneSelf {
		return 0
	}
	switch r, size := utf8.DecodeRuneInString(s); r {
	case 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0x30fc, 0xff08, 0xff09, 0xff0d, 0xff0e: // dashes, and what is full-width
		return size
	}
	return 0
}
