package alert

import (
	"slices"
	"strings"
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
	if len(w.Live) != 1 || len(w.Ended) != 1 || !w.Ended[0].Before {
		t.Fatalf("%d go on, %d ended; want chat 2, and 1 before the start", len(w.Live), len(w.Ended))
	}
	at := func(s int) time.Time { return uitest.Now().Add(uitest.Seconds(s)) }
	if a := w.Ended[0]; a.ID.Chat != 1 || !a.Before || a.Since().After(a.FoundAt) || a.FoundAt.Sub(a.Since()) >= BackStep || a.Ended.Before(at(-400)) || a.Ended.After(at(-300)) || !w.Back.Equal(at(-600)) {
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

// The list of a past moment has what was critical then, as it was then, and what had ended by then.
func TestListOfAPastMoment(t *testing.T) {
	live := model.Health{State: model.StateLive, Read: true}
	var w Tracker
	now := beforeStart(uitest.Now())
	live.LastGood = now.Now
	observeWith(&w, now, live)
	for b := w.LookBack(now, live); !b.Step(now, beforeStart); {
	}
	for _, c := range []struct {
		at          int // seconds after the start
		open, ended []model.ChatID
		what        string // of the first
	}{
		{-580, nil, nil, ""},
		{-450, []model.ChatID{1}, nil, "waits 2m30s"},
		{-150, []model.ChatID{2}, []model.ChatID{1}, "waits 2m30s"},
		{0, []model.ChatID{2}, []model.ChatID{1}, "waits 5m"},
	} {
		s := beforeStart(uitest.Now().Add(uitest.Seconds(c.at)))
		list := w.ListAt(s)
		var open, ended []model.ChatID
		for _, a := range list {
			if a.Ended.IsZero() {
				open = append(open, a.ID.Chat)
			} else {
				ended = append(ended, a.ID.Chat)
			}
		}
		if !slices.Equal(open, c.open) || !slices.Equal(ended, c.ended) {
			t.Errorf("at %d s: %v open and %v ended, want %v and %v", c.at, open, ended, c.open, c.ended)
			continue
		}
		if c.what != "" && (!strings.HasPrefix(list[0].What, c.what) || list[0].FirstSeen().After(s.Now)) {
			t.Errorf("at %d s: %q, found at %v, want %q", c.at, list[0].What, list[0].FirstSeen(), c.what)
		}
	}
	if ended := w.Ended[0].Forms(); !strings.HasPrefix(ended[0], "waited ") {
		t.Errorf("what has ended is said as %q, want in the past", ended)
	}
	w.Ended[0].Forms()[0] = "in the signs of one screen"
	if again := w.Ended[0].Forms(); again[0] == "in the signs of one screen" {
		t.Error("what a list does with the words of an alert changes the alert")
	}
}
