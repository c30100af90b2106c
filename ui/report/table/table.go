// Package table writes rows as CSV that a spreadsheet can open safely: a stranger's name is never a
// formula. It imports no package of floorwatch.
package table

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
)

// BOM precedes a table so that spreadsheets read it as UTF-8.
const BOM = "\ufeff"

// Write writes rows to a writer, each ended by CR and LF as in RFC 4180. The error is the writer's.
func Write(out io.Writer, rows [][]string) error {
	w := csv.NewWriter(out)
	w.UseCRLF = true
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, text := range row {
			cells[i] = Cell(text)
		}
		if err := w.Write(cells); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// The characters that make a cell a formula in a spreadsheet, including full-width ones, and those that
// may end a cell if another separator than the comma is used.
const (
	signs      = "=+-@＝＋－＠"
	separators = ";\t|\r\n"
)

// Cell returns a text that is not a formula, neither as a whole nor after a character that may end a
// cell. Numbers stay numbers.
func Cell(text string) string {
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		return text
	}
	var b strings.Builder
	begins := true // a cell may begin here
	for i, r := range text {
		sign := strings.ContainsRune(signs, r)
		if begins && (sign || i == 0 && (r == '\t' || r == '\r')) {
			b.WriteByte('\'')
		}
		begins = strings.ContainsRune(separators, r) || begins && (r == ' ' || r == '"' || r == '\u00a0' || r == '\u3000')
		b.WriteRune(r)
	}
	return b.String()
}
