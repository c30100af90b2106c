package model

import "testing"

// The numbers of states are in recordings and on sockets: none may ever mean another state.
func TestStatesKeepTheirNumbers(t *testing.T) {
	want := []string{
		"STARTING", "LIVE", "LATE", "RETRYING", "LIMITED", "TOKEN REJECTED", "PORTAL?", "API ERROR", "DRIFT", "PAUSED", "READING", "PARTIAL",
	}
	ranks := map[int]State{}
	for n, word := range want {
		s := State(n)
		if s.String() != word {
			t.Errorf("state %d is %s, want %s", n, s, word)
		}
		if other, ok := ranks[s.Rank()]; ok || s.Rank() < 0 {
			t.Errorf("%s and %s have the rank %d", s, other, s.Rank())
		}
		ranks[s.Rank()] = s
	}
	next := State(len(want))
	if len(stateWords) != len(want) || next.String() != "UNKNOWN" || next.Rank() >= 0 {
		t.Errorf("there is a state after %s that this test does not know", want[len(want)-1])
	}
	if ranks[0] != StateTokenRejected || ranks[len(want)-1] != StateLive {
		t.Errorf("from %s to %s, want from the token to what is well", ranks[0], ranks[len(want)-1])
	}
}
