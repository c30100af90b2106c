package call

import (
	"context"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"floorwatch/ui/alert"
)

// How long a receiver gets for one Notice, how much of it at the end of the program, and how soon one that failed is
// tried again.
const (
	timeout    = 10 * time.Second
	endMost    = time.Second
	retryFirst = 2 * time.Second
	retryMost  = time.Minute
	retryWrong = 5 * time.Minute // where its address is wrong: whoever mends that need not start us again
)

// A receiver is one who is called: it is handed one Notice at a time. What comes meanwhile is joined into the
// next one, so that nothing that is still open, and no end of what was told, is lost.
type receiver struct {
	name string
	key  string // names it in what is remembered over a restart
	to   sender
	log  *slog.Logger
	took func() // called after each Notice

	wake chan struct{} // of one

	mu      sync.Mutex
	next    *alert.Notice
	held    map[string]bool // alerts that are not to be told for now, by their ids, see alert.Withholder
	taken   map[string]int  // how often it was told of alerts, by their ids, until it is told of their end; 0: it may not have taken them
	trouble string

	sent, failed           int // Notices
	joined, quiet, limited int // Notices joined into a later one; alerts kept back, see alert.Hook
}

func newReceiver(name, key string, to sender, log *slog.Logger) *receiver {
	return &receiver{name: name, key: key, to: to, log: log, took: func() {}, wake: make(chan struct{}, 1), taken: map[string]int{}}
}

func (r *receiver) enqueue(n alert.Notice) {
	r.mu.Lock()
	if r.next != nil {
		r.joined++
		n = join(*r.next, n)
	}
	r.next = &n
	r.mu.Unlock()
	r.rouse()
}

// rouse has run look at what there is to be sent.
func (r *receiver) rouse() {
	select {
	case r.wake <- struct{}{}:
	default: // it is awake already
	}
}

// withhold keeps alerts from being told until they are no longer named.
func (r *receiver) withhold(ids map[string]bool) {
	r.mu.Lock()
	before := r.held
	r.held = ids
	r.mu.Unlock()
	for id := range before {
		if !ids[id] {
			r.rouse()
			return
		}
	}
}

// nextNotice is what is to be sent now: nil where that is nothing. The end of an alert is not told to whoever cannot
// have heard that it went on; what is withheld stays for later.
func (r *receiver) nextNotice() *alert.Notice {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := r.next
	if r.next = nil; n == nil {
		return nil
	}
	later, all := *n, len(n.Alerts)
	later.Alerts, later.More = nil, 0
	n.Alerts = slices.DeleteFunc(slices.Clone(n.Alerts), func(a alert.Item) bool {
		if a.Firing() && r.held[a.ID] {
			later.Alerts = append(later.Alerts, a)
			return true
		}
		_, heard := r.taken[a.ID]
		return !a.Firing() && !heard
	})
	if len(later.Alerts) > 0 {
		r.next = &later
	}
	if len(n.Alerts) == 0 {
		return nil
	}
	if len(n.Alerts) != all { // the sentence may be about the others
		n.Reword()
	}
	return n
}

// run sends until ctx is done.
func (r *receiver) run(ctx context.Context) error {
	wait := retryFirst
	for {
		n := r.nextNotice()
		if n == nil {
			select {
			case <-ctx.Done():
				return nil
			case <-r.wake:
			}
			continue
		}
		err := r.lasting(ctx, *n)
		r.recordResult(n, err)
		r.took()
		if ctx.Err() != nil {
			return nil
		}
		if n.Alerts = untaken(n.Alerts, err); len(n.Alerts) == 0 {
			wait = retryFirst
			continue
		}
		r.back(*n)
		pause := wait
		if wait = min(2*wait, retryMost); errors.Is(err, errAddress) {
			pause = retryWrong
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
	}
}

// lasting sends, also when ctx is done meanwhile: for a moment longer, since what was taken without our knowing
// would be told again after a restart.
func (r *receiver) lasting(ctx context.Context, n alert.Notice) error {
	sending, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(endMost, cancel) })()
	return r.once(sending, n)
}

