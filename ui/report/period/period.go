// Package period writes the report of a period as text, Markdown, CSV, JSON or
// one page of HTML. It computes nothing: every figure comes from a ledger.PeriodReport.
// It imports report/table, model, ledger and safetext. A report contains agents' names
// only on request.
package period

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"floorwatch/model/ledger"
)

// Options are the settings of a report's output.
type Options struct {
	Names   bool   // with agents' names; otherwise their numbers
	ASCII   bool   // text without box drawing and the like
	Address string // a chat's page, with {chat} for its number; https only
	Table   string // for CSV, one of Tables; "" is what the report is by
	BOM     bool   // begin CSV with a byte order mark
	Version string // of floorwatch
}

// Formats are the names of the formats that Write accepts.
var Formats = []string{"text", "markdown", "csv", "json", "html"}

// Tables are the tables of the CSV format; a file contains one.
var Tables = []string{"buckets", "agents", "teams", "chats", "total"}

// MostChats returns how many of the chats to look at a format, and for CSV its table, lists at most; 0: all.
func MostChats(format, table string) int {
	switch {
	case format == "text", format == "markdown":
		return shownChats
	case format == "html":
		return pageChats
	case format == "csv" && table != "chats":
		return 1 // it has none
	}
	return 0
}

// Write writes a report to w. It returns w's error, or an error for an unknown format or table.
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
		return pageTemplate.Execute(w, pageOf(trimmed(r), o))
	}
	return fmt.Errorf("--format is %q, must be %s", format, strings.Join(Formats, ", "))
}

// byNumber returns the report with its agents ordered by number, chats without agent last: without names the
// order by name would look like a ranking.
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
