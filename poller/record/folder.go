package record

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"math"
	"os"
	"slices"
	"strings"
	"time"

	"floorwatch/poller/regular"
)

// A recording is named after its day: floorwatch-2026-11-22.jsonl, and .jsonl.gz once compressed.
const (
	recordPrefix = "floorwatch-"
	recordSuffix = ".jsonl"
)

func recordName(day string) string { return recordPrefix + day + recordSuffix }

// recordDay returns the day in a recording's name; ok is false for other names.
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

// Days returns the dates of the recordings in dir, the newest first.
func Days(dir string) (days []string, err error) {
	entries, err := os.ReadDir(dir)
	for _, entry := range slices.Backward(entries) {
		if day, ok := recordDay(entry.Name()); ok {
			days = append(days, day)
		}
	}
	return slices.Compact(days), err // one that is being compressed has two files
}

// A folder contains recordings. All access goes through os.Root, so that no symbolic
// link leads out of it.
type folder struct {
	dir  string
	keep int // days kept before the opened one; 0: all
	log  *slog.Logger
}

// open opens a day's recording for appending on a new line, and deletes expired
// ones. It creates folder and file, accessible only by their owner, if missing.
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
		d.log.Warn("old recordings could not be deleted", "err", err)
	}
	return file, nil
}

// expire deletes recordings older than keep days before day, incomplete ones
// included, and only regular files with a recording's name.
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

// mayExpire reports whether a file was not compressed by hand.
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

// A dayFile is an open recording, locked against other processes.
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
		return errors.New("everybody may write to the folder: type chmod o-w on it")
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

// endLine ends a last line that a crash or a full disk truncated. The caller holds
// the lock, so no other process is writing a line.
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

// Write appends p. It returns an error if the file was moved or deleted, since nobody
// would find the day's recording.
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
