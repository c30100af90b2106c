package draw

import (
	"strings"
	"unicode/utf8"

	"floorwatch/model/safetext"
)

// WrapWords breaks our own text into lines of at most w cells.
func (st *Style) WrapWords(s string, w int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(s) {
		switch {
		case line == "":
			line = word
		case st.Width(line)+1+st.Width(word) <= w:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}

// Wrap breaks text into rows of at most w cells by the painter's count: rows that are wider by that than by
// safetext's are broken again, so nothing is lost.
func Wrap(st *Style, t safetext.Text, w int) []safetext.Row {
	var rows []safetext.Row
	for _, row := range st.Known(t).Wrap(w) {
		n := 0
		for _, s := range row {
			n += st.Width(s.Text)
		}
		if n <= w {
			rows = append(rows, row)
			continue
		}
		for _, s := range row {
			rows = append(rows, rewrap(st, s, w)...)
		}
	}
	if len(rows) == 0 {
		rows = append(rows, nil)
	}
	return rows
}

// rewrap breaks a span at spaces if there are any, else anywhere.
func rewrap(st *Style, s safetext.Span, w int) []safetext.Row {
	var rows []safetext.Row
	for rest := s.Text; rest != ""; {
		n := max(st.Prefix(rest, w), 1)
		if n < len(rest) {
			if blank := strings.LastIndexByte(rest[:n+1], ' '); blank > 0 {
				n = blank + 1 // the space stays with the row that it ends
			}
			_, size := utf8.DecodeRuneInString(rest)
			n = max(n, size)
		}
		rows = append(rows, safetext.Row{{Text: strings.TrimRight(rest[:n], " "), Ours: s.Ours}})
		rest = rest[n:]
	}
	return rows
}
