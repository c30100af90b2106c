//go:build !unix

package feed

import (
	"io/fs"
	"os"
)

// modeBits: whether a file's mode says who may write. Elsewhere every folder
// looks as if everybody might, and the system's own access lists guard it.
const modeBits = false

// lock does nothing: this system has no flock.
func lock(*os.File) error { return nil }

// owner knows no owners on this system.
func owner(fs.FileInfo) (uid int, ok bool) { return 0, false }
