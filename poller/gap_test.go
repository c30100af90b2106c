package poller

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// An answered is an answer in a test: chat → ids, to a number.
type answered struct {
	number model.ChatID
	got    map[model.ChatID]ids
	cut    bool // rows of it could not be read
}

func holds(number model.ChatID, chat model.ChatID, list ...model.MessageID) answered {
	return answered{number: number, got: map[model.ChatID]ids{chat: list}}
}

func (a answered) and(chat model.ChatID, list ...model.MessageID) answered {
	a.got[chat] = list
	return a
}

// play lets a memory take answers in, a second apart, and writes down the gaps that are left.
func (m *memory) play(list ...answered) string {
	for i, a := range list {
		now := time.Unix(int64(1000+i), 0)
		m.heal(a.got, now, now)
		m.look(question{number: a.number}, a.got, !a.cut, now)
		m.note(question{number: a.number}, a.got)
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
		{"rows that cannot be read", []answered{holds(7, 7, 1, 2), {7, map[model.ChatID]ids{7: {8, 9}}, true}}, ""},
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
		var m memory
		if got := m.play(c.answers...); got != c.want {
			t.Errorf("%s: gaps %q, want %q", c.name, got, c.want)
		}
	}
}

// TestLostEnd asks once more for a chat that the thread has left, and gets nothing of it.
func TestLostEnd(t *testing.T) {
	var m memory
	m.play(holds(7, 7, 1, 2), holds(8, 8, 8))
	m.lost(7, time.Unix(2000, 0))
	if len(m.gaps) != 1 || m.gaps[0].Before != 2 || m.gaps[0].After != 8 {
		t.Fatalf("gaps %+v, want one from 2 to 8", m.gaps)
	}
	old := holds(7, 7, 1, 2).got
	if m.heal(old, time.Unix(1999, 0), time.Unix(2001, 0)); len(m.gaps) != 1 {
		t.Errorf("an answer to what was asked before the gap was noticed heals it")
	}
	if m.heal(old, time.Unix(2001, 0), time.Unix(2002, 0)); len(m.gaps) != 0 {
		t.Errorf("an answer to what was asked since does not heal it: %+v", m.gaps)
	}
	m.lost(8, time.Unix(2003, 0))
	if len(m.gaps) != 0 {
		t.Errorf("the newest chat of the thread is left, and has a gap: %+v", m.gaps)
	}
}

// TestNoGapWithoutLoss asks random numbers of a thread that only grows, under
// every reading and with words that show late: nothing is ever suspected.
func TestNoGapWithoutLoss(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := &floor{reading: reading(rapid.IntRange(0, int(fromID)).Draw(t, "reading"))}
		var m memory
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
				got := map[model.ChatID]ids{}
				for _, w := range words {
					if late[w.ID] <= step && f.holds(w, acquire.MessagesRequest{LastChat: number}) {
						got[w.Chat] = append(got[w.Chat], w.ID)
					}
				}
				if s := m.play(answered{number: number, got: got}); s != "" {
					t.Fatalf("%v, step %d: gaps %s", f.reading, step, s)
				}
			}
		}
	})
}

// TestServerThatRepeatsNothing delivers each message once: there an answer
// never holds anything known, and none of it is a gap.
func TestServerThatRepeatsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := calm(10)
		f.once = map[model.MessageID]bool{}
		ride := run(t, f, DefaultConfig(), Options{})
		for i := range 200 {
			k := key(i % 10)
			f.say(k.Visitor, k.Thread, f.chatOf(k), model.SideVisitor, time.Now())
			pass(700 * time.Millisecond)
		}
		ride.stop() // which wants no gap
		if n := len(ride.screen.ids()); n < 190 {
			t.Errorf("%d words arrived, want the 200 of this test but for the last few", n)
		}
	})
}

// chatOf is the newest chat of a thread.
func (f *floor) chatOf(k model.Key) model.ChatID {
	f.mu.Lock()
	defer f.mu.Unlock()
	i := slices.IndexFunc(f.threads, func(ti model.ThreadInfo) bool { return ti.ID == k.Thread && ti.Visitor == k.Visitor })
	return f.threads[i].Last
}

// TestGapsAreAskedAboutEverLessOften lets a chat never come back whole, and
// wants it asked for, but not for long as often as at first.
func TestGapsAreAskedAboutEverLessOften(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := calm(10)
		ride := run(t, f, DefaultConfig(), Options{})
		pass(20 * time.Second)
		k := key(0)
		f.mu.Lock()
		f.words = slices.DeleteFunc(f.words, func(m model.Message) bool { return m.Visitor == k.Visitor })
		f.mu.Unlock()
		f.say(k.Visitor, k.Thread, f.chatOf(k), model.SideAgent, time.Now())
		asked := func(d time.Duration) int {
			from := time.Now()
			pass(d)
			return f.asked(from, k)
		}
		first := asked(time.Minute)
		pass(40 * time.Minute)
		later := asked(time.Hour) - int(time.Hour/DefaultConfig().Idle)
		if first < 60/5+4 || later < 5 || later > 12 {
			t.Errorf("asked for %d times in the first minute, and %d times in an hour beside its turns, want some more than 12 and about 6", first, later)
		}
		if g := ride.screen.gaps; len(g) != 1 || !g[0].Healed.IsZero() {
			t.Errorf("gaps %+v, want one that is open", g)
		}
		ride.screen.gaps = nil
	})
}

func TestMemoryIsBounded(t *testing.T) {
	var m memory
	for i := range 2000 {
		m.play(holds(7, 7, model.MessageID(10*i+10)))
	}
	if n := len(m.chats[7].ids); n != maxHeard || len(m.gaps) != maxTargetGaps || m.gaps[maxTargetGaps-1].After != 20_000 {
		t.Errorf("%d ids and %d gaps are remembered, want %d and the newest %d", n, len(m.gaps), maxHeard, maxTargetGaps)
	}
	m.keep(&cursor{})
	if len(m.chats) != 0 || len(m.gaps) != 0 {
		t.Errorf("%d chats and %d gaps of a cursor without any are remembered", len(m.chats), len(m.gaps))
	}
}

// An answer with a row that could not be read may hold a known message in it.
func TestUnreadableRowsAreNoGap(t *testing.T) {
	p := New(nil, DefaultConfig(), Options{Seed: "test"})
	k := key(0)
	of := func(list ...model.MessageID) []model.Message {
		var msgs []model.Message
		for _, id := range list {
			msgs = append(msgs, model.Message{ID: id, Chat: 7, Visitor: k.Visitor, Thread: k.Thread})
		}
		return msgs
	}
	for _, c := range []struct {
		name  string
		ans   acquire.Messages
		whole bool
	}{
		{"all read", acquire.Messages{Messages: of(9, 8), Rows: 2}, true},
		{"one as a placeholder", acquire.Messages{Messages: of(8, -5, 9), Rows: 3}, false},
		{"one left out", acquire.Messages{Messages: of(8, 9), Rows: 3}, false},
	} {
		got, whole := p.idsOf(&target{key: k}, c.ans)
		if whole != c.whole || !slices.Equal(got[7], ids{8, 9}) {
			t.Errorf("%s: ids %v, whole %v; want 8 and 9, whole %v", c.name, got, whole, c.whole)
		}
	}
}
