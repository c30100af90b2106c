package serve

import (
	"net"

	"golang.org/x/sys/unix"
)

func peerOf(conn *net.UnixConn) (credentials, error) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return credentials{}, err
	}
	var cred *unix.Xucred
	var failed error
	err = raw.Control(func(fd uintptr) {
		cred, failed = unix.GetsockoptXucred(int(fd), unix.SOL_LOCAL, unix.LOCAL_PEERCRED)
	})
	if err != nil {
		return credentials{}, err
	}
	if failed != nil {
		return credentials{}, failed
	}
	c := credentials{uid: int(cred.Uid)}
	for _, g := range cred.Groups[:min(max(0, int(cred.Ngroups)), len(cred.Groups))] {
		c.groups = append(c.groups, int(g))
	}
	return c, nil
}
