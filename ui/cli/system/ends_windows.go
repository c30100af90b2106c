package system

import (
	"os"
	"syscall"
)

// Ends returns the signals that end a run in an orderly manner.
func Ends() []os.Signal { return []os.Signal{os.Interrupt, syscall.SIGTERM} }
