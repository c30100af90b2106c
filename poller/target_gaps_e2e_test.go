package poller_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/fakeacquire"
	"floorwatch/poller/fakeacquire/floor"
)

// heldBack is for how long the server keeps back what it has shown before.
const heldBack = 2 * time.Minute

// gapsHeal is how long after that the last gap is closed: it is asked about ever less often.
const gapsHeal = 2 * time.Minute

// TestGapsUnderLoss lets a server keep words back that it has delivered, and some
// that it has not, under the dialects: the gap shows, heals, and nothing is lost.
func TestGapsUnderLoss(t *testing.T) { under(t, 2, playLoss) }

// losing is hasten for a server that keeps words back.
func losing() setup {
	s := hasten()
	s.lossy = true
	return s
}

func playLoss(t *testing.T, d fakeacquire.Dialect, seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 3))
	s := fakeacquire.NewServer(fakeacquire.Options{Token: token, Dialect: d})
	defer s.Close()
	_, _, other := s.Visit("whose words all come")
	s.Say(other, "hello")
	v, thread, chat := s.Visit("whose words are kept back")
	key := model.Key{Visitor: v, Thread: thread}
	var shown []model.MessageID
	for range 1 + rng.IntN(5) {
		shown = append(shown, s.Say(chat, "seen before"))
	}
	p := lay(t, s, losing())
	pass(25 * time.Second)
	p.wantGaps("before the loss", key)

	until := time.Now().Add(heldBack)
	for range rng.IntN(4) {
		shown = append(shown, s.Say(chat, "not seen before"))
	}
	for _, id := range shown {
		s.VisibleFrom(id, until)
	}
	next := chat
	if rng.IntN(2) == 0 {
		next = s.NextChat(thread)
	}
	first := s.Say(next, "after it")
	s.Say(other, "this comes")
	pass(time.Until(until) - time.Minute)
	p.wantGaps("while words are kept back", key, first)
	s.Say(next, "more after it")
	pass(time.Until(until) - time.Second)
	p.wantGaps("a minute later", key, first)
	pass(gapsHeal)
	p.wantGaps("at the end", key)
	p.wantTruth("at the end")
	p.stop()
}

// wantGaps checks above which messages of a thread the Board says that others may be missing.
func (p *path) wantGaps(when string, key model.Key, want ...model.MessageID) {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	rows := p.board.At(time.Now().Add(p.board.Health().Skew + time.Second)).Threads
	i := slices.IndexFunc(rows, func(r *model.Row) bool { return r.Key == key })
	if i < 0 {
		p.t.Fatalf("%s: %+v is not on the Board", when, key)
	}
	if !slices.Equal(rows[i].Gaps, want) {
		p.t.Errorf("%s: gaps above %v, want %v", when, rows[i].Gaps, want)
	}
}

// TestGapsOnFloorsUnderLoss lets chats of a random floor vanish for two minutes while it goes on.
func TestGapsOnFloorsUnderLoss(t *testing.T) { under(t, 1, playFloorWithLoss) }

func playFloorWithLoss(t *testing.T, d fakeacquire.Dialect, seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 5))
	s := fakeacquire.NewServer(fakeacquire.Options{Token: token, Dialect: d})
	defer s.Close()
	life := floor.New(s, seed, 2+rng.IntN(3), 5+rng.IntN(10), time.Now())
	p := lay(t, s, losing())
	run := func(d time.Duration) {
		for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(500 * time.Millisecond) {
			life.Advance(time.Now())
		}
	}
	run(30 * time.Second)
	for range 4 {
		lines := s.Lines()
		at := lines[rng.IntN(len(lines))]
		chat := at.Chat
		for _, l := range lines { // words come in a thread's newest chat
			if l.Thread == at.Thread && l.Visitor == at.Visitor {
				chat = max(chat, l.Chat)
			}
		}
		for _, l := range lines {
			if l.Chat == chat {
				s.VisibleFrom(l.ID, time.Now().Add(heldBack))
			}
		}
		run(time.Second)
		s.Say(chat, "after it")
		run(20 * time.Second)
	}
	pass(heldBack + settled + gapsHeal)
	p.wantTruth("at the end")
	p.mu.Lock()
	for _, r := range p.board.At(time.Now().Add(time.Second)).Threads {
		if len(r.Gaps) > 0 {
			t.Errorf("at the end %+v has gaps above %v, want none", r.Key, r.Gaps)
		}
	}
	p.mu.Unlock()
	p.stop()
}

// TestGapSinceTheRecording starts again from a recording while the server keeps
// back what was recorded last, and once more when it shows it again.
func TestGapSinceTheRecording(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, chats := smallFloor()
		defer s.Close()
		thread := s.ThreadOf(chats[0])
		var key model.Key
		last := s.Say(chats[0], "the last word of the recording")
		for _, l := range s.Lines() {
			if l.Thread == thread {
				key = model.Key{Visitor: l.Visitor, Thread: thread}
			}
		}
		first := lay(t, s, setup{})
		pass(20 * time.Second)
		first.stop()
		recorded := first.board.Export()

		pass(time.Hour)
		lost := s.Say(chats[0], "said while nobody looked")
		for _, l := range s.Lines() {
			if l.Chat == chats[0] {
				s.VisibleFrom(l.ID, time.Now().Add(time.Minute))
			}
		}
		after := s.Say(chats[0], "the newest word")
		second := lay(t, s, setup{known: recorded, lossy: true})
		pass(20 * time.Second)
		second.wantGaps("after a restart", key, after)
		second.stop()
		recorded = append(recorded, second.board.Export()...)

		pass(time.Minute)
		third := lay(t, s, setup{known: recorded, lossy: true})
		pass(20 * time.Second)
		third.wantGaps("when it is healed", key)
		third.wantTruth("at the end")
		if all := third.all(); last >= lost || all[lost].ID != lost {
			t.Errorf("message %d after %d is not on the Board", lost, last)
		}
		third.stop()
	})
}
