package board

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"floorwatch/model"
)

// A headline's level falls 10 s after its figure.
func TestLevelIsHeld(t *testing.T) {
	b := boardOf(t, "V0 A70") // the wait is critical from 60 to 70, the time unseen from 45
	for now, want := range map[int][2]model.Level{
		19: {model.LevelOK, model.LevelOK}, 20: {model.LevelOK, model.LevelWarn}, 30: {model.LevelWarn, model.LevelWarn}, 45: {model.LevelWarn, model.LevelCritical},
		60: {model.LevelCritical, model.LevelCritical}, 79: {model.LevelCritical, model.LevelCritical}, 80: {model.LevelNone, model.LevelNone},
	} {
		h := b.At(sec(now)).Headline
		if got := [2]model.Level{h.Longest.Level, h.WaitingLevel}; got != want {
			t.Errorf("V0 A70, now %d: levels %d of the longest wait and of the waiting chats, want %d", now, got, want)
		}
	}
	// The row's own level does not linger.
	if r := rowOf(t, b.At(sec(71)), 1); r.Level != model.LevelNone {
		t.Errorf("row's level %d after the answer, want none", r.Level)
	}
}

// Of a moment at which nothing was read only what is certainly critical has a level, in the headline as in the rows.
func TestNoLevelOfAnUnobservedMomentButCritical(t *testing.T) {
	b := boardOf(t, "V0 A70")
	b.Apply(model.Event{At: sec(100), Coverage: &model.Coverage{Observed: model.Observed{At: sec(100), Since: sec(90)}}})
	for now, want := range map[int]model.Level{20: model.LevelNone, 45: model.LevelNone, 60: model.LevelCritical} {
		s := b.At(sec(now))
		if got := [3]model.Level{s.Headline.Longest.Level, s.Headline.WaitingLevel, rowOf(t, s, 1).Level}; got != [3]model.Level{want, want, want} {
			t.Errorf("V0 A70, at %d, before the start: levels %d of the longest wait, the waiting chats and the row, want %d", now, got, want)
		}
	}
}

func TestSeenLevelIsHeld(t *testing.T) {
	b := boardOf(t, "V0!10 A60")
	for now, want := range map[int]model.Level{54: model.LevelOK, 55: model.LevelWarn, 69: model.LevelWarn, 70: model.LevelNone} {
		if got := b.At(sec(now)).Headline.SeenLongest.Level; got != want {
			t.Errorf("V0!10 A60, now %d: level %d, want %d", now, got, want)
		}
	}
}

// A chat of which only the first message has been seen, however long ago, does not decide the level of the longest
// seen one.
func TestSeenLevelIsThatOfTheLongestSeen(t *testing.T) {
	b := boardOf(t, "V0!10 V20", "V5!15", "V1") // seen in part, seen, and waiting longer than that one
	for now, want := range map[int]model.Level{59: model.LevelOK, 60: model.LevelWarn, 100: model.LevelWarn} {
		if got := b.At(sec(now)).Headline.SeenLongest.Level; got != want {
			t.Errorf("at %d: level %d, want %d", now, got, want)
		}
	}
}

func TestMissedLevelIsHeld(t *testing.T) {
	b := boardOf(t, "V0") // missed at 1800, out of the half hour at 3600
	for now, want := range map[int]model.Level{1799: model.LevelOK, 1800: model.LevelWarn, 3599: model.LevelWarn, 3609: model.LevelWarn, 3610: model.LevelOK} {
		if got := b.At(sec(now)).Headline.HalfHour.MissedLevel; got != want {
			t.Errorf("V0, now %d: level %d, want %d", now, got, want)
		}
	}
}

