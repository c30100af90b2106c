package history

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Of a file that is cut off behind its header nothing is known: it was watched, but says nothing of the day.
func TestACutFileIsNotADayWithoutChats(t *testing.T) {
	now, loc := saturday(t)
	days := weekOf(t, loc)
	src := writeDays(t, days...)
	cut(t, src, "2026-11-17")
	for _, by := range []By{ByDay, ByHour} {
		r, err := NewReport(src, query(parse(t, Ask{Word: "last-week"}, now, loc), by, now))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(r.Notes, "; "); got != "17 Nov: damaged, left out" {
			t.Errorf("by %s: notes: %s", by, got)
		}
		for i := range r.Buckets {
			if row := &r.Buckets[i]; row.From.Day() == 17 && (!row.Incomplete() || row.Watched != 0) {
				t.Errorf("by %s: %s says it was watched for %v", by, row.Label, row.Watched)
			}
		}
		if len(r.Gaps) == 0 {
			t.Errorf("by %s: the gap is not told", by)
		}
	}
	if err := os.Truncate(filepath.Join(src.Dir, fileName("2026-11-19")), 0); err != nil { // which is found before the cut one
		t.Fatal(err)
	}
	r, err := NewReport(src, query(parse(t, Ask{Word: "last-week"}, now, loc), ByDay, now))
	if got := strings.Join(r.Notes, "; "); err != nil || got != "17 Nov: damaged, left out; 19 Nov: damaged, left out" {
		t.Errorf("notes: %s (%v), want them by date", got, err)
	}
	var nothing *NothingError
	if _, err := NewReport(src, query(parse(t, Ask{Word: "2026-11-17"}, now, loc), ByHour, now)); !errors.As(err, &nothing) || !strings.Contains(err.Error(), "17 Nov: damaged") {
		t.Errorf("a report of that day alone: %v", err)
	}
}

// cut leaves out the end of a day's file.
func cut(t *testing.T, src Folder, day string) {
	t.Helper()
	path := filepath.Join(src.Dir, fileName(day))
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	plain, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := bytes.Cut(text, []byte("\n"))
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(append(head, '\n')); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
