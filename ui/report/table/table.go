// Package table writes rows as CSV that a spreadsheet can open without harm: what strangers are called is
// never a formula. It imports nothing of ours.
package table

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
)

// BOM is put before a table so that spreadsheets take it for UTF-8.
const BOM = "\ufeff"

// Write writes rows, each ended by CR and LF as RFC 4180 has it.
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

// The signs with which a spreadsheet takes a cell for a formula, full-width ones too; and what may end
// a cell where it reads another separator than the comma.
const (
	signs      = "=+-@＝＋－＠"
	separators = ";\t|\r\n"
)

// Cell keeps a text from being a formula, as a whole and behind any sign that a spreadsheet may take for
// the end of a cell. Numbers stay numbers.
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
