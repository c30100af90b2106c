package poller_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller"
	"floorwatch/poller/acquire"
	"floorwatch/poller/acquiretest"
)

// TestDialects plays one story to the real client under every dialect of the
// Acquire in memory, and wants the same Board.
func TestDialects(t *testing.T) {
	want := ""
	for _, d := range acquiretest.Dialects() {
		t.Run(d.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				got := playStory(t, d)
				if want == "" {
					want = got
				}
				if got != want {
					t.Errorf("the Board differs: %s", difference(got, want))
				}
			})
		})
	}
}

// playStory runs the whole way from the server to a Board and returns what the Board holds.
func playStory(t *testing.T, d acquiretest.Dialect) string {
	t.Helper()
	s := acquiretest.NewServer(acquiretest.Options{Dialect: d})
	defer s.Close()
	token, err := acquire.NewToken("test-token")
	if err != nil {
		t.Fatal(err)
	}
	client, err := acquire.New(acquire.DefaultConfig(), token, acquire.WithTransport(s.Transport()))
	if err != nil {
		t.Fatal(err)
	}
	s.Delay(40 * time.Millisecond)
	ana := s.AddAgent("Ana", "Sales")
	ben := s.AddAgent("Ben", "")
	_, t1, c1 := s.Visit("One")
	s.Say(c1, "one: hello")
	time.Sleep(10 * time.Minute)
	s.Reply(c1, ana, "one: hi")
	c1b := s.NextChat(t1)
	s.Say(c1b, "one: again")
	v2 := s.AddVisitor("")
	lone := s.LoneChat(v2)
	s.Say(lone, "two: alone")
	time.Sleep(time.Minute)

	p := poller.New(client, poller.DefaultConfig(), poller.Options{Seed: "story"})
	board := model.NewBoard(model.Config{Limits: model.DefaultLimits(), Keep: model.DefaultKeep()})
	in := poller.NewInbox()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx, in.Put) }()
	pumped := make(chan struct{})
	go func() {
		defer close(pumped)
		for {
			e, err := in.Take(ctx)
			if err != nil {
				return
			}
			board.Apply(e)
		}
	}()
	time.Sleep(20 * time.Second)
	s.Reply(c1b, ben, "one: yes?")
	time.Sleep(3 * time.Second)
	s.Say(c1b, "one: last words")
	c1c := s.NextChat(t1)
	s.Say(c1c, "one: third chat")
	_, _, c3 := s.Visit("Three")
	s.Bot(c3, "three: I am a bot")
	s.Say(c3, "three: a human please")
	v4, _, c4 := s.Visit("Four")
	s.Say(c4, "four: first thread")
	c4b := s.StartChat(v4)
	s.Say(c4b, "four: second thread")
	lone2 := s.LoneChat(v2)
	s.Say(lone2, "two: alone again")
	time.Sleep(40 * time.Second)
	s.Reply(lone2, ana, "two: not alone")
	s.SeenByVisitor(lone2)
	s.SeenByAgent(c3)
	s.Note(c3, ana, "three: a note")
	time.Sleep(60 * time.Second)
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	<-pumped
	if h := board.Health(); h.State != model.StateLive {
		t.Errorf("state = %v (%v), want LIVE", h.State, h.Why)
	}
	if c := s.Complaints(); len(c) > 0 {
		t.Errorf("the server complains: %v", c)
	}
	return describe(board)
}

// describe writes down what a Board holds that must not depend on the dialect.
func describe(b *model.Board) string {
	snap := b.At(time.Now())
	var out []string
	for _, r := range snap.Threads {
		out = append(out, fmt.Sprintf("thread %v %v chat %d waits %v unanswered %d owner %v sight %v", r.Key, r.Name, r.Chat, r.Wait.Running, r.Unanswered, r.OwnerName, r.Sight))
		for _, m := range b.Transcript(r.Key) {
			out = append(out, fmt.Sprintf("  %d %d %v %v", m.ID, m.Chat, m.SentAt.Unix(), m.Text))
		}
	}
	out = append(out, fmt.Sprintf("waiting %d, agents %d", snap.Headline.Waiting, len(snap.Agents)))
	return strings.Join(out, "\n")
}

func difference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	var out []string
	for _, l := range g {
		if !slices.Contains(w, l) {
			out = append(out, "+ "+l)
		}
	}
	for _, l := range w {
		if !slices.Contains(g, l) {
			out = append(out, "- "+l)
		}
	}
	return "\n" + strings.Join(out, "\n")
}
