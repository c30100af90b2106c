package model

import (
	"testing"
	"time"
)

// An example is a floor's coverage and what follows from it; the checked ones
// of the definition, by their data. Times are seconds, the server's.
type example struct {
	name    string
	cover   coverSpec
	known   Level // the worst of what is known
	figures map[string]Bound
	state   State
	exit    int // what a program that prints the floor ends with
}

type coverSpec struct {
	began       int // default 35000
	notWhole    bool
	failsSince  int // 0: it does not fail
	lastGood    int // when its last round ended; 0: before it failed
	open        []owedSpec
	read        bool // some thread was read
	late        int  // age of the oldest words among the waiting
	lateAt      int
	gate        State
	denied      bool
	unreadable  bool
	off         bool // no discovery
	turn        int
	accept      int
	sure        bool // every chat that ended has a time
	seen, zone  bool
	closed      bool
	sideUnknown bool
}

type owedSpec struct {
	kind  DebtKind
	until int // 0: not known; of failing: the last good answer
	live  bool
}

const exampleNow = 36000

func exampleTime(s int) time.Time { return time.Unix(int64(s), 0).UTC() }

func owed(kind DebtKind, until int) owedSpec { return owedSpec{kind, until, true} }

func many(n int, o owedSpec) []owedSpec {
	list := make([]owedSpec, n)
	for i := range list {
		list[i] = o
	}
	return list
}

func (c coverSpec) coverage() Coverage {
	now, second := exampleTime(exampleNow), time.Second
	began := c.began
	if began == 0 {
		began = 35000
	}
	out := Coverage{Observed: Observed{At: now, Since: exampleTime(began)}}
	out.List = ListHealth{At: now, Off: c.off, Unfinished: c.notWhole}
	if c.failsSince != 0 {
		out.List.FailingSince = exampleTime(c.failsSince)
		if c.lastGood != 0 {
			out.List.LastGood = exampleTime(c.lastGood)
		}
	}
	out.Discovery = Discovery{At: now, FullPass: time.Duration(c.turn) * second, AcceptedPass: time.Duration(c.accept) * second}
	if c.late > 0 {
		out.Freshness = Freshness{At: now, OldestRead: now.Add(-time.Duration(c.late) * second), LateAfter: time.Duration(c.lateAt) * second}
	}
	var debts []Debt
	for i, o := range c.open {
		d := Debt{Kind: o.kind, Live: o.live, Key: Key{1, ThreadID(i + 1)}}
		if o.until != 0 {
			d.Until = exampleTime(o.until)
		}
		debts = append(debts, d)
	}
	if c.denied && len(debts) > 0 {
		debts[0].Denied = true
	}
	out.Debts = SumDebts(now, debts)
	out.Anomalies = Anomalies{At: now, Seen: c.seen, Zone: c.zone, Closed: c.closed, Side: c.sideUnknown, Rows: c.unreadable}
	return out
}

// floor is a Snapshot with that coverage and with what is known to be bad.
func (c coverSpec) floor(known Level) (*Snapshot, Health) {
	now := exampleTime(exampleNow)
	s := &Snapshot{Limits: DefaultLimits(), Now: now, Coverage: c.coverage()}
	s.Headline.HalfHour.From, s.Headline.Today.From = now.Add(-30*time.Minute), exampleTime(0)
	wait := func(k ThreadID, age int, l Level) {
		clock := Clock{Running: true, Since: now.Add(-time.Minute), For: time.Minute, Level: l}
		s.Threads = append(s.Threads, &Row{Key: Key{9, k}, Chat: ChatID(k), Wait: clock, Level: l, PolledAt: now.Add(-time.Duration(age) * time.Second)})
	}
	if c.late > 0 {
		wait(1, c.late, LevelOK)
	}
	if known > LevelNone {
		wait(2, 0, known)
	}
	h := Health{At: now, State: StateLive, LastGood: now}
	if c.gate != StateStarting {
		h.State = c.gate
	}
	if c.read {
		h.ReadDone = 9
	}
	return s, h
}

