package term

import "golang.org/x/sys/unix"

// discardOutput drops output that the terminal has not accepted yet, and wakes blocked writers: only stopping and
// restarting the output does that.
func discardOutput(fd uintptr) {
	for _, do := range [...]struct {
		request uint
		value   int
	}{{unix.TCFLSH, unix.TCOFLUSH}, {unix.TCXONC, unix.TCOOFF}, {unix.TCXONC, unix.TCOON}} {
		_ = unix.IoctlSetInt(int(fd), do.request, do.value) // if it fails, the end of the process does it
	}
}
