package cli

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/poller/acquire"
	"floorwatch/poller/fakeacquire"
	"floorwatch/poller/fakeacquire/account"
	"floorwatch/poller/fakeacquire/floor"
	"floorwatch/ui/cli/config"
)

// standing says of every chat of an account in which the visitor waits whether the newest line has been seen, and who has it.
func standing(acct *account.Account) map[model.ChatID]string {
	acct.Mu.Lock()
	defer acct.Mu.Unlock()
	is := map[model.ChatID]string{}
	for _, c := range acct.Records.Chats {
		var last *account.Message
		for _, m := range c.Messages {
			if m.Typ == account.TypeMessage && m.Sender != account.SenderBot {
				last = m
			}
		}
		if last == nil || last.Sender != account.SenderVisitor || c.Ended != 0 || c.Offline {
			continue
		}
		by := model.AgentID(0)
		if n := len(c.Agents); n > 0 {
			by = c.Agents[n-1].ID
		}
		is[c.ID] = fmt.Sprintf("seen %v, agent %d", last.Seen, by)
	}
	return is
}

// TestWatchedPast travels to moments before the start: the Board shows of each what the floor then was.
func TestWatchedPast(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const minutes = 7
		time.Sleep(time.Second - 1) // Acquire's times are whole seconds: at the end of one all that is stamped with it has been
		o := options{demoSeed: 3, demoAgents: 5, demoThreads: 30}
		opened := time.Now().Add(-minutes * time.Minute)
		watched := past(func(ctx context.Context) ([]model.Event, error) { return watchPast(ctx, o, opened) })
		recorded, states := board.New(board.Config{Limits: model.DefaultLimits()}), map[string]int{}
		all, err := watched.emit(t.Context(), func(e model.Event) model.Event {
			recorded.Apply(e)
			s := recorded.At(e.At)
			states[s.EffectiveHealth(recorded.Health()).Word()+" "+model.FigureOf(model.FigureWaiting).Value(s, model.Subject{}).Bound.String()]++
			return e
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(states) != 1 || states["LIVE exact"] <= 4*minutes {
			t.Errorf("a replay says %v, want it LIVE and exact all the time", states)
		}
		if c := all.Coverage; all.Health != nil || !c.List.At.IsZero() || !c.Debts.At.IsZero() {
			t.Errorf("the screen is told %+v of its own reading, which has not begun", all.Coverage)
		}
		b := board.New(board.Config{Limits: model.DefaultLimits()})
		b.Apply(all)

		at := opened
		server := fakeacquire.NewServer(fakeacquire.Options{Now: func() time.Time { return at }})
		defer server.Close()
		truth, waits := floor.New(server, o.demoSeed, o.demoAgents, o.demoThreads, opened), 0
		want := map[time.Time]map[model.ChatID]string{}
		for ; !at.After(time.Now()); at = at.Add(time.Minute) {
			truth.Advance(at)
			want[at] = standing(server.Account)
		}
		for at, want := range want {
			s, got := b.At(at), map[model.ChatID]string{}
			for _, r := range s.Threads {
				if r.Wait.Running {
					got[r.Chat] = fmt.Sprintf("seen %v, agent %d", r.Sight == model.SightSeen, r.Owner)
				}
			}
			maps.DeleteFunc(want, func(id model.ChatID, _ string) bool {
				return server.Records.Chats[id].Missed // by the rule for those that Acquire flags it was over with its last line
			})
			if line := s.UnobservedSentence(); line != "" {
				t.Errorf("at %v: %s", at, line)
			}
			if waits += len(want); !maps.Equal(got, want) {
				t.Errorf("at %v waits\n%v, want\n%v", at, got, want)
			}
		}
		if waits < minutes {
			t.Errorf("%d waits in %d minutes: this test says little", waits, minutes)
		}
	})
}

// TestPastComesFirst runs a reader with a past: the screen has it before anything else and at once, and the
// reading goes on from it without a hole.
func TestPastComesFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := fakeacquire.NewServer(fakeacquire.Options{})
		defer server.Close()
		token, err := acquire.NewToken("test-token")
		if err != nil {
			t.Fatal(err)
		}
		cfg := config.Default()
		client, err := acquire.New(cfg.Account(), token, acquire.WithTransport(server.Transport()))
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		since := time.Now().Add(-time.Hour)
		before := func(context.Context) (list []model.Event, err error) {
			for at := since; !at.After(time.Now()); at = at.Add(watchStep) {
				list = append(list, model.Event{At: at, Coverage: &model.Coverage{Observed: model.Observed{At: at, Since: since}}})
			}
			return list, nil
		}
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		b := board.New(board.Config{Limits: model.DefaultLimits()})
		var told []model.Event
		err = newLocalSource(cfg, client, before, nil, slog.New(slog.DiscardHandler)).Run(ctx, func(e model.Event) {
			told = append(told, e)
			b.Apply(e)
		})
		if err != nil || len(told) < 2 {
			t.Fatalf("%d events, %v", len(told), err)
		}
		if c := told[0].Coverage; c == nil || !c.Observed.At.Equal(since.Add(time.Hour)) || len(told[0].Coverage.Observed.Holes) > 0 {
			t.Errorf("first came %+v, want the whole past", told[0])
		}
		if i := slices.IndexFunc(told[1:], func(e model.Event) bool { return e.At.Before(since.Add(time.Hour)) && e.Dated() }); i >= 0 {
			t.Errorf("event %d is of %v", i, told[i+1].At)
		}
		if o := b.Coverage().Observed; !o.Since.Equal(since) || len(o.Holes) > 0 {
			t.Errorf("observed is %+v, want since %v without a hole", o, since)
		}
	})
}
