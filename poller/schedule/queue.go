package schedule

import (
	"container/heap"
	"context"
	"time"
)

// A Call is one request, made on a goroutine of its own. It must not touch what the schedule's
// goroutine owns; what it learned it hands back as a function that this goroutine runs. The
// function's error makes the answer a failed request.
type Call func(ctx context.Context) (settle func(now time.Time) error, err error)

// A Kind says what a request is about; it decides how a failure is judged.
type Kind uint8

// Kinds, in the order in which they tell about the whole.
const (
	KindMessages Kind = iota
	KindThreads
	KindProfiles
	KindAgents
	KindTotals
	Kinds // how many there are
)

var kindNames = [Kinds]string{"messages", "a thread list", "the profile list", "the agents list", "the day totals"}

// String returns what is asked for, as a sentence names it.
func (k Kind) String() string { return kindNames[k] }

// An Entry is something to be asked about again and again.
type Entry struct {
	Kind  Kind
	Class Priority
	Due   time.Time                // not before
	Rank  int64                    // of those due at the same moment the lowest goes first
	Ask   func(now time.Time) Call // nil where there is nothing to ask any more

	Asked   time.Time // when the last request was sent
	Fails   int       // failures in a row
	Failing time.Time // since when
	Bad     time.Time // when the first one since the last good answer was sent that failed; zero: none has
	slot    int       // position in its queue
	Queued  bool      // waits for its turn; set by the Schedule alone
	Running bool      // its request is under way; set by the Schedule alone
	gone    bool      // retired; not to be queued again
}

// A queue is a heap of entries, the earliest due first.
type queue []*Entry

func (q *queue) push(e *Entry)   { heap.Push(q, e) }
func (q *queue) remove(e *Entry) { heap.Remove(q, e.slot) }
func (q *queue) restore()        { heap.Init(q) } // after due times were changed in place

// The rest makes a queue a heap.Interface.

func (q queue) Len() int { return len(q) }

func (q queue) Less(a, b int) bool {
	if q[a].Due.Equal(q[b].Due) {
		return q[a].Rank < q[b].Rank
	}
	return q[a].Due.Before(q[b].Due)
}

func (q queue) Swap(a, b int) {
	q[a], q[b] = q[b], q[a]
	q[a].slot, q[b].slot = a, b
}

func (q *queue) Push(x any) {
	e := x.(*Entry)
	e.slot, e.Queued = len(*q), true
	*q = append(*q, e)
}

func (q *queue) Pop() any {
	last := len(*q) - 1
	e := (*q)[last]
	(*q)[last] = nil
	*q = (*q)[:last]
	e.Queued = false
	return e
}
