package cli

import (
	"sync"
	"time"

	"floorwatch/model"
	"floorwatch/ui/cli/config"
)

// A hub is the floor as a server knows it: what a viewer who joins is told.
// Safe for concurrent use.
type hub struct {
	mu    sync.Mutex
	board *model.Board
}

func newHub(cfg config.Config) *hub { return &hub{board: model.NewBoard(cfg.Board())} }

func (h *hub) apply(e model.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.board.Apply(e)
}

// Snapshot returns all that is known.
func (h *hub) Snapshot() []model.Event {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.board.Export()
}

// reshape goes on with what another configuration keeps of the floor.
func (h *hub) reshape(cfg config.Config) {
	h.mu.Lock()
	defer h.mu.Unlock()
	board := model.NewBoard(cfg.Board())
	for _, e := range h.board.Export() {
		board.Apply(e)
	}
	h.board = board
}

// serverNow is the time by Acquire's clock, which all times of the floor are by.
func (h *hub) serverNow(now time.Time) time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return now.Add(h.board.Health().Skew)
}

// tidyEvery is how often the Board settles what was applied: nobody draws it,
// and what is touched and forgotten would pile up.
const tidyEvery = time.Minute

func (h *hub) tidy() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.board.Transcript(model.Key{})
	h.board.At(time.Now().Add(h.board.Health().Skew))
}
