package alert

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/uitest"
)

// observe has w look at a floor that was read a moment ago.
func observe(w *Tracker, s *model.Snapshot) {
	observeWith(w, s, model.Health{State: model.StateLive, LastGood: s.Now, Read: true})
}

func observeWith(w *Tracker, s *model.Snapshot, h model.Health) {
	w.Observe(s, h, s.Concerns(h))
}

func snapshotAt(now int, rows ...model.Row) *model.Snapshot {
	return &model.Snapshot{Limits: model.DefaultLimits(), Now: uitest.Now().Add(uitest.Seconds(now)), Threads: uitest.RowsOf(rows)}
}

func TestAlertOfAWait(t *testing.T) {
	var w Tracker
	for now := 0; now <= 130; now++ {
		observe(&w, snapshotAt(now, uitest.Waiter(1, 0, now, true)))
		if want := now >= 45; (len(w.Live) == 1) != want {
			t.Fatalf("after %d s of an unseen wait there are %d alerts, want one from 45 s on", now, len(w.Live))
		}
	}
	a := w.Live[0]
	if !a.FoundAt.Equal(uitest.Now().Add(45*time.Second)) || a.Level != model.LevelCritical || a.Key.Visitor != 10 {
		t.Errorf("got %+v, want it from 45 s on, critical, of visitor 10", *a)
	}
	if want := "waits 2m10s, unseen"; a.What != want {
		t.Errorf("it says %q, want %q", a.What, want)
	}
	for now := 131; now <= 310; now++ {
		observe(&w, snapshotAt(now, uitest.Waiter(1, 0, now, false)))
	}
	if len(w.Live) != 1 || w.Live[0] != a || a.Level != model.LevelSevere {
		t.Errorf("at 310 s: %d alerts, level %d; want the same one, severe", len(w.Live), a.Level)
	}
	observe(&w, snapshotAt(311))
	if len(w.Live) != 0 || len(w.Ended) != 1 || a.Lasted(uitest.Now().Add(time.Hour)) != 266*time.Second || a.Acked {
		t.Errorf("after the answer: %d live, %d ended, lasted %v; want it over after 266 s", len(w.Live), len(w.Ended), a.Lasted(uitest.Now()))
	}
}

// An alert raised by what was unseen goes on while that is too old to tell, whether the wait itself has reached a
// limit or not; it raises none.
func TestAlertGoesOnWhileSightIsOld(t *testing.T) {
	for _, level := range []model.Level{model.LevelOK, model.LevelWarn} {
		var w Tracker
		old := uitest.Waiter(1, 0, 70, false)
		old.Level, old.Unconfirmed, old.Sight = level, model.LevelCritical, model.SightUnknown
		observe(&w, snapshotAt(60, old))
		if len(w.Live) != 0 {
			t.Errorf("level %v: an old sight raises %+v", level, w.Live[0])
		}
		observe(&w, snapshotAt(69, uitest.Waiter(1, 0, 69, true)))
		observe(&w, snapshotAt(70, old))
		if len(w.Live) != 1 || w.Live[0].Level != model.LevelCritical {
			t.Errorf("level %v: %d alerts, want the one before", level, len(w.Live))
		}
		old.Unconfirmed, old.Sight = model.LevelNone, model.SightSeen
		if observe(&w, snapshotAt(80, old)); len(w.Live) != 0 {
			t.Errorf("level %v: it was seen, and the alert goes on", level)
		}
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
		var w Tracker
		for _, l := range c.looks {
			s := snapshotAt(l.now)
			if l.since != -1 {
				s = snapshotAt(l.now, uitest.Waiter(1, l.since, l.now, false))
			}
			observe(&w, s)
			if len(w.Live) != l.live || len(w.List()) != l.all {
				t.Errorf("%s, at %d: %d alerts of %d, want %d of %d", c.name, l.now, len(w.Live), len(w.List()), l.live, l.all)
			}
		}
	}
}

