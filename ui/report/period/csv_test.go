package period

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/ui/report/table"
)

func csvRows(t *testing.T, r *ledger.PeriodReport, o Options) [][]string {
	t.Helper()
	text := written(t, "csv", r, o)
	o.BOM = true
	if marked := written(t, "csv", r, o); marked != "\ufeff"+text {
		t.Errorf("with a byte order mark it begins with %.20q", marked)
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// The period as a whole is a table of its own: what its figures leave out is known of it alone.
func TestCSVOfTheTotal(t *testing.T) {
	r := fixture(t)
	r.LeftOut = ledger.LeftOutCounts{ClockErrors: 1, UnknownType: 2, UnknownSide: 3, Messages: 4}
	r.Notes = []string{"a", "b"}
	r.Until, r.Total.HasUnread = r.Total.To, true
	r.Team, r.Agent = "Sales", 3001
	rows := csvRows(t, r, Options{Table: "total"})
	got := map[string]string{}
	for i, name := range rows[0] {
		got[name] = rows[1][i]
	}
	j := jsonOf(r, Options{})
	for name, want := range map[string]string{
		"left_out.clock_errors": "1", "left_out.unknown_type": "2", "left_out.unknown_side": "3", "left_out.messages": "4", "missing": "a; b",
		"until": r.Until.Format(time.RFC3339), "part": "true", "team": "Sales", "agent": "3001",
		"from": j.From.Format(time.RFC3339), "to": j.To.Format(time.RFC3339), "watched_seconds": fmt.Sprint(j.Watched), "length_seconds": fmt.Sprint(j.Length),
		"new": fmt.Sprint(*j.Total.New), "first_service.of": fmt.Sprint(*j.Total.FirstService.Of),
	} {
		if got[name] != want {
			t.Errorf("%s: %q, want %q", name, got[name], want)
		}
	}
}

// Without --table, CSV has the rows that --by asks for.
func TestCSVIsOfWhatTheReportIsBy(t *testing.T) {
	for by, want := range map[string]struct {
		column string
		rows   int
	}{"hour": {"label", 24}, "agent": {"agent", 13}, "team": {"team", 2}, "load": {"low", 1}} {
		r := fixture(t)
		if r.By = by; by == "load" {
			r.Load = &model.LoadTable{Classes: []model.LoadClass{{Lo: 1.5, Hi: 2, N: 30, P10: 70, P90: 90}}}
		}
		if rows := csvRows(t, r, Options{}); rows[0][0] != want.column || len(rows) != want.rows+1 {
			t.Errorf("by %s: %d rows by %s, want %d by %s", by, len(rows)-1, rows[0][0], want.rows, want.column)
		}
	}
}

func TestCSV(t *testing.T) {
	r := fixture(t)
	for table, want := range map[string]int{"": 24, "buckets": 24, "agents": 13, "teams": 2, "chats": 24, "total": 1} {
		rows := csvRows(t, r, Options{Names: true, Table: table})
		if len(rows) != want+1 {
			t.Errorf("%q: %d rows, want %d", table, len(rows)-1, want)
		}
		for _, row := range rows[1:] {
			for _, cell := range row {
				if strings.ContainsRune("=+@\t\r", rune((cell + " ")[0])) {
					t.Errorf("a spreadsheet would take %q for a formula", cell)
				}
			}
		}
	}
	if table.Cell("-5") != "-5" || table.Cell("-5+cmd") != "'-5+cmd" || table.Cell("") != "" || table.Cell("@x") != "'@x" {
		t.Error("numbers are defused, or formulas are not")
	}
	if err := Write(&strings.Builder{}, "csv", r, Options{Table: "all"}); err == nil {
		t.Error("an unknown table is written")
	}
	if err := Write(&strings.Builder{}, "pdf", r, Options{}); err == nil {
		t.Error("an unknown format is written")
	}
}
