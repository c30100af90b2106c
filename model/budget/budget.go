// Package budget prints what benchmarks measured beside their budgets, as one table for all packages: a column for
// each number of threads, and the exponent with which the cost grows. It is only for tests and imports nothing of
// this program.
//
//	go test -p 1 -run NONE -bench 'Budgets$' -benchtime 10x ./model/board ./poller/acquire ./poller/record ./poller/serve
package budget

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Threads are the sizes of the floors that are measured.
var Threads = []int{100, 5_000, 20_000, 50_000}

// One is the size of a cost that does not depend on the number of threads.
const One = 0

// A Line is one cost with its budget.
type Line struct {
	What  string
	Unit  string          // "ns" is shown as a duration, others unchanged
	Most  map[int]float64 // the budget, by number of threads
	Grows float64         // the exponent with which it may grow; 0: any
	Got   map[int]float64 // as measured, by number of threads
	Why   string          // if it is over budget: the reason
}

// ByThreads returns the same budget for each size.
func ByThreads(most float64) map[int]float64 {
	all := map[int]float64{}
	for _, n := range Threads {
		all[n] = most
	}
	return all
}

// Note records a measurement with so many threads, in l's unit.
func (l *Line) Note(threads int, got float64) {
	if l.Got == nil {
		l.Got = map[int]float64{}
	}
	l.Got[threads] = got
}

// Over reports whether any measurement is over budget.
func (l *Line) Over() bool {
	for n, got := range l.Got {
		if most, ok := l.Most[n]; ok && got > most {
			return true
		}
	}
	grown, ok := l.exponent()
	return ok && l.Grows > 0 && grown > l.Grows
}

// exponent is that of the growth from the smallest to the largest size.
func (l *Line) exponent() (float64, bool) {
	first, last := Threads[0], Threads[len(Threads)-1]
	a, b := l.Got[first], l.Got[last]
	if a <= 0 || b <= 0 {
		return 0, false
	}
	return math.Log(b/a) / math.Log(float64(last)/float64(first)), true
}

// Table returns the lines as text, with the reason below each that is over budget.
func Table(lines []Line) string {
	var t strings.Builder
	fmt.Fprintf(&t, "\n%-60s", "measured, and the budget where there is one")
	for _, n := range Threads {
		fmt.Fprintf(&t, "%21s", fmt.Sprint(n, " threads"))
	}
	fmt.Fprintf(&t, "%8s\n", "n^")
	for i := range lines {
		lines[i].write(&t)
	}
	return t.String()
}

func (l *Line) write(t *strings.Builder) {
	fmt.Fprintf(t, "%-60s", l.What)
	sizes := Threads
	if _, one := l.Got[One]; one {
		sizes = []int{One}
	}
	for _, n := range sizes {
		cell := "-"
		if got, ok := l.Got[n]; ok {
			cell = l.figure(got)
			if most, ok := l.Most[n]; ok {
				cell += map[bool]string{false: " ≤ ", true: " OVER "}[got > most] + l.figure(most)
			}
		}
		fmt.Fprintf(t, "%21s", cell)
	}
	if grown, ok := l.exponent(); ok {
		fmt.Fprintf(t, "%8.2f", grown)
		if l.Grows > 0 {
			fmt.Fprintf(t, "%s%.1f", map[bool]string{false: " ≤ ", true: " OVER "}[grown > l.Grows], l.Grows)
		}
	}
	t.WriteByte('\n')
	if l.Over() && l.Why != "" {
		fmt.Fprintf(t, "    %s\n", l.Why)
	}
}

// figure is a cost with its unit.
func (l *Line) figure(v float64) string {
	if l.Unit != "ns" {
		return strings.TrimSpace(fmt.Sprintf("%.3g %s", v, l.Unit))
	}
	d := time.Duration(v)
	switch {
	case d >= time.Second:
		d = d.Round(10 * time.Millisecond)
	case d >= time.Millisecond:
		d = d.Round(10 * time.Microsecond)
	default:
		d = d.Round(100 * time.Nanosecond)
	}
	return d.String()
}
