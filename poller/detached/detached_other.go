//go:build !unix

package detached

import "os/exec"

// detach does nothing: there are no sessions here, and when its time is up the command alone is ended.
func detach(*exec.Cmd) {}
