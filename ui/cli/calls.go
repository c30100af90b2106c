package cli

import (
	"context"
	"log/slog"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/poller/serve"
	"floorwatch/ui/alert"
	"floorwatch/ui/cli/call"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/cli/keep"
)

// startAlertCalls starts the Hook that sends alerts beyond the screen; nil if none is configured. The polling process
// sends them. A viewer sends them only with a configuration of its user: the machine's shared one is left to the
// server, or ten leaders would make ten calls. The polling process keeps across restarts what was sent; a viewer does not.
func startAlertCalls(group *group, cfg config.Config, o options, w Env, log *slog.Logger, server bool) (alert.Hook, error) {
	path, err := config.Find(o.config, w.Getenv, w.System)
	if o.connect != "" && (err != nil || path == w.System) || cfg.Calls().NoCalls() {
		return nil, nil
	}
	opts := call.Options{API: cfg.API, Server: server, Log: log}
	if o.connect == "" && !o.demo && err == nil {
		if m := keep.OpenAlertMemory(path, w.Getenv, log); m != nil {
			opts.Store = m
		}
	}
	h, err := call.New(cfg.Calls(), opts)
	if h == nil || err != nil {
		return nil, err
	}
	for name, run := range h.Runs() {
		group.start(name, run)
	}
	return h, nil
}

// addTrouble adds to an Event's Health which receivers cannot be reached, so that every screen raises an alert.
func addTrouble(e model.Event, hook alert.Hook) model.Event {
	if e.Health == nil || hook == nil {
		return e
	}
	trouble := hook.Trouble()
	if trouble == "" {
		return e
	}
	h := *e.Health
	h.Route = safetext.Line(trouble)
	e.Health = &h
	return e
}

// addTroubles wraps run so that every Event passes addTrouble.
func addTroubles(run func(context.Context, func(model.Event)) error, hook alert.Hook) func(context.Context, func(model.Event)) error {
	return func(ctx context.Context, emit func(model.Event)) error {
		return run(ctx, func(e model.Event) { emit(addTrouble(e, hook)) })
	}
}

// callEvery is how often the server checks for alerts to send.
const callEvery = time.Second

// callAlerts sends alerts from the server's Board until ctx is done, so that people are called even if no leader
// is watching.
func callAlerts(ctx context.Context, cfg config.Config, shared *serve.SharedBoard, hook alert.Hook) error {
	t := alert.Tracker{Floor: cfg.Screen.Name, Hold: alert.HoldFor, Teams: cfg.Teams, Zone: cfg.Screen.Location()}
	tick := time.NewTicker(callEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case at := <-tick.C:
			now := shared.ServerNow(at)
			shared.With(func(b *board.Board) {
				snapshot, h := b.At(now), b.Health()
				standing := snapshot.EffectiveHealth(h)
				t.Observe(snapshot, standing, snapshot.Concerns(standing))
			})
			cfg.Calls().Call(&t, now, hook)
		}
	}
}
