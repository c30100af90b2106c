package alert

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/uitest"
)

// A clock that stands still calls nobody, whoever was told of it hears how it ended.
func TestNobodyIsCalledWhileClosed(t *testing.T) {
	var w Tracker
	route := &Route{}
	told := func(now int, closed bool, rows ...model.Row) (firing, over int) {
		for i := range rows {
			rows[i].Wait.Paused = closed
		}
		s := snapshotAt(now, rows...)
		observe(&w, s)
		f, o := w.caller(0).Due(&w, route, s.Now)
		return len(f), len(o)
	}
	if f, _ := told(0, true, uitest.Waiter(1, -90, 0, false)); f != 0 {
		t.Errorf("called while closed: %d", f)
	}
	if f, _ := told(60, false, uitest.Waiter(1, -90, 60, false)); f != 1 {
		t.Errorf("called when open: %d, want 1", f)
	}
	if f, _ := told(120, true, uitest.Waiter(1, -90, 120, false)); f != 0 {
		t.Errorf("called again while closed: %d", f)
	}
	if f, o := told(180, true); f != 0 || o != 1 {
		t.Errorf("while closed: %d called, %d over; want 0, 1", f, o)
	}
}

// A claimed alert does not escalate and is not told again; that it was claimed, and by whom it was acknowledged, is said.
func TestClaimedDoesNotEscalate(t *testing.T) {
	var w Tracker
	first, later := &Route{}, &Route{After: time.Minute}
	at := func(now int, claimed bool) (firstNotice, laterNotice Notice) {
		r := uitest.Waiter(1, -150, now, false)
		r.Claimed, r.ClaimedBy = claimed, safetext.Line("ana")
		s := snapshotAt(now, r)
		observe(&w, s)
		firstNotice, _ = w.caller(0).nextNotice(&w, first, s.Now)
		laterNotice, _ = w.caller(1).nextNotice(&w, later, s.Now)
		return firstNotice, laterNotice
	}
	if n, _ := at(0, true); len(n.Alerts) != 1 || n.Alerts[0].Claimed != "ana" {
		t.Fatalf("%+v, want the alert once, claimed by ana", n)
	}
	for now := 30; now < 120; now += 30 {
		if n, l := at(now, true); len(n.Alerts)+len(l.Alerts) != 0 {
			t.Fatalf("at %d told again: %+v, %+v", now, n, l)
		}
	}
	if n, l := at(120, false); len(n.Alerts) != 1 || len(l.Alerts) != 1 {
		t.Errorf("given back: %+v, %+v; want both told", n, l)
	}
	gone := uitest.Waiter(1, -150, 160, false)
	gone.Wait, gone.Acked, gone.AckedBy = model.Clock{}, true, safetext.Line("bo")
	s := snapshotAt(160, gone)
	observe(&w, s)
	if n, _ := w.caller(0).nextNotice(&w, first, s.Now); len(n.Alerts) != 1 || n.Alerts[0].How != "acknowledged" || n.Alerts[0].By != "bo" {
		t.Errorf("%+v, want acknowledged by bo", n)
	}
}

// What comes up in quiet hours is counted, and told once at their end where it goes on.
func TestQuietHoursTellOnceAtTheirEnd(t *testing.T) {
	w := Tracker{Zone: time.UTC}
	quiet := &Route{Quiet: []string{"12:00-12:45"}} // it is 12:41:07
	var told []int
	for now := 0; now < 600; now += 10 {
		s := snapshotAt(now, uitest.Waiter(1, -150, now, false))
		observe(&w, s)
		if f, _ := w.caller(0).Due(&w, quiet, s.Now); len(f) > 0 {
			told = append(told, now)
		}
	}
	if !slices.Equal(told, []int{240}) || w.caller(0).keptByQuiet != 1 {
		t.Errorf("told at %v, %d suppressed; want once, at 12:45:07, and 1", told, w.caller(0).keptByQuiet)
	}
}