// However a floor goes on, a wait has one alert, live while it is critical.
func TestOneAlertForEachWait(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var w Tracker
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
			if len(w.Live) != critical || len(w.List()) != len(alerted) {
				t.Fatalf("at %d: %d live of %d, want %d of %d", now, len(w.Live), len(w.List()), critical, len(alerted))
			}
		}
	})
}

// A wait whose words are too old raises no alert and makes none worse, for the visitor may have been answered; the
// alert that it had raised before goes on.
func TestOldWordsRaiseNoAlert(t *testing.T) {
	var w Tracker
	r := uitest.Waiter(1, 0, 130, false)
	r.Unsure, r.PolledAt = true, uitest.Now()
	observe(&w, snapshotAt(130, r))
	of := func() *Alert { return alertOf(w.Live, alertID{model.ConcernWait, r.Chat}) } // another says that it cannot be read
	if a := of(); a != nil {
		t.Fatalf("an alert of a wait that is not known to go on: %+v", a)
	}
	r = uitest.Waiter(1, 0, 140, false)
	r.PolledAt = uitest.Now().Add(140 * time.Second)
	observe(&w, snapshotAt(140, r))
	if a := of(); a == nil || a.Level != model.LevelCritical {
		t.Fatalf("no alert of a wait that is known: %+v", a)
	}
	r = uitest.Waiter(1, 0, 310, false)
	r.Unsure, r.PolledAt, r.Level = true, uitest.Now().Add(140*time.Second), model.LevelSevere
	observe(&w, snapshotAt(310, r))
	if a := of(); a == nil || a.Level != model.LevelCritical {
		t.Errorf("the alert has ended or got worse: %+v", a)
	}
}

// What was over its limit when it was first read has been so since before that, and the list says since when.
func TestAnAlertIsAsOldAsItsWait(t *testing.T) {
	var w Tracker
	r := uitest.Waiter(1, 0, 400, false)
	r.Reason.Over = 280 * time.Second
	for now := 400; now < 403; now++ {
		observe(&w, snapshotAt(now, r))
	}
	a := w.Live[0]
	if want := uitest.Now().Add(120 * time.Second); !a.Since().Equal(want) || a.Lasted(uitest.Now().Add(402*time.Second)) != 282*time.Second {
		t.Errorf("since %v for %v, want it since %v", a.Since(), a.Lasted(uitest.Now().Add(402*time.Second)), want)
	}
	if !a.FoundAt.Equal(uitest.Now().Add(400 * time.Second)) {
		t.Errorf("found at %v", a.FoundAt)
	}
}

// A wait that is over its limit for what is past says so: a late look at a chat
// is not a reply, and the alert goes on.
func TestAlertOfAWaitSeenLate(t *testing.T) {
	var w Tracker
	r := uitest.Waiter(1, 0, 52, true)
	r.First, r.Level, r.Reason = true, model.LevelCritical, model.Reason{} // under another team's limits
	r.Wait.Level, r.Unseen, r.SeenFor = model.LevelWarn, model.Clock{}, model.Clock{Running: true, For: 2 * time.Second}
	observe(&w, snapshotAt(52, r))
	if len(w.Live) != 1 || w.Live[0].What != "no first answer 52s, was over limit" {
		t.Errorf("got %+v, want one alert that says that it was over the limit", w.Live)
	}
	r.Reason = model.Reason{Clock: model.ClockUnseen, For: 49 * time.Second}
	observe(&w, snapshotAt(53, r))
	if len(w.Live) != 1 || !strings.HasSuffix(w.Live[0].What, ", was unseen 49s") {
		t.Errorf("got %+v, want one alert that says what the limit was of", w.Live)
	}
}

