//go:build !linux

package system

// Harden does nothing here.
func Harden() {}
