package call

import (
	"context"
	"sync"
	"time"

	"floorwatch/ui/alert"
)

// A Store keeps alerts across restarts. Its calls may block for disk I/O.
type Store interface {
	// Read returns what an earlier process stored and how long ago that process last ran; nothing if there was none.
	Read() (list []alert.Remembered, away time.Duration, err error)
	// Write replaces the stored list; writing the same list again only records that the process is running.
	Write(list []alert.Remembered)
	// Close releases the Store; no other call follows.
	Close()
}

// How often the process records that it is running, the shortest absence that a server reports, and for how long it does.
const (
	aliveEvery = 20 * time.Second
	awayFrom   = time.Minute
	saidFor    = 5 * time.Minute
)

// A memory keeps alerts across restarts; without a Store, nothing.
type memory struct {
	store  Store
	before []alert.Remembered
	note   string    // remark about the time before the start
	until  time.Time // when the remark ends

	receivers sync.WaitGroup // the running receivers

	mu   sync.Mutex
	list []alert.Remembered // as last passed to Remember; nil: not yet
	wake chan struct{}      // of one
}

// openMemory reads what an earlier process stored. A server that was away gets a remark about it.
func openMemory(store Store, server bool) *memory {
	m := &memory{store: store, wake: make(chan struct{}, 1), until: time.Now().Add(saidFor)}
	if store == nil {
		return m
	}
	list, away, err := store.Read()
	switch m.before = list; {
	case err != nil:
		m.note = "what was told before the start is not known: alerts may be told twice"
	case server && away >= awayFrom:
		m.note = alert.AwayNote(away)
	}
	return m
}

// startNote returns the remark about the time before the start; "" after the first minutes.
func (m *memory) startNote() string {
	if m.note != "" && time.Now().Before(m.until) {
		return m.note
	}
	return ""
}

// Recall implements alert.Keeper: what the Store held at the start.
func (h *Hook) Recall() []alert.Remembered { return h.memory.before }

// Remember implements alert.Keeper. The list is written by the memory's loop.
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
	m.wakeUp()
}

// wakeUp has the list written now, so that even a process killed a moment later has sent nothing that is not stored.
func (m *memory) wakeUp() {
	select {
	case m.wake <- struct{}{}:
	default: // already awake
	}
}

// keepMemory writes the list whenever it changes until ctx is done, and once more after the last receiver has ended.
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

// write stores what must survive a restart: open alerts, and those sent to a receiver that was not sent their end.
func (h *Hook) write() {
	m := h.memory
	m.mu.Lock()
	list := m.list
	m.mu.Unlock()
	if list == nil {
		m.store.Write(m.before) // nothing newer is known yet
		return
	}
	kept := make([]alert.Remembered, 0, len(list))
	for _, a := range list {
		a.Told = nil
		for _, r := range h.all() {
			if n, ok := r.timesSent(a.ID); ok {
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
