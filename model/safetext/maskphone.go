package safetext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// phones masks the phone numbers of a stretch.
func (m *masker) phones(t stretch) {
	done := 0
	for at := 0; at < len(t.s); {
		at = m.phone.run(t.s, at, true)
		gs := m.phone.groups
		for i := 0; i < len(gs); i++ {
			c := m.phone.candidate(t, done, i)
			n := m.phone.phoneAt(c)
			if n == 0 {
				continue
			}
			m.out = append(m.out, t.s[done:c.start(gs[i:i+n])]...)
			m.mark(maskPhone)
			i += n - 1
			done = afterMarks(t.s, gs[i].to)
			t.phoned = true
		}
	}
	m.out = append(m.out, t.s[done:]...)
}

// A candidate is a group at which a phone number may start.
type candidate struct {
	t     stretch
	done  int // bytes of t.s that a mark stands for already
	i     int // the group
	from  int // where it starts: at the plus sign or the bracket before the group
	plus  bool
	paren bool
}

func (n *numbers) candidate(t stretch, done, i int) candidate {
	c := candidate{t: t, done: done, i: i, from: n.groups[i].from}
	for range 2 {
		r, size := utf8.DecodeLastRuneInString(t.s[done:c.from])
		switch {
		case isOpen(r) && !c.paren:
			c.paren = true
		case isPlus(r) && !c.plus:
			c.plus = true
		default:
			return c
		}
		c.from -= size
	}
	return c
}

func isOpen(r rune) bool { return r == '(' || r == '\uff08' }
func isPlus(r rune) bool { return r == '+' || r == '\uff0b' }

// start is where the mark starts: a bracket that closes after the number stays.
func (c *candidate) start(gs []group) int {
	s := c.t.s
	if len(gs) > 1 && strings.ContainsAny(s[gs[0].to:gs[len(gs)-1].from], ")\uff09") {
		return c.from
	}
	if r, size := utf8.DecodeRuneInString(s[c.from:]); isOpen(r) {
		return c.from + size
	}
	return c.from
}

// phoneAt returns how many groups from the candidate's on are a phone number, 0 if none are.
func (n *numbers) phoneAt(c candidate) int {
	gs := n.groups[c.i:]
	if !c.startsWord(gs, n.groups) {
		return 0
	}
	most, digits := 0, 0
	for most < len(gs) && digits+gs[most].n <= maxPhoneDigits+2 {
		digits += gs[most].n
		most++
	}
	said := noCue
	looked := false
	for k := most; k > 0 && digits >= minPhoneDigits; k-- {
		if c.endsWord(gs, k) {
			if !looked {
				said, looked = cueBefore(c.t.s[c.done:c.from], c.t.phoned), true
			}
			if n.isPhone(&c, gs[:k], said) {
				return k
			}
		}
		digits -= gs[k-1].n
	}
	return 0
}

// startsWord reports whether a number can start at the candidate: not inside a
// word, a link, a price or another number.
func (c *candidate) startsWord(gs, all []group) bool {
	s := c.t.s[c.done:c.from]
	if c.i > 0 && all[c.i-1].to >= c.done && !c.plus {
		return strings.ContainsAny(c.t.s[all[c.i-1].to:gs[0].from], " /")
	}
	r, size := utf8.DecodeLastRuneInString(s)
	if size == 0 {
		return true
	}
	_, isDigit := lastDigit(s)
	before, _ := utf8.DecodeLastRuneInString(s[:len(s)-size])
	switch {
	case c.plus:
		return !isDigit
	case isDigit, strings.ContainsRune("#$€£¥₹_=@%&/\\", r), alphabetic(r):
		return false
	case r == ':' || r == ',':
		_, afterDigit := lastDigit(s[:len(s)-size])
		return !afterDigit
	case r == '-' || r == '.' || r == '\'':
		return !alphabetic(before) || cueBefore(s, false) == phoneWord
	}
	return true
}

// endsWord reports whether a number can end with the first k groups.
func (c *candidate) endsWord(gs []group, k int) bool {
	to := gs[k-1].to
	if k < len(gs) {
		if next := c.t.s[to:gs[k].from]; !strings.ContainsAny(next, " /") {
			return false
		}
	}
	after := c.t.s[to:]
	if after == "" {
		return true
	}
	r, size := utf8.DecodeRuneInString(after)
	follows := after[size:]
	next, _ := utf8.DecodeRuneInString(follows)
	switch {
	case strings.ContainsRune("%€$£¥₹°_@=&#", r), alphabetic(r):
		return false
	case r == ':' || r == ',':
		return follows == "" || !startsDigit(follows)
	case r == '-':
		return !alphabetic(next)
	}
	return true
}

// isFileName reports ".pdf" after the number.
func (c *candidate) isFileName(gs []group) bool {
	after := c.t.s[gs[len(gs)-1].to:]
	if len(gs) > 1 || len(after) < 2 || after[0] != '.' {
		return false
	}
	return alphabetic(rune(after[1]))
}

// fillsRow reports whether there is nothing else in the row but punctuation.
func (c *candidate) fillsRow(gs []group) bool {
	const punctuation = " .,!?:;()"
	left := strings.TrimRight(c.t.s[c.done:c.from], punctuation)
	right := strings.TrimLeft(c.t.s[gs[len(gs)-1].to:], punctuation)
	starts := left == "" && c.done == 0 && c.t.first || strings.HasSuffix(left, "\n")
	ends := right == "" && c.t.last || strings.HasPrefix(right, "\n")
	return starts && ends
}

// alphabetic reports letters of scripts that put blanks around a number.
func alphabetic(r rune) bool { return r < 0x2e80 && unicode.IsLetter(r) }

func startsDigit(s string) bool {
	d, _ := digitAt(s)
	return d >= 0
}

// lastDigit returns the value of the digit at the end of s.
func lastDigit(s string) (value int, ok bool) {
	r, size := utf8.DecodeLastRuneInString(s)
	if size == 0 {
		return 0, false
	}
	d, _ := digitAt(string(r))
	return d, d >= 0
}
