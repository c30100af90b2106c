//go:build unix

package detached

import (
	"os/exec"
	"syscall"
)

// detach starts a command in a new session, and so in a new process group without controlling terminal.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
