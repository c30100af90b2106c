package serve

import (
	"iter"
	"sync"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
)

// A SharedBoard is a server's Board: its Snapshot is what a viewer gets first.
// Safe for concurrent use.
type SharedBoard struct {
	mu    sync.Mutex
	cfg   board.Config
	board *board.Board
}

// NewSharedBoard makes an empty one.
func NewSharedBoard(cfg board.Config) *SharedBoard {
	return &SharedBoard{cfg: cfg, board: board.New(cfg)}
}

// Apply applies an Event.
func (b *SharedBoard) Apply(e model.Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.board.Apply(e)
}

// Snapshot yields all that is known. The Board is locked for one Event at a time.
func (b *SharedBoard) Snapshot() iter.Seq[model.Event] {
	return func(yield func(model.Event) bool) {
		b.mu.Lock()
		next, stop := iter.Pull(b.board.Exported())
		b.mu.Unlock()
		defer func() {
			b.mu.Lock()
			defer b.mu.Unlock()
			stop()
		}()
		for {
			e, ok := b.pull(next)
			if !ok || !yield(e) {
				return
			}
		}
	}
}

func (b *SharedBoard) pull(next func() (model.Event, bool)) (model.Event, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return next()
}

// Restore adds a recording, which may take many seconds: fill applies it to a Board apart, whose place the present one
// yields only then. Half a day would show chats as waiting that were answered in the other half.
func (b *SharedBoard) Restore(fill func(apply func(model.Event))) {
	b.mu.Lock()
	cfg := b.cfg
	b.mu.Unlock()
	restored := board.New(cfg)
	fill(restored.Apply)
	b.replace(restored)
}

// Reshape goes on with what another configuration keeps of the floor.
func (b *SharedBoard) Reshape(cfg board.Config) {
	b.mu.Lock()
	b.cfg = cfg
	b.mu.Unlock()
	b.replace(board.New(cfg))
}

// replace puts next in the place of the present Board, with all that this one holds.
func (b *SharedBoard) replace(next *board.Board) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.board.Export() {
		next.Apply(e)
	}
	b.board = next
}

// ServerNow is the time by Acquire's clock, which all times of the floor are by.
func (b *SharedBoard) ServerNow(now time.Time) time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return now.Add(b.board.Health().Skew)
}

// Tidy settles what was applied: no screen draws this Board, and what is touched and
// forgotten would pile up.
func (b *SharedBoard) Tidy() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.board.Transcript(model.Key{})
	b.board.At(time.Now().Add(b.board.Health().Skew))
}

// Health is what is known of the reading.
func (b *SharedBoard) Health() model.Health {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.board.Health()
}

// Standing is what every face shows of how the floor is read at a moment of the floor's clock.
func (b *SharedBoard) Standing(now time.Time) model.Health {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.board.At(now).EffectiveHealth(b.board.Health())
}

// With calls f with the Board, which is f's alone until it returns: not for long.
func (b *SharedBoard) With(f func(*board.Board)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f(b.board)
}
