// Package call hands alerts on to who is called: the command of [alerts], and the commands and webhooks of
// [[alert]] routes. Each receiver has a goroutine, an interval and failures of its own. It imports
// alert, acquire (the rules for files that hold a secret), detached, regular and safetext. Only ui/cli and its room check import it.
package call

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"time"

	"floorwatch/ui/alert"
)

// How long a receiver gets for one Notice, and how soon one that failed is tried again.
const (
	timeout    = 10 * time.Second
	retryFirst = 2 * time.Second
	retryMost  = time.Minute
)

// Hook implements alert.Hook for the command and the routes of a configuration.
type Hook struct {
	command   *receiver // nil: there is none
	receivers []*receiver
}

// New returns a Hook for the command and the routes of cfg; nil where there are none. Files with addresses
// are read at once. Errors are sentences for people and never hold an address.
func New(cfg alert.Config, log *slog.Logger) (*Hook, error) {
	h := &Hook{}
	if len(cfg.Command) > 0 {
		h.command = newReceiver("the alert command", Command(cfg.Command), false, log)
	}
	for i := range cfg.Routes {
		r := &cfg.Routes[i]
		s, err := open(r)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", Title(r, i), err)
		}
		h.receivers = append(h.receivers, newReceiver(Title(r, i), s, true, log))
	}
	if h.command == nil && len(h.receivers) == 0 {
		return nil, nil
	}
	return h, nil
}

// Title is what a route is called in remarks and logs.
func Title(r *alert.Route, i int) string {
	if r.Name != "" {
		return fmt.Sprintf("the alert route %q", r.Name)
	}
	return fmt.Sprintf("the alert route %d", i+1)
}

// A sender hands one Notice over. Its errors are sentences that hold neither address nor key.
type sender interface {
	send(ctx context.Context, n alert.Notice) error
}

// open makes the sender that a route names.
func open(r *alert.Route) (sender, error) {
	if len(r.Command) > 0 {
		return Command(r.Command), nil
	}
	return newWebhook(r)
}

// Host is the host that a route posts to, whose address may stand in a file or be printed by a command. The
// error says what keeps the route from being called, as far as that can be seen without calling it.
func Host(r *alert.Route) (string, error) {
	w, err := newWebhook(r)
	if err != nil {
		return "", err
	}
	u, err := url.Parse(w.url)
	if err != nil {
		return "", errors.New("its address cannot be read")
	}
	return u.Hostname(), nil
}

// Runs are the loops of the receivers, each until its context is done.
func (h *Hook) Runs() map[string]func(context.Context) error {
	runs := map[string]func(context.Context) error{}
	for _, r := range h.all() {
		runs[r.name] = r.run
	}
	return runs
}

func (h *Hook) all() []*receiver {
	if h.command == nil {
		return h.receivers
	}
	return append([]*receiver{h.command}, h.receivers...)
}

// Notify implements alert.Hook. It never blocks.
func (h *Hook) Notify(route int, n alert.Notice) {
	if route < 0 {
		h.command.put(n)
		return
	}
	h.receivers[route].put(n)
}

// Trouble implements alert.Hook: who could not be called, and why.
func (h *Hook) Trouble() string {
	var list []string
	for _, r := range h.all() {
		if s := r.status(); s != "" {
			list = append(list, s)
		}
	}
	return strings.Join(list, "; ")
}

// Counts implements alert.Hook.
func (h *Hook) Counts() (sent, failed, joined int) {
	for _, r := range h.all() {
		r.mu.Lock()
		sent, failed, joined = sent+r.sent, failed+r.failed, joined+r.joined
		r.mu.Unlock()
	}
	return sent, failed, joined
}

// A receiver is one who is called: it is handed one Notice at a time. What comes meanwhile is joined into the
// next one, so that nothing that is still open, and no end of what was told, is lost.
type receiver struct {
	name  string
	to    sender
	again bool // one that failed is tried again; a command is not, since its alert is told again
	log   *slog.Logger

	wake chan struct{} // of one

	mu      sync.Mutex
	next    *alert.Notice
	trouble string
	sent    int
	failed  int
	joined  int
}

func newReceiver(name string, to sender, again bool, log *slog.Logger) *receiver {
	return &receiver{name: name, to: to, again: again, log: log, wake: make(chan struct{}, 1)}
}

func (r *receiver) put(n alert.Notice) {
	r.mu.Lock()
	if r.next != nil {
		r.joined++
		n = join(*r.next, n)
	}
	r.next = &n
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default: // it is awake already
	}
}

func (r *receiver) take() *alert.Notice {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := r.next
	r.next = nil
	return n
}

// run sends until ctx is done.
func (r *receiver) run(ctx context.Context) error {
	wait := retryFirst
	for {
		n := r.take()
		if n == nil {
			select {
			case <-ctx.Done():
				return nil
			case <-r.wake:
			}
			continue
		}
		err := r.once(ctx, *n)
		if ctx.Err() != nil {
			return nil
		}
		r.note(n, err)
		if err == nil || !r.again || errors.Is(err, errRefused) {
			wait = retryFirst
			continue
		}
		if p, ok := errors.AsType[*partial](err); ok {
			n = &p.rest
		}
		r.back(*n)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		wait = min(2*wait, retryMost)
	}
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

// note counts and logs what became of a Notice.
func (r *receiver) note(n *alert.Notice, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err == nil {
		r.sent, r.trouble = r.sent+1, ""
	} else {
		r.failed, r.trouble = r.failed+1, r.name+" failed: "+err.Error()
	}
	if r.log != nil {
		r.log.Info("alert", "to", r.name, "alerts", len(n.Alerts)+n.More, "sent", r.sent, "failed", r.failed, "joined", r.joined, "trouble", r.trouble)
	}
}

func (r *receiver) status() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.trouble
}

// join makes one Notice of two: each alert once, as the later one has it.
func join(old, n alert.Notice) alert.Notice {
	known := map[string]bool{}
	for _, a := range n.Alerts {
		known[a.ID] = true
	}
	for _, a := range old.Alerts {
		if !known[a.ID] {
			n.Alerts = append(n.Alerts, a)
		}
	}
	n.More = max(n.More, old.More)
	if more := len(n.Alerts) - mostJoined; more > 0 {
		n.Alerts, n.More = n.Alerts[:mostJoined], n.More+more
	}
	return n
}

// mostJoined bounds what a receiver that is away is told afterwards: the newest alerts come first.
const mostJoined = 100

// Try sends n to the command and to each route at once, and says of each what came back: nil is well.
func (h *Hook) Try(ctx context.Context, n alert.Notice, tell func(name string, err error)) {
	for _, r := range h.all() {
		tell(r.name, r.once(ctx, n))
	}
}