func exitOf(l Level, current bool) int {
	switch {
	case !current:
		return 3
	case l >= LevelCritical:
		return 2
	case l == LevelWarn:
		return 1
	}
	return 0
}

const n = exampleNow

var examples = []example{
	{"1 nothing read, list failing from the start", coverSpec{notWhole: true, failsSince: n - 3}, 0,
		map[string]Bound{"waiting": BoundLeast, "service_30m": BoundAbout, "agent": BoundUnknown}, StateStarting, 3},
	{"2 all read, began long ago", coverSpec{began: -99999}, 0,
		map[string]Bound{"waiting": 0, "first_reply_today": 0, "dropped_today": 0, "overtakes_today": 0, "agent": 0}, StateLive, 0},
	{"3 all read, began 1000 s ago: closings before that have no time", coverSpec{}, 0,
		map[string]Bound{"waiting": 0, "dropped_today": BoundBetween, "dropped_30m": BoundBetween, "overtakes_today": BoundLeast, "first_reply_today": 0}, StateLive, 0},
	{"4 hot read, 40 visitors of this morning unlooked", coverSpec{open: many(40, owed(DebtUnlisted, n-9000)), read: true}, 0,
		map[string]Bound{"waiting": 0, "first_reply_30m": 0, "first_reply_today": BoundAbout, "messages_today": BoundLeast, "agent": 0}, StateLive, 0},
	{"5 one hot visitor unlooked", coverSpec{open: many(1, owed(DebtUnlisted, n-600)), read: true}, 0,
		map[string]Bound{"waiting": BoundLeast, "first_reply_30m": BoundAbout, "agent": BoundUnknown, "agent_busy": BoundLeast}, StateReading, 3},
	{"6 as 5, a severe wait is known", coverSpec{open: many(1, owed(DebtUnlisted, n-600)), read: true}, LevelSevere,
		map[string]Bound{"waiting": BoundLeast}, StateReading, 2},
	{"7 stamps null: an unlooked visitor has no time", coverSpec{open: many(1, owed(DebtUnlisted, 0)), read: true}, 0,
		map[string]Bound{"waiting": BoundLeast, "first_reply_today": BoundAbout}, StateReading, 3},
	{"8 earlier chats owed, over 2 h ago", coverSpec{began: -99999, open: []owedSpec{{DebtEarlierChat, n - 7200, false}}, read: true}, 0,
		map[string]Bound{"waiting": 0, "missed_30m": 0, "missed_today": BoundLeast, "service_today": BoundAbout}, StateLive, 0},
	{"9 list failing for 40 s", coverSpec{failsSince: n - 40, read: true}, 0,
		map[string]Bound{"waiting": BoundLeast, "messages_30m": BoundLeast}, StatePartial, 3},
	{"10 list failing for 10 s (one retry)", coverSpec{failsSince: n - 10, read: true}, 0, map[string]Bound{"waiting": 0}, StateLive, 0},
	{"11 a waiting thread failing for 70 s, nothing else", coverSpec{open: many(1, owed(DebtFailing, n-70)), read: true}, 0,
		map[string]Bound{"waiting": BoundAbout, "agent": BoundUnknown}, StateLate, 3},
	{"11b the same, another severe wait is fresh", coverSpec{open: many(1, owed(DebtFailing, n-70)), read: true}, LevelSevere,
		map[string]Bound{"waiting": BoundAbout}, StateLate, 2},
	{"11c words of the waiting 20 s old", coverSpec{late: 20, read: true}, 0, map[string]Bound{"waiting": 0}, StateLate, 0},
	{"11d words of the waiting 70 s old", coverSpec{late: 70, read: true}, 0, map[string]Bound{"waiting": 0}, StateLate, 3},
	{"11e one thread denied that was never read, words in it may be of now", coverSpec{denied: true, open: many(1, owed(DebtUnread, n-60)), read: true}, 0,
		map[string]Bound{"waiting": BoundLeast}, StatePartial, 3},
	{"11e2 denied, an old chat", coverSpec{denied: true, open: []owedSpec{{DebtUnread, n - 9000, false}}, read: true}, 0,
		map[string]Bound{"waiting": 0}, StatePartial, 0},
	{"11l > 5 % unreadable rows", coverSpec{unreadable: true, read: true}, LevelCritical, map[string]Bound{"waiting": 0}, StateDrift, 2},
	{"11m list failing 40 s and words 20 s old", coverSpec{late: 20, failsSince: n - 40, read: true}, 0, map[string]Bound{"waiting": BoundLeast}, StatePartial, 3},
	{"11n poll.waiting = 15s, words 40 s old", coverSpec{late: 40, lateAt: 45, read: true}, 0, map[string]Bound{"waiting": 0}, StateLive, 0},
	{"7b stamps move by chats: until is unknown", coverSpec{open: many(1, owed(DebtUnlisted, 0)), read: true}, 0, map[string]Bound{"waiting": BoundLeast}, StateReading, 3},
	{"11f limited, nothing bad known", coverSpec{gate: StateLimited, read: true}, 0, map[string]Bound{"waiting": 0}, StateLimited, 0},
	{"11g paused, a critical chat was known", coverSpec{gate: StatePaused, read: true}, LevelCritical, nil, StatePaused, 3},
	{"11h only watched visitors", coverSpec{off: true, notWhole: true, read: true}, 0, map[string]Bound{"waiting": 0}, StateLive, 0},
	{"11i null stamps, a turn of 9 min", coverSpec{turn: 540, read: true}, 0, map[string]Bound{"waiting": BoundLeast}, StateLive, 3},
	{"11j the same, accepted", coverSpec{turn: 540, accept: 600, read: true}, 0, map[string]Bound{"waiting": 0}, StateLive, 0},
	{"11k a live debt 45 min old", coverSpec{open: many(1, owed(DebtUnread, n-2700)), read: true}, 0,
		map[string]Bound{"waiting": 0, "messages_30m": BoundLeast}, StateReading, 0},
	{"3b as 3, every chat of the half hour has a sure end", coverSpec{sure: true}, 0, map[string]Bound{"dropped_30m": 0}, StateLive, 0},
	{"12 seen word unknown", coverSpec{seen: true, read: true}, LevelWarn,
		map[string]Bound{"unseen": BoundUnknown, "seen_no_reply": BoundUnknown, "waiting": 0}, StateLive, 1},
	{"13 dates an hour off", coverSpec{zone: true, read: true}, LevelCritical, map[string]Bound{"waiting": BoundUnknown, "messages": 0}, StateDrift, 3},
	{"14 capped chat of this half hour", coverSpec{open: []owedSpec{{DebtCapped, n - 100, false}}, read: true}, 0,
		map[string]Bound{"waiting": 0, "first_reply_30m": BoundAbout, "messages_30m": BoundLeast}, StateLive, 0},
	{"15 a thread with a row nobody could read", coverSpec{open: many(1, owed(DebtUnlisted, n-60)), read: true}, 0, map[string]Bound{"waiting": BoundLeast}, StateReading, 3},
}

