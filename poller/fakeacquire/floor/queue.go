package floor

import (
	"container/heap"
	"time"
)

// A happening is something that is due at a time of the floor.
type happening struct {
	at  time.Duration
	seq uint64 // of two at the same time the one that was planned first comes first
	do  func()
}

// A queue holds happenings, the next one first.
type queue struct {
	heap happenings
	seq  uint64
}

func (q *queue) len() int          { return len(q.heap) }
func (q *queue) first() *happening { return &q.heap[0] }
func (q *queue) pop() happening    { return heap.Pop(&q.heap).(happening) }

func (q *queue) push(at time.Duration, do func()) {
	q.seq++
	heap.Push(&q.heap, happening{at, q.seq, do})
}

// happenings are a heap.Interface.
type happenings []happening

func (h happenings) Len() int      { return len(h) }
func (h happenings) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h happenings) Less(i, j int) bool {
	return h[i].at < h[j].at || h[i].at == h[j].at && h[i].seq < h[j].seq
}
func (h *happenings) Push(x any) { *h = append(*h, x.(happening)) }

func (h *happenings) Pop() any {
	n := len(*h) - 1
	last := (*h)[n]
	(*h)[n] = happening{} // what it does may be collected
	*h = (*h)[:n]
	return last
}
