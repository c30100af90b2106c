package record

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/poller/feed"
	"floorwatch/poller/regular"
)

// A DamagedError says how many lines of a recording could not be read and were left out.
type DamagedError struct{ Lines int }

func (e *DamagedError) Error() string {
	return fmt.Sprintf("%d damaged lines of the recording were left out", e.Lines)
}

// openPast opens a recording to read it.
func openPast(dir, name string) (*os.File, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return regular.OpenIn(root, name, os.O_RDONLY, 0, maxRecording)
}

// Apart returns the name of the newest recording in dir, and its floor, where that is to be kept apart from the
// floor that is to be recorded; "" where it is not or nothing is there. A recording that does not say whose it is
// counts as real; one that cannot be read is passed over.
func Apart(dir string, floor model.Floor) (name string, of model.Floor) {
	entries, _ := os.ReadDir(dir)                    // what cannot be read cannot be recorded into either, which the Recorder says
	for _, entry := range slices.Backward(entries) { // named by their days
		if _, ok := recordDay(entry.Name()); !ok {
			continue
		}
		if of, told := floorOf(dir, entry.Name()); told && of.Apart(floor) {
			return entry.Name(), of
		} else if told {
			break
		}
	}
	return "", of
}

// headEvents is how many Events of a recording are looked at for the floor, which is told with the first.
const headEvents = 3

// floorOf is the floor that a recording is of; told is false where it holds nothing that can be read.
func floorOf(dir, name string) (floor model.Floor, told bool) {
	file, err := openPast(dir, name)
	if err != nil {
		return floor, false
	}
	defer file.Close()
	dec := feed.NewDecoder(file)
	for range headEvents {
		e, err := dec.Next()
		if err != nil {
			break
		}
		if told = true; e.Floor != nil {
			return *e.Floor, true
		}
	}
	return floor, told
}

// Restore reads back what was recorded in dir on the day of day in loc (nil
// means UTC), so that a program that was started anew knows the figures of
// today; of a chat that began yesterday it takes both days. Health is left out,
// as is what was owed: both were of a program that runs no longer.
//
// It ends early, with its error, when ctx is done. No recording of that day is no error. An error comes last and alone:
// *DamagedError, or what kept the rest from being read.
func Restore(ctx context.Context, dir string, day time.Time, loc *time.Location) iter.Seq2[model.Event, error] {
	if loc == nil {
		loc = time.UTC
	}
	return func(yield func(model.Event, error) bool) {
		file, err := openPast(dir, recordName(day.In(loc).Format(time.DateOnly)))
		if errors.Is(err, fs.ErrNotExist) {
			return
		}
		if err != nil {
			yield(model.Event{}, err)
			return
		}
		defer file.Close()
		dec := feed.NewDecoder(&stoppable{ctx, file})
		for {
			e, err := dec.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				yield(model.Event{}, err)
				return
			}
			e.Health = nil
			e.Coverage = sinceWhen(e.Coverage)
			if e.Rows() > 0 && !yield(e, nil) {
				return
			}
		}
		if n := dec.Skipped(); n > 0 {
			yield(model.Event{}, &DamagedError{n})
		}
	}
}

// sinceWhen is what of a coverage is of the floor and not of the program that said so; nil where that is nothing.
func sinceWhen(c *model.Coverage) *model.Coverage {
	if c == nil || c.Observed.At.IsZero() {
		return nil
	}
	return &model.Coverage{Observed: c.Observed}
}
