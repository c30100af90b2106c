package cli

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
)

var speed = flag.Bool("speed", false, "measure everything that has a budget and print the table")

// A budget is a row of the table.
type budget struct {
	what     string
	measured string
	bound    string // "" where there is none
	over     bool
	why      string // it is over, where that is known
}

// because is b with the reason why it is over.
func (b budget) because(why string) budget {
	b.why = why
	return b
}

// reasons are those of the rows that are over.
func reasons(rows []budget) string {
	var out strings.Builder
	for _, b := range rows {
		if b.over && b.why != "" {
			fmt.Fprintf(&out, "%s: %s\n", b.what, b.why)
		}
	}
	return out.String()
}

// atMost is a row whose figure must not be above a bound. Without a bound it only informs.
func atMost(what, format string, got, bound float64) budget {
	b := budget{what: what, measured: fmt.Sprintf(format, got)}
	if bound > 0 {
		b.bound, b.over = "≤ "+fmt.Sprintf(format, bound), got > bound
	}
	return b
}

// atLeast is a row whose figure must not be below a bound.
func atLeast(what, format string, got, bound float64) budget {
	return budget{what: what, measured: fmt.Sprintf(format, got), bound: "≥ " + fmt.Sprintf(format, bound), over: got < bound}
}

// row is b as a line of Markdown.
func (b budget) row() string {
	verdict := "ok"
	switch {
	case b.bound == "":
		verdict = ""
	case b.over:
		verdict = "**over**"
	}
	return fmt.Sprintf("| %s | %s | %s | %s |", b.what, b.measured, b.bound, verdict)
}

// TestSpeedTable measures each row of the budget and prints the table of the
// README, and behind it what grows with the floor. It takes some minutes and asserts no time, for what a busy machine
// measures is not a fault of the program:
//
//	go test ./ui/cli -run TestSpeedTable -speed -v -timeout 40m
func TestSpeedTable(t *testing.T) {
	if !*speed {
		return // minutes of work, and only for a table
	}
	if runtime.GOOS != "linux" {
		t.Fatal("the table reads CPU time and memory from Linux's /proc")
	}
	rows := benchmarkRows(t)
	rows = append(rows, programRows(t)...)
	var out strings.Builder
	fmt.Fprintf(&out, "\n%s, %d cores, %s\n\n| what | measured | budget | |\n|---|---|---|---|\n", cpuModel(), runtime.NumCPU(), runtime.Version())
	for _, b := range rows {
		fmt.Fprintln(&out, b.row())
	}
	fmt.Println(out.String())
	fmt.Println(reasons(rows))
	fmt.Println(growthTables(t))
}

// cpuModel is the processor's name by Linux.
func cpuModel() string {
	f, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	defer f.Close() //nolint:errcheck // it was only read
	for s := bufio.NewScanner(f); s.Scan(); {
		if name, value, ok := strings.Cut(s.Text(), ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

// median is the middle of some figures, the lower one of two.
func median(of []float64) float64 {
	of = slices.Clone(of)
	slices.Sort(of)
	return of[(len(of)-1)/2]
}

func TestBudgetRow(t *testing.T) {
	for _, c := range []struct {
		b    budget
		want string
	}{
		{atMost("a", "%.1f ms", 0.94, 1), "| a | 0.9 ms | ≤ 1.0 ms | ok |"},
		{atMost("a", "%.1f ms", 1.2, 1), "| a | 1.2 ms | ≤ 1.0 ms | **over** |"},
		{atMost("a", "%.1f ms", 1.2, 0), "| a | 1.2 ms |  |  |"},
		{atLeast("a", "%.0f MB/s", 99, 100), "| a | 99 MB/s | ≥ 100 MB/s | **over** |"},
	} {
		if got := c.b.row(); got != c.want {
			t.Errorf("row of %+v = %q, want %q", c.b, got, c.want)
		}
	}
	late := atMost("b", "%.0f", 2, 1).because("it waits")
	if got, want := reasons([]budget{atMost("a", "%.0f", 1, 1).because("never"), late, atMost("c", "%.0f", 2, 1)}), "b: it waits\n"; got != want {
		t.Errorf("the reasons are %q, want %q", got, want)
	}
	for _, c := range []struct {
		of   []float64
		want float64
	}{{[]float64{3}, 3}, {[]float64{9, 1, 5}, 5}, {[]float64{4, 1, 3, 2}, 2}} {
		if got := median(c.of); got != c.want {
			t.Errorf("median of %v = %v, want %v", c.of, got, c.want)
		}
	}
}
