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

// focusEvery is how long the poller keeps the focus on one viewer's thread before the next
// one's turn: each turn costs a request at most.
const focusEvery = time.Second

// A Focus combines the threads that many viewers have on their screens: a poller can focus on
// one thread at a time, so they take turns. Safe for concurrent use.
type Focus struct {
	focusOn func(model.Key)

	mu   sync.Mutex
	of   map[uint64]model.Key // by connection
	last model.Key            // the thread that the poller has as its focus
}

// NewFocus returns a Focus that passes each thread on to focusOn; the zero Key means none.
func NewFocus(focusOn func(model.Key)) *Focus {
	return &Focus{focusOn: focusOn, of: map[uint64]model.Key{}}
}

// Set notes which thread a viewer has on the screen now, and makes it the focus at once.
func (f *Focus) Set(p Peer, k model.Key) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.of[p.ID] = k
	f.pass(k)
}

// Left notes that a viewer has disconnected.
func (f *Focus) Left(p Peer) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.of, p.ID)
	if len(f.of) == 0 {
		f.pass(model.Key{})
	}
}

// Repeat passes the present focus on once more, for a new poller.
func (f *Focus) Repeat() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.last = model.Key{}
	f.turn()
}

// Run gives the viewers their turns until ctx is done.
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

// pass passes a thread on unless it is the last one: to pass it on twice would cost a request.
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
