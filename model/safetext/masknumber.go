package safetext

import "unicode/utf8"

// A group is digits side by side.
type group struct {
	from, to int // in the text
	at, n    int // in numbers.digits
}

// maxGap is how many separators stand between two groups of one number at most: ") - ".
const maxGap = 3

// digitAt returns the value of the digit at the start of s, or -1, and the
// length of the rune there. People write numbers in the digits of their script.
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

// numbers are the groups of one run of digits.
type numbers struct {
	groups []group
	digits []byte // the values of all
}

// run reads the first run of digits at or after at and returns where to look
// for the next one. A run is groups with few separators between them; where it
// has to stay in one row, a line break ends it.
func (n *numbers) run(s string, at int, oneRow bool) int {
	n.groups, n.digits = n.groups[:0], n.digits[:0]
	for at < len(s) {
		d, size := digitAt(s[at:])
		if d >= 0 {
			break
		}
		at += size
	}
	for at < len(s) {
		if d, _ := digitAt(s[at:]); d < 0 {
			break
		}
		at = n.group(s, at)
		for range maxGap {
			if at == len(s) || oneRow && s[at] == '\n' {
				break
			}
			at += gapAt(s[at:])
		}
		if at < len(s) && at == n.groups[len(n.groups)-1].to {
			break
		}
	}
	return at
}

// group reads the group that starts at s[at] and returns its end.
func (n *numbers) group(s string, at int) int {
	g := group{from: at, at: len(n.digits)}
	for at < len(s) {
		d, size := digitAt(s[at:])
		if d < 0 {
			break
		}
		n.digits = append(n.digits, byte(d))
		at += size
	}
	g.to, g.n = at, len(n.digits)-g.at
	n.groups = append(n.groups, g)
	return at
}

// values returns the digits of some groups that follow each other.
func (n *numbers) values(gs []group) []byte {
	last := gs[len(gs)-1]
	return n.digits[gs[0].at : last.at+last.n]
}

// value is a group as a number, of its first nine digits.
func (n *numbers) value(g group) int {
	v := 0
	for _, d := range n.digits[g.at : g.at+min(g.n, 9)] {
		v = 10*v + int(d)
	}
	return v
}

// gap is what stands before group i, which is not the first one.
func gap(s string, gs []group, i int) string { return s[gs[i-1].to:gs[i].from] }

// uniform reports whether the same separator stands between all groups.
func uniform(s string, gs []group) bool {
	for i := 2; i < len(gs); i++ {
		if gap(s, gs, i) != gap(s, gs, 1) {
			return false
		}
	}
	return true
}

// sized reports whether the groups have these numbers of digits.
func sized(gs []group, sizes ...int) bool {
	if len(gs) != len(sizes) {
		return false
	}
	for i, n := range sizes {
		if gs[i].n != n {
			return false
		}
	}
	return true
}

// allSized reports whether every group has n digits.
func allSized(gs []group, n int) bool {
	for _, g := range gs {
		if g.n != n {
			return false
		}
	}
	return true
}

// isDate reports whether three groups are a day, in some order.
func (n *numbers) isDate(s string, gs []group) bool {
	if len(gs) != 3 || !uniform(s, gs) {
		return false
	}
	a, b, c := n.value(gs[0]), n.value(gs[1]), n.value(gs[2])
	switch {
	case gs[0].n == 4:
		return gs[1].n <= 2 && gs[2].n <= 2 && isDay(b, c)
	case gs[2].n == 4, sized(gs, 2, 2, 2) && gap(s, gs, 1) != " ":
		return gs[0].n <= 2 && gs[1].n <= 2 && (isDay(a, b) || isDay(b, a))
	}
	return false
}

func isDay(month, day int) bool { return month >= 1 && month <= 12 && day >= 1 && day <= 31 }
