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

// runScreen wires the path reader → inbox → pump → screen. It owns the terminal
// while it runs and waits for every goroutine before it returns.
func runScreen(group *group, cfg config.Config, screen tea.Model, read func(context.Context, func(model.Event)) error, out *term.Terminal) error {
	program := out.Program(screen, cfg.Screen.FPS, group.cancel)
	inbox := poller.NewInbox()
	group.start("poller", func(ctx context.Context) error { return read(ctx, inbox.Put) })
	group.start("pump", func(ctx context.Context) error { return pump(ctx, inbox, func(e model.Event) { program.Send(e) }) })
	return runProgram(group, program, out)
}

// runProgram runs the screen to its end and then stops the group.
func runProgram(group *group, program *tea.Program, out *term.Terminal) error {
	group.start("memory", system.SpareMemory)
	err := out.Run(group.ctx, program)
	if why := group.stop(); why != nil {
		return why // more informative than "program was killed"
	}
	if errors.Is(err, tea.ErrProgramPanic) {
		return err // of Bubble Tea, which has printed it
	}
	if errors.Is(err, tea.ErrProgramKilled) || errors.Is(err, tea.ErrInterrupted) {
		return nil // a signal asked for it
	}
	return err
}

// pumpRest is the minimum time between two Events for the screen. An Event's cost (figures,
// rows, drawing and comparing a frame) hardly depends on its size, and more frames per
// second show a reader nothing more.
const pumpRest = 500 * time.Millisecond

// pump sends Events to the screen: the first at once, then all that arrived during a
// rest merged into one. Only this goroutine calls Program.Send, which blocks while
// the terminal does; the inbox keeps merging meanwhile, so the poller never waits.
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