// remarked are the examples that are live with a remark.
var remarked = map[string]bool{"4": true, "8": true, "11h": true, "11i": true, "12": true, "14": true, "10": true}

var exampleRules = map[string]struct {
	rule exactnessRule
	from int
}{
	"waiting": {ruleWaits, n}, "unseen": {ruleSeen, n}, "seen_no_reply": {ruleSeen, n}, "agent": {ruleSilence, n}, "agent_busy": {ruleActivity, n},
	"service_30m": {ruleReplies, n - 1800}, "first_reply_30m": {ruleReplies, n - 1800}, "first_reply_today": {ruleReplies, 0}, "service_today": {ruleReplies, 0},
	"messages": {ruleMessages, n}, "messages_30m": {ruleMessages, n - 1800}, "messages_today": {ruleMessages, 0},
	"dropped_30m": {ruleEnds, n - 1800}, "dropped_today": {ruleEnds, 0}, "missed_30m": {ruleEnds, n - 1800}, "missed_today": {ruleEnds, 0}, "overtakes_today": {ruleOvertakes, 0},
}

func TestCheckedExamples(t *testing.T) {
	if len(examples) != 31 {
		t.Fatalf("%d examples", len(examples))
	}
	for _, e := range examples {
		c := e.cover.coverage()
		for name, want := range e.figures {
			r, ok := exampleRules[name]
			if !ok {
				t.Fatalf("no figure %q", name)
			}
			if got := c.bound(r.rule, exampleTime(n), exampleTime(r.from), e.cover.unsure(r.rule, r.from)); got != want {
				t.Errorf("%s: %s is %v, want %v", e.name, name, got, want)
			}
		}
		s, h := e.cover.floor(e.known)
		stood := s.EffectiveHealth(h)
		if stood.State != e.state {
			t.Errorf("%s: state %v, want %v", e.name, stood.State, e.state)
		}
		if id := e.name[:max(0, indexByte(e.name, ' '))]; stood.State == StateLive && (stood.Why.String()+s.Inexact(stood, ScreenNotation()) != "") != remarked[id] {
			t.Errorf("%s: the remarks are %q", e.name, stood.Why)
		}
		if again := s.EffectiveHealth(h); again != stood {
			t.Errorf("%s: %+v, then %+v", e.name, stood, again)
		}
		level, current := Worst(s.Concerns(h), s.Coverage)
		if got := exitOf(level, current); got != e.exit {
			t.Errorf("%s: exit status %d (%v, %v), want %d", e.name, got, level, current, e.exit)
		}
	}
}