func TestServiceLevelIsHeld(t *testing.T) {
	var streams []string
	for i := range 20 {
		at := 40 + 10*i
		reply := at + 5
		if i < 2 { // the first two are late, decided at 70 and 80
			reply = at + 35
		}
		streams = append(streams, fmt.Sprintf("V%d A%d", at, reply))
	}
	b := boardOf(t, streams...)
	// Of the 8 decided at 119 two are late, 75 %: warn. Of the 10 at 135, 80 %: ok, shown 10 s later.
	for now, want := range map[int]model.Level{119: model.LevelWarn, 134: model.LevelWarn, 144: model.LevelWarn, 145: model.LevelOK} {
		h := b.At(sec(now)).Headline
		if got := h.HalfHour.FirstService; got.Level != want {
			t.Errorf("now %d: %+v, want level %d", now, got, want)
		}
		if got := h.Today.FirstService; got.Level != want {
			t.Errorf("today, now %d: %+v, want level %d", now, got, want)
		}
	}
}

// The level held is the highest of those of the eleven moments, each as it stood then.
func TestHeldLevelsOfWaits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		b := h.board()
		var longest, waiting model.Level
		for i := range 11 {
			s := h.board().At(sec(h.now - i))
			l, w := levelsNow(s)
			longest, waiting = max(longest, l), max(waiting, w)
		}
		got := b.At(sec(h.now)).Headline
		if got.Longest.Level != longest || got.WaitingLevel != waiting {
			t.Errorf("levels %d and %d, want %d and %d\n%v", got.Longest.Level, got.WaitingLevel, longest, waiting, h)
		}
	})
}

// A chat's level is the worst of its clocks, each by the limits of its owner's
// team: a chat unseen for 45 s is over its limit however short its wait is.
func TestLevelOfAChat(t *testing.T) {
	strict := model.DefaultLimits()
	strict.SeenNoReply.Critical = 50 * time.Second
	for _, c := range []struct {
		stream string
		now    int
		want   model.Level
		clock  model.WaitClock // … and which clock it comes from
		came   int             // … and how far that came
	}{
		{"V0", 19, model.LevelOK, model.ClockWait, 19},
		{"V0", 20, model.LevelWarn, model.ClockUnseen, 20},                          // unseen
		{"V0", 45, model.LevelCritical, model.ClockUnseen, 45},                      // unseen
		{"V0!44", 46, model.LevelWarn, model.ClockWait, 46},                         // seen in time, and a wait of 46 s
		{"V0!50", 52, model.LevelCritical, model.ClockUnseen, 49},                   // seen too late: the level stays until somebody replies
		{"V0!50 V51 A53 V54", 55, model.LevelOK, model.ClockWait, 1},                // somebody did
		{"V0!50", 1800, model.LevelNone, model.ClockWait, 0},                        // over
		{"V0!5 V10!60 V61", 62, model.LevelCritical, model.ClockWait, 62},           // the second was unseen for 50 s, and the wait is over too
		{"V0 V10!12 V20", 56, model.LevelWarn, model.ClockWait, 56},                 // whoever saw the second saw the first
		{"V0!5 V10", 55, model.LevelCritical, model.ClockUnseen, 45},                // the newest is unseen for 45 s
		{"V0 A5 V10!12", 101, model.LevelWarn, model.ClockWait, 91},                 // seen for 89 s, waiting for 91
		{"V0 A5 V10!12", 102, model.LevelCritical, model.ClockSeen, 90},             // seen for 90 s
		{"V0 A2@5 V10!12", 62, model.LevelCritical, model.ClockSeen, 50},            // the limit of the agent's team is 50 s
		{"V0 A5 V10 A20", 100, model.LevelNone, model.ClockWait, 0},                 // nobody waits
		{"V0", 300, model.LevelSevere, model.ClockWait, 300},                        // the wait
		{"V0!1 V2!3 V4!5 V6 A7 V8", 53, model.LevelCritical, model.ClockUnseen, 45}, // what was unseen before the answer does not count
	} {
		b := New(Config{Teams: []model.Team{{Name: "strict", Agents: []model.AgentID{2}, Limits: &strict}}})
		msgs := readStream(t, 1, c.stream)
		for i := range msgs {
			msgs[i].FirstAt = msgs[i].SentAt
		}
		b.Apply(model.Event{At: noon, Messages: msgs})
		s := b.At(sec(c.now))
		if r := rowOf(t, s, 1); r.Level != c.want {
			t.Errorf("%s, now %d: level %d, want %d", c.stream, c.now, r.Level, c.want)
		}
		if got := rowOf(t, s, 1).Reason; got.Clock != c.clock || int(got.For.Seconds()) != c.came {
			t.Errorf("%s, now %d: the level comes from clock %d at %s, want clock %d at %d s", c.stream, c.now, got.Clock, got.For, c.clock, c.came)
		}
		if n := s.Headline.WaitingOver; n != btoi(c.want >= model.LevelCritical) {
			t.Errorf("%s, now %d: %d over their limit at level %d", c.stream, c.now, n, c.want)
		}
	}
}

