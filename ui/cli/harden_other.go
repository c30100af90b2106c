//go:build !linux

package cli

// harden does nothing here.
func harden() {}
