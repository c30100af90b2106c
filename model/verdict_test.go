package model

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"testing"
	"time"
)

// What is not read now, or was not read at all, is not a floor where all is well;
// and what is not read is not bad either.
func TestConcernsOfData(t *testing.T) {
	for _, c := range []struct {
		name    string
		state   State
		age     int // of the last good answer; -1: there was none
		level   Level
		current bool
	}{
		{"live", StateLive, 3, LevelNone, true},
		{"late answers", StateLate, 12, LevelWarn, true},
		{"limited", StateLimited, 3, LevelNone, true},
		{"old", StateLive, 60, LevelCritical, false},
		{"never read", StateLive, -1, LevelNone, false},
		{"starting", StateStarting, -1, LevelNone, false},
		{"retrying since a moment", StateRetrying, 2, LevelOK, false},
		{"retrying", StateRetrying, 70, LevelCritical, false},
		{"an error", StateAPIError, 2, LevelOK, false},
		{"paused", StatePaused, 2, LevelOK, false},
		{"portal", StatePortal, 2, LevelCritical, false},
		{"token", StateTokenRejected, 2, LevelCritical, false},
	} {
		h := Health{State: c.state, Read: true}
		if c.age >= 0 {
			h.LastGood = sec(-c.age)
		}
		list := (&Snapshot{Limits: DefaultLimits(), Now: noon, Coverage: CoverageOf(h)}).Concerns(h)
		level := LevelNone
		for _, x := range list {
			if level = x.Level; x.Kind != ConcernData || x.State != c.state && (c.age >= 0 || x.State != StateStarting) {
				t.Errorf("%s: %+v, want one of data and the state", c.name, x)
			}
		}
		want := 0
		if !c.current || c.level > LevelOK {
			want = 1
		}
		if len(list) != want || level != c.level {
			t.Errorf("%s: %d concerns of level %d, want %d of level %d", c.name, len(list), level, want, c.level)
		}
		if worst, current := Worst(list, Coverage{}); worst != LevelOK || current != c.current {
			t.Errorf("%s: worst %d, current %v; want ok and %v", c.name, worst, current, c.current)
		}
	}
}

// The oldest answer for a thread that waits counts, not that for one that is answered.
func TestDataAge(t *testing.T) {
	wait := Clock{Running: true, Since: sec(-30)}
	s := &Snapshot{Limits: DefaultLimits(), Now: noon, Threads: []*Row{{Wait: wait, PolledAt: sec(-20)}, {Wait: wait, PolledAt: sec(-8)}, {Wait: wait}, {PolledAt: sec(-500)}}}
	if c := s.DataAge(Health{LastGood: sec(-1)}); c.For != 20*time.Second || c.Level != LevelWarn {
		t.Errorf("age %v, level %d; want 20 s and a warning", c.For, c.Level)
	}
	s.Coverage.Freshness = Freshness{At: noon, OldestRead: sec(-12)} // the visitors' list has shown since that nothing was said
	if c := s.DataAge(Health{LastGood: sec(-1)}); c.For != 12*time.Second {
		t.Errorf("age %v; want 12 s, that of the words", c.For)
	}
	if c := s.DataAge(Health{LastGood: sec(5)}); c.For < 0 {
		t.Errorf("age %v", c.For)
	}
}

// While a part of the floor is unknown what is known to be bad stays bad, and nothing is known to be well.
func TestWorstOfAPart(t *testing.T) {
	part := CoverageOf(Health{At: noon, ReadDone: 3, ReadAll: 9})
	if level, current := Worst(nil, part); level != LevelOK || current {
		t.Errorf("nothing bad in a part of the floor: level %d, current %v; want that it is not known", level, current)
	}
	for _, want := range []Level{LevelWarn, LevelCritical, LevelSevere} {
		if level, current := Worst([]Concern{{Kind: ConcernWait, Level: want, Chat: 1}}, part); level != want || !current {
			t.Errorf("level %d, current %v; want %d", level, current, want)
		}
	}
	if level, current := Worst([]Concern{{Kind: ConcernCoverage, Level: LevelCritical}}, Coverage{}); level != LevelOK || !current {
		t.Errorf("coverage alone: level %d, current %v", level, current)
	}
	if c := CoverageOf(Health{At: noon, ReadDone: 9, ReadAll: 9, Read: true}); !c.Exact() {
		t.Errorf("after the first read %+v is missing", c)
	}
}

