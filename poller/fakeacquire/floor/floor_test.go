package floor

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode"

	"floorwatch/model"
	"floorwatch/poller/fakeacquire"
	"floorwatch/poller/fakeacquire/account"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// openFloor opens a floor whose server runs on its own clock.
func openFloor(seed uint64, agents, threads int) (*Floor, *fakeacquire.Server, *time.Time) {
	now := noon
	s := fakeacquire.NewServer(fakeacquire.Options{Now: func() time.Time { return now }})
	return New(s, seed, agents, threads, now), s, &now
}

// digest stands for all that a client could ever read of a floor.
func digest(s *fakeacquire.Server) string {
	h := sha256.New()
	for id := range s.Records.NextMessage {
		if m := s.Records.Messages[model.MessageID(id)]; m != nil {
			fmt.Fprintln(h, m.ID, m.Chat.ID, m.Chat.Visitor.ID, m.Chat.Visitor.Name, m.At, m.Sender, m.Typ, m.Text, m.Seen, m.Chat.Missed)
		}
	}
	for _, v := range s.Records.List(true) {
		for _, t := range v.Threads {
			fmt.Fprintln(h, v.ID, t.ID, t.Closed, v.Updated, len(t.Chats[0].Agents))
			for _, c := range t.Chats {
				fmt.Fprintln(h, c.ID)
			}
		}
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}

// TestFloorRepeats plays one floor in steps of several sizes.
func TestFloorRepeats(t *testing.T) {
	play := func(seed uint64, steps ...time.Duration) string {
		f, s, now := openFloor(seed, 6, 40)
		for i := 0; now.Before(noon.Add(2 * time.Hour)); i++ {
			step := min(steps[i%len(steps)], noon.Add(2*time.Hour).Sub(*now))
			*now = now.Add(step)
			f.Advance(*now)
		}
		return digest(s)
	}
	want := play(1, 2*time.Hour)
	for _, steps := range [][]time.Duration{{2 * time.Hour}, {time.Second}, {250 * time.Millisecond, 40 * time.Minute, 3 * time.Second}, {7 * time.Minute}} {
		if got := play(1, steps...); got != want {
			t.Errorf("in steps of %v the floor differs", steps)
		}
	}
	if play(2, 2*time.Hour) == want {
		t.Error("another seed gives the same floor")
	}
	f, s, _ := openFloor(1, 6, 40)
	before := digest(s)
	f.Advance(noon.Add(-time.Hour))
	if digest(s) != before {
		t.Error("going back changes the floor")
	}
}

// TestFloorIsLively watches floors of many sizes for an hour, from the first
// moment on: some wait, a few too long, most are served in time.
func TestFloorIsLively(t *testing.T) {
	for _, size := range []struct{ agents, threads, seeds int }{{5, 50, 4}, {14, 110, 4}, {40, 400, 2}, {120, 1500, 1}} {
		if size.threads > 1000 && testing.Short() {
			continue // as long as all the others
		}
		for seed := range uint64(size.seeds) {
			f, s, now := openFloor(seed, size.agents, size.threads)
			var waiting, over, severe, looks int
			var first, next turns
			for minute := 0; minute < 60; minute += 2 {
				l := look(s, now.Unix())
				if minute == 0 && (l.live*8 < size.threads || l.first.all*8 < size.threads || l.waiting == 0) {
					t.Errorf("%+v seed %d: at first %+v, want more", size, seed, l)
				}
				if minute%30 == 0 {
					first = turns{first.in + l.first.in, first.all + l.first.all}
					next = turns{next.in + l.next.in, next.all + l.next.all}
				}
				waiting, over, severe, looks = waiting+l.waiting, over+l.over, severe+l.severe, looks+1
				*now = now.Add(2 * time.Minute)
				f.Advance(*now)
			}
			share := float64(100*waiting) / float64(looks*size.threads)
			if share < 5 || share > 10 {
				t.Errorf("%+v seed %d: %.1f %% of the threads wait, want 5 to 10", size, seed, share)
			}
			if 10*over < waiting || 2*over > waiting || 20*severe > waiting {
				t.Errorf("%+v seed %d: of %d waits %d are over their target and %d are severe", size, seed, waiting, over, severe)
			}
			for _, p := range []int{first.percent(), next.percent()} {
				if p < 75 || p > 95 {
					t.Errorf("%+v seed %d: service levels %+v %+v, want 75 to 95 %%", size, seed, first, next)
				}
			}
		}
	}
}

// TestTinyFloors opens floors that are too small for any average.
func TestTinyFloors(t *testing.T) {
	for _, size := range []struct{ agents, threads int }{{0, 1}, {1, 1}, {2, 1}, {2, 3}, {500, 10}} {
		f, s, now := openFloor(3, size.agents, size.threads)
		*now = now.Add(3 * time.Hour)
		f.Advance(*now)
		if len(s.Records.Messages) == 0 || len(s.Records.Threads) < size.threads {
			t.Errorf("%+v: %d messages, %d threads", size, len(s.Records.Messages), len(s.Records.Threads))
		}
	}
}

// TestFloorShowsEverything looks for one of everything in two hours of a floor.
func TestFloorShowsEverything(t *testing.T) {
	f, s, now := openFloor(1, 14, 110)
	met := map[string]int{}
	for range 60 {
		*now = now.Add(time.Minute)
		f.Advance(*now)
	}
	for _, c := range s.Records.Chats {
		if len(c.Agents) > 1 {
			met["a transfer"]++
		}
		if len(c.Thread.Chats) > 1 {
			met["a second chat"]++
		}
		if c.Offline {
			met["an offline chat"]++
		}
		if c.Missed {
			met["a missed chat"]++
		}
		if c.Stars > 0 {
			met["a rating"]++
		}
		if c.Shared > 0 {
			met["co-browsing"]++
		}
		if c.Recorded {
			met["a recording"]++
		}
		if c.Thread.Closed {
			met["a closed thread"]++
		}
		if c.Visitor.Name == "" {
			met["an anonymous visitor"]++
		}
		for _, m := range c.Messages {
			meet(met, f, m)
		}
	}
	for _, a := range s.Records.Agents {
		met["department "+a.Department]++
	}
	for _, want := range []string{"a transfer", "a second chat", "an offline chat", "a missed chat", "a rating", "co-browsing", "a recording", "a closed thread",
		"an anonymous visitor", "a note", "an event", "a bot", "a nudge", "seen", "unseen", "an escape", "Arabic", "Han", "Latin",
		"emoji", "a placeholder filled", "department Sales", "department Support", "department Billing"} {
		if met[want] == 0 {
			t.Errorf("there is no sign of %s; met %v", want, met)
		}
	}
	if met["an escape"] > 30 {
		t.Errorf("%d lines with escapes, want a few", met["an escape"])
	}
}

// meet notes what a message is an example of.
func meet(met map[string]int, f *Floor, m *account.Message) {
	switch {
	case m.Typ == account.TypeNote:
		met["a note"]++
	case m.Typ == account.TypeEvent:
		met["an event"]++
	case m.Sender == account.SenderBot:
		met["a bot"]++
	case m.Seen:
		met["seen"]++
	default:
		met["unseen"]++
	}
	for _, nudge := range f.phrases.phrases[phraseKey{"nudge", "en"}] {
		if m.Text == nudge {
			met["a nudge"]++
		}
	}
	if strings.Contains(m.Text, m.Chat.Visitor.Name+",") {
		met["a placeholder filled"]++
	}
	for _, r := range m.Text {
		switch {
		case r == 0x1b || r == 0x202e || r == '\a' || r == '\r':
			met["an escape"]++
		case unicode.Is(unicode.Arabic, r):
			met["Arabic"]++
		case unicode.Is(unicode.Han, r):
			met["Han"]++
		case unicode.Is(unicode.Latin, r):
			met["Latin"]++
		case r > 0x1f300:
			met["emoji"]++
		}
	}
}

// TestLongPause shows that a floor whose program was suspended for a week is
// at once as it was: only the end of the pause is played.
func TestLongPause(t *testing.T) {
	f, s, now := openFloor(1, 14, 110)
	held := len(s.Records.Messages)
	*now = now.Add(7 * 24 * time.Hour)
	f.Advance(*now)
	l := look(s, now.Unix())
	if played := len(s.Records.Messages) - held; played > 2*held {
		t.Errorf("%d messages were played after %d", played, held)
	}
	if l.live < 15 || l.first.all < 20 || l.waiting == 0 || l.severe > 3 {
		t.Errorf("after the pause: %+v", l)
	}
}

// TestFloorStaysFlat plays three days and looks whether anything grows on.
func TestFloorStaysFlat(t *testing.T) {
	f, s, now := openFloor(1, 8, 60)
	sizes := func() [5]int {
		w := &s.Records
		return [5]int{len(w.Messages), len(w.Chats), len(w.Threads), len(w.Visitors), f.queue.len()}
	}
	days := [3][5]int{}
	for d := range days {
		for range 24 {
			*now = now.Add(time.Hour)
			f.Advance(*now)
		}
		days[d] = sizes()
	}
	for i := range days[2] {
		if days[2][i] > days[1][i]*12/10 {
			t.Errorf("messages, chats, threads, visitors and plans after each day: %v", days)
			break
		}
	}
	if len(s.Records.Listed) != len(s.Records.Visitors) {
		t.Errorf("%d visitors are listed, %d exist", len(s.Records.Listed), len(s.Records.Visitors))
	}
}

// TestRun lets the floor run by the clock, in virtual time.
func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := fakeacquire.NewServer(fakeacquire.Options{})
		f := New(s, 1, 5, 40, time.Now())
		before := len(s.Records.Messages)
		done := make(chan struct{})
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go func() { defer close(done); f.Run(ctx, 200*time.Millisecond) }()
		time.Sleep(10 * time.Minute)
		stop()
		<-done
		if after := len(s.Records.Messages); after < before+40 {
			t.Errorf("%d messages before, %d ten minutes later", before, after)
		}
	})
}

