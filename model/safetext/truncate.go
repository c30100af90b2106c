package safetext

import (
	"strings"
	"unicode/utf8"
)

// Truncate returns one row of at most width cells; line breaks become spaces, and a cut is shown by an ellipsis, a
// mark of ours. A width below 1 gives an empty row. The time grows with width, not with the length of the text.
func (t Text) Truncate(width int) Row {
	if width < 1 {
		return Row{}
	}
	s := strings.TrimSuffix(t.s, removedFlag)
	if len(s) <= width && singleASCII(s) {
		return plainRow(s)
	}
	if len(s) > width && s[width] < utf8.RuneSelf && singleASCII(s[:width]) {
		return append(plainRow(s[:width-1]), Span{ellipsis, true})
	}
	cs := cells{src: s, list: make([]cell, 0, min(len(s), width+1))}
	used, kept, fits := 0, 0, true // kept: the cells that leave room for the ellipsis
	cs.walk(func(c cell) bool {
		if fits = used+int(c.width) <= width; fits {
			used += int(c.width)
			cs.list = append(cs.list, c)
		}
		if used < width {
			kept = len(cs.list)
		}
		return fits
	})
	if fits {
		return cs.row(cs.list)
	}
	return append(cs.row(cs.list[:kept]), Span{ellipsis, true})
}
