package history

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
)

// A day's file is named after the day: floorwatch-history-2026-11-28.jsonl.gz.
const (
	filePrefix = "floorwatch-history-"
	fileSuffix = ".jsonl.gz"
)

func fileName(day string) string { return filePrefix + day + fileSuffix }

// fileDay returns the day in a file's name; ok is false for any other name.
func fileDay(name string) (day string, ok bool) {
	day, ok = strings.CutPrefix(name, filePrefix)
	if !ok {
		return "", false
	}
	day, ok = strings.CutSuffix(day, fileSuffix)
	if _, err := time.Parse(time.DateOnly, day); !ok || err != nil {
		return "", false
	}
	return day, true
}

// A Source provides days: a Folder, or the invented weeks of Demo.
type Source interface {
	// Days returns the available days in ascending order.
	Days() ([]string, error)
	// Read reads a day up to depth.
	Read(day string, depth Depth) (*ledger.Day, error)
}

// A Folder is a folder of day files, for reading. It is safe for concurrent use, even while another process replaces
// files.
type Folder struct{ Dir string }

// Days returns the days of the files named as day files, in ascending order; none if the folder does not exist.
func (f Folder) Days() ([]string, error) {
	root, err := os.OpenRoot(f.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return daysOf(root)
}

// Apart returns the newest readable day of the folder and its floor if that conflicts with floor, so that the two must
// not share a folder; "" if it does not conflict or there is no day.
func (f Folder) Apart(floor model.Floor) (day string, of model.Floor) {
	days, _ := f.Days() // Open reports what is wrong with the folder
	for _, day := range slices.Backward(days) {
		head, err := f.Read(day, DepthHeader)
		if err != nil {
			continue
		}
		if of = (model.Floor{Name: head.Floor, Invented: head.Invented}); of.Conflicts(floor) {
			return day, of
		}
		break
	}
	return "", of
}

// A Summary describes the contents of a folder.
type Summary struct {
	Days   int
	Oldest string // the first day; "" if there is none
	Bytes  int64
}

// Summary returns a summary of the folder; an empty one if the folder does not exist.
func (f Folder) Summary() (s Summary, err error) {
	days, err := f.Days()
	if err != nil || len(days) == 0 {
		return s, err
	}
	s.Days, s.Oldest = len(days), days[0]
	for _, day := range days {
		info, err := os.Lstat(filepath.Join(f.Dir, fileName(day)))
		if err != nil {
			return s, err
		}
		s.Bytes += info.Size()
	}
	return s, nil
}

func daysOf(root *os.Root) ([]string, error) {
	entries, err := fs.ReadDir(root.FS(), ".")
	var days []string
	for _, entry := range entries {
		if day, ok := fileDay(entry.Name()); ok {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return days, err
}

// Read reads the file of a day. If there is none, the error is fs.ErrNotExist. If the file is not what floorwatch writes,
// the error is a *DamagedError and no part of the file is returned.
func (f Folder) Read(day string, depth Depth) (*ledger.Day, error) {
	root, err := os.OpenRoot(f.Dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return readDay(root, day, depth)
}

// A DamagedError reports a day that is left out because its file cannot be read.
type DamagedError struct {
	Day string // as in the file's name: 2026-11-22
	Err error
}

// Error names the day and the reason.
func (e *DamagedError) Error() string { return fmt.Sprintf("%s: damaged, left out (%v)", e.Day, e.Err) }

// Unwrap returns the reason, for errors.Is and errors.As.
func (e *DamagedError) Unwrap() error { return e.Err }

func readDay(root *os.Root, day string, depth Depth) (*ledger.Day, error) {
	name := fileName(day)
	info, err := root.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // opening a FIFO would block until somebody writes to it
		return nil, &DamagedError{day, errors.New("not a regular file")}
	}
	file, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if info, err = file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, &DamagedError{day, errors.Join(err, errors.New("not a regular file"))}
	}
	d, err := Decode(file, depth)
	if err == nil && d.Date != day {
		err = fmt.Errorf("it is of %s", d.Date)
	}
	if err != nil {
		return nil, &DamagedError{day, err}
	}
	return d, nil
}
