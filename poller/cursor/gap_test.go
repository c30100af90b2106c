package cursor

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"floorwatch/model"
)

// An answered is an answer in a test: chat → ids, to a number.
type answered struct {
	number model.ChatID
	got    map[model.ChatID]IDs
	cut    bool // rows of it could not be read
}

func holds(number model.ChatID, chat model.ChatID, list ...model.MessageID) answered {
	return answered{number: number, got: map[model.ChatID]IDs{chat: list}}
}

func (a answered) and(chat model.ChatID, list ...model.MessageID) answered {
	a.got[chat] = list
	return a
}

// play lets a memory take answers in, a second apart, and writes down the gaps that are left.
func (m *SeenIDs) play(list ...answered) string {
	for i, a := range list {
		now := time.Unix(int64(1000+i), 0)
		m.Heal(a.got, now, now)
		m.checkAnswer(Question{Number: a.number}, a.got, !a.cut, now)
		m.remember(Question{Number: a.number}, a.got)
	}
	var out []string
	for i := range m.gaps {
		out = append(out, fmt.Sprintf("%d-%d of %d", m.gaps[i].Before, m.gaps[i].After, m.gaps[i].chat))
	}
	return strings.Join(out, ", ")
}

func TestSuspectedGaps(t *testing.T) {
	for _, c := range []struct {
		name    string
		answers []answered
		want    string
	}{
		{"the first read", []answered{holds(7, 7, 100, 105)}, ""},
		{"the same again", []answered{holds(7, 7, 1, 2), holds(7, 7, 1, 2)}, ""},
		{"holes in ids", []answered{holds(7, 7, 1, 2), holds(7, 7, 1, 2, 900)}, ""},
		{"only the newest known one", []answered{holds(7, 7, 1, 2), holds(7, 7, 2, 9)}, ""},
		{"an id that shows late", []answered{holds(7, 7, 1, 9), holds(7, 7, 1, 5, 9)}, ""},
		{"nothing", []answered{holds(7, 7, 1, 2), {number: 7}}, ""},
		{"none of the known ones", []answered{holds(7, 7, 1, 2), holds(7, 7, 8, 9)}, "2-8 of 7"},
		{"by another number", []answered{holds(7, 7, 1, 2), holds(6, 7, 8, 9)}, "2-8 of 7"},
		{"older ones", []answered{holds(7, 7, 8, 9), holds(7, 7, 1, 2)}, "2-8 of 7"},
		{"older and newer ones", []answered{holds(7, 7, 4, 5), holds(7, 7, 1, 8)}, "5-8 of 7"},
		{"rows that cannot be read", []answered{holds(7, 7, 1, 2), {7, map[model.ChatID]IDs{7: {8, 9}}, true}}, ""},
		{"a new chat by its own number", []answered{holds(7, 7, 1, 2), holds(8, 8, 8)}, ""},
		{"a new chat by the number of the old one", []answered{holds(7, 7, 1, 2), holds(7, 8, 8)}, "2-8 of 7"},
		{"a new chat beside the old one", []answered{holds(7, 7, 1, 2), holds(7, 7, 1, 2).and(8, 8)}, ""},
		{"one of two chats", []answered{holds(7, 7, 1, 2).and(8, 8), holds(7, 7, 1, 2).and(8, 10)}, "8-10 of 8"},
		{"twice", []answered{holds(7, 7, 1), holds(7, 7, 3), holds(7, 7, 5)}, "1-3 of 7, 3-5 of 7"},
		{"healed", []answered{holds(7, 7, 1, 2), holds(7, 7, 8), holds(7, 7, 1, 2, 5, 8)}, ""},
		{"healed without anything between", []answered{holds(7, 7, 1, 2), holds(7, 7, 8), holds(0, 7, 2, 8)}, ""},
		{"the one side alone", []answered{holds(7, 7, 1, 2), holds(7, 7, 8), holds(7, 7, 1, 2)}, "2-8 of 7"},
		{"the other side alone", []answered{holds(7, 7, 1, 2), holds(7, 7, 8), holds(7, 7, 8, 9)}, "2-8 of 7"},
		{"stretches that meet", []answered{holds(7, 7, 1, 2), holds(7, 7, 8), holds(7, 7, 2, 5), holds(7, 7, 5, 8)}, ""},
		{"of two chats the older one", []answered{holds(7, 7, 1, 2), holds(7, 8, 8), holds(7, 7, 1, 2, 3)}, ""},
		{"of two chats the newer one", []answered{holds(7, 7, 1, 2), holds(7, 8, 8), holds(7, 8, 8, 9)}, "2-8 of 7"},
	} {
		var m SeenIDs
		if got := m.play(c.answers...); got != c.want {
			t.Errorf("%s: gaps %q, want %q", c.name, got, c.want)
		}
	}
}

