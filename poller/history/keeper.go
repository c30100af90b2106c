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

// Options configure a Keeper.
type Options struct {
	Dir       string
	KeepDays  int  // how many days to keep before the one being written; 0: all
	ChatsDays int  // how many days to keep the chats to look at; 0: do not store them
	Agents    bool // store figures of each agent; false: of teams and the floor only
	Group     int  // gid that may read the files; below 0: only the owner
}

// A Keeper writes the files of one folder, and holds a lock so that no other process writes there. It is safe for
// concurrent use.
type Keeper struct {
	o    Options
	disk disk
	root *os.Root
	lock *os.File

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
func Open(o Options) (*Keeper, error) {
	mode := os.FileMode(0o700)
	if o.Group >= 0 {
		mode = 0o750
	}
	if err := os.MkdirAll(o.Dir, mode); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(o.Dir)
	if err != nil {
		return nil, err
	}
	k := &Keeper{o: o, root: root, disk: rootDisk{root}}
	if err := k.take(mode); err != nil {
		return nil, errors.Join(err, k.Close())
	}
	return k, nil
}

func (k *Keeper) take(mode os.FileMode) error {
	info, err := k.root.Stat(".")
	if err != nil {
		return err
	}
	if regular.ModeBits && info.Mode().Perm()&0o002 != 0 {
		return errors.New("everybody may write to the folder: type chmod o-w on it")
	}
	if regular.ModeBits && k.o.Group >= 0 {
		if err := errors.Join(k.root.Chown(".", -1, k.o.Group), k.root.Chmod(".", mode)); err != nil {
			return err
		}
	}
	if info, err := k.root.Lstat(lockName); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a regular file", lockName)
	}
	if k.lock, err = k.root.OpenFile(lockName, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return err
	}
	if regular.Lock(k.lock) != nil {
		return errors.New("another floorwatch keeps figures there")
	}
	return k.removeTemporary()
}

// removeTemporary removes the temporary file of a process that was killed while writing.
func (k *Keeper) removeTemporary() error {
	entries, err := fs.ReadDir(k.root.FS(), ".")
	errs := []error{err}
	for _, e := range entries {
		name, temp := strings.CutSuffix(e.Name(), tempSuffix)
		if _, ours := fileDay(name); temp && ours && e.Type().IsRegular() {
			errs = append(errs, k.root.Remove(e.Name()))
		}
	}
	return errors.Join(errs...)
}

// Close releases the folder's lock. The Keeper must not be used afterwards.
func (k *Keeper) Close() error {
	err := k.root.Close()
	if k.lock != nil {
		err = errors.Join(k.lock.Close(), err)
	}
	return err
}

// Status returns whether writing works.
func (k *Keeper) Status() Status {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.status
}

// Put merges a day into its file (see Merge) and replaces the file. If the disk refuses it, Status says so until a later
// Put succeeds; that one writes everything, so nothing is lost before the day is over. fresh is not changed.
func (k *Keeper) Put(fresh *ledger.Day, keep time.Time) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	kept, err := k.put(fresh, keep)
	switch {
	case err == nil:
		k.status = Status{}
		return nil
	case k.status.Since.IsZero() || k.status.Kept != kept:
		k.status = Status{Since: fresh.Written, Kept: kept}
	}
	k.status.Why = err.Error()
	if kept {
		return fmt.Errorf("old figures stay: %w", err)
	}
	return err
}

// put is Put without the Status; kept is false if the day was not written.
func (k *Keeper) put(fresh *ledger.Day, keep time.Time) (kept bool, err error) {
	if !k.o.Agents {
		fresh = fresh.WithoutAgents()
	}
	if k.o.ChatsDays == 0 {
		bare := *fresh
		bare.Found = nil
		fresh = &bare
	}
	old, err := readDay(k.root, fresh.Date, DepthAll)
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
	if err := k.write(Merge(old, fresh, keep)); err != nil {
		return false, err
	}
	return true, k.expire(fresh)
}

func (k *Keeper) write(d *ledger.Day) error {
	mode := os.FileMode(0o600)
	if k.o.Group >= 0 {
		mode = 0o640
	}
	return replace(k.disk, fileName(d.Date), mode, k.o.Group, func(w io.Writer) error { return Encode(w, d) })
}

// expire removes files older than KeepDays and chats older than ChatsDays, once a day.
func (k *Keeper) expire(today *ledger.Day) error {
	if k.expired == today.Date {
		return nil
	}
	date, err := time.Parse(time.DateOnly, today.Date)
	if err != nil {
		return err
	}
	before := func(days int) string { return date.AddDate(0, 0, -days).Format(time.DateOnly) }
	days, err := daysOf(k.root)
	errs := []error{err}
	for _, day := range days {
		switch {
		case k.o.KeepDays > 0 && day < before(k.o.KeepDays):
			errs = append(errs, k.disk.Remove(fileName(day)))
		case day < before(k.o.ChatsDays):
			_, err := k.forget(day, func(ledger.Finding) bool { return true })
			if damaged := (*DamagedError)(nil); !errors.As(err, &damaged) { // reports name the damaged ones
				errs = append(errs, err)
			}
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	k.expired = today.Date
	return nil
}

// Forget removes chats from the chats to look at of every file and returns how many files it rewrote. Rows stay, since
// they contain nothing about a visitor. A damaged file is left unchanged and returned as an error.
func (k *Keeper) Forget(chats map[model.ChatID]bool) (files int, err error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	days, err := daysOf(k.root)
	errs := []error{err}
	for _, day := range days {
		wrote, err := k.forget(day, func(f ledger.Finding) bool { return chats[f.Chat] })
		if wrote {
			files++
		}
		errs = append(errs, err)
	}
	return files, errors.Join(errs...)
}

// forget removes findings from a day's file. A file without any of them is not rewritten.
func (k *Keeper) forget(day string, gone func(ledger.Finding) bool) (wrote bool, err error) {
	head, err := readDay(k.root, day, DepthDays)
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
	d, err := readDay(k.root, day, DepthAll)
	if err != nil {
		return false, err
	}
	d.Found = pick(d.Found, nil, func(f ledger.Finding) bool { return !gone(f) })
	return true, k.write(d)
}
