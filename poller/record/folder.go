package record

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"math"
	"os"
	"strings"
	"time"

	"floorwatch/poller/regular"
)

// A recording is named by its day: floorwatch-2026-11-22.jsonl, with .gz behind it once it is compressed.
const (
	recordPrefix = "floorwatch-"
	recordSuffix = ".jsonl"
)

func recordName(day string) string { return recordPrefix + day + recordSuffix }

// recordDay is the day of a recording's name; ok is false for every other name.
func recordDay(name string) (day string, ok bool) {
	day, ok = strings.CutPrefix(name, recordPrefix)
	if !ok {
		return "", false
	}
	day, ok = strings.CutSuffix(strings.TrimSuffix(day, ".gz"), recordSuffix)
	if _, err := time.Parse(time.DateOnly, day); !ok || err != nil {
		return "", false
	}
	return day, true
}

// A folder holds recordings. What is done in it is done through os.Root, so no
// symbolic link leads out of it.
type folder struct {
	dir  string
	keep int // days before the one that is opened; 0: all
	log  *slog.Logger
}

// open opens the recording of a day at its end, creating folder and file for
// nobody but their owner, and deletes those that are too old. What is written
// begins on a line of its own.
func (d folder) open(day string) (io.WriteCloser, error) {
	if err := os.MkdirAll(d.dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(d.dir)
	if err != nil {
		return nil, err
	}
	file := &dayFile{root: root, name: recordName(day)}
	if err := file.open(); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	if err := d.expire(root, day); err != nil {
		d.log.Warn("old recordings stay", "err", err)
	}
	return file, nil
}

// expire deletes what is older than keep days before day, with what is left of one
// in the making, and nothing but regular files that are named as ours.
func (d folder) expire(root *os.Root, day string) error {
	today, err := time.Parse(time.DateOnly, day)
	if err != nil || d.keep == 0 {
		return err
	}
	oldest := today.AddDate(0, 0, -d.keep).Format(time.DateOnly)
	entries, err := fs.ReadDir(root.FS(), ".")
	errs := []error{err}
	for _, entry := range entries {
		name := strings.TrimSuffix(strings.TrimSuffix(entry.Name(), partSuffix), forgetSuffix)
		if day, ok := recordDay(name); ok && day < oldest && entry.Type().IsRegular() && mayExpire(root, entry.Name()) {
			errs = append(errs, root.Remove(entry.Name()))
		}
	}
	return errors.Join(errs...)
}

// mayExpire reports whether a file is none that somebody has compressed by hand.
func mayExpire(root *os.Root, name string) bool {
	if !strings.HasSuffix(name, compressedSuffix) {
		return true
	}
	file, err := regular.OpenIn(root, name, os.O_RDONLY, 0, math.MaxInt64)
	if err != nil {
		return false
	}
	defer file.Close()
	return isOurs(file)
}

// A dayFile is one open recording, locked against other processes.
type dayFile struct {
	root *os.Root
	name string
	file *os.File
}

func (f *dayFile) open() error {
	info, err := f.root.Stat(".")
	if err != nil {
		return err
	}
	if regular.ModeBits && info.Mode().Perm()&0o002 != 0 {
		return errors.New("everybody may write in the folder; take that away (chmod o-w)")
	}
	if f.file, err = regular.OpenIn(f.root, f.name, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600, math.MaxInt64); err != nil {
		return err
	}
	if info, err = f.file.Stat(); err != nil {
		return err
	}
	if err := regular.Lock(f.file); err != nil {
		return fmt.Errorf("%s: %w", f.name, err)
	}
	if regular.ModeBits && info.Mode().Perm() != 0o600 {
		if err := f.file.Chmod(0o600); err != nil {
			return err
		}
	}
	return f.endLine()
}

// endLine ends a last line that a crash or a full disk cut short. It looks once
// the lock is held, when nobody else is in the middle of a line.
func (f *dayFile) endLine() error {
	info, err := f.file.Stat()
	if err != nil || info.Size() == 0 {
		return err
	}
	last := make([]byte, 1)
	if _, err := f.file.ReadAt(last, info.Size()-1); err != nil || last[0] == '\n' {
		return err
	}
	_, err = f.file.Write([]byte{'\n'})
	return err
}

// Write appends p. A file that somebody has moved or deleted is an error, not a
// place to write a day into that nobody will find.
func (f *dayFile) Write(p []byte) (int, error) {
	named, err := f.root.Stat(f.name)
	if err != nil {
		return 0, err
	}
	if open, err := f.file.Stat(); err != nil || !os.SameFile(named, open) {
		return 0, errors.Join(err, fmt.Errorf("%s was moved", f.name))
	}
	return f.file.Write(p)
}

// Close closes the file, which releases the lock.
func (f *dayFile) Close() error {
	err := f.root.Close()
	if f.file != nil {
		err = errors.Join(regular.Unlock(f.file), err)
	}
	return err
}
