package cli

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"floorwatch/model"
	"floorwatch/poller/serve"
)

// lookEvery is how long the poller looks at one viewer's thread before it is
// the next one's turn: each look costs a request at most.
const lookEvery = time.Second

// looks turns what many viewers have on their screens into what a poller can
// do: look at one thread at a time. Safe for concurrent use.
type looks struct {
	look func(model.Key)

	mu   sync.Mutex
	of   map[uint64]model.Key // by connection
	last model.Key            // what the poller looks at
}

func newLooks(look func(model.Key)) *looks { return &looks{look: look, of: map[uint64]model.Key{}} }

// set notes what a viewer looks at now, and looks at it at once.
func (l *looks) set(p serve.Peer, k model.Key) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.of[p.ID] = k
	l.lookAt(k)
}

func (l *looks) left(p serve.Peer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.of, p.ID)
	if len(l.of) == 0 {
		l.lookAt(model.Key{})
	}
}

// again tells a new poller, who knows nothing yet.
func (l *looks) again() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last = model.Key{}
	l.turn()
}

// run goes round until ctx is done.
func (l *looks) run(ctx context.Context) error {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			l.mu.Lock()
			l.turn()
			l.mu.Unlock()
		}
	}
}

// turn looks at the thread that comes after the last one.
func (l *looks) turn() {
	keys := slices.SortedFunc(maps.Values(l.of), compareKeys)
	if len(keys) == 0 {
		return
	}
	next := keys[0]
	for _, k := range keys {
		if compareKeys(k, l.last) > 0 {
			next = k
			break
		}
	}
	l.lookAt(next)
}

// lookAt passes a thread on where it is another one: to be told twice would cost a request.
func (l *looks) lookAt(k model.Key) {
	if k == l.last {
		return
	}
	l.last = k
	l.look(k)
}

func compareKeys(a, b model.Key) int {
	return cmp.Or(cmp.Compare(a.Visitor, b.Visitor), cmp.Compare(a.Thread, b.Thread))
}
