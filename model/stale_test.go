package model

import (
	"strings"
	"testing"
	"time"

	"floorwatch/model/safetext"
)

// staleFloor is a floor on which the words of one waiting chat are 90 s old and those of another 5 s.
func staleFloor() *Snapshot {
	now := time.Date(2026, 3, 2, 12, 4, 30, 0, time.UTC)
	waits := func(c ChatID, read time.Duration) *Row {
		since := now.Add(-4 * time.Minute)
		return &Row{
			Key: Key{VisitorID(c), ThreadID(c)}, Chat: c, Level: LevelCritical, PolledAt: now.Add(-read), TimeLeft: -3 * time.Minute,
			Wait: Clock{Running: true, Since: since, For: 4 * time.Minute, Level: LevelCritical}, Unseen: Clock{Running: true, Since: since, For: 4 * time.Minute},
		}
	}
	return &Snapshot{
		Limits: DefaultLimits(),
		Now:    now, Zone: time.FixedZone("", 3600), Threads: []*Row{waits(1, 90*time.Second), waits(2, 5*time.Second)},
		Coverage: Coverage{List: ListHealth{At: now}, Freshness: Freshness{At: now, OldestRead: now.Add(-90 * time.Second)}},
	}
}

// A chat whose words are too old stands still and is marked; the others stay live, and the exit rests on them.
func TestRowsGoStaleOneByOne(t *testing.T) {
	s := staleFloor()
	s.Freeze(nil)
	old, live := s.Threads[0], s.Threads[1]
	if !old.Unsure || old.AsOf.Format("15:04:05") != "13:03:00" || old.Wait.For != 150*time.Second || old.Unseen.For != 150*time.Second || old.TimeLeft != -90*time.Second {
		t.Errorf("the old one: %+v", old)
	}
	if live.Unsure || !live.AsOf.IsZero() || live.Wait.For != 4*time.Minute {
		t.Errorf("the other: %+v", live)
	}
	h := Health{State: StateLive, LastGood: s.Now, ReadDone: 2}
	list := s.Concerns(h)
	if level, current := Worst(list, s.Coverage); level != LevelCritical || !current {
		t.Errorf("level %v, current %v: a critical wait is known", level, current)
	}
	if got := s.EffectiveHealth(h); got.State != StateLate || !strings.Contains(got.Why.String(), "90 s ago") {
		t.Errorf("%v: %s", got.State, got.Why)
	}
	late := Health{State: StateLate, LastGood: s.Now, Why: safetext.Line("a waiting chat was last read 20 s ago")}
	fresh := Snapshot{Limits: DefaultLimits(), Now: s.Now, Zone: s.Zone, Threads: s.Threads[1:], Coverage: Coverage{List: s.Coverage.List, Freshness: Freshness{At: s.Now}}}
	if got := fresh.EffectiveHealth(late); got.State != StateLive || !got.Why.IsEmpty() {
		t.Errorf("%v: %s: what the reading said of the moment before is no remark", got.State, got.Why)
	}
	s.Threads = s.Threads[:1]
	if _, current := Worst(s.Concerns(h), s.Coverage); current {
		t.Error("a floor is called current of which only a stale wait is known")
	}
}

// A moment says why it is not known: the program had not begun, or did not read for a while.
func TestUnobservedMomentsAreNamed(t *testing.T) {
	at := func(m int) time.Time { return time.Date(2026, 3, 2, 12, m, 0, 0, time.UTC) }
	c := Coverage{Observed: Observed{At: at(50), Since: at(10), Holes: []Hole{{From: at(20), To: at(30)}, {From: at(40)}}}}
	for m, want := range map[int]string{5: "before the start (12:10)", 15: "", 20: "not read from 12:20 to 12:30", 30: "", 45: "not read from 12:40 on", 50: ""} {
		s := &Snapshot{Limits: DefaultLimits(), Now: at(m), Coverage: c}
		if got := s.UnobservedSentence(); !strings.HasPrefix(got, want) || want == "" && got != "" {
			t.Errorf("12:%02d: %q, want %q", m, got, want)
		}
		if got := c.Unobserved(at(m)); got != (want != "") {
			t.Errorf("12:%02d: unobserved is %v", m, got)
		}
	}
}

// What is shown once nothing is of now has no level anywhere; rows that lose nothing are not copied, and
// it is worked out once for each good answer.
func TestLastGoodIsOutdatedOnce(t *testing.T) {
	s := staleFloor()
	s.Threads[1].Assigned.Level, s.Threads[1].Flood = LevelCritical, Clock{Running: true, Level: LevelCritical}
	s.Threads = append(s.Threads, &Row{Chat: 3})
	var good LastGood
	good.Update(s, s.Now)
	shown := good.Shown()
	for i, r := range shown.Threads {
		for _, l := range []Level{r.Level, r.Wait.Level, r.Unseen.Level, r.SeenFor.Level, r.Assigned.Level, r.Flood.Level} {
			if l != LevelNone || r.Unsure != r.Wait.Running {
				t.Errorf("row %d: %+v", i, r)
			}
		}
		if copied := r != s.Threads[i]; copied != r.Wait.Running {
			t.Errorf("row %d is copied: %v", i, copied)
		}
	}
	if s.Threads[1].Level != LevelCritical || s.Threads[1].Unsure {
		t.Error("the floor itself is another")
	}
	good.Update(&Snapshot{}, s.Now)
	for i := range 60 { // its time is computed from our clock with each report, never twice the same
		good.Update(&Snapshot{}, s.Now.Add(time.Duration(i%7-3)*10*time.Microsecond))
	}
	if good.Shown() != shown {
		t.Error("the floor of one answer is worked out twice")
	}
	good.Update(&Snapshot{}, s.Now.Add(time.Second))
	if got := good.Shown(); got == shown || len(got.Threads) != 0 {
		t.Error("the floor of the answer before is shown")
	}
}

// The present, which is asked for by whole seconds, is not in a hole that was heard of or ended within the second.
func TestThePresentIsInNoHole(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	heard, began := now.Add(900*time.Millisecond), now.Add(-25*time.Second)
	for name, h := range map[string]Hole{"goes on": {From: began}, "has ended": {From: began, To: heard}} {
		c := Coverage{Observed: Observed{At: heard, Since: now.Add(-time.Hour), Holes: []Hole{h}}}
		if c.Unobserved(now) || !c.Unobserved(now.Add(-10*time.Second)) {
			t.Errorf("a hole that %s holds now: %v, and ten seconds ago: %v", name, c.Unobserved(now), c.Unobserved(now.Add(-10*time.Second)))
		}
	}
}
