package serve

import (
	"os/user"
	"slices"
	"strconv"

	"floorwatch/model/safetext"
)

// A Peer is the user at the other end of a connection, as the kernel authenticated them.
type Peer struct {
	ID  uint64 // of the connection, unique while the server runs
	UID int
	PID int // 0 if the system does not tell
}

// UserName returns a user's name in this machine's user database, or "user 1000" if it has none. It
// is the only name used for acknowledgements and claims.
func UserName(uid int) safetext.Text {
	u, err := user.LookupId(strconv.Itoa(uid))
	if err != nil || u.Username == "" {
		return safetext.Line("user " + strconv.Itoa(uid))
	}
	return safetext.Line(u.Username)
}

// credentials are the kernel's data about a peer when it connected.
type credentials struct {
	uid, pid int
	groups   []int // as far as the kernel tells
}

// mayConnect reports whether a peer may see the floor: the same user, root, or a
// member of the group. The socket's mode says the same, but may have been changed.
// groupsOf returns a user's groups, in case the kernel does not tell all of them.
func (c credentials) mayConnect(self, group int, groupsOf func(uid int) []int) bool {
	if c.uid == self || c.uid == 0 {
		return true
	}
	return group != noGroup && (slices.Contains(c.groups, group) || slices.Contains(groupsOf(c.uid), group))
}

// userGroups returns a user's groups in the system's user database; none for an
// unknown user.
func userGroups(uid int) []int {
	u, err := user.LookupId(strconv.Itoa(uid))
	if err != nil {
		return nil
	}
	ids, err := u.GroupIds()
	if err != nil {
		return nil
	}
	var groups []int
	for _, id := range ids {
		if n, err := strconv.Atoi(id); err == nil {
			groups = append(groups, n)
		}
	}
	return groups
}
