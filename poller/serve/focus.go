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

// lookEvery is how long the poller looks at one viewer's thread before it is
// the next one's turn: each look costs a request at most.
const focusEvery = time.Second

// A Focus turns what many viewers have on their screens into what a poller can
// do: look at one thread at a time. Safe for concurrent use.
type Focus struct {
	look func(model.Key)

	mu   sync.Mutex
	of   map[uint64]model.Key // by connection
	last model.Key            // what the poller looks at
}

// NewFocus makes one that tells look what to look at.
func NewFocus(look func(model.Key)) *Focus { return &Focus{look: look, of: map[uint64]model.Key{}} }

// Set notes what a viewer looks at now, and looks at it at once.
func (f *Focus) Set(p Peer, k model.Key) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.of[p.ID] = k
	f.set(k)
}

// Left notes that a viewer has gone.
func (f *Focus) Left(p Peer) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.of, p.ID)
	if len(f.of) == 0 {
		f.set(model.Key{})
	}
}

// Again tells a new poller, who knows nothing yet.
func (f *Focus) Again() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.last = model.Key{}
	f.turn()
}

// Run goes round until ctx is done.
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

// turn looks at the thread that comes after the last one.
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
	f.set(next)
}

// set passes a thread on unless it is the last one: to pass it on twice would cost a request.
func (f *Focus) set(k model.Key) {
	if k == f.last {
		return
	}
	f.last = k
	f.look(k)
}

func compareKeys(a, b model.Key) int {
	return cmp.Or(cmp.Compare(a.Visitor, b.Visitor), cmp.Compare(a.Thread, b.Thread))
}
