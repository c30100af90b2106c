package history

import (
	"io"
	"os"

	"floorwatch/poller/regular"
)

// A disk is the part of the file system that replacing a file needs. Tests use one that fails or loses power at any
// step.
type disk interface {
	Create(name string, mode os.FileMode, group int) (diskFile, error)
	Rename(from, to string) error
	Remove(name string) error
	SyncDir() error
}

type diskFile interface {
	io.Writer
	Sync() error
	Close() error
}

// replace replaces a file atomically: a reader sees either the whole old file or the whole new one, even after a crash
// or a power failure.
func replace(d disk, name string, mode os.FileMode, group int, write func(io.Writer) error) error {
	temp := name + tempSuffix
	err := writeFile(d, temp, mode, group, write)
	if err == nil {
		err = d.Rename(temp, name)
	}
	if err != nil {
		_ = d.Remove(temp) // if this fails, the next Open removes it
		return err
	}
	return d.SyncDir()
}

const tempSuffix = ".new"

func writeFile(d disk, name string, mode os.FileMode, group int, write func(io.Writer) error) error {
	f, err := d.Create(name, mode, group)
	if err != nil {
		return err
	}
	if err = write(f); err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

// rootDisk is a folder that no symbolic link can lead out of.
type rootDisk struct{ root *os.Root }

func (d rootDisk) Create(name string, mode os.FileMode, group int) (diskFile, error) {
	_ = d.root.Remove(name) // left by a process that was killed; if it cannot be removed, opening it fails below
	f, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	if regular.ModeBits && group >= 0 {
		if err = f.Chown(-1, group); err == nil {
			err = f.Chmod(mode)
		}
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

func (d rootDisk) Rename(from, to string) error { return d.root.Rename(from, to) }
func (d rootDisk) Remove(name string) error     { return d.root.Remove(name) }

// SyncDir makes a rename survive a power failure, if the system supports that.
func (d rootDisk) SyncDir() error {
	if !regular.ModeBits {
		return nil
	}
	dir, err := d.root.Open(".")
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}
