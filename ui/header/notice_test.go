package header

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// The notice is one row: the first of what there is to say, with the number of the others.
func TestNoticeCountsTheOthers(t *testing.T) {
	doubtful := model.Snapshot{Coverage: model.Coverage{Anomalies: model.Anomalies{Seen: true}}}
	for _, c := range []struct {
		name  string
		h     model.Health
		stale bool
		past  bool
		s     model.Snapshot
		want  string
		more  int
	}{
		{"nothing", model.Health{State: model.StateLive}, false, false, model.Snapshot{}, "Today", 0},
		{"one remark", model.Health{State: model.StateLive, Why: safetext.Line("the seen values are not understood")}, false, false, doubtful, "the seen values are not understood ", 0},
		{"two remarks", model.Health{State: model.StateLive, Why: safetext.Line("the seen values are not understood; recording stopped")}, false, false, doubtful, "the seen values are not understood ", 1},
		{"a state and a remark", model.Health{Read: true, State: model.StateLimited, Why: safetext.Line("fewer requests")}, false, false, doubtful, "LIMITED  fewer requests", 1},
		{"stale names its reason", model.Health{State: model.StateRetrying, Why: safetext.Line("refused")}, true, false, doubtful, "STALE", 0},
	} {
		h := Header{DataQuality: draw.DataQuality{Health: c.h, Zone: time.UTC, Stale: c.stale, Age: model.Clock{Running: c.stale, Since: time.Unix(9, 0)}}}
		got := ansi.Strip(h.Notice(draw.NewTerminal().Style("dark", false, false), &c.s, 100))
		if !strings.HasPrefix(got, " "+c.want) || strings.Contains(got, "(+") != (c.more > 0) || c.more > 0 && !strings.Contains(got, " (+1)") || len([]rune(got)) != 100 {
			t.Errorf("%s: %q, want %q and %d others", c.name, got, c.want, c.more)
		}
	}
	h := Header{DataQuality: draw.DataQuality{Health: model.Health{State: model.StateRetrying}}, Past: time.Unix(1, 0)}
	if state, n := h.Elsewhere(&model.Snapshot{}); state != "RETRYING" || n != 0 {
		t.Errorf("beside the past: %s and %d notices, want RETRYING alone", state, n)
	}
	banner := Banner{At: time.Unix(60, 0), Now: time.Unix(120, 0), Zone: time.UTC, BackKey: "t", State: "RETRYING"}
	if got := ansi.Strip(banner.Draw(draw.NewTerminal().Style("dark", false, false), 80)); !strings.Contains(got, "1 min ago  now RETRYING  t back to now") {
		t.Errorf("in the past nobody learns that the floor is not read now: %q", got)
	}
}

// Why figures carry a sign stands at the right end of the day so far, whose first words stay where they were.
func TestNoticeSaysWhyFiguresAreNotExact(t *testing.T) {
	now := time.Unix(36000, 0)
	h := Header{DataQuality: draw.DataQuality{Health: model.Health{State: model.StateLive, Read: true}, Zone: time.UTC}}
	owes := model.Snapshot{Now: now, Coverage: model.Coverage{Debts: model.Debts{At: now, Groups: []model.DebtGroup{{Kind: model.DebtEarlierChat, Ages: []int{3, 12}}}}}}
	for _, w := range []int{80, 120} {
		style := draw.NewTerminal().Style("dark", false, false)
		exact, got := ansi.Strip(h.Notice(style, &model.Snapshot{Now: now}, w)), ansi.Strip(h.Notice(style, &owes, w))
		if !strings.HasSuffix(got, "figures with ≥ or ~ are without 12 earlier chats ") || got[:len(" Today  service")] != exact[:len(" Today  service")] || len([]rune(got)) != w {
			t.Errorf("%d wide: %q, and %q where all is known", w, got, exact)
		}
	}
}

// What a figure says beside its tile has its bound too, and no mean is made of counts that are not exact.
func TestFiguresInWordsHaveTheirBounds(t *testing.T) {
	now := time.Unix(36000, 0)
	s := &model.Snapshot{Now: now, Headline: model.Headline{BotLane: 2, OfflineInbox: 3, Active: 8, AgentsActive: 2}}
	r := &draw.FigureReader{Style: draw.NewTerminal().Style("dark", false, false), S: s}
	say := func() string { return strings.Join(todayFigures(r)[4:], ", ") + "; " + r.ChatsEach() }
	if got, want := say(), "3 offline messages, 2 with a bot; 4.0 each"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	s.Coverage = model.Coverage{Debts: model.Debts{At: now, Groups: []model.DebtGroup{{Kind: model.DebtUnread, Live: true, Ages: []int{3, 12}}}}}
	if got, want := say(), "≥3 offline messages, ≥2 with a bot; "; got != want {
		t.Errorf("while chats are unread: %q, want %q", got, want)
	}
}

// The row's last column stays free whatever it says, as its first one does.
func TestNoticeHasAMargin(t *testing.T) {
	long := safetext.Line(strings.Repeat("connection refused ", 20))
	for _, state := range []model.State{model.StateLive, model.StateRetrying, model.StateReading, model.StateLate} {
		for _, stale := range []bool{false, true} {
			h := Header{DataQuality: draw.DataQuality{Health: model.Health{State: state, Why: long, ReadAll: 50, ReadDone: 9, RetryAt: time.Unix(20, 0)}, Zone: time.UTC, Stale: stale, Age: model.Clock{Running: stale, Since: time.Unix(9, 0)}}}
			for _, w := range []int{40, 80, 120} {
				got := []rune(ansi.Strip(h.Notice(draw.NewTerminal().Style("dark", false, false), &model.Snapshot{}, w)))
				if len(got) != w || got[0] != ' ' || got[w-1] != ' ' {
					t.Errorf("%v, stale %v, %d wide: %q", state, stale, w, string(got))
				}
			}
		}
	}
}

// A reason is a sentence of its own behind the one that says of when all is.
func TestAStaleReasonIsASentence(t *testing.T) {
	for why, want := range map[string]string{
		"": "look in Acquire.", "the server on this box is gone": "look in Acquire. The server on this box is gone",
		"api.url is wrong": "look in Acquire. api.url is wrong", "Acquire refuses": "look in Acquire. Acquire refuses",
		"bad\u202ename": "look in Acquire. bad<U+202E>name",
	} {
		h := Header{DataQuality: draw.DataQuality{Health: model.Health{State: model.StateRetrying, Why: safetext.Line(why)}, Zone: time.UTC, Stale: true, Age: model.Clock{Running: true, Since: time.Unix(9, 0)}}}
		if got := ansi.Strip(h.Notice(draw.NewTerminal().Style("dark", false, false), &model.Snapshot{}, 120)); !strings.HasSuffix(strings.TrimSpace(got), want) {
			t.Errorf("%q is written %q, want %q at the end", why, got, want)
		}
	}
}
