//go:build !linux

package cli

func dumpable() int { return 0 }
