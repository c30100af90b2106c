//go:build !unix

package regular

import "os"

// Lock does nothing: this system has no flock.
func Lock(*os.File) error { return nil }

// Unlock closes f, which is not locked on this system.
func Unlock(f *os.File) error { return f.Close() }
