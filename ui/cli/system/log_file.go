package system

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"sync"

	"floorwatch/poller/regular"
)

// logLimit is the size at which a log file is put aside. One of them is kept,
// so a log never takes more than twice as much.
const logLimit = 10 << 20

// A Logger is where the program says what it does. What people write on the
// floor, their names and the token are never in it.
type Logger struct {
	*slog.Logger
	file *logFile // nil where it logs elsewhere
}

// OpenLog logs to the file at path, all there is since somebody asked for it, or where path is empty to other.
func OpenLog(path string, other slog.Handler) (*Logger, error) {
	if path == "" {
		return &Logger{Logger: slog.New(other)}, nil
	}
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("cannot write the log: there is no folder %s, and none can be made: check the path", filepath.Dir(path))
	}
	f := &logFile{path: path, limit: logLimit}
	if err := f.open(); err != nil {
		return nil, fmt.Errorf("cannot write the log: %w", err)
	}
	return &Logger{Logger: slog.New(slog.NewTextHandler(f, &slog.HandlerOptions{Level: slog.LevelDebug})), file: f}, nil
}

// Reopen opens the file by its name again, for whoever rotates logs by renaming. After an error the one that
// was open stays.
func (l *Logger) Reopen() error {
	if l.file == nil {
		return nil
	}
	return l.file.reopen()
}

// Close closes the file.
func (l *Logger) Close() {
	if l.file != nil {
		l.file.close()
	}
}

// A logFile is appended to until it reaches its limit; then it becomes PATH.1,
// in the place of the one before. Only its owner may read it. Safe for concurrent use.
type logFile struct {
	path  string
	limit int64

	mu   sync.Mutex
	file *os.File
	size int64
}

func (l *logFile) open() error {
	f, err := regular.Open(l.path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600, math.MaxInt64)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil && info.Mode().Perm() != 0o600 && l.named(info) {
		err = f.Chmod(0o600) // on Windows this only makes it writable, which it is
	}
	if err != nil {
		f.Close()
		return err
	}
	l.file, l.size = f, info.Size()
	return nil
}

// named reports whether the path itself is the open file: no link to it, whose target's mode is not ours
// to change, and no other file that has taken its place.
func (l *logFile) named(open os.FileInfo) bool {
	there, err := os.Lstat(l.path)
	return err == nil && os.SameFile(there, open)
}

// Write appends a line. Where the file cannot be put aside it goes on growing:
// a log that says too much is better than none.
func (l *logFile) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.size > 0 && l.size+int64(len(p)) > l.limit {
		l.putAside()
	}
	if l.file == nil {
		if err := l.open(); err != nil {
			return 0, err
		}
	}
	n, err := l.file.Write(p)
	l.size += int64(n)
	return n, err
}

// putAside renames the file, unless somebody else has cut it short (logrotate's copytruncate) or taken it
// away (its rename) meanwhile. It is closed first, for Windows renames no open one. A link is not renamed:
// what it leads to is kept by whoever made it.
func (l *logFile) putAside() {
	info, err := l.file.Stat()
	if err == nil && info.Size() < l.size {
		l.size = info.Size()
		return
	}
	ours := err == nil && l.named(info)
	if !ours {
		if there, err := os.Stat(l.path); err == nil && info != nil && os.SameFile(there, info) {
			l.limit += logLimit // a link to it
			return
		}
	}
	l.file.Close()
	l.file = nil
	if !ours {
		return // it was moved: the next line begins a new one
	}
	if err := os.Rename(l.path, l.path+".1"); err != nil {
		l.limit += logLimit // tried again later
	}
}

// reopen lets go of a file that somebody has renamed, and begins the new one.
func (l *logFile) reopen() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	old := l.file
	if err := l.open(); err != nil {
		l.file = old
		return err
	}
	if old != nil {
		old.Close()
	}
	return nil
}

func (l *logFile) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file != nil {
		l.file.Close()
		l.file = nil
	}
}
