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

// logLimit is the size in bytes at which a log file is rotated. One old file is
// kept, so a log never takes more than twice as much.
const logLimit = 10 << 20

// A Logger writes the program's log. It never contains the floor's messages, people's
// names or the token.
type Logger struct {
	*slog.Logger
	file *logFile // nil if it logs elsewhere
}

// OpenLog returns a Logger to the file at path, with all levels, or to other if path is empty.
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

// Reopen opens the file by its name again, for log rotation by renaming. After an error it keeps logging to the
// old file.
func (l *Logger) Reopen() error {
	if l.file == nil {
		return nil
	}
	return l.file.reopen()
}

// Close closes the log file; a Logger to elsewhere needs no Close.
func (l *Logger) Close() {
	if l.file != nil {
		l.file.close()
	}
}

// A logFile is appended to until it reaches its limit; then it is renamed to PATH.1,
// replacing the old one. Only its owner may read it. Safe for concurrent use.
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
		err = f.Chmod(0o600) // no effect on Windows
	}
	if err != nil {
		f.Close()
		return err
	}
	l.file, l.size = f, info.Size()
	return nil
}

// named reports whether the path is the open file, not a link to it, whose target's mode is not ours to
// change, nor another file that has replaced it.
func (l *logFile) named(open os.FileInfo) bool {
	there, err := os.Lstat(l.path)
	return err == nil && os.SameFile(there, open)
}

// Write appends a line. If the file cannot be rotated it keeps growing: a large
// log is better than none.
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

// putAside renames the file, unless it was truncated (logrotate's copytruncate) or renamed meanwhile. It
// closes it first, since Windows cannot rename an open file. A link is not renamed: its target belongs to
// whoever made the link.
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
		return // it was renamed: the next line starts a new file
	}
	if err := os.Rename(l.path, l.path+".1"); err != nil {
		l.limit += logLimit // tried again later
	}
}

// reopen closes a file that was renamed and creates a new one.
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
