package alert

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/ui/uitest"
)

// A keptHook is a Hook that outlives the program: every receiver takes what it is told, but those that are down.
type keptHook struct {
	told   []string // "route status chat how×time"
	kept   []Remembered
	taken  map[string]map[string]int
	config Config
	down   bool
	held   [2]int // quiet, limited
}

func (h *keptHook) Notify(route int, n Notice) {
	key := h.config.ReceiverKey(route)
	for _, i := range n.Alerts {
		h.told = append(h.told, strings.TrimSpace(fmt.Sprintf("%s: %s %s %d %s %d", key, i.Status, i.Kind, i.Chat, i.How, i.Time)))
		switch {
		case h.down:
		case i.Firing():
			if h.taken[key] == nil {
				h.taken[key] = map[string]int{}
			}
			h.taken[key][i.ID] = i.Time
		default:
			delete(h.taken[key], i.ID)
		}
	}
}
func (h *keptHook) Suppress(_, quiet, limited int) { h.held[0] += quiet; h.held[1] += limited }
func (h *keptHook) Counts() (int, int, int)        { return 0, 0, 0 }
func (h *keptHook) Trouble() string                { return "" }

// Recall gives what was kept, as a file would.
func (h *keptHook) Recall() (list []Remembered) {
	text, err := json.Marshal(h.kept)
	if err == nil {
		err = json.Unmarshal(text, &list)
	}
	if err != nil {
		panic(err)
	}
	return list
}

func (h *keptHook) Remember(list func() []Remembered) {
	h.kept = nil
	for _, r := range list() {
		r.Told = map[string]int{}
		for key, ids := range h.taken {
			if n, ok := ids[r.ID]; ok {
				r.Told[key] = n
			}
		}
		if len(r.Told) > 0 || !r.Over {
			h.kept = append(h.kept, r)
		}
	}
}

// A watched floor is looked at by one process after the other.
type watched struct {
	cfg  Config
	hook *keptHook
	w    *Tracker
	h    model.Health // what else is known at each look
}

func newWatched(routes ...Route) *watched {
	f := &watched{cfg: Config{Routes: routes}}
	f.hook = &keptHook{config: f.cfg, taken: map[string]map[string]int{}}
	f.restart()
	return f
}

func (f *watched) restart() { f.w = &Tracker{Floor: "Acme", Hold: HoldFor} }

// look looks at the floor at some seconds, with the rows that rows returns, and returns what was told.
func (f *watched) look(from, to int, rows func(now int) []model.Row) []string {
	f.hook.told = nil
	for now := from; now < to; now++ {
		s := snapshotAt(now, rows(now)...)
		h := f.h
		if h.LastGood = s.Now; h.State == 0 {
			h.State = model.StateLive
		}
		f.w.Observe(s, h, s.Concerns(h))
		f.cfg.Call(f.w, s.Now, f.hook)
	}
	return f.hook.told
}

func waiting(chats ...int) func(int) []model.Row {
	return func(now int) []model.Row {
		var rows []model.Row
		for _, c := range chats {
			r := uitest.Waiter(c, -130, now, false)
			r.PolledAt = uitest.Now().Add(uitest.Seconds(now))
			rows = append(rows, r)
		}
		return rows
	}
}

// answered are rows of chats that an agent has answered.
func answered(chats ...int) func(int) []model.Row {
	return func(now int) []model.Row {
		rows := waiting(chats...)(now)
		for i := range rows {
			rows[i].Wait, rows[i].Unseen, rows[i].Level, rows[i].LastSide = model.Clock{}, model.Clock{}, model.LevelOK, model.SideAgent
		}
		return rows
	}
}

func want(t *testing.T, what string, got []string, list ...string) {
	t.Helper()
	slices.Sort(got)
	if slices.Sort(list); !slices.Equal(got, list) {
		t.Errorf("%s: told %q, want %q", what, got, list)
	}
}

// What was told before a restart and holds is not told as new, and its end is told once, also if it came meanwhile.
func TestRestartTellsNothingTwice(t *testing.T) {
	f := newWatched(Route{Name: "a", Times: 2})
	want(t, "before", f.look(0, 10, waiting(1, 2)), `route "a": firing wait 1  1`, `route "a": firing wait 2  1`)
	if text, err := json.Marshal(f.hook.kept); err != nil || strings.Contains(string(text), "Visitor") || !strings.Contains(string(text), `"chat":1`) {
		t.Errorf("kept %s (%v), want ids, times and our own words alone", text, err)
	}
	f.restart()
	f.h.State = model.StateReading
	want(t, "while it is read", f.look(11, 20, func(int) []model.Row { return nil }))
	want(t, "while it is read, chat 1 being read", f.look(20, 25, waiting(1)))
	f.h.State = model.StateLive
	want(t, "read, and once more after the interval", f.look(25, 60, func(now int) []model.Row { return append(waiting(1)(now), answered(2)(now)...) }), `route "a": resolved wait 2 answered 0`, `route "a": firing wait 1  2`)
	f.restart()
	want(t, "again", f.look(60, 120, answered(1, 2)), `route "a": resolved wait 1 answered 0`)
	f.restart()
	want(t, "and again", f.look(120, 180, answered(1, 2)))
}

