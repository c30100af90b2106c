//go:build unix

package regular

import (
	"io/fs"
	"os"
	"syscall"
)

// nonBlock keeps open from blocking on a pipe without a writer. It has no effect on a regular file.
const nonBlock = syscall.O_NONBLOCK

// ModeBits says whether a file's mode tells who may read and write it.
const ModeBits = true

func foreignOwner(info fs.FileInfo) (uid uint32, foreign bool) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return st.Uid, st.Uid != 0 && st.Uid != uint32(os.Geteuid())
}
