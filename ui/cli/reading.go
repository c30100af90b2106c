package cli

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"floorwatch/model/board"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/cli/system"
)

// A reading is what every command that shows the floor begins with: the
// configuration, a reader to run, and the goroutines and the log it has.
type reading struct {
	group  *group
	cfg    config.Config
	reader reader
	record *recording
	log    *system.Logger
}

// openReading opens what the flags ask for. Whoever opens it closes it.
func openReading(ctx context.Context, o options, w Env) (*reading, error) {
	log, err := openLog(o, w, slog.DiscardHandler)
	if err != nil {
		return nil, err
	}
	r := &reading{group: newGroup(ctx), log: log}
	r.group.endOn(w.Hangup) // a closed SSH session has to end the program like a key would
	if r.cfg, r.reader, r.record, err = openReader(r.group, o, w, log.Logger); err != nil {
		err = errors.Join(err, r.group.stop())
		r.close()
		return nil, err
	}
	return r, nil
}

// board returns a Board that holds what was recorded of today.
func (r *reading) board() *board.Board {
	b := board.New(r.cfg.Board())
	r.record.restore(r.group.ctx, time.Now(), b.Apply, r.reader.Recall)
	return b
}

// close closes the log. The group has been stopped.
func (r *reading) close() { r.log.Close() }
