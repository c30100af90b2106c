//go:build unix

package detached

import (
	"os/exec"
	"syscall"
)

// detach gives a command a session of its own, and so a process group, and no controlling terminal.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
