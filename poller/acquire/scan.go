package acquire

import (
	"bytes"
	"iter"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A scanner walks once over a text that json.Valid has accepted, so it need not
// check grammar or depth again and can be this small. It is there because
// encoding/json with a RawMessage a row, which is what it takes to lose one bad
// row and not the batch, is slower than the budget allows before the first
// value is understood.
type scanner struct {
	text []byte
	at   int

	stop  func() bool // asked now and then whether to take the text as ended; nil: never
	steps int         // elements and members walked over
}

// stepsAsked is how many steps lie between two questions to stop: a tenth of a millisecond.
const stepsAsked = 1024

// within returns a scanner of a part of the text, which stops as s does.
func (s *scanner) within(v value) *scanner { return &scanner{text: v, stop: s.stop} }

// A value is the text of one JSON value out of a valid text; nil where a member is missing.
type value []byte

// next skips blanks and returns the byte that the next value begins with, 0 at the end.
func (s *scanner) next() byte {
	for ; s.at < len(s.text); s.at++ {
		switch c := s.text[s.at]; c {
		case ' ', '\t', '\r', '\n':
		default:
			return c
		}
	}
	return 0
}

// value returns the next value and steps over it.
func (s *scanner) value() value {
	s.next()
	from := s.at
	s.skip()
	return value(s.text[from:s.at:s.at])
}

// skip steps over the next value.
func (s *scanner) skip() {
	switch s.next() {
	case '"':
		s.skipString()
	case '{', '[':
		s.skipNested()
	default:
		s.at = min(s.at+1, len(s.text)) // always onward, so that even a text that is not valid comes to an end
		for s.at < len(s.text) && !delimiter[s.text[s.at]] {
			s.at++
		}
	}
}

var delimiter = [256]bool{',': true, ':': true, '}': true, ']': true, ' ': true, '\t': true, '\r': true, '\n': true}

func (s *scanner) skipNested() {
	for depth := 0; s.at < len(s.text); {
		switch s.text[s.at] {
		case '"':
			s.skipString()
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		s.at++
		if depth == 0 {
			return
		}
	}
}

func (s *scanner) skipString() {
	s.at++ // the opening quote
	for {
		n := bytes.IndexByte(s.text[s.at:], '"')
		if n < 0 {
			s.at = len(s.text)
			return
		}
		quote := s.at + n
		first := quote
		for first > s.at && s.text[first-1] == '\\' {
			first--
		}
		s.at = quote + 1
		if (quote-first)%2 == 0 { // an even number of backslashes: they escape each other, not the quote
			return
		}
	}
}

// members walks over the next value's members if it is an object, and steps over
// it. At each key the scanner stands before the member's value; what the loop
// leaves of it is skipped. The loop must not be left early.
func (s *scanner) members() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		if s.next() != '{' {
			s.skip()
			return
		}
		s.at++
		for s.next() == '"' {
			key := s.value().key()
			s.next()
			s.at++ // the colon
			if !s.step(key, yield) {
				return
			}
		}
		s.at++
	}
}

// children walks over the elements of a list, with a nil key, or over the
// members of an object: PHP writes a list with a gap as an object.
func (s *scanner) children() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		if s.next() != '[' {
			s.members()(yield)
			return
		}
		s.at++
		for c := s.next(); c != ']' && c != 0; c = s.next() {
			if !s.step(nil, yield) {
				return
			}
		}
		s.at++
	}
}

// step yields one value and goes on to behind its comma.
func (s *scanner) step(key []byte, yield func([]byte) bool) bool {
	if s.steps++; s.steps%stepsAsked == 0 && s.stop != nil && s.stop() {
		s.at = len(s.text)
		return false
	}
	s.next()
	from := s.at
	if !yield(key) {
		return false
	}
	if s.at == from {
		s.skip()
	}
	if s.next() == ',' {
		s.at++
	}
	return true
}

// key returns a string's content, without a copy where it holds no escape.
func (v value) key() []byte {
	if len(v) < 2 {
		return nil
	}
	if in := v[1 : len(v)-1]; bytes.IndexByte(in, '\\') < 0 {
		return in
	}
	return []byte(v.text())
}

// text returns a string's content; "" for any other value. Bytes that are no
// UTF-8 stay as they are: package safetext knows what to do with them.
func (v value) text() string {
	if len(v) < 2 || v[0] != '"' {
		return ""
	}
	in := v[1 : len(v)-1]
	n := bytes.IndexByte(in, '\\')
	if n < 0 {
		return string(in)
	}
	var b strings.Builder
	b.Grow(len(in))
	for n >= 0 {
		b.Write(in[:n])
		in = unescape(&b, in[n+1:])
		n = bytes.IndexByte(in, '\\')
	}
	b.Write(in)
	return b.String()
}

// unescape writes the character whose escape's rest in begins with, and returns what follows.
func unescape(b *strings.Builder, in []byte) []byte {
	switch c := in[0]; c {
	case 'b', 'f', 'n', 'r', 't':
		b.WriteByte("\b\f\n\r\t"[strings.IndexByte("bfnrt", c)])
	case 'u':
		r, rest := unit(in), in[5:]
		if utf16.IsSurrogate(r) && len(rest) > 1 && rest[0] == '\\' {
			if pair := utf16.DecodeRune(r, unit(rest[1:])); pair != utf8.RuneError {
				b.WriteRune(pair)
				return rest[6:]
			}
		}
		b.WriteRune(r) // half a pair becomes U+FFFD
		return rest
	default: // the quote, the slash, the backslash
		b.WriteByte(c)
	}
	return in[1:]
}

// unit returns the number in a text that begins like "u0041", 0 for any other text.
func unit(in []byte) (r rune) {
	if len(in) < 5 || in[0] != 'u' {
		return 0
	}
	for _, c := range in[1:5] {
		switch {
		case c <= '9':
			c -= '0'
		default:
			c = c | 0x20 - 'a' + 10
		}
		r = r<<4 | rune(c)
	}
	return r
}
