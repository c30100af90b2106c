package board

import (
	"testing"

	"floorwatch/model"
)

// pastFloor is a floor that was read from second since on: chat 1 had a word at
// 100 and was found closed at 2000, chat 2 has waited since 400, chat 3 was answered by agent 7, chat 4 ended long before.
func pastFloor(since int, holes ...model.Hole) *Board {
	b := New(Config{})
	word := func(id, at, read int, side model.Side, sender model.AgentID) model.Message {
		c := id / 10
		return model.Message{
			ID: model.MessageID(id), Chat: model.ChatID(c), Visitor: model.VisitorID(c), Thread: model.ThreadID(c), Sender: sender,
			SentAt: sec(at), FirstAt: sec(read), LastAt: sec(read), Side: side, Kind: model.KindMessage, Seen: model.SeenNo,
		}
	}
	const v, a = model.SideVisitor, model.SideAgent
	b.Apply(model.Event{
		At: sec(2000), Messages: []model.Message{
			word(11, 100, 1900, v, 0), word(21, 400, 1900, v, 0), word(22, 1950, 1951, v, 0), word(31, 200, 1900, v, 0), word(32, 220, 1900, a, 7), word(41, -5000, 1900, a, 7),
		},
		Threads:  []model.ThreadInfo{{ID: 1, Visitor: 1, Chats: []model.ChatID{1}, Last: 1, Status: model.StatusClosed, At: sec(2000)}},
		Coverage: &model.Coverage{Observed: model.Observed{At: sec(2000), Since: sec(since), Holes: holes}, List: model.ListHealth{At: sec(2000)}, Debts: model.Debts{At: sec(2000), Read: 1}},
	})
	b.At(sec(2000))
	return b
}

// Before the observation a wait lies between sure and possible, and nothing is said of what was seen or done.
func TestThePastLiesBetweenSureAndPossible(t *testing.T) {
	hole := model.Hole{From: sec(800), To: sec(1850)}
	for name, b := range map[string]*Board{"before the start": pastFloor(1850), "in a hole": pastFloor(-9999, hole)} {
		s := b.At(sec(1000))
		for id, want := range map[model.FigureID]string{
			model.FigureWaiting: "1–2", model.FigureWaitingOver: "1–2", model.FigureLongest: "≥10m00s", model.FigureActive: "1–2",
			model.FigureUnseen: "–", model.FigureSeenNoReply: "–", model.FigureSeenLongest: "–", model.FigureAgentsActive: "–", model.FigureReplies: "1",
		} {
			if got := model.FigureOf(id).Value(s, model.Subject{}).String(); got != want {
				t.Errorf("%s: %s is %s, want %s", name, model.FigureOf(id).Title, got, want)
			}
			if x := b.Explain(id, model.Subject{}, sec(1000)); x.Value != want {
				t.Errorf("%s: %s is explained as %s, want %s", name, x.Title, x.Value, want)
			}
		}
		maybe, sure := rowOf(t, s, 1), rowOf(t, s, 2)
		if !maybe.Unsure || maybe.Level != model.LevelNone || maybe.Wait.Level != model.LevelNone || maybe.Sight != model.SightUnknown {
			t.Errorf("%s: the chat that may have been over: %+v", name, maybe)
		}
		if sure.Unsure || sure.Level != model.LevelSevere || sure.Sight != model.SightUnknown || sure.Unseen.Running || sure.OwnerState != model.AgentUnknown {
			t.Errorf("%s: the chat that waited: %+v", name, sure)
		}
		if early := rowOf(t, b.At(sec(410)), 2); name == "before the start" && (maybe.WaitSure || !early.Unsure || !early.WaitSure) {
			t.Errorf("%s: the chat that waited 10 s, and was open later: %+v", name, early)
		}
		if l := s.Headline.Longest.Level; l != model.LevelSevere {
			t.Errorf("%s: the longest wait is of level %v", name, l)
		}
		for _, a := range s.Agents {
			if a.State != model.AgentUnknown || a.Silent.Running {
				t.Errorf("%s: agent %d is %v", name, a.ID, a.State)
			}
		}
	}
}

