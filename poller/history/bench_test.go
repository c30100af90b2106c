package history

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

// A floor of the size that budgets speak of.
type benchFloor struct {
	agents, chats int
}

var (
	smallFloor = benchFloor{20, 500}
	largeFloor = benchFloor{300, 20_000}
)

// day is one of chats with 2 to 7 turns each, between 6:00 and 22:00. An agent
// answers one message at a time, typing takes 13 s and a visitor thinks 45 s on
// average: the floor that the budgets were worked out for.
func (b benchFloor) day(number int) *ledger.Day {
	r := rand.New(rand.NewPCG(uint64(number), 1))
	from := time.Date(2026, 1, 1+number, 0, 0, 0, 0, time.UTC)
	d := &ledger.Day{
		Date: from.Format(time.DateOnly), Zone: "UTC", From: from, To: from.AddDate(0, 0, 1), Written: from.AddDate(0, 0, 1), Final: true,
		Watched: []ledger.TimeSpan{{From: from, To: from.AddDate(0, 0, 1)}}, Agents: map[model.AgentID]ledger.AgentLabel{},
	}
	for i := range b.agents {
		d.Agents[model.AgentID(i+1)] = ledger.AgentLabel{Name: safetext.Line(fmt.Sprintf("Agent number %d", i)), Team: safetext.Line(fmt.Sprintf("Team %d", i%5))}
	}
	slots := map[[2]int]*ledger.SlotFigures{}
	for agent := 1; agent <= b.agents; agent++ {
		b.shift(r, agent, slots)
	}
	for range b.chats / 20 {
		slot, agent := 24+r.IntN(64), 1+r.IntN(b.agents)
		d.Found = append(d.Found, ledger.Finding{Kind: ledger.FindingDropped, At: from.Add(time.Duration(slot)*ledger.SlotLength + time.Second), Chat: model.ChatID(r.IntN(b.chats)), Agent: model.AgentID(agent)})
	}
	for key, f := range slots {
		f.Total = f.First
		d.Slots = append(d.Slots, ledger.Slot{Start: from.Add(time.Duration(key[0]) * ledger.SlotLength), Agent: model.AgentID(key[1]), SlotFigures: *f})
	}
	d.Sort()
	return d
}

// shift adds an agent's 6.5 hours to the slots.
func (b benchFloor) shift(r *rand.Rand, agent int, slots map[[2]int]*ledger.SlotFigures) {
	type question struct {
		at    float64 // seconds since midnight
		first bool
		left  int // turns
	}
	start := float64(24+agent%38) * ledger.SlotLength.Seconds()
	var waiting []question
	for range b.chats / b.agents {
		waiting = append(waiting, question{start + r.Float64()*26*ledger.SlotLength.Seconds(), true, 2 + r.IntN(6)})
	}
	free := 0.0
	for len(waiting) > 0 {
		next := 0
		for i := range waiting {
			if waiting[i].at < waiting[next].at {
				next = i
			}
		}
		q := waiting[next]
		waiting[next] = waiting[len(waiting)-1]
		waiting = waiting[:len(waiting)-1]
		free = max(free, q.at) + r.ExpFloat64()*13
		key := [2]int{int(free / ledger.SlotLength.Seconds()), agent}
		if slots[key] == nil {
			slots[key] = &ledger.SlotFigures{Peak: float64(1 + r.IntN(5))}
		}
		addReply(slots[key], int32(free-q.at), q.first, 1+r.IntN(2))
		if q.left--; q.left > 0 {
			waiting = append(waiting, question{free + r.ExpFloat64()*45, false, q.left})
		}
	}
}

func addReply(f *ledger.SlotFigures, took int32, first bool, words int) {
	f.Visitors, f.Replies = f.Visitors+words, f.Replies+1
	if first {
		f.First.Add(took, 1)
		f.FirstService.Of++
		f.FirstService.In += min(1, int(30/max(took, 1)))
		return
	}
	f.Next.Add(took, 1)
	f.NextService.Of++
	f.NextService.In += min(1, int(60/max(took, 1)))
}

// benchSource are the files of some days; ten different ones are used again and again. As by default, only those of the
// last 90 days hold chats to look at.
type benchSource struct {
	days         int
	files, older [][]byte // with chats to look at and without
}

func newBenchSource(b testing.TB, floor benchFloor, days int) benchSource {
	b.Helper()
	s := benchSource{days: days}
	for i := range min(days, 10) {
		d := floor.day(i)
		s.files = append(s.files, encoded(b, d))
		d.Found = nil
		s.older = append(s.older, encoded(b, d))
	}
	return s
}

