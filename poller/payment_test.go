package poller

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// A creditor sits in front of a floor and derives, from its answers alone, what has not been read yet: visitors named
// by a list whose own thread list is incomplete, and unread threads named by such a list.
type creditor struct {
	spoiler
	mu    sync.Mutex
	named map[model.Key]time.Time // of a visitor's thread list: without a thread
	paid  map[model.Key]bool
}

func listOf(v model.VisitorID) model.Key { return model.Key{Visitor: v} }

func (c *creditor) note(k model.Key) {
	if _, known := c.named[k]; !known {
		c.named[k] = time.Now()
	}
}

func (c *creditor) Profiles(ctx context.Context, page int) (acquire.Profiles, error) {
	ans, err := c.spoiler.Profiles(ctx, page)
	c.list(ans)
	return ans, err
}

func (c *creditor) FirstProfiles(ctx context.Context, n int) (acquire.Profiles, error) {
	ans, err := c.spoiler.FirstProfiles(ctx, n)
	c.list(ans)
	return ans, err
}

func (c *creditor) list(ans acquire.Profiles) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range ans.List {
		c.note(listOf(p.ID))
	}
}

func (c *creditor) Threads(ctx context.Context, v model.VisitorID, page int) (acquire.Threads, error) {
	ans, err := c.spoiler.Threads(ctx, v, page)
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range ans.List {
		c.note(model.Key{Visitor: v, Thread: t.ID})
	}
	if err == nil && ans.Rows == len(ans.List) && ans.Drift.Malformed == 0 { // a visitor may have no thread
		c.paid[listOf(v)] = true
	}
	return ans, err
}

func (c *creditor) Messages(ctx context.Context, req acquire.MessagesRequest) (acquire.Messages, error) {
	ans, err := c.spoiler.Messages(ctx, req)
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil {
		c.paid[model.Key{Visitor: req.Visitor, Thread: req.Thread}] = true
	}
	return ans, err
}

// owed is how much had been named before now and is not paid.
func (c *creditor) owed(now time.Time) (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for k, at := range c.named {
		if at.Before(now) && !c.paid[k] {
			n++
		}
	}
	return n
}

// What is owed becomes less only by answers that pay it, however requests fail: at no
// moment does the coverage tell of fewer visitors and threads than have been named and not read.
func TestOnlyAnswersPayWhatIsOwed(t *testing.T) {
	runs := 25
	if long() {
		runs = 400
	}
	rng := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 3))
	for range runs {
		spoil := map[int]failing{}
		for range 1 + rng.IntN(12) {
			spoil[1+rng.IntN(60)] = failing(rng.IntN(int(failings)))
		}
		checked := 0
		synctest.Test(t, func(t *testing.T) {
			f := mixed(14)
			c := &creditor{spoiler: spoiler{floor: f, spoil: spoil}, named: map[model.Key]time.Time{}, paid: map[model.Key]bool{}}
			s := newScreen()
			s.check = func(s *screen) {
				told := s.coverage.Debts.CountOf(model.DebtUnlisted) + s.coverage.Debts.CountOf(model.DebtUnread)
				owed := c.owed(time.Now())
				if checked += owed; told < owed {
					t.Errorf("%v fail: %d are owed, the coverage tells of %d (%s)", fmt.Sprint(spoil), owed, told, time.Now().Format("05.000"))
				}
			}
			r := runOver(t, f, c, s, DefaultConfig(), Options{})
			pass(time.Minute)
			passUntil(3*time.Minute, 5*time.Second, func() bool { return c.owed(time.Now()) == 0 }) // a time-out takes 15 s, and more than one may come
			r.stop()
			if n := c.owed(time.Now()); n > 0 {
				t.Errorf("%v fail: %d were never read", spoil, n)
			}
		})
		if checked == 0 {
			t.Errorf("%v fail: nothing was ever owed", spoil)
		}
	}
}