// What counts for the worst level is known to be at its limit, in business hours, and of the floor itself.
func TestWhatCounts(t *testing.T) {
	for kind := ConcernWait; kind <= ConcernTest; kind++ {
		want := kind <= ConcernMissed
		for _, c := range []Concern{{Kind: kind}, {Kind: kind, Unsure: true}, {Kind: kind, Closed: true}} {
			if got := c.Counts(); got != (want && !c.Unsure && !c.Closed) {
				t.Errorf("%v, unsure %v, closed %v: counts %v", kind, c.Unsure, c.Closed, got)
			}
			c.Level = LevelCritical
			level, _ := Worst([]Concern{c}, Coverage{})
			if got := level == LevelCritical; got != c.Counts() {
				t.Errorf("%v: counts %v, and the worst level is %v", kind, c.Counts(), level)
			}
		}
	}
}

// An agent's level is the worst of what certainly waits for them, whichever clock it is by, and of their own as far as
// it is known.
func TestAgentLevels(t *testing.T) {
	row := func(owner AgentID, l Level, unsure bool) *Row {
		return &Row{Owner: owner, Level: l, Unsure: unsure, Wait: Clock{Running: true}}
	}
	s := &Snapshot{
		Limits:  DefaultLimits(),
		Agents:  []AgentRow{{ID: 1, Level: LevelWarn}, {ID: 2}, {ID: 3}},
		Threads: []*Row{row(1, LevelOK, false), row(2, LevelCritical, false), row(3, LevelSevere, true), row(0, LevelSevere, false), {Owner: 3, Level: LevelSevere}},
	}
	if got, want := s.AgentLevels(), map[AgentID]Level{0: LevelSevere, 1: LevelWarn, 2: LevelCritical, 3: LevelNone}; !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if s.Coverage.Anomalies.Zone = true; s.AgentLevels()[1] != LevelOK {
		t.Errorf("level %v of chats at once that are not known", s.AgentLevels()[1])
	}
}

// A level stands if it holds for every value that the figure's bound allows: at least so many missed chats are over their
// limit, and so is a wait that is known, but about so many chats may not be. An alert, and an agent's mark, are no bolder.
func TestLevelsHoldForEveryValueOfTheBound(t *testing.T) {
	unread, failing := many(1, owed(DebtUnlisted, n-600)), many(1, owed(DebtFailing, n-70))
	for _, c := range []struct {
		of             FigureID
		open           []owedSpec
		value          string
		level, alerted Level
	}{
		{FigureMissed, nil, "9–12", LevelCritical, LevelCritical},
		{FigureMissed, unread, "≥9", LevelCritical, LevelCritical},
		{FigureMissed, failing, "~9", LevelNone, LevelNone},
		{FigureFirstService, nil, "11%", LevelCritical, LevelCritical},
		{FigureFirstService, unread, "~11%", LevelNone, LevelNone},
		{FigureWaiting, unread, "≥3", LevelCritical, LevelNone},
		{FigureWaiting, failing, "~3", LevelCritical, LevelNone},
		{FigureLongest, failing, "~2m00s", LevelCritical, LevelNone},
		{FigureAgentActive, unread, "≥6", LevelCritical, LevelCritical},
		{FigureAgentActive, failing, "~6", LevelNone, LevelNone},
	} {
		s, h := coverSpec{read: true, open: c.open}.floor(0)
		s.Agents = []AgentRow{{ID: 7, Active: 6, ActiveLevel: LevelCritical, Level: LevelCritical}}
		s.Headline.Waiting, s.Headline.WaitingLevel = 3, LevelCritical
		s.Headline.Longest = Clock{Running: true, For: 2 * time.Minute, Level: LevelCritical}
		s.Headline.HalfHour.Missed, s.Headline.HalfHour.MissedUpTo, s.Headline.HalfHour.MissedLevel = 9, 12, LevelCritical
		s.Headline.HalfHour.FirstService = ServiceLevel{In: 1, Of: 9, Level: LevelCritical}
		v := FigureOf(c.of).Value(s, Subject{Agent: 7})
		if v.String() != c.value || v.Level != c.level {
			t.Errorf("%s with %v unread: %v, level %v; want %s, %v", FigureOf(c.of).Name, c.open, v, v.Level, c.value, c.level)
		}
		alerted := LevelNone
		for _, x := range s.Concerns(h) {
			if x.Kind.Figure() == c.of {
				alerted = x.Level
			}
		}
		if c.of == FigureAgentActive {
			alerted = s.AgentLevels()[7]
		}
		if alerted != c.alerted {
			t.Errorf("%s with %v unread: alert or mark %v, want %v", FigureOf(c.of).Name, c.open, alerted, c.alerted)
		}
	}
}

