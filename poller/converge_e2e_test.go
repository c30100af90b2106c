package poller_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller"
	"floorwatch/poller/fakeacquire"
	"floorwatch/poller/fakeacquire/floor"
)

// Idle and quiet threads are asked more often than by default, so that less
// virtual time has to go by; settled is how long it takes until the last word
// is on the Board.
const (
	idleEvery = 30 * time.Second
	settled   = 90 * time.Second
)

// hasten is a setup with these intervals.
func hasten() setup {
	return setup{cfg: func(c *poller.Config) { c.Quiet, c.Idle = idleEvery/2, idleEvery }}
}

// dialects returns n of the dialects by turns: the runs of one seed after
// another come round to all of them. FLOORWATCH_LONG takes all at once.
func dialects(seed uint64, n int) (from, to int) {
	all := len(fakeacquire.Dialects())
	if long() {
		return 0, all
	}
	if testing.Short() {
		n = 1
	}
	from = int(seed*uint64(n)) % all
	return from, min(from+n, all)
}

// under plays a test under some dialects, each in virtual time.
func under(t *testing.T, n int, play func(*testing.T, fakeacquire.Dialect, uint64)) {
	t.Helper()
	seed := seed(t)
	from, to := dialects(seed, n)
	for i, d := range fakeacquire.Dialects()[from:to] {
		t.Run(fmt.Sprintf("%d %+v", from+i, d), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { play(t, d, seed+uint64(i)) })
		})
	}
}

// TestConvergeOnAStory plays one story under the dialects.
func TestConvergeOnAStory(t *testing.T) { under(t, 2, playStory) }

// TestConvergeOnFloors plays random floors under the dialects.
func TestConvergeOnFloors(t *testing.T) { under(t, 1, playFloor) }

// playStory lets visitors of every kind talk, in three acts.
func playStory(t *testing.T, d fakeacquire.Dialect, _ uint64) {
	s := fakeacquire.NewServer(fakeacquire.Options{Token: token, Dialect: d})
	defer s.Close()
	maya, ivo := s.AddAgent("Maya", "Support"), s.AddAgent("Ivo", "Sales")
	// One chat; three chats in a thread, the last without a word; two threads; no thread; one visitor with both.
	_, plain, one := s.Visit("one chat")
	s.Say(one, "hello")
	_, row, first := s.Visit("three chats")
	s.Say(first, "the first chat")
	s.Reply(first, maya, "its answer")
	s.CloseThread(row)
	pass(time.Minute)
	second := s.NextChat(row)
	s.Say(second, "the second chat")
	s.SeenByAgent(second)
	third := s.NextChat(row)
	two := s.AddVisitor("two threads")
	left, right := s.StartChat(two), s.StartChat(two)
	s.Say(left, "left")
	s.Bot(right, "right")
	loner := s.AddVisitor("no thread")
	lone := s.StartThreadlessChat(loner)
	s.Say(lone, "on my own")
	pass(10 * time.Second)

	p := lay(t, s, hasten())
	pass(20 * time.Second)
	p.wantTruth("after the first read")

	s.Say(one, "I like it")
	s.Reply(one, maya, "thanks")
	s.Transfer(one, ivo)
	next := s.NextChat(plain)
	s.Say(next, "another question")
	s.Say(third, "the third begins to talk")
	_, _, fresh := s.Visit("found by discovery only")
	s.Say(fresh, "is anybody there?")
	middle := s.StartChat(two)
	s.Say(middle, "a third thread")
	s.Say(left, "left again")
	late := s.Reply(middle, maya, "shown two minutes late, its id and time older than the next")
	s.VisibleFrom(late, time.Now().Add(2*time.Minute))
	again := s.Say(middle, "hello?")
	s.Say(s.StartThreadlessChat(loner), "on my own again")
	pass(90 * time.Second)
	p.wantTruth("after the second act")

	s.SeenByAgent(next)
	s.SeenByVisitor(third)
	s.MarkSeen(again)
	s.Edit(again, "hello, somebody?")
	s.Note(next, ivo, "looks angry")
	s.Mail(fresh, "Subject", "<p>Body &amp; more</p>")
	s.Rate(next, 4, "fine")
	s.CloseThread(s.ThreadOf(middle))
	pass(settled)
	p.wantTruth("at the end")
	if h := p.now(); h.State != model.StateLive {
		t.Errorf("state %v (%v), want LIVE", h.State, h.Why)
	}
	p.stop()
}

func playFloor(t *testing.T, d fakeacquire.Dialect, seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 1))
	s := fakeacquire.NewServer(fakeacquire.Options{Token: token, Dialect: d})
	defer s.Close()
	life := floor.New(s, seed, 2+rng.IntN(5), 5+rng.IntN(20), time.Now())
	p := lay(t, s, hasten())
	span := 4 * time.Minute
	if testing.Short() {
		span = 2 * time.Minute
	}
	end := time.Now().Add(span)
	p.start(func(ctx context.Context) {
		for time.Now().Before(end) && ctx.Err() == nil {
			life.Advance(time.Now())
			time.Sleep(500 * time.Millisecond)
		}
	})
	pass(time.Until(end) + settled)
	p.wantTruth("at the end")
	p.stop()
}
