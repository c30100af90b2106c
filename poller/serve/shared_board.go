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

// NewSharedBoard returns an empty SharedBoard for a configuration.
func NewSharedBoard(cfg board.Config) *SharedBoard {
	return &SharedBoard{cfg: cfg, board: board.New(cfg)}
}

// Apply applies an Event to the Board, with it locked.
func (b *SharedBoard) Apply(e model.Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.board.Apply(e)
}

// Snapshot yields the whole floor, see Source. The Board is locked for one Event at a time.
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

// Restore adds a recording, which may take many seconds: fill applies it to a separate Board, which replaces the
// current one at the end. Half a day would show chats as waiting that were answered in the other half.
func (b *SharedBoard) Restore(fill func(apply func(model.Event))) {
	b.mu.Lock()
	cfg := b.cfg
	b.mu.Unlock()
	restored := board.New(cfg)
	fill(restored.Apply)
	b.replace(restored)
}

// Reshape replaces the Board by one with another configuration and the same Events, as far as that retains them.
func (b *SharedBoard) Reshape(cfg board.Config) {
	b.mu.Lock()
	b.cfg = cfg
	b.mu.Unlock()
	b.replace(board.New(cfg))
}

// replace replaces the Board by next, after adding the content of the old one.
func (b *SharedBoard) replace(next *board.Board) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, e := range b.board.Export() {
		next.Apply(e)
	}
	b.board = next
}

// ServerNow returns the time by Acquire's clock, like all times of the floor.
func (b *SharedBoard) ServerNow(now time.Time) time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return now.Add(b.board.Health().Skew)
}

// Tidy processes what was applied: no screen draws this Board, so changed and expired
// entries would accumulate.
func (b *SharedBoard) Tidy() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.board.Transcript(model.Key{})
	b.board.At(time.Now().Add(b.board.Health().Skew))
}

// Health returns the newest Health that was applied.
func (b *SharedBoard) Health() model.Health {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.board.Health()
}

// Standing returns the effective Health that every face shows at a moment of the floor's clock.
func (b *SharedBoard) Standing(now time.Time) model.Health {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.board.At(now).EffectiveHealth(b.board.Health())
}

// With calls f with the Board locked, so f must be quick and must not keep the Board.
func (b *SharedBoard) With(f func(*board.Board)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f(b.board)
}
