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

// A floorSession is what every command that shows the floor begins with: the
// configuration, a source to run, and its goroutines and log.
type floorSession struct {
	group   *group
	cfg     config.Config
	source  floorSource
	record  *keep.Recording
	figures *keep.Figures // see keep; nil: nothing is kept
	log     *system.Logger
	demo    bool               // each demo is another floor
	shared  *serve.SharedBoard // under what is drawn
}

// openFloorSession opens what the flags ask for. Whoever opens it closes it.
func openFloorSession(ctx context.Context, o options, w Env) (*floorSession, error) {
	log, err := openLog(o, w, slog.DiscardHandler)
	if err != nil {
		return nil, err
	}
	r := &floorSession{group: newGroup(ctx), log: log, demo: o.demo}
	r.group.endOn(w.Hangup) // a closed SSH session has to end the program like a key would
	if r.cfg, r.source, r.record, err = openFloorSource(r.group, o, w, log.Logger); err != nil {
		err = errors.Join(err, r.group.stop())
		r.close()
		return nil, err
	}
	return r, nil
}

// keepFigures has the figures of the floor kept where the configuration says so and this
// process polls a real one. It is to be called before board and run.
func (r *floorSession) keepFigures(o options, env func(string) string) (err error) {
	if o.demo || o.connect != "" {
		return nil // invented, or the server's to keep
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

// run restores what was recorded of today, and then reads the floor until ctx is done and keeps its figures meanwhile.
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

// close closes the log. The group has been stopped.
func (r *floorSession) close() { r.log.Close() }
