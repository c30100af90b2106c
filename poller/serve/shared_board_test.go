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

// TestRestoreShowsTheDayAtOnceOrNotAtAll: while a recording is read back nothing of it is known, so that no chat waits
// that was answered later; what came meanwhile stays, and a reading of before the program began is the older one.
func TestRestoreShowsTheDayAtOnceOrNotAtAll(t *testing.T) {
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	b := NewSharedBoard(board.Config{Limits: model.DefaultLimits(), Location: time.UTC})
	word := func(id model.MessageID, side model.Side, after time.Duration) model.Event {
		sent := at.Add(after)
		return model.Event{At: sent, Messages: []model.Message{{ID: id, Chat: 3, Visitor: 1, Thread: 2, SentAt: sent, FirstAt: sent, LastAt: sent, Side: side, Kind: model.KindMessage}}}
	}
	rows := func() (n int) {
		b.With(func(held *board.Board) { n = len(held.At(at.Add(time.Hour)).Threads) })
		return n
	}
	b.Restore(func(apply func(model.Event)) {
		apply(word(1, model.SideVisitor, 0))
		if n := rows(); n != 0 {
			t.Errorf("half-way %d chats are shown, want none", n)
		}
		b.Apply(model.Event{At: at, Claims: []model.Claim{{Chat: 3, At: at.Add(time.Minute)}}})
		apply(word(2, model.SideAgent, time.Minute))
	})
	if n := rows(); n != 1 {
		t.Errorf("then %d chats are shown, want 1", n)
	}
	b.With(func(held *board.Board) {
		if _, ok := held.Claim(3); !ok {
			t.Error("the claim that came meanwhile is gone")
		}
		if n := len(held.Transcript(model.Key{Visitor: 1, Thread: 2})); n != 2 {
			t.Errorf("%d messages, want 2", n)
		}
	})
}
