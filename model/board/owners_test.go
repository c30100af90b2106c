package board

import (
	"testing"

	"floorwatch/model"
)

// Who owns a chat of a thread, by what the thread list said of the thread and when.
func TestOwnerOfALaterChat(t *testing.T) {
	const old, other = model.AgentID(9), model.AgentID(8)
	look := func(at int, newest model.ChatID, agents ...model.AgentID) model.ThreadInfo {
		chats := []model.ChatID{1, 2}
		return model.ThreadInfo{ID: 7, Visitor: 501, Chats: chats[:newest], Last: newest, Agents: agents, Status: model.StatusOpen, At: sec(at)}
	}
	first := "V0 A9@5"
	for _, c := range []struct {
		what, second string
		looks        []model.ThreadInfo
		now          int
		owner        model.AgentID
		lane         model.Lane
	}{
		{"a cold start finds the old agent", "V100", []model.ThreadInfo{look(150, 2, old)}, 190, 0, model.LaneHuman},
		{"a cold start, and the bot has answered", "V100 B102", []model.ThreadInfo{look(150, 2, old)}, 190, 0, model.LaneBot},
		{"it was known with the earlier chat", "V100 B102", []model.ThreadInfo{look(50, 1, old), look(150, 2, old)}, 190, 0, model.LaneBot},
		{"another one comes", "V100 B102", []model.ThreadInfo{look(50, 1, old), look(110, 2, old), look(150, 2, old, other)}, 190, other, model.LaneHuman},
		{"another one, with the first look", "V100 B102", []model.ThreadInfo{look(50, 1, old), look(150, 2, old, other)}, 190, other, model.LaneHuman},
		{"another one, named before the old one", "V100", []model.ThreadInfo{look(50, 1, old), look(110, 2, old), look(150, 2, other, old)}, 190, other, model.LaneHuman},
		{"before the other one is seen", "V100 B102", []model.ThreadInfo{look(50, 1, old), look(110, 2, old), look(150, 2, old, other)}, 140, 0, model.LaneBot},
		{"the other one comes after a cold start", "V100", []model.ThreadInfo{look(110, 2, old), look(150, 2, old, other)}, 190, other, model.LaneHuman},
		{"the other one leaves", "V100", []model.ThreadInfo{look(50, 1, old), look(110, 2, old, other), look(150, 2, old)}, 190, 0, model.LaneHuman},
		{"the old one speaks", "V100 A9@120 V125", []model.ThreadInfo{look(150, 2, old)}, 190, old, model.LaneHuman},
		{"the old one joins", "V100 B102 e9@120 V125", []model.ThreadInfo{look(150, 2, old)}, 190, old, model.LaneHuman},
		{"one who is not named speaks", "V100 A8@120 V125", []model.ThreadInfo{look(150, 2, old)}, 190, other, model.LaneHuman},
		{"both are in it, and the list names the old one last", "V100 A9@120 A8@130 V140", []model.ThreadInfo{look(150, 2, other, old)}, 190, old, model.LaneHuman},
	} {
		msgs := append(streamOn(t, 1, first), streamOn(t, 2, c.second)...)
		events := []model.Event{{At: noon, Messages: msgs}}
		for _, l := range c.looks {
			events = append(events, model.Event{At: l.At, Threads: []model.ThreadInfo{l}})
		}
		for name, b := range map[string]*Board{"in order": New(Config{}), "the other way": New(Config{})} {
			for i := range events {
				if name != "in order" {
					i = len(events) - 1 - i
				}
				b.Apply(events[i])
				b.At(sec(c.now)) // what was found before must not stick
			}
			again := New(Config{})
			for _, e := range b.Export() {
				again.Apply(e)
			}
			for which, b := range map[string]*Board{name: b, name + ", exported": again} {
				if r := rowOf(t, b.At(sec(c.now)), 2); r.Owner != c.owner || r.Lane != c.lane {
					t.Errorf("%s (%s): owner %d, lane %v; want %d, %v", c.what, which, r.Owner, r.Lane, c.owner, c.lane)
				}
			}
		}
	}
}

// The first chat of a thread is its agent's from the first look on.
func TestOwnerOfAFirstChat(t *testing.T) {
	b := New(Config{})
	b.Apply(model.Event{At: noon, Messages: streamOn(t, 1, "V0 B2")})
	b.Apply(model.Event{At: sec(20), Threads: []model.ThreadInfo{{ID: 7, Visitor: 501, Chats: []model.ChatID{1}, Last: 1, Agents: []model.AgentID{9}}}})
	if r := rowOf(t, b.At(sec(40)), 1); r.Owner != 9 || r.Lane != model.LaneHuman {
		t.Errorf("owner %d, lane %v; want 9, human", r.Owner, r.Lane)
	}
}

// streamOn reads a chat of thread 7 of visitor 501.
func streamOn(t *testing.T, chat model.ChatID, stream string) []model.Message {
	msgs := readStream(t, chat, stream)
	for i := range msgs {
		msgs[i].Visitor, msgs[i].Thread = 501, 7
	}
	return msgs
}
