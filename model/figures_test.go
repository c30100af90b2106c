package model

import (
	"testing"
)

// A figure of an agent or a row is that of the one that is asked for.
func TestValueOfASubject(t *testing.T) {
	b := boardOf(t, "V0 A1@20 V50", "V0 A2@90")
	s := b.At(sec(100))
	for _, c := range []struct {
		id   FigureID
		of   Subject
		want string
	}{
		{FigureAgentWaiting, Subject{Agent: 1}, "1"}, {FigureAgentWaiting, Subject{Agent: 2}, "0"},
		{FigureAgentMedian, Subject{Agent: 1}, "20s"}, {FigureAgentMedian, Subject{Agent: 2, Today: true}, "1m30s"},
		{FigureAgentMedian, Subject{Agent: 3}, "–"},
		{FigureWait, Subject{Key: s.Threads[0].Key}, "50s"}, {FigureWait, Subject{}, "–"},
		{FigureFirst, Subject{}, "20s"}, {FigureFirst, Subject{Today: true}, "20s"}, {FigureLongest, Subject{}, "50s"},
	} {
		if got := FigureOf(c.id).Value(s, c.of).String(); got != c.want {
			t.Errorf("%s of %+v is %q, want %q", FigureOf(c.id).Name, c.of, got, c.want)
		}
	}
}

// A chat is one concern with the worst of its clocks, however many have reached a limit.
func TestConcernsOfChats(t *testing.T) {
	b := boardOf(t, "V0", "V30", "V60 A70", "V0!5 V10")
	s := b.At(sec(75))
	var got []ChatID
	for _, c := range s.Concerns(goodHealth(75), DefaultLimits().DataAge) {
		if c.Kind != ConcernWait {
			t.Fatalf("a concern of kind %v", c.Kind)
		}
		if r := rowOf(t, s, c.Chat); c.Level != r.Level || c.Clock != r.Wait || c.Key != r.Key {
			t.Errorf("chat %d: %+v, want the level %d and the wait of its row", c.Chat, c, r.Level)
		}
		got = append(got, c.Chat)
	}
	if len(got) != 3 || s.Headline.WaitingOver != 3 {
		t.Errorf("chats %v are concerns and %d over their limit, want 1, 2 and 4", got, s.Headline.WaitingOver)
	}
}

func TestConcernsOfFigures(t *testing.T) {
	b := boardOf(t, "V0 A50 V60 A190", "V0 A50 V60 A190", "V0 A50 V60 A190", "V0 A50 V60 A190", "V0 A50 V60 A190", "V1")
	for _, c := range []struct {
		now  int
		want map[ConcernKind]Level
	}{
		{195, map[ConcernKind]Level{ConcernFirstReply: LevelCritical, ConcernNextReply: LevelCritical, ConcernWait: LevelCritical}},
		{1801, map[ConcernKind]Level{ConcernFirstReply: LevelCritical, ConcernNextReply: LevelCritical, ConcernMissed: LevelWarn}},
		{9000, map[ConcernKind]Level{}},
	} {
		s := b.At(sec(c.now))
		list := s.Concerns(goodHealth(c.now), DefaultLimits().DataAge)
		got := map[ConcernKind]Level{}
		worst := LevelOK
		for _, x := range list {
			got[x.Kind], worst = x.Level, max(worst, x.Level)
			w := s.Headline.HalfHour
			if x.Kind == ConcernFirstReply && x.Service != w.FirstService || x.Kind == ConcernNextReply && x.Service != w.NextService || x.Kind == ConcernMissed && x.Count != w.Missed {
				t.Errorf("now %d: %+v has not the figures of %+v", c.now, x, w)
			}
		}
		if len(got) != len(c.want) || len(list) != len(got) {
			t.Errorf("now %d: %v, want %v", c.now, got, c.want)
		}
		for k, want := range c.want {
			if got[k] != want {
				t.Errorf("now %d: %v has level %d, want %d", c.now, k, got[k], want)
			}
		}
		if level, current := Worst(list, Coverage{}); level != worst || !current {
			t.Errorf("now %d: worst %d, current %v; want %d", c.now, level, current, worst)
		}
	}
}

func goodHealth(now int) Health {
	return Health{At: sec(now), State: StateLive, LastGood: sec(now), Read: true}
}
