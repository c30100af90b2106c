// Package safetext makes text from outside safe to draw in a terminal. It is the only way from such a raw string
// to something that the screen, a recording or a log may show.
//
// It shows rather than strips: a control character becomes its picture, a direction override its number, and a cut
// says how much is missing, each as a mark that is kept apart from the sender's own text. Invisible characters
// (zero-width characters, tags, selectors) are dropped and counted. The result is in NFC and contains no control
// character except LF and no format character. The package imports nothing of this program.
package safetext

import (
	"log/slog"
	"strings"
)

// Limits of a Text, in bytes and rows of String().
const (
	maxBody = 16 << 10 // a message
	maxLine = 512      // a name, a subject, an error's text
	maxRows = 200      // rows of a message
)

// Empty is shown, as a mark of ours, for a message with nothing to draw.
const Empty = "(empty)"

// Text is text from outside that was made safe. Only this package can make one from a raw string, so a Text can be
// drawn without further checks. The zero Text is empty. Texts are comparable with == and safe for concurrent use.
//
// A Text may share the memory of the string it was made from.
type Text struct {
	// s is the text, with our marks between delimiters from the private use area (see mark.go), which no input can
	// contain.
	s string
}

// A Span is a run of text inside one row.
type Span struct {
	Text string
	Ours bool // a mark written by this package, e.g. "<U+202E>"; drawn in a way that a sender cannot imitate
}

// A Row is one visual row of a wrapped Text.
type Row []Span

// Clean makes the body of a plain text message safe. Line breaks are kept. Beyond 16 KiB or 200 rows the text is
// cut, with a mark that says so. Clean(t.String()) has the same String as t, for any Text t.
func Clean(raw string) Text {
	if isClean(raw, maxBody) {
		return Text{raw}
	}
	c := newCleaner(len(raw), maxBody)
	c.text(raw)
	return c.finish()
}

// Line makes a one-line field safe: a name, a subject, an error message. Line breaks become spaces, leading and
// trailing spaces are removed, and it is cut beyond 512 bytes.
func Line(raw string) Text {
	if isCleanLine(raw) {
		return Text{raw}
	}
	c := newCleaner(len(raw), maxLine)
	c.oneLine = true
	c.text(oneRow(raw))
	return c.finish()
}

// String returns the text without distinguishing our own marks. It contains no control character except LF.
func (t Text) String() string {
	if !delimited(t.s) {
		return t.s
	}
	var b strings.Builder
	b.Grow(len(t.s))
	for rest := t.s; rest != ""; {
		var p piece
		p, rest = nextPiece(rest)
		b.WriteString(p.text)
	}
	return b.String()
}

// LogValue implements slog.LogValuer: logs show String.
func (t Text) LogValue() slog.Value { return slog.StringValue(t.String()) }

// IsEmpty reports whether there is nothing to draw; a text of only spaces is empty.
func (t Text) IsEmpty() bool { return t.s == "" }

// Marked reports whether something was replaced, removed or cut, which the screen shows as a badge. A link's
// target or an image's name does not count, nor does what ordinary text needs: emoji selectors, skin tones,
// joiners.
func (t Text) Marked() bool {
	if !delimited(t.s) {
		return false
	}
	return strings.HasSuffix(t.s, removedFlag) ||
		strings.Contains(t.s, pictureOpen) || strings.Contains(t.s, noticeOpen)
}
