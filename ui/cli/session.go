package cli

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"floorwatch/model"
	"floorwatch/poller/serve"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/cli/keep"
	"floorwatch/ui/cli/system"
	"floorwatch/ui/draw"
)

// A floorSession is the setup shared by all commands that show the floor:
// configuration, source, goroutines and log.
type floorSession struct {
	group   *group
	cfg     config.Config
	source  floorSource
	record  *keep.Recording
	figures *keep.Figures // nil: nothing is kept
	log     *system.Logger
	demo    bool               // each demo is a new floor
	shared  *serve.SharedBoard // below the drawn Board
}

// openFloorSession opens what the flags ask for. The caller must close it.
func openFloorSession(ctx context.Context, o options, w Env) (*floorSession, error) {
	log, err := openLog(o, w, slog.DiscardHandler)
	if err != nil {
		return nil, err
	}
	r := &floorSession{group: newGroup(ctx), log: log, demo: o.demo}
	r.group.endOn(w.Hangup) // a closed SSH session ends the program as a key does
	if r.cfg, r.source, r.record, err = openFloorSource(r.group, o, w, log.Logger); err != nil {
		err = errors.Join(err, r.group.stop())
		r.close()
		return nil, err
	}
	return r, nil
}

// keepFigures starts to store the floor's figures if configured and this process polls a
// real floor. Call it before newBoard and run.
func (r *floorSession) keepFigures(o options, env func(string) string) (err error) {
	if o.demo || o.connect != "" {
		return nil // invented, or stored by the server
	}
	r.figures, err = keep.OpenDrawnFigures(r.cfg, env, version(), r.log.Logger)
	return err
}

// newBoard returns the Board to draw. It is empty until run has restored the day.
func (r *floorSession) newBoard() draw.Board {
	b := keep.DrawnBoard{SharedBoard: serve.NewSharedBoard(r.cfg.Board())}
	if r.figures != nil {
		b = r.figures.Board()
	}
	r.shared = b.SharedBoard
	return b
}

// run restores today's recording, then reads the floor and stores its figures until ctx is done.
func (r *floorSession) run(ctx context.Context, emit func(model.Event)) error {
	if !r.demo {
		r.figures.Restored(r.record.Restore(ctx, time.Now(), r.shared, r.source.Recall, emit))
	}
	if r.figures != nil {
		r.figures.Tell(func(e model.Event) {
			r.record.Put(e)
			emit(e)
		})
		r.group.start("figures", r.figures.Run)
	}
	return r.source.Run(ctx, func(e model.Event) { emit(r.figures.Remark(e)) })
}

// close closes what is open. Stop the group first.
func (r *floorSession) close() {
	r.figures.Close()
	r.log.Close()
}
