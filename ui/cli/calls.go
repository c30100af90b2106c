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

// startAlertCalls starts who is called besides the screen; nil where nobody is. The process that polls calls. A viewer
// calls only where the configuration is its user's own: what all users of the machine share is for the server
// to do, or ten leaders would make ten calls.
// What was told is remembered over a restart by who polls; a viewer forgets it.
func startAlertCalls(group *group, cfg config.Config, o options, w Env, log *slog.Logger, server bool) (alert.Hook, error) {
	path, err := config.Find(o.config, w.Getenv, w.System)
	if o.connect != "" && (err != nil || path == w.System) || cfg.Calls().NoCalls() {
		return nil, nil
	}
	opts := call.Options{Server: server, Log: log}
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

// addTrouble says in an Event's Health who cannot be called, so that every screen has an alert of it.
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

// addTroubles is a reading that says who cannot be called.
func addTroubles(run func(context.Context, func(model.Event)) error, hook alert.Hook) func(context.Context, func(model.Event)) error {
	return func(ctx context.Context, emit func(model.Event)) error {
		return run(ctx, func(e model.Event) { emit(addTrouble(e, hook)) })
	}
}

// callEvery is how often the server looks whether somebody has to be called.
const callEvery = time.Second

// callAlerts tells of alerts from the server's own Board until ctx is done, so that somebody is called also where
// no leader looks.
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
