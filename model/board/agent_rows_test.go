package board

import (
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

func TestAgentStates(t *testing.T) {
	cases := []struct {
		name    string
		streams []string // agent 1's chats
		now     int
		state   model.AgentState
		busy    int
	}{
		{"busy with one other chat", []string{"V0 A10 V20", "V30 A40"}, 60, model.AgentBusy, 1},
		{"k counts words, not chats", []string{"V0 A10 V20", "V30 A40 A41 A42"}, 60, model.AgentBusy, 3},
		{"a word before the wait does not count", []string{"V0 A10 V50", "V30 A40"}, 60, model.AgentQuiet, 0},
		{"overtaking from 30 s on", []string{"V0 A10 V20", "V45 A46 V50 A60"}, 70, model.AgentOvertaking, 2},
		{"29 s is no overtaking", []string{"V0 A10 V20", "V49 A60"}, 70, model.AgentBusy, 1},
		{"silent", []string{"V0 A10 V20"}, 190, model.AgentSilent, 0},
		{"quiet for a second less", []string{"V0 A10 V20"}, 189, model.AgentQuiet, 0},
		{"towards the chat that waits longest", []string{"V0 A10 V20", "V0 A15 V60", "V61 A70"}, 80, model.AgentOvertaking, 1},
		{"active", []string{"V0 A10"}, 309, model.AgentActive, 0},
		{"idle after 5 min", []string{"V0 A10"}, 310, model.AgentIdle, 0},
		{"gone after 30 min", []string{"V0 A10"}, 1810, model.AgentGone, 0},
	}
	for _, c := range cases {
		r := agentOf(t, boardOf(t, c.streams...).At(sec(c.now)), 1)
		if r.State != c.state || r.Busy != c.busy {
			t.Errorf("%s: %q, now %d: state %d, k %d; want %d, %d", c.name, c.streams, c.now, r.State, r.Busy, c.state, c.busy)
		}
	}
}

// While threads are unread, what an agent has been seen to do is certain and k is at least; that an agent did nothing
// is not known.
func TestAgentStatesWhileThreadsAreUnread(t *testing.T) {
	for _, c := range []struct {
		streams []string
		state   model.AgentState
		part    bool
	}{
		{[]string{"V0 A10 V20", "V30 A40"}, model.AgentBusy, true},
		{[]string{"V0 A10 V20", "V45 A46 V50 A60"}, model.AgentOvertaking, false},
		{[]string{"V0 A10 V20"}, model.AgentUnknown, false},
	} {
		for _, read := range []bool{false, true} {
			b := boardOf(t, c.streams...)
			debts := model.Debts{At: sec(70), Read: 1, Total: 2, Groups: []model.DebtGroup{{Kind: model.DebtUnread, Unknown: 1}}}
			if read {
				debts = model.Debts{At: sec(70), Read: 2, Total: 2}
			}
			b.Apply(model.Event{At: sec(70), Coverage: &model.Coverage{Observed: model.Observed{At: sec(70), Since: sec(-9999)}, List: model.ListHealth{At: sec(70)}, Debts: debts}})
			s := b.At(sec(70))
			a, r := agentOf(t, s, 1), rowOf(t, s, 1)
			if unknown := c.state == model.AgentUnknown; a.BusyPart != (c.part && !read) || r.BusyPart != a.BusyPart || r.OwnerState != a.State ||
				(a.State == model.AgentUnknown) != (unknown && !read) || !unknown && a.State != c.state {
				t.Errorf("%q, all read: %v: the agent is %v, k at least: %v; the row says %v, %v", c.streams, read, a.State, a.BusyPart, r.OwnerState, r.BusyPart)
			}
		}
	}
}

func TestNoOwner(t *testing.T) {
	b := boardOf(t, "V0")
	if r := rowOf(t, b.At(sec(60)), 1); r.Owner != 0 || r.OwnerState != model.AgentNone {
		t.Errorf("owner %d, state %d; want nobody", r.Owner, r.OwnerState)
	}
	list(b, 70, model.StatusOpen, 4, 9) // the last one that is named
	r := rowOf(t, b.At(sec(80)), 1)
	if r.Owner != 9 || r.OwnerState != model.AgentSilent {
		t.Errorf("named: owner %d, state %d; want 9, silent", r.Owner, r.OwnerState)
	}
	a := agentOf(t, b.At(sec(80)), 9)
	if a.Waiting != 1 || a.Oldest.For != 80*time.Second || !a.Silent.AtLeast || a.Silent.For != 80*time.Second {
		t.Errorf("agent 9 %+v; want one waiting for 80s, silent for at least that", a)
	}
	if r := rowOf(t, b.At(sec(65)), 1); r.Owner != 0 {
		t.Errorf("before the list named anybody: owner %d, want nobody", r.Owner)
	}
}

// Whom the list names owns the chat, whoever spoke last; before that, whoever spoke last.
func TestOwnerByList(t *testing.T) {
	b := boardOf(t, "V0 A1@10 V20")
	list(b, 30, model.StatusOpen, 2)
	list(b, 40, model.StatusOpen, 1)
	list(b, 50, model.StatusOpen, 2)
	for now, want := range map[int]model.AgentID{25: 1, 35: 2, 60: 2} {
		if r := rowOf(t, b.At(sec(now)), 1); r.Owner != want {
			t.Errorf("now %d: owner %d, want %d", now, r.Owner, want)
		}
	}
	// A list that no longer names anybody leaves it to the last A.
	list(b, 70, model.StatusOpen)
	if r := rowOf(t, b.At(sec(80)), 1); r.Owner != 1 {
		t.Errorf("nobody named: owner %d, want 1", r.Owner)
	}
}

// Turns are credited to the sender, open ones to the owner.
func TestBreaches(t *testing.T) {
	b := boardOf(t, "V0 A1@40 V50 A2@55 V60", "V0 A2@100")
	s := b.At(sec(130))
	for id, want := range map[model.AgentID]int{1: 1, 2: 2} { // 2: the first response of chat 2, the open turn of chat 1
		if got := agentOf(t, s, id).Breaches; got != want {
			t.Errorf("agent %d: %d breaches, want %d", id, got, want)
		}
	}
	if w := s.Headline.HalfHour; w.FirstService != (model.ServiceLevel{In: 0, Of: 2, Level: model.LevelNone}) || w.NextService != (model.ServiceLevel{In: 1, Of: 2, Level: model.LevelNone}) {
		t.Errorf("service levels %+v and %+v, want 0 of 2 and 1 of 2", w.FirstService, w.NextService)
	}
}

func TestConcurrency(t *testing.T) {
	// Chat 1 is active from A10 to 610, chat 2 from A300 to 900.
	s := boardOf(t, "V0 A10", "V290 A300").At(sec(1800))
	r := agentOf(t, s, 1)
	if r.Active != 0 || r.Peak != 2 || r.Mean != 1200.0/1800 {
		t.Errorf("%d active, peak %d, mean %v; want 0, 2, %v", r.Active, r.Peak, r.Mean, 1200.0/1800)
	}
	// Whoever waits counts however long ago the last word was.
	r = agentOf(t, boardOf(t, "V0 A10 V20").At(sec(900)), 1)
	if r.Active != 1 || r.Mean != 890.0/1800 {
		t.Errorf("%d active, mean %v; want 1, %v", r.Active, r.Mean, 890.0/1800)
	}
}

func TestConcurrencyLevel(t *testing.T) {
	for n, want := range map[int]model.Level{3: model.LevelOK, 4: model.LevelWarn, 5: model.LevelWarn, 6: model.LevelCritical} {
		var streams []string
		for range n {
			streams = append(streams, "V0 A10")
		}
		if r := agentOf(t, boardOf(t, streams...).At(sec(20)), 1); r.Active != n || r.ActiveLevel != want {
			t.Errorf("%d active: %d, level %d; want level %d", n, r.Active, r.ActiveLevel, want)
		}
	}
}

// A team's limits hold for its agents' chats and turns, the floor's for nobody's.
func TestTeams(t *testing.T) {
	strict := model.DefaultLimits()
	strict.Next = model.Thresholds{Warn: 5 * time.Second, Critical: 10 * time.Second, Severe: 20 * time.Second}
	strict.NextReply.Within = 10 * time.Second
	strict.FirstReply.Within = 5 * time.Second
	b := New(Config{Teams: []model.Team{
		{Name: "by id", Agents: []model.AgentID{1}, Limits: &strict},
		{Name: "by department", Departments: []string{"Sales"}, Limits: &strict},
		{Name: "as the floor", Departments: []string{"Support"}},
	}})
	for i, stream := range []string{"V0 A1@10 V20", "V0 A2@10 V20", "V0 A3@10 V20", "V0"} {
		b.Apply(model.Event{At: noon, Messages: readStream(t, model.ChatID(i+1), stream)})
	}
	check := func(name string, want map[model.ChatID]model.Level) {
		t.Helper()
		s := b.At(sec(32))
		for chat, level := range want {
			if r := rowOf(t, s, chat); r.Level != level {
				t.Errorf("%s: chat %d waiting %v: level %d, want %d", name, chat, r.Wait.For, r.Level, level)
			}
		}
	}
	check("departments unknown", map[model.ChatID]model.Level{1: model.LevelCritical, 2: model.LevelOK, 3: model.LevelOK, 4: model.LevelWarn})
	b.Apply(model.Event{At: sec(1), Agents: []model.AgentInfo{
		{ID: 2, Department: safetext.Line("Sales")}, {ID: 3, Department: safetext.Line("Support")},
	}})
	check("departments known", map[model.ChatID]model.Level{1: model.LevelCritical, 2: model.LevelCritical, 3: model.LevelOK, 4: model.LevelWarn})
	w := b.At(sec(32)).Headline.HalfHour
	if w.FirstService != (model.ServiceLevel{In: 1, Of: 4, Level: model.LevelNone}) { // in time: chat 3; late: 1, 2 and, open since 0, 4
		t.Errorf("first responses %+v, want 1 of 4", w.FirstService)
	}
	if w.NextService.Of != 2 {
		t.Errorf("next responses decided %+v, want those of the two strict agents", w.NextService)
	}
}

// Agents are listed by name: those on the list who are not switched off, and whoever wrote.
func TestAgentList(t *testing.T) {
	b := boardOf(t, "V0 A5@10", "V0 A6@10")
	b.Apply(model.Event{At: sec(1), Agents: []model.AgentInfo{
		{ID: 1, Name: safetext.Line("Zoe")},
		{ID: 2, Name: safetext.Line("Ada"), Disabled: true},
		{ID: 6, Name: safetext.Line("Bea"), Disabled: true},
	}, Totals: &model.DayTotals{Agents: []model.AgentTotals{{ID: 6, Handled: 3}}}})
	var names []string
	for _, r := range b.At(sec(20)).Agents {
		names = append(names, r.Name.String())
		if r.ID == 6 && (r.AcquireDay == nil || r.AcquireDay.Handled != 3) {
			t.Errorf("Acquire's totals of agent 6: %+v, want 3 handled", r.AcquireDay)
		}
	}
	if got, want := strings.Join(names, ", "), "Agent 5, Bea, Zoe"; got != want {
		t.Errorf("agents %s, want %s", got, want)
	}
}

func TestAgentNameFromList(t *testing.T) {
	b := boardOf(t, "V0")
	b.Apply(model.Event{At: sec(5), Threads: []model.ThreadInfo{{
		ID: 7, Visitor: 501, Last: 1, Agents: []model.AgentID{8, 9}, AgentNames: []safetext.Text{safetext.Line("Eve"), safetext.Line("Kim")},
	}}})
	if r := rowOf(t, b.At(sec(10)), 1); r.OwnerName.String() != "Kim" {
		t.Errorf("owner's name %q, want Kim", r.OwnerName)
	}
}

func TestPerMinute(t *testing.T) {
	r := agentOf(t, boardOf(t, "V0 A10 A59 A60 A1790").At(sec(1799)), 1)
	want := [30]int{0: 2, 1: 1, 29: 1}
	if len(r.PerMinute) != 30 || [30]int(r.PerMinute) != want {
		t.Errorf("per minute %v, want %v", r.PerMinute, want)
	}
}

// An agent without an id has no metrics of its own, but its answers count for the floor.
func TestUnknownAgent(t *testing.T) {
	s := boardOf(t, "V0 A0@10 V20 A0@50").At(sec(60))
	if w := s.Headline.HalfHour; w.First.N != 1 || w.Next.N != 1 || w.Transfers != 0 {
		t.Errorf("window %+v, want one first and one next response", w)
	}
	if len(s.Agents) != 0 {
		t.Errorf("agents %+v, want none", s.Agents)
	}
}

// Agents who share a name can be told apart, from when the second one comes until one has another name.
func TestNamesakes(t *testing.T) {
	b := New(Config{})
	named := func(at int, id model.AgentID, name string) {
		b.Apply(model.Event{At: sec(at), Agents: []model.AgentInfo{{ID: id, Name: safetext.Line(name), At: sec(at)}}})
	}
	b.Apply(model.Event{At: noon, Messages: readStream(t, 1, "V0 A1@1 V2")})
	want := func(what, first, second string) {
		t.Helper()
		s := b.At(sec(10))
		if r := rowOf(t, s, 1); r.OwnerName.String() != first || agentOf(t, s, 1).Name.String() != first {
			t.Errorf("%s: agent 1 is %q in the row, %q in the list; want %q", what, r.OwnerName, agentOf(t, s, 1).Name, first)
		}
		if second != "" && agentOf(t, s, 2).Name.String() != second {
			t.Errorf("%s: agent 2 is %q, want %q", what, agentOf(t, s, 2).Name, second)
		}
	}
	named(1, 1, "Ann Lee")
	want("one", "Ann Lee", "")
	named(2, 2, "Ann Lee")
	want("two", "Ann Lee #1", "Ann Lee #2")
	named(3, 2, "Bo Ek")
	want("one again", "Ann Lee", "Bo Ek")
}
