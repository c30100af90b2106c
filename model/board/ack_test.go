package board

import (
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

func TestAcknowledged(t *testing.T) {
	ack := func(at int, upto model.MessageID) model.Ack { return model.Ack{Chat: 1, Upto: upto, At: sec(at)} }
	undo := func(at int) model.Ack { return model.Ack{Chat: 1, Upto: 1000, At: sec(at), Undo: true} }
	cases := []struct {
		name, stream string
		acks         []model.Ack
		now          int
		want         string
		of           int // turns decided, of both kinds
	}{
		{"no wait and no turn", "V0", []model.Ack{ack(40, 1000)}, 100, "acked", 0},
		{"not before it was said", "V0", []model.Ack{ack(40, 1000)}, 39, "waiting 39", 1},
		{"holds until the visitor writes again", "V0 V50", []model.Ack{ack(40, 1000)}, 60, "waiting 10", 0},
		{"a word it does not cover goes on waiting", "V0 V30", []model.Ack{ack(40, 1000)}, 60, "waiting 30", 1},
		{"an answer meanwhile is no response", "V0 A50", []model.Ack{ack(40, 1000)}, 60, "", 0},
		{"the next answer is the next response", "V0 A50 V60 A65", []model.Ack{ack(40, 1000)}, 70, "NRT 5", 1},
		{"an answer before it is a response", "V0 A30", []model.Ack{ack(40, 1000)}, 60, "FRT 30, total 30", 1},
		{"taken back", "V0", []model.Ack{ack(40, 1000), undo(50)}, 60, "waiting 60", 1},
		{"taken back, before that", "V0", []model.Ack{ack(40, 1000), undo(50)}, 45, "acked", 0},
		{"said again", "V0", []model.Ack{ack(40, 1000), undo(50), ack(55, 1000)}, 60, "acked", 0},
		{"neither missed nor dropped", "V0", []model.Ack{ack(40, 1000)}, 1800, "over, acked", 0},
		{"an earlier one stays when another comes", "V0 V100", []model.Ack{ack(40, 1000), ack(110, 1001)}, 120, "acked", 0},
		{"of a message that is not held", "V0", []model.Ack{ack(40, 1999)}, 60, "acked", 0},
		{"clocks differ: it is about a word sent after it", "V45", []model.Ack{ack(44, 1000)}, 50, "acked", 0},
	}
	for _, c := range cases {
		b := boardOf(t, c.stream)
		b.Apply(model.Event{At: sec(0), Acks: c.acks})
		s := b.At(sec(c.now))
		w := s.Headline.HalfHour
		if got, of := figures(s, 1), w.FirstService.Of+w.NextService.Of; got != c.want || of != c.of {
			t.Errorf("%s: %s, now %d: got %q, %d turns; want %q, %d", c.name, c.stream, c.now, got, of, c.want, c.of)
		}
	}
}

// A claim holds for the wait during which it was made: the clock goes on, and an answer or its undoing ends it.
func TestClaimOfAWait(t *testing.T) {
	b := boardOf(t, "V0 V40 A100 V120")
	claim := func(at int, upto model.MessageID, by string, undo bool) {
		b.Apply(model.Event{At: sec(at), Claims: []model.Claim{{Chat: 1, Upto: upto, At: sec(at), By: safetext.Line(by), Undo: undo}}})
	}
	is := func(at int, want string) {
		t.Helper()
		r := rowOf(t, b.At(sec(at)), 1)
		if got := r.ClaimedBy.String(); got != want || r.Claimed != (want != "") {
			t.Errorf("at %d claimed %v by %q, want %q", at, r.Claimed, got, want)
		}
		if r.Claimed && !r.Wait.Running {
			t.Errorf("at %d the clock of a claimed chat stands", at)
		}
	}
	is(10, "")
	claim(20, 1000, "ana", false)
	is(30, "ana")
	is(50, "ana") // a nudge is the same wait
	is(10, "")    // it was not so then
	is(130, "")   // the next wait
	claim(140, 1003, "bo", false)
	claim(140, 1003, "bo", false)
	is(150, "bo")
	claim(160, 1003, "bo", true)
	is(170, "")
}

// A claim of a chat in which nobody waits leaves its row alive: what comes after it is shown.
func TestClaimBesideAnAnswer(t *testing.T) {
	b := boardOf(t, "V0 V40")
	b.Apply(model.Event{Acks: []model.Ack{{Chat: 1, Upto: 1000, At: sec(20)}}})
	for _, c := range []struct {
		at      int
		waiting bool
	}{{10, true}, {25, false}, {30, false}, {45, true}} {
		if r := rowOf(t, b.At(sec(c.at)), 1); r.Wait.Running != c.waiting {
			t.Errorf("at %d it waits: %v, want %v", c.at, r.Wait.Running, c.waiting)
		}
		if c.at == 25 {
			b.Apply(model.Event{At: sec(26), Claims: []model.Claim{{Chat: 1, Upto: 1000, At: sec(26)}}})
		}
	}
}

// An acknowledgement says who it was by.
func TestAcknowledgedBy(t *testing.T) {
	b := boardOf(t, "V0")
	b.Apply(model.Event{Acks: []model.Ack{{Chat: 1, Upto: 1000, At: sec(20), By: safetext.Line("ana")}}})
	if r := rowOf(t, b.At(sec(30)), 1); !r.Acked || r.AckedBy.String() != "ana" {
		t.Errorf("acknowledged %v by %q, want ana", r.Acked, r.AckedBy)
	}
	if r := rowOf(t, b.At(sec(10)), 1); !r.AckedBy.IsEmpty() {
		t.Errorf("before it, by %q", r.AckedBy)
	}
}

// An agent has a chat since they were named, or since they took it; the limits hold while they have not written since.
func TestAssignedFor(t *testing.T) {
	limits := model.DefaultLimits()
	limits.Assigned = model.Thresholds{Warn: 30 * time.Second, Critical: time.Minute}
	b := New(Config{Limits: limits})
	b.Apply(model.Event{At: sec(0), Messages: readStream(t, 1, "V0 A5@50 V60 A7@200 V210")})
	named := func(at int, who model.AgentID) {
		b.Apply(model.Event{At: sec(at), Threads: []model.ThreadInfo{{ID: model.NoThread, Visitor: 501, Chats: []model.ChatID{1}, Last: 1, Agents: []model.AgentID{who}, At: sec(at)}}})
	}
	named(10, 5)
	named(70, 7)
	for _, c := range []struct {
		at    int
		owner model.AgentID
		forS  int
		level model.Level
		least bool
	}{
		{5, 0, -1, model.LevelNone, false},
		{45, 5, 35, model.LevelWarn, true},
		{55, 5, 45, model.LevelNone, true}, // has written since
		{69, 5, 59, model.LevelNone, true}, // the visitor waits again, and the agent has written
		{75, 7, 5, model.LevelOK, false},
		{131, 7, 61, model.LevelCritical, false},
		{300, 7, 230, model.LevelNone, false}, // has answered
	} {
		r := rowOf(t, b.At(sec(c.at)), 1)
		want := model.Clock{}
		if c.forS >= 0 {
			want = model.Clock{Running: true, Since: sec(c.at - c.forS), For: time.Duration(c.forS) * time.Second, Level: c.level, AtLeast: c.least}
		}
		got := r.AssignedAt(sec(c.at))
		if got.Level <= model.LevelOK && want.Level <= model.LevelOK {
			got.Level = want.Level
		}
		if r.Owner != c.owner || got != want {
			t.Errorf("at %d agent %d has it %+v, want agent %d %+v", c.at, r.Owner, got, c.owner, want)
		}
		key := r.Key
		if x := b.Explain(model.FigureAssigned, model.Subject{Key: key}, sec(c.at)); x.Value != model.FigureOf(model.FigureAssigned).OfRow(b.At(sec(c.at)), &r).String() {
			t.Errorf("at %d explained %s, shown %s", c.at, x.Value, model.FigureOf(model.FigureAssigned).OfRow(b.At(sec(c.at)), &r))
		}
	}
}