// A chat that was assigned, and a receiver who cannot be called, are alerts of their own.
func TestAssignedAndRouteAlerts(t *testing.T) {
	var w Tracker
	at := func(now int, owner model.AgentID, route string) []*Alert {
		r := uitest.Waiter(1, now-10, now, false)
		r.Owner, r.Assigned = owner, model.Clock{Running: true, Since: uitest.Now(), For: uitest.Seconds(now), Level: model.LevelCritical}
		if owner == 3 {
			r.Assigned.Level = model.LevelOK
		}
		s := snapshotAt(now, r)
		h := model.Health{State: model.StateLive, LastGood: s.Now, Read: true, Route: safetext.Line(route)}
		observeWith(&w, s, h)
		return dueOf(&w, s.Now)
	}
	due := at(60, 2, `the alert route "x" failed: it answered 500`)
	if len(due) != 2 || len(w.Live) != 2 {
		t.Fatalf("%d alerts told, want two", len(due))
	}
	kinds := due[0].ID.kind.String() + " " + due[1].ID.kind.String()
	if !strings.Contains(kinds, "assigned") || !strings.Contains(kinds, "route") {
		t.Errorf("told %s", kinds)
	}
	for _, a := range due {
		if a.ID.kind == model.ConcernAssigned && (a.What != "assigned 1m00s, nothing written since" || a.firingItem(1).Began == nil || a.firingItem(1).Chat != 1) {
			t.Errorf("%+v", a.firingItem(1))
		}
		if a.ID.kind == model.ConcernRoute && a.What != `the alert route "x" failed: it answered 500` {
			t.Errorf("%q", a.What)
		}
	}
	at(90, 3, "")
	if len(w.Live) != 0 || len(w.Ended) != 2 {
		t.Fatalf("%d go on, %d ended; want both ended", len(w.Live), len(w.Ended))
	}
	for _, a := range w.Ended {
		if a.How.Word() != "back" {
			t.Errorf("%s ended %q, want back", a.ID.kind, a.How.Word())
		}
	}
}

// The terminal hears how what it was told of ended, once and without the bell.
func TestTheTerminalHearsTheEnd(t *testing.T) {
	w := Tracker{Floor: "Acme", Hold: HoldFor}
	c := Config{Bell: true, Desktop: "osc9"}
	var said []string
	for now := range 200 {
		rows := waiting(7)(now)
		if now >= 60 {
			rows = answered(7)(now)
		}
		s := snapshotAt(now, rows...)
		observe(&w, s)
		if text, over := c.Call(&w, s.Now, nil); text != "" {
			said = append(said, c.Sequences(text, over, false))
		}
	}
	first, last := "\x1b]9;floorwatch: chat 7 needs an answer\a\a", "\x1b]9;floorwatch: chat 7: answered\a"
	if want := []string{first, first, last}; !slices.Equal(said, want) {
		t.Errorf("%q, want %q", said, want)
	}
}

// A flood is an alert of its own, by itself and beside the chat's wait, and over when it is.
func TestFloodAlert(t *testing.T) {
	f := newWatched(Route{Kinds: []string{"flood"}, Times: 1})
	rows := func(flood bool) func(int) []model.Row {
		return func(now int) []model.Row {
			rows := waiting(1)(now)
			if flood {
				rows[0].Flood = model.Clock{Running: true, Since: uitest.Now(), For: uitest.Seconds(now), Level: model.LevelCritical}
			}
			return rows
		}
	}
	want(t, "flooded", f.look(0, 10, rows(true)), "route 1: firing flood 1  1")
	a := f.w.Live[1]
	if text := noticeText([]*Alert{a}); a.What != "over 50 messages in a minute" || text != "chat 1 is flooded with messages" {
		t.Errorf("%q, %q", a.What, text)
	}
	want(t, "over", f.look(10, 60, rows(false)), "route 1: resolved flood 1 back 0")
}

