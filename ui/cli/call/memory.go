package call

import (
	"context"
	"sync"
	"time"

	"floorwatch/ui/alert"
)

// A Store keeps a list over a restart. Its calls may take as long as a disk does.
type Store interface {
	// Read returns what an earlier process has left, with how long ago it was last there; none where there was none.
	Read() (list []alert.Remembered, away time.Duration, err error)
	// Write keeps list in the place of what was kept before; the same once more only notes that the process is there.
	Write(list []alert.Remembered)
	// Close is the last call.
	Close()
}

// How often it is noted that the process is there, from when on a server that was not says so, and for how long.
const (
	aliveEvery = 20 * time.Second
	awayFrom   = time.Minute
	saidFor    = 5 * time.Minute
)

// A memory is what is remembered of alerts over a restart; without a Store nothing.
type memory struct {
	store  Store
	before []alert.Remembered
	said   string    // what is to be said of the time before the start
	until  time.Time // for how long

	receivers sync.WaitGroup // those that run

	mu   sync.Mutex
	list []alert.Remembered // as last handed over; nil: not yet
	wake chan struct{}      // of one
}

// openMemory reads what an earlier process has left. Of a server it is said that it was away.
func openMemory(store Store, server bool) *memory {
	m := &memory{store: store, wake: make(chan struct{}, 1), until: time.Now().Add(saidFor)}
	if store == nil {
		return m
	}
	list, away, err := store.Read()
	switch m.before = list; {
	case err != nil:
		m.said = "what was told before the start is not known: alerts may be told twice"
	case server && away >= awayFrom:
		m.said = alert.AwayNote(away)
	}
	return m
}

// startNote is what is to be said of the time before the start, in the first minutes after it.
func (m *memory) startNote() string {
	if m.said != "" && time.Now().Before(m.until) {
		return m.said
	}
	return ""
}

// Recall implements alert.Keeper.
func (h *Hook) Recall() []alert.Remembered { return h.memory.before }

// Remember implements alert.Keeper.
func (h *Hook) Remember(list func() []alert.Remembered) {
	m := h.memory
	if m.store == nil {
		return
	}
	all := list()
	for _, r := range h.all() {
		r.only(all)
	}
	m.mu.Lock()
	m.list = append([]alert.Remembered{}, all...)
	m.mu.Unlock()
	m.rouse()
}

// rouse has what is remembered written now: a process that is killed a moment later has told nothing that is not in it.
func (m *memory) rouse() {
	select {
	case m.wake <- struct{}{}:
	default: // it is awake already
	}
}

// keepMemory writes what was handed over until ctx is done, and then once more, when no receiver can take anything any more.
func (h *Hook) keepMemory(ctx context.Context) error {
	m := h.memory
	alive := time.NewTicker(aliveEvery)
	defer alive.Stop()
	for {
		select {
		case <-m.wake:
		case <-alive.C:
		case <-ctx.Done():
			m.receivers.Wait()
			h.write()
			m.store.Close()
			return nil
		}
		h.write()
	}
}

// write keeps what a restart must not forget: what goes on, and whatever a receiver has been told and not that it is over.
func (h *Hook) write() {
	m := h.memory
	m.mu.Lock()
	list := m.list
	m.mu.Unlock()
	if list == nil {
		m.store.Write(m.before) // nothing is known yet that is newer
		return
	}
	kept := make([]alert.Remembered, 0, len(list))
	for _, a := range list {
		a.Told = nil
		for _, r := range h.all() {
			if n, ok := r.timesTold(a.ID); ok {
				if a.Told == nil {
					a.Told = map[string]int{}
				}
				a.Told[r.key] = n
			}
		}
		if len(a.Told) > 0 || !a.Over {
			kept = append(kept, a)
		}
	}
	m.store.Write(kept)
}
