package serve

import (
	"context"
	"slices"
	"sync"
	"time"

	"floorwatch/poller/guard"
)

const (
	// snapshotFor is how long a snapshot serves those who join: after a restart
	// all viewers come at once, and to encode a large floor takes seconds.
	snapshotFor = 5 * time.Second
	// snapshotSince is how many bytes may have been published since.
	snapshotSince = 4 << 20
)

// A snapshot is the whole floor as blocks of lines, and what has been published since
// it was begun. Those who join while it is being written get each block as soon as it is there.
type snapshot struct {
	// Guarded by Server.mu:
	since   [][]byte
	size    int
	limit   int       // of size
	written time.Time // when all blocks were there; zero: not yet

	mu     sync.Mutex
	blocks []block
	ended  bool          // no more blocks come
	err    error         // why they are not all
	more   chan struct{} // closed as soon as what is above changes
}

func newSnapshot(limit int) *snapshot { return &snapshot{limit: limit, more: make(chan struct{})} }

func (n *snapshot) isOver(now time.Time) bool {
	return n.size > n.limit || !n.written.IsZero() && now.Sub(n.written) > snapshotFor
}

func (n *snapshot) add(lines [][]byte) {
	n.since = append(n.since, lines...)
	n.size += sizeOf(lines)
}

// update changes what n's mutex guards and wakes up who waits for that.
func (n *snapshot) update(f func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	f()
	close(n.more)
	n.more = make(chan struct{})
}

// block waits for the block at i; ok is false behind the last one.
func (n *snapshot) block(ctx context.Context, i int) (b block, ok bool, err error) {
	for {
		n.mu.Lock()
		more := n.more
		switch {
		case i < len(n.blocks):
			b, ok = n.blocks[i], true
		case n.ended:
			err = n.err
		default:
			n.mu.Unlock()
			select {
			case <-more:
				continue
			case <-ctx.Done():
				return b, false, ctx.Err()
			}
		}
		n.mu.Unlock()
		return b, ok, err
	}
}

// join makes v one of those that get what is published and returns the whole
// floor for it, as it was at that moment or a little before; what came in
// between waits in the viewer's queue, and behind it the word that this is all.
// An Event may be in both.
func (s *Server) join(v *viewer) *snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.recent == nil || s.recent.isOver(time.Now()) {
		s.recent = newSnapshot(s.snapshotSince)
		s.startSnapshot(s.recent)
	}
	v.replaceQueue(append(slices.Clone(s.recent.since), wireLine(snapshotMark{false})))
	s.viewers[v] = struct{}{}
	return s.recent
}

// startSnapshot has the snapshot written. Should that panic, those who join next get another one.
func (s *Server) startSnapshot(n *snapshot) {
	s.writers.Add(1)
	guard.Go("telling viewers the floor", func() error { s.writeBlocks(n); return nil }, func(fault error) {
		s.mu.Lock()
		n.written = time.Now()
		if fault != nil && s.recent == n {
			s.recent = nil
		}
		s.mu.Unlock()
		s.logPanic(fault)
		n.update(func() { n.ended, n.err = true, fault })
		s.writers.Done()
	})
}

// writeBlocks writes the blocks of n, unless the server ends before.
func (s *Server) writeBlocks(n *snapshot) {
	p := packer{emit: func(b block) { n.update(func() { n.blocks = append(n.blocks, b) }) }}
	for e := range s.opts.Source.Snapshot() {
		select {
		case <-s.stopping:
			return
		default:
		}
		if e.Rows() > 0 {
			p.add(e)
		}
	}
	p.flush()
}
