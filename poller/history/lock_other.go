//go:build !unix

package history

import "os"

// modeBits: whether a file's mode says who may write. Elsewhere the system's own access lists guard the folder.
const modeBits = false

// lock does nothing: this system has no flock.
func lock(*os.File) error { return nil }
