package cli

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller"
)

// The screen gets the first Event at once and every message within a rest, but
// not an Event for each of them.
func TestPumpRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inbox := poller.NewInbox()
		ctx, cancel := context.WithCancel(t.Context())
		began := time.Now()
		var times []time.Duration
		late := map[model.MessageID]time.Duration{}
		ended := make(chan error, 1)
		go func() {
			ended <- pump(ctx, inbox, func(e model.Event) {
				times = append(times, time.Since(began))
				for _, m := range e.Messages {
					late[m.ID] = time.Since(m.SentAt)
				}
			})
		}()
		const messages, pause = 100, 20 * time.Millisecond
		for i := range messages {
			now := time.Now()
			inbox.Put(model.Event{At: now, Messages: []model.Message{{ID: model.MessageID(i + 1), Chat: 1, SentAt: now}}})
			time.Sleep(pause)
		}
		time.Sleep(2 * pumpRest)
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the pump ended with %v, want without an error", err)
		}
		if times[0] != 0 {
			t.Errorf("the first Event came after %v, want at once", times[0])
		}
		if want := int(messages*pause/pumpRest) + 1; len(times) > want {
			t.Errorf("%d Events in %v, want at most %d", len(times), messages*pause, want)
		}
		if len(late) != messages {
			t.Errorf("%d messages came through, want %d", len(late), messages)
		}
		for id, d := range late {
			if d > pumpRest {
				t.Errorf("message %d came after %v, want within %v", id, d, pumpRest)
			}
		}
	})
}

// The end of the program ends a rest.
func TestPumpEndsWhileItRests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inbox := poller.NewInbox()
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- pump(ctx, inbox, func(model.Event) {}) }()
		inbox.Put(model.Event{At: time.Now()})
		synctest.Wait()
		cancel()
		from := time.Now()
		if <-ended; time.Since(from) != 0 {
			t.Errorf("the pump went on for %v", time.Since(from))
		}
	})
}
