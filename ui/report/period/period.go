// Package period writes the report of a period as text, Markdown, CSV, JSON or
// one page of HTML. It computes nothing: every figure comes from a ledger.PeriodReport.
// It imports report/table, model, ledger and safetext, and promises that a name is in it only
// where names were asked for.
package period

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"floorwatch/model/ledger"
)

// Options say how a report is written.
type Options struct {
	Names   bool   // with the names of agents; else they are told by number
	ASCII   bool   // text without box drawing and the like
	Address string // of a chat, with {chat} for its number; https only
	Table   string // of CSV: one of Tables; "" is the first
	Version string // of floorwatch
}

// Formats are the names of what Write can write.
var Formats = []string{"text", "markdown", "csv", "json", "html"}

// Tables are what CSV can hold; one file never mixes two.
var Tables = []string{"buckets", "agents", "teams", "chats"}

// Write writes a report. An unknown format or table is an error, as is a failure of w.
func Write(w io.Writer, format string, r *ledger.PeriodReport, o Options) error {
	if !o.Names {
		r = byNumber(r)
	}
	switch format {
	case "text":
		return writeText(w, trimmed(r), o)
	case "markdown":
		return writeMarkdown(w, trimmed(r), o)
	case "csv":
		return writeCSV(w, r, o)
	case "json":
		return writeJSON(w, r, o)
	case "html":
		return writeHTML(w, trimmed(r), o)
	}
	return fmt.Errorf("--format is %q, must be %s", format, strings.Join(Formats, ", "))
}

// byNumber is the report with its agents by number, nobody last: without names their order by name
// looks like a rank.
func byNumber(r *ledger.PeriodReport) *ledger.PeriodReport {
	out := *r
	out.Agents = slices.SortedStableFunc(slices.Values(r.Agents), func(a, b ledger.PeriodRow) int {
		switch {
		case a.Agent == b.Agent:
			return 0
		case a.Agent == 0: // nobody
			return 1
		case b.Agent == 0:
			return -1
		}
		return cmp.Compare(a.Agent, b.Agent)
	})
	return &out
}
