package main

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"
	"floorwatch/model"
	"floorwatch/poller"
	"floorwatch/poller/acquire"
	"floorwatch/ui"
)

// runDashboard shows the floor until a key or a signal ends it. Everything
// that can be wrong is found before the screen is taken.
func runDashboard(ctx context.Context, o options, w world) error {
	out, err := terminal(w.out)
	if err != nil {
		return err
	}
	crew := newCrew(ctx)
	cfg, client, err := connect(crew, o, w)
	if err != nil {
		return errors.Join(err, crew.stop())
	}
	return exitWith(exitFault, show(crew, cfg, client, w, out))
}

// connect makes the client of the real account, or of the demo's invented one.
func connect(crew *crew, o options, w world) (config, *acquire.Client, error) {
	if o.demo {
		return startDemo(crew, o)
	}
	path, err := findConfig(o.config, w.env)
	if err != nil {
		return config{}, nil, err
	}
	cfg, err := readConfig(path)
	if err != nil {
		return config{}, nil, err
	}
	client, err := newClient(cfg, func() (*acquire.Token, error) { return acquire.OpenToken(cfg.API) })
	return cfg, client, err
}

func newClient(cfg config, open func() (*acquire.Token, error)) (*acquire.Client, error) {
	token, err := open()
	if err != nil {
		return nil, err
	}
	return acquire.New(cfg.API, token)
}

// show wires the one path: poller → inbox → pump → App. It owns the terminal
// while it runs and waits for every goroutine before it returns.
func show(crew *crew, cfg config, source poller.Source, w world, out *watchedTerminal) error {
	out.lost = crew.cancel
	zone := cfg.Screen.Location()
	p := poller.New(source, cfg.Poll, poller.Options{
		RequestsPerSecond: cfg.API.RequestsPerSecond, InFlight: cfg.API.InFlight, Location: zone,
	})
	board := model.NewBoard(model.Config{Limits: cfg.Limits, Keep: cfg.Keep, Teams: cfg.Teams, Location: zone})
	screen := &guarded{screen: ui.New(board, cfg.Screen, p, time.Now()), fail: crew.cancel}
	program := tea.NewProgram(screen,
		tea.WithContext(crew.ctx), tea.WithInput(w.in), tea.WithOutput(out),
		tea.WithFPS(cfg.Screen.FPS), tea.WithoutSignalHandler())

	inbox := poller.NewInbox()
	crew.start("poller", func(ctx context.Context) error { return p.Run(ctx, inbox.Put) })
	crew.start("pump", func(ctx context.Context) error { return pump(ctx, inbox, program) })

	err := out.run(crew.ctx, program)
	if why := crew.stop(); why != nil {
		return why // it says more than "program was killed"
	}
	if errors.Is(err, tea.ErrProgramPanic) {
		return err // in Bubble Tea itself, which has printed it
	}
	if errors.Is(err, tea.ErrProgramKilled) || errors.Is(err, tea.ErrInterrupted) {
		return nil // a signal asked for it
	}
	return err
}

// pump carries Events to the screen. It is the only goroutine that calls
// Program.Send, which blocks while the terminal does: the inbox goes on
// merging meanwhile, so the poller never waits.
func pump(ctx context.Context, inbox *poller.Inbox, program *tea.Program) error {
	for {
		event, err := inbox.Take(ctx)
		if err != nil {
			return nil //nolint:nilerr // the only error is the end of ctx
		}
		program.Send(event)
	}
}

func exitWith(code int, err error) error {
	if err == nil {
		return nil
	}
	return exitStatus{code, err}
}
