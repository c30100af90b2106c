package cli

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller"
)

// The screen gets the first Event after a lull at once, and then one just before each tick with all that has arrived:
// every message is there at the first tick after it, or within the lead of the second.
func TestPumpWaitsForTheTick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		inbox := poller.NewInbox()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		time.Sleep(300 * time.Millisecond) // the clock of the test begins at a tick
		type sent struct {
			at       time.Time
			tick     bool
			messages int
		}
		var all []sent
		late := map[model.MessageID]time.Duration{}
		ended := make(chan error, 1)
		go func() {
			ended <- pump(ctx, inbox, func(e model.Event, tick bool) {
				all = append(all, sent{time.Now(), tick, len(e.Messages)})
				for _, m := range e.Messages {
					late[m.ID] = time.Since(m.SentAt)
				}
			})
		}()
		put := func(id int) {
			now := time.Now()
			inbox.Put(model.Event{At: now, Messages: []model.Message{{ID: model.MessageID(id), Chat: 1, SentAt: now}}})
		}
		const messages, pause, lull = 100, 20 * time.Millisecond, 3300 * time.Millisecond
		began := time.Now()
		for i := range messages {
			put(i + 1)
			time.Sleep(pause)
		}
		busy := time.Since(began)
		time.Sleep(lull)
		put(messages + 1)
		time.Sleep(time.Second)
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the pump ended with %v, want without an error", err)
		}
		if len(late) != messages+1 {
			t.Errorf("%d messages came through, want %d", len(late), messages+1)
		}
		if first, last := all[0], all[len(all)-1]; late[1] != 0 || first.tick || late[messages+1] != 0 || last.tick {
			t.Errorf("the first Event %+v, %v late, and the one after a lull %+v, %v late, want both at once", first, late[1], last, late[messages+1])
		}
		if want := int(busy/time.Second) + 2; len(all)-1 > want {
			t.Errorf("%d Events in %v, want at most %d", len(all)-1, busy, want)
		}
		for _, s := range all[1 : len(all)-1] {
			if before := untilTick(s.at); !s.tick || before <= 0 || before > pumpLead {
				t.Errorf("an Event came %v before a tick (told so: %v), want at most %v", before, s.tick, pumpLead)
			}
		}
		for id, d := range late {
			if d > time.Second {
				t.Errorf("message %d came after %v, want within a second", id, d)
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
		go func() { ended <- pump(ctx, inbox, func(model.Event, bool) {}) }()
		inbox.Put(model.Event{At: time.Now()})
		synctest.Wait()
		cancel()
		from := time.Now()
		if <-ended; time.Since(from) != 0 {
			t.Errorf("the pump went on for %v", time.Since(from))
		}
	})
}
