package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"floorwatch/model"
	"floorwatch/poller"
	"floorwatch/ui/draw"
	"floorwatch/ui/plain"
	"floorwatch/ui/term"
)

// runLines prints the floor as lines until a signal ends it.
func runLines(ctx context.Context, o options, w Env) error {
	o, err := o.findServer(w)
	if err != nil {
		return err
	}
	r, err := openFloorSession(ctx, o, w)
	if err != nil {
		return err
	}
	defer r.close()
	if err := r.keepFigures(o, w.Getenv); err != nil {
		return errors.Join(err, r.group.stop())
	}
	plain := plain.New(w.Out, r.cfg.Screen.Base(), r.cfg.Calls())
	hook, err := startAlertCalls(r.group, r.cfg, o, w, r.log.Logger, false)
	if err != nil {
		return errors.Join(err, r.group.stop())
	}
	plain.SetHook(hook, r.cfg.Teams)
	if term.IsTerminal(w.Out) {
		plain.OnTerminal(w.Getenv("TMUX") != "")
	}
	return exitWith(exitFault, printFloor(r.group, r.newBoard(), addTroubles(r.run, hook), plain))
}

// printFloor wires the path without a screen: reader → inbox → Board → lines. It
// waits for every goroutine before it returns.
func printFloor(group *group, board draw.Board, read func(context.Context, func(model.Event)) error, plain *plain.Writer) error {
	inbox := poller.NewInbox()
	events := make(chan model.Event)
	group.start("poller", func(ctx context.Context) error { return read(ctx, inbox.Put) })
	group.start("pump", func(ctx context.Context) error {
		for {
			e, err := inbox.Take(ctx)
			if err != nil {
				return nil //nolint:nilerr // the only error is the end of ctx
			}
			select {
			case events <- e:
			case <-ctx.Done():
				return nil
			}
		}
	})
	group.start("lines", func(ctx context.Context) error { return writeLines(ctx, board, events, plain) })
	<-group.ctx.Done()
	return group.stop()
}

// writeLines owns the Board: it applies Events and prints once a second what has changed.
func writeLines(ctx context.Context, board draw.Board, events <-chan model.Event, plain *plain.Writer) error {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case e := <-events:
			board.Apply(e)
		case t := <-second.C:
			h := board.Health()
			now := t.Add(h.Skew)
			if err := plain.WriteChanges(now, board.At(now), h); err != nil {
				return fmt.Errorf("the output is gone: %w", err)
			}
		}
	}
}
