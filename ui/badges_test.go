package ui

import (
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/ui/uitest"
)

func TestBadges(t *testing.T) {
	waits := model.Clock{Running: true}
	for _, c := range []struct {
		name string
		row  model.Row
		want string
	}{
		{"nothing", model.Row{Wait: waits}, ""},
		{"new", model.Row{Wait: waits, First: true}, "new"},
		{"after the bot", model.Row{Wait: waits, First: true, Bot: true}, "new bot"},
		{"perhaps missed", model.Row{Wait: waits, First: true, Bot: true, Missing: true}, "missed?"},
		{"answered after the bot", model.Row{LastSide: model.SideAgent, Bot: true}, "bot"},
		{"with a gap", model.Row{Wait: waits, First: true, Bot: true, Gaps: []model.MessageID{4}}, "gap new"},
		{"missed, with a gap", model.Row{Over: true, Missed: true, Gaps: []model.MessageID{4}}, "gap"},
		{"with the bot", model.Row{Lane: model.LaneBot, Bot: true}, ""},
		{"missed, with a bot", model.Row{Over: true, Missed: true, Bot: true}, "bot"},
		{"offline and missed", model.Row{Offline: true, Missed: true}, "missed"},
		{"acknowledged and gone", model.Row{Acked: true, Gone: true}, "gone?"},
	} {
		if got := badges(&c.row, badgesCol); got != c.want {
			t.Errorf("%s: badges %q, want %q", c.name, got, c.want)
		}
	}
}

// Every thread says in the sight column how it stands.
func TestSightSaysSomething(t *testing.T) {
	for _, r := range []model.Row{
		{}, {LastSide: model.SideBot}, {Lane: model.LaneBot}, {LastSide: model.SideVisitor},
		{Wait: model.Clock{Running: true}, Lane: model.LaneBotSilent, Sight: model.SightUnseen},
	} {
		if word, _, _ := sight(testLook(), &r, uitest.Now()); word == "" {
			t.Errorf("%+v: the sight column is empty", r)
		}
	}
	r := model.Row{Wait: model.Clock{Running: true}, Lane: model.LaneBotSilent, Sight: model.SightUnseen}
	if word, _, _ := sight(testLook(), &r, uitest.Now()); word != "with bot" {
		t.Errorf("a silent bot's thread is %q, want with bot", word)
	}
}

// A change is marked for some seconds, and only a change is.
func TestChangesAreMarked(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	marked := func() (rows []string) {
		for row := range strings.SplitSeq(screen(a), "\n") {
			if strings.HasPrefix(row, "│ +") {
				rows = append(rows, row)
			}
		}
		return rows
	}
	later(a, settling)
	if got := marked(); len(got) > 0 {
		t.Errorf("at the start marked: %q", got)
	}
	for i := range f.Threads {
		if f.Threads[i].Name.String() == "Carlos M." {
			f.Threads[i].Owner = 0
		}
	}
	later(a, time.Second)
	for range 2 {
		if got := marked(); len(got) != 1 || !strings.Contains(got[0], "Carlos M.") {
			t.Errorf("after another owner marked: %q, want Carlos M.", got)
		}
		later(a, freshFor/2-time.Second)
	}
	later(a, 3*time.Second)
	if got := marked(); len(got) > 0 {
		t.Errorf("after %v still marked: %q", freshFor, got)
	}
	f.Status.ReadDone--
	for i := range f.Threads {
		f.Threads[i].Messages++
	}
	later(a, time.Second)
	if got := marked(); len(got) > 0 {
		t.Errorf("during the first read marked: %q", got)
	}
	later(a, time.Hour)
	if got := len(a.threads.news.known); got != 12 {
		t.Errorf("%d threads are remembered after an hour, want the 12 that wait", got)
	}
}
