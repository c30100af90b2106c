// Package safetext makes strangers' text safe to draw in a terminal. It is the
// only way from a raw string of the outside world to something the screen, a
// recording or a log may show.
//
// It shows instead of stripping: a control character becomes its picture, a
// direction override its name, a cut says how much is missing, each as a mark
// that is kept apart from the stranger's own letters. What has no looks of its
// own (zero-width characters, tags, selectors) is dropped and counted. The
// result is NFC, holds no control character but LF and no format character. It
// imports nothing of ours.
package safetext

import (
	"log/slog"
	"strings"
)

// Limits of what a Text holds, in bytes and rows of String().
const (
	maxBody = 16 << 10 // a message
	maxLine = 512      // a name, a subject, an error's text
	maxRows = 200      // rows of a message
)

// Empty is what a screen shows, as a mark of ours, where a message has nothing to draw.
const Empty = "(empty)"

// Text is a stranger's text made safe. Only this package makes one from a raw
// string, so whatever holds a Text needs no second look before it is drawn.
// The zero Text is empty. Texts compare with ==. Safe for concurrent use.
//
// A Text may share the memory of the raw string it was made from.
type Text struct {
	// s is the text with our marks between delimiters of the private use area
	// (see mark.go), which no input can bring along.
	s string
}

// A Span is a run of text inside one row.
type Span struct {
	Text string
	Ours bool // a mark that this package put there, e.g. "<U+202E>"; drawn so that a stranger cannot imitate it
}

// A Row is one visual row of a wrapped Text.
type Row []Span

// Clean makes the body of a plain text message safe. Line breaks stay. Beyond
// 16 KiB or 200 rows the text is cut and says so. Clean(t.String()) of any Text
// t has the same String.
func Clean(raw string) Text {
	if isClean(raw, maxBody) {
		return Text{raw}
	}
	c := newCleaner(len(raw), maxBody)
	c.text(raw)
	return c.finish()
}

// Line makes a one-line field safe: a name, a subject, an error's text. Line
// breaks become blanks, blanks at the ends go, and beyond 512 bytes it is cut.
func Line(raw string) Text {
	if isCleanLine(raw) {
		return Text{raw}
	}
	c := newCleaner(len(raw), maxLine)
	c.oneLine = true
	c.text(oneRow(raw))
	return c.finish()
}

// String returns the text without the distinction of our own marks. It holds no control character but LF.
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

// LogValue lets a log show what String returns.
func (t Text) LogValue() slog.Value { return slog.StringValue(t.String()) }

// IsEmpty reports whether there is nothing to draw: a text of nothing but blanks is empty.
func (t Text) IsEmpty() bool { return t.s == "" }

// OrEmpty returns the text, or Empty as a mark of ours where there is nothing to draw.
func (t Text) OrEmpty() Text {
	if t.s != "" {
		return t
	}
	return Text{noteOpen + Empty + markClose}
}

// Marked reports whether something had to be replaced, removed or cut, which
// the screen shows as a badge. A link's target or an image's name is no reason,
// nor is what ordinary writing needs: emoji selectors, skin tones, joiners.
func (t Text) Marked() bool {
	if !delimited(t.s) {
		return false
	}
	return strings.HasSuffix(t.s, removedFlag) ||
		strings.Contains(t.s, pictureOpen) || strings.Contains(t.s, noticeOpen)
}

// Spans returns the text in pieces, ours apart from the stranger's. Line
// breaks are LF inside a Span. An empty Text has none.
func (t Text) Spans() []Span {
	if t.s == "" {
		return nil
	}
	if !delimited(t.s) {
		return []Span{{Text: t.s}}
	}
	var spans []Span
	for rest := t.s; rest != ""; {
		var p piece
		p, rest = nextPiece(rest)
		if p.text != "" {
			spans = append(spans, Span{p.text, p.kind != plainPiece})
		}
	}
	return spans
}
