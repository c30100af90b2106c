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

// Of names the floor's stays longest: 80 columns have it, whole or its beginning, beside the first read, in the past, and
// where the screen changes nothing and hides names.
func TestTheFloorsNameStays(t *testing.T) {
	style := draw.NewTerminal().Style("dark", false, false)
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		h    Header
		want string
	}{
		"live":      {Header{}, " floorwatch  Demo floor (invented) "},
		"reading":   {Header{DataQuality: draw.DataQuality{Health: model.Health{State: model.StateReading, Percent: 44}}}, " Demo floor (invented) "},
		"past":      {Header{Past: now.Add(-time.Minute)}, " Demo floor (invented) "},
		"read-only": {Header{ReadOnly: true}, " Demo floor (invented) "},
		"both":      {Header{ReadOnly: true, Hidden: true}, " Demo floor (invented)    READ-ONLY  "},
		"team":      {Header{ReadOnly: true, Hidden: true, DataQuality: draw.DataQuality{Team: "team Night"}}, " team Night "},
	} {
		c.h.Name, c.h.Now, c.h.Zone, c.h.Alerts, c.h.Age = "Demo floor (invented)", now, time.UTC, 5, model.Clock{Running: true, For: time.Second}
		if got := ansi.Strip(c.h.Draw(style, 80)); !strings.HasPrefix(got, c.want) || ansi.StringWidth(got) != 80 {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// What a notice says first is not pushed out by what can be read elsewhere.
func TestNoticesKeepWhatMatters(t *testing.T) {
	style := draw.NewTerminal().Style("dark", false, false)
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	reading := Header{DataQuality: draw.DataQuality{Health: model.Health{State: model.StateReading, Percent: 68, Why: safetext.Line("reading 130 of 191 of the last hour, ~1m40s left")}, Zone: time.UTC}}
	if got := ansi.Strip(reading.Notice(style, &model.Snapshot{Now: now}, 80)); !strings.Contains(got, "~1m40s left █") || !strings.Contains(got, "68%") {
		t.Errorf("the bar hides how long the first read takes: %q", got)
	}
	banner := Banner{At: now.Add(-time.Hour), Now: now, Zone: time.UTC, BackKey: "t", OtherNotices: 1, Unobserved: model.BeforeFirstRead("11:30")}
	if got := ansi.Strip(banner.Draw(style, 80)); !strings.Contains(got, "before the start (11:30): what had been seen") {
		t.Errorf("a key hides why the past is not known: %q", got)
	}
	if got := ansi.Strip(banner.Draw(style, 160)); !strings.Contains(got, "is not known  t back to now (+1)") {
		t.Errorf("where there is room, the key is missing: %q", got)
	}
	if got := wholeClauses(style, "figures with ≥ are without 1 unread thread, and the exact end of 2 chats", 50); got != "figures with ≥ are without 1 unread thread …" {
		t.Errorf("cut to %q, want whole clauses", got)
	}
}

// The one line of a tiny screen names the state, the worst wait and its agent, and says that it is the past or a replay.
func TestTheTinyLine(t *testing.T) {
	style := draw.NewTerminal().Style("dark", false, false)
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	key := model.Key{Visitor: 5}
	wait := model.Clock{Running: true, For: 176 * time.Second, Level: model.LevelCritical}
	busy := &model.Snapshot{Now: now, Threads: []*model.Row{{Key: key, Wait: wait}}, Headline: model.Headline{Waiting: 12, WaitingUpTo: 12, WaitingLevel: model.LevelCritical, Longest: wait, LongestKey: key}}
	for _, c := range []struct {
		h    Header
		s    *model.Snapshot
		w    int
		want string
	}{
		{Header{}, busy, 30, "● 12! 2m56s UNASSIGNED"},
		{Header{}, busy, 19, "● 12! 2m56s UNASSI…"},
		{Header{Past: now}, busy, 30, "◀ PAST 12! 2m56s UNASSIGNED"},
		{Header{DataQuality: draw.DataQuality{Replay: true}}, busy, 30, "▶ REPLAY 12! 2m56s UNASSIGNED"},
		{Header{}, &model.Snapshot{Now: now}, 30, "● nobody waits"},
	} {
		c.h.Health.State = model.StateLive
		if got := strings.TrimSpace(ansi.Strip(c.h.Status(style, c.s, c.w, 1)[0])); got != c.want {
			t.Errorf("%d cells: %q, want %q", c.w, got, c.want)
		}
	}
}
