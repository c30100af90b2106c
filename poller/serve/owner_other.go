//go:build !unix

package serve

import "io/fs"

// owner knows no owners on this system.
func owner(fs.FileInfo) (uid int, ok bool) { return 0, false }
