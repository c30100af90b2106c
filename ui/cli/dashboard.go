package cli

import (
	"context"
	"errors"
	"log/slog"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/poller"
	"floorwatch/ui"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/term"
)

// runDashboard shows the floor until a key or a signal ends it. Everything
// that can be wrong is found before the screen is taken.
func runDashboard(ctx context.Context, o options, w Env) error {
	if o.plain {
		return runLines(ctx, o, w)
	}
	out, err := term.Open(w.Out)
	if err != nil {
		return err
	}
	log, err := openLog(o.log, w.Getenv, slog.DiscardHandler)
	if err != nil {
		return err
	}
	defer log.close()
	group := newGroup(ctx)
	group.endOn(w.Hangup) // a closed SSH session has to end the program like a key would
	cfg, reader, record, err := openReader(group, o, w, log.Logger)
	if err != nil {
		return errors.Join(err, group.stop())
	}
	board := newBoard(cfg)
	record.restore(time.Now(), board.Apply, reader.Recall)
	if o.wall {
		cfg.Screen.FPS = min(cfg.Screen.FPS, ui.WallFPS)
		wall := ui.NewWall(board, cfg.Wall, cfg.Screen, time.Now())
		return exitWith(exitFault, show(group, cfg, wall, reader.Run, w, out))
	}
	app := ui.New(board, cfg.Screen, reader, time.Now())
	remember(group, app, o, w.Getenv, log.Logger)
	app.Tell(startHook(group, cfg.Alerts.Command))
	return exitWith(exitFault, show(group, cfg, app, reader.Run, w, out))
}

func newBoard(cfg config.Config) *model.Board { return model.NewBoard(boardConfig(cfg)) }

func boardConfig(cfg config.Config) model.Config {
	return model.Config{Limits: cfg.Limits, Keep: cfg.Keep, Teams: cfg.Teams, Location: cfg.Screen.Location()}
}

// show wires the one path: reader → inbox → pump → screen. It owns the terminal
// while it runs and waits for every goroutine before it returns.
func show(group *group, cfg config.Config, screen tea.Model, read func(context.Context, func(model.Event)) error, w Env, out *term.Terminal) error {
	program := out.Program(screen, w.In, cfg.Screen.FPS, group.cancel)
	inbox := poller.NewInbox()
	group.start("poller", func(ctx context.Context) error { return read(ctx, inbox.Put) })
	group.start("pump", func(ctx context.Context) error { return pump(ctx, inbox, func(e model.Event) { program.Send(e) }) })
	return runProgram(group, program, out)
}

// runProgram runs the screen to its end, and then the group to theirs.
func runProgram(group *group, program *tea.Program, out *term.Terminal) error {
	group.start("memory", spareMemory)
	err := out.Run(group.ctx, program)
	if why := group.stop(); why != nil {
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

// pumpRest is how long the screen is left alone after an Event. What one costs
// it (the Board's figures and rows anew, a frame drawn and compared cell by
// cell) hardly depends on how much is in it, and of many a second nobody sees more.
const pumpRest = 200 * time.Millisecond

// pump carries Events to the screen: the first at once, then all that arrived
// in a rest as one. It is the only goroutine that calls Program.Send, which
// blocks while the terminal does: the inbox goes on merging meanwhile, so the
// poller never waits.
func pump(ctx context.Context, inbox *poller.Inbox, send func(model.Event)) error {
	for {
		event, err := inbox.Take(ctx)
		if err != nil {
			return nil //nolint:nilerr // the only error is the end of ctx
		}
		send(event)
		select {
		case <-ctx.Done():
		case <-time.After(pumpRest):
		}
	}
}

func exitWith(code int, err error) error {
	if err == nil {
		return nil
	}
	return exitStatus{code, err}
}
