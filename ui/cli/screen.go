package cli

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/poller"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/cli/system"
	"floorwatch/ui/term"
)

// runScreen wires the one path: reader → inbox → pump → screen. It owns the terminal
// while it runs and waits for every goroutine before it returns.
func runScreen(group *group, cfg config.Config, screen tea.Model, read func(context.Context, func(model.Event)) error, out *term.Terminal) error {
	program := out.Program(screen, cfg.Screen.FPS, group.cancel)
	inbox := poller.NewInbox()
	group.start("poller", func(ctx context.Context) error { return read(ctx, inbox.Put) })
	group.start("pump", func(ctx context.Context) error { return pump(ctx, inbox, func(e model.Event) { program.Send(e) }) })
	return runProgram(group, program, out)
}

// runProgram runs the screen to its end, and then the group to theirs.
func runProgram(group *group, program *tea.Program, out *term.Terminal) error {
	group.start("memory", system.SpareMemory)
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

// pumpRest is the least time between two Events for the screen. What one costs
// it (computing the Board's figures and rows, drawing a frame and comparing it cell by
// cell) hardly depends on how much is in it, and more frames a second show a reader nothing more.
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
