package poller

import (
	"context"
	"slices"
	"sync"

	"floorwatch/model"
)

// inboxHolds is how many messages wait at most: as many as the Board keeps
// by default, so a screen that hung loses nothing that it would have kept.
const inboxHolds = 200_000

// An Inbox is a queue between the poller and the screen. Put never blocks; Events that arrive while the taker is busy
// are merged into one, so a hung terminal neither stops the poller nor makes it store a message twice. Safe for
// concurrent use, with any number of putters and one taker.
type Inbox struct {
	ready chan struct{} // holds a token while there may be something to take

	mu      sync.Mutex
	pending []model.Event // not yet merged; each more than twice as large as the next, so merging costs little
	holds   int
	dropped int
}

// NewInbox returns an Inbox without Events.
func NewInbox() *Inbox {
	return &Inbox{ready: make(chan struct{}, 1), holds: inboxHolds}
}

// Put adds an Event. It never blocks.
func (in *Inbox) Put(e model.Event) {
	e = (model.Event{}).Merge(e) // a copy: the caller may keep its own
	in.mu.Lock()
	in.pending = append(in.pending, e)
	for n := len(in.pending); n > 1 && in.pending[n-2].Rows() <= 2*in.pending[n-1].Rows(); n-- {
		in.fold()
	}
	in.mu.Unlock()
	select {
	case in.ready <- struct{}{}:
	default:
	}
}

// Take waits for Events and returns all that arrived since the last Take as one. Its error is ctx's.
func (in *Inbox) Take(ctx context.Context) (model.Event, error) {
	for {
		select {
		case <-ctx.Done():
			return model.Event{}, ctx.Err()
		case <-in.ready:
		}
		if e, ok := in.all(); ok {
			return e, nil
		}
	}
}

func (in *Inbox) all() (model.Event, bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	if len(in.pending) == 0 {
		return model.Event{}, false
	}
	for len(in.pending) > 1 {
		in.fold()
	}
	e := in.pending[0]
	in.pending = nil
	if e.Health != nil {
		h := *e.Health
		h.Dropped += in.dropped
		e.Health = &h
	}
	return e, true
}

// fold merges the last two Events and drops the oldest messages beyond holds.
func (in *Inbox) fold() {
	n := len(in.pending)
	e := in.pending[n-2].Absorb(in.pending[n-1])
	in.dropped += e.KeepNewest(in.holds)
	in.pending[n-2] = e
	in.pending = slices.Delete(in.pending, n-1, n)
}
