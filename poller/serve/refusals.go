package serve

import (
	"log/slog"
	"sync"
	"time"
)

// refusalEvery is how often refused viewers are logged: one who tries again and again must not fill a disk.
const refusalEvery = time.Minute

// refusals log who is refused, the first at once and then once a minute with how many there were.
type refusals struct {
	mu     sync.Mutex
	logged time.Time // when one was logged last
	held   int       // refused since, and not logged
}

func (r *refusals) add(log *slog.Logger, p Peer, why error, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.logged.IsZero() && now.Sub(r.logged) < refusalEvery {
		r.held++
		return
	}
	log.Warn("viewer refused", "uid", p.UID, "pid", p.PID, "err", why, "others", r.held)
	r.logged, r.held = now, 0
}
