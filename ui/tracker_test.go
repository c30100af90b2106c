package ui

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"floorwatch/model"
	"floorwatch/ui/uitest"
)

// observe has w look at a floor that was read a moment ago.
func observe(w *watch, s *model.Snapshot) {
	observeWith(w, s, model.Health{State: model.StateLive, LastGood: s.Now, Read: true})
}

func observeWith(w *watch, s *model.Snapshot, h model.Health) {
	w.observe(s, h, s.Concerns(h, model.DefaultLimits().DataAge))
}

func snapshotAt(now int, rows ...model.Row) *model.Snapshot {
	return &model.Snapshot{Now: uitest.Now().Add(uitest.Seconds(now)), Threads: rows}
}

func TestAlertOfAWait(t *testing.T) {
	var w watch
	for now := 0; now <= 130; now++ {
		observe(&w, snapshotAt(now, uitest.Waiter(1, 0, now, true)))
		if want := now >= 45; (len(w.live) == 1) != want {
			t.Fatalf("after %d s of an unseen wait there are %d alerts, want one from 45 s on", now, len(w.live))
		}
	}
	a := w.live[0]
	if !a.from.Equal(uitest.Now().Add(45*time.Second)) || a.level != model.LevelCritical || a.key.Visitor != 10 {
		t.Errorf("got %+v, want it from 45 s on, critical, of visitor 10", *a)
	}
	if want := "waits 2m10s, unseen"; a.what != want {
		t.Errorf("it says %q, want %q", a.what, want)
	}
	for now := 131; now <= 310; now++ {
		observe(&w, snapshotAt(now, uitest.Waiter(1, 0, now, false)))
	}
	if len(w.live) != 1 || w.live[0] != a || a.level != model.LevelSevere {
		t.Errorf("at 310 s: %d alerts, level %d; want the same one, severe", len(w.live), a.level)
	}
	observe(&w, snapshotAt(311))
	if len(w.live) != 0 || len(w.ended) != 1 || a.lasted(uitest.Now().Add(time.Hour)) != 266*time.Second || a.acked {
		t.Errorf("after the answer: %d live, %d ended, lasted %v; want it over after 266 s", len(w.live), len(w.ended), a.lasted(uitest.Now()))
	}
}

// What is another alert, and what is the one that was there before.
func TestAlertAgain(t *testing.T) {
	type look struct {
		now, since int // since: of the wait, -1: nobody waits
		live, all  int
	}
	for _, c := range []struct {
		name  string
		looks []look
	}{
		{"waits again", []look{{130, 0, 1, 1}, {140, -1, 0, 1}, {300, 150, 1, 2}}},
		{"answered and waiting again between two looks", []look{{130, 0, 1, 1}, {600, 400, 1, 2}}},
		{"the same wait after a gap", []look{{130, 0, 1, 1}, {140, -1, 0, 1}, {150, 0, 1, 1}}},
		{"an older word is found", []look{{130, 0, 1, 1}, {131, -60, 1, 1}, {140, -60, 1, 1}}},
		{"below the limit for a moment", []look{{121, 0, 1, 1}, {119, 0, 0, 1}, {122, 0, 1, 1}}},
	} {
		var w watch
		for _, l := range c.looks {
			s := snapshotAt(l.now)
			if l.since != -1 {
				s = snapshotAt(l.now, uitest.Waiter(1, l.since, l.now, false))
			}
			observe(&w, s)
			if len(w.live) != l.live || len(w.list()) != l.all {
				t.Errorf("%s, at %d: %d alerts of %d, want %d of %d", c.name, l.now, len(w.live), len(w.list()), l.live, l.all)
			}
		}
	}
}

// However a floor goes on, a wait has one alert, live while it is critical.
func TestOneAlertForEachWait(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w watch
		waits := map[int]int{} // since when each chat's visitor waits
		alerted := map[[2]int]bool{}
		for now := range rapid.IntRange(100, 700).Draw(t, "seconds") {
			if now%7 == 0 {
				chat := rapid.IntRange(1, 4).Draw(t, "chat")
				if _, ok := waits[chat]; ok && rapid.Bool().Draw(t, "answered") {
					delete(waits, chat)
				} else if !ok {
					waits[chat] = now
				}
			}
			var rows []model.Row
			critical := 0
			for chat, since := range waits {
				rows = append(rows, uitest.Waiter(chat, since, now, false))
				if now-since >= 120 {
					critical++
					alerted[[2]int{chat, since}] = true
				}
			}
			observe(&w, snapshotAt(now, rows...))
			if len(w.live) != critical || len(w.list()) != len(alerted) {
				t.Fatalf("at %d: %d live of %d, want %d of %d", now, len(w.live), len(w.list()), critical, len(alerted))
			}
		}
	})
}

