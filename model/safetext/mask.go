package safetext

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What stands in place of what was masked. None is longer than the shortest
// thing that it stands for, so a masked text keeps the limits of a Text.
const (
	maskMail   = "[mail]"
	maskNumber = "[num]"

	maskCardOpen  = "[card .." // and the last four digits
	maskCardClose = "]"
)

// minDomain is how many letters follow the first dot of an address, "b.co".
const minDomain = 2

// Mask returns t with e-mail addresses and long numbers replaced by marks of
// ours; the rest stays as it is. A long number has seven digits or more,
// whatever it is: a phone number or a payment card, but also an order or a date,
// since masking too much is the safe side. A text in which there is
// nothing to find costs one look at each byte and no memory.
//
// It does not find addresses that are spelled out ("john at acme dot com"),
// numbers in words, or names. t.Mask().Mask() == t.Mask().
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

// maskable reports whether there can be anything to mask in s at all: the sign
// of an address, or a run of digits that is long enough.
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

// A masker writes a masked text. It has two passes: mails gives what stands
// between addresses to numbers. Each stretch between two marks is judged for
// itself, so masking what is masked already finds nothing new.
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

// findMail returns where the first address of s is; to is 0 where there is none.
//
// What makes an address holds for any longer piece of text around the same sign
// too. So cutting a text at another mark never makes an address of what was none.
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

// atSign returns the length of the sign at the start of s that parts an
// address: "@", the full-width one, or as links write it.
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

// mailAround returns the address around the sign at s[at:end]. A blank may
// follow it: phones put it there while one types. One before it only is " @name".
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

// inLocal reports what the part before the sign is made of. More is allowed by
// the book ("/", "=", "?"), but stands in links, where it ends the address.
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

// afterMarks returns where the combining marks that follow s[:to] end: they
// must not come to stand on a mark of ours.
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
