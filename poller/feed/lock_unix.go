//go:build unix

package feed

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
