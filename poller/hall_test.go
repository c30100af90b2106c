package poller

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
)

// A hallRow is a floor of the benchmark: how many threads in so many hours of
// the day so far, what the profile list's stamps move by and its order, and what it must reach.
type hallRow struct {
	name      string
	threads   int
	hours     float64
	perSecond float64
	stamps    string // message, chat or null
	order     string // new: by the stamp, the newest first; id: by the visitor's id
	reading   reading
	wildcard  bool // thread -1 means any thread
	run       time.Duration
	long      bool // only where FLOORWATCH_LONG is set

	waiting, half, day float64       // most of the bound, in times; 0: not asserted
	share              int           // of the waiting, in per cent, that waiting is about; 0: all
	word               time.Duration // p95 of words in known threads and of new visitors, from the middle of the run on; 0: not asserted
}

var hallRows = []hallRow{
	{name: "100 threads", threads: 100, hours: 8, perSecond: 10, stamps: "message", order: "new", run: 8 * time.Minute,
		waiting: 1.6, half: 1.7, day: 2.5, word: 3 * time.Second},
	{name: "300 threads in 2 h", threads: 300, hours: 2, perSecond: 10, stamps: "message", order: "new", run: 15 * time.Minute,
		waiting: 1.6, half: 1.7, day: 2.5, word: 3 * time.Second},
	{name: "500 threads", threads: 500, hours: 8, perSecond: 10, stamps: "message", order: "new", run: 15 * time.Minute, long: true,
		waiting: 1.6, half: 1.7, day: 2.5, word: 3 * time.Second},
	{name: "2,000 threads", threads: 2000, hours: 8, perSecond: 10, stamps: "message", order: "new", run: 30 * time.Minute, long: true,
		waiting: 2.6, half: 1.7, day: 2.5, word: 3 * time.Second},
	{name: "2,000 threads, 30/s", threads: 2000, hours: 8, perSecond: 30, stamps: "message", order: "new", run: 20 * time.Minute, long: true,
		waiting: 1.6, half: 1.7, day: 2.5, word: 3 * time.Second},
	{name: "10,000 threads", threads: 10000, hours: 8, perSecond: 10, stamps: "message", order: "new", run: 40 * time.Minute, long: true,
		word: 3 * time.Second},
	{name: "10,000 threads, 30/s", threads: 10000, hours: 8, perSecond: 30, stamps: "message", order: "new", run: 35 * time.Minute, long: true,
		waiting: 3, half: 1.7, word: 3 * time.Second},
	{name: "500 threads, stamps by chat", threads: 500, hours: 8, perSecond: 10, stamps: "chat", order: "new", run: 15 * time.Minute, long: true},
	{name: "300 threads, no stamps, by id", threads: 300, hours: 2, perSecond: 10, stamps: "null", order: "id", run: 15 * time.Minute, long: true},
	{name: "500 threads, no stamps, by id", threads: 500, hours: 8, perSecond: 10, stamps: "null", order: "id", run: 15 * time.Minute, long: true},
	{name: "2,000 threads, no stamps, by id", threads: 2000, hours: 8, perSecond: 10, stamps: "null", order: "id", run: 30 * time.Minute, long: true},
	{name: "2,000 threads, by id", threads: 2000, hours: 8, perSecond: 10, stamps: "message", order: "id", run: 30 * time.Minute, long: true},
	{name: "2,000 threads, -1 is any thread", threads: 2000, hours: 8, perSecond: 10, stamps: "message", order: "new", wildcard: true, run: 30 * time.Minute, long: true,
		waiting: 1.6, half: 1.7, day: 2.5, word: 3 * time.Second},
	{name: "500 threads, up to that chat", threads: 500, hours: 8, perSecond: 10, stamps: "message", order: "new", reading: uptoChat, run: 15 * time.Minute, long: true,
		waiting: 1.6, half: 1.7, day: 2.5, word: 3 * time.Second},
	{name: "500 threads, from that chat on", threads: 500, hours: 8, perSecond: 10, stamps: "message", order: "new", reading: fromChat, run: 15 * time.Minute, long: true,
		waiting: 1.6, half: 1.7, day: 2.5, word: 3 * time.Second},
	{name: "500 threads, after that message", threads: 500, hours: 8, perSecond: 10, stamps: "message", order: "new", reading: afterID, run: 15 * time.Minute, long: true,
		waiting: 1.6, half: 1.7, day: 2.5, word: 3 * time.Second},
}

// TestHall measures how soon a floor is known, and how old what is shown is, in
// virtual time, against the least that the API's requests allow. FLOORWATCH_LONG
// runs every row, HALL="2,000 threads" those whose names begin so.
func TestHall(t *testing.T) {
	only := os.Getenv("HALL")
	for _, row := range hallRows {
		if only != "" && !strings.HasPrefix(row.name, only) || only == "" && (row.long && os.Getenv("FLOORWATCH_LONG") == "" || testing.Short()) {
			continue
		}
		t.Run(row.name, func(t *testing.T) { synctest.Test(t, row.play) })
	}
}

