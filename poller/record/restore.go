package record

import (
	"cmp"
	"context"
	"errors"
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

// A DamagedError reports how many unreadable lines of a recording were skipped.
type DamagedError struct{ Lines int }

// Error returns a sentence for the log and the screen.
func (e *DamagedError) Error() string {
	return model.Count(e.Lines, "damaged line", "damaged lines") + " of the recording left out"
}

// openPast opens a day's recordings for reading: the compressed and the uncompressed one, whichever
// exist, nearly always one of them. It tries the compressed one last, since that exists before the
// other is removed. The error is fs.ErrNotExist if there is none.
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
		f.Close() //nolint:errcheck // only read
	}
}

// Conflicting returns the name of the newest recording in dir and its floor if that conflicts with the floor to be
// recorded (see model.Floor.Conflicts); otherwise "". A recording without a floor counts as real; unreadable ones are
// skipped.
func Conflicting(dir string, floor model.Floor) (name string, of model.Floor) {
	entries, _ := os.ReadDir(dir)                    // an unreadable folder is reported by the Recorder
	for _, entry := range slices.Backward(entries) { // newest day first
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

// headEvents is how many Events are searched for the floor, which is in the first ones.
const headEvents = 3

// floorOf returns the floor of a day's recording; ok is false if nothing in it is readable.
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

// Restore yields the Events recorded in dir on the date of day in loc (nil means
// UTC), so that a restarted program knows today's figures; chats that began
// yesterday need both days. It leaves out Health and what was still unread, which
// only applied to the program that recorded them.
//
// If ctx is done it ends early with ctx's error. A missing recording is not an error. An error is yielded last and
// without an Event: a *DamagedError, or why the rest could not be read.
func Restore(ctx context.Context, dir string, day time.Time, loc *time.Location) iter.Seq2[model.Event, error] {
	return RestoreWithProgress(ctx, dir, day, loc, func(int) {})
}

// RestoreWithHealth is Restore with the recording program's Health and whole coverage, including Events that contain
// nothing else: they tell when the floor was watched.
func RestoreWithHealth(ctx context.Context, dir string, day time.Time, loc *time.Location) iter.Seq2[model.Event, error] {
	return restore(ctx, dir, day, loc, nil, func(int) {}, func(e *model.Event) bool {
		return e.Health != nil || e.Coverage != nil || e.Rows() > 0
	})
}

// RestoreLines is Restore for the lines for which line returns true; other lines are not decoded, and not counted if
// damaged. line must not keep its argument.
func RestoreLines(ctx context.Context, dir string, day time.Time, loc *time.Location, line func([]byte) bool) iter.Seq2[model.Event, error] {
	return restore(ctx, dir, day, loc, line, func(int) {}, stripRun)
}

// Size returns the bytes of the recordings in dir on the date of day in loc (nil means UTC); 0 if there are none, or they
// cannot be opened, which Restore reports.
func Size(dir string, day time.Time, loc *time.Location) int64 {
	if loc == nil {
		loc = time.UTC
	}
	files, err := openPast(dir, day.In(loc).Format(time.DateOnly))
	if err != nil {
		return 0
	}
	defer closeAll(files)
	n, err := sizeOf(files)
	if err != nil {
		return 0
	}
	return n
}

func sizeOf(files []*os.File) (n int64, err error) {
	for _, file := range files {
		info, err := file.Stat()
		if err != nil {
			return 0, err
		}
		n += info.Size()
	}
	return n, nil
}

// RestoreWithProgress is Restore that calls tell with the progress in per cent of the bytes, whenever it changes.
func RestoreWithProgress(ctx context.Context, dir string, day time.Time, loc *time.Location, tell func(percent int)) iter.Seq2[model.Event, error] {
	return restore(ctx, dir, day, loc, nil, tell, stripRun)
}

// stripRun removes from an Event what only applied to the program that recorded it, and reports whether anything is
// left.
func stripRun(e *model.Event) bool {
	e.Health = nil
	e.Coverage = observedOnly(e.Coverage)
	return e.Rows() > 0
}

// restore yields a day's Events. line decides which lines are decoded (nil: all); wanted may change an Event, and decides whether it is yielded.
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
		damaged, read := 0, progress{report: tell, reported: -1}
		if read.total, err = sizeOf(files); err != nil {
			yield(model.Event{}, err)
			return
		}
		var broken error
		for _, file := range files { // what a broken compressed one lacks, the other may have
			n, more, err := restoreFile(ctx, file, &read, line, wanted, yield)
			if !more {
				return
			}
			damaged, broken = damaged+n, cmp.Or(broken, err)
		}
		switch {
		case broken != nil:
			yield(model.Event{}, broken)
		case damaged > 0:
			yield(model.Event{}, &DamagedError{damaged})
		}
	}
}

// progressEvery is how many Events a restore reads between two reports of its progress.
const progressEvery = 256

// A progress tells how far several files have been read.
type progress struct {
	total, done, position int64 // bytes: of all files, of those before this one, of this one
	report                func(percent int)
	reported              int
}

// update records how far a file has been read, including a few bytes read ahead.
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

// restoreFile yields a file's Events and returns how many lines are damaged, and why the rest cannot be read; more is false
// if iteration must end.
func restoreFile(ctx context.Context, file *os.File, read *progress, line func([]byte) bool, wanted func(*model.Event) bool, yield func(model.Event, error) bool) (damaged int, more bool, err error) {
	lines, err := plain(ctx, file)
	if err != nil {
		return 0, true, err
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
			return dec.Skipped(), true, nil
		}
		if err != nil {
			read.done += read.position
			return dec.Skipped(), true, err
		}
		if wanted(&e) && !yield(e, nil) {
			return 0, false, nil
		}
	}
}

// observedOnly returns the part of a coverage that is about the floor and not about the recording program; nil if there is none.
func observedOnly(c *model.Coverage) *model.Coverage {
	if c == nil || c.Observed.At.IsZero() {
		return nil
	}
	return &model.Coverage{Observed: c.Observed}
}
