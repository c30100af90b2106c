package serve

import (
	"slices"
	"time"

	"floorwatch/poller/feed"
)

const (
	// snapshotFor is how long a snapshot serves those who join: after a restart
	// all viewers come at once, and to encode a large floor takes half a second.
	snapshotFor = 5 * time.Second
	// snapshotSince is how many bytes may have been published since.
	snapshotSince = 4 << 20
)

// A snapshot is the whole floor as lines, and what has been published since it
// was taken.
type snapshot struct {
	taken time.Time
	lines [][]byte // guarded by Server.joining
	since [][]byte // as size, guarded by Server.mu
	size  int
	limit int // of size
}

func (n *snapshot) isOver(now time.Time) bool {
	return n.size > n.limit || now.Sub(n.taken) > snapshotFor
}

func (n *snapshot) add(lines [][]byte) {
	n.since = append(n.since, lines...)
	n.size += sizeOf(lines)
}

// join makes v one of those that get what is published and returns the whole
// floor for it, as it was at that moment or a little before; what came in
// between waits in the viewer's queue, and behind it the word that this is all.
// An Event may be in both.
func (s *Server) join(v *viewer) [][]byte {
	s.joining.Lock()
	defer s.joining.Unlock()
	s.mu.Lock()
	taken := s.recent
	isNew := taken == nil || taken.isOver(time.Now())
	if isNew {
		taken = &snapshot{taken: time.Now(), limit: s.snapshotSince}
		s.recent = taken
	}
	v.restart(append(slices.Clone(taken.since), wireLine(joining{false})))
	s.viewers[v] = struct{}{}
	s.mu.Unlock()
	if isNew {
		s.fill(taken)
	}
	return append([][]byte{wireLine(joining{true})}, taken.lines...)
}

// fill takes the snapshot. Should that panic, the next viewer tries again.
func (s *Server) fill(taken *snapshot) {
	ok := false
	defer func() {
		if !ok {
			s.mu.Lock()
			s.recent = nil
			s.mu.Unlock()
		}
	}()
	var enc feed.Encoder
	for _, e := range s.opts.Source.Snapshot() {
		if e.Rows() > 0 {
			taken.lines = append(taken.lines, enc.Lines(e)...)
		}
	}
	ok = true
}