// A level says for how long one of the clocks has been over its critical limit, the first of them that came there.
func TestOverItsLimitSince(t *testing.T) {
	for now, want := range map[int]int{44: 0, 45: 0, 60: 15, 100: 55, 400: 355} { // unseen from 45 s on, the wait from 60
		b := New(Config{})
		msgs := readStream(t, 1, "V0")
		msgs[0].FirstAt = msgs[0].SentAt
		b.Apply(model.Event{At: noon, Messages: msgs})
		if got := rowOf(t, b.At(sec(now)), 1).Reason.Over; got != time.Duration(want)*time.Second {
			t.Errorf("at %d: over for %s, want %d s", now, got, want)
		}
	}
}

// A chat's level never falls within one wait: nobody replied, nobody
// acknowledged, and the chat is not over. It is one concern meanwhile.
func TestLevelOfAWaitNeverFalls(t *testing.T) {
	strict := model.DefaultLimits()
	strict.First.Critical, strict.Next.Critical = 20*time.Second, 30*time.Second
	held := 0
	rapid.Check(t, func(t *rapid.T) {
		h := drawHistory(t)
		for i := range h.msgs { // often unseen for a while
			m := &h.msgs[i]
			m.FirstAt = m.SentAt
			if late := rapid.SampledFrom(append([]int{46, 48, 50, 52, 54, 56, 58}, gaps...)).Draw(t, "seen after"); late > 0 && m.Side == model.SideVisitor {
				m.Seen, m.SeenAt = model.SeenYes, m.SentAt.Add(time.Duration(late)*time.Second)
			}
		}
		sure := model.Message{ID: 99000, Chat: 99, Visitor: 999, Thread: model.NoThread, Side: model.SideVisitor, Kind: model.KindMessage, SentAt: sec(h.now - 60)}
		sure.FirstAt, sure.Seen, sure.SeenAt = sure.SentAt, model.SeenYes, sure.SentAt.Add(50*time.Second) // critical while unseen, and not yet by its wait
		h.msgs = append(h.msgs, sure)
		b := New(Config{Teams: []model.Team{{Name: "strict", Agents: []model.AgentID{2}, Limits: &strict}}})
		b.Apply(h.event())
		type wait struct {
			chat  model.ChatID
			since time.Time
		}
		was := map[wait]model.Level{}
		for now := max(0, h.now-120); now <= h.now; now++ {
			s, is := b.At(sec(now)), map[wait]model.Level{}
			for i := range s.Threads {
				r := s.Threads[i]
				if !r.Wait.Running {
					continue
				}
				w := wait{r.Chat, r.Wait.Since}
				if is[w] = r.Level; r.Level < was[w] {
					t.Fatalf("chat %d: level %d at %d and %d a second before\n%v", r.Chat, r.Level, now, was[w], h)
				}
				if r.Level > max(r.Wait.Level, r.Unseen.Level, r.SeenFor.Level) {
					held++
				}
			}
			was = is
		}
	})
	if held == 0 {
		t.Error("no level was held: the histories prove nothing")
	}
}

