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

// Error says it as a sentence for the log and the screen.
func (e *DamagedError) Error() string {
	return fmt.Sprintf("%d damaged lines of the recording were left out", e.Lines)
}

// openPast opens what is recorded of a day to read it: the compressed file and the other, as far as
// they are there. Nearly always one of them is. It looks for the compressed one last, since that
// is there before the other goes. No recording of the day is fs.ErrNotExist.
func openPast(dir, day string) ([]*os.File, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	var files []*os.File
	for _, name := range []string{recordName(day), recordPrefix + day + compressedSuffix} {
		file, err := regular.OpenIn(root, name, os.O_RDONLY, 0, maxRecording)
		if err == nil {
			files = append([]*os.File{file}, files...)
		} else if !errors.Is(err, fs.ErrNotExist) {
			closeAll(files)
			return nil, err
		}
	}
	if len(files) == 0 {
		return nil, fs.ErrNotExist
	}
	return files, nil
}

func closeAll(files []*os.File) {
	for _, f := range files {
		f.Close() //nolint:errcheck // they were only read
	}
}

// Conflicting returns the name of the newest recording in dir, and its floor, where that is to be kept apart from the
// floor that is to be recorded; "" where it is not or nothing is there. A recording that does not say whose it is
// counts as real; one that cannot be read is passed over.
func Conflicting(dir string, floor model.Floor) (name string, of model.Floor) {
	entries, _ := os.ReadDir(dir)                    // what cannot be read cannot be recorded into either, which the Recorder says
	for _, entry := range slices.Backward(entries) { // named by their days
		day, ok := recordDay(entry.Name())
		if !ok {
			continue
		}
		if of, ok := floorOf(dir, day); ok && of.Conflicts(floor) {
			return entry.Name(), of
		} else if ok {
			break
		}
	}
	return "", of
}

// headEvents is how many Events of a recording are looked at for the floor, which comes with the first.
const headEvents = 3

// floorOf is the floor that the recording of a day is of; ok is false where it holds nothing that can be read.
func floorOf(dir, day string) (floor model.Floor, ok bool) {
	files, err := openPast(dir, day)
	if err != nil {
		return floor, false
	}
	defer closeAll(files)
	lines, err := plain(context.Background(), files[0])
	if err != nil {
		return floor, false
	}
	dec := feed.NewDecoder(lines)
	for range headEvents {
		e, err := dec.Next()
		if err != nil {
			break
		}
		if ok = true; e.Floor != nil {
			return *e.Floor, true
		}
	}
	return floor, ok
}

// Restore reads back what was recorded in dir on the day of day in loc (nil
// means UTC), so that a program that was started again knows the figures of
// today; of a chat that began yesterday it takes both days. Health is left out,
// as is what was owed: both were of a program that runs no longer.
//
// It ends early, with its error, when ctx is done. No recording of that day is not an error. An error comes last and alone:
// *DamagedError, or what kept the rest from being read.
func Restore(ctx context.Context, dir string, day time.Time, loc *time.Location) iter.Seq2[model.Event, error] {
	return RestoreWithProgress(ctx, dir, day, loc, func(int) {})
}

// RestoreWithHealth is Restore that also returns the Health and the whole coverage of the program that recorded, and
// Events that hold nothing else: they say when the floor was watched.
func RestoreWithHealth(ctx context.Context, dir string, day time.Time, loc *time.Location) iter.Seq2[model.Event, error] {
	return restore(ctx, dir, day, loc, nil, func(int) {}, func(e *model.Event) bool {
		return e.Health != nil || e.Coverage != nil || e.Rows() > 0
	})
}

// RestoreLines is Restore of the lines alone that line wants; what it does not want is not decoded, and not counted
// where it is damaged. It must not hold on to a line.
func RestoreLines(ctx context.Context, dir string, day time.Time, loc *time.Location, line func([]byte) bool) iter.Seq2[model.Event, error] {
	return restore(ctx, dir, day, loc, line, func(int) {}, stripRun)
}

// RestoreWithProgress is Restore that tells how far it has come, in per cent of the bytes, each time that is another number.
func RestoreWithProgress(ctx context.Context, dir string, day time.Time, loc *time.Location, tell func(percent int)) iter.Seq2[model.Event, error] {
	return restore(ctx, dir, day, loc, nil, tell, stripRun)
}

// stripRun takes out of an Event what was only true of the program that recorded it, and reports whether anything is
// left.
func stripRun(e *model.Event) bool {
	e.Health = nil
	e.Coverage = observedOnly(e.Coverage)
	return e.Rows() > 0
}

// restore reads back a day. line says which lines are decoded, nil: all; wanted may change an Event, and reports whether it is to be returned.
func restore(ctx context.Context, dir string, day time.Time, loc *time.Location, line func([]byte) bool, tell func(percent int), wanted func(*model.Event) bool) iter.Seq2[model.Event, error] {
	if loc == nil {
		loc = time.UTC
	}
	return func(yield func(model.Event, error) bool) {
		files, err := openPast(dir, day.In(loc).Format(time.DateOnly))
		if errors.Is(err, fs.ErrNotExist) {
			return
		}
		if err != nil {
			yield(model.Event{}, err)
			return
		}
		defer closeAll(files)
		damaged, way := 0, progress{report: tell, reported: -1}
		for _, file := range files {
			info, err := file.Stat()
			if err != nil {
				yield(model.Event{}, err)
				return
			}
			way.total += info.Size()
		}
		for _, file := range files {
			n, more := restoreFile(ctx, file, &way, line, wanted, yield)
			if !more {
				return
			}
			damaged += n
		}
		if damaged > 0 {
			yield(model.Event{}, &DamagedError{damaged})
		}
	}
}

// progressEvery is after how many Events a restore reports its progress.
const progressEvery = 256

// A progress is how far some files have been read.
type progress struct {
	total, done, position int64 // bytes: of all files, of those before this one, of this one
	report                func(percent int)
	reported              int
}

// update notes how far a file has been read. A few bytes are read ahead.
func (d *progress) update(file *os.File) {
	here, err := file.Seek(0, io.SeekCurrent)
	if err != nil || d.total == 0 {
		return
	}
	d.position = here
	if p := int(min(100, (d.done+d.position)*100/d.total)); p > d.reported {
		d.reported = p
		d.report(p)
	}
}

// restoreFile yields what a file says and returns how many lines it could not read; more is false where nothing is to follow.
func restoreFile(ctx context.Context, file *os.File, read *progress, line func([]byte) bool, wanted func(*model.Event) bool, yield func(model.Event, error) bool) (damaged int, more bool) {
	lines, err := plain(ctx, file)
	if err != nil {
		yield(model.Event{}, err)
		return 0, false
	}
	dec := feed.NewDecoder(lines)
	dec.Wanted = line
	for n := 0; ; n++ {
		if n%progressEvery == 0 {
			read.update(file)
		}
		e, err := dec.Next()
		if errors.Is(err, io.EOF) {
			read.update(file)
			read.done += read.position
			return dec.Skipped(), true
		}
		if err != nil {
			yield(model.Event{}, err)
			return 0, false
		}
		if wanted(&e) && !yield(e, nil) {
			return 0, false
		}
	}
}

// observedOnly is what of a coverage is of the floor and not of the program that said so; nil where that is nothing.
func observedOnly(c *model.Coverage) *model.Coverage {
	if c == nil || c.Observed.At.IsZero() {
		return nil
	}
	return &model.Coverage{Observed: c.Observed}
}
