// Package keep stores what a running floorwatch keeps on disk: the recording, the figures
// of days, the alerts that were sent, and the screen's arrangement. It connects record and
// history to the configuration, and imports config, system and the parts of poller, model,
// alert and ui that it stores. Disk errors are logged and shown as remarks; they never
// stop the floor from being shown.
package keep

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/poller/record"
	"floorwatch/poller/regular"
	"floorwatch/poller/serve"
	"floorwatch/ui/cli/config"
)

// A Start starts a guarded goroutine that its owner waits for; run must return when its context is done.
type Start func(name string, run func(context.Context) error)

// A Recording writes the Events of this process to disk. A nil *Recording stores nothing.
type Recording struct {
	recorder *record.Recorder
	dir      string
	zone     *time.Location
	log      *slog.Logger
}

// OpenRecording starts the recorder if the configuration names a folder; otherwise it returns nil. A folder that it made
// and that is empty at the end is removed.
func OpenRecording(start Start, cfg config.Config, env func(string) string, log *slog.Logger) (*Recording, error) {
	var err error
	if cfg.Record.Dir, err = config.RecordDir(cfg.Record.Dir, env); err != nil {
		return nil, fmt.Errorf("cannot make the folder for the recording: %w", err)
	}
	if cfg.Record.Dir == "" {
		return nil, nil
	}
	made, err := regular.MakeFolder(cfg.Record.Dir, 0o700)
	if err != nil {
		return nil, fmt.Errorf("cannot make the folder for the recording: %w", err)
	}
	if err := SameRecordings(cfg, cfg.Record.Dir); err != nil {
		return nil, err
	}
	zone := cfg.Screen.Location()
	r := &Recording{recorder: record.NewRecorder(cfg.Recorder(), zone, log), dir: cfg.Record.Dir, zone: zone, log: log}
	start("recorder", func(ctx context.Context) error {
		defer made.RemoveEmpty() // ended before there was anything to record
		r.recorder.Run(ctx)
		return nil
	})
	return r, nil
}

// SameRecordings returns an error if dir would mix recordings of an invented and a real floor: both would be read
// back as one day.
func SameRecordings(cfg config.Config, dir string) error {
	floor := cfg.Floor()
	if name, of := record.Conflicting(dir, floor); name != "" {
		return fmt.Errorf("%s in %s is of %s: %s", name, dir, whatKind(of, floor), ownFolder("recording", "--record FOLDER or dir under [record]", floor))
	}
	return nil
}

// kinds are the words for a floor, by whether it is invented.
var kinds = map[bool]string{true: "an invented floor", false: "a real floor"}

// whatKind describes of, the floor of the files found, beside floor, the one that runs.
func whatKind(of, floor model.Floor) string {
	if of.Invented && floor.Invented {
		return "another invented floor"
	}
	return kinds[of.Invented]
}

// ownFolder is the advice to give a floor a separate folder.
func ownFolder(what, by string, floor model.Floor) string {
	return fmt.Sprintf("give the %s of %s a folder of its own (%s)", what, kinds[floor.Invented], by)
}

// Put queues an Event for recording. It does not wait for the disk.
func (r *Recording) Put(e model.Event) {
	if r != nil {
		r.recorder.Put(e)
	}
}

// Remark adds to a Health what is wrong with the recording.
func (r *Recording) Remark(e model.Event) model.Event {
	if r == nil {
		return e
	}
	return WithRemark(e, r.recorder.Status().String())
}

// Restore adds to a Board the recordings of today and yesterday, since a chat of today may have begun then. recall
// gets each Event, and tell the progress as a Health. Unreadable parts are only logged: the poller reads most of
// them again. whole reports whether there was a recording of today and all of it was readable.
func (r *Recording) Restore(ctx context.Context, now time.Time, shared *serve.SharedBoard, recall, tell func(model.Event)) (whole bool) {
	if r == nil {
		return false
	}
	began, days := time.Now(), []time.Time{now.In(r.zone).AddDate(0, 0, -1), now.In(r.zone)}
	var done, all int64 // bytes
	var sizes []int64
	for _, day := range days {
		n := record.Size(r.dir, day, r.zone)
		sizes, all = append(sizes, n), all+n
	}
	shared.Restore(func(apply func(model.Event)) {
		for i, day := range days { // the last one is today
			whole = r.restoreDay(ctx, day, func(e model.Event) {
				apply(e)
				recall(e)
				r.recorder.Recall(day, e)
			}, func(percent int) {
				tell(restoring(day, int((100*done+int64(percent)*sizes[i])/max(all, 1)), time.Since(began)))
			})
			done += sizes[i]
		}
	})
	return whole
}

// restoring returns an Event whose Health says which day is being restored, the progress over the bytes of all days, and since when.
func restoring(day time.Time, percent int, lasts time.Duration) model.Event {
	at := time.Unix(0, 0).UTC().Add(lasts - 24*time.Hour) // before any poller's, see model.Event.Dated
	return model.Event{At: at, Health: &model.Health{
		At: at, State: model.StateReading, ReadDone: percent, ReadAll: 100,
		Why: safetext.Line("restoring the recording of " + day.Format("2 Jan")),
	}}
}

// restoreDay restores one day and reports whether there was a recording and all of it was readable.
func (r *Recording) restoreDay(ctx context.Context, day time.Time, take func(model.Event), tell func(percent int)) (whole bool) {
	n, damage := 0, false
	for e, err := range record.RestoreWithProgress(ctx, r.dir, day, r.zone, tell) {
		var damaged *record.DamagedError
		switch {
		case errors.As(err, &damaged):
			r.log.Warn("the recording is damaged", "day", day.Format(time.DateOnly), "lines", damaged.Lines)
			damage = true
		case ctx.Err() != nil:
			return false
		case err != nil:
			r.log.Warn("the recording cannot be read", "day", day.Format(time.DateOnly), "err", err)
			damage = true
		default:
			take(e)
			n++
		}
	}
	if n > 0 {
		r.log.Info("restored from the recording", "day", day.Format(time.DateOnly), "events", n)
	}
	return n > 0 && !damage
}

// WithRemark puts a sentence before the Why of an Event's Health, if the Event has one and say is not empty.
func WithRemark(e model.Event, say string) model.Event {
	if e.Health == nil || say == "" {
		return e
	}
	h := *e.Health
	parts := []string{say}
	if !h.Why.IsEmpty() {
		parts = append(parts, h.Why.String())
	}
	h.Why = safetext.Line(strings.Join(parts, "; "))
	e.Health = &h
	return e
}
