package acquire

import (
	"bytes"
	"iter"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A scanner scans a text once that isJSON has accepted, so it need not check syntax
// or depth and can be small. It exists because encoding/json with a RawMessage per row,
// which is needed to drop one bad row and not all, is too slow for the budget.
type scanner struct {
	text []byte
	at   int

	stop  func() bool // called now and then; true ends the text; nil: never
	steps int         // elements and members scanned
}

// stepsAsked is how many steps are between two calls of stop: a tenth of a millisecond.
const stepsAsked = 1024

// within returns a scanner of a part of the text, with the same stop.
func (s *scanner) within(v value) *scanner { return &scanner{text: v, stop: s.stop} }

// mayBeEmpty reports whether the next value is null or {}, which stand for an empty list.
func (s *scanner) mayBeEmpty() bool {
	c := s.next()
	return c == 'n' || c == '{' && (&scanner{text: s.text, at: s.at + 1}).next() == '}'
}

// A value is the text of one JSON value in a valid text; nil for a missing member.
type value []byte

// next skips blanks and returns the first byte of the next value, 0 at the end.
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

// value returns the next value and skips it.
func (s *scanner) value() value {
	s.next()
	from := s.at
	s.skip()
	return value(s.text[from:s.at:s.at])
}

// skip skips the next value.
func (s *scanner) skip() {
	switch s.next() {
	case '"':
		s.skipString()
	case '{', '[':
		s.skipNested()
	default:
		s.at = min(s.at+1, len(s.text)) // always advance, so that an invalid text ends too
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

// members iterates over the members of the next value if it is an object, and skips the
// value. At each key the scanner is at the member's value, which the loop may read. The
// loop must not end early.
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

// children iterates over a list's elements, with a nil key, or an object's members: PHP
// writes a list with a gap as an object.
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

// step yields one value and advances past its comma.
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

// key returns a string's content, without copying if it has no escapes.
func (v value) key() []byte {
	if len(v) < 2 {
		return nil
	}
	if in := v[1 : len(v)-1]; bytes.IndexByte(in, '\\') < 0 {
		return in
	}
	return []byte(v.text())
}

// text returns a string's content; "" for any other value. Invalid UTF-8 is unchanged:
// package safetext handles it.
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

// unescape writes the character of the escape at the start of in, after its backslash, and returns the rest.
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

// unit returns the number in a text like "u0041…", 0 for any other text.
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
