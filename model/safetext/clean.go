package safetext

import (
	"strings"
	"unicode/utf8"
)

const (
	maxMarks     = 4 // combining marks on a base
	maxRawMarks  = 8 // the same before NFC; far below the 30 at which norm would insert joiners
	maxJoiners   = 2 // joiners on a base that are ordinary writing: a skin tone and a ZWJ
	dottedCircle = "\u25cc"
)

// A cleaner applies the policy to text that arrives in parts, with marks of ours between them. Parts must not be
// cut inside a character.
type cleaner struct {
	out     []byte
	delims  int  // bytes of out that are delimiters
	limit   int  // bytes of String()
	room    int  // bytes of input that may still be read
	oneLine bool // a line break is a blank
	trusted bool // reading the output of MarshalText: marks are accepted if this package can have written them

	breaks    int  // line breaks, including those past the last row
	full      bool // no row is left
	endsBreak bool // once full: the last character was a line break
	hidden    int  // characters that were dropped and counted
	cut       int  // bytes of input not read
	removed   bool // something was dropped that ordinary text does not need
	composed  bool // NFC is needed
	combined  bool // combining marks have to be counted after it

	based    bool // a combining mark has a base
	foreign  bool // the base accepts joiners: it is not an ASCII letter
	marks    int  // combining marks on the base
	joiners  int  // joiners on the base
	half     rune // first half of a flag, or first letter of a syllable, still incomplete; or 0
	pictures int  // len(out) where the last picture ended
}

func newCleaner(size, limit int) *cleaner {
	size = min(size, limit)
	return &cleaner{limit: limit, room: limit, out: make([]byte, 0, size+size/4+32)}
}

// text adds a part of the sender's text.
func (c *cleaner) text(s string) {
	s = c.limitInput(s)
	for s != "" {
		if c.full {
			c.countBreaks(s)
			return
		}
		if len(c.out)-c.delims > c.limit {
			c.room = 0
			c.cut += len(s)
			return
		}
		n := plainPrefix(s)
		if n > 0 {
			n = c.plain(s[:n])
		} else {
			n = c.next(s)
		}
		s = s[n:]
	}
}

// limitInput cuts s to what the limit still allows.
func (c *cleaner) limitInput(s string) string {
	if len(s) <= c.room {
		c.room -= len(s)
		return s
	}
	n := c.room
	for range min(n, utf8.UTFMax-1) { // no further back: what is not UTF-8 has no edges
		if utf8.RuneStart(s[n]) {
			break
		}
		n--
	}
	c.room = 0
	c.cut += len(s) - n
	return s[:n]
}

// plain adds a run from plainPrefix and returns how much of it fitted.
func (c *cleaner) plain(s string) int {
	c.flush()
	n := strings.Count(s, "\n")
	if c.breaks+n >= maxRows {
		n = maxRows - 1 - c.breaks
		s = s[:indexBreak(s, n)]
		c.full = true
	}
	c.breaks += n
	c.out = append(c.out, s...)
	if s != "" {
		r, _ := utf8.DecodeLastRuneInString(s)
		c.setBase(r)
	}
	return len(s)
}

// indexBreak returns where in s the LF after n others stands.
func indexBreak(s string, n int) int {
	at := 0
	for range n {
		at += strings.IndexByte(s[at:], '\n') + 1
	}
	return at + strings.IndexByte(s[at:], '\n')
}

// next adds the first character of s and returns its length, or 0 where no row is left.
func (c *cleaner) next(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && size == 1 {
		c.picture("\ufffd")
		return invalidPrefix(s)
	}
	if r == '\r' && len(s) > 1 && s[1] == '\n' {
		return 1
	}
	if c.trusted && s[0] == privateLead {
		if n := c.region(s); n > 0 {
			return n
		}
	}
	if classify(r) == lineBreak && !c.oneLine && c.breaks == maxRows-1 {
		c.full = true
		return 0
	}
	c.char(r)
	return size
}

func invalidPrefix(s string) int {
	n := 0
	for n < len(s) {
		if r, size := utf8.DecodeRuneInString(s[n:]); r != utf8.RuneError || size > 1 {
			break
		}
		n++
	}
	return n
}

// char adds a character as its class says.
func (c *cleaner) char(r rune) {
	switch classify(r) {
	case keep:
		c.emit(r)
	case lineBreak:
		if c.oneLine {
			c.emit(' ')
			return
		}
		c.breaks++
		c.emit('\n')
	case tab:
		c.emit(' ')
		c.out = append(c.out, "   "...)
	case blank:
		c.emit(' ')
	case control:
		c.picture(pictureOf(r))
	case named:
		c.picture(nameOf(r))
	case combining:
		c.combine(r)
	case regional:
		c.flag(r)
	case jamo:
		c.syllable(r)
	case joiner:
		c.join()
	case dropped:
		c.hidden++
		c.removed = true
	default:
		c.picture("\ufffd")
	}
}

func (c *cleaner) emit(r rune) {
	c.flush()
	c.out = utf8.AppendRune(c.out, r)
	c.composed = c.composed || r >= utf8.RuneSelf
	c.setBase(r)
}

func (c *cleaner) setBase(r rune) {
	c.based = r > ' '
	c.foreign = r >= utf8.RuneSelf || r >= '0' && r <= '9' || r == '#' || r == '*'
	c.marks, c.joiners = 0, 0
}

// combine adds a combining mark. Without a base of its own it gets a dotted circle, or else it would join our
// gutter or a mark of ours.
func (c *cleaner) combine(r rune) {
	c.flush()
	if !c.based {
		c.out = append(c.out, dottedCircle...)
		c.setBase('\u25cc')
	}
	c.composed, c.combined = true, true
	c.marks++
	if c.marks > maxRawMarks {
		c.hidden++
		return
	}
	c.out = utf8.AppendRune(c.out, r)
}

// flag keeps regional indicators in pairs; an odd one becomes its letter.
func (c *cleaner) flag(r rune) {
	if isJamo(c.half) {
		c.flush()
	}
	if c.half == 0 {
		c.half = r
		return
	}
	first := c.half
	c.half = 0
	c.out = utf8.AppendRune(c.out, first)
	c.emit(r)
}

// flush writes an incomplete flag or syllable.
func (c *cleaner) flush() {
	if c.half == 0 {
		return
	}
	half := c.half
	c.half = 0
	if isJamo(half) {
		c.picture(nameOf(half))
		return
	}
	letter := 'A' + half - 0x1f1e6
	c.out = utf8.AppendRune(c.out, letter)
	c.setBase(letter)
}

// join drops a joiner. Emoji and Persian need them, so the first ones on a base that accepts joiners are not
// counted; more than that can carry hidden data.
func (c *cleaner) join() {
	c.joiners++
	if c.half != 0 || c.based && c.foreign && c.joiners <= maxJoiners {
		return
	}
	c.hidden++
	c.removed = true
}

// countBreaks counts line breaks after the last row.
func (c *cleaner) countBreaks(s string) {
	c.endsBreak = false
	for _, b := range [...]string{"\n", "\u0085", "\u2028", "\u2029"} {
		c.breaks += strings.Count(s, b)
		c.endsBreak = c.endsBreak || strings.HasSuffix(s, b)
	}
}

// oneRow replaces every line break that plainPrefix would accept by a space.
func oneRow(raw string) string {
	if strings.IndexByte(raw, '\n') < 0 {
		return raw
	}
	return strings.ReplaceAll(strings.ReplaceAll(raw, "\r\n", " "), "\n", " ")
}
