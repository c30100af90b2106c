package cli

import (
	"context"
	"errors"
	"os"
	"sync"

	"floorwatch/poller/guard"
)

// A group owns the program's goroutines. The first that fails or panics ends
// the whole run with its reason; a panic must not leave the terminal in raw mode.
type group struct {
	parent context.Context
	ctx    context.Context
	cancel context.CancelCauseFunc
	wg     sync.WaitGroup
}

func newGroup(ctx context.Context) *group {
	c := &group{parent: ctx}
	c.ctx, c.cancel = context.WithCancelCause(ctx)
	return c
}

// start runs f until it returns; f must return when the group's context is done.
func (c *group) start(name string, f func(context.Context) error) {
	c.wg.Add(1)
	guard.Go(name, func() error { return f(c.ctx) }, func(err error) {
		if err != nil && c.ctx.Err() == nil {
			c.cancel(guard.Reason(name, err))
		}
		c.wg.Done()
	})
}

// endOn ends the run when a signal arrives, as a normal end.
func (c *group) endOn(signals <-chan os.Signal) {
	c.start("signals", func(ctx context.Context) error {
		select {
		case <-ctx.Done():
		case <-signals:
			c.cancel(nil)
		}
		return nil
	})
}

// stop ends all goroutines, waits for them and returns why the run ended:
// nil if a signal or a key asked for it.
func (c *group) stop() error {
	c.cancel(nil)
	c.wg.Wait()
	if c.parent.Err() != nil || errors.Is(context.Cause(c.ctx), context.Canceled) {
		return nil
	}
	return context.Cause(c.ctx)
}
