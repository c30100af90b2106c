package safetext

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The masks. Each is no longer than the shortest thing that it can replace, so a masked text stays within the
// limits of a Text.
const (
	maskMail   = "[mail]"
	maskNumber = "[num]"

	maskCardOpen  = "[card .." // and the last four digits
	maskCardClose = "]"
)

// minDomain is the minimum number of letters after the first dot of an address, "b.co".
const minDomain = 2

// Mask returns t with e-mail addresses and long numbers replaced by marks of ours. A long number has seven digits
// or more, whatever it is: a phone number or a payment card, but also an order or a date, because masking too much
// is the safe side. A text without any costs one scan and no allocation.
//
// It does not find addresses that are spelled out ("john at acme dot com"), numbers in words, or names.
// t.Mask().Mask() == t.Mask().
func (t Text) Mask() Text {
	if !maskable(t.s) {
		return t
	}
	m := masker{out: make([]byte, 0, len(t.s)+2*delimiterLen)}
	for rest := t.s; rest != ""; {
		var p piece
		before := rest
		p, rest = nextPiece(rest)
		if p.kind == plainPiece && p.text != "" {
			m.mails(p.text)
		} else {
			m.out = append(m.out, before[:len(before)-len(rest)]...)
		}
	}
	if !m.found {
		return t
	}
	return Text{string(m.out)}
}

// maskable reports whether s can contain anything to mask at all: an at sign or a long enough run of digits.
func maskable(s string) bool {
	digits := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c == '@' || (c == '%' || c >= utf8.RuneSelf) && atSign(s[i:]) > 0 {
			return true
		}
		d, size := digitAt(s[i:])
		switch {
		case d >= 0:
			digits++
		case digits > 0 && gapAt(s[i:]) == 0:
			digits = 0
		}
		if digits >= minMaskedDigits {
			return true
		}
		i += size
	}
	return false
}

// isMask reports whether Mask writes the mark s.
func isMask(s string) bool {
	switch s {
	case maskMail, maskNumber, maskName:
		return true
	}
	if digits, ok := between(s, maskCardOpen, maskCardClose); ok {
		n, err := strconv.Atoi(digits)
		return err == nil && n >= 0 && len(digits) == 4 && digits[0] != '+' && digits[0] != '-'
	}
	return false
}

// A masker writes a masked text in two passes: mails passes what is between addresses to numbers. Each piece
// between two marks is examined on its own, so masking a masked text finds nothing new.
type masker struct {
	out   []byte
	found bool
	run   digitRun // that numbers looks at
}

// mark writes a mark of ours.
func (m *masker) mark(text string) {
	m.found = true
	m.out = append(m.out, noteOpen...)
	m.out = append(m.out, text...)
	m.out = append(m.out, markClose...)
}

// mails masks the addresses of a stretch of plain text.
func (m *masker) mails(s string) {
	for {
		from, to := findMail(s)
		if to == 0 {
			m.numbers(s)
			return
		}
		m.numbers(s[:from])
		m.mark(maskMail)
		s = s[to:]
	}
}

// findMail returns the position of the first address in s; to is 0 if there is none.
//
// The conditions for an address also hold for any longer piece of text around the same sign, so cutting a text at
// another mark never creates an address.
func findMail(s string) (from, to int) {
	low := 0 // no address starts before it
	for i := 0; i < len(s); {
		n := atSign(s[i:])
		if n == 0 {
			i++
			continue
		}
		from, to, ok := mailAround(s, low, i, i+n)
		if ok {
			return from, afterMarks(s, to)
		}
		i += n
		low = i
	}
	return 0, 0
}

// atSign returns the length of the at sign at the start of s: "@", the full-width one, or its form in links.
func atSign(s string) int {
	const wide, quoted = "\uff20", "%40"
	switch {
	case s[0] == '@':
		return 1
	case strings.HasPrefix(s, wide):
		return len(wide)
	case strings.HasPrefix(s, quoted):
		return len(quoted)
	}
	return 0
}

// mailAround returns the address around the sign at s[at:end]. A space may follow the sign, because phones insert
// one while typing. With a space only before it, it is " @name".
func mailAround(s string, low, at, end int) (from, to int, ok bool) {
	left, right := at, end
	spaced := end < len(s) && s[end] == ' '
	if spaced {
		right++
		if at > low && s[at-1] == ' ' {
			left--
		}
	}
	from = left
	for from > low {
		r, size := utf8.DecodeLastRuneInString(s[low:from])
		if !inLocal(r) {
			break
		}
		from -= size
	}
	from += len(s[from:left]) - len(strings.TrimLeftFunc(s[from:left], isMailPunctuation))
	to = right
	for to < len(s) {
		r, size := utf8.DecodeRuneInString(s[to:])
		if !inDomain(r) {
			break
		}
		to += size
	}
	domain := strings.TrimRight(s[right:to], ".-")
	return from, right + len(domain), from < left && isDomain(domain, s[from:left], spaced)
}

// isDomain reports whether domain can follow the sign of an address. "3@1.50"
// is a price and "meet @ 5.30pm" a time.
func isDomain(domain, local string, spaced bool) bool {
	dot := strings.IndexByte(domain, '.')
	if dot < 1 || len(domain)-dot-1 < minDomain {
		return false
	}
	if !spaced {
		return strings.ContainsFunc(domain, unicode.IsLetter) || strings.ContainsFunc(local, unicode.IsLetter)
	}
	for rest := domain[dot:]; rest != ""; {
		_, rest, _ = strings.Cut(rest, ".")
		a, n := utf8.DecodeRuneInString(rest)
		b, _ := utf8.DecodeRuneInString(rest[n:])
		if unicode.IsLetter(a) && unicode.IsLetter(b) {
			return true
		}
	}
	return false
}

// inLocal reports whether r can be in the part before the sign. The standard also allows "/", "=" and "?", but
// these occur in links, where they delimit the address.
func inLocal(r rune) bool {
	return r == '_' || r == '+' || r == '~' || r == '\'' || inDomain(r)
}

func inDomain(r rune) bool {
	if r < utf8.RuneSelf {
		return r == '.' || r == '-' || r < 0x7f && isAlnum(byte(r))
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || classify(r) == combining
}

func isMailPunctuation(r rune) bool { return r == '.' || r == '-' || r == '~' || r == '\'' }

// afterMarks returns the end of the combining marks that follow s[:to], which must not end up on a mark of ours.
func afterMarks(s string, to int) int {
	for to < len(s) && s[to] >= utf8.RuneSelf {
		r, size := utf8.DecodeRuneInString(s[to:])
		if classify(r) != combining {
			break
		}
		to += size
	}
	return to
}
