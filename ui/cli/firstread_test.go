package cli

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/report"
)

// A scripted is a reader that brings its Events and then nothing.
type scripted struct {
	floorSource
	events []model.Event
}

func (s scripted) Run(ctx context.Context, emit func(model.Event)) error {
	for _, e := range s.events {
		emit(e)
	}
	<-ctx.Done()
	return nil
}

// A snapshot of a floor of which something cannot be read is never OK: unknown, or as bad as what was read.
func TestSnapshotOfWhatCannotBeRead(t *testing.T) {
	now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // when a bubble of virtual time begins
	word := func(age time.Duration) model.Event {
		at := now.Add(-age)
		return model.Event{
			At:       now,
			Messages: []model.Message{{ID: 1, Chat: 1, Visitor: 1, Thread: 1, SentAt: at, Side: model.SideVisitor, Kind: model.KindMessage, Seen: model.SeenNo, FirstAt: at, LastAt: at}},
			Polled:   []model.Polled{{Key: model.Key{Visitor: 1, Thread: 1}, At: now}},
		}
	}
	health := func(h model.Health) model.Event {
		h.At, h.LastGood, h.State, h.Targets, h.ReadAll, h.Why = now, now, model.StateLive, 2, 2, safetext.Line("1 of 2 chats cannot be read")
		return model.Event{At: now, Health: &h}
	}
	stuck, under := model.Health{ReadDone: 1, ReadFailed: 1, Failing: 1}, model.Health{ReadDone: 1}
	for _, c := range []struct {
		name      string
		events    []model.Event
		connected bool
		status    int
		say       string // of the error; "" where it did not wait
	}{
		{"nothing bad is known", []model.Event{word(time.Second), health(stuck)}, false, exitUnknown, "1 of 2 chats cannot be read"},
		{"who waits is known", []model.Event{word(20 * time.Minute), health(stuck)}, false, 2, "was not read within"},
		{"still reading", []model.Event{word(20 * time.Minute), health(under)}, false, 2, "was not read within"},
		{"a server's, nothing bad is known", []model.Event{word(time.Second), health(stuck)}, true, exitUnknown, ""},
		{"a server's, who waits is known", []model.Event{word(20 * time.Minute), health(stuck)}, true, 2, ""},
		{"a server's, still reading", []model.Event{word(time.Second), health(under)}, true, exitUnknown, "was not read within"},
		{"all is read", []model.Event{word(time.Second), health(model.Health{ReadDone: 2, Read: true})}, false, exitOK, ""},
	} {
		var r *report.Report
		var err error
		synctest.Test(t, func(t *testing.T) {
			group := newGroup(t.Context())
			r, err = readOnce(group, config.Default(), scripted{events: c.events}, c.connected, snapshotOptions{timeout: time.Second})
			if why := group.stop(); why != nil {
				t.Error(why)
			}
		})
		if got := r.ExitCode(); got != c.status {
			t.Errorf("%s: exit status %d (%s), want %d", c.name, got, r.Level, c.status)
		}
		if (err != nil) != (c.say != "") || err != nil && !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.say)
		}
	}
}