// The words about what is seen are red only if that is over its limit, and the cause of a chat's level is named, also once
// it has ended. What was seen for longer than the wait says that it counts from an earlier message.
func TestCauseOfALevel(t *testing.T) {
	on := func(s time.Duration, l Level) Clock { return Clock{Running: true, For: s * time.Second, Level: l} }
	for _, c := range []struct {
		name         string
		row          Row
		words        string
		past         bool
		sight, waits Level
	}{
		{"the wait", Row{Level: LevelCritical, Wait: on(130, LevelCritical), Unseen: on(10, LevelOK), Sight: SightPart, Reason: Reason{For: 130e9}}, "", false, LevelOK, LevelCritical},
		{"unseen", Row{Level: LevelCritical, Wait: on(50, LevelOK), Unseen: on(50, LevelCritical), Sight: SightUnseen, Reason: Reason{Clock: ClockUnseen, For: 50e9}}, "unseen", false, LevelCritical, LevelOK},
		{"unseen, by another team's limits", Row{Level: LevelCritical, Wait: on(50, LevelOK), Unseen: on(50, LevelOK), Sight: SightUnseen, Reason: Reason{Clock: ClockUnseen, For: 40e9}}, "unseen", false, LevelCritical, LevelOK},
		{"seen late", Row{Level: LevelCritical, Wait: on(60, LevelWarn), SeenFor: on(5, LevelOK), Sight: SightSeen, Reason: Reason{Clock: ClockUnseen, For: 55e9}}, "was unseen 55s", true, LevelOK, LevelWarn},
		{"seen late, and a new message", Row{Level: LevelCritical, Wait: on(70, LevelWarn), Unseen: on(9, LevelOK), Sight: SightPart, Reason: Reason{Clock: ClockUnseen, For: 55e9}}, "was unseen 55s", true, LevelOK, LevelWarn},
		{"seen", Row{Level: LevelCritical, Wait: on(110, LevelWarn), SeenFor: on(100, LevelCritical), Sight: SightSeen, Reason: Reason{Clock: ClockSeen, For: 100e9}}, "seen 1m40s", false, LevelCritical, LevelWarn},
		{"seen, and a new message", Row{Level: LevelCritical, Wait: on(110, LevelWarn), SeenFor: on(100, LevelCritical), Unseen: on(4, LevelOK), Sight: SightPart, Reason: Reason{Clock: ClockSeen, For: 100e9}}, "seen 1m40s", false, LevelOK, LevelWarn},
		{"seen before a bot answered", Row{Level: LevelCritical, Wait: on(92, LevelCritical), SeenFor: on(141, LevelCritical), Sight: SightSeen, Reason: Reason{For: 92e9}}, "first message seen 2m21s", false, LevelCritical, LevelCritical},
		{"by another team's limits", Row{Level: LevelCritical, Wait: on(52, LevelWarn), Sight: SightUnseen, Unseen: on(3, LevelOK), Reason: Reason{For: 52e9}}, "was over limit", false, LevelOK, LevelCritical},
		{"past its goal", Row{Level: LevelWarn, Wait: on(40, LevelWarn), Unseen: on(30, LevelWarn), Sight: SightUnseen, Reason: Reason{For: 40e9}}, "", false, LevelWarn, LevelWarn},
	} {
		if got := c.row.CauseWords(); got != c.words || c.row.CausePast() != c.past || c.row.SightLevel() != c.sight || c.row.WaitLevel() != c.waits {
			t.Errorf("%s: %q, past %v, what is seen %v, the wait %v; want %q, %v, %v, %v", c.name, got, c.row.CausePast(), c.row.SightLevel(), c.row.WaitLevel(), c.words, c.past, c.sight, c.waits)
		}
	}
}

func TestResponsePastGoal(t *testing.T) {
	l := DefaultLimits() // 30 s and 60 s
	l.First.Warn = time.Hour
	value := func(s int, b Bound) Value {
		return durationValue(UnitMedian, time.Duration(s)*time.Second, 3).Bounded(b, 0)
	}
	for _, c := range []struct {
		first bool
		v     Value
		want  bool
	}{
		{true, value(31, BoundExact), true}, {true, value(30, BoundExact), false}, {false, value(31, BoundExact), false}, {false, value(61, BoundExact), true},
		{true, value(31, BoundMost), false}, {true, value(31, BoundLeast), true}, {true, value(31, BoundUnknown), false}, {true, Value{Unit: UnitMedian}, false},
	} {
		if got := l.PastGoal(c.first, c.v); got != c.want {
			t.Errorf("first %v, %v: %v, want %v", c.first, c.v, got, c.want)
		}
	}
}

func TestConcernKindWords(t *testing.T) {
	want := []string{"wait", "first_reply", "next_reply", "missed", "data", "coverage"}
	for k, w := range want {
		if got := ConcernKind(k).String(); got != w {
			t.Errorf("kind %d is %q, want %q", k, got, w)
		}
	}
}

