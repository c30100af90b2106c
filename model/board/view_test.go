package board

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// viewConfig has a team with limits of its own, and one without.
func viewConfig(team string) Config {
	cfg := orderConfig()
	cfg.Teams[0].Agents = []model.AgentID{1}
	cfg.Teams = append(cfg.Teams, model.Team{Name: "two", Agents: []model.AgentID{2}})
	cfg.Team = team
	return cfg
}

// viewed reports whether a team's view has the chats of an agent.
func viewed(cfg Config, team string, a model.AgentID) bool {
	return model.TeamHas(team, a, model.TeamOf(cfg.Teams, a, model.AgentInfo{}.Department))
}

// drawApart draws a history in which each chat has a thread of its own: earlier
// chats of a thread say whose a chat is and when it ended, whoever has them.
func drawApart(t *rapid.T) *history {
	h := drawHistory(t)
	own := func(c model.ChatID) model.Key {
		return model.Key{Visitor: model.VisitorID(600 + c), Thread: model.ThreadID(700 + c)}
	}
	for _, c := range h.floor.chats {
		c.thread = own(c.id)
	}
	for i := range h.msgs {
		m := &h.msgs[i]
		m.Visitor, m.Thread = own(m.Chat).Visitor, own(m.Chat).Thread
	}
	for i := range h.infos {
		o := &h.infos[i]
		o.Visitor, o.ID = own(o.Last).Visitor, own(o.Last).Thread
	}
	return h
}

// A team's view has the rows that the whole floor has of its chats and agents, and
// its figures are those of a floor on which there are no other chats.
func TestViewIsAFloorOfItsOwn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := drawApart(t)
		team := rapid.SampledFrom([]string{"one", "two"}).Draw(t, "team")
		now := sec(h.now)
		floor, view, only := New(viewConfig("")), New(viewConfig(team)), New(viewConfig(""))
		for _, b := range []*Board{floor, view, only} { // else who has a name depends on the chats that are known
			b.Apply(model.Event{At: noon, Agents: []model.AgentInfo{{ID: 1, Name: safetext.Line("Ann")}, {ID: 2, Name: safetext.Line("Bob")}, {ID: 3, Name: safetext.Line("Cem")}}})
		}
		floor.Apply(h.event())
		view.Apply(h.event())
		if rapid.Bool().Draw(t, "before") { // owners change between two moments
			view.At(now.Add(-time.Duration(rapid.IntRange(1, 2000).Draw(t, "earlier")) * time.Second))
		}
		whole, got := floor.At(now), view.At(now)

		rows := slices.DeleteFunc(slices.Clone(whole.Threads), func(r *model.Row) bool { return !viewed(floor.cfg, team, r.Owner) })
		if !reflect.DeepEqual(got.Threads, rows) {
			t.Errorf("the rows of team %s are not those of its chats: %s\n%v", team, difference(got.Threads, rows), h)
		}
		agents := slices.DeleteFunc(slices.Clone(whole.Agents), func(a model.AgentRow) bool { return !viewed(floor.cfg, team, a.ID) })
		if !reflect.DeepEqual(got.Agents, agents) {
			t.Errorf("the agents of team %s are not those of the floor: %s\n%v", team, difference(got.Agents, agents), h)
		}

		e, mine := h.event(), map[model.ChatID]bool{}
		for _, r := range rows {
			mine[r.Chat] = true
		}
		e.Messages = slices.DeleteFunc(slices.Clone(h.msgs), func(m model.Message) bool { return !mine[m.Chat] })
		e.Threads = slices.DeleteFunc(slices.Clone(h.infos), func(o model.ThreadInfo) bool { return !mine[o.Last] })
		e.Acks = slices.DeleteFunc(slices.Clone(h.acks), func(a model.Ack) bool { return !mine[a.Chat] })
		only.Apply(e)
		x, y := ownFigures(t, view, got), ownFigures(t, only, only.At(now))
		if !reflect.DeepEqual(x, y) {
			t.Errorf("the figures of team %s are not those of its chats alone: %s\n%v", team, difference(x, y), h)
		}
		if l, m := kept(view, now), kept(floor, now); !reflect.DeepEqual(l, m) {
			t.Errorf("what is kept of the floor is another for team %s: %s", team, difference(l, m))
		}
	})
}

// viewFigures are all figures of a view: the headline, the trend, the minutes and the missed.
type viewFigures struct {
	Headline model.Headline
	Trend    model.Trend
	Short    []model.Minute
	Long     []model.Minute
	Missed   []model.MissedChat
}

// ownFigures returns the figures, without those whose level is by the team's own limits. Who was skipped for
// whom is the agents' affair, also where the other chat is another team's: that is what their rows say.
func ownFigures(t *rapid.T, b *Board, s *model.Snapshot) viewFigures {
	v := viewFigures{
		Headline: s.Headline, Trend: b.Trend(s.Now), Missed: b.Missed(s.Now),
		Short: b.Activity(s.Now, 30, model.Filter{}), Long: b.Activity(s.Now, 60, model.Filter{}),
	}
	v.Headline.HalfHour.Rates, v.Headline.Today.Rates = false, false // the account asks for ratings, not a team
	skipped := 0
	for i := range s.Agents {
		skipped += s.Agents[i].Overtakes
	}
	for _, w := range []*model.Window{&v.Headline.HalfHour, &v.Headline.Today} {
		if w == &v.Headline.HalfHour && w.Overtakes != skipped {
			t.Errorf("%d were skipped, of the agents %d", w.Overtakes, skipped)
		}
		w.Overtakes, w.OvertakesUpTo, w.Unnamed = 0, 0, 0
		w.FirstService.Level, w.NextService.Level, w.MissedLevel = 0, 0, 0
	}
	return v
}

