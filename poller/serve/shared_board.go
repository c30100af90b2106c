package serve

import (
	"iter"
	"sync"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
)

// A SharedBoard is the floor as a server knows it: what a viewer who joins is told.
// Safe for concurrent use.
type SharedBoard struct {
	mu    sync.Mutex
	board *board.Board
}

// NewSharedBoard makes an empty one.
func NewSharedBoard(cfg board.Config) *SharedBoard {
	return &SharedBoard{board: board.New(cfg)}
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

// Reshape goes on with what another configuration keeps of the floor.
func (b *SharedBoard) Reshape(cfg board.Config) {
	b.mu.Lock()
	defer b.mu.Unlock()
	reshaped := board.New(cfg)
	for _, e := range b.board.Export() {
		reshaped.Apply(e)
	}
	b.board = reshaped
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
