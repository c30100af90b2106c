package schedule

import (
	"context"
	"time"
)

// A Call sends one request on a separate goroutine. It must not touch what the schedule's
// goroutine owns; it returns the result as a function, settle, for that goroutine to run. An
// error of settle makes the answer a failed request.
type Call func(ctx context.Context) (settle func(now time.Time) error, err error)

// A Kind is the kind of data requested. It decides how a failure is judged.
type Kind uint8

// Kinds of requests, those first whose success says most about the server (see Probe).
const (
	KindMessages Kind = iota
	KindThreads
	KindProfiles
	KindAgents
	KindTotals
	Kinds // how many there are
)

var kindNames = [Kinds]string{"messages", "a thread list", "the profile list", "the agents list", "the day totals"}

// String returns what is requested, as used in a sentence.
func (k Kind) String() string { return kindNames[k] }

// An Entry is something to poll repeatedly.
type Entry struct {
	Kind     Kind
	Priority Priority
	Due      time.Time                // earliest time of the next request
	Rank     int64                    // breaks ties of Due, lowest first
	Ask      func(now time.Time) Call // returns nil if there is nothing left to request

	Asked   time.Time // when the last request was sent
	Fails   int       // consecutive failures
	Failing time.Time // since when
	Bad     time.Time // when the first failed request since the last good answer was sent; zero: none failed
	slot    int       // position in its queue
	Queued  bool      // set by the Schedule only
	Running bool      // its request is under way; set by the Schedule only
	gone    bool      // retired: never queued again
}

// A queue is a heap of entries, the earliest due first.
type queue []*Entry

// The methods below implement heap.Interface.

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