func (s benchSource) Days() ([]string, error) {
	var days []string
	for i := range s.days {
		days = append(days, time.Date(2026, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
	}
	return days, nil
}

func (s benchSource) Read(day string, depth Depth) (*ledger.Day, error) {
	date, _ := time.Parse(time.DateOnly, day)
	i, files := date.YearDay()-1, s.files
	if i < s.days-90 {
		files = s.older
	}
	d, err := Decode(bytes.NewReader(files[i%len(files)]), depth)
	if err != nil {
		return nil, err
	}
	shift := date.Sub(d.From)
	d.From, d.To, d.Written, d.Date = d.From.Add(shift), d.To.Add(shift), d.Written.Add(shift), day
	d.Watched = []ledger.TimeSpan{{From: d.From, To: d.To}}
	for j := range d.Slots {
		d.Slots[j].Start = d.Slots[j].Start.Add(shift)
	}
	for j := range d.Found {
		d.Found[j].At = d.Found[j].At.Add(shift)
	}
	return d, nil
}

var floors = []struct {
	name  string
	floor benchFloor
	bytes int // budget of a day's file
}{{"small", smallFloor, 8_000}, {"large", largeFloor, 200_000}}

// Budget: 8 kB and 200 kB a day. The times stand twice in a file, by agent and slot and by agent, which is what lets a
// year by day stop reading early.
func BenchmarkEncode(b *testing.B) {
	for _, f := range floors {
		b.Run(f.name, func(b *testing.B) {
			d := f.floor.day(1)
			var out bytes.Buffer
			for b.Loop() {
				out.Reset()
				if err := Encode(&out, d); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(out.Len()), "file-bytes")
			b.ReportMetric(float64(len(d.Slots)), "slots")
		})
	}
}

// reportMemory is how much a report may take: its budget.
const reportMemory = 64 << 20

// Budget: a year by day or agent 0.3 s and 3 s, a month by hour 0.5 s and 5 s on two idle cores, each with 64 MiB, of which
// what is no longer used but not yet collected is a part. Two cores read at once, so that the processor time, which a busy
// machine does not change as much, is at most twice that: a year by day took 0.14 s and 1.3 s of it, a month by hour 0.05 s
// and 0.9 s.
func BenchmarkReport(b *testing.B) {
	for _, f := range floors {
		for _, c := range []struct {
			name string
			days int
			by   By
		}{{"year-by-day", 365, ByDay}, {"year-by-agent", 365, ByAgent}, {"month-by-hour", 30, ByHour}} {
			b.Run(f.name+"/"+c.name, func(b *testing.B) {
				src := newBenchSource(b, f.floor, c.days)
				from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
				p := Period{Title: "x", Loc: time.UTC, Spans: []ledger.TimeSpan{{From: from, To: from.AddDate(0, 0, c.days)}}}
				var used time.Duration
				for b.Loop() {
					before := cpu()
					if _, err := NewReport(src, query(p, c.by, from.AddDate(2, 0, 0))); err != nil {
						b.Fatal(err)
					}
					used += cpu() - before
				}
				b.StopTimer()
				b.ReportMetric(float64(used.Milliseconds())/float64(b.N), "cpu-ms/op")
				most := (&heapSource{benchSource: src}).report(b, c.days, c.by)
				if b.ReportMetric(float64(most)/(1<<20), "heap-MiB"); most > reportMemory {
					b.Errorf("it took %d MiB, at most %d are wanted", most>>20, reportMemory>>20)
				}
			})
		}
	}
}

// cpu returns how long this process has used a processor, where that is known.
var cpu = func() time.Duration { return 0 }

// What is usual is read in the background at the start, and for the report of a day.
func BenchmarkUsual(b *testing.B) {
	for _, f := range floors {
		b.Run(f.name, func(b *testing.B) {
			src := newBenchSource(b, f.floor, 60)
			now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
			for b.Loop() {
				p, err := ReadPast(src, now, time.UTC, UsualOptions{Weeks: 8}, "")
				if err != nil {
					b.Fatal(err)
				}
				p.Usual(now, 5)
			}
		})
	}
}

// Size does not depend on the machine. Packing a large floor takes seconds under the race detector, so that with -short
// a fifth of it stands for it, with a quarter of its bytes: the floor's own rows do not shrink with its agents.
func TestADaysFileIsSmall(t *testing.T) {
	for _, f := range floors {
		if testing.Short() && f.floor == largeFloor {
			f.floor, f.bytes = benchFloor{largeFloor.agents / 5, largeFloor.chats / 5}, f.bytes/4
		}
		if n := len(encoded(t, f.floor.day(1))); n > f.bytes {
			t.Errorf("the %s floor's file has %d bytes, at most %d are wanted", f.name, n, f.bytes)
		}
	}
}

// heapSource notes the largest heap that it is read with, beyond what was there before.
type heapSource struct {
	benchSource
	collect      bool // what is no longer used does not count
	mu           sync.Mutex
	before, most uint64
}

func heap(collect bool) uint64 {
	if collect {
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func (s *heapSource) Read(day string, depth Depth) (*ledger.Day, error) {
	d, err := s.benchSource.Read(day, depth)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.most = max(s.most, heap(s.collect))
	return d, err
}

// report makes a report of days and returns the largest heap meanwhile.
func (s *heapSource) report(tb testing.TB, days int, by By) (most uint64) {
	tb.Helper()
	from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	p := Period{Title: "x", Loc: time.UTC, Spans: []ledger.TimeSpan{{From: from, To: from.AddDate(0, 0, days)}}}
	s.before, s.most, s.days = heap(true), 0, days
	if _, err := NewReport(s, query(p, by, from.AddDate(2, 0, 0))); err != nil {
		tb.Fatal(err)
	}
	return s.most - min(s.before, s.most)
}

// A report holds its sums and the days that are being read, never all of them: each day more adds far less than a day
// takes. The heap is that of all tests, so that a hundred kilobytes more or less say nothing.
func TestAReportsMemoryDoesNotGrowWithItsDays(t *testing.T) {
	s := &heapSource{benchSource: newBenchSource(t, smallFloor, 1), collect: true}
	const more = 36
	before := heap(true)
	days := make([]*ledger.Day, more)
	for i := range days {
		var err error
		if days[i], err = s.benchSource.Read("2026-01-05", DepthDays); err != nil {
			t.Fatal(err)
		}
	}
	one := (heap(true) - before) / more
	runtime.KeepAlive(days)
	few, many := s.report(t, 4, ByAgent), s.report(t, 4+more, ByAgent)
	if grown := (max(many, few) - few) / more; one < 16<<10 || grown > one/2 {
		t.Errorf("each day more takes %d kB, a day in memory %d kB", grown>>10, one>>10)
	}
}
