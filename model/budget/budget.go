// Package budget prints what benchmarks measure beside what it may cost, one table for all
// packages: threads across, and the exponent by which a cost grows. It is for tests alone
// and imports nothing of ours.
//
//	go test -p 1 -run NONE -bench 'Budgets$' -benchtime 10x ./model/board ./poller/acquire ./poller/record ./poller/serve
package budget

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Threads are the sizes of floors that costs are measured with.
var Threads = []int{100, 5_000, 20_000, 50_000}

// One stands for the size of a floor where a cost has no others.
const One = 0

// A Line is one cost.
type Line struct {
	What  string
	Unit  string          // "ns" is shown as a duration; others as they are
	Most  map[int]float64 // the budget, by threads
	Grows float64         // the exponent that it may grow with; 0: any
	Got   map[int]float64 // as measured, by threads
	Why   string          // why it is over, where it is
}

// ByThreads is the same budget for each size.
func ByThreads(most float64) map[int]float64 {
	all := map[int]float64{}
	for _, n := range Threads {
		all[n] = most
	}
	return all
}

// Note adds what was measured with so many threads.
func (l *Line) Note(threads int, got float64) {
	if l.Got == nil {
		l.Got = map[int]float64{}
	}
	l.Got[threads] = got
}

// Over reports whether a measured cost is above its budget.
func (l *Line) Over() bool {
	for n, got := range l.Got {
		if most, ok := l.Most[n]; ok && got > most {
			return true
		}
	}
	grown, ok := l.exponent()
	return ok && l.Grows > 0 && grown > l.Grows
}

// exponent is that of the growth from the smallest size to the largest.
func (l *Line) exponent() (float64, bool) {
	first, last := Threads[0], Threads[len(Threads)-1]
	a, b := l.Got[first], l.Got[last]
	if a <= 0 || b <= 0 {
		return 0, false
	}
	return math.Log(b/a) / math.Log(float64(last)/float64(first)), true
}

// Table returns the lines as text, with the reason below each one that is over.
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
