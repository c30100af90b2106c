package serve

import (
	"net"
	"unsafe"

	"golang.org/x/sys/unix"
)

func peerOf(conn *net.UnixConn) (credentials, error) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return credentials{}, err
	}
	var cred *unix.Ucred
	var groups []int
	var failed error
	err = raw.Control(func(fd uintptr) {
		cred, failed = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED)
		groups = peerGroups(fd)
	})
	if err != nil {
		return credentials{}, err
	}
	if failed != nil {
		return credentials{}, failed
	}
	return credentials{uid: int(cred.Uid), pid: int(cred.Pid), groups: append(groups, int(cred.Gid))}, nil
}

// peerGroups returns a peer's supplementary groups. A binary without cgo cannot query
// a directory service, so it asks the kernel, which answers since Linux 4.13. x/sys
// has no function for it.
func peerGroups(fd uintptr) []int {
	list := make([]uint32, 1<<16) // the most groups a Linux process can have
	size := uint32(len(list) * 4)
	_, _, errno := unix.Syscall6(unix.SYS_GETSOCKOPT, fd, unix.SOL_SOCKET, unix.SO_PEERGROUPS,
		uintptr(unsafe.Pointer(&list[0])), uintptr(unsafe.Pointer(&size)), 0)
	if errno != 0 {
		return nil
	}
	groups := make([]int, size/4)
	for i := range groups {
		groups[i] = int(list[i])
	}
	return groups
}
