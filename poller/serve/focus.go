package serve

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"floorwatch/model"
)

// focusEvery is how long the poller focuses on one viewer's thread before the next one's.
// Each turn costs at most one request.
const focusEvery = time.Second

// A Focus combines the threads that many viewers have on their screens: a poller can focus on
// one thread at a time, so they take turns. Safe for concurrent use.
type Focus struct {
	focusOn func(model.Key)

	mu   sync.Mutex
	of   map[uint64]model.Key // by connection
	last model.Key            // the poller's current focus
}

// NewFocus returns a Focus that passes each thread on to focusOn; the zero Key means none.
func NewFocus(focusOn func(model.Key)) *Focus {
	return &Focus{focusOn: focusOn, of: map[uint64]model.Key{}}
}

// Set records which thread a viewer has on the screen, and focuses on it at once.
func (f *Focus) Set(p Peer, k model.Key) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.of[p.ID] = k
	f.pass(k)
}

// Left records that a viewer has disconnected.
func (f *Focus) Left(p Peer) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.of, p.ID)
	if len(f.of) == 0 {
		f.pass(model.Key{})
	}
}

// Repeat passes on the current focus again, for a new poller.
func (f *Focus) Repeat() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.last = model.Key{}
	f.turn()
}

// Run gives the viewers turns until ctx is done.
func (f *Focus) Run(ctx context.Context) error {
	tick := time.NewTicker(focusEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			f.mu.Lock()
			f.turn()
			f.mu.Unlock()
		}
	}
}

// turn makes the thread after the last one the focus.
func (f *Focus) turn() {
	keys := slices.SortedFunc(maps.Values(f.of), compareKeys)
	if len(keys) == 0 {
		return
	}
	next := keys[0]
	for _, k := range keys {
		if compareKeys(k, f.last) > 0 {
			next = k
			break
		}
	}
	f.pass(next)
}

// pass passes on a thread unless it is the current focus: each call may cost a request.
func (f *Focus) pass(k model.Key) {
	if k == f.last {
		return
	}
	f.last = k
	f.focusOn(k)
}

func compareKeys(a, b model.Key) int {
	return cmp.Or(cmp.Compare(a.Visitor, b.Visitor), cmp.Compare(a.Thread, b.Thread))
}
