package alert

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/uitest"
)

func TestAlertsValidate(t *testing.T) {
	for _, c := range []struct {
		alerts Config
		want   string // "": valid
	}{
		{DefaultConfig(), ""},
		{Config{Bell: true, Desktop: "osc99", Command: []string{"notify", ""}}, ""},
		{Config{Desktop: "growl"}, `alerts.desktop is "growl", must be one of off, osc9, osc777, osc99`},
		{Config{Desktop: ""}, `alerts.desktop is ""`},
		{Config{Desktop: "off", Command: []string{""}}, "alerts.command has no program"},
		{Config{Desktop: "off", Command: []string{"a", "b\x00"}}, "alerts.command holds a NUL"},
	} {
		err := c.alerts.Validate()
		if (err == nil) != (c.want == "") || err != nil && !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%+v: %v, want %q", c.alerts, err, c.want)
		}
	}
}

func TestSequences(t *testing.T) {
	for _, c := range []struct {
		alerts Config
		tmux   bool
		want   string
	}{
		{Config{Desktop: "off", Bell: true}, false, "\a"},
		{Config{Desktop: "osc9"}, false, "\x1b]9;floorwatch: chat 7 needs an answer\a"},
		{Config{Desktop: "osc777"}, false, "\x1b]777;notify;floorwatch;chat 7 needs an answer\a"},
		{Config{Desktop: "osc99", Bell: true}, false, "\x1b]99;i=floorwatch:d=0;floorwatch\a\x1b]99;i=floorwatch:p=body;chat 7 needs an answer\a\a"},
		{Config{Desktop: "osc9"}, true, "\x1bPtmux;\x1b\x1b]9;floorwatch: chat 7 needs an answer\a\x1b\\"},
	} {
		if got := c.alerts.Sequences("chat 7 needs an answer", c.tmux); got != c.want {
			t.Errorf("%+v, tmux %v: %q, want %q", c.alerts, c.tmux, got, c.want)
		}
	}
}

// A wait that goes on is told four times, 30 s apart, and new ones wait for their turn.
func TestHowOftenIsTold(t *testing.T) {
	var w Tracker
	told := map[model.ChatID][]int{}
	for now := range 400 {
		rows := []model.Row{uitest.Waiter(1, -60, now, false)} // critical from 60 on
		if now >= 80 {
			rows = append(rows, uitest.Waiter(2, -45, now, false)) // critical from 75 on, found at 80
		}
		observe(&w, snapshotAt(now, rows...))
		for _, a := range dueOf(&w, uitest.Now().Add(uitest.Seconds(now))) {
			told[a.ID.Chat] = append(told[a.ID.Chat], now)
		}
	}
	if want := []int{60, 90, 120, 150}; !slices.Equal(told[1], want) {
		t.Errorf("the first was told at %v, want %v", told[1], want)
	}
	if want := []int{90, 120, 150, 180}; !slices.Equal(told[2], want) {
		t.Errorf("the second was told at %v, want %v", told[2], want)
	}
}

func TestAcknowledgedIsNotTold(t *testing.T) {
	var w Tracker
	told := 0
	for now := range 300 {
		observe(&w, snapshotAt(now, uitest.Waiter(1, -120, now, false)))
		if now == 45 {
			w.Acknowledge(1, true)
		}
		due := dueOf(&w, uitest.Now().Add(uitest.Seconds(now)))
		if told += len(due); len(due) > 0 && now > 45 {
			t.Errorf("told at %d, acknowledged at 45", now)
		}
	}
	if told != 2 {
		t.Errorf("told %d times, want at 0 and 30", told)
	}
}

// While nothing is read the clocks of the chats are a guess: only that is told.
func TestOnlyTheOutageIsTold(t *testing.T) {
	var w Tracker
	observeWith(&w, snapshotAt(200, uitest.Waiter(1, 0, 200, false)), model.Health{State: model.StateLive, LastGood: uitest.Now().Add(140 * time.Second)})
	due := dueOf(&w, uitest.Now().Add(200*time.Second))
	if len(due) != 1 || due[0].ID.kind != model.ConcernData {
		t.Fatalf("told of %d, want of the data's age alone", len(due))
	}
	observe(&w, snapshotAt(240, uitest.Waiter(1, 0, 240, false)))
	if due := dueOf(&w, uitest.Now().Add(240*time.Second)); len(due) != 1 || due[0].ID.Chat != 1 {
		t.Errorf("after the outage: told of %d, want of the wait", len(due))
	}
}