// Other programs know alerts by these names.
func TestAlertID(t *testing.T) {
	for _, c := range []struct {
		floor string
		kind  ConcernKind
		chat  ChatID
		began int64 // 0: none
		of    string
	}{
		{"Acme", ConcernWait, 106241, 1764419755, "Acme\nwait\n106241\n1764419755"},
		{"Acme", ConcernMissed, 0, 0, "Acme\nmissed\n0\n"},
		{"", ConcernTest, 0, 0, "\ntest\n0\n"},
	} {
		var began time.Time
		if c.began != 0 {
			began = time.Unix(c.began, 999)
		}
		sum := sha256.Sum256([]byte(c.of))
		if got, want := AlertID(c.floor, c.kind, c.chat, began), hex.EncodeToString(sum[:])[:16]; got != want {
			t.Errorf("the id of %q is %s, want %s", c.of, got, want)
		}
	}
}

func TestConcernWords(t *testing.T) {
	want := []string{"wait", "first_reply", "next_reply", "missed", "data", "coverage", "assigned", "flood", "route", "test"}
	for i, word := range want {
		if got := ConcernKind(i).String(); got != word {
			t.Errorf("kind %d is %q, want %q", i, got, word)
		}
	}
	for k := ConcernAssigned; k <= ConcernTest; k++ {
		if level, current := Worst([]Concern{{Kind: k, Level: LevelSevere}}, Coverage{}); level != LevelOK || !current {
			t.Errorf("a concern of kind %v makes the floor %v, current: %v", k, level, current)
		}
	}
}

// What stands still outside business hours keeps its level in its row and is nothing that the floor is judged by.
func TestClosedFloorIsNoAlarm(t *testing.T) {
	h := Health{State: StateLive, Read: true, LastGood: noon}
	s := &Snapshot{Limits: DefaultLimits(), Now: noon, Closed: true, Coverage: CoverageOf(h)}
	s.Threads = []*Row{{Chat: 1, Level: LevelCritical, Wait: Clock{Running: true, For: time.Minute, Level: LevelCritical, Paused: true}}}
	s.Headline.HalfHour.Missed, s.Headline.HalfHour.MissedLevel = 3, LevelCritical
	list := s.Concerns(h)
	if len(list) != 2 || !list[0].Closed || !list[1].Closed || list[0].Level != LevelCritical {
		t.Fatalf("%+v, want a wait and missed chats, both closed", list)
	}
	if level, _ := Worst(list, s.Coverage); level != LevelOK {
		t.Errorf("the closed floor is %s", level)
	}
	list[0].Closed = false // of a team that is still there
	if level, _ := Worst(list, s.Coverage); level != LevelCritical {
		t.Errorf("a team that is there has a critical wait, the floor is %s", level)
	}
}

// Whoever the list counts and never names may wait: no face says that nobody does, unless the configuration accepts it.
func TestTheListLacksSomebody(t *testing.T) {
	for _, c := range []struct {
		name     string
		list     ListHealth
		state    State
		why      string
		known    bool
		concerns int
	}{
		{"it may pass", ListHealth{Missing: 2}, StateLive, "the profile list counts 2 visitors more than it names", true, 0},
		{"it does not", ListHealth{Missing: 2, MissingSince: exampleTime(n - 20)}, StatePartial,
			"the profile list counts 2 visitors more than it names: what they write is in no figure; poll.accept_lacks = 2 where that is all right", false, 1},
		{"fewer are accepted", ListHealth{Missing: 2, AcceptedMissing: 1, MissingSince: exampleTime(n - 20)}, StatePartial,
			"the profile list counts 2 visitors more than it names: what they write is in no figure; poll.accept_lacks = 2 where that is all right", false, 1},
		{"that is accepted", ListHealth{Missing: 2, AcceptedMissing: 2, MissingSince: exampleTime(n - 20)}, StateLive, "the profile list counts 2 visitors more than it names", true, 0},
		{"there is no list", ListHealth{Off: true, Missing: 2, MissingSince: exampleTime(n - 20)}, StateLive, "", true, 0},
	} {
		s, h := coverSpec{read: true}.floor(0)
		c.list.At = s.Now
		s.Coverage.List = c.list
		got, list := s.EffectiveHealth(h), s.Concerns(h)
		if got.State != c.state || c.why != "" && got.Why.String() != c.why {
			t.Errorf("%s: %v %q, want %v %q", c.name, got.State, got.Why, c.state, c.why)
		}
		_, current := Worst(list, s.Coverage)
		if current != c.known || s.WaitsKnown() != c.known || len(list) != c.concerns {
			t.Errorf("%s: it is known that nobody waits: %v and %v, want %v (%d concerns)", c.name, current, s.WaitsKnown(), c.known, len(list))
		}
	}
}
