package term

import "golang.org/x/sys/unix"

// discardOutput drops what was written to a terminal and not taken yet, and
// wakes who waits to write more: only a stop and a start of the output do that.
func discardOutput(fd uintptr) {
	for _, do := range [...]struct {
		request uint
		value   int
	}{{unix.TCFLSH, unix.TCOFLUSH}, {unix.TCXONC, unix.TCOOFF}, {unix.TCXONC, unix.TCOON}} {
		_ = unix.IoctlSetInt(int(fd), do.request, do.value) // where it fails the process's end does it
	}
}
