//go:build unix

package acquire

import (
	"io/fs"
	"os"
	"syscall"
)

// openFlags keep an open of a pipe that nobody writes to from waiting for ever.
const openFlags = syscall.O_NONBLOCK

const checkMode = true

// foreignOwner returns the owner of a file that is neither ours nor root's.
func foreignOwner(info fs.FileInfo) (uid uint32, foreign bool) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return st.Uid, st.Uid != 0 && st.Uid != uint32(os.Geteuid())
}
