//go:build !linux

package main

// discardOutput does nothing: the write that hangs ends with the process.
func discardOutput(uintptr) {}
