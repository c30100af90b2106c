package system

import (
	"os"
	"syscall"
)

// Ends are the signals that end a run in order.
func Ends() []os.Signal { return []os.Signal{os.Interrupt, syscall.SIGTERM} }