// What was not read yet at a moment, though the observation had begun, is no more known than before it.
func TestThePastBeforeAThreadWasRead(t *testing.T) {
	b := pastFloor(850)
	s := b.At(sec(1000))
	if got := model.FigureOf(model.FigureWaiting).Value(s, model.Subject{}).String(); got != "1–2" {
		t.Errorf("%s waiting, want 1–2", got)
	}
	if r := rowOf(t, s, 2); r.Sight != model.SightUnknown || r.Level != model.LevelSevere {
		t.Errorf("%+v", r)
	}
	if got := model.FigureOf(model.FigureUnseen).Value(s, model.Subject{}); got.Known() {
		t.Errorf("%v unseen, though nothing was read then", got)
	}
}

// What is observed has no doubt.
func TestTheObservedPastIsExact(t *testing.T) {
	b := pastFloor(-9999)
	s := b.At(sec(1960))
	for id, want := range map[model.FigureID]string{model.FigureWaiting: "1", model.FigureLongest: "26m00s", model.FigureUnseen: "1"} {
		if got := model.FigureOf(id).Value(s, model.Subject{}).String(); got != want {
			t.Errorf("%s is %s, want %s", model.FigureOf(id).Title, got, want)
		}
	}
}

// Chats that had been silent since before the oldest held message were never read, so that in the half hour after
// it what is counted is at least so many, and none is not known. What was observed is exact at any age.
func TestTheOldestMinutesAreNotKnownWhole(t *testing.T) {
	for _, c := range []struct {
		since, now             int
		waiting, missed, today string
	}{
		{1850, -5000, "–", "–", "–"},
		{1850, -3300, "–", "–", "–"},
		{1850, -3100, "0", "–", "–"}, // the half hour of its windows began before
		{1850, -1000, "0", "0", "–"},
		{-9999, -3300, "0", "0", "0"},
	} {
		b := pastFloor(c.since)
		for _, f := range []struct {
			id   model.FigureID
			of   model.Subject
			want string
		}{{model.FigureWaiting, model.Subject{}, c.waiting}, {model.FigureMissed, model.Subject{}, c.missed}, {model.FigureMissed, model.Subject{Today: true}, c.today}} {
			name := model.FigureOf(f.id).Title
			if got := model.FigureOf(f.id).Value(b.At(sec(c.now)), f.of).String(); got != f.want {
				t.Errorf("read since %d, at %d: %s is %s, want %s", c.since, c.now, name, got, f.want)
			}
			if x := b.Explain(f.id, f.of, sec(c.now)); x.Value != f.want {
				t.Errorf("read since %d, at %d: %s is explained as %s, want %s", c.since, c.now, name, x.Value, f.want)
			}
		}
	}
}

// A chat whose words are too old now was over its limit at a moment when they were not.
func TestAChatThatIsTooOldNowWasOverItsLimitThen(t *testing.T) {
	b := New(Config{})
	key := model.Key{Visitor: 2, Thread: 2}
	b.Apply(model.Event{
		At: sec(1000), Polled: []model.Polled{{Key: key}},
		Messages: []model.Message{{ID: 21, Chat: 2, Visitor: 2, Thread: 2, SentAt: sec(400), FirstAt: sec(900), LastAt: sec(1000), Side: model.SideVisitor, Kind: model.KindMessage, Seen: model.SeenNo}},
		Coverage: &model.Coverage{Observed: model.Observed{At: sec(1000), Since: sec(-9999)}, List: model.ListHealth{At: sec(1000)}, Debts: model.Debts{At: sec(1000), Read: 1}},
	})
	if h := b.At(sec(2000)).Headline; h.WaitingOver != 0 || h.WaitingOverUpTo != 1 {
		t.Fatalf("now %d to %d are over their limit, want 0 to 1", h.WaitingOver, h.WaitingOverUpTo)
	}
	s := b.At(sec(1010))
	if r := rowOf(t, s, 2); s.Headline.WaitingOver != 1 || !r.OverLimit() {
		t.Errorf("then %d were over their limit, want 1; the row: %+v", s.Headline.WaitingOver, r)
	}
}