func TestAlertsOfFigures(t *testing.T) {
	bad := func(s *model.Snapshot) {
		h := &s.Headline.HalfHour
		h.FirstService = model.ServiceLevel{In: 5, Of: 9, Level: model.LevelCritical}
		h.NextService = model.ServiceLevel{In: 1, Of: 2, Level: model.LevelNone}
		h.Missed, h.MissedLevel = 4, model.LevelCritical
	}
	var w watch
	s := snapshotAt(0)
	bad(s)
	observeWith(&w, s, model.Health{State: model.StateLate, LastGood: s.Now.Add(-75 * time.Second)})
	var got []string
	for _, a := range w.list() {
		got = append(got, a.what)
	}
	want := []string{"data is 1m15s old: LATE", "first replies in time: 55% of 9", "missed in 30 min: 4"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	observeWith(&w, snapshotAt(10), model.Health{State: model.StateTokenRejected, LastGood: uitest.Now()})
	if len(w.live) != 1 || w.live[0].what != "nothing is read: TOKEN REJECTED" {
		t.Errorf("got %+v, want that the token is rejected", w.live)
	}
	for _, c := range []struct{ now, all int }{{69, 3}, {200, 4}} { // a minute after the end it is another one
		s := snapshotAt(c.now)
		bad(s)
		s.Headline.HalfHour.MissedLevel = model.LevelOK
		observe(&w, s)
		if got := len(w.list()); got != c.all {
			t.Errorf("at %d: %d alerts, want %d", c.now, got, c.all)
		}
		observe(&w, snapshotAt(c.now+1))
	}
}

// Whatever has been read and is critical is an alert, however much is still to be read.
func TestAlertsDoNotWaitForTheFirstRead(t *testing.T) {
	for _, h := range []model.Health{
		{State: model.StateStarting},
		{State: model.StateLive, ReadDone: 1, ReadAll: 40, LastGood: uitest.Now()},
		{State: model.StateLive, ReadDone: 39, ReadAll: 40, ReadFailed: 1, Failing: 1, LastGood: uitest.Now()},
	} {
		var w watch
		observeWith(&w, snapshotAt(200, uitest.Waiter(1, 0, 200, true)), h)
		if alertOf(w.live, alertID{model.ConcernWait, 1}) == nil {
			t.Errorf("%d of %d read: a visitor who waits too long raises no alert", h.ReadDone, h.ReadAll)
		}
	}
}

func TestAcknowledgedAlerts(t *testing.T) {
	var w watch
	observe(&w, snapshotAt(200, uitest.Waiter(1, 0, 200, false), uitest.Waiter(2, 10, 200, false), uitest.Waiter(3, 20, 200, false)))
	w.acknowledge(1, true)
	if w.open() != 2 {
		t.Errorf("%d open after one of three is acknowledged, want 2", w.open())
	}
	if last := w.list()[2]; last.id.chat != 1 {
		t.Errorf("the last is of chat %d, want the acknowledged 1", last.id.chat)
	}
	other := uitest.Waiter(2, 10, 201, false)
	other.Wait, other.Acked = model.Clock{}, true
	observe(&w, snapshotAt(201, other))
	for _, a := range w.ended {
		if want := a.id.chat != 3; a.acked != want {
			t.Errorf("chat %d: acknowledged %v, want %v", a.id.chat, a.acked, want)
		}
	}
	observe(&w, snapshotAt(202, uitest.Waiter(1, 0, 202, false)))
	if len(w.live) != 1 || w.live[0].acked {
		t.Errorf("taken back: %+v, want the alert of chat 1 open again", w.live)
	}
}

func TestEndedAlertsAreBounded(t *testing.T) {
	var w watch
	for i := range 2 * maxEnded {
		observe(&w, snapshotAt(i+200, uitest.Waiter(i+1, i, i+200, false)))
	}
	if len(w.ended) != maxEnded || w.ended[maxEnded-1].id.chat != 2*maxEnded-1 {
		t.Errorf("%d ended alerts are kept, the last of chat %d; want the newest %d", len(w.ended), w.ended[len(w.ended)-1].id.chat, maxEnded)
	}
}

// A replay that goes back shows what comes as if nothing had been.
func TestTimeGoesBack(t *testing.T) {
	var w watch
	observe(&w, snapshotAt(2000, uitest.Waiter(1, 1000, 2000, false)))
	observe(&w, snapshotAt(1990, uitest.Waiter(1, 1000, 1990, false)))
	if len(w.live) != 1 || !w.live[0].from.Equal(uitest.Now().Add(uitest.Seconds(2000))) {
		t.Errorf("a clock set right by 10 s leaves %d alerts, want the one there was", len(w.live))
	}
	observe(&w, snapshotAt(1200, uitest.Waiter(1, 1000, 1200, false)))
	if len(w.list()) != 1 || !w.live[0].from.Equal(uitest.Now().Add(uitest.Seconds(1200))) {
		t.Errorf("after a jump back there are %d alerts, want one, found then", len(w.list()))
	}
}

// A thread that seems to wait for as long as it takes to read its next chat is
// shown, but nobody is called for it and it is not remembered.
func TestAlertsAreHeld(t *testing.T) {
	for _, c := range []struct {
		name              string
		since             []int // of the wait at each second; -1: nobody waits
		live, calls, over int
	}{
		{"for a moment", []int{0, 0, 0, -1}, 0, 0, 0},
		{"not for long enough", []int{0, 0, 0}, 1, 0, 0},
		{"for long enough", []int{0, 0, 0, 0}, 1, 1, 0},
		{"another wait each time", []int{0, 10, 20, 30}, 1, 0, 0},
		{"again and again", []int{0, 0, -1, 0, 0, -1, 0, 0}, 1, 0, 0},
		{"over after the hold", []int{0, 0, 0, 0, -1}, 0, 1, 1},
		{"back after the hold", []int{0, 0, 0, 0, -1, 0}, 1, 1, 0},
	} {
		w, calls := watch{hold: 3 * time.Second}, 0
		for i, since := range c.since {
			s := snapshotAt(200 + i)
			if since >= 0 {
				s = snapshotAt(200+i, uitest.Waiter(1, since, 200+i, false))
			}
			observe(&w, s)
			calls += len(w.due(s.Now))
		}
		if len(w.live) != c.live || calls != c.calls || len(w.ended) != c.over {
			t.Errorf("%s: %d alerts, %d calls, %d over; want %d, %d, %d", c.name, len(w.live), calls, len(w.ended), c.live, c.calls, c.over)
		}
	}
}
