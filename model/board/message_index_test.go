package board

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"floorwatch/model"
)

// The index finds what a map of ids to chats would, whatever is put in and taken out.
func TestMessageIndexIsAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var x messageIndex
		chats := map[model.ChatID]*chat{}
		held := map[model.MessageID]*chat{}
		// ids of three kinds: few, many in a row, and any
		ids := rapid.OneOf(rapid.Int64Range(-3, 40), rapid.Int64Range(1<<40, 1<<40+900), rapid.Int64())
		for range rapid.IntRange(1, 400).Draw(t, "steps") {
			id := model.MessageID(ids.Draw(t, "id"))
			if c := held[id]; c != nil {
				x.removeMessage(id, c)
				delete(held, id)
				if !slices.Contains(slices.Collect(maps.Values(held)), c) {
					x.removeChat(c)
					delete(chats, c.id)
				}
				continue
			}
			number := model.ChatID(rapid.IntRange(1, 5).Draw(t, "chat"))
			c := chats[number]
			if c == nil {
				c = &chat{id: number}
				chats[number] = c
				x.addChat(c)
			}
			x.addMessage(id, c)
			held[id] = c
		}
		if x.len() != len(held) {
			t.Fatalf("%d messages in the index, %d held", x.len(), len(held))
		}
		for id, c := range held {
			if got := x.chatWhere(id, func(asked *chat) bool { return held[id] == asked }); got != c {
				t.Fatalf("message %d is found in %v, it is in chat %d", id, got, c.id)
			}
		}
	})
}

// Where another message has the same part of its hash, the chats are asked which of them holds it.
func TestMessageIndexAsksTheChat(t *testing.T) {
	var x messageIndex
	a, b := &chat{id: 1}, &chat{id: 2}
	x.addChat(a)
	x.addChat(b)
	x.addMessage(7, a)
	x.addMessage(7, b)
	for _, want := range []*chat{a, b, nil} {
		if got := x.chatWhere(7, func(c *chat) bool { return c == want }); got != want {
			t.Errorf("found chat %v, want %v", got, want)
		}
	}
	x.removeMessage(7, a)
	if got := x.chatWhere(7, func(*chat) bool { return true }); got != b {
		t.Errorf("after the first was taken out, found %v, want the second", got)
	}
}

// len returns the number of messages held.
func (x *messageIndex) len() int {
	n := 0
	for i := range x.tables {
		n += x.tables[i].used
	}
	return n
}
