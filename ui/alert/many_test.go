package alert

import (
	"reflect"
	"testing"
	"time"

	"floorwatch/model"
)

// criticalFloor is a floor at a moment on which n chats have waited for one to n minutes more than ten.
func criticalFloor(now, read time.Time, n int) (*model.Snapshot, []model.Concern) {
	s := &model.Snapshot{Limits: model.DefaultLimits(), Now: now}
	for i := range n {
		since := now.Add(-time.Duration(11+i) * time.Minute)
		clock := model.Clock{Running: true, Since: since, For: now.Sub(since), Level: model.LevelSevere}
		key := model.Key{Visitor: model.VisitorID(i + 1), Thread: 1}
		s.Threads = append(s.Threads, &model.Row{Key: key, Chat: model.ChatID(i + 1), Wait: clock, Level: model.LevelSevere, PolledAt: read})
	}
	h := model.Health{State: model.StateLive, LastGood: now}
	return s, s.Concerns(h)
}

// A wait rings after Hold where a second reading agrees, else two seconds later.
func TestAWaitRingsAfterTwoReadings(t *testing.T) {
	start := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name  string
		every time.Duration
		want  int // seconds after it was found
	}{{"read again each second", time.Second, 3}, {"read once", time.Hour, 5}} {
		w := Tracker{Hold: HoldFor}
		for i := range 10 {
			d := time.Duration(i) * time.Second
			s, list := criticalFloor(start, start.Add(d.Truncate(c.every)), 1) // the same wait
			s.Now = start.Add(d)
			w.Observe(s, model.Health{State: model.StateLive, LastGood: s.Now}, list)
			if due := dueOf(&w, s.Now); len(due) > 0 {
				if i != c.want {
					t.Errorf("%s: rang after %d s, want %d", c.name, i, c.want)
				}
				break
			}
			if i == 9 {
				t.Errorf("%s: never rang", c.name)
			}
		}
	}
}

// Many waits at once are told as one number; its members keep their names.
func TestManyWaitsAreOneNotice(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	for n, want := range map[int]string{5: "chat 5 needs an answer, 4 more alerts", 9: "9 chats critical, longest 19m00s"} {
		var w Tracker
		s, list := criticalFloor(now, now, n)
		w.Observe(s, model.Health{State: model.StateLive, LastGood: now}, list)
		w.Observe(s, model.Health{State: model.StateLive, LastGood: now}, list)
		due := dueOf(&w, now)
		got := w.screenCaller.newNotice(now, due, nil)
		if got.Text != want || len(got.Alerts) != n || got.Alerts[0].ID == got.Alerts[1].ID || got.Alerts[0].Began == nil {
			t.Errorf("%d waits: %q with %d alerts, want %q", n, got.Text, len(got.Alerts), want)
		}
	}
}

// The first five ring as they come. From the sixth within ten seconds on there is one notification with their
// number, brought up to date every ten seconds at most: with those that did not fit into it, those that came since,
// and each that is over.
func TestManyWaitsAreBroughtUpToDate(t *testing.T) {
	start := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	var w Tracker
	told := map[int][]string{} // by second
	items := map[model.ChatID][]int{}
	over := map[model.ChatID]int{}
	waits := func(second int) (n int) {
		switch {
		case second < 3:
			return 4 // each alone
		case second < 5:
			return 5
		case second < 20:
			return 30
		}
		return 33
	}
	first, _ := criticalFloor(start, start, 33)
	for second := range 30 {
		now := start.Add(time.Duration(second) * time.Second)
		s := &model.Snapshot{Limits: model.DefaultLimits(), Now: now}
		for i := range waits(second) {
			if row := *first.Threads[i]; second < 22 || row.Chat != 1 { // chat 1 is answered at 22
				row.PolledAt, row.Wait.For = now, now.Sub(row.Wait.Since)
				s.Threads = append(s.Threads, &row)
			}
		}
		h := model.Health{State: model.StateLive, LastGood: now}
		w.Observe(s, h, s.Concerns(h))
		n, due := w.screenCaller.nextNotice(&w, &defaultRoute, now)
		if !due {
			continue
		}
		told[second] = append(told[second], n.Text)
		for _, item := range n.Alerts {
			if item.Firing() {
				items[item.Chat] = append(items[item.Chat], second)
			} else {
				over[item.Chat] = second
			}
		}
	}
	want := map[int][]string{
		0: {"chat 4 needs an answer, 3 more alerts"}, 3: {"chat 5 needs an answer"},
		13: {"30 chats critical, longest 40m13s"}, 23: {"32 chats critical, longest 43m23s"},
	}
	if !reflect.DeepEqual(told, want) {
		t.Errorf("told %v\nwant %v", told, want)
	}
	for chat := model.ChatID(1); chat <= 33; chat++ {
		at := 13
		switch {
		case chat < 5:
			at = 0
		case chat == 5:
			at = 3
		case chat <= 10, chat > 30: // the shortest of thirty, and those that came later
			at = 23
		}
		if got := items[chat]; len(got) == 0 || got[0] != at {
			t.Errorf("chat %d was told at %v, want %d", chat, got, at)
		}
	}
	if over[1] != 23 {
		t.Errorf("that chat 1 is over was told at %d", over[1])
	}
}
