package serve

import (
	"log/slog"
	"sync"
	"time"
)

// refusalEvery is how often refused viewers are logged: one that retries for ever must not fill a disk.
const refusalEvery = time.Minute

// refusals logs refused viewers: the first at once, then once a minute with their number.
type refusals struct {
	mu     sync.Mutex
	logged time.Time // time of the last log line
	held   int       // refused since then
}

func (r *refusals) log(log *slog.Logger, p Peer, why error, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.logged.IsZero() && now.Sub(r.logged) < refusalEvery {
		r.held++
		return
	}
	log.Warn("viewer refused", "uid", p.UID, "pid", p.PID, "err", why, "others", r.held)
	r.logged, r.held = now, 0
}
