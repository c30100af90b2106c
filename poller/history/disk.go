package history

import (
	"io"
	"os"

	"floorwatch/poller/regular"
)

// A disk is what replacing a file needs of the file system. Tests put one in
// its place that fails or loses power at any step.
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

// replace puts a file in the place of another in one step: whoever reads sees
// the old one or the new one, whole, also after a crash or a loss of power.
func replace(d disk, name string, mode os.FileMode, group int, write func(io.Writer) error) error {
	temp := name + tempSuffix
	err := writeFile(d, temp, mode, group, write)
	if err == nil {
		err = d.Rename(temp, name)
	}
	if err != nil {
		_ = d.Remove(temp) // what stays is removed by the next Open
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

// rootDisk is a folder that no symbolic link leads out of.
type rootDisk struct{ root *os.Root }

func (d rootDisk) Create(name string, mode os.FileMode, group int) (diskFile, error) {
	_ = d.root.Remove(name) // of a process that was killed; what cannot be removed fails below
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

// SyncDir makes a rename last through a loss of power, where the system can.
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
