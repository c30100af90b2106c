//go:build !linux

package system

// Harden does nothing: it is implemented for Linux only.
func Harden() {}
