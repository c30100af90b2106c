//go:build unix

package regular

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// Lock takes f for this process until it is closed. Where the file system
// knows no locks (some network mounts) there are none.
func Lock(f *os.File) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return ErrLocked
	}
	return nil
}

// Unlock closes f and gives up the lock on it. To close it is not enough: a child that is just being started has the
// open file too, and with it the lock, for a moment.
func Unlock(f *os.File) error {
	_ = unix.Flock(int(f.Fd()), unix.LOCK_UN)
	return f.Close()
}
