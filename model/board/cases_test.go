package board

import (
	"testing"

	"floorwatch/model"
)

// The checked cases of the metrics, row by row.
func TestCheckedCases(t *testing.T) {
	cases := []struct {
		stream string
		now    int
		want   string
	}{
		{"V0 V10 V25 A40", 41, "FRT 40, total 40"},
		{"A0 V20 A35", 36, "NRT 15"},
		{"V0 B2 A20", 21, "FRT 20, total 20"},
		{"V0 B2 V10 B12 V30 A70", 71, "FRT 40, total 70"},
		{"V0 B2 V10 B12 A60", 61, "FRT 50, total 60"},
		{"B0 V5 A25", 26, "FRT 20, total 20"},
		{"B0 A3 V10 A18", 19, "NRT 8"},
		{"V0 A1@20 V50 A2@90", 91, "FRT 20, total 20, NRT 40, transfers 1"},
		{"V0 A5 A7 A9 V60 V61 A61", 62, "FRT 5, total 5, NRT 1"},
		{"V0 n10 A30", 31, "FRT 30, total 30"},
		{"V0 A10 V40 B41", 100, "FRT 10, total 10, waiting 60"},
		{"V0 B2", 100, "BOT"},
		{"V0 B2 V20", 40, "BOT"},
		{"V0 B2 V20", 60, "bot silent, waiting 40"},
	}
	for _, c := range cases {
		s := boardOf(t, c.stream).At(sec(c.now))
		if got := figures(s, 1); got != c.want {
			t.Errorf("%s, now %d: got %q, want %q", c.stream, c.now, got, c.want)
		}
	}
}

func TestCheckedCaseNamed(t *testing.T) {
	b := boardOf(t, "V0 B2")
	b.Apply(model.Event{At: sec(3), Threads: []model.ThreadInfo{{ID: 7, Visitor: 501, Chats: []model.ChatID{1}, Last: 1, Agents: []model.AgentID{9}}}})
	s := b.At(sec(100))
	if got, want := figures(s, 1), "waiting 100"; got != want {
		t.Errorf("V0 B2, agent 9 named, now 100: got %q, want %q", got, want)
	}
	if r := rowOf(t, s, 1); r.Owner != 9 || r.Key != (model.Key{Visitor: 501, Thread: 7}) || !r.First {
		t.Errorf("owner %d of %v, first %v; want 9 of {501 7}, true", r.Owner, r.Key, r.First)
	}
}

func TestCheckedCaseCredit(t *testing.T) {
	s := boardOf(t, "V0 A1@20 V50 A2@90").At(sec(91))
	for id, want := range map[model.AgentID]struct{ turns, median, transfers int }{1: {1, 20, 0}, 2: {1, 40, 1}} {
		a := agentOf(t, s, id)
		if a.Turns != want.turns || int(a.Median.Seconds()) != want.median || a.Transfers != want.transfers {
			t.Errorf("agent %d: %d turns, median %v, %d transfers; want %+v", id, a.Turns, a.Median, a.Transfers, want)
		}
	}
}

func TestCheckedCaseServiceLevel(t *testing.T) {
	b := boardOf(t, "V0 A20", "V100 A190", "V300 A330", "V400", "V1000")
	if got, want := b.At(sec(1010)).Headline.HalfHour.FirstService, (model.ServiceLevel{In: 2, Of: 4}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
