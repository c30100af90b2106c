package serve

import (
	"context"
	"slices"
	"sync"
	"time"

	"floorwatch/poller/guard"
)

const (
	// snapshotFor is how long a snapshot is reused: after a restart all viewers connect
	// at once, and encoding a large floor takes seconds.
	snapshotFor = 5 * time.Second
	// snapshotSince is how many bytes may have been published since to reuse it.
	snapshotSince = 4 << 20
)

// A snapshot is the whole floor as blocks of lines, and what was published since it was
// started. A viewer that joins while it is being written gets each block as soon as it exists.
type snapshot struct {
	// Guarded by Server.mu:
	since   [][]byte
	size    int
	limit   int       // of size
	written time.Time // when it was complete; zero: not yet

	mu     sync.Mutex
	blocks []block
	ended  bool          // no more blocks follow
	err    error         // why it is incomplete
	more   chan struct{} // closed at the next change of the fields above
}

func (n *snapshot) isOver(now time.Time) bool {
	return n.size > n.limit || !n.written.IsZero() && now.Sub(n.written) > snapshotFor
}

func (n *snapshot) addPublished(lines [][]byte) {
	n.since = append(n.since, lines...)
	n.size += sizeOf(lines)
}

// update calls f, which changes the fields, with n's mutex held and wakes up those who wait.
func (n *snapshot) update(f func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	f()
	close(n.more)
	n.more = make(chan struct{})
}

// block waits for the block at i; ok is false after the last one.
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

// join lets v get published Events from now on and returns the whole floor for it, of
// this moment or a little before. The Events in between are put into the viewer's
// queue, followed by the mark that the floor is complete. An Event may be in both.
func (s *Server) join(v *viewer) *snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.recent == nil || s.recent.isOver(time.Now()) {
		s.recent = &snapshot{limit: s.snapshotSince, more: make(chan struct{})}
		s.startSnapshot(s.recent)
	}
	v.replaceQueue(append(slices.Clone(s.recent.since), wireLine(snapshotMark{false})))
	s.viewers[v] = struct{}{}
	return s.recent
}

// startSnapshot starts writing the snapshot. If that panics, the next viewers get another one.
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

// writeBlocks writes the blocks of n, or stops if the server ends.
func (s *Server) writeBlocks(n *snapshot) {
	p := packer{emit: func(b block) { n.update(func() { n.blocks = append(n.blocks, b) }) }}
	for e := range s.opts.Source.Snapshot() {
		select {
		case <-s.stopping:
			return
		default:
		}
		if e.Rows() > 0 {
			p.pack(e)
		}
	}
	p.flush()
}
