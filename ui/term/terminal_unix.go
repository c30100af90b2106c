//go:build unix

package term

import "golang.org/x/sys/unix"

// writeAtOnce writes what the terminal accepts without blocking. The descriptor may be shared with the shell, so
// its mode is restored.
func writeAtOnce(fd uintptr, text string) {
	mode, err := unix.FcntlInt(fd, unix.F_GETFL, 0)
	if err != nil || unix.SetNonblock(int(fd), true) != nil {
		return
	}
	_, _ = unix.Write(int(fd), []byte(text))
	_ = unix.SetNonblock(int(fd), mode&unix.O_NONBLOCK != 0)
}
