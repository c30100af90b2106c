//go:build unix

package history

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// modeBits: whether a file's mode says who may write.
const modeBits = true

// lock takes f for this process until it is closed. Where the file system
// has no locks (some network mounts) it does nothing.
func lock(f *os.File) error {
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); errors.Is(err, unix.EWOULDBLOCK) {
		return errors.New("another floorwatch keeps figures there")
	}
	return nil
}
