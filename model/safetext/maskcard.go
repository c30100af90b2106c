package safetext

// cards masks the card numbers of a stretch.
func (m *masker) cards(t stretch) {
	done := 0
	for at := 0; at < len(t.s); {
		at = m.card.run(t.s, at, false)
		gs := m.card.groups
		for i := 0; i < len(gs); i++ {
			n, sure := m.card.cardAt(t.s, done, i)
			if n == 0 {
				continue
			}
			text := maskCard
			if sure {
				text = m.card.lastFour(gs[i : i+n])
			}
			m.phones(t.part(done, gs[i].from))
			m.mark(text)
			i += n - 1
			i += expiry(t.s, gs, i)
			done = afterMarks(t.s, gs[i].to)
		}
	}
	m.phones(t.part(done, len(t.s)))
}

// lastFour is the mark of a card that is one beyond doubt.
func (n *numbers) lastFour(gs []group) string {
	var last [4]byte
	for i, d := range n.values(gs)[n.size(gs)-len(last):] {
		last[i] = '0' + d
	}
	return maskCardOpen + string(last[:]) + maskCardClose
}

func (n *numbers) size(gs []group) int { return len(n.values(gs)) }

// cardAt returns how many groups from group i on are a card number, 0 if none
// are, and whether they are one beyond doubt: right length and first digits for
// a network, and the check digit fits. Before s[done:] all is masked already.
func (n *numbers) cardAt(s string, done, i int) (count int, sure bool) {
	gs := n.groups[i:]
	for end, digits := 1, 0; end <= len(gs); end++ {
		digits += gs[end-1].n
		if digits > maxCardDigits {
			break
		}
		if digits < minCardDigits {
			continue
		}
		window := gs[:end]
		shape := cardShape(s, window)
		if !shape && !(longGroups(window) && uniform(s, window)) {
			continue
		}
		values := n.values(window)
		checked, known := luhn(values), isNetwork(values)
		switch {
		case checked && known:
			return end, true
		case count > 0 || !shape || i > 0 && n.groups[i-1].n == 4 && n.groups[i-1].to > done: // inside a longer number in fours
		case checked && mayBeCard(values[0]) && cueBefore(s[done:window[0].from], false) != orderWord:
			count = end
		case known && sized(window, 4, 4, 4, 4): // a slip of the finger
			count = end
		}
	}
	return count, false
}

// cardShape reports whether people part the digits of a card like that: not at
// all, in fours, as on an American Express or Diners card, or each for itself.
func cardShape(s string, gs []group) bool {
	if len(gs) == 1 || sized(gs, 4, 6, 5) || sized(gs, 4, 6, 4) {
		return true
	}
	body := gs[:len(gs)-1]
	if allSized(body, 1) || allSized(gs, 2) {
		return uniform(s, gs)
	}
	for _, g := range body {
		if g.n%4 != 0 {
			return false
		}
	}
	return true
}

// longGroups reports that no group but the last is shorter than three digits.
func longGroups(gs []group) bool {
	for _, g := range gs[:len(gs)-1] {
		if g.n < 3 {
			return false
		}
	}
	return true
}

// expiry returns how many groups after group i belong to the card: month, year and code.
func expiry(s string, gs []group, i int) int {
	n := 0
	for n < 3 && i+n+1 < len(gs) {
		g := gs[i+n+1]
		if g.n < 2 || g.n > 4 || s[g.from-1] == '\n' {
			break
		}
		n++
	}
	return n
}

// luhn reports whether the check digit, the last one, fits.
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

// mayBeCard reports the first digits that cards have: 0 is no network's, 1 and 7 are airlines' and oil's.
func mayBeCard(first byte) bool { return first > 1 && first != 7 }

// isNetwork reports whether a card network gives out numbers of that length
// which start like that. Ranges as the networks publish them, rounded up.
func isNetwork(digits []byte) bool {
	n := len(digits)
	four := 1000*int(digits[0]) + 100*int(digits[1]) + 10*int(digits[2]) + int(digits[3])
	two := four / 100
	switch {
	case two >= 40 && two <= 49: // Visa
		return n == 13 || n == 16 || n == 19
	case two >= 51 && two <= 55, four >= 2221 && four <= 2720: // Mastercard
		return n == 16
	case two == 34 || two == 37: // American Express
		return n == 15
	case two == 30 || two == 36 || two == 38 || two == 39: // Diners
		return n == 14 || n == 16 || n == 19
	case two == 50 || two >= 56 && two <= 58: // Maestro
		return true
	case two >= 60 && two <= 69: // Discover, UnionPay, Maestro, RuPay
		return n >= 16
	case four >= 3528 && four <= 3589, four >= 2200 && four <= 2205, two == 81 || two == 82: // JCB, Mir, UnionPay
		return n >= 16
	case four == 9792 || four == 9860 || four == 8600: // Troy, Humo, Uzcard
		return n == 16
	}
	return false
}
