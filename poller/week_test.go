package poller

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
)

// The floor of a week: every day other visitors, one thread each, a hundred
// messages a thread, evenly over the day. That is the worst for whatever is
// kept by visitor and never let go.
const (
	weekThreads  = 2000 // a day
	weekMessages = 100  // a thread
	weekPause    = 20 * time.Second
)

// A week makes Events as polls would bring them, a minute of the floor at a time.
type week struct {
	start time.Time
}

// minute is what the polls of minute i bring: of every thread that goes on, the
// messages of the last two minutes, so each of them comes twice.
func (w *week) minute(i int) model.Event {
	now := w.start.Add(time.Duration(i+1) * time.Minute)
	e := model.Event{At: now}
	every := 24 * time.Hour / weekThreads
	last := int(now.Sub(w.start) / every)
	first := max(0, last-int((weekMessages*weekPause+time.Minute)/every)-1)
	for t := first; t <= last; t++ {
		began := w.start.Add(time.Duration(t) * every)
		key := model.Key{Visitor: model.VisitorID(t + 1), Thread: model.ThreadID(t + 1)}
		for n := range weekMessages {
			if at := began.Add(time.Duration(n) * weekPause); at.Before(now) && now.Sub(at) <= 2*time.Minute {
				e.Messages = append(e.Messages, w.message(key, n, at, now))
			}
		}
		e.Polled = append(e.Polled, model.Polled{Key: key, At: now})
		e.Visitors = append(e.Visitors, model.VisitorInfo{ID: key.Visitor, Name: safetext.Line(fmt.Sprintf("Visitor %d", t)), At: now})
		e.Threads = append(e.Threads, model.ThreadInfo{ID: key.Thread, Visitor: key.Visitor, Chats: []model.ChatID{model.ChatID(t + 1)}, Last: model.ChatID(t + 1), Status: model.StatusOpen, At: now})
	}
	return e
}

// message is the nth of a thread; strings are new ones, as after decoding.
func (w *week) message(k model.Key, n int, at, now time.Time) model.Message {
	m := model.Message{
		ID: model.MessageID(int64(k.Thread)*weekMessages + int64(n)), Chat: model.ChatID(k.Thread), Visitor: k.Visitor, Thread: k.Thread,
		SentAt: at, Kind: model.KindMessage, Side: model.SideVisitor, Seen: model.SeenYes, FirstAt: now, LastAt: now, SeenAt: now,
		Text: safetext.Clean(strings.Repeat("Where is my order? ", 1+(n+int(k.Thread))%6)),
	}
	if n%2 == 1 {
		m.Side, m.Sender = model.SideAgent, model.AgentID(1+int(k.Thread)%100)
		m.Name = safetext.Line(fmt.Sprintf("Agent %d", m.Sender))
	}
	return m
}

// BenchmarkWeek runs the inbox and the Board for a simulated week of 200,000
// messages a day and reports what is held at the end of the second and of the
// last day. An iteration is the week; it takes some seconds.
func BenchmarkWeek(b *testing.B) {
	for b.Loop() {
		w := week{start: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)}
		before := heapHeld()
		in, board := NewInbox(), board.New(board.Config{Location: time.UTC})
		most := 0.0
		for day := 1; day <= 7; day++ {
			for i := (day - 1) * 24 * 60; i < day*24*60; i++ {
				in.Put(w.minute(i))
				e, err := in.Take(b.Context())
				if err != nil {
					b.Fatal(err)
				}
				board.Apply(e)
				if i%10 == 0 { // the screen looks every second; that is too much for a week
					board.At(e.At)
				}
			}
			held := heapHeld() - before
			most = max(most, held)
			b.ReportMetric(held, fmt.Sprintf("MiB-day-%d", day))
		}
		b.ReportMetric(most, "MiB-most")
		runtime.KeepAlive(board)
	}
}

// heapHeld is what is in use after a collection, in MiB.
func heapHeld() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}
