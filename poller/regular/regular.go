// Package regular opens only regular files, without blocking: a pipe without a writer does not
// delay the start, and a device does not fill the memory. It also makes folders, locks files for this process and
// tells a file's owner, if the system has locks and owners. It checks the open file, so that it
// cannot be replaced in between, and puts the system's errors about paths into plain words.
//
// It imports no package of floorwatch. Its functions are safe for concurrent use.
package regular

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrNot is the error of a file that is not regular: a folder, a pipe, a socket or a device.
var ErrNot = errors.New("it is not a regular file")

// ErrLocked is the error of a file that another process has locked.
var ErrLocked = errors.New("another floorwatch has it open")

// Open opens a file like os.OpenFile if it is regular and has at most most bytes.
func Open(name string, flag int, perm fs.FileMode, most int64) (*os.File, error) {
	return checked(name, most)(os.OpenFile(name, flag|nonBlock, perm))
}

// OpenIn is Open within a folder that no symbolic link can lead out of.
func OpenIn(root *os.Root, name string, flag int, perm fs.FileMode, most int64) (*os.File, error) {
	return checked(filepath.Join(root.Name(), name), most)(root.OpenFile(name, flag|nonBlock, perm))
}

func checked(name string, most int64) func(*os.File, error) (*os.File, error) {
	return func(f *os.File, err error) (*os.File, error) {
		if err != nil {
			return nil, unopened(name, err)
		}
		if err := check(f, most); err != nil {
			f.Close()
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		}
		return f, nil
	}
}

func check(f *os.File, most int64) error {
	info, err := f.Stat()
	switch {
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return ErrNot
	case info.Size() > most:
		return fmt.Errorf("it holds %d bytes, more than the limit of %d", info.Size(), most)
	}
	return nil
}

// unopened returns the error of a file that cannot be opened. The system's errors for a pipe without a
// reader and for a socket mean nothing to users.
func unopened(name string, err error) error {
	if info, serr := os.Stat(name); serr == nil && !info.IsDir() && !info.Mode().IsRegular() {
		return &fs.PathError{Op: "open", Path: name, Err: ErrNot}
	}
	if at := (*fs.PathError)(nil); errors.As(err, &at) {
		return &fs.PathError{Op: "open", Path: name, Err: at.Err} // the whole path, also within a folder
	}
	return err
}

// Read returns the content of a regular file of at most most bytes, and its fs.FileInfo from when it was
// opened.
func Read(name string, most int64) ([]byte, fs.FileInfo, error) {
	f, err := Open(name, os.O_RDONLY, 0, most)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(data)) > most { // grown since
		err = &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("it holds more than the limit of %d bytes", most)}
	}
	return data, info, err
}

// MadeFolders are folders that MakeFolder has created, the deepest first.
type MadeFolders []string

// RemoveEmpty removes those that are still empty, so that a program that stored nothing leaves nothing behind.
func (m MadeFolders) RemoveEmpty() {
	for _, at := range m {
		if info, err := os.Lstat(at); err != nil || !info.IsDir() || os.Remove(at) != nil {
			return
		}
	}
}

// MakeFolder creates a folder with its missing parents. After an error there is none of them.
func MakeFolder(dir string, mode fs.FileMode) (made MadeFolders, err error) {
	for at := filepath.Clean(dir); ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); !errors.Is(err, fs.ErrNotExist) {
			break
		}
		made = append(made, at)
	}
	if err = os.MkdirAll(dir, mode); err != nil {
		made.RemoveEmpty()
	}
	return made, err
}

// Foreign returns the owner of a file that belongs neither to us nor to root.
func Foreign(info fs.FileInfo) (uid uint32, foreign bool) { return foreignOwner(info) }
