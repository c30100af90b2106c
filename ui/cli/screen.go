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
	"floorwatch/ui/draw"
	"floorwatch/ui/term"
)

// runScreen wires the path reader → inbox → pump → screen. It owns the terminal
// while it runs and waits for every goroutine before it returns.
func runScreen(group *group, cfg config.Config, screen tea.Model, read func(context.Context, func(model.Event)) error, out *term.Terminal) error {
	program := out.Program(screen, cfg.Screen.FPS, group.cancel)
	inbox := poller.NewInbox()
	group.start("poller", func(ctx context.Context) error { return read(ctx, inbox.Put) })
	group.start("pump", func(ctx context.Context) error {
		return pump(ctx, inbox, func(e model.Event, tick bool) {
			if tick {
				program.Send(draw.TickEvent(e))
			} else {
				program.Send(e)
			}
		})
	})
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

// pumpLead is how long before a tick Events are sent to the screen: time enough to apply them, and within the
// frame of the tick.
const pumpLead = 30 * time.Millisecond

// pump sends Events to the screen: the first after a lull at once, then what arrives merged into one Event
// shortly before each tick (draw.NextTick: at each second of the clock). An Event's cost (figures, rows, drawing and
// comparing a frame) hardly depends on its size, and the tick has it anyway: only with it do the clocks, and
// with them what was sent since the last one, move on. So a frame a second shows everything at most a second
// after it arrived. Only this goroutine calls Program.Send, which blocks while the terminal does; the inbox
// keeps merging meanwhile, so the poller never waits.
func pump(ctx context.Context, inbox *poller.Inbox, send func(e model.Event, tick bool)) error {
	for {
		event, err := inbox.Take(ctx)
		if err != nil {
			return nil //nolint:nilerr // the only error is the end of ctx
		}
		send(event, untilTick(time.Now()) <= pumpLead)
		select {
		case <-ctx.Done():
		case <-time.After(pumpRest(time.Now())):
		}
	}
}

// pumpRest is the time until the next Event may be sent.
func pumpRest(now time.Time) time.Duration {
	rest := untilTick(now) - pumpLead
	if rest <= 0 { // this tick has had its Event
		rest += time.Second
	}
	return rest
}

// untilTick is the time until the screen's next tick.
func untilTick(now time.Time) time.Duration {
	return now.Truncate(time.Second).Add(time.Second).Sub(now)
}
