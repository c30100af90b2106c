package board

import (
	"testing"
	"time"

	"floorwatch/model"
)

// oldAnswers is a floor on which a visitor waits since 0 and was last found unseen at 10; another waits since 20, seen
// at 30 and read at the moment asked for. If vouched, the list of visitors shows that nobody has written since.
func oldAnswers(now int, vouched bool) *model.Snapshot {
	l := model.DefaultLimits()
	l.First = model.Thresholds{Warn: time.Hour, Critical: 2 * time.Hour}
	b := New(Config{Limits: l})
	word := func(id, chat, sent, read int, seen model.Seen) model.Message {
		return model.Message{
			ID: model.MessageID(id), Chat: model.ChatID(chat), Visitor: model.VisitorID(500 + chat), Thread: 7, SentAt: sec(sent), Side: model.SideVisitor, Kind: model.KindMessage,
			Seen: seen, FirstAt: sec(sent + 1), LastAt: sec(read),
		}
	}
	e := model.Event{
		At: sec(now), Messages: []model.Message{word(1, 1, 0, 10, model.SeenNo), word(2, 2, 20, 30, model.SeenYes)},
		Polled: []model.Polled{{Key: model.Key{Visitor: 501, Thread: 7}, At: sec(10)}, {Key: model.Key{Visitor: 502, Thread: 7}, At: sec(now)}},
		Health: &model.Health{At: sec(now), State: model.StateLive, LastGood: sec(now), Read: true},
	}
	if vouched {
		e.Coverage = &model.Coverage{Observed: model.Observed{Since: sec(-9000)}, Freshness: model.Freshness{At: sec(now)}}
	}
	b.Apply(e)
	return b.At(sec(now))
}

// What has been seen has an age of its own: though the list vouches for the words of a chat, what was unseen a minute
// ago is neither unseen now nor over a limit for it, in its row, in the figures and among the concerns.
func TestSightHasItsOwnAge(t *testing.T) {
	for _, c := range []struct {
		now             int
		level, possible model.Level
		sight           model.Sight
		unsure          bool
		over, unseen    string
	}{
		{now: 70, level: model.LevelCritical, sight: model.SightUnseen, over: "1", unseen: "1"},
		{now: 71, level: model.LevelOK, possible: model.LevelCritical, sight: model.SightUnknown, unsure: true, over: "≤1", unseen: "–"},
	} {
		s := oldAnswers(c.now, true)
		r := s.Thread(model.Key{Visitor: 501, Thread: 7})
		if r.Level != c.level || r.Unconfirmed != c.possible || r.Sight != c.sight || r.Unseen.Running != (c.possible == 0) || !r.AsOf.IsZero() || r.Unsure {
			t.Errorf("after %d s: %+v", c.now, r)
		}
		value := func(id model.FigureID) string { return model.FigureOf(id).Value(s, model.Subject{}).String() }
		if over, unseen := value(model.FigureWaitingOver), value(model.FigureUnseen); over != c.over || unseen != c.unseen {
			t.Errorf("after %d s %s are over the limit and %s unseen, want %s and %s", c.now, over, unseen, c.over, c.unseen)
		}
		if seen := value(model.FigureSeenNoReply); c.unsure && seen != "≥1" {
			t.Errorf("after %d s %s are seen, want ≥1", c.now, seen)
		}
		list := s.Concerns(goodHealth(c.now))
		if len(list) != 1 || list[0].Chat != 1 || list[0].Unsure != c.unsure || list[0].Level != model.LevelCritical {
			t.Errorf("after %d s: %+v", c.now, list)
		}
	}
}

// A chat that is not read any more has waited as long as it had when it was: no figure lets its wait run on as a fact.
func TestLongestWaitStandsStill(t *testing.T) {
	for _, c := range []struct {
		now              int
		waiting, longest string
	}{
		{now: 69, waiting: "2", longest: "1m09s"},
		{now: 75, waiting: "~2", longest: "≥55s"}, // the other may have been answered: else it waits longer
		{now: 100, waiting: "~2", longest: "≥1m20s"},
	} {
		s := oldAnswers(c.now, false)
		value := func(id model.FigureID) string { return model.FigureOf(id).Value(s, model.Subject{}).String() }
		if n, longest := value(model.FigureWaiting), value(model.FigureLongest); n != c.waiting || longest != c.longest {
			t.Errorf("after %d s: %s waiting, longest %s, want %s and %s", c.now, n, longest, c.waiting, c.longest)
		}
	}
	b := New(Config{})
	b.Apply(model.Event{
		At: sec(90), Messages: []model.Message{{ID: 1, Chat: 1, Visitor: 501, Thread: 7, SentAt: sec(0), Side: model.SideVisitor, Kind: model.KindMessage, FirstAt: sec(1), LastAt: sec(10)}},
		Polled: []model.Polled{{Key: model.Key{Visitor: 501, Thread: 7}, At: sec(10)}},
	})
	for _, now := range []int{90, 500} {
		if v := model.FigureOf(model.FigureLongest).Value(b.At(sec(now)), model.Subject{}); v.String() != "~10s" {
			t.Errorf("after %d s the longest wait is %s, want ~10s: nothing was read since", now, v)
		}
	}
}

// A visitor has not read our last message only if an answer of the last minute says so.
func TestVisitorLeftHasItsOwnAge(t *testing.T) {
	b := New(Config{})
	b.Apply(model.Event{
		At: sec(10), Messages: []model.Message{{ID: 1, Chat: 1, Visitor: 501, Thread: 7, SentAt: sec(0), Sender: 1, Side: model.SideAgent, Kind: model.KindMessage, Seen: model.SeenNo, FirstAt: sec(1), LastAt: sec(130)}},
		Polled: []model.Polled{{Key: model.Key{Visitor: 501, Thread: 7}, At: sec(130)}},
	})
	for _, c := range []struct {
		now  int
		gone bool
	}{{119, false}, {131, true}, {190, true}, {191, false}} {
		if r := b.At(sec(c.now)).Threads[0]; r.Gone != c.gone {
			t.Errorf("after %d s: visitor left is %v, want %v", c.now, r.Gone, c.gone)
		}
	}
}