// Every kind that a route may name is in the example and in the README.
func TestKindsAreDocumented(t *testing.T) {
	for _, file := range []string{"../../config.example.toml", "../../README.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range routeKinds() {
			if !strings.Contains(string(text), k) {
				t.Errorf("%s does not name %q", file, k)
			}
		}
		if list := strings.Join(routeKinds(), ", "); strings.HasSuffix(file, ".toml") && !strings.Contains(string(text), list) {
			t.Errorf("the example does not list %s", list)
		}
	}
}

// A trial has an alert of each kind, each with a name of its own, and the end of each.
func TestTrialIsOfEachKind(t *testing.T) {
	list := Trial("Acme", uitest.Now())
	ids := map[string]bool{}
	for i, n := range list {
		for j, a := range n.Alerts {
			if want := []string{firing, resolved}[i]; a.Status != want || a.ID != list[0].Alerts[j].ID || a.Chat != 0 {
				t.Errorf("%+v, want %s", a, want)
			}
			ids[a.ID] = true
		}
	}
	if n := 1 + len(routeKinds()); len(ids) != n || len(list[1].Alerts) != n || n > noticeItems {
		t.Errorf("%d names of %d ends, want %d", len(ids), len(list[1].Alerts), n)
	}
}

// What a receiver was handed and nobody is to be called for now is withheld from another try, by what it is.
func TestWithheld(t *testing.T) {
	at := time.Date(2026, 11, 27, 21, 59, 0, 0, time.UTC)
	alerts := []*Alert{{noticeID: "open"}, {noticeID: "over", Ended: at}, {noticeID: "acked", Acked: true}, {noticeID: "claimed", Claimed: true}, {noticeID: "closed", outOfHours: true}}
	c := Caller{timesSent: map[*Alert]int{}}
	for _, a := range alerts {
		c.timesSent[a] = 1
	}
	for _, test := range []struct {
		route Route
		now   time.Time
		want  []string
	}{
		{Route{}, at, []string{"acked", "closed", "over"}},
		{Route{After: time.Minute}, at, []string{"acked", "claimed", "closed", "over"}}, // an escalation
		{Route{Quiet: []string{"22:00-07:00"}}, at, []string{"acked", "closed", "over"}},
		{Route{Quiet: []string{"22:00-07:00"}}, at.Add(time.Minute), []string{"acked", "claimed", "closed", "open", "over"}},
	} {
		if got := slices.Sorted(maps.Keys(c.withheld(&test.route, test.now))); !slices.Equal(got, test.want) {
			t.Errorf("%+v at %s withholds %q, want %q", test.route, test.now, got, test.want)
		}
	}
}

// A withholdingHook keeps what it was told to withhold last, by receiver.
type withholdingHook struct {
	keptHook
	held map[int]map[string]bool
}

func (h *withholdingHook) Withhold(route int, ids map[string]bool) { h.held[route] = ids }

// TestEndIsWithheldAtOnce: that an alert is over is told after the interval; from its end on it is not tried again,
// by the command and by the routes.
func TestEndIsWithheldAtOnce(t *testing.T) {
	cfg := Config{Command: []string{"true"}, Routes: []Route{{Command: []string{"true"}}}}
	h := &withholdingHook{keptHook: keptHook{config: cfg, taken: map[string]map[string]int{}}, held: map[int]map[string]bool{}}
	var w Tracker
	for now := range 12 {
		rows := []model.Row{uitest.Waiter(1, -120, now, false)}
		if now >= 10 {
			rows = nil
		}
		observe(&w, snapshotAt(now, rows...))
		cfg.Call(&w, uitest.Now().Add(uitest.Seconds(now)), h)
		for _, route := range []int{-1, 0} {
			if got, want := len(h.held[route]), map[bool]int{true: 1}[now >= 10]; got != want {
				t.Errorf("at %d %d alerts are withheld from %d, want %d", now, got, route, want)
			}
		}
	}
}