func TestAlertsOfFigures(t *testing.T) {
	bad := func(s *model.Snapshot) {
		h := &s.Headline.HalfHour
		h.FirstService = model.ServiceLevel{In: 5, Of: 9, Level: model.LevelCritical}
		h.NextService = model.ServiceLevel{In: 1, Of: 2, Level: model.LevelNone}
		h.Missed, h.MissedLevel = 4, model.LevelCritical
	}
	var w Tracker
	s := snapshotAt(0)
	bad(s)
	observeWith(&w, s, model.Health{State: model.StateLive, LastGood: s.Now.Add(-75 * time.Second)})
	var got []string
	for _, a := range w.List() {
		got = append(got, a.What)
	}
	title := func(id model.FigureID) string { return model.FigureOf(id).Windowed(model.FigureOf(id).Title, false) } // as on every face
	want := []string{"data is 1m15s old: LIVE", title(model.FigureFirstService) + " 55% of 9", title(model.FigureMissed) + " 4"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	observeWith(&w, snapshotAt(10), model.Health{State: model.StateTokenRejected, LastGood: uitest.Now()})
	if len(w.Live) != 1 || w.Live[0].What != "nothing is read: TOKEN REJECTED" {
		t.Errorf("got %+v, want that the token is rejected", w.Live)
	}
	for _, c := range []struct{ now, all int }{{69, 3}, {200, 4}} { // a minute after the end it is another one
		s := snapshotAt(c.now)
		bad(s)
		s.Headline.HalfHour.MissedLevel = model.LevelOK
		observe(&w, s)
		if got := len(w.List()); got != c.all {
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
		var w Tracker
		observeWith(&w, snapshotAt(200, uitest.Waiter(1, 0, 200, true)), h)
		if alertOf(w.Live, alertID{model.ConcernWait, 1}) == nil {
			t.Errorf("%d of %d read: a visitor who waits too long raises no alert", h.ReadDone, h.ReadAll)
		}
	}
}

func TestAcknowledgedAlerts(t *testing.T) {
	var w Tracker
	observe(&w, snapshotAt(200, uitest.Waiter(1, 0, 200, false), uitest.Waiter(2, 10, 200, false), uitest.Waiter(3, 20, 200, false)))
	w.Acknowledge(1, true)
	if w.OpenCount() != 2 {
		t.Errorf("%d open after one of three is acknowledged, want 2", w.OpenCount())
	}
	if last := w.List()[2]; last.ID.Chat != 1 {
		t.Errorf("the last is of chat %d, want the acknowledged 1", last.ID.Chat)
	}
	other := uitest.Waiter(2, 10, 201, false)
	other.Wait, other.Acked = model.Clock{}, true
	observe(&w, snapshotAt(201, other))
	for _, a := range w.Ended {
		if want := a.ID.Chat != 3; a.Acked != want {
			t.Errorf("chat %d: acknowledged %v, want %v", a.ID.Chat, a.Acked, want)
		}
	}
	observe(&w, snapshotAt(202, uitest.Waiter(1, 0, 202, false)))
	if len(w.Live) != 1 || w.Live[0].Acked {
		t.Errorf("taken back: %+v, want the alert of chat 1 open again", w.Live)
	}
}

func TestEndedAlertsAreBounded(t *testing.T) {
	var w Tracker
	for i := range 2 * maxEnded {
		observe(&w, snapshotAt(i+200, uitest.Waiter(i+1, i, i+200, false)))
	}
	if len(w.Ended) != maxEnded || w.Ended[maxEnded-1].ID.Chat != 2*maxEnded-1 {
		t.Errorf("%d ended alerts are kept, the last of chat %d; want the newest %d", len(w.Ended), w.Ended[len(w.Ended)-1].ID.Chat, maxEnded)
	}
}

// A replay that goes back shows what comes as if nothing had been.
func TestTimeGoesBack(t *testing.T) {
	var w Tracker
	observe(&w, snapshotAt(2000, uitest.Waiter(1, 1000, 2000, false)))
	observe(&w, snapshotAt(1990, uitest.Waiter(1, 1000, 1990, false)))
	if len(w.Live) != 1 || !w.Live[0].FoundAt.Equal(uitest.Now().Add(uitest.Seconds(2000))) {
		t.Errorf("a clock set right by 10 s leaves %d alerts, want the one there was", len(w.Live))
	}
	observe(&w, snapshotAt(1200, uitest.Waiter(1, 1000, 1200, false)))
	if len(w.List()) != 1 || !w.Live[0].FoundAt.Equal(uitest.Now().Add(uitest.Seconds(1200))) {
		t.Errorf("after a jump back there are %d alerts, want one, found then", len(w.List()))
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
		w, calls := Tracker{Hold: 3 * time.Second}, 0
		for i, since := range c.since {
			s := snapshotAt(200 + i)
			if since >= 0 {
				s = snapshotAt(200+i, uitest.Waiter(1, since, 200+i, false))
			}
			observe(&w, s)
			calls += len(dueOf(&w, s.Now))
		}
		if len(w.Live) != c.live || calls != c.calls || len(w.Ended) != c.over {
			t.Errorf("%s: %d alerts, %d calls, %d over; want %d, %d, %d", c.name, len(w.Live), calls, len(w.Ended), c.live, c.calls, c.over)
		}
	}
}

// An alert says who had the chat, and, once it has ended, how.
func TestHowAnAlertEnded(t *testing.T) {
	for want, change := range map[string]func(*model.Row){
		"acknowledged":          func(r *model.Row) { r.Acked = true },
		"missed":                func(r *model.Row) { r.Missed, r.Over = true, true },
		"answered":              func(r *model.Row) { r.LastSide = model.SideAgent },
		"ended unanswered":      func(r *model.Row) { r.Over, r.LastSide = true, model.SideVisitor },
		"answered by a bot":     func(r *model.Row) { r.LastSide = model.SideBot },
		"under its limit again": func(r *model.Row) { r.LastSide = model.SideVisitor },
		"gone":                  nil,
	} {
		var w Tracker
		for now := 0; now <= 60; now++ {
			r := uitest.Waiter(1, 0, now, true)
			r.Owner = 7
			observe(&w, snapshotAt(now, r))
		}
		rows := []model.Row{}
		if change != nil {
			r := uitest.Waiter(1, 0, 61, true)
			r.Wait, r.Unseen, r.Level = model.Clock{}, model.Clock{}, model.LevelNone
			change(&r)
			rows = append(rows, r)
		}
		observe(&w, snapshotAt(61, rows...))
		if len(w.Ended) != 1 || w.Ended[0].How.String() != want || w.Ended[0].Agent.ID != 7 {
			t.Errorf("%+v: want it %s, of agent 7", w.Ended, want)
		}
	}
}

// An alert about a figure of a team's view says whose it is, and has another id than the floor's. A chat's
// is the same for everybody.
func TestAlertOfATeamsFigure(t *testing.T) {
	ids := map[string]map[model.ConcernKind]string{}
	for _, team := range []string{"", "Sales"} {
		w, ids0 := Tracker{Floor: "Acme"}, map[model.ConcernKind]string{}
		s := snapshotAt(100, uitest.Waiter(1, 0, 100, true))
		s.Team = safetext.Line(team)
		s.Headline.HalfHour.Missed, s.Headline.HalfHour.MissedUpTo, s.Headline.HalfHour.MissedLevel = 3, 3, model.LevelCritical
		observe(&w, s)
		for _, a := range w.Live {
			ids0[a.ID.kind] = w.floorKey(a)
			if of := strings.Contains(a.What, "of team Sales"); of != (team != "" && a.ID.kind == model.ConcernMissed) {
				t.Errorf("in the view of %q: %q", team, a.What)
			}
		}
		ids[team] = ids0
	}
	floor, sales := ids[""], ids["Sales"]
	if len(floor) != 2 || floor[model.ConcernWait] != sales[model.ConcernWait] || floor[model.ConcernMissed] == sales[model.ConcernMissed] {
		t.Errorf("the floor's alerts are of %v, the team's of %v", floor, sales)
	}
}
