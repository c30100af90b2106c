package acquire

import (
	"bytes"
	"strings"
)

// maxDepth is how deep lists and objects may be nested, as in encoding/json.
const maxDepth = 10_000

// isJSON reports whether a text is one JSON value with nothing but blanks around it. It
// accepts exactly what json.Valid does, but is faster, for json.Valid calls a function for
// each byte, which was two fifths of the time to decode an answer.
func isJSON(text []byte) bool {
	c := checker{scanner{text: text}}
	return c.check(0) && c.next() == 0 && c.at == len(text)
}

// A checker checks the syntax of a text that nothing has accepted yet. Of the scanner it
// uses only what skips blanks; each method reports whether what it skips is valid.
type checker struct{ scanner }

// accept skips the next byte if it is b, after blanks.
func (c *checker) accept(b byte) bool {
	if c.next() != b {
		return false
	}
	c.at++
	return true
}

// check checks a value inside depth lists and objects.
func (c *checker) check(depth int) bool {
	switch b := c.next(); b {
	case '"':
		return c.quoted()
	case '{', '[':
		return depth < maxDepth && c.nested(b == '{', depth+1)
	case 'n':
		return c.word("null")
	case 't':
		return c.word("true")
	case 'f':
		return c.word("false")
	default:
		return c.number()
	}
}

// nested checks an object or a list.
func (c *checker) nested(object bool, depth int) bool {
	end := byte(']')
	if object {
		end = '}'
	}
	c.at++
	if c.accept(end) {
		return true
	}
	for {
		if object && !(c.next() == '"' && c.quoted() && c.accept(':')) {
			return false
		}
		if !c.check(depth) {
			return false
		}
		if !c.accept(',') {
			return c.accept(end)
		}
	}
}

func (c *checker) word(w string) bool {
	ok := bytes.HasPrefix(c.text[c.at:], []byte(w))
	c.at += len(w)
	return ok
}

// special are the bytes that end a run of plain ones in a string.
var special = func() (t [256]bool) {
	for b := range ' ' {
		t[b] = true
	}
	t['"'], t['\\'] = true, true
	return t
}()

// quoted checks a string. Bytes that are not UTF-8 pass, as in json.Valid.
func (c *checker) quoted() bool {
	in, at := c.text, c.at+1
	for at < len(in) {
		if !special[in[at]] {
			at++
			continue
		}
		switch {
		case in[at] == '"':
			c.at = at + 1
			return true
		case in[at] != '\\' || at+1 == len(in):
			return false
		case in[at+1] == 'u':
			if at+6 > len(in) || !hex4(in[at+2:at+6]) {
				return false
			}
			at += 6
		case strings.IndexByte(`"\/bfnrt`, in[at+1]) < 0:
			return false
		default:
			at += 2
		}
	}
	return false
}

// hex4 reports whether all bytes are hexadecimal digits.
func hex4(in []byte) bool {
	for _, b := range in {
		if low := b | 0x20; (b < '0' || b > '9') && (low < 'a' || low > 'f') {
			return false
		}
	}
	return true
}

// number checks a number: -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
func (c *checker) number() bool {
	c.one("-")
	if !c.one("0") && !c.digits() {
		return false
	}
	if c.one(".") && !c.digits() {
		return false
	}
	if c.one("eE") {
		c.one("+-")
		return c.digits()
	}
	return true
}

// one skips the byte at hand if it is among some.
func (c *checker) one(some string) bool {
	if c.at == len(c.text) || strings.IndexByte(some, c.text[c.at]) < 0 {
		return false
	}
	c.at++
	return true
}

// digits skips digits, and reports whether there was one.
func (c *checker) digits() bool {
	from := c.at
	for c.at < len(c.text) && c.text[c.at]-'0' <= 9 {
		c.at++
	}
	return c.at > from
}
