package board

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/budget"
	"floorwatch/model/safetext"
)

// A cost is one line of BenchmarkBudgets, and how it is measured.
type cost struct {
	budget.Line
	of func(*testing.B, *growth) time.Duration // what one costs
}

// A growth is a Board of threads whose chats are of the last 22 hours, 10 messages
// each, with an agent for every 50 threads.
type growth struct {
	*benchFloor
	board   *Board
	threads int
}

func newGrowth(threads int, keep model.Retention) *growth {
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

// costs are those of the Board.
var costs = []cost{
	{
		Line: budget.Line{
			What: "a second's tick (At and Activity, 12 threads changed)", Unit: "ns", Most: map[int]float64{5_000: 1e6, 20_000: 2e6, 50_000: 4e6},
			Why: "on a busy machine; the rows of those who wait are new each second (at 50,000 threads some 800), and those of 1,010 agents; the rest keeps its rows",
		},
		of: func(b *testing.B, g *growth) time.Duration {
			return each(b, func() { g.end = g.end.Add(time.Second); g.board.Apply(g.say(12)) }, func() {
				g.board.At(g.end)
				g.board.Activity(g.end, 30, model.Filter{})
			})
		},
	},
	{
		Line: budget.Line{What: "the Activity of an hour and a half, as a wide screen shows it", Unit: "ns"},
		of: func(b *testing.B, g *growth) time.Duration {
			return each(b, func() {}, func() { g.board.Activity(g.end, 90, model.Filter{}) })
		},
	},
	{
		Line: budget.Line{What: "one message into a full board", Unit: "ns", Grows: 0.2, Most: budget.ByThreads(20e3)},
		of: func(b *testing.B, g *growth) time.Duration {
			full := newGrowth(g.threads, model.Retention{Rows: 5 * g.threads, Messages: 3 * g.threads})
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
		Line: budget.Line{What: "a stride of a day's ledger, the longest", Unit: "ns", Most: budget.ByThreads(5e6), Why: "the longest of hundreds, so that other work on the machine is in it nearly always"},
		of: func(b *testing.B, g *growth) time.Duration {
			from := g.end.Truncate(24 * time.Hour)
			return longest(b, func() func() bool {
				l := g.board.NewLedger(from, from.Add(24*time.Hour))
				return func() bool { return l.Step(g.end, 100) }
			})
		},
	},
	{
		Line: budget.Line{What: "a stride of //, the longest", Unit: "ns", Most: budget.ByThreads(5e6)},
		of: func(b *testing.B, g *growth) time.Duration {
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

// longest returns what the longest step of a walk costs, by the walk that the
// machine disturbed least: a step that is long by itself is so in each walk.
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
	return slices.Min(all)
}

// BenchmarkBudgets measures what the Board may cost on floors of 100 to 50,000
// threads, and prints it beside its budgets with the exponent by which it grows.
// Package budget names the command.
func BenchmarkBudgets(b *testing.B) {
	lines := make([]budget.Line, len(costs))
	for i := range costs {
		lines[i] = costs[i].Line
	}
	for _, threads := range budget.Threads {
		g := newGrowth(threads, model.Retention{Rows: 1_000_000, Messages: 1_000_000})
		for i := range costs {
			b.Run(fmt.Sprintf("%d/%d", i, threads), func(b *testing.B) {
				took := float64(costs[i].of(b, g))
				lines[i].Note(threads, took)
				b.ReportMetric(took, "ns/one")
			})
		}
	}
	b.Run("memory", func(b *testing.B) {
		used, text, rows := heldBy(2000, 100)
		all := budget.Line{What: "heap of 2,000 threads of 100 messages", Unit: "MiB", Most: map[int]float64{budget.One: 72}}
		all.Note(budget.One, used/(1<<20))
		beyond := budget.Line{
			What: "of it for a message beyond its text", Unit: "B", Most: map[int]float64{budget.One: 60},
			Why: "a row is 72 B, its part of the index by id 11, turns and waits 25; rows packed once a chat has ended: 95 B in all, but At of the past and the first At then take five times as long",
		}
		beyond.Note(budget.One, (used-text)/rows)
		lines = append(lines, all, beyond)
		for b.Loop() {
		}
	})
	fmt.Print(budget.Table(lines)) // b.Log of a benchmark with parts is not shown
}

// heldBy returns the bytes that a Board of threads of n messages each holds, those of the texts in it, and its messages.
func heldBy(threads, n int) (used, text, rows float64) {
	f := newBenchFloor()
	before := heapInUse()
	board := New(Config{})
	for _, list := range f.messages(threads, n, 22) {
		board.Apply(model.Event{At: f.end, Messages: list})
	}
	board.At(f.end)
	used = float64(heapInUse() - before)
	for _, c := range board.chats {
		for i := range c.rows {
			text += float64(len(c.rows[i].Text.String()))
		}
	}
	rows = float64(board.retention.rows)
	runtime.KeepAlive(board)
	return used, text, rows
}
