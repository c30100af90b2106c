package alert

import (
	"slices"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/ui/uitest"
)

// beforeStart is a floor that was watched from 600 s before the start on, but for two minutes: chat 1 waited from then
// on until 400 s before it, chat 3 in the hole only, chat 2 from 300 s before it on and goes on.
func beforeStart(at time.Time) *model.Snapshot {
	now := int(at.Sub(uitest.Now()) / time.Second)
	var rows []model.Row
	for chat, wait := range [][2]int{{-600, -400}, {-300, 1000}, {-390, -310}} {
		if now >= wait[0] && now < wait[1] {
			r := uitest.Waiter(chat+1, wait[0], now, false)
			if chat == 2 {
				r.Level, r.Wait.Level = model.LevelCritical, model.LevelCritical
			}
			rows = append(rows, r)
		}
	}
	s := snapshotAt(now, rows...)
	s.Coverage.Observed = model.Observed{At: at, Since: uitest.Now().Add(-600 * time.Second), Holes: []model.Hole{
		{From: uitest.Now().Add(-395 * time.Second), To: uitest.Now().Add(-305 * time.Second)},
	}}
	return s
}

// A Tracker that looks back knows what one knew that had been there, but for what nobody read, and calls nobody for it.
func TestLookBack(t *testing.T) {
	live := model.Health{State: model.StateLive, Read: true}
	var w Tracker
	now := beforeStart(uitest.Now())
	live.LastGood = now.Now
	observeWith(&w, now, live)
	if n := len(dueOf(&w, now.Now)); n != 1 {
		t.Fatalf("called for %d alerts at the start, want chat 2", n)
	}
	if b := w.LookBack(now, model.Health{State: model.StateReading, LastGood: now.Now}); b != nil {
		t.Error("looks back while who waits is not known")
	}
	b := w.LookBack(now, live)
	looks := 0
	for done := false; !done; {
		done = b.Step(now, func(at time.Time) *model.Snapshot { looks++; return beforeStart(at) })
	}
	if looks != 17 {
		t.Errorf("looked at %d moments, want one each 30 s but for the hole", looks)
	}
	if len(w.Live) != 1 || len(w.Ended) != 1 || w.EndedBefore() != 1 {
		t.Fatalf("%d go on, %d ended, %d of them before; want chats 2 and 1", len(w.Live), len(w.Ended), w.EndedBefore())
	}
	at := func(s int) time.Time { return uitest.Now().Add(uitest.Seconds(s)) }
	if a := w.Ended[0]; a.ID.Chat != 1 || !a.Before || a.Since().After(a.FoundAt) || a.FoundAt.Sub(a.Since()) >= backStep || a.Ended.Before(at(-400)) || a.Ended.After(at(-300)) || !w.Back.Equal(at(-600)) {
		t.Errorf("found %+v, want chat 1 to have ended after 400 s before", *a)
	}
	if a := w.Live[0]; a.Before || !a.FoundAt.Equal(at(0)) || !a.FirstSeen().Before(at(-150)) {
		t.Errorf("goes on: %+v from %v, want it known before the start and found at it", *a, a.FirstSeen())
	}
	if first, found := w.Nearest(at(-590), 1); !found || !first.Equal(w.Ended[0].FoundAt) {
		t.Errorf("the first alert after the beginning is at %v, %v", first, found)
	}
	for s := range 10 {
		now = beforeStart(at(s))
		observeWith(&w, now, model.Health{State: model.StateLive, LastGood: now.Now, Read: true})
		if due := dueOf(&w, now.Now); slices.ContainsFunc(due, func(a *Alert) bool { return a.ID.Chat != 2 }) {
			t.Errorf("called for %+v", due[0])
		}
	}
	if w.LookBack(now, live) != nil {
		t.Error("looks back twice")
	}
}
