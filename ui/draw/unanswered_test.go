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

// Nothing is being read of a floor that has been read: a figure of the past that has no value is not known.
func TestUnreadIsNotUnknown(t *testing.T) {
	for want, d := range map[string]model.Debts{"reading 23 of 100": {Read: 23, Total: 100}, "not known": {Read: 100, Total: 100}, "no data yet": {}} {
		if got := (&FigureReader{S: &model.Snapshot{Coverage: model.Coverage{Debts: d}}}).Unread(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// What an agent has written elsewhere is at least that while messages may not have been read.
func TestBusyIsAtLeastWhatHasBeenRead(t *testing.T) {
	r := &model.Row{Wait: model.Clock{Running: true}, Owner: 1, OwnerState: model.AgentBusy, OwnerBusy: 2}
	for part, want := range map[bool]string{false: "BUSY 2: answered 2 messages elsewhere", true: "BUSY 2+: answered 2 messages or more elsewhere"} {
		r.BusyPart = part
		_, word := OwnerState(r)
		if got := word + ": " + StateReasons(r.OwnerState, r.OwnerBusy, r.BusyPart)[0]; got != want {
			t.Errorf("%q, want %q", got, want)
		}
		if _, word := AgentState(&model.AgentRow{State: model.AgentBusy, Busy: 2, BusyPart: part}, r.LastAt); word != want[:len(word)] || word == "BUSY 2" && part {
			t.Errorf("in Agents %q", word)
		}
	}
}
