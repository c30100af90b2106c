//go:build unix

package system

import (
	"os"
	"syscall"
)

// Ends are the signals that end a run in order. Left to the runtime or the
// kernel each would end it at once and leave the terminal raw. SIGHUP is not
// among them: for a server it means something else. Nor are those of faults
// (SIGSEGV), SIGPIPE, which a write reports, and the profiler's.
func Ends() []os.Signal {
	return []os.Signal{
		os.Interrupt, syscall.SIGTERM, syscall.SIGQUIT, syscall.SIGABRT,
		syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGALRM, syscall.SIGVTALRM, syscall.SIGXCPU, syscall.SIGIO, syscall.SIGSYS, syscall.SIGTRAP,
	}
}
