package board

import (
	"testing"

	"floorwatch/model"
)

// A figure of an agent or a row is that of the one that is asked for.
func TestValueOfASubject(t *testing.T) {
	b := boardOf(t, "V0 A1@20 V50", "V0 A2@90")
	s := b.At(sec(100))
	for _, c := range []struct {
		id   model.FigureID
		of   model.Subject
		want string
	}{
		{model.FigureAgentWaiting, model.Subject{Agent: 1}, "1"}, {model.FigureAgentWaiting, model.Subject{Agent: 2}, "0"},
		{model.FigureAgentMedian, model.Subject{Agent: 1}, "20s"}, {model.FigureAgentMedian, model.Subject{Agent: 2, Today: true}, "1m30s"},
		{model.FigureAgentMedian, model.Subject{Agent: 3}, "–"},
		{model.FigureWait, model.Subject{Key: s.Threads[0].Key}, "50s"}, {model.FigureWait, model.Subject{}, "–"},
		{model.FigureFirst, model.Subject{}, "20s"}, {model.FigureFirst, model.Subject{Today: true}, "20s"}, {model.FigureLongest, model.Subject{}, "50s"},
	} {
		if got := model.FigureOf(c.id).Value(s, c.of).String(); got != c.want {
			t.Errorf("%s of %+v is %q, want %q", model.FigureOf(c.id).Name, c.of, got, c.want)
		}
	}
}

// A chat is one concern with the worst of its clocks, however many have reached a limit.
func TestConcernsOfChats(t *testing.T) {
	b := boardOf(t, "V0", "V30", "V60 A70", "V0!5 V10")
	s := b.At(sec(75))
	var got []model.ChatID
	for _, c := range s.Concerns(goodHealth(75)) {
		if c.Kind != model.ConcernWait {
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
		want map[model.ConcernKind]model.Level
	}{
		{195, map[model.ConcernKind]model.Level{model.ConcernFirstReply: model.LevelCritical, model.ConcernNextReply: model.LevelCritical, model.ConcernWait: model.LevelCritical}},
		{1801, map[model.ConcernKind]model.Level{model.ConcernFirstReply: model.LevelCritical, model.ConcernNextReply: model.LevelCritical, model.ConcernMissed: model.LevelWarn}},
		{9000, map[model.ConcernKind]model.Level{}},
	} {
		s := b.At(sec(c.now))
		list := s.Concerns(goodHealth(c.now))
		got := map[model.ConcernKind]model.Level{}
		worst := model.LevelOK
		for _, x := range list {
			got[x.Kind], worst = x.Level, max(worst, x.Level)
			w := s.Headline.HalfHour
			if x.Kind == model.ConcernFirstReply && x.Service != w.FirstService || x.Kind == model.ConcernNextReply && x.Service != w.NextService || x.Kind == model.ConcernMissed && x.Count != w.Missed {
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
		if level, current := model.Worst(list, model.Coverage{}); level != worst || !current {
			t.Errorf("now %d: worst %d, current %v; want %d", c.now, level, current, worst)
		}
	}
}

func goodHealth(now int) model.Health {
	return model.Health{At: sec(now), State: model.StateLive, LastGood: sec(now), Read: true}
}
