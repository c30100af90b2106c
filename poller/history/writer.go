// Package history stores a floor's figures for months, one file a day, and computes reports of periods and the usual
// values from them. A file is always replaced as a whole. It holds figures of agents and the numbers of chats to look
// at, never a text, a visitor or a thread. The package imports guard, regular, model, ledger and safetext. It does not
// count messages: the Board's Ledger computes a day's slots.
package history

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/poller/regular"
)

// lockName is the file that the writing process keeps locked.
const lockName = ".lock"

// Options are the settings of a Writer.
type Options struct {
	Dir       string
	KeepDays  int  // how many days to keep before the one being written; 0: all
	ChatsDays int  // how many days to keep the chats to look at; 0: do not store them
	Agents    bool // store figures of each agent; false: of teams and the floor only
	Group     int  // gid that may read the files; below 0: only the owner
}

// A Writer writes the files of one folder, and holds a lock so that no other process writes there. It is safe for
// concurrent use.
type Writer struct {
	o    Options
	disk disk
	root *os.Root
	lock *os.File
	made regular.MadeFolders

	mu      sync.Mutex // guards what follows, and is held while writing
	expired string     // the day for which old files were last removed
	status  Status
}

// A Status reports whether figures are being written.
type Status struct {
	Since time.Time // since when writing has failed; zero: it works
	Kept  bool      // figures are written; only removing old ones failed
	Why   string
}

// String returns a sentence about the failure; "" if there is none.
func (s Status) String() string {
	if s.Since.IsZero() {
		return ""
	}
	if s.Kept {
		return fmt.Sprintf("old figures not removed since %s: %s", s.Since.Format("15:04"), s.Why)
	}
	return fmt.Sprintf("figures not kept since %s: %s", s.Since.Format("15:04"), s.Why)
}

// ErrClock is returned by Put if the file was written later than now: the clock was set back, and an older state must
// not replace a newer one.
var ErrClock = errors.New("the file was written later than now: the clock was set back")

// Open creates the folder if necessary and locks it for this process. It fails if the folder is world-writable or if
// another process writes figures there.
func Open(o Options) (*Writer, error) {
	mode := os.FileMode(0o700)
	if o.Group >= 0 {
		mode = 0o750
	}
	made, err := regular.MakeFolder(o.Dir, mode)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(o.Dir)
	if err != nil {
		return nil, err
	}
	w := &Writer{o: o, root: root, disk: rootDisk{root}, made: made}
	if err := w.take(mode); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

func (w *Writer) take(mode os.FileMode) error {
	info, err := w.root.Stat(".")
	if err != nil {
		return err
	}
	if regular.ModeBits && info.Mode().Perm()&0o002 != 0 {
		return errors.New("everybody may write to the folder: type chmod o-w on it")
	}
	if regular.ModeBits && w.o.Group >= 0 {
		if err := errors.Join(w.root.Chown(".", -1, w.o.Group), w.root.Chmod(".", mode)); err != nil {
			return err
		}
	}
	if info, err := w.root.Lstat(lockName); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a regular file", lockName)
	}
	if w.lock, err = w.root.OpenFile(lockName, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return err
	}
	if regular.Lock(w.lock) != nil {
		return errors.New("another floorwatch keeps figures there")
	}
	named, err := w.root.Lstat(lockName)
	if locked, lockErr := w.lock.Stat(); err != nil || lockErr != nil || !os.SameFile(named, locked) {
		return errors.New("another floorwatch has just stopped there: start again")
	}
	return w.removeTemporary()
}

// removeTemporary removes the temporary file of a process that was killed while writing.
func (w *Writer) removeTemporary() error {
	entries, err := fs.ReadDir(w.root.FS(), ".")
	errs := []error{err}
	for _, e := range entries {
		name, temp := strings.CutSuffix(e.Name(), tempSuffix)
		if _, ours := fileDay(name); temp && ours && e.Type().IsRegular() {
			errs = append(errs, w.root.Remove(e.Name()))
		}
	}
	return errors.Join(errs...)
}

// Close releases the folder's lock, and removes the folder if Open made it and nothing was written. The Writer must not
// be used afterwards; closing it again does nothing.
func (w *Writer) Close() error {
	if w.lock == nil {
		w.made.RemoveEmpty()
		return w.root.Close()
	}
	var unlink error
	if entries, err := fs.ReadDir(w.root.FS(), "."); err == nil && len(entries) == 1 && len(w.made) > 0 {
		unlink = w.root.Remove(lockName)
	}
	err := errors.Join(unlink, w.lock.Close(), w.root.Close())
	w.lock = nil
	w.made.RemoveEmpty()
	return err
}

