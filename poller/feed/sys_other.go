//go:build !unix

package feed

import (
	"io/fs"
	"os"
)

// lock does nothing: this system has no flock.
func lock(*os.File) error { return nil }

// owner knows no owners on this system.
func owner(fs.FileInfo) (uid int, ok bool) { return 0, false }
