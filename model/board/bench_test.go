package board

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// A floor of many threads, as busy as a real one: messages of a day, most of
// them long over, some going on at the end.
type benchFloor struct {
	rng    *rand.Rand
	agents int
	nextID model.MessageID
	end    time.Time
}

// messages returns n messages of each of some threads, spread over the hours before the end.
func (f *benchFloor) messages(threads, n int, hours float64) [][]model.Message {
	all := make([][]model.Message, threads)
	for i := range all {
		at := f.end.Add(-time.Duration(f.rng.Float64() * hours * float64(time.Hour)))
		for range n {
			at = at.Add(time.Duration(5+f.rng.IntN(40)) * time.Second)
			if at.After(f.end) {
				break
			}
			all[i] = append(all[i], f.message(i, at))
		}
	}
	return all
}

// message returns one message of a thread. Its strings are new ones, as after decoding.
func (f *benchFloor) message(thread int, at time.Time) model.Message {
	f.nextID++
	m := model.Message{
		ID: f.nextID, Chat: model.ChatID(thread + 1), Visitor: model.VisitorID(thread + 1), Thread: model.ThreadID(thread + 1),
		SentAt: at.Truncate(time.Second), Kind: model.KindMessage, Side: model.SideVisitor, Seen: model.SeenYes,
		VisitorName: safetext.Line(fmt.Sprintf("Visitor %d", thread)),
		Text:        safetext.Clean(strings.Repeat("Where is my order? ", 1+f.rng.IntN(6))),
		FirstAt:     at, LastAt: at, SeenAt: at,
	}
	if f.rng.IntN(2) == 0 {
		m.Side, m.Sender = model.SideAgent, model.AgentID(1+thread%f.agents)
		m.Name = safetext.Line(fmt.Sprintf("Agent %d", m.Sender))
	}
	return m
}

func newBenchFloor() *benchFloor {
	return &benchFloor{rng: rand.New(rand.NewPCG(1, 2)), agents: 100, end: time.Date(2026, 3, 2, 23, 30, 0, 0, time.UTC)}
}

// largeBoard returns a Board with 5,000 threads and about 200,000 messages.
func largeBoard(keep model.Retention) (*Board, *benchFloor) {
	f := newBenchFloor()
	b := New(Config{Keep: keep})
	for _, list := range f.messages(5000, 40, 22) {
		b.Apply(model.Event{At: f.end, Messages: list})
	}
	return b, f
}

// BenchmarkApply applies 100 new messages of 5,000 threads.
func BenchmarkApply(b *testing.B) { benchmarkApply(b, model.Retention{}) }

// BenchmarkApplyFull does so on a Board that has to let as much go.
func BenchmarkApplyFull(b *testing.B) {
	benchmarkApply(b, model.Retention{Messages: 100_000, Rows: 150_000})
}

// BenchmarkApplyOneFull does so with one message.
func BenchmarkApplyOneFull(b *testing.B) {
	benchmarkApplyOf(b, 1, model.Retention{Messages: 100_000, Rows: 150_000})
}

func benchmarkApply(b *testing.B, keep model.Retention) { benchmarkApplyOf(b, 100, keep) }

// benchmarkApplyOf applies n new messages at a time.
func benchmarkApplyOf(b *testing.B, n int, keep model.Retention) {
	board, f := largeBoard(keep)
	board.At(f.end)
	now := f.end
	for b.Loop() {
		b.StopTimer()
		now = now.Add(time.Millisecond)
		e := model.Event{At: now}
		for range n {
			e.Messages = append(e.Messages, f.message(f.rng.IntN(5000), now))
		}
		b.StartTimer()
		board.Apply(e)
	}
	b.ReportMetric(float64(board.retention.rows), "messages")
}

// BenchmarkAtCold is the first At after everything was applied.
func BenchmarkAtCold(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		board, f := largeBoard(model.Retention{})
		runtime.GC()
		b.StartTimer()
		board.At(f.end)
	}
}

// BenchmarkAtTick is a second's tick after polls brought 10 messages to the 300 chats that go on.
func BenchmarkAtTick(b *testing.B) {
	board, f := largeBoard(model.Retention{})
	board.At(f.end)
	now := f.end
	for b.Loop() {
		b.StopTimer()
		now = now.Add(time.Second)
		e := model.Event{At: now}
		for range 10 {
			e.Messages = append(e.Messages, f.message(f.rng.IntN(300), now))
		}
		board.Apply(e)
		b.StartTimer()
		board.At(now)
	}
}

// BenchmarkAtPast is At for a moment an hour ago.
func BenchmarkAtPast(b *testing.B) {
	now := time.Date(2026, 3, 2, 22, 30, 0, 0, time.UTC)
	board, f := largeBoard(model.Retention{})
	board.At(f.end)
	for b.Loop() {
		now = now.Add(-time.Second)
		board.At(now)
	}
}

// BenchmarkMemory reports what a message costs on a Board of 2,000 threads of
// 100 messages, the text and all that is derived included.
func BenchmarkMemory(b *testing.B) {
	for b.Loop() {
		used, _, rows := heldBy(2000, 100)
		b.ReportMetric(used/rows, "B/message")
		b.ReportMetric(used/(1<<20), "MiB")
	}
}

func heapInUse() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
