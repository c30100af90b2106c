package explain

import (
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/ui/uitest"
)

func TestWhyWaiting(t *testing.T) {
	at := uitest.Now()
	waits := model.Clock{Running: true, Since: at}
	for _, c := range []struct {
		row  model.Row
		want string
	}{
		{model.Row{Wait: waits, First: true}, "Waiting since 12:41:07 for the first answer of an agent."},
		{model.Row{Wait: waits}, "the visitor has written after the agent's last message"},
		{model.Row{Wait: waits, Lane: model.LaneBotSilent, First: true}, "fallen silent"},
		{model.Row{Offline: true, Over: true}, "while nobody was there"},
		{model.Row{Acked: true}, "a leader has said"},
		{model.Row{Over: true, Missed: true}, "the chat has ended, and missed"},
		{model.Row{Over: true}, "the chat has ended."},
		{model.Row{Lane: model.LaneBot}, "a bot serves it"},
		{model.Row{LastSide: model.SideAgent, LastAt: at}, "an agent wrote the last message, at 12:41:07"},
		{model.Row{LastSide: model.SideBot, LastAt: at}, "a bot wrote the last message"},
		{model.Row{}, "no visitor's message is without an answer"},
	} {
		got := waitingWords(explainStyle(), &c.row, time.UTC)
		if !strings.Contains(got, c.want) || strings.HasPrefix(got, "Waiting since") != c.row.Wait.Running {
			t.Errorf("%+v: %q, want %q", c.row, got, c.want)
		}
	}
}

// The words may be known as of the visitors' list; what was seen, and the owner, only as of their own answers.
func TestAsOf(t *testing.T) {
	at := uitest.Now()
	r := model.Row{PolledAt: at.Add(-9 * time.Second)}
	if got, want := asOf(&r, at, time.UTC), " Messages as of 12:41:07, what was seen as of 12:40:58."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	r.ListedAt = at.Add(-20 * time.Second)
	if got, want := asOf(&r, at, time.UTC), " Messages as of 12:41:07, what was seen as of 12:40:58, agent and closing as of 12:40:47 or later."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := asOf(&model.Row{}, at, time.UTC); got != "" {
		t.Errorf("%q of a thread that was never read", got)
	}
}

// The clock of what is unseen runs from the first message that nobody has seen (model/board), not from the newest.
func TestUnseenIsExplainedAsItIsCounted(t *testing.T) {
	r := model.Row{Wait: model.Clock{Running: true}, Unseen: model.Clock{Running: true, For: 173 * time.Second}, Sight: model.SightPart}
	if got := factUnseen.explain(explainStyle(), &r, "", uitest.Now()).Formula; !strings.HasPrefix(got, "Now minus the visitor's first message after the last one that was seen") {
		t.Errorf("unseen is explained by another message than it runs from: %s", got)
	}
}

// "Local" is a word of the configuration, and no place with a midnight.
func TestTheDayEndsAtAMidnightSomewhere(t *testing.T) {
	x := model.Explanation{Figure: model.FigureMissed, Subject: model.Subject{Today: true}}
	for zone, want := range map[*time.Location]string{time.Local: "at midnight by the clock of this machine.", time.UTC: "at midnight in UTC."} {
		if got := leavesWhen(&x, zone); !strings.HasSuffix(got, want) {
			t.Errorf("in %v: %q, want %q", zone, got, want)
		}
	}
}

func TestFacts(t *testing.T) {
	style := explainStyle()
	r := model.Row{
		Wait: model.Clock{Running: true}, TimeLeft: 15 * time.Second, Unseen: model.Clock{Running: true, For: 75 * time.Second},
		Sight: model.SightPart, Lane: model.LaneHuman, Owner: 1, OwnerState: model.AgentBusy, OwnerBusy: 3, Gaps: []model.MessageID{7, 9},
	}
	for f, want := range map[rowFact]string{factGap: "perhaps, at 2 places", factUnseen: "1m15s", factSight: "part", factSLA: "15s left", factOwner: "agent 1, BUSY 3", factChat: "2nd"} {
		if x := f.explain(style, &r, "2nd chat", uitest.Now()); x.Value != want || x.Title == "" || len(x.Formula) < 40 {
			t.Errorf("%q: %q, %q; want the value %q and how it came about", x.Title, x.Value, x.Formula, want)
		}
	}
	for f := factGap; f < factCount; f++ {
		if x := f.explain(style, &model.Row{}, "", uitest.Now()); x.Value != style.Glyphs.None && f != factOwner {
			t.Errorf("%q of a thread without a wait is %q, want none", x.Title, x.Value)
		}
	}
}

// A first response that is not given has no value, and the reason why; while it is waited for it ends like the wait.
func TestFirstResponseNotGiven(t *testing.T) {
	for name, c := range map[string]struct {
		change          func(*model.Row)
		value, why, end string
	}{
		"awaited":     {func(r *model.Row) { r.First = true }, "–", "It is not given yet, after 5m12s. Waiting since 12:35:55 for the first answer of an agent.", "an agent answers, somebody acknowledges it"},
		"at least":    {func(r *model.Row) { r.First, r.Wait.AtLeast = true, true }, "–", "It is not given yet, after ≥5m12s.", "an agent answers"},
		"agent first": {func(*model.Row) {}, "–", "None is counted: an agent wrote before the visitor", "never"},
		"given":       {func(r *model.Row) { r.Answered, r.FirstTook = true, 42*time.Second }, "42s", "An agent answered after 42s. Waiting since", "never"},
		"missed":      {func(r *model.Row) { r.Wait, r.Over, r.Missed = model.Clock{}, true, true }, "–", "no agent has written. It does not wait", "never"},
		"with a bot":  {func(r *model.Row) { r.Wait, r.Lane = model.Clock{}, model.LaneBot }, "–", "no agent has written. It does not wait: a bot serves it.", "never"},
	} {
		f := uitest.NewFloor()
		f.Threads = f.Threads[:1]
		r := &f.Threads[0]
		r.First, r.Answered = false, false
		c.change(r)
		d := show(f, 118, 30)
		i := slices.IndexFunc(d.items, func(q listItem) bool { return q.fact == factFirst })
		if i < 0 {
			t.Errorf("%s: it is not listed", name)
			continue
		}
		d.moveTo(i - d.Cursor)
		if got := d.value(d.items[i]); got != c.value || !strings.Contains(d.why, c.why) || !strings.HasPrefix(d.endsWhen(), c.end) {
			t.Errorf("%s: %q, because %q, until %q; want %q, %q, %q", name, got, d.why, d.endsWhen(), c.value, c.why, c.end)
		}
	}
}
