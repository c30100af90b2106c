package call

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// TestCommandsAreTriedAgain: a command that fails, hangs or is missing is run again after 2, 4, 8 s until it has
// taken its one telling, and never after that. The end of what a missing one cannot have got is not told to it.
func TestCommandsAreTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		exit, missing := errors.New("exit status 3"), (Command{"/nowhere/page-me"}).send(t.Context(), notice("a"))
		for _, c := range []struct {
			name string
			err  error
			ends bool // it hears the end of what it failed to take
		}{{"fails", exit, true}, {"hangs", context.DeadlineExceeded, true}, {"missing", missing, false}} {
			f := &fakeSender{fails: 3, err: c.err}
			h := &Hook{command: newReceiver("the alert command", "command", f, nil), memory: openMemory(nil, false)}
			stop := running(t, h.command)
			h.Notify(-1, notice("open", "over"))
			time.Sleep(time.Second)
			h.Notify(-1, resolved("over"))
			start := time.Now()
			time.Sleep(time.Hour)
			tries, sent := f.seen()
			if len(tries) != 4 || tries[3].Sub(start) != 13*time.Second || len(sent) != 1 || h.Trouble() != "" {
				t.Fatalf("%s: tried at %v, sent %+v, trouble %q; want the fourth try 14 s after the first taken", c.name, tries, sent, h.Trouble())
			}
			var got []string
			for _, a := range sent[0].Alerts {
				got = append(got, a.ID+" "+a.Status)
			}
			slices.Sort(got)
			want := []string{"open firing"}
			if c.ends {
				want = append(want, "over resolved")
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: sent %q, want %q", c.name, got, want)
			}
			stop()
		}
	})
}

// TestWithheldIsNotTriedAgain: what was over before it was taken is not told; its end takes its place, which only
// one that may have taken the alert hears. What is no longer withheld is told after all.
func TestWithheldIsNotTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, c := range []struct {
			err  error
			want []string
		}{
			{errors.New("exit status 3"), []string{"open firing", "over resolved", "back firing"}},
			{errUnsent, []string{"open firing", "back firing"}},
		} {
			f := &fakeSender{fails: 1, err: c.err}
			h := &Hook{command: newReceiver("the alert command", "command", f, nil), memory: openMemory(nil, false)}
			stop := running(t, h.command)
			h.Notify(-1, notice("over", "open", "back"))
			time.Sleep(time.Second)
			h.Withhold(-1, map[string]bool{"over": true, "back": true})
			time.Sleep(time.Minute)
			h.Notify(-1, resolved("over"))
			h.Withhold(-1, map[string]bool{"back": true})
			time.Sleep(time.Minute)
			h.Withhold(-1, nil)
			time.Sleep(time.Hour)
			_, sent := f.seen()
			var got []string
			for _, n := range sent {
				for _, a := range n.Alerts {
					got = append(got, a.ID+" "+a.Status)
				}
			}
			if !slices.Equal(got, c.want) || sent[0].Text != "chat 7 needs an answer" {
				t.Errorf("%v: sent %q, the first with %q; want %q", c.err, got, sent[0].Text, c.want)
			}
			stop()
		}
	})
}

// TestJoinedSentence: what was joined, or left out since, is told by a sentence about what is in it.
func TestJoinedSentence(t *testing.T) {
	r := newReceiver("r", "r", &fakeSender{}, nil)
	r.sentTimes["told"] = 1
	r.enqueue(notice("a", "b"))
	r.enqueue(notice("c"))
	r.enqueue(resolved("told"))
	if n := r.nextNotice(); n == nil || len(n.Alerts) != 4 || n.Text != "chat 7 needs an answer, 2 more alerts" {
		t.Errorf("joined: %+v, want three that go on in its sentence", n)
	}
	r.enqueue(resolved("never told", "told"))
	if n := r.nextNotice(); n == nil || len(n.Alerts) != 1 || n.Text != "chat 7: answered" {
		t.Errorf("left out: %+v, want a sentence about one end", n)
	}
}