func TestNoticeText(t *testing.T) {
	wait := &Alert{ID: alertID{model.ConcernWait, 106241}}
	for _, c := range []struct {
		due  []*Alert
		want string
	}{
		{[]*Alert{wait}, "chat 106241 needs an answer"},
		{[]*Alert{wait, wait}, "chat 106241 needs an answer, 1 more alert"},
		{[]*Alert{wait, wait, wait}, "chat 106241 needs an answer, 2 more alerts"},
		{[]*Alert{{ID: alertID{kind: model.ConcernFirstReply}, Level: model.LevelCritical}}, "Service level 30m is critical"},
		{[]*Alert{{ID: alertID{kind: model.ConcernNextReply}, Level: model.LevelCritical}}, "Service level, next 30m is critical"},
		{[]*Alert{{ID: alertID{kind: model.ConcernMissed}, Level: model.LevelCritical}}, "Missed 30m is critical"},
		{[]*Alert{{ID: alertID{kind: model.ConcernData}}}, "the floor is not being read"},
	} {
		if got := noticeText(c.due); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestNoticeJSON(t *testing.T) {
	now := uitest.Now()
	due := []*Alert{
		{ID: alertID{model.ConcernWait, 106241}, Key: model.Key{Visitor: 61780, Thread: 9000}, What: "waits 5m12s, seen 3m41s", Level: model.LevelSevere,
			wait: model.Clock{For: 312 * time.Second}, From: now.Add(-4 * time.Minute), began: now.Add(-312 * time.Second)},
		{ID: alertID{kind: model.ConcernMissed}, What: "Missed 30m 4", Level: model.LevelCritical, From: now},
	}
	for _, a := range due {
		a.code = model.AlertID("Acme", a.ID.kind, a.ID.Chat, a.began)
	}
	got, err := json.Marshal((&Caller{heard: map[*Alert]int{due[0]: 2, due[1]: 1}}).notice(now, due, nil))
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(strings.Join(strings.Fields(string(readme)), ""), strings.Join(strings.Fields(string(got)), "")) {
		t.Errorf("the README's example is not what the program writes:\n%s", got)
	}
}

// Every key of the JSON is documented.
func TestNoticeIsDocumented(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, of := range []reflect.Type{reflect.TypeFor[Notice](), reflect.TypeFor[Item]()} {
		for f := range of.Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if !strings.Contains(string(readme), "| `"+name+"` |") {
				t.Errorf("the README does not say what %s is", name)
			}
		}
	}
}

func TestNoticeIsBounded(t *testing.T) {
	var due []*Alert
	for i := range 50 {
		due = append(due, &Alert{ID: alertID{model.ConcernWait, model.ChatID(i + 1)}})
	}
	if n := (&Caller{}).notice(uitest.Now(), due, nil); len(n.Alerts) != noticeItems || n.More != 30 {
		t.Errorf("%d alerts and %d more, want 20 and 30", len(n.Alerts), n.More)
	}
}

// An alert keeps its name while it goes on, and the next wait of the same chat has another.
func TestAlertKeepsItsName(t *testing.T) {
	w := Tracker{Floor: "Acme"}
	wait := &Alert{ID: alertID{model.ConcernWait, 7}, Level: model.LevelSevere, wait: model.Clock{Since: uitest.Now()}}
	figure := &Alert{ID: alertID{kind: model.ConcernMissed}}
	w.Live = []*Alert{wait, figure}
	items := func(now time.Time) []Item { return w.screen.notice(now, dueOf(&w, now), nil).Alerts }
	first := items(uitest.Now())
	wait.wait.Since = uitest.Now().Add(-time.Minute) // an earlier word was found
	again := items(uitest.Now().Add(tellEvery))
	if len(first) != 2 || len(again) != 2 || first[0].ID != again[0].ID || first[1].ID != again[1].ID || first[0].ID == first[1].ID {
		t.Fatalf("told first %+v\nand again %+v", first, again)
	}
	if !first[0].Began.Equal(*again[0].Began) || first[1].Began != nil {
		t.Errorf("began %v, then %v; a figure: %v", first[0].Began, again[0].Began, first[1].Began)
	}
	next := &Alert{ID: wait.ID, wait: model.Clock{Since: uitest.Now().Add(time.Hour)}}
	w.Live = []*Alert{next}
	if got := items(uitest.Now().Add(2 * time.Hour)); len(got) != 1 || got[0].ID == first[0].ID {
		t.Errorf("the next wait is told as %+v", got)
	}
}

// dueOf is what the command of [alerts] is told of that goes on.
func dueOf(w *Tracker, now time.Time) []*Alert {
	firing, _ := w.screen.Due(w, &everything, now)
	return firing
}

// Who was told of an alert hears once how it ended; who was told of nothing hears nothing.
func TestResolvedIsToldOnce(t *testing.T) {
	answered := func(r model.Row) model.Row {
		r.Wait, r.Unseen, r.Level = model.Clock{}, model.Clock{}, model.LevelOK
		return r
	}
	for how, change := range map[string]func(model.Row) []model.Row{
		"answered":     func(r model.Row) []model.Row { r = answered(r); r.LastSide = model.SideAgent; return []model.Row{r} },
		"ended":        func(r model.Row) []model.Row { r = answered(r); r.Over = true; return []model.Row{r} },
		"acknowledged": func(r model.Row) []model.Row { r = answered(r); r.Acked = true; return []model.Row{r} },
		"gone":         func(model.Row) []model.Row { return nil },
	} {
		var w Tracker
		var c Caller
		var told []Item
		for now := range 200 {
			rows := []model.Row{uitest.Waiter(1, -90, now, false), uitest.Waiter(2, 40, now, false)}
			if now >= 50 {
				rows = append(change(rows[0]), rows[1])
			}
			observe(&w, snapshotAt(now, rows...))
			firing, over := c.Due(&w, &everything, uitest.Now().Add(uitest.Seconds(now)))
			if len(firing)+len(over) > 0 {
				told = append(told, c.notice(uitest.Now(), firing, over).Alerts...)
			}
		}
		var ends []Item
		for _, i := range told {
			if i.Status == "resolved" && i.Chat == 1 {
				ends = append(ends, i)
			}
		}
		if len(ends) != 1 || ends[0].How != how || ends[0].Ended == nil || ends[0].ID != told[0].ID {
			t.Errorf("%s: told %+v, want one end of the first alert", how, ends)
		}
	}
}

// A route takes what its block says, after what it says, and nothing in its quiet hours.
func TestRoutes(t *testing.T) {
	at := time.Date(2026, 11, 27, 23, 0, 0, 0, time.UTC)
	chat := &Alert{ID: alertID{model.ConcernWait, 7}, Level: model.LevelCritical, From: at.Add(-time.Minute), team: "Sales"}
	nobodys := &Alert{ID: alertID{model.ConcernWait, 8}, Level: model.LevelSevere, From: at.Add(-time.Minute)}
	missed := &Alert{ID: alertID{kind: model.ConcernMissed}, Level: model.LevelCritical, From: at.Add(-time.Minute)}
	for _, c := range []struct {
		route Route
		want  string
	}{
		{Route{}, "7 8 0"},
		{Route{Kinds: []string{"missed"}}, "0"},
		{Route{Level: "severe"}, "8"},
		{Route{Teams: []string{"Sales"}}, "7 8"}, // a chat that nobody has is every team's
		{Route{Teams: []string{"Billing"}}, "8"},
		{Route{After: 2 * time.Minute}, ""},
		{Route{After: time.Minute}, "7 8 0"},
		{Route{Quiet: []string{"22:00-07:00"}}, ""},
		{Route{Quiet: []string{"07:00-22:00"}}, "7 8 0"},
	} {
		w := Tracker{Live: []*Alert{chat, nobodys, missed}}
		var ids []string
		firing, _ := new(Caller).Due(&w, &c.route, at)
		for _, a := range []*Alert{chat, nobodys, missed} {
			if slices.Contains(firing, a) {
				ids = append(ids, strconv.Itoa(int(a.ID.Chat)))
			}
		}
		if got := strings.Join(ids, " "); got != c.want {
			t.Errorf("%+v takes %q, want %q", c.route, got, c.want)
		}
	}
}

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
		firstNotice, _ = w.caller(0).call(&w, first, s.Now)
		laterNotice, _ = w.caller(1).call(&w, later, s.Now)
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
	if n, _ := w.caller(0).call(&w, first, s.Now); len(n.Alerts) != 1 || n.Alerts[0].How != "acknowledged" || n.Alerts[0].By != "bo" {
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
	if !slices.Equal(told, []int{240}) || w.Suppressed() != 1 {
		t.Errorf("told at %v, %d suppressed; want once, at 12:45:07, and 1", told, w.Suppressed())
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
		if a.ID.kind == model.ConcernAssigned && (a.What != "assigned 1m00s, nothing written since" || a.item(1).Began == nil || a.item(1).Chat != 1) {
			t.Errorf("%+v", a.item(1))
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
