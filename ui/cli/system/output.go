// Package system deals with the machine the program runs on: it writes files and logs,
// notifies systemd, and keeps the process's memory small and closed to other programs.
// It imports guard and regular. A file is written completely or not at all.
package system

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"floorwatch/poller/guard"
)

// NewFileMode returns the mode of a new file: others may read it unless it is private, as one with names.
func NewFileMode(private bool) fs.FileMode {
	if private {
		return 0o600
	}
	return 0o644
}

// WriteOutput writes text to path; "-" is out. A file is replaced completely or not
// at all, following links. Something else (a fifo, a device, a terminal) is written
// to in place; for a fifo without a reader it waits until ctx is done.
func WriteOutput(ctx context.Context, path, text string, private bool, out io.Writer) error {
	if path == "-" {
		_, err := io.WriteString(out, text)
		return err
	}
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder: name a file in it", path)
	}
	if err == nil && (!info.Mode().IsRegular() || ofTheKernel(path)) {
		return writeInto(ctx, path, text)
	}
	return ReplaceFile(path, text, NewFileMode(private))
}

// ofTheKernel reports whether a path like /dev/stdout stands for an open file, whose
// name may not lead to it.
func ofTheKernel(path string) bool {
	abs, err := filepath.Abs(path)
	return err == nil && (strings.HasPrefix(abs, "/dev/") || strings.HasPrefix(abs, "/proc/"))
}

// writeInto writes to an existing fifo or device. Opening it may block forever; if ctx
// ends first, that goroutine is abandoned and ends with the process.
func writeInto(ctx context.Context, path, text string) error {
	done := make(chan error, 1)
	guard.Go("output", func() error {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
		if err != nil {
			return err
		}
		_, err = f.WriteString(text)
		return errors.Join(err, f.Close())
	}, func(err error) { done <- err })
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("%s does not accept output", path)
	}
}

// ReplaceFile replaces a file atomically, so that nobody reads a partial file and a full
// disk leaves the old one. It keeps the old one's mode and owner and follows links; mode
// is for a new file.
func ReplaceFile(path, text string, mode fs.FileMode) error {
	path = linked(path)
	old, err := os.Stat(path)
	if err == nil {
		mode = old.Mode().Perm()
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".floorwatch-*")
	if err != nil {
		return unmade(path, err)
	}
	_, err = f.WriteString(text)
	kept := true
	if old != nil {
		kept = keepOwner(f.Name(), old)
	}
	err = cmp.Or(err, os.Chmod(f.Name(), mode), f.Close())
	if err == nil && kept {
		err = os.Rename(f.Name(), path)
		if err == nil {
			return nil
		}
	}
	if err == nil {
		err = overwrite(path, text)
	}
	return errors.Join(forPath(path, err), os.Remove(f.Name()))
}

// forPath returns an error of writing the temporary file beside path, which it names instead of that file.
func forPath(path string, err error) error {
	if at := (*fs.PathError)(nil); errors.As(err, &at) {
		err = &fs.PathError{Op: "write", Path: path, Err: at.Err}
	}
	return err
}

// unmade is the error for a temporary file beside path that cannot be created; it names path instead of that file.
func unmade(path string, err error) error {
	dir := filepath.Dir(path)
	switch _, gone := os.Stat(dir); {
	case errors.Is(gone, fs.ErrNotExist):
		return fmt.Errorf("%s: there is no folder %s: make it, or name a file elsewhere", path, dir)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s: this user may not write into the folder %s: name a file elsewhere", path, dir)
	}
	return forPath(path, err)
}

// overwrite writes text into a file of another owner, which a new file would not
// keep. If that fails, it restores the old content.
func overwrite(path, text string) error {
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if _, err = f.WriteAt([]byte(text), 0); err == nil {
		return errors.Join(f.Truncate(int64(len(text))), f.Close())
	}
	_, back := f.WriteAt(old, 0)
	return errors.Join(err, back, f.Truncate(int64(len(old))), f.Close())
}

// linked returns the path that a link leads to, which need not exist.
func linked(path string) string {
	for range 40 { // the kernel's limit
		to, err := os.Readlink(path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	return path
}
