package draw

import (
	"testing"

	"floorwatch/model"
)

func TestUnanswered(t *testing.T) {
	for n, want := range map[int]string{-1: "", 0: "", 1: "1", 50: "50", 51: "50+", 4000: "50+"} {
		if got := Unanswered(n); got != want {
			t.Errorf("%d unanswered messages are written %q, want %q", n, got, want)
		}
	}
}

// What an agent has written elsewhere is at least that while messages may not have been read.
func TestBusyIsAtLeastWhatHasBeenRead(t *testing.T) {
	r := &model.Row{Wait: model.Clock{Running: true}, Owner: 1, OwnerState: model.AgentBusy, OwnerBusy: 2}
	for part, want := range map[bool]string{false: "BUSY 2: answered 2 messages elsewhere", true: "BUSY 2+: answered 2 messages or more elsewhere"} {
		r.BusyPart = part
		_, word := OwnerState(r)
		if got := word + ": " + StateReason(r); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if _, word := AgentState(&model.AgentRow{State: model.AgentBusy, Busy: 2, BusyPart: part}, r.LastAt); word != want[:len(word)] || word == "BUSY 2" && part {
			t.Errorf("in Agents %q", word)
		}
	}
}
