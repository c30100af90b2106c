package safetext

import "strings"

// Digits of phone numbers. E.164 allows fifteen after the plus sign.
const (
	maxPhoneDigits    = 15
	minPlusDigits     = 8
	minZeroZeroDigits = 11
	minTrunkDigits    = 9
	maxTrunkDigits    = 12
	minParenDigits    = 9
)

// isPhone reports whether the groups, which stand free, are a phone number.
func (n *numbers) isPhone(c *candidate, gs []group, said cue) bool {
	s, digits := c.t.s, n.values(gs)
	switch {
	case c.plus:
		return n.isPlusPhone(s, gs)
	case n.isBracketPhone(c, gs):
		return true
	case said == orderWord:
		return false
	case n.isZeroZeroPhone(gs), n.isTrunkPhone(s, gs), n.isNationalPhone(s, gs):
		return !c.isFileName(gs)
	case said == phoneWord:
		return n.isSomePhone(s, gs) && !c.isFileName(gs)
	case c.fillsRow(gs):
		single := len(gs) == 1
		return n.isSomePhone(s, gs) && len(digits) <= maxTrunkDigits &&
			(single && len(digits) == 10 && digits[0] > 1 || single && len(digits) == 11 || !single && len(digits) >= minTrunkDigits)
	}
	return false
}

// isPlusPhone: +49 170 1234567.
func (n *numbers) isPlusPhone(s string, gs []group) bool {
	digits := n.values(gs)
	switch {
	case digits[0] == 0 || len(digits) < minPlusDigits || len(digits) > maxPhoneDigits:
		return false
	case len(gs) > 1 && gs[len(gs)-1].n == 1: // "+49 170 1234567 2 times"
		return false
	case digits[0] == 1:
		return len(digits) == 11
	}
	return !thousands(s, gs) || gap(s, gs, 1) != "."
}

// isBracketPhone: (555) 123-4567, 8 (912) 345-67-89.
func (n *numbers) isBracketPhone(c *candidate, gs []group) bool {
	area := 0
	if !c.paren {
		if len(gs) < 2 || gs[0].n > 2 || !strings.HasSuffix(gap(c.t.s, gs, 1), "(") {
			return false
		}
		area = 1
	}
	if len(gs) < area+2 || gs[area].n < 2 || gs[area].n > 5 || !strings.HasPrefix(gap(c.t.s, gs, area+1), ")") {
		return false
	}
	if year := n.value(gs[area]); gs[area].n == 4 && year >= 1900 && year < 2100 {
		return false
	}
	digits := len(n.values(gs))
	return digits >= minParenDigits && digits <= maxTrunkDigits
}

// isZeroZeroPhone: 0049 170 1234567.
func (n *numbers) isZeroZeroPhone(gs []group) bool {
	digits := n.values(gs)
	return gs[0].n >= 2 && digits[0] == 0 && digits[1] == 0 && digits[2] != 0 &&
		len(digits) >= minZeroZeroDigits+2 && len(digits) <= maxPhoneDigits+2
}

// isTrunkPhone: 0170 1234567, 06 12 34 56 78, 02079460958.
func (n *numbers) isTrunkPhone(s string, gs []group) bool {
	digits := n.values(gs)
	if digits[0] != 0 || digits[1] == 0 || gs[0].n < 2 {
		return false
	}
	if len(gs) == 1 {
		return len(digits) == 10 || len(digits) == 11 || len(digits) == 12 && digits[1] == 1 && digits[2] >= 5 && digits[2] <= 7
	}
	if allSized(gs, 2) { // anything else of that kind is times and days
		return len(gs) == 5 && uniform(s, gs)
	}
	if len(digits) < minTrunkDigits || len(digits) > maxTrunkDigits || gs[0].n > 6 || !uniform(s, gs[1:]) || n.hasDate(s, gs) {
		return false
	}
	for _, g := range gs {
		if g.n < 2 {
			return false
		}
	}
	return true
}

// isNationalPhone reports groups that people make of hardly anything but phone numbers.
func (n *numbers) isNationalPhone(s string, gs []group) bool {
	d := n.values(gs)
	switch {
	case sized(gs, 3, 3, 4): // North America
		return d[0] > 1
	case sized(gs, 1, 3, 3, 4):
		return d[0] == 1 || d[0] == 7 || d[0] == 8
	case sized(gs, 3, 4, 4): // China
		return d[0] == 1 && d[1] > 2 && uniform(s, gs)
	case sized(gs, 1, 3, 3, 2, 2): // Russia
		return d[0] == 7 || d[0] == 8
	case sized(gs, 2, 5, 4), sized(gs, 2, 4, 4): // Brazil
		return d[0] > 0 && gap(s, gs, 2) == "-" && gap(s, gs, 1) == " "
	}
	return false
}

// isSomePhone reports whether the groups can be the phone number that the words
// before them speak of: no day, no time, no price.
func (n *numbers) isSomePhone(s string, gs []group) bool {
	digits := n.values(gs)
	if len(digits) > maxPhoneDigits || n.hasDate(s, gs) || len(gs) == 4 && gap(s, gs, 1) == "." && gs[3].n <= 3 { // 192.168.0.1
		return false
	}
	if last := gs[len(gs)-1]; len(gs) > 1 && last.n <= 2 && gap(s, gs, len(gs)-1) == "." && !allSized(gs, 2) { // 12345.67
		return false
	}
	switch {
	case len(gs) == 1 && len(digits) == 8: // 20261120
		century := n.value(gs[0]) / 1_000_000
		return century != 19 && century != 20
	case allSized(gs, 2): // 10.00-12.00
		return uniform(s, gs)
	case thousands(s, gs):
		return len(digits) >= minTrunkDigits
	}
	return true
}

// hasDate reports whether the groups start or end with a day.
func (n *numbers) hasDate(s string, gs []group) bool {
	k := len(gs)
	return k >= 3 && (n.isDate(s, gs[:3]) || n.isDate(s, gs[k-3:]))
}

// thousands reports groups as in 1 234 567.
func thousands(s string, gs []group) bool {
	return len(gs) > 1 && gs[0].n <= 3 && allSized(gs[1:], 3) && uniform(s, gs)
}
