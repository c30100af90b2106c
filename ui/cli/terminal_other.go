//go:build !linux

package cli

// discardOutput does nothing: the write that hangs ends with the process.
func discardOutput(uintptr) {}
