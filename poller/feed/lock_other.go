//go:build !unix

package feed

import (
	"os"
)

// ModeBits: whether a file's mode says who may write. Elsewhere every folder
// looks as if everybody might, and the system's own access lists guard it.
const ModeBits = false

// Lock does nothing: this system has no flock.
func Lock(*os.File) error { return nil }
