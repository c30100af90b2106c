package poller_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquiretest"
)

// settled is how long it takes at most until the last word is on the Board: an
// idle thread is asked every 2 min, and what is behind it at the turn after.
const settled = 5 * time.Minute

// TestConvergeOnAStory plays one story under every dialect.
func TestConvergeOnAStory(t *testing.T) {
	for i, d := range acquiretest.Dialects() {
		t.Run(fmt.Sprintf("%d %v", i, d), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { playStory(t, d) })
		})
	}
}

// playStory lets visitors of every kind talk, in three acts.
func playStory(t *testing.T, d acquiretest.Dialect) {
	s := acquiretest.NewServer(acquiretest.Options{Token: token, Dialect: d})
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
	lone := s.LoneChat(loner)
	s.Say(lone, "on my own")
	pass(30 * time.Second)

	p := lay(t, s, setup{})
	pass(20 * time.Second)
	p.wantTruth("after the first read")

	wrong := s.Say(one, "I like it")
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
	late := s.Reply(middle, maya, "shown a minute late, its id and time older than the next")
	s.VisibleFrom(late, time.Now().Add(time.Minute))
	again := s.Say(middle, "hello?")
	s.Say(s.LoneChat(loner), "on my own again")
	pass(2 * time.Minute)
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
	_ = wrong
	p.stop()
}

// sample is how many dialects a run of a random floor takes; the runs of one
// seed after another come round to all of them.
const sample = 8

// TestConvergeOnFloors plays random floors under a sample of the dialects, all
// of them where FLOORWATCH_LONG is set.
func TestConvergeOnFloors(t *testing.T) {
	all := acquiretest.Dialects()
	n, from := sample, seed(t)
	if long() {
		n = len(all)
	}
	for i := range n {
		at := (int(from)*sample + i) % len(all)
		t.Run(fmt.Sprintf("%d %v", at, all[at]), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { playFloor(t, all[at], from+uint64(at)) })
		})
	}
}

func playFloor(t *testing.T, d acquiretest.Dialect, seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 1))
	s := acquiretest.NewServer(acquiretest.Options{Token: token, Dialect: d})
	defer s.Close()
	floor := acquiretest.NewFloor(s, seed, 2+rng.IntN(5), 5+rng.IntN(20), time.Now())
	p := lay(t, s, setup{})
	end := time.Now().Add(6 * time.Minute)
	p.start(func(ctx context.Context) {
		for time.Now().Before(end) && ctx.Err() == nil {
			floor.Advance(time.Now())
			time.Sleep(500 * time.Millisecond)
		}
	})
	pass(time.Until(end) + settled)
	p.wantTruth("at the end")
	p.stop()
}
