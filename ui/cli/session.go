package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/cli/keep"
	"floorwatch/ui/cli/system"
	"floorwatch/ui/draw"
	"floorwatch/ui/term"
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
	demo    bool // each demo is another floor
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
	if term.Is(w.Err) {
		r.record.Tell(restoreLine(w.Err, time.Now()))
	}
	return r, nil
}

// quietRestore is how long a restore says nothing: most are over by then.
const quietRestore = 300 * time.Millisecond

// restoreLine says in one line of a terminal how far a restore that began at a time is, and takes
// the line away at its end. The screen comes when the day is known.
func restoreLine(w io.Writer, began time.Time) func(day time.Time, percent int) {
	said := false
	return func(day time.Time, percent int) {
		if !said && time.Since(began) < quietRestore {
			return
		}
		said = true
		if percent < 100 {
			fmt.Fprintf(w, "\rReading back the recording of %s: %d %% \x1b[K", day.Format("2 Jan"), percent)
			return
		}
		fmt.Fprint(w, "\r\x1b[K")
	}
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

// newBoard returns a Board that holds what was recorded of today.
func (r *floorSession) newBoard() draw.Board {
	var b draw.Board = board.New(r.cfg.Board())
	if r.figures != nil {
		b = r.figures.Board()
	}
	if !r.demo {
		r.record.Restore(r.group.ctx, time.Now(), b.Apply, r.source.Recall)
	}
	return b
}

// run reads the floor until ctx is done, and keeps its figures meanwhile.
func (r *floorSession) run(ctx context.Context, emit func(model.Event)) error {
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
