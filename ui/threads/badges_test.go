package threads

import (
	"testing"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

func TestBadges(t *testing.T) {
	waits := model.Clock{Running: true}
	for _, c := range []struct {
		name string
		row  model.Row
		want string
	}{
		{"nothing", model.Row{Wait: waits, First: true, Chats: 1}, ""},
		{"again", model.Row{Wait: waits, Chats: 2}, "2nd"},
		{"again, after the bot", model.Row{Wait: waits, Chats: 3, Bot: true}, "3rd bot"},
		{"often, after the bot", model.Row{Wait: waits, Chats: 11, Bot: true}, "11th"},
		{"perhaps missed", model.Row{Wait: waits, Bot: true, Missing: true}, "missed?"},
		{"answered after the bot", model.Row{LastSide: model.SideAgent, Bot: true}, "bot"},
		{"with a gap", model.Row{Wait: waits, Chats: 2, Bot: true, Gaps: []model.MessageID{4}}, "gap 2nd"},
		{"missed, with a gap", model.Row{Over: true, Missed: true, Gaps: []model.MessageID{4}}, "gap"},
		{"with the bot", model.Row{Lane: model.LaneBot, Bot: true}, ""},
		{"missed, with a bot", model.Row{Over: true, Missed: true, Bot: true}, "bot"},
		{"offline and missed", model.Row{Offline: true, Missed: true}, "missed"},
		{"acknowledged and gone", model.Row{Acked: true, Gone: true}, ""},
	} {
		if got := badges(&c.row, 7); got != c.want {
			t.Errorf("%s: badges %q, want %q", c.name, got, c.want)
		}
	}
}

// Every chat that does not wait says how it stands.
func TestEveryChatSaysHowItStands(t *testing.T) {
	for _, r := range []model.Row{{}, {LastSide: model.SideBot}, {Lane: model.LaneBot}, {LastSide: model.SideVisitor}} {
		if draw.ChatStatus(&r) == "" {
			t.Errorf("%+v: the state is empty", r)
		}
	}
}
