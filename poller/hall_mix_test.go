package poller

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// realStart has a monotonic reading, unlike the times of a bubble, and no fraction of a second.
var realStart = func() time.Time {
	now := time.Now()
	return now.Add(-time.Duration(now.Nanosecond()))
}()

// answerIn lets an answer take between a and b.
func answerIn(c *crooked, a, b time.Duration) {
	d := a + time.Duration(c.rng.Int64N(int64(b-a)))
	c.hall.mu.Unlock()
	time.Sleep(d)
	c.hall.mu.Lock()
}

func ifFault(fails bool, f acquire.Fault, op string, wait time.Duration) error {
	if !fails {
		return nil
	}
	return &acquire.Error{Fault: f, Op: op, RetryAfter: wait}
}

// mixes are strange servers and clocks, of which the words and closings need only be found at last: what is said of the
// floor must be true meanwhile, no word may be lost, and the budget holds in every second.
var mixes = []hallTrouble{
	{name: "429 in storms, with any Retry-After", run: 20 * time.Minute, make: func(c *crooked) {
		waits := []time.Duration{0, time.Second, 20 * time.Second, time.Hour}
		c.fail = func(c *crooked, op string, at time.Duration) error {
			storm := at < 13*time.Minute && at%(4*time.Minute) > 3*time.Minute && c.rng.IntN(2) == 0
			return ifFault(storm, acquire.FaultRateLimited, op, waits[c.rng.IntN(len(waits))])
		}
	}},
	{name: "401 once, then twice, then for 3 s", run: 10 * time.Minute, make: func(c *crooked) {
		left := 0
		next := []int{1, 2}
		c.fail = func(c *crooked, op string, at time.Duration) error {
			if n := 2 - len(next); n < 2 && at > time.Duration(n+1)*100*time.Second {
				left, next = next[0], next[1:]
			}
			left--
			return ifFault(left >= 0 || within(at, 400*time.Second, 403*time.Second), acquire.FaultTokenRejected, op, 0)
		}
	}},
	{name: "the list's total jumps", run: 8 * time.Minute, make: func(c *crooked) {
		c.profiles = func(c *crooked, _ int, a *acquire.Profiles, err error) error {
			a.Total = []int{a.Total, 0, 1, 3 * a.Total, a.Total - 40, 100_000}[c.rng.IntN(6)]
			return err
		}
	}},
	{name: "the list's pages shift", run: 8 * time.Minute, make: func(c *crooked) {
		c.profiles = func(c *crooked, page int, a *acquire.Profiles, err error) error {
			vs, st := c.hall.list(a.At)
			a.List = nil
			from := max(0, (page-1)*acquire.PageSize+c.rng.IntN(21)-10)
			for i := from; i < min(len(vs), from+acquire.PageSize); i++ {
				a.List = append(a.List, acquire.Profile{VisitorInfo: model.VisitorInfo{ID: vs[i].id, At: a.At}, Changed: st[i], Updated: st[i].UTC().Format(time.DateTime)})
			}
			a.Rows = len(a.List)
			return err
		}
	}},
	{name: "Date is absurd now and then", run: 8 * time.Minute, make: func(c *crooked) {
		rng := rand.New(rand.NewPCG(3, 4))
		c.hall.skew = func(time.Duration) time.Duration {
			if rng.IntN(4) == 0 {
				return time.Duration(rng.IntN(2)*2-1) * 87_600 * time.Hour
			}
			return 0
		}
	}},
	{name: "Date jumps by an hour for a minute", run: 10 * time.Minute, age: 90 * time.Second, make: func(c *crooked) {
		c.hall.skew = func(at time.Duration) time.Duration {
			if at%(3*time.Minute) > 2*time.Minute {
				return time.Hour
			}
			return 0
		}
	}},
	{name: "answers take 3 to 20 s", run: 15 * time.Minute, make: func(c *crooked) {
		c.fail = func(c *crooked, _ string, at time.Duration) error {
			if within(at, 2*time.Minute, 10*time.Minute) {
				answerIn(c, 3*time.Second, 20*time.Second)
			}
			return nil
		}
	}},
	{name: "one answer in eight about a thread is empty", run: 10 * time.Minute, word: 4 * time.Second, make: func(c *crooked) {
		c.messages = func(c *crooked, _ acquire.MessagesRequest, a *acquire.Messages, err error) error {
			if c.rng.IntN(8) == 0 { // three in a row are believed
				a.Messages, a.Rows = nil, 0
			}
			return err
		}
	}},
	{name: "messages come in reverse order", run: 8 * time.Minute, word: 4 * time.Second, make: func(c *crooked) {
		c.messages = func(_ *crooked, _ acquire.MessagesRequest, a *acquire.Messages, err error) error {
			slices.Reverse(a.Messages)
			return err
		}
	}},
	{name: "our clock jumps by an hour both ways", run: 10 * time.Minute, make: func(c *crooked) {
		c.fail = func(_ *crooked, op string, at time.Duration) error {
			return ifFault(within(at, 290*time.Second, 330*time.Second), acquire.FaultUnreachable, op, 0)
		}
	}, ahead: func(at time.Duration) time.Duration {
		switch at := at.Round(0); { // in the first read, after it, in an outage and after that
		case within(at, 5*time.Second, 20*time.Second), within(at, 200*time.Second, 240*time.Second), within(at, 300*time.Second, 310*time.Second), within(at, 500*time.Second, 510*time.Second):
			return time.Hour
		case within(at, 20*time.Second, 60*time.Second), within(at, 240*time.Second, 260*time.Second), within(at, 310*time.Second, 320*time.Second), within(at, 510*time.Second, 512*time.Second):
			return -time.Hour
		}
		return 0
	}},
}

// TestHallMixes plays strange servers and clocks.
func TestHallMixes(t *testing.T) { playTroubles(t, mixes) }
