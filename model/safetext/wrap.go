package safetext

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

const maxBlankRows = 2 // blank rows in a row that Wrap draws

// Wrap breaks the text into rows of at most width cells (at least one row; widths below 1 count as 1). Rows break
// at spaces and next to wide glyphs, words longer than a row anywhere between clusters. The spaces at which a row
// breaks are not drawn, nor are more than two blank rows in succession, nor spaces on blank rows; nothing else is
// lost. A glyph wider than width becomes a "?" of ours. The time is linear.
func (t Text) Wrap(width int) []Row {
	width = max(1, width)
	s := strings.TrimSuffix(t.s, removedFlag)
	if len(s) <= width && singleASCII(s) {
		return []Row{plainRow(s)}
	}
	guess := len(s)/width + len(s)/(4*width) + 2
	w := wrapper{width: width, rows: make([]Row, 0, guess)}
	w.spans = make([]Span, 0, guess)
	for more := true; more; {
		var line string
		line, s, more = strings.Cut(s, "\n")
		w.line(line)
	}
	return w.rows
}

// Width returns the number of cells of the row.
func (r Row) Width() int {
	n := 0
	for _, s := range r {
		if singleASCII(s.Text) {
			n += len(s.Text)
		} else {
			n += ansi.StringWidth(s.Text)
		}
	}
	return n
}

func plainRow(s string) Row {
	if s == "" {
		return Row{}
	}
	return Row{{Text: s}}
}

// singleASCII reports whether s is one row of printable ASCII: a cell a byte, no mark.
func singleASCII(s string) bool {
	for len(s) >= 8 && printable8(s) {
		s = s[8:]
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// A wrapper collects rows. The spans of all rows share one piece of memory.
type wrapper struct {
	cells
	width  int
	rows   []Row
	blanks int // blank rows at the end of rows
}

func (w *wrapper) line(line string) {
	if strings.Trim(line, " ") == "" {
		if w.blanks++; w.blanks <= maxBlankRows {
			w.rows = append(w.rows, Row{})
		}
		return
	}
	w.blanks = 0
	if singleASCII(line) {
		w.ascii(line)
		return
	}
	w.split(line)
	for i, c := range w.list {
		if int(c.width) > w.width {
			w.list[i] = cell{replaced: true, ours: true, width: 1}
		}
	}
	for start := 0; start < len(w.list); {
		end, next := w.breakRow(start)
		w.rows = append(w.rows, w.row(w.list[start:end]))
		start = next
	}
}

// ascii wraps a line in which every byte is a cell, with the same result as the general path.
func (w *wrapper) ascii(line string) {
	for start := 0; start < len(line); {
		end, next := len(line), len(line)
		if len(line)-start > w.width {
			end, next = breakASCII(line, start, start+w.width)
		}
		from := len(w.spans)
		w.spans = append(w.spans, Span{Text: line[start:end]})
		w.rows = append(w.rows, w.since(from))
		start = next
	}
}

// breakASCII finds where the row from start ends that has room up to limit, and where the next begins.
func breakASCII(line string, start, limit int) (end, next int) {
	at := limit
	if line[limit] != ' ' {
		at = start + strings.LastIndexByte(line[start:limit], ' ') + 1
	}
	end = start + len(strings.TrimRight(line[start:at], " "))
	if end == start {
		return limit, limit // one word, or an indent before one
	}
	rest := line[at:]
	return end, at + len(rest) - len(strings.TrimLeft(rest, " "))
}

// breakRow finds where the row of cells from start ends and where the next begins.
func (w *wrapper) breakRow(start int) (end, next int) {
	used, limit := 0, start
	for limit < len(w.list) && used+int(w.list[limit].width) <= w.width {
		used += int(w.list[limit].width)
		limit++
	}
	if limit == len(w.list) {
		return limit, limit
	}
	at := limit
	for at > start && !w.canBreak(at) {
		at--
	}
	end = at
	for end > start && w.isBlank(end-1) {
		end--
	}
	if end == start {
		return limit, limit // one word, or an indent before one
	}
	for at < len(w.list) && w.isBlank(at) {
		at++
	}
	return end, at
}

// canBreak reports whether a row may end before cell i: at a blank, or beside
// a wide glyph, as scripts without blanks need, but not before its punctuation.
func (w *wrapper) canBreak(i int) bool {
	if w.isBlank(i-1) || w.isBlank(i) {
		return true
	}
	before, after := w.list[i-1], w.list[i]
	if before.width < 2 && after.width < 2 {
		return false
	}
	return !strings.Contains("、。，．：；？！）」』】〉》〕］｝ー～", w.text(after)) &&
		!strings.Contains("（「『【〈《〔［｛", w.text(before))
}
