//go:build unix

package system

import (
	"os"
	"syscall"
)

// Ends returns the signals that end a run in an orderly manner. By default each
// would end the process at once and leave the terminal in raw mode. SIGHUP is not
// among them: a server reloads on it. Nor are those of faults (SIGSEGV), SIGPIPE,
// which a write reports, and the profiler's.
func Ends() []os.Signal {
	return []os.Signal{
		os.Interrupt, syscall.SIGTERM, syscall.SIGQUIT, syscall.SIGABRT,
		syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGALRM, syscall.SIGVTALRM, syscall.SIGXCPU, syscall.SIGIO, syscall.SIGSYS, syscall.SIGTRAP,
	}
}