// kept is what a Ledger reads of a Board.
func kept(b *Board, now time.Time) any {
	l := b.NewLedger(now.Add(-2*time.Hour), now)
	for !l.Step(now, 100) {
	}
	return l.sums
}

// A view is judged by its team's own limits.
func TestViewHasItsTeamsLimits(t *testing.T) {
	for team, want := range map[string]time.Duration{"": 30 * time.Second, "one": 5 * time.Second, "two": 30 * time.Second} {
		if got := New(viewConfig(team)).At(noon).Limits.FirstReply.Within; got != want {
			t.Errorf("the goal of view %q is %v, want %v", team, got, want)
		}
	}
}

// Rows of a view are frozen at the age at which the view is stale: its team's.
func TestRowsOfAViewFreezeByItsLimits(t *testing.T) {
	for team, want := range map[string]bool{"": false, "one": true, "two": false} {
		cfg := viewConfig(team)
		cfg.Teams[0].Limits.DataAge = model.Thresholds{Warn: 5 * time.Second, Critical: 20 * time.Second}
		b := New(cfg)
		b.Apply(model.Event{
			At: sec(10), Messages: []model.Message{{ID: 1, Chat: 1, Visitor: 501, Thread: 7, SentAt: sec(0), Side: model.SideVisitor, Kind: model.KindMessage, FirstAt: sec(10), LastAt: sec(10)}},
			Polled: []model.Polled{{Key: model.Key{Visitor: 501, Thread: 7}, At: sec(10)}},
		})
		if s := b.At(sec(35)); len(s.Threads) != 1 || s.Threads[0].AsOf.IsZero() == want {
			t.Errorf("view %q: a chat last read 25 s ago is frozen: %v, want %v", team, !want, want)
		}
		x := b.Explain(model.FigureWait, model.Subject{Key: model.Key{Visitor: 501, Thread: 7}}, sec(35))
		if about := x.Bound == model.BoundAbout; about != want { // "as of" stands beside it
			t.Errorf("view %q: the wait is explained as %s, frozen %v", team, x.Value, want)
		}
	}
}

// What may be a team's is missing in its view; the first messages of another team's chat are not.
func TestDebtsOfAView(t *testing.T) {
	capped := model.Debt{Kind: model.DebtCapped, Key: model.Key{Visitor: 501, Thread: 7}}
	for name, c := range map[string]struct {
		stream string
		debts  []model.Debt
		want   int
	}{
		"of another team's chat":       {"V0 A2@10", []model.Debt{capped}, 0},
		"of the team's chat":           {"V0 A1@10", []model.Debt{capped}, 1},
		"of nobody's chat":             {"V0", []model.Debt{capped}, 1},
		"of a thread that is not read": {"V0 A2@10", []model.Debt{{Kind: model.DebtUnread}}, 1},
		"of both":                      {"V0 A2@10", []model.Debt{capped, {Kind: model.DebtUnread}}, 1},
		"of a thread that fails":       {"V0 A2@10", []model.Debt{{Kind: model.DebtFailing, Key: capped.Key}}, 1},
		"of two, one not known":        {"V0 A2@10", []model.Debt{capped, {Kind: model.DebtCapped, Key: model.Key{Visitor: 9, Thread: 9}}}, 2},
	} {
		b := New(viewConfig("one"))
		msgs := readStream(t, 1, c.stream)
		for i := range msgs {
			msgs[i].Visitor, msgs[i].Thread = 501, 7
		}
		b.Apply(model.Event{At: sec(20), Messages: msgs, Coverage: &model.Coverage{Debts: model.SumDebts(sec(20), c.debts)}})
		s := b.At(sec(20))
		if got := s.Coverage.Debts.Count(); got != c.want {
			t.Errorf("%s: %d debts touch the view, want %d", name, got, c.want)
		}
		whole := b.Coverage()
		if got := whole.Debts.Count(); got != len(c.debts) {
			t.Errorf("%s: %d debts are left of the floor, want %d", name, got, len(c.debts))
		}
	}
}

// A search finds what was said in the view's chats alone.
func TestSearchOfAView(t *testing.T) {
	b := New(viewConfig("one"))
	for i, stream := range []string{"V0 A1@10", "V0 A2@10", "V0"} {
		msgs := readStream(t, model.ChatID(i+1), stream)
		for j := range msgs {
			msgs[j].Visitor, msgs[j].Thread = model.VisitorID(i+1), model.ThreadID(i+1)
		}
		b.Apply(model.Event{At: sec(20), Messages: msgs})
	}
	b.At(sec(20))
	s := &model.TextSearch{Match: func(text, _ safetext.Text) bool { return true }}
	for !b.Search(s, 100) {
	}
	found := map[model.VisitorID]bool{}
	for _, f := range s.Found {
		found[f.Key.Visitor] = true
	}
	if !found[1] || found[2] || !found[3] {
		t.Errorf("found in the chats of %v, want 1 and 3", found)
	}
}
