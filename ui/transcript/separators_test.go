package transcript

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/ui/uitest"
)

// A row of our own says where a target was passed, where the bot had no part in it.
func TestRulesInTheTranscript(t *testing.T) {
	v, g, b := model.SideVisitor, model.SideAgent, model.SideBot
	type word struct {
		at   int // seconds
		side model.Side
	}
	for _, c := range []struct {
		name  string
		words []word
		wait  int // seconds since which the visitor waits; 0: not
		want  string
	}{
		{"in time", []word{{0, v}, {30, g}, {60, v}, {120, g}}, 0, ""},
		{"late at first", []word{{0, v}, {20, v}, {65, g}}, 0, "2: SLA breached 12:41:37 · answered after 1m05s"},
		{"late later on", []word{{0, v}, {5, g}, {10, v}, {140, g}}, 0, "3: SLA breached 12:42:17 · answered after 2m10s"},
		{"the bot answered, and the agent in time after it", []word{{0, v}, {2, b}, {20, g}}, 0, ""},
		{"the bot answered, and the agent late", []word{{0, v}, {2, b}, {10, v}, {12, b}, {60, g}}, 0, "4: SLA breached 12:41:47 · answered after 50s"},
		{"the bot answered but the last", []word{{0, v}, {2, b}, {10, v}, {30, v}, {70, g}}, 0, "4: SLA breached 12:41:47 · answered after 1m00s"},
		{"a bot after an agent counts for nothing", []word{{0, v}, {5, g}, {10, v}, {11, b}, {140, g}}, 0, "4: SLA breached 12:42:17 · answered after 2m10s"},
		{"waits, nudged before", []word{{0, v}, {5, g}, {10, v}, {40, v}}, 10, ""},
		{"waits, nudged after", []word{{0, v}, {5, g}, {10, v}, {40, v}, {80, v}, {90, v}}, 10, "4: SLA breached 12:42:17 · 1m"},
		{"silence", []word{{0, v}, {5, g}, {905, v}}, 0, "2: 15m00s without a message"},
		{"no longer silence", []word{{0, v}, {5, g}, {500, v}}, 0, ""},
	} {
		limits := model.DefaultLimits()
		p := &Pane{Zone: time.UTC, Limits: &limits, row: &model.Row{Chat: 1}}
		for _, w := range c.words {
			p.Messages = append(p.Messages, model.Message{Chat: 1, Side: w.side, Kind: model.KindMessage, SentAt: uitest.Now().Add(time.Duration(w.at) * time.Second)})
		}
		if c.wait > 0 {
			p.row.Wait = model.Clock{Running: true, Since: uitest.Now().Add(time.Duration(c.wait) * time.Second), For: 90e9}
			p.row.TimeLeft = -30e9
		}
		var got []string
		turns := turns{pane: p}
		for i := range p.Messages {
			if s := turns.ruleBefore(i); s != "" {
				got = append(got, fmt.Sprintf("%d: %s", i, s))
			}
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
}

// The time between hours is not a part of what a reply took, as in the figures: a question of the night
// that is answered in the morning is not late.
func TestRulesOfTheTranscriptGoByBusinessHours(t *testing.T) {
	limits := model.DefaultLimits() // 30 s for a first reply
	open := uitest.Now().Add(time.Minute).Format("15:04") + "-23:00"
	for at, want := range map[int]string{
		80:  "",
		190: "SLA breached " + uitest.Now().Truncate(time.Minute).Add(90*time.Second).Format("15:04:05") + " · answered after ",
	} {
		p := &Pane{Zone: time.UTC, Limits: &limits, row: &model.Row{Chat: 1}, Hours: model.NewCalendar(model.Hours{Open: []string{"mon-sun " + open}}, time.UTC)}
		p.Messages = []model.Message{
			{Chat: 1, Side: model.SideVisitor, Kind: model.KindMessage, SentAt: uitest.Now()},
			{Chat: 1, Side: model.SideAgent, Kind: model.KindMessage, SentAt: uitest.Now().Add(time.Duration(at) * time.Second)},
		}
		turns := turns{pane: p}
		turns.ruleBefore(0)
		if got := turns.ruleBefore(1); got != want && (want == "" || !strings.HasPrefix(got, want)) {
			t.Errorf("answered after %d s: %q, want %q", at, got, want)
		}
	}
}
