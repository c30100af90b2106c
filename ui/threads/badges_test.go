package threads

import (
	"testing"

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
		if word, _, _ := sight(threadsStyle(), &r, uitest.Now()); word == "" {
			t.Errorf("%+v: the sight column is empty", r)
		}
	}
	r := model.Row{Wait: model.Clock{Running: true}, Lane: model.LaneBotSilent, Sight: model.SightUnseen}
	if word, _, _ := sight(threadsStyle(), &r, uitest.Now()); word != "with bot" {
		t.Errorf("a silent bot's thread is %q, want with bot", word)
	}
}
