package floor

import "time"

// A happening is something that is due at a time of the floor.
type happening struct {
	at  time.Duration
	seq uint64 // of two at the same time the one that was planned first comes first
	do  func()
}

func (h happening) before(o happening) bool {
	return h.at < o.at || h.at == o.at && h.seq < o.seq
}

// A queue holds happenings, the next one first: a binary heap.
type queue struct {
	heap []happening
	seq  uint64
}

func (q *queue) len() int          { return len(q.heap) }
func (q *queue) first() *happening { return &q.heap[0] }

func (q *queue) push(at time.Duration, do func()) {
	q.seq++
	h := append(q.heap, happening{at, q.seq, do})
	for i := len(h) - 1; i > 0; {
		parent := (i - 1) / 2
		if !h[i].before(h[parent]) {
			break
		}
		h[i], h[parent] = h[parent], h[i]
		i = parent
	}
	q.heap = h
}

func (q *queue) pop() happening {
	h := q.heap
	top, n := h[0], len(h)-1
	h[0], h[n] = h[n], happening{}
	h = h[:n]
	for i := 0; ; {
		next := 2*i + 1
		if next >= n {
			break
		}
		if next+1 < n && h[next+1].before(h[next]) {
			next++
		}
		if !h[next].before(h[i]) {
			break
		}
		h[i], h[next] = h[next], h[i]
		i = next
	}
	q.heap = h
	return top
}