// TestConcurrentUse drives a floor, tells a story and asks at the same time;
// it is for the race detector.
func TestConcurrentUse(t *testing.T) {
	f, s, _ := openFloor(1, 5, 50)
	visitor, thread, chat := s.Visit("Zoe")
	agent := s.AddAgent("Ada", "Sales")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	s.Now = time.Now
	var wg sync.WaitGroup
	wg.Go(func() { f.Run(ctx, time.Millisecond) })
	wg.Go(func() {
		for range 100 {
			s.MarkSeen(s.Say(chat, "hello"))
			s.Reply(chat, agent, "hi")
			s.SetDialect(fakeacquire.Dialect{Rows: fakeacquire.RowsShuffled, ReadingMarks: true})
			s.FailNext(1, fakeacquire.Status(500))
			s.Heal()
			s.Requests()
			s.Complaints()
		}
	})
	for range 4 {
		wg.Go(func() {
			form := fmt.Sprintf("thread_id=%d&visitor_id=%d&last_chat_id=%d&key=", thread, visitor, chat)
			for range 30 {
				for e, body := range map[fakeacquire.Endpoint]string{fakeacquire.EndpointMessage: form, fakeacquire.EndpointProfiles: "limit=50&page=1",
					fakeacquire.EndpointThread: fmt.Sprintf("visitor_id=%d&limit=50&page=1", visitor), fakeacquire.EndpointTeam: teamsToday + "&agent_id="} {
					if status, body := askFloor(t, s, e, body); status == 400 {
						t.Errorf("%s: %s", e, body)
					}
				}
			}
		})
	}
	time.AfterFunc(50*time.Millisecond, stop)
	wg.Wait()
	if c := s.Complaints(); len(c) > 0 {
		t.Errorf("complaints %q", c)
	}
}