// TestLostEnd asks once more for a chat that the thread has left, and gets nothing of it.
func TestLostEnd(t *testing.T) {
	var m SeenIDs
	m.play(holds(7, 7, 1, 2), holds(8, 8, 8))
	m.Lost(7, time.Unix(2000, 0))
	if len(m.gaps) != 1 || m.gaps[0].Before != 2 || m.gaps[0].After != 8 {
		t.Fatalf("gaps %+v, want one from 2 to 8", m.gaps)
	}
	old := holds(7, 7, 1, 2).got
	if m.Heal(old, time.Unix(1999, 0), time.Unix(2001, 0)); len(m.gaps) != 1 {
		t.Errorf("an answer to what was asked before the gap was noticed heals it")
	}
	if m.Heal(old, time.Unix(2001, 0), time.Unix(2002, 0)); len(m.gaps) != 0 {
		t.Errorf("an answer to what was asked since does not heal it: %+v", m.gaps)
	}
	m.Lost(8, time.Unix(2003, 0))
	if len(m.gaps) != 0 {
		t.Errorf("the newest chat of the thread is left, and has a gap: %+v", m.gaps)
	}
}

// TestNoGapWithoutLoss asks random numbers of a thread that only grows, under
// every reading and with words that show late: nothing is ever suspected.
func TestNoGapWithoutLoss(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := dialect(rapid.IntRange(0, int(dialects)-1).Draw(t, "reading"))
		var m SeenIDs
		words := []model.Message{}
		late := map[model.MessageID]int{}
		chat, id := model.ChatID(10), model.MessageID(1000)
		for step := range rapid.IntRange(1, 60).Draw(t, "steps") {
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				chat += model.ChatID(rapid.IntRange(1, 3).Draw(t, "skipped"))
			case 1:
				id += model.MessageID(rapid.IntRange(1, 9).Draw(t, "hole"))
				words = append(words, model.Message{ID: id, Chat: chat})
				late[id] = step + rapid.SampledFrom([]int{0, 0, 0, 7}).Draw(t, "late")
			default:
				number := rapid.SampledFrom([]model.ChatID{0, chat - 1, chat, chat, chat + 1, 10}).Draw(t, "number")
				got := map[model.ChatID]IDs{}
				for _, w := range words {
					if late[w.ID] <= step && d.holds(w, number) {
						got[w.Chat] = append(got[w.Chat], w.ID)
					}
				}
				if s := m.play(answered{number: number, got: got}); s != "" {
					t.Fatalf("reading %d, step %d: gaps %s", d, step, s)
				}
			}
		}
	})
}

func TestMemoryIsBounded(t *testing.T) {
	var m SeenIDs
	for i := range 2000 {
		m.play(holds(7, 7, model.MessageID(10*i+10)))
	}
	if n := len(m.chats[7].ids); n != maxIDs || len(m.gaps) != maxTargetGaps || m.gaps[maxTargetGaps-1].After != 20_000 {
		t.Errorf("%d ids and %d gaps are remembered, want %d and the newest %d", n, len(m.gaps), maxIDs, maxTargetGaps)
	}
	m.Keep(&Cursor{})
	if len(m.chats) != 0 || len(m.gaps) != 0 {
		t.Errorf("%d chats and %d gaps of a cursor without any are remembered", len(m.chats), len(m.gaps))
	}
}
