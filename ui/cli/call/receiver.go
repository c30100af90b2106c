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

// The time limit of one Notice, at any time and at the end of the program, and the delays before a retry.
const (
	timeout    = 10 * time.Second
	endMost    = time.Second
	retryFirst = 2 * time.Second
	retryMost  = time.Minute
	retryWrong = 5 * time.Minute // for a wrong address: it can be corrected without a restart
)

// A receiver sends one Notice at a time. Notices that arrive meanwhile are merged into the next one, so that no
// open alert, and no end of a sent alert, is lost.
type receiver struct {
	name   string
	key    string // its name in the stored alerts
	to     sender
	log    *slog.Logger
	onSent func() // called after each Notice

	wake chan struct{} // of one

	mu        sync.Mutex
	next      *alert.Notice
	withheld  map[string]bool // ids of alerts not to be sent for now, see alert.Withholder
	sentTimes map[string]int  // how often each alert was sent, by id, until its end is sent; 0: it may not have arrived
	trouble   string

	sent, failed           int // Notices
	joined, quiet, limited int // Notices merged into a later one; alerts suppressed, see alert.Hook
}

func newReceiver(name, key string, to sender, log *slog.Logger) *receiver {
	return &receiver{name: name, key: key, to: to, log: log, onSent: func() {}, wake: make(chan struct{}, 1), sentTimes: map[string]int{}}
}

func (r *receiver) enqueue(n alert.Notice) {
	r.mu.Lock()
	if r.next != nil {
		r.joined++
		n = merge(*r.next, n)
	}
	r.next = &n
	r.mu.Unlock()
	r.wakeUp()
}

// wakeUp wakes run to check for something to send.
func (r *receiver) wakeUp() {
	select {
	case r.wake <- struct{}{}:
	default: // already awake
	}
}

// withhold stops alerts from being sent until a later call no longer names them.
func (r *receiver) withhold(ids map[string]bool) {
	r.mu.Lock()
	before := r.withheld
	r.withheld = ids
	r.mu.Unlock()
	for id := range before {
		if !ids[id] {
			r.wakeUp()
			return
		}
	}
}

// nextNotice returns the Notice to send now, or nil. It leaves out ends of alerts that the receiver was never sent,
// and keeps withheld alerts for later.
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
		if a.Firing() && r.withheld[a.ID] {
			later.Alerts = append(later.Alerts, a)
			return true
		}
		_, heard := r.sentTimes[a.ID]
		return !a.Firing() && !heard
	})
	if len(later.Alerts) > 0 {
		r.next = &later
	}
	if len(n.Alerts) == 0 {
		return nil
	}
	if len(n.Alerts) != all { // the sentence may be about those left out
		n.Reword()
	}
	return n
}

// run sends Notices until ctx is done.
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
		r.onSent()
		if ctx.Err() != nil {
			return nil
		}
		if n.Alerts = untaken(n.Alerts, err); len(n.Alerts) == 0 {
			wait = retryFirst
			continue
		}
		r.putBack(*n)
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

// lasting sends n, and for a moment longer if ctx is done meanwhile: a Notice that arrived without our knowing
// would be sent again after a restart.
func (r *receiver) lasting(ctx context.Context, n alert.Notice) error {
	sending, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(endMost, cancel) })()
	return r.once(sending, n)
}

// once sends n once, within the time limit.
func (r *receiver) once(ctx context.Context, n alert.Notice) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return r.to.send(ctx, n)
}

// putBack merges a failed Notice with the ones that arrived meanwhile.
func (r *receiver) putBack(n alert.Notice) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.next != nil {
		n = merge(n, *r.next)
	}
	r.next = &n
}

// recordResult counts and logs the result of sending n.
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

// remember records which alerts the receiver was sent. Those of a failed Notice may have arrived, unless they were
// refused or never sent.
func (r *receiver) remember(list []alert.Item, err error) {
	left := untaken(list, err)
	for _, a := range list {
		_, heard := r.sentTimes[a.ID]
		failed := slices.ContainsFunc(left, func(l alert.Item) bool { return l.ID == a.ID })
		switch {
		case !a.Firing() && !failed:
			delete(r.sentTimes, a.ID)
		case a.Firing() && !failed && !refused(a, err):
			r.sentTimes[a.ID] = max(1, a.Time)
		case a.Firing() && failed && !heard && !errors.Is(err, errAddress) && !errors.Is(err, errUnsent):
			r.sentTimes[a.ID] = 0
		}
	}
}

// suppress counts and logs alerts that were not sent to the receiver.
func (r *receiver) suppress(quiet, limited int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.quiet, r.limited = r.quiet+quiet, r.limited+limited
	r.write("alert suppressed", "now", quiet+limited)
}

// write logs a message with the counts since the start. The caller holds r.mu.
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

// timesSent returns how often an alert was sent whose end was not; ok is false if never.
func (r *receiver) timesSent(id string) (times int, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	times, ok = r.sentTimes[id]
	return times, ok && id != ""
}

// only drops the counts of all alerts that are not in list.
func (r *receiver) only(list []alert.Remembered) {
	known := map[string]bool{}
	for i := range list {
		known[list[i].ID] = true
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	maps.DeleteFunc(r.sentTimes, func(id string, _ int) bool { return !known[id] })
}

// recall restores which alerts were sent before a restart.
func (r *receiver) recall(list []alert.Remembered) {
	for _, a := range list {
		if n, ok := a.Told[r.key]; ok {
			r.sentTimes[a.ID] = n
		}
	}
}

// merge merges two Notices: each alert once, as in the later one, open ones first, with a sentence about all of them.
func merge(old, n alert.Notice) alert.Notice {
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
	if more := len(n.Alerts) - mostMerged; more > 0 {
		slices.SortStableFunc(n.Alerts, func(a, b alert.Item) int { return strings.Compare(a.Status, b.Status) }) // firing before resolved
		n.Alerts, n.More = n.Alerts[:mostMerged], n.More+more
	}
	return n
}

// mostMerged limits the alerts merged for an unreachable receiver; the newest are kept.
const mostMerged = 100
