//go:build linux || darwin

package history

import "golang.org/x/sys/unix"

// Free returns how many bytes may still be written where a folder is; ok is
// false where the system does not say.
func Free(dir string) (bytes uint64, ok bool) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, false
	}
	return s.Bavail * uint64(s.Bsize), true
}
