package poller

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
)

// After every Event of a floor on which anything may happen and any request may fail, a survey of all threads finds no
// more debts than were told, and as many as were counted answer by answer.
func TestAnswersCountTheirDebts(t *testing.T) {
	for seed := range uint64(12) {
		synctest.Test(t, func(t *testing.T) { countAfterEachEvent(t, rand.New(rand.NewPCG(seed, 1))) })
		if t.Failed() {
			t.Fatalf("with seed %d", seed)
		}
	}
}

func countAfterEachEvent(t *testing.T, rng *rand.Rand) {
	f := mixed(14)
	f.reading, f.alike, f.names = reading(rng.IntN(int(readings))), rng.IntN(4) == 0, rng.IntN(2) == 0
	f.wildcard = f.names && rng.IntN(2) == 0
	spoil := map[int]failing{}
	for range rng.IntN(12) {
		spoil[1+rng.IntN(400)] = failing(rng.IntN(int(failings)))
	}
	r := runOver(t, f, &spoiler{floor: f, spoil: spoil}, newScreen(), DefaultConfig(), Options{})
	counts, learned := 0, ""
	check := func(s *screen) {
		c, stamps := r.p.coverage, fmt.Sprint(r.p.threads.stamps.byMessage(), r.p.threads.stamps.delay())
		if c.counts != counts {
			counts, learned = c.counts, stamps
		}
		if stamps != learned { // what has been learned since the last survey is for all visitors, and counts in the next one
			return
		}
		told := debtCount{all: s.coverage.Debts.Count(), live: s.coverage.Debts.CountNewerThan(true, maxDuration)}
		counted, now, before := c.owed, surveyed(r.p, time.Now()), surveyed(r.p, c.counted)
		if before.all > told.all || before.live > told.live {
			t.Errorf("there are %+v debts, and told are %+v: %+v", before, told, s.coverage.Debts.Groups)
		}
		if counted.all < before.all || counted.live < before.live || counted.all > now.all || counted.live > now.live {
			t.Errorf("there are %+v debts, %+v of them not by the time since the last survey, and counted are %+v", now, before, counted)
		}
	}
	r.inside(func() { r.screen.check = check })
	for end := time.Now().Add(3 * time.Minute); time.Now().Before(end); {
		pass(time.Duration(rng.IntN(2000)) * time.Millisecond)
		changeFloor(f, rng)
	}
	r.stop()
}

// surveyed counts the debts at a moment by a survey, and leaves everything as it was.
func surveyed(p *Poller, at time.Time) (n debtCount) {
	kept := map[*visitor]visitor{}
	for _, v := range p.visitors.all {
		kept[v] = *v
	}
	c := *p.coverage
	for _, d := range c.survey(at).debts {
		if n.all++; d.Live {
			n.live++
		}
	}
	for v, was := range kept {
		v.owing, v.debts = was.owing, was.debts
	}
	return n
}

// changeFloor lets something happen on a floor: a message in a known chat, a new chat of a known visitor, a new visitor.
func changeFloor(f *floor, rng *rand.Rand) {
	now := time.Now()
	f.mu.Lock()
	last, order := f.words[rng.IntN(len(f.words))], len(f.order)
	f.mu.Unlock()
	v, thread, chat := last.Visitor, last.Thread, last.Chat
	next := model.ChatID(10_000 + len(f.words))
	switch rng.IntN(4) {
	case 0:
		v = model.VisitorID(2000 + order)
		thread, chat = model.ThreadID(2000+order), next
		f.open(v, thread, chat, now)
	case 1:
		chat = next
		f.open(v, thread, chat, now)
	case 2:
		thread, chat = thread+1000, next
		f.open(v, thread, chat, now)
	}
	f.say(v, thread, chat, model.Side(1+rng.IntN(2)), now)
}
