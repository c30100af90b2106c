package poller

import (
	"context"
	"time"
)

// A call is one request, made on a goroutine of its own. It must not touch the
// Poller; what it learned it hands back as a function that the Poller's own
// goroutine runs; its error makes the answer a failed request.
type call func(ctx context.Context) (settle func(now time.Time) error, err error)

// A kind says what a request is about; it decides how a failure is judged.
type kind uint8

const (
	kindMessages kind = iota // in the order in which they tell about the whole
	kindThreads
	kindProfiles
	kindAgents
	kindTotals
	kinds
)

var kindNames = [kinds]string{"messages", "a thread list", "the profile list", "the agents list", "the day totals"}

// An entry is something to be asked about again and again.
type entry struct {
	kind  kind
	class class
	due   time.Time                // not before
	rank  int64                    // of those due at the same moment the lowest goes first
	ask   func(now time.Time) call // nil where there is nothing to ask any more

	asked   time.Time // when the last request was sent
	fails   int       // failures in a row
	failing time.Time // since when
	slot    int       // position in its queue
	queued  bool
	running bool
	gone    bool // retired; not to be queued again
}

// A queue is a heap of entries, the earliest due first.
type queue []*entry

func (q queue) before(a, b int) bool {
	if q[a].due.Equal(q[b].due) {
		return q[a].rank < q[b].rank
	}
	return q[a].due.Before(q[b].due)
}

func (q queue) swap(a, b int) {
	q[a], q[b] = q[b], q[a]
	q[a].slot, q[b].slot = a, b
}

func (q *queue) push(e *entry) {
	e.slot, e.queued = len(*q), true
	*q = append(*q, e)
	q.up(e.slot)
}

func (q *queue) remove(e *entry) {
	i, last := e.slot, len(*q)-1
	q.swap(i, last)
	(*q)[last] = nil
	*q = (*q)[:last]
	e.queued = false
	if i < last {
		q.down(i)
		q.up(i)
	}
}

func (q queue) up(i int) {
	for i > 0 && q.before(i, (i-1)/2) {
		q.swap(i, (i-1)/2)
		i = (i - 1) / 2
	}
}

func (q queue) down(i int) {
	for {
		least := i
		for c := 2*i + 1; c <= 2*i+2 && c < len(q); c++ {
			if q.before(c, least) {
				least = c
			}
		}
		if least == i {
			return
		}
		q.swap(i, least)
		i = least
	}
}

// restore makes a heap again after due times were changed in place.
func (q queue) restore() {
	for i := len(q)/2 - 1; i >= 0; i-- {
		q.down(i)
	}
}
