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
	quick     bool   // may be drawn where FLOORWATCH_LONG is not set
	seed      uint64 // of the floor
	seeds     int    // how many floors of this kind FLOORWATCH_LONG plays

	waiting, severe, half, day float64       // most of the bound, in times; 0: not asserted
	word, newChat, closing     time.Duration // p95, from the middle of the run on; 0: not asserted
}

// TestHall measures how soon a floor is known, and how old what is shown is, in
// virtual time, against the least that the API's requests allow. FLOORWATCH_LONG
// plays every row, those of up to 2,000 threads on three floors, HALL="2,000 threads" those whose names begin so, else two and one that is drawn.
func TestHall(t *testing.T) {
	only := os.Getenv("HALL")
	rows := hallTable()
	draw := drawn(rows)
	for _, row := range rows {
		if only != "" && !strings.HasPrefix(row.name, only) || only == "" && !long() && !draw[row.name] {
			continue
		}
		if !long() {
			row.seeds = 1
		}
		for i := range row.seeds {
			row.seed = hallSeed() + uint64(i)
			t.Run(fmt.Sprintf("%s, seed %d", row.name, row.seed), func(t *testing.T) { synctest.Test(t, row.play) })
		}
	}
}

// TestHallInTurn measures the same floors read in turn, which is what the policy is held against.
func TestHallInTurn(t *testing.T) {
	if !long() && os.Getenv("HALL") == "" {
		return // nothing that a short run could stand for: today's rows are TestHall's
	}
	for _, row := range hallTable() {
		if row.perSecond != 10 || row.stamps != "message" || row.order != "new" || row.reading != thatChat || !strings.HasPrefix(row.name, os.Getenv("HALL")) {
			continue
		}
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				row.seed = hallSeed()
				h := row.world(t)
				row.tell(t, h, playRobin(h, row.perSecond, row.run))
			})
		})
	}
}

func (row hallRow) world(t *testing.T) *hall {
	h := makeHall(row.seed, row.threads, time.Duration(row.hours*float64(time.Hour)), row.run, 0)
	h.stamps, h.byID, h.reading, h.wildcard, h.ctx = row.stamps, row.order == "id", row.reading, row.wildcard, t.Context()
	return h
}

// tell logs what a tape says of a hall, beside the bounds.
func (row hallRow) tell(t *testing.T, h *hall, l *tape) (outcome, delays) {
	a, b, c, size := h.bounds(row.perSecond)
	o, s := judgeHall(h, l, row.run), steady(h, l, row.run/2, row.run)
	t.Logf("%s; bounds: waiting %s, half hour %s, day %s", size, ms(a), ms(b), ms(c))
	t.Logf("known: %d waiting: half %s, 90 %% %s, all %s, severe %s; half hour %s (99.5 %% %s); day %s (99.9 %% %s); first read %s; %v",
		o.waiting, ms(o.wait50), ms(o.wait90), ms(o.wait100), ms(o.severe100), ms(o.half), ms(o.half995), ms(o.today), ms(o.today999), ms(o.read), h.ops)
	t.Logf("p50/p95/max from the middle on: %s", s)
	if was := before[row.name]; was != "" && row.seed == hallSeed() {
		t.Logf("at 06040ef: %s", was)
	}
	return o, s
}

func (row hallRow) play(t *testing.T) {
	h := row.world(t)
	l := playHall(t, h, row.perSecond, row.run)
	o, s := row.tell(t, h, l)
	a, b, c, _ := h.bounds(row.perSecond)
	most := func(what string, got, bound time.Duration, times float64) {
		if limit := time.Duration(times*float64(bound)) + 5*time.Second; times > 0 && (got < 0 || got > limit) {
			t.Errorf("%s known after %s, want %s (%.1f times the bound of %s, and 5 s)", what, ms(got), ms(limit), times, ms(bound))
		}
	}
	most("who waits", o.wait100, a, row.waiting)
	most("who waits for over 5 minutes", o.severe100, a, row.severe)
	most("the half hour", o.half, b, row.half)
	most("the day", o.today, c, row.day)
	late := func(what string, d []time.Duration, limit time.Duration) {
		if p95 := quantile(d, 95); limit > 0 && p95 > limit {
			t.Errorf("%s is found after %v (p95 of %d), want %v", what, p95, len(d), limit)
		}
	}
	late("an agent's answer", s.answer, row.word)
	late("a visitor's word", s.active, row.word)
	late("a new visitor", s.newVis, row.word)
	late("a new chat of a known visitor", s.newChat, row.newChat)
	// As many as 20 who wait are looked at in time; beyond, the budget allows a turn over them.
	waiting := time.Duration(len(s.ages)) * time.Second / (row.run / 2)
	late("a closing of a chat that waits", s.closing, row.closing*max(20, waiting)/20)
	if s.rate < 0.95*row.perSecond && row.stamps == "message" { // the budget has room for more looks
		late("a closing, with requests left over,", s.closing, 5*time.Second)
	}
	for _, d := range [][]time.Duration{s.answer, s.active, s.newVis} {
		if row.word > 0 && quantile(d, 100) > 2*row.word {
			t.Errorf("a word or a visitor is found after %v, want %v at most", quantile(d, 100), 2*row.word)
		}
	}
	checkRate(t, h.sent, row.perSecond)
	// A count of what is owed goes over all threads: once a second, and where more is owed than before.
	if n, limit := l.poller.coverage.counts, int(1.1*row.run.Seconds())+row.threads/2; row.stamps == "message" && n > limit {
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

// playHall runs a Poller over h for d. Nothing false may be said of the floor meanwhile.
func playHall(t *testing.T, h *hall, perSecond float64, d time.Duration) *tape {
	l := newTape()
	p := New(h, DefaultConfig(), Options{RequestsPerSecond: perSecond, Seed: "hall", InFlight: max(4, int(perSecond/5))})
	ctx, cancel := context.WithCancel(t.Context())
	l.poller = p
	done := make(chan error, 1)
	var is model.Coverage
	go func() {
		done <- p.Run(ctx, func(e model.Event) {
			l.put(e)
			if e.Coverage != nil {
				is = is.Merge(*e.Coverage)
			}
			if e.Health != nil {
				hallTrouble{}.judge(t, h, l, e.Health, &is)
			}
		})
	}()
	time.Sleep(d)
	synctest.Wait()
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Run returned %v", err)
	}
	return l
}