// Another team's limits do not make a wait any better.
func TestLevelStaysWithAnotherTeam(t *testing.T) {
	strict := model.DefaultLimits()
	strict.First.Critical = 20 * time.Second
	b := New(Config{Teams: []model.Team{{Name: "strict", Agents: []model.AgentID{2}, Limits: &strict}}})
	msgs := readStream(t, 1, "V0")
	msgs[0].FirstAt, msgs[0].Seen, msgs[0].SeenAt = msgs[0].SentAt, model.SeenYes, sec(1)
	b.Apply(model.Event{At: noon, Messages: msgs})
	for at, agent := range map[int]model.AgentID{5: 2, 25: 1} {
		b.Apply(model.Event{At: sec(at), Threads: []model.ThreadInfo{{
			ID: msgs[0].Thread, Visitor: msgs[0].Visitor, Chats: []model.ChatID{1}, Last: 1, Agents: []model.AgentID{agent}, At: sec(at),
		}}})
	}
	for now, want := range map[int]model.Level{19: model.LevelOK, 20: model.LevelCritical, 24: model.LevelCritical, 26: model.LevelCritical} {
		if r := rowOf(t, b.At(sec(now)), 1); r.Level != want {
			t.Errorf("now %d, of agent %d: level %d, want %d", now, r.Owner, r.Level, want)
		}
	}
}

// levelsNow returns the level of the longest wait and the worst of all, as the rows show them.
func levelsNow(s *model.Snapshot) (longest, waiting model.Level) {
	wait := time.Duration(-1)
	for _, r := range s.Threads {
		if !r.Wait.Running {
			continue
		}
		waiting = max(waiting, r.Level)
		switch {
		case r.Wait.For > wait:
			wait, longest = r.Wait.For, r.Wait.Level
		case r.Wait.For == wait:
			longest = max(longest, r.Wait.Level)
		}
	}
	return longest, waiting
}

func TestStepsLevel(t *testing.T) {
	all, two := model.Thresholds{Warn: 30e9, Critical: 60e9, Severe: 300e9}, model.Thresholds{Warn: 45e9, Critical: 90e9}
	for _, c := range []struct {
		seconds int
		steps   model.Thresholds
		want    model.Level
	}{
		{29, all, model.LevelOK}, {30, all, model.LevelWarn}, {60, all, model.LevelCritical}, {299, all, model.LevelCritical}, {300, all, model.LevelSevere},
		{44, two, model.LevelOK}, {90, two, model.LevelCritical}, {99999, two, model.LevelCritical}, {5, model.Thresholds{}, model.LevelOK}, {99999, model.Thresholds{}, model.LevelOK},
	} {
		if got := c.steps.Level(time.Duration(c.seconds) * time.Second); got != c.want {
			t.Errorf("%d s of %+v: level %d, want %d", c.seconds, c.steps, got, c.want)
		}
	}
}

// TestFirstReadHoldsNothing: a chat that the first read finds closed ended at
// some time before; it is not a wait that ended this moment.
func TestFirstReadHoldsNothing(t *testing.T) {
	b := New(Config{})
	b.Apply(model.Event{At: sec(600), Threads: []model.ThreadInfo{{ID: 5, Visitor: 9, Chats: []model.ChatID{1}, Last: 1, Status: model.StatusClosed, At: sec(600)}}})
	b.Apply(model.Event{At: sec(601), Messages: []model.Message{{
		ID: 1, Chat: 1, Visitor: 9, Thread: 5, SentAt: sec(0), Side: model.SideVisitor, Kind: model.KindMessage, FirstAt: sec(601), LastAt: sec(601),
	}}})
	for now := 601; now < 615; now++ {
		if h := b.At(sec(now)).Headline; h.Waiting != 0 || h.WaitingLevel > model.LevelOK || h.Longest.Level > model.LevelOK {
			t.Errorf("now %d: %d waiting, levels %d and %d, want none", now, h.Waiting, h.WaitingLevel, h.Longest.Level)
		}
	}
}