// unsure is what a Board finds: chats that ended, it is not known when, before
// anything was observed, or while no closing is ever reported.
func (c *coverSpec) unsure(r exactnessRule, from int) bool {
	return r == ruleEnds && !c.sure && (from < c.start() || c.closed)
}

func indexByte(s string, b byte) int {
	for i := range len(s) {
		if s[i] == b {
			return i
		}
	}
	return -1
}

// Each line names what is missing and why.
func TestStandingLines(t *testing.T) {
	for _, c := range []struct {
		cover coverSpec
		cause LateCause
		want  string
	}{
		{coverSpec{notWhole: true}, 0, "reading the list of visitors"},
		{coverSpec{failsSince: n - 40, read: true}, 0, "the profile list cannot be read since 09:59: who began to write since is in no figure"},
		{coverSpec{failsSince: n - 40, lastGood: n - 4, read: true}, 0, "the profile list is read too slowly since 09:59: who has just begun to write is in no figure yet"},
		{coverSpec{denied: true, open: many(1, owed(DebtUnread, n-60)), read: true}, 0, "1 chat cannot be read, after three tries each: what is said there is in no figure"},
		{coverSpec{late: 70, read: true}, 0, "a waiting chat was last read 70 s ago"},
		{coverSpec{late: 70, read: true}, CauseBackOff, "a waiting chat was last read 70 s ago: its last request failed and waits for the next try"},
		{coverSpec{late: 70, read: true}, CauseLatency, "a waiting chat was last read 70 s ago: Acquire answers slowly"},
		{coverSpec{late: 200, read: true}, CauseInFlight, "a waiting chat was last read 3 min ago: api.in_flight allows too few requests at once"},
		{coverSpec{late: 70, read: true}, CauseSlowed, "a waiting chat was last read 70 s ago: Acquire asked to slow down; where another program reads this account too, let one serve and the others connect to it"},
		{coverSpec{late: 70, read: true}, CauseBudget, "a waiting chat was last read 70 s ago: more is to be read than api.requests_per_second reaches"},
		{coverSpec{zone: true, read: true}, 0, "Acquire's times are 1 h off: set api.zone"},
		{coverSpec{off: true, read: true}, 0, "only the watched visitors are read"},
		{coverSpec{open: many(40, owed(DebtUnlisted, n-9000)), read: true}, 0, "today's figures do not yet include 40 visitors"},
		{coverSpec{failsSince: n - 10, read: true}, 0, "the profile list failed and is asked again"},
		{coverSpec{failsSince: n - 10, lastGood: n - 4, read: true}, 0, "the profile list is read slowly"},
		{coverSpec{seen: true, sideUnknown: true, read: true}, 0, "the seen values are not understood; over 5 % of the messages have a sender of an unknown kind"},
		{coverSpec{turn: 540, read: true}, 0, "a returning visitor's new chat is found within 9 min: allow more requests, a shorter api.lookback, or set poll.accept_turn"},
	} {
		s, h := c.cover.floor(0)
		s.Coverage.Freshness.Cause, s.Coverage.Anomalies.Off = c.cause, time.Hour
		if got := s.EffectiveHealth(h).Why.String(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.cover, got, c.want)
		}
	}
	s, h := coverSpec{open: many(34, owed(DebtUnlisted, n-600)), read: true}.floor(0)
	s.Coverage.Debts.Read, s.Coverage.Debts.Total, s.Coverage.Debts.TimeLeft = 12, 46, 20*time.Second
	if got := s.EffectiveHealth(h); got.Word() != "READING 26%" || got.Why.String() != "reading 12 of 46 of the last hour, ~20 s" {
		t.Errorf("%q: %q", got.Word(), got.Why)
	}
	for _, c := range []struct {
		pace Freshness
		want string
	}{
		{Freshness{PerSecond: 10, InFlight: 4, Latency: 200 * time.Millisecond}, "reading 12 of 46 of the last hour, ~20 s"},
		{Freshness{PerSecond: 1, InFlight: 4}, "reading 12 of 46 of the last hour, ~20 s"},
		{Freshness{PerSecond: 7500}, "reading 12 of 46 of the last hour, ~20 s"},
		{Freshness{PerSecond: 10, InFlight: 4}, "reading 12 of 46 of the last hour, ~20 s"},
		{Freshness{PerSecond: 10, InFlight: 4, Latency: 1600 * time.Millisecond}, "reading 12 of 46 of the last hour, ~20 s: an answer takes 1.6 s, 4 run at once"},
	} {
		with := *s
		with.Coverage.Freshness = c.pace
		if got := with.EffectiveHealth(h).Why.String(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.pace, got, c.want)
		}
	}
	s.Coverage.List = ListHealth{At: s.Now, Unfinished: true, Read: 3, Pages: 9}
	if got := s.EffectiveHealth(h).Why.String(); got != "12 read, list 3 of 9 pages, ~20 s" {
		t.Errorf("%q", got)
	}
}