func (row hallRow) play(t *testing.T) {
	h := makeHall(hallSeed(), row.threads, time.Duration(row.hours*float64(time.Hour)), row.run, 0)
	h.stamps, h.byID, h.reading = row.stamps, row.order == "id", row.reading
	h.wildcard = row.wildcard
	a, b, c, size := h.bounds(row.perSecond)
	l := playHall(t, h, row.perSecond, row.run)
	o := judgeHall(h, l, row.run)
	t.Logf("%s; bounds: waiting %s, half hour %s, day %s", size, ms(a), ms(b), ms(c))
	t.Logf("known: %d waiting: half %s, 90 %% %s, all %s, severe %s; half hour %s (99.5 %% %s); day %s (99.9 %% %s); first read %s; %v",
		o.waiting, ms(o.wait50), ms(o.wait90), ms(o.wait100), ms(o.severe100), ms(o.half), ms(o.half995), ms(o.today), ms(o.today999), ms(o.read), h.ops)
	s := steady(h, l, row.run/2, row.run)
	t.Logf("p50/p95/max from the middle on: %s", s)
	most := func(what string, got, bound time.Duration, times float64) {
		if limit := time.Duration(times*float64(bound)) + 5*time.Second; times > 0 && (got < 0 || got > limit) {
			t.Errorf("%s known after %s, want %s (%.1f times the bound of %s, and 5 s)", what, ms(got), ms(limit), times, ms(bound))
		}
	}
	waiting := o.wait100
	if row.share == 90 {
		waiting = o.wait90
	}
	most("who waits", waiting, a, row.waiting)
	most("the half hour", o.half, b, row.half)
	most("the day", o.today, c, row.day)
	if row.word > 0 {
		for name, d := range map[string][]time.Duration{"an agent's answer": s.answer, "a visitor's word": s.active, "a new visitor": s.newVis} {
			if p95 := quantile(d, 95); p95 > row.word {
				t.Errorf("%s is found after %v (p95 of %d), want %v", name, p95, len(d), row.word)
			}
		}
	}
	checkRate(t, h.sent, row.perSecond)
	// A count of what is owed goes over all threads: once a second, and where more is owed than before.
	if n, limit := l.poller.coverage.counts, int(1.1*row.run.Seconds())+row.threads/2; n > limit {
		t.Errorf("what is owed was counted %d times in %v, with %d answers; want %d at most", n, row.run, len(h.sent), limit)
	}
}

func hallSeed() uint64 {
	n, err := strconv.ParseUint(os.Getenv("HALLSEED"), 10, 64)
	if err != nil {
		return 7
	}
	return n
}

// bounds are the times that the least requests take under the reading "that
// chat": to know all who wait, the half hour, and the day. Who waits has spoken
// within 30 min; a chat is over up to 30 min after its last word, so that the half
// hour needs what was said in the last 60. Where the stamps do not move by words
// every visitor's thread list is read.
func (h *hall) bounds(perSecond float64) (waiting, half, day time.Duration, size string) {
	visitors, chats, hot30, hot60, earlier := 0, 0, 0, 0, 0
	threads := map[model.ThreadID]bool{}
	for _, v := range h.visitors {
		at := lastBefore(v.moves, h.t0)
		if at.IsZero() || h.t0.Sub(at) > 24*time.Hour {
			continue
		}
		visitors++
		if h.t0.Sub(at) < 30*time.Minute {
			hot30++
		}
		if h.t0.Sub(at) < time.Hour {
			hot60++
		}
		for _, c := range v.chats {
			if c.start.After(h.t0) {
				continue
			}
			chats++
			threads[c.thread] = true
			if !c.next.IsZero() && !c.next.After(h.t0) && h.t0.Sub(lastMsg(c, h.t0)) < time.Hour {
				earlier++
			}
		}
	}
	pages := func(rows int) int { return (rows + 49) / 50 }
	list30, list60, looks30, looks60 := pages(hot30), pages(hot60), hot30, hot60
	if h.byID || h.stamps == "null" {
		list30, list60 = pages(visitors), pages(visitors)
	}
	if h.stamps == "null" {
		looks30, looks60 = visitors, visitors
	}
	if h.wildcard { // words without thread lists; those only of who waits
		n := 0
		for _, c := range h.chats {
			if !c.start.After(h.t0) && !c.waits(h.t0, nil, nil).IsZero() {
				n++
			}
		}
		looks30 = n
	}
	more := 0
	if h.reading == thatChat {
		more = chats - len(threads)
	}
	span := func(n int) time.Duration { return time.Duration(float64(n) / perSecond * float64(time.Second)) }
	size = fmt.Sprintf("V %d T %d C %d H30 %d H60 %d", visitors, len(threads), chats, hot30, hot60)
	return span(list30 + looks30 + hot30), span(list60 + looks60 + hot60 + earlier), span(pages(visitors) + visitors + len(threads) + more), size
}

// playHall runs a Poller over h for d.
func playHall(t *testing.T, h *hall, perSecond float64, d time.Duration) *tape {
	l := &tape{got: map[model.MessageID]time.Time{}, closed: map[model.ChatID]time.Time{}, joined: map[model.ChatID]time.Time{}, polled: map[model.Key][]time.Time{}}
	p := New(h, DefaultConfig(), Options{RequestsPerSecond: perSecond, Seed: "hall", InFlight: max(4, int(perSecond/5))})
	ctx, cancel := context.WithCancel(t.Context())
	l.poller = p
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx, l.put) }()
	time.Sleep(d)
	synctest.Wait()
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Run returned %v", err)
	}
	return l
}
