//go:build unix

package regular

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// Lock locks f for this process until Unlock; ErrLocked if another process holds it.
// On a file system without locks (some network mounts) it does nothing.
func Lock(f *os.File) error {
	err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return ErrLocked
	}
	return nil
}

// Unlock releases the lock on f and closes f. Closing is not enough: a child process that is just being started
// shares the open file, and with it the lock, for a moment.
func Unlock(f *os.File) error {
	_ = unix.Flock(int(f.Fd()), unix.LOCK_UN)
	return f.Close()
}
