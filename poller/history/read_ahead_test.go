package history

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"floorwatch/model/ledger"
)

// An oddSource answers as its function says.
type oddSource func(day string) (*ledger.Day, error)

func (s oddSource) Days() ([]string, error)                       { return nil, nil }
func (s oddSource) Read(day string, _ Depth) (*ledger.Day, error) { return s(day) }

// Files that are read side by side come in their order, each with its own error; a panic in one is its error, and
// the end comes where it is asked for.
func TestReadAheadKeepsTheOrder(t *testing.T) {
	var days []string
	for i := range 20 {
		days = append(days, fmt.Sprintf("day %02d", i))
	}
	damaged := errors.New("damaged")
	second := make(chan struct{}) // closed once the second file is being read: the first waits for it
	src := oddSource(func(day string) (*ledger.Day, error) {
		switch day {
		case "day 00":
			<-second
		case "day 01":
			close(second)
		case "day 07":
			return nil, damaged
		case "day 11":
			panic("a fault of ours")
		}
		return &ledger.Day{Date: day}, nil
	})
	for _, n := range []int{0, 1} { // no file, and one alone
		if err := readAhead(oddSource(func(day string) (*ledger.Day, error) { return nil, nil }), days[:n], func(int) Depth { return DepthAll }, func(int, readFile) error { return nil }); err != nil {
			t.Errorf("of %d files: %v", n, err)
		}
	}
	var got []string
	end := errors.New("the end")
	err := readAhead(src, days, func(int) Depth { return DepthAll }, func(i int, r readFile) error {
		day := days[i]
		switch {
		case day == "day 07":
			if !errors.Is(r.err, damaged) {
				t.Errorf("%s: %v", day, r.err)
			}
		case day == "day 11":
			if r.err == nil {
				t.Error("a panic passes for a file")
			}
		case r.err != nil || r.day.Date != day:
			t.Errorf("for %s came %v, %v", day, r.day, r.err)
		}
		got = append(got, day)
		if day == "day 15" {
			return end
		}
		return nil
	})
	if !errors.Is(err, end) || len(got) != 16 || !slices.IsSorted(got) {
		t.Errorf("%v after %v", err, got)
	}
}
