//go:build !unix

package detached

import "os/exec"

// detach does nothing: this system has no sessions, and a time-out ends only the command itself.
func detach(*exec.Cmd) {}
