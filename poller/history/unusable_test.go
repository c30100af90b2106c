package history

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"floorwatch/model/ledger"
)

// A report tells of the files of its own days that cannot be used, and only of those.
func TestOnlyTheDaysOfAReportAreSaidToBeDamaged(t *testing.T) {
	now, loc := saturday(t)
	days := sparseWeek(t, loc)
	src := writeDays(t, days...)
	if err := os.WriteFile(filepath.Join(src.Dir, fileName("2026-11-18")), []byte("no gzip"), 0o600); err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]string{"2026-11-17": "", "2026-11-19": "", "2026-11-18": "18 Nov: damaged, left out", "2026-11-15": "16 Nov"} {
		r, err := NewReport(src, query(parse(t, Ask{Word: word}, now, loc), ByHour, now))
		said := ""
		if err != nil {
			said = err.Error()
		} else {
			said = strings.Join(r.Notes, "; ")
		}
		if want == "" && said != "" || !strings.Contains(said, want) || word != "2026-11-18" && strings.Contains(said, "damaged") {
			t.Errorf("%s: %q, want %q", word, said, want)
		}
	}
}

// Where one day's file cannot be read, the other days are reported, and usual figures are of them.
func TestADayThatCannotBeReadIsLeftOut(t *testing.T) {
	now, loc := saturday(t)
	days := sparseWeek(t, loc)
	folder := writeDays(t, days...)
	for err, want := range map[error]string{
		&fs.PathError{Op: "open", Err: fs.ErrPermission}: "18 Nov: not open to this user, left out",
		&fs.PathError{Op: "read", Err: os.ErrClosed}:     "18 Nov: cannot be read, left out",
		errors.New("a fault of ours"):                    "",
	} {
		src := oneBadDay{folder, "2026-11-18", err}
		r, failed := NewReport(src, query(parse(t, Ask{Word: "2026-W47"}, now, loc), ByDay, now))
		_, past := ReadPast(src, now, loc, UsualOptions{Weeks: 4}, "c0ffee")
		switch {
		case want == "":
			if failed == nil || past == nil {
				t.Errorf("%v passes for a bad file", err)
			}
		case failed != nil || past != nil:
			t.Errorf("%v: no report: %v; no usual figures: %v", err, failed, past)
		case strings.Join(r.Notes, "; ") != want || r.Total.Visitors == 0:
			t.Errorf("%v: %q, want %q", err, r.Notes, want)
		}
	}
}

// A oneBadDay is a folder of which one day cannot be read.
type oneBadDay struct {
	Folder
	day string
	err error
}

func (o oneBadDay) Read(day string, depth Depth) (*ledger.Day, error) {
	if day == o.day {
		return nil, o.err
	}
	return o.Folder.Read(day, depth)
}
