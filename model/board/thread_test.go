package board

import (
	"testing"
	"time"

	"floorwatch/model"
)

// The card of a returning visitor names the chats before, by whom each was answered and how it ended.
func TestEarlierChatsOfAThread(t *testing.T) {
	b := New(Config{})
	word := func(id, at int, side model.Side, sender model.AgentID) model.Message {
		return model.Message{
			ID: model.MessageID(id), Chat: model.ChatID(id / 10), Visitor: 1, Thread: 5, Sender: sender,
			SentAt: sec(at), FirstAt: sec(at), LastAt: sec(at), Side: side, Kind: model.KindMessage, Seen: model.SeenYes,
		}
	}
	const v, a, bot = model.SideVisitor, model.SideAgent, model.SideBot
	b.Apply(model.Event{At: sec(5000), Messages: []model.Message{
		word(11, 100, v, 0), word(12, 112, a, 7), // done
		word(21, 1000, v, 0), word(22, 1010, bot, 0), // a bot answered it, nobody else
		word(31, 2000, v, 0),                                             // missed
		word(41, 3000, v, 0), word(42, 3020, a, 8), word(43, 3050, v, 0), // ended unanswered
		word(51, 4990, v, 0), // on
	}, Threads: []model.ThreadInfo{{ID: 5, Visitor: 1, Chats: []model.ChatID{1, 2, 3, 4, 5}, Last: 5, Status: model.StatusOpen, At: sec(5000)}}})
	b.At(sec(5000))
	list := b.Earlier(model.Key{Visitor: 1, Thread: 5}, sec(5000))
	want := []model.EarlierChat{
		{Chat: 1, Began: sec(100), LastAt: sec(112), Agent: 7, How: "ended", Answered: true, First: 12 * time.Second},
		{Chat: 2, Began: sec(1000), LastAt: sec(1010), How: "bot only"},
		{Chat: 3, Began: sec(2000), LastAt: sec(2000), How: "missed"},
		{Chat: 4, Began: sec(3000), LastAt: sec(3050), Agent: 8, How: "ended unanswered", Answered: true, First: 20 * time.Second},
	}
	if len(list) != len(want) {
		t.Fatalf("%d earlier chats, want %d: %+v", len(list), len(want), list)
	}
	for i, got := range list {
		got.Began, got.LastAt = got.Began.UTC(), got.LastAt.UTC()
		want[i].Began, want[i].LastAt = want[i].Began.UTC(), want[i].LastAt.UTC()
		got.Name = want[i].Name
		if got != want[i] {
			t.Errorf("%+v, want %+v", got, want[i])
		}
	}
	if got := b.Earlier(model.Key{Visitor: 1, Thread: 5}, sec(3040)); len(got) != 3 || got[2].Chat != 3 {
		t.Errorf("of a past moment, in the fourth chat: %+v, want the three before it", got)
	}
	if got := b.Earlier(model.Key{Visitor: 1, Thread: 5}, sec(50)); got != nil {
		t.Errorf("of a moment before the first chat: %+v", got)
	}
	if got := b.Earlier(model.Key{Visitor: 2, Thread: 5}, sec(5000)); got != nil {
		t.Errorf("of a thread that is not known: %+v", got)
	}
}
