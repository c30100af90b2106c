package board

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// growthSizes are the threads that BenchmarkBudgets measures with.
var growthSizes = []int{100, 5_000, 20_000, 50_000}

// A budget is what an operation may cost with so many threads.
type budget struct {
	what  string
	of    map[int]time.Duration                   // by threads
	grows float64                                 // the exponent it may grow with; 0: any
	cost  func(*testing.B, *growth) time.Duration // what one costs
}

// A growth is a Board of threads whose chats are of the last 22 hours, 10 messages
// each, with an agent for every 50 threads.
type growth struct {
	*benchFloor
	board   *Board
	threads int
}

func newGrowth(threads int, keep model.Keep) *growth {
	f := newBenchFloor()
	f.agents = 10 + threads/50
	g := &growth{f, New(Config{Keep: keep}), threads}
	for _, list := range f.messages(threads, 10, 22) {
		g.board.Apply(model.Event{At: f.end, Messages: list})
	}
	g.board.At(f.end)
	runtime.GC()
	return g
}

// say returns n messages of now, of threads that go on.
func (g *growth) say(n int) model.Event {
	e := model.Event{At: g.end}
	for i := range n {
		e.Messages = append(e.Messages, g.message((g.rng.IntN(40)+i*40)%g.threads, g.end))
	}
	return e
}

// budgets are those of the Board; BenchmarkBudgets prints them with what is measured.
var budgets = []budget{
	{
		what: "a second's tick (At and Activity, 12 threads changed)",
		of:   map[int]time.Duration{5_000: time.Millisecond, 20_000: 2 * time.Millisecond, 50_000: 4 * time.Millisecond},
		cost: func(b *testing.B, g *growth) time.Duration {
			return each(b, func() { g.end = g.end.Add(time.Second); g.board.Apply(g.say(12)) }, func() {
				g.board.At(g.end)
				g.board.Activity(g.end, 30, model.Filter{})
			})
		},
	},
	{
		what: "one message into a full board", grows: 0.2,
		of: map[int]time.Duration{100: 20 * time.Microsecond, 5_000: 20 * time.Microsecond, 20_000: 20 * time.Microsecond, 50_000: 20 * time.Microsecond},
		cost: func(b *testing.B, g *growth) time.Duration {
			full := newGrowth(g.threads, model.Keep{Rows: 5 * g.threads, Messages: 3 * g.threads})
			const many = 500 // the walks over the whole are seldom, and belong to the cost
			var e [many]model.Event
			return each(b, func() {
				for i := range e {
					full.end = full.end.Add(10 * time.Millisecond)
					e[i] = full.say(1)
				}
			}, func() {
				for i := range e {
					full.board.Apply(e[i])
				}
			}) / many
		},
	},
	{
		what: "a stride of a day's ledger, the longest",
		of:   map[int]time.Duration{5_000: 5 * time.Millisecond},
		cost: func(b *testing.B, g *growth) time.Duration {
			from := g.end.Truncate(24 * time.Hour)
			return longest(b, func() func() bool {
				l := g.board.NewLedger(from, from.Add(24*time.Hour))
				return func() bool { return l.Step(g.end, 100) }
			})
		},
	},
	{
		what: "a stride of //, the longest",
		of:   map[int]time.Duration{5_000: 5 * time.Millisecond},
		cost: func(b *testing.B, g *growth) time.Duration {
			return longest(b, func() func() bool {
				s := &model.TextSearch{Match: func(text, _ safetext.Text) bool { return strings.Contains(text.String(), "nothing") }}
				return func() bool { return g.board.Search(s, 2000) }
			})
		},
	},
}

// each returns what do costs by the median, which a busy machine moves little; before prepares it.
func each(b *testing.B, before, do func()) time.Duration {
	var all []time.Duration
	for b.Loop() {
		before()
		began := time.Now()
		do()
		all = append(all, time.Since(began))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// longest returns what the longest step of a walk costs, by the median of the walks.
func longest(b *testing.B, start func() (step func() bool)) time.Duration {
	var all []time.Duration
	for b.Loop() {
		step, most := start(), time.Duration(0)
		for done := false; !done; {
			began := time.Now()
			done = step()
			most = max(most, time.Since(began))
		}
		all = append(all, most)
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// BenchmarkBudgets measures what the Board may cost on floors of 100 to 50,000
// threads, and prints it beside its budgets with the exponent by which it grows.
//
//	go test ./model/board -run NONE -bench Budgets -benchtime 50x
func BenchmarkBudgets(b *testing.B) {
	took := make([]map[int]time.Duration, len(budgets))
	for i := range took {
		took[i] = map[int]time.Duration{}
	}
	for _, threads := range growthSizes {
		g := newGrowth(threads, model.Keep{Rows: 1_000_000, Messages: 1_000_000})
		for i, x := range budgets {
			b.Run(fmt.Sprintf("%d/%d", i, threads), func(b *testing.B) {
				took[i][threads] = x.cost(b, g)
				b.ReportMetric(float64(took[i][threads]), "ns/median")
			})
		}
	}
	fmt.Print("\n" + budgetTable(took)) // b.Log of a benchmark with parts is not shown
}

func budgetTable(took []map[int]time.Duration) string {
	var t strings.Builder
	fmt.Fprintf(&t, "%-56s", "median; budget where there is one")
	for _, n := range growthSizes {
		fmt.Fprintf(&t, "%20d", n)
	}
	fmt.Fprintf(&t, "%8s\n", "n^")
	for i, x := range budgets {
		fmt.Fprintf(&t, "%-56s", x.what)
		for _, n := range growthSizes {
			cell := round(took[i][n]).String()
			if most, ok := x.of[n]; ok {
				sign := "≤"
				if took[i][n] > most {
					sign = "OVER"
				}
				cell += " " + sign + " " + most.String()
			}
			fmt.Fprintf(&t, "%20s", cell)
		}
		first, last := growthSizes[0], growthSizes[len(growthSizes)-1]
		exponent := math.Log(float64(took[i][last])/float64(took[i][first])) / math.Log(float64(last)/float64(first))
		over := ""
		if x.grows > 0 && exponent > x.grows {
			over = " OVER " + fmt.Sprint(x.grows)
		}
		fmt.Fprintf(&t, "%8.2f%s\n", exponent, over)
	}
	return t.String()
}

func round(d time.Duration) time.Duration {
	if d > time.Millisecond {
		return d.Round(10 * time.Microsecond)
	}
	return d.Round(100 * time.Nanosecond)
}
