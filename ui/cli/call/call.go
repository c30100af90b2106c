// Package call delivers alerts to their receivers: the command of [alerts], and the commands and webhooks of
// [[alert]] routes. Each receiver has a separate goroutine, retry interval and failure count. It imports
// alert, acquire (the way out of this machine; the rules for files that hold a secret), detached, guard, regular and safetext. Only ui/cli and its room check import it.
package call

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"

	"floorwatch/poller/acquire"
	"floorwatch/poller/guard"
	"floorwatch/ui/alert"
)

// Hook implements alert.Hook for the command and the routes of a configuration.
type Hook struct {
	command   *receiver // nil if none is configured
	receivers []*receiver
	memory    *memory
}

// Options are the settings of a Hook apart from its receivers.
type Options struct {
	API    acquire.Config // webhooks use its ca_file and the proxies of its requests
	Store  Store          // keeps across restarts what was sent; nil: nothing is kept
	Server bool           // sends for all viewers, and reports unreachable receivers to them
	Log    *slog.Logger
}

// New returns a Hook for the command and the routes of cfg; nil if there are none. It reads address files and
// the Store at once. Errors are sentences for the user and never contain an address.
func New(cfg alert.Config, o Options) (*Hook, error) {
	h, log := &Hook{}, o.Log
	if len(cfg.Command) > 0 {
		h.command = newReceiver("the alert command", cfg.ReceiverKey(-1), Command(cfg.Command), log)
	}
	for i := range cfg.Routes {
		r := &cfg.Routes[i]
		s, err := open(r, o.API)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", Title(r, i), err)
		}
		h.receivers = append(h.receivers, newReceiver(Title(r, i), cfg.ReceiverKey(i), s, log))
	}
	if h.command == nil && len(h.receivers) == 0 {
		return nil, nil
	}
	h.memory = openMemory(o.Store, o.Server)
	for _, r := range h.all() {
		r.recall(h.memory.before)
		r.onSent = h.memory.wakeUp
	}
	return h, nil
}

// Title returns the name of route i for remarks and logs: its own, or its place in the file.
func Title(r *alert.Route, i int) string {
	if r.Name != "" {
		return fmt.Sprintf("the alert route %q", r.Name)
	}
	return fmt.Sprintf("the alert route %d", i+1)
}

// A sender delivers one Notice. Its errors are sentences without address and key.
type sender interface {
	send(ctx context.Context, n alert.Notice) error
}

// open returns the sender that a route configures.
func open(r *alert.Route, api acquire.Config) (sender, error) {
	if len(r.Command) > 0 {
		return Command(r.Command), nil
	}
	return newWebhook(r, api)
}

// Host returns the host that a route posts to, or the proxy's if the environment names one. The route's address
// may come from a file or a command. The error says why the route cannot be called, as far as that shows without calling it.
func Host(r *alert.Route, api acquire.Config) (string, error) {
	w, err := newWebhook(r, api)
	if err != nil {
		return "", err
	}
	u, err := url.Parse(w.url)
	if err != nil {
		return "", errors.New("its address is not a valid URL")
	}
	api.URL = w.url
	switch proxy, err := acquire.ProxyOf(api); {
	case err != nil:
		return "", errors.New("the proxy that the environment names for it cannot be used")
	case proxy != "":
		u.Host = proxy // only the proxy's name must resolve on this machine
	}
	return u.Hostname(), nil
}

// Runs returns the loops of the receivers and of the memory, by name. Each runs until its context is done. The caller
// starts each of them once.
func (h *Hook) Runs() map[string]func(context.Context) error {
	runs := map[string]func(context.Context) error{}
	for _, r := range h.all() {
		h.memory.receivers.Add(1)
		runs[r.name] = func(ctx context.Context) error {
			defer h.memory.receivers.Done()
			return r.run(ctx)
		}
	}
	if h.memory.store != nil {
		runs["alert memory"] = h.keepMemory
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
		h.command.enqueue(n)
		return
	}
	h.receivers[route].enqueue(n)
}

// Trouble implements alert.Hook: which receivers could not be reached, and why.
func (h *Hook) Trouble() string {
	var list []string
	if s := h.memory.startNote(); s != "" {
		list = append(list, s)
	}
	for _, r := range h.all() {
		if s := r.status(); s != "" {
			list = append(list, s)
		}
	}
	return strings.Join(list, "; ")
}

// Suppress implements alert.Hook: it adds to the receiver's counts and logs them.
func (h *Hook) Suppress(route, quiet, limited int) {
	if route < 0 {
		h.command.suppress(quiet, limited)
		return
	}
	h.receivers[route].suppress(quiet, limited)
}

// Withhold implements alert.Withholder for one receiver. It never blocks.
func (h *Hook) Withhold(route int, ids map[string]bool) {
	if route < 0 {
		h.command.withhold(ids)
		return
	}
	h.receivers[route].withhold(ids)
}

// Counts implements alert.Hook: the sums over all receivers since the start.
func (h *Hook) Counts() (sent, failed, suppressed int) {
	for _, r := range h.all() {
		r.mu.Lock()
		sent, failed, suppressed = sent+r.sent, failed+r.failed, suppressed+r.joined+r.quiet+r.limited
		r.mu.Unlock()
	}
	return sent, failed, suppressed
}

// SendTrial sends all Notices to the command and to every route, ignoring the routes' conditions. Receivers are called
// in parallel, so that one that hangs does not delay the others. tell gets the result of each Notice as it
// arrives, nil for success, on the caller's goroutine.
func (h *Hook) SendTrial(ctx context.Context, list []alert.Notice, tell func(name string, n alert.Notice, err error)) {
	type answer struct {
		name string
		n    alert.Notice
		err  error
	}
	all := h.all()
	answers := make(chan answer, len(all)*len(list))
	for _, r := range all {
		guard.Go("trial", func() error {
			for _, n := range list {
				err := guard.Call("a trial of "+r.name, func() error { return r.once(ctx, n) })
				answers <- answer{r.name, n, err}
			}
			return nil
		}, func(error) {})
	}
	for range len(all) * len(list) {
		a := <-answers
		tell(a.name, a.n, a.err)
	}
}
