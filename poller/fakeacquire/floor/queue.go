package floor

import (
	"container/heap"
	"time"
)

// An event is something that is due at a time of the floor.
type event struct {
	at  time.Duration
	seq uint64 // of two at the same time the one scheduled first comes first
	do  func()
}

// A queue holds events, the next one first.
type queue struct {
	heap eventHeap
	seq  uint64
}

func (q *queue) len() int      { return len(q.heap) }
func (q *queue) first() *event { return &q.heap[0] }
func (q *queue) pop() event    { return heap.Pop(&q.heap).(event) }

func (q *queue) push(at time.Duration, do func()) {
	q.seq++
	heap.Push(&q.heap, event{at, q.seq, do})
}

// eventHeap implements heap.Interface.
type eventHeap []event

func (h eventHeap) Len() int      { return len(h) }
func (h eventHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h eventHeap) Less(i, j int) bool {
	return h[i].at < h[j].at || h[i].at == h[j].at && h[i].seq < h[j].seq
}
func (h *eventHeap) Push(x any) { *h = append(*h, x.(event)) }

func (h *eventHeap) Pop() any {
	n := len(*h) - 1
	last := (*h)[n]
	(*h)[n] = event{} // for the garbage collector
	*h = (*h)[:n]
	return last
}
