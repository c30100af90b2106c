package model

import (
	"testing"
	"time"
)

// What is past its goal is counted once for all faces: at the goal itself a reply is in time, and of a wait that is
// not sure it is not said.
func TestPastGoal(t *testing.T) {
	waits := func(left time.Duration, unsure bool) *Row {
		return &Row{Wait: Clock{Running: true}, TimeLeft: left, Unsure: unsure}
	}
	s := Snapshot{Threads: []*Row{
		waits(-time.Minute, true), waits(-time.Second, false), waits(0, false), waits(time.Second, false), {TimeLeft: -time.Second},
	}}
	if n := s.PastGoal(); n != 1 {
		t.Errorf("%d are past their goal, want 1", n)
	}
}

// Whatever makes a figure of now or of the last half hour at least, or about while the floor is read in
// time is named: no face shows LIVE beside a sign without a word.
func TestInexactSaysWhy(t *testing.T) {
	for _, c := range []struct {
		name  string
		cover coverSpec
		ends  int
		want  string
	}{
		{"all is known", coverSpec{began: -99999, read: true}, 0, ""},
		{"some of this morning", coverSpec{began: -99999, read: true, open: many(40, owed(DebtUnlisted, n-9000))}, 0, ""},
		{"earlier chats", coverSpec{began: -99999, read: true, open: many(12, owedSpec{DebtEarlierChat, n - 600, false})}, 0, "figures with ≥ or ~ are without 12 earlier chats"},
		{"when is not known", coverSpec{began: -99999, read: true, open: many(1, owedSpec{DebtEarlierChat, 0, false})}, 0, "figures with ≥ or ~ are without 1 earlier chat"},
		{"ends", coverSpec{began: -99999, read: true}, 2, ""},
		{"both", coverSpec{began: -99999, read: true, open: append(many(40, owed(DebtUnlisted, n-9000)), owedSpec{DebtCapped, n - 10, false})}, 1,
			"figures with ≥ or ~ are without 1 chat's beginning, and the exact end of 1 chat"},
		{"still being read", coverSpec{began: -99999, read: true, open: many(1, owed(DebtUnlisted, n-600))}, 1, ""},
	} {
		s, h := c.cover.floor(0)
		s.Headline.HalfHour.Missed, s.Headline.HalfHour.MissedUpTo = 1, 1+c.ends
		s.Headline.HalfHour.FirstService, s.Headline.HalfHour.Replies = ServiceLevel{In: 3, Of: 4}, 9
		h = s.EffectiveHealth(h)
		if got := s.Inexact(h, ScreenNotation()); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		signed := false
		for _, id := range []FigureID{FigureFirstService, FigureMissed, FigureReplies} {
			b := FigureOf(id).Value(s, Subject{}).Bound
			signed = signed || b == BoundLeast || b == BoundAbout
		}
		if h.State == StateLive && signed != (c.want != "") {
			t.Errorf("%s: figures carry a sign: %v, and it says %q", c.name, signed, c.want)
		}
	}
	s, h := coverSpec{began: -99999, read: true, open: many(1, owed(DebtUnlisted, n-10))}.floor(0)
	s.Coverage.Debts.Total, s.Coverage.Debts.Since = 1, exampleTime(n-1)
	if got := s.Inexact(s.EffectiveHealth(h), SpokenNotation()); got != "figures with at least or about are without 1 visitor" {
		t.Errorf("of somebody who has just come: %q", got)
	}
}