// once sends within the time that a receiver gets.
func (r *receiver) once(ctx context.Context, n alert.Notice) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return r.to.send(ctx, n)
}

// back puts a Notice that failed before what has come meanwhile.
func (r *receiver) back(n alert.Notice) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.next != nil {
		n = join(n, *r.next)
	}
	r.next = &n
}

// recordResult counts and logs what became of a Notice.
func (r *receiver) recordResult(n *alert.Notice, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.remember(n.Alerts, err)
	if err == nil {
		r.sent, r.trouble = r.sent+1, ""
	} else {
		r.failed, r.trouble = r.failed+1, r.name+" failed: "+err.Error()
	}
	r.write("alert", "alerts", len(n.Alerts)+n.More)
}

// remember notes what the receiver has been told: of what failed it may have taken anything, unless it refused it
// or never got it.
func (r *receiver) remember(list []alert.Item, err error) {
	left := untaken(list, err)
	for _, a := range list {
		_, heard := r.taken[a.ID]
		failed := slices.ContainsFunc(left, func(l alert.Item) bool { return l.ID == a.ID })
		switch {
		case !a.Firing() && !failed:
			delete(r.taken, a.ID)
		case a.Firing() && !failed && !refused(a, err):
			r.taken[a.ID] = max(1, a.Time)
		case a.Firing() && failed && !heard && !errors.Is(err, errAddress) && !errors.Is(err, errUnsent):
			r.taken[a.ID] = 0
		}
	}
}

// suppress counts and logs what was kept from the receiver.
func (r *receiver) suppress(quiet, limited int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.quiet, r.limited = r.quiet+quiet, r.limited+limited
	r.write("alert suppressed", "now", quiet+limited)
}

// write logs something with how much was sent, failed and kept back since the start. r.mu is held.
func (r *receiver) write(what string, more ...any) {
	if r.log == nil {
		return
	}
	counts := []any{
		"to", r.name, "sent", r.sent, "failed", r.failed, "suppressed", r.joined + r.quiet + r.limited,
		"joined", r.joined, "quiet", r.quiet, "limited", r.limited, "trouble", r.trouble,
	}
	r.log.Info(what, append(counts, more...)...)
}

func (r *receiver) status() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.trouble
}

// timesTold is how often the receiver was told of an alert of whose end it was not.
func (r *receiver) timesTold(id string) (times int, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	times, ok = r.taken[id]
	return times, ok && id != ""
}

// only forgets what was told of all alerts but those of a list.
func (r *receiver) only(list []alert.Remembered) {
	known := map[string]bool{}
	for i := range list {
		known[list[i].ID] = true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	maps.DeleteFunc(r.taken, func(id string, _ int) bool { return !known[id] })
}

// recall notes what the receiver was told before a restart.
func (r *receiver) recall(list []alert.Remembered) {
	for _, a := range list {
		if n, ok := a.Told[r.key]; ok {
			r.taken[a.ID] = n
		}
	}
}

// join makes one Notice of two: each alert once, as the later one has it. Its sentence is about all of them, what goes on first.
func join(old, n alert.Notice) alert.Notice {
	known := map[string]bool{}
	for _, a := range n.Alerts {
		known[a.ID] = true
	}
	n.Alerts = slices.Clone(n.Alerts)
	for _, a := range old.Alerts {
		if !known[a.ID] {
			n.Alerts = append(n.Alerts, a)
		}
	}
	n.Reword()
	n.More = max(n.More, old.More)
	if more := len(n.Alerts) - mostJoined; more > 0 {
		slices.SortStableFunc(n.Alerts, func(a, b alert.Item) int { return strings.Compare(a.Status, b.Status) }) // firing before resolved
		n.Alerts, n.More = n.Alerts[:mostJoined], n.More+more
	}
	return n
}

// mostJoined bounds what a receiver that is away is told afterwards: the newest alerts come first.
const mostJoined = 100
