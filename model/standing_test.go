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
