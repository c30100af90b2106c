package serve

import (
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
)

// TestStandingOfASharedBoard: answers come in and all is well, but the list of visitors is not known to its end.
func TestStandingOfASharedBoard(t *testing.T) {
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	key := model.Key{Visitor: 1, Thread: 2}
	b := NewSharedBoard(board.Config{Limits: model.DefaultLimits(), Location: time.UTC})
	b.Apply(model.Event{
		At: at, Health: &model.Health{At: at, State: model.StateLive, LastGood: at, ReadDone: 1, ReadAll: 2},
		Threads: []model.ThreadInfo{{ID: key.Thread, Visitor: key.Visitor, At: at}}, Polled: []model.Polled{{Key: key, At: at}},
		Coverage: &model.Coverage{List: model.ListHealth{At: at, Unfinished: true}, Debts: model.Debts{At: at, Read: 1, Total: 2}},
	})
	if h := b.Standing(at); h.State != model.StateReading || h.Percent != 50 {
		t.Errorf("it is %s (%v), want READING 50%%", h.Word(), h.Why)
	}
}
