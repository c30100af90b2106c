package poller

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/cursor"
)

// TestServerThatRepeatsNothing delivers each message once: there an answer
// never holds anything known, and none of it is a gap.
func TestServerThatRepeatsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := calm(10)
		f.once = map[model.MessageID]bool{}
		running := run(t, f, DefaultConfig(), Options{})
		for i := range 200 {
			k := key(i % 10)
			f.say(k.Visitor, k.Thread, f.chatOf(k), model.SideVisitor, time.Now())
			pass(700 * time.Millisecond)
		}
		running.stop() // which wants no gap
		if n := len(running.screen.ids()); n < 190 {
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
		running := run(t, f, DefaultConfig(), Options{})
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
		later := asked(time.Hour) // its turns are 20 min apart and more by then, and 15 s in the first minute, since the stamps tell of words
		if first < 60/15+4 || later < 5 || later > 12 {
			t.Errorf("asked for %d times in the first minute, and %d times in an hour, want more than 8 and about 8", first, later)
		}
		if g := running.screen.gaps; len(g) != 1 || !g[0].Healed.IsZero() {
			t.Errorf("gaps %+v, want one that is open", g)
		}
		running.screen.gaps = nil
	})
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
		got, whole := p.threads.idsOf(&target{key: k}, c.ans)
		if whole != c.whole || !slices.Equal(got[7], cursor.IDs{8, 9}) {
			t.Errorf("%s: ids %v, whole %v; want 8 and 9, whole %v", c.name, got, whole, c.whole)
		}
	}
}