// What may not have arrived is told again, and what a receiver was never told has no end for it.
func TestRestartWhileAReceiverIsDown(t *testing.T) {
	f := newWatched(Route{Name: "a"})
	f.hook.down = true
	want(t, "down", f.look(0, 10, waiting(1, 2)), `route "a": firing wait 1  1`, `route "a": firing wait 2  1`)
	f.hook.down = false
	f.restart()
	want(t, "after it", f.look(10, 15, func(now int) []model.Row { return append(waiting(1)(now), answered(2)(now)...) }), `route "a": firing wait 1  1`)
	id := f.hook.kept[0].ID
	f.hook.taken[`route "a"`][id] = 0 // it may have been taken, or not
	f.look(15, 16, waiting(1))
	f.restart()
	want(t, "in doubt", f.look(16, 20, waiting(1)), `route "a": firing wait 1  1`)
	if f.hook.kept[0].ID != id {
		t.Errorf("told as %s, want the name that it had: %s", f.hook.kept[0].ID, id)
	}
}

// An escalation counts from when the alert was found, not from the restart; a later wait of the chat is another alert.
func TestRestartKeepsTheAge(t *testing.T) {
	f := newWatched(Route{Name: "boss", After: time.Minute})
	want(t, "before", f.look(0, 40, waiting(1)))
	f.restart()
	told := f.look(41, 62, waiting(1))
	want(t, "after a minute in all", told, `route "boss": firing wait 1  1`)
	f.restart()
	later := func(now int) []model.Row {
		r := uitest.Waiter(1, 70, now, false)
		r.PolledAt = uitest.Now().Add(uitest.Seconds(now))
		return []model.Row{r}
	}
	want(t, "waiting again", f.look(200, 270, later), `route "boss": resolved wait 1 answered 0`, `route "boss": firing wait 1  1`)
}

// A figure that is bad before and after a restart is one alert, and an outage is over once something is read.
func TestRestartOfFigures(t *testing.T) {
	f := newWatched(Route{Name: "a", Times: 1})
	missed := func(s *model.Snapshot, bad bool) {
		if bad {
			s.Headline.HalfHour.Missed, s.Headline.HalfHour.MissedLevel = 4, model.LevelCritical
		}
	}
	look := func(from, to int, bad bool) []string {
		f.hook.told = nil
		for now := from; now < to; now++ {
			s := snapshotAt(now)
			missed(s, bad)
			h := model.Health{State: model.StateLive, LastGood: s.Now, Read: true}
			f.w.Observe(s, h, s.Concerns(h))
			f.cfg.Call(f.w, s.Now, f.hook)
		}
		return f.hook.told
	}
	want(t, "before", look(0, 10, true), `route "a": firing missed 0  1`)
	f.restart()
	want(t, "after", look(10, 60, true))
	want(t, "well", look(60, 130, false), `route "a": resolved missed 0 back 0`)
}

// A clock that is set back neither silences a receiver nor has it told again.
func TestClockSetBack(t *testing.T) {
	f := newWatched(Route{Name: "a", Times: 1})
	f.look(1000, 1010, waiting(1))
	want(t, "by 4 minutes", f.look(760, 770, waiting(1, 2)), `route "a": firing wait 2  1`)
	want(t, "by 10 minutes", f.look(200, 260, waiting(1, 2)))
	want(t, "answered", f.look(260, 300, answered(1, 2)), `route "a": resolved wait 1 answered 0`, `route "a": resolved wait 2 answered 0`)
}

// What is over before its turn comes is counted as kept back, once.
func TestLimitedIsCounted(t *testing.T) {
	f := newWatched(Route{Name: "a", Times: 1, Every: 30 * time.Second})
	f.look(0, 10, waiting(1))
	f.look(10, 20, waiting(1, 2))
	f.look(20, 100, func(now int) []model.Row { return append(waiting(1)(now), answered(2)(now)...) })
	if f.hook.held != [2]int{0, 1} {
		t.Errorf("%d kept back by quiet hours, %d by the limit; want 0, 1", f.hook.held[0], f.hook.held[1])
	}
}

// What does not fit into a Notice comes with the next one, and so does each end.
func TestAllMembersAreTold(t *testing.T) {
	f := newWatched(Route{Name: "a", Times: 1})
	var chats []int
	for i := range 45 {
		chats = append(chats, i+1)
	}
	firing := f.look(0, 100, waiting(chats...))
	over := f.look(100, 300, answered(chats...))
	each := map[string]bool{}
	for _, s := range append(slices.Clone(firing), over...) {
		each[s] = true
	}
	if len(firing) != 45 || len(over) != 45 || len(each) != 90 {
		t.Errorf("%d told, %d ends, %d of both are different; want 45 of each, once", len(firing), len(over), len(each))
	}
}

// A receiver keeps its name in the file where the blocks are put into another order.
func TestReceiverKeys(t *testing.T) {
	c := Config{Routes: []Route{{Name: "a"}, {}, {Name: "b"}, {Name: "b"}}}
	var keys []string
	for i := -1; i < len(c.Routes); i++ {
		keys = append(keys, c.ReceiverKey(i))
	}
	if want := []string{"command", `route "a"`, "route 2", "route 3", "route 4"}; !slices.Equal(keys, want) {
		t.Errorf("%q, want %q", keys, want)
	}
}