// What a figure of each kind says on the screen: never 0 of what was not read.
func TestValuesOfAPart(t *testing.T) {
	part := coverSpec{open: many(1, owed(DebtUnlisted, n-600)), read: true}
	for _, c := range []struct {
		name  string
		cover coverSpec
		set   func(*Headline)
		id    FigureID
		today bool
		want  string
	}{
		{"nobody found yet", part, nil, FigureWaiting, false, "–"},
		{"three found", part, func(h *Headline) { h.Waiting = 3 }, FigureWaiting, false, "≥3"},
		{"the longest found", part, func(h *Headline) { h.Longest = Clock{Running: true, For: 252 * time.Second} }, FigureLongest, false, "≥4m12s"},
		{"nobody waits", coverSpec{read: true}, nil, FigureWaiting, false, "0"},
		{"one waits, one fails", coverSpec{open: many(1, owed(DebtFailing, n-70)), read: true}, func(h *Headline) { h.Waiting = 3 }, FigureWaiting, false, "~3"},
		{"one fails that does not wait", coverSpec{open: many(1, owed(DebtFailing, n-70)), read: true}, nil, FigureWaiting, false, "–"},
		{"median of a part", part, func(h *Headline) { h.HalfHour.First = Quantile{N: 42, Median: 38 * time.Second} }, FigureFirst, false, "~38s"},
		{"no median of a part", part, nil, FigureFirst, false, "–"},
		{"messages of a part", part, func(h *Headline) { h.HalfHour.Visitors = 453 }, FigureVisitors, false, "≥453"},
		{"ends before it began", coverSpec{}, func(h *Headline) { h.Today.Dropped, h.Today.DroppedUpTo = 7, 10 }, FigureDropped, true, "7–10"},
		{"no sure ends", coverSpec{}, func(h *Headline) { h.Today.DroppedUpTo = 16 }, FigureDropped, true, "≤16"},
		{"all ends sure", coverSpec{}, func(h *Headline) { h.Today.Dropped = 7 }, FigureDropped, true, "7"},
		{"seen not understood", coverSpec{seen: true, read: true}, func(h *Headline) { h.SeenNoReply = 3 }, FigureSeenNoReply, false, "–"},
		{"times off", coverSpec{zone: true, read: true}, func(h *Headline) { h.Waiting = 3 }, FigureWaiting, false, "–"},
	} {
		s, _ := c.cover.floor(0)
		if c.set != nil {
			c.set(&s.Headline)
		}
		if got := FigureOf(c.id).Value(s, Subject{Today: c.today}).String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// A share of which a part is not known calls nobody; a sure count that has reached its limit does.
func TestConcernsOfAPart(t *testing.T) {
	bad := func(h *Headline) {
		h.HalfHour.FirstService = ServiceLevel{In: 1, Of: 9, Level: LevelCritical}
		h.HalfHour.Missed, h.HalfHour.MissedLevel = 3, LevelCritical
	}
	kinds := func(c coverSpec) (list []ConcernKind) {
		s, h := c.floor(0)
		bad(&s.Headline)
		for _, x := range s.Concerns(h) {
			list = append(list, x.Kind)
		}
		return list
	}
	if got := kinds(coverSpec{began: -1, read: true}); len(got) != 2 || got[0] != ConcernFirstReply || got[1] != ConcernMissed {
		t.Errorf("of a floor that is known: %v", got)
	}
	if got := kinds(coverSpec{began: -1, read: true, open: many(1, owed(DebtUnlisted, n-600))}); len(got) != 1 || got[0] != ConcernMissed {
		t.Errorf("of a part: %v, want the missed alone", got)
	}
	if got := kinds(coverSpec{began: -1, read: true, open: many(1, owed(DebtFailing, n-70))}); len(got) != 1 || got[0] != ConcernCoverage {
		t.Errorf("with a thread that fails: %v, want coverage alone", got)
	}
}

// Somebody who came less than five seconds ago and is not read yet makes the floor's figures a part, and its exit
// status, but not its word. A stream that does not say since when, as of the first read, has the word as well.
func TestFreshDebt(t *testing.T) {
	for _, c := range []struct {
		name  string
		since int // seconds ago; -1: it does not say
		open  []owedSpec
		whole bool
		state State
		why   string
	}{
		{"just come", 0, many(1, owed(DebtUnlisted, 0)), true, StateLive, ""},
		{"nearly five seconds", 4, many(1, owed(DebtUnread, n-10)), true, StateLive, ""},
		{"five seconds", 5, many(1, owed(DebtUnread, n-10)), true, StateReading, "reading 0 of 1 of the last hour"},
		{"it does not say", -1, many(1, owed(DebtUnread, n-10)), true, StateReading, "reading 0 of 1 of the last hour"},
		{"the list is not whole", 0, many(1, owed(DebtUnlisted, 0)), false, StateReading, "0 read, and the list of visitors is not known to its end"},
		{"and some of this morning", 2, append(many(40, owed(DebtUnlisted, n-9000)), owed(DebtUnlisted, n-10)), true, StateLive, "today's figures do not yet include 40 visitors"},
	} {
		s, h := coverSpec{open: c.open, read: true, notWhole: !c.whole}.floor(0)
		if s.Coverage.Debts.Total = 1; c.since >= 0 {
			s.Coverage.Debts.Since = exampleTime(n - c.since)
		}
		got := s.EffectiveHealth(h)
		if got.State != c.state || got.Why.String() != c.why {
			t.Errorf("%s: %v %q, want %v %q", c.name, got.State, got.Why, c.state, c.why)
		}
		_, current := Worst(s.Concerns(h), s.Coverage)
		if current || s.WaitsKnown() || FigureOf(FigureWaiting).Value(s, Subject{}).Bound != BoundUnknown {
			t.Errorf("%s: it is claimed that nobody waits", c.name)
		}
	}
}
