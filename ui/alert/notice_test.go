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
		if got := c.alerts.Sequences("chat 7 needs an answer", false, c.tmux); got != c.want {
			t.Errorf("%+v, tmux %v: %q, want %q", c.alerts, c.tmux, got, c.want)
		}
	}
}

// A wait that goes on is told four times, at least 30 s apart; a new one at once.
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
	if want := []int{80, 120, 150, 180}; !slices.Equal(told[2], want) {
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
			wait: model.Clock{For: 312 * time.Second}, FoundAt: now.Add(-4 * time.Minute), began: now.Add(-312 * time.Second)},
		{ID: alertID{kind: model.ConcernMissed}, What: "Missed 30m 4", Level: model.LevelCritical, FoundAt: now},
	}
	for _, a := range due {
		a.noticeID = model.AlertID("Acme", a.ID.kind, a.ID.Chat, a.began)
	}
	got, err := json.Marshal((&Caller{timesSent: map[*Alert]int{due[0]: 2, due[1]: 1}}).newNotice(now, due, nil))
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
			if !f.IsExported() {
				continue
			}
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
	if n := (&Caller{}).newNotice(uitest.Now(), due, nil); len(n.Alerts) != noticeItems || n.More != 30 {
		t.Errorf("%d alerts and %d more, want 20 and 30", len(n.Alerts), n.More)
	}
}

// An alert keeps its name while it goes on, and the next wait of the same chat has another.
func TestAlertKeepsItsName(t *testing.T) {
	w := Tracker{Floor: "Acme"}
	wait := &Alert{ID: alertID{model.ConcernWait, 7}, Level: model.LevelSevere, wait: model.Clock{Since: uitest.Now()}}
	figure := &Alert{ID: alertID{kind: model.ConcernMissed}}
	w.Live = []*Alert{wait, figure}
	items := func(now time.Time) []Item { return w.screenCaller.newNotice(now, dueOf(&w, now), nil).Alerts }
	first := items(uitest.Now())
	wait.wait.Since = uitest.Now().Add(-time.Minute) // an earlier word was found
	again := items(uitest.Now().Add(repeatEvery))
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
	firing, _ := w.screenCaller.Due(w, &defaultRoute, now)
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
			firing, over := c.Due(&w, &defaultRoute, uitest.Now().Add(uitest.Seconds(now)))
			if len(firing)+len(over) > 0 {
				told = append(told, c.newNotice(uitest.Now(), firing, over).Alerts...)
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
	chat := &Alert{ID: alertID{model.ConcernWait, 7}, Level: model.LevelCritical, FoundAt: at.Add(-time.Minute), team: "Sales"}
	nobodys := &Alert{ID: alertID{model.ConcernWait, 8}, Level: model.LevelSevere, FoundAt: at.Add(-time.Minute)}
	missed := &Alert{ID: alertID{kind: model.ConcernMissed}, Level: model.LevelCritical, FoundAt: at.Add(-time.Minute)}
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

// The sentence that is made of a Notice's items is the one that its alerts had; one that counts all stays.
func TestReword(t *testing.T) {
	wait := &Alert{ID: alertID{model.ConcernWait, 7}, Level: model.LevelSevere, wait: model.Clock{For: 3 * time.Minute}}
	var waits []*Alert
	for range many {
		waits = append(waits, wait)
	}
	figure := &Alert{ID: alertID{kind: model.ConcernMissed}, Level: model.LevelSevere}
	for _, list := range [][2][]*Alert{
		{{wait}, nil}, {{figure, wait}, {wait}}, {waits, nil}, {{{ID: alertID{kind: model.ConcernData}, Level: model.LevelCritical}}, nil},
		{nil, {{ID: alertID{model.ConcernWait, 7}, How: EndAnswered}, figure}}, {nil, {{ID: alertID{model.ConcernWait, 7}, Acked: true}}}, {nil, {figure}},
	} {
		n := (&Caller{}).newNotice(uitest.Now(), list[0], list[1])
		want := n.Text
		if n.Text = ""; want == "" {
			t.Fatal("no sentence to compare with")
		}
		if n.Reword(); n.Text != want {
			t.Errorf("%q, want %q", n.Text, want)
		}
	}
	n := Notice{Text: "32 chats critical", Alerts: []Item{wait.firingItem(1)}, counts: true}
	if n.Reword(); n.Text != "32 chats critical" {
		t.Errorf("%q, want the number of all", n.Text)
	}
}
