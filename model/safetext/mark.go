package safetext

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Delimiters of our marks inside Text.s. Private use characters are never accepted, so none of these can come from
// outside. All begin with the byte 0xEE, which begins only private use characters.
const (
	pictureOpen = "\ue000" // a run of pictures, each replacing one character
	noticeOpen  = "\ue001" // one sentence about something replaced, removed or cut
	noteOpen    = "\ue002" // one word of ours that does not cause a badge
	markClose   = "\ue003"
	removedFlag = "\ue004" // at the end: something was removed without a mark in place

	privateLead  = 0xee
	delimiterLen = len(markClose)
)

type pieceKind uint8

const (
	plainPiece pieceKind = iota
	picturePiece
	noticePiece
	notePiece
)

// A piece is a run of the sender's text, or one mark without its delimiters.
type piece struct {
	text string
	kind pieceKind
}

func delimited(s string) bool { return strings.IndexByte(s, privateLead) >= 0 }

// nextPiece splits the first piece off s, which is Text.s or a rest of it. The flag is an empty piece.
func nextPiece(s string) (p piece, rest string) {
	i := strings.IndexByte(s, privateLead)
	switch {
	case i < 0:
		return piece{text: s}, ""
	case i > 0:
		return piece{text: s[:i]}, s[i:]
	}
	kind := openKind(s)
	body := s[delimiterLen:]
	if kind == plainPiece {
		return piece{}, body
	}
	end := strings.Index(body, markClose)
	return piece{body[:end], kind}, body[end+delimiterLen:]
}

// openKind returns the kind of mark that the delimiter at the start of s opens, or plainPiece.
func openKind(s string) pieceKind {
	switch s[:delimiterLen] {
	case pictureOpen:
		return picturePiece
	case noticeOpen:
		return noticePiece
	case noteOpen:
		return notePiece
	}
	return plainPiece
}

// nextPicture returns the length of the picture at the start of s, or 0 where there is none.
func nextPicture(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case r == 0x241b && len(s) > size && s[size] >= '@' && s[size] <= '_':
		return size + 1 // a C1 control: ESC and its 7-bit letter
	case r >= 0x2400 && r <= 0x2421 && r != 0x2420, r == utf8.RuneError && size > 1:
		return size
	case r == '<':
		return nameLength(s)
	}
	return 0
}

// nameLength returns the length of a "<U+202E>" at the start of s, or 0.
func nameLength(s string) int {
	end := strings.IndexByte(s, '>')
	if end < 0 || end > len("<U+10FFFF") || !strings.HasPrefix(s, "<U+") {
		return 0
	}
	n, err := strconv.ParseUint(s[len("<U+"):end], 16, 32)
	if err != nil || nameOf(rune(n)) != s[:end+1] {
		return 0
	}
	if c := classify(rune(n)); c != named && c != jamo {
		return 0
	}
	return end + 1
}

func nameOf(r rune) string {
	const digits = 4
	hex := strings.ToUpper(strconv.FormatInt(int64(r), 16))
	return "<U+" + strings.Repeat("0", max(0, digits-len(hex))) + hex + ">"
}

// pictureOf returns what stands for a control character.
func pictureOf(r rune) string {
	switch {
	case r == 0x7f:
		return "\u2421"
	case r >= 0x80:
		return "\u241b" + string(r-0x40)
	}
	return string(0x2400 + r)
}

// isNotice reports whether this package writes the sentence s.
func isNotice(s string) bool {
	if s == noticeScript || s == noticeStyle {
		return true
	}
	if scheme, ok := between(s, "(link removed: ", ")"); ok {
		return isScheme(scheme)
	}
	for _, f := range [...][2]string{{"<", " hidden>"}, {"... (+", " bytes)"}, {"[comment hidden: ", " chars]"}} {
		if n, ok := between(s, f[0], f[1]); ok {
			return isCount(n)
		}
	}
	return false
}

// isNote reports whether this package writes the word s.
func isNote(s string) bool {
	switch s {
	case Empty, noteOpenBracket, noteCloseBracket, noteHost, noteImage, noteImageOpen, noteImageClose:
		return true
	}
	return isMask(s)
}

func between(s, prefix, suffix string) (string, bool) {
	s, ok := strings.CutPrefix(s, prefix)
	if !ok {
		return "", false
	}
	return strings.CutSuffix(s, suffix)
}

func isCount(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n >= 0 && strconv.Itoa(n) == s
}

// picture adds a mark in place of one character; pictures in a row share a pair of delimiters.
func (c *cleaner) picture(text string) {
	c.flush()
	if c.pictures > 0 && c.pictures == len(c.out) {
		c.out = c.out[:len(c.out)-delimiterLen]
	} else {
		c.out = append(c.out, pictureOpen...)
		c.delims += 2 * delimiterLen
	}
	c.out = append(c.out, text...)
	c.out = append(c.out, markClose...)
	c.pictures = len(c.out)
	c.based = false
}

// mark adds a notice or a note between parts of text.
func (c *cleaner) mark(open, text string) {
	switch {
	case c.full:
		c.endsBreak = false
	case c.room == 0:
		c.cut += len(text)
	default:
		c.room -= min(c.room, len(text))
		c.write(open, text)
	}
}

func (c *cleaner) write(open, text string) {
	c.flush()
	c.out = append(c.out, open...)
	c.out = append(c.out, text...)
	c.out = append(c.out, markClose...)
	c.delims += 2 * delimiterLen
	c.based = false
}