// Status returns whether writing works, and why if it does not.
func (w *Writer) Status() Status {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.status
}

// Put merges a day into its file (see Merge) and replaces the file. If the disk refuses it, Status says so until a later
// Put succeeds; that one writes everything, so nothing is lost before the day is over. fresh is not changed.
func (w *Writer) Put(fresh *ledger.Day, keep time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	kept, err := w.put(fresh, keep)
	switch {
	case err == nil:
		w.status = Status{}
		return nil
	case w.status.Since.IsZero() || w.status.Kept != kept:
		w.status = Status{Since: fresh.Written, Kept: kept}
	}
	w.status.Why = err.Error()
	if kept {
		return fmt.Errorf("old figures stay: %w", err)
	}
	return err
}

// put is Put without the Status; kept is false if the day was not written.
func (w *Writer) put(fresh *ledger.Day, keep time.Time) (kept bool, err error) {
	if !w.o.Agents {
		fresh = fresh.WithoutAgents()
	}
	if w.o.ChatsDays == 0 {
		bare := *fresh
		bare.Found = nil
		fresh = &bare
	}
	old, err := readDay(w.root, fresh.Date, DepthAll)
	var damaged *DamagedError
	switch {
	case errors.Is(err, ErrNewer):
		return false, err // do not replace a file that we cannot read
	case err == nil && fresh.Written.Before(old.Written):
		return false, ErrClock
	case err == nil, errors.Is(err, fs.ErrNotExist), errors.As(err, &damaged):
	default:
		return false, err
	}
	if err := w.write(Merge(old, fresh, keep)); err != nil {
		return false, err
	}
	return true, w.expire(fresh)
}

func (w *Writer) write(d *ledger.Day) error {
	mode := os.FileMode(0o600)
	if w.o.Group >= 0 {
		mode = 0o640
	}
	return replace(w.disk, fileName(d.Date), mode, w.o.Group, func(out io.Writer) error { return Encode(out, d) })
}

// expire removes files older than KeepDays and chats older than ChatsDays, once a day.
func (w *Writer) expire(today *ledger.Day) error {
	if w.expired == today.Date {
		return nil
	}
	date, err := time.Parse(time.DateOnly, today.Date)
	if err != nil {
		return err
	}
	before := func(days int) string { return date.AddDate(0, 0, -days).Format(time.DateOnly) }
	days, err := daysOf(w.root)
	errs := []error{err}
	for _, day := range days {
		switch {
		case w.o.KeepDays > 0 && day < before(w.o.KeepDays):
			errs = append(errs, w.disk.Remove(fileName(day)))
		case day < before(w.o.ChatsDays):
			_, err := w.forget(day, func(ledger.Finding) bool { return true })
			if damaged := (*DamagedError)(nil); !errors.As(err, &damaged) { // reports name the damaged ones
				errs = append(errs, err)
			}
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	w.expired = today.Date
	return nil
}

// Forget removes chats from the chats to look at of every file and returns how many files it rewrote. Rows stay, since
// they contain nothing about a visitor. A damaged file is left unchanged and returned as an error.
func (w *Writer) Forget(chats map[model.ChatID]bool) (files int, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	days, err := daysOf(w.root)
	errs := []error{err}
	for _, day := range days {
		wrote, err := w.forget(day, func(f ledger.Finding) bool { return chats[f.Chat] })
		if wrote {
			files++
		}
		errs = append(errs, err)
	}
	return files, errors.Join(errs...)
}

// forget removes findings from a day's file. A file without any of them is not rewritten.
func (w *Writer) forget(day string, gone func(ledger.Finding) bool) (wrote bool, err error) {
	head, err := readDay(w.root, day, DepthDays)
	if err != nil {
		return false, err
	}
	any := false
	for _, f := range head.Found {
		any = any || gone(f)
	}
	if !any {
		return false, nil
	}
	d, err := readDay(w.root, day, DepthAll)
	if err != nil {
		return false, err
	}
	d.Found = pick(d.Found, nil, func(f ledger.Finding) bool { return !gone(f) })
	err = w.write(d)
	return err == nil, err
}
