package serve

import (
	"os/user"
	"slices"
	"strconv"

	"floorwatch/model/safetext"
)

// A Peer is who is at the other end of a connection.
type Peer struct {
	ID  uint64 // of the connection: never used twice while the server runs
	UID int
	PID int // 0 where the system does not tell
}

// UserName is the name of a user of this machine, as its user database has it; "user 1000" where that
// has none. It is the only name by which acknowledgements and claims go.
func UserName(uid int) safetext.Text {
	u, err := user.LookupId(strconv.Itoa(uid))
	if err != nil || u.Username == "" {
		return safetext.Line("user " + strconv.Itoa(uid))
	}
	return safetext.Line(u.Username)
}

// credentials are what the kernel says of a peer at the time it connected.
type credentials struct {
	uid, pid int
	groups   []int // those that the kernel tells
}

// mayConnect reports whether a peer may see the floor: the same user, root, or
// a member of the group. The mode of the socket says the same; this holds also
// where somebody has loosened it. groupsOf knows the groups of a user, for where
// the kernel does not tell them all.
func (c credentials) mayConnect(self, group int, groupsOf func(uid int) []int) bool {
	if c.uid == self || c.uid == 0 {
		return true
	}
	return group != noGroup && (slices.Contains(c.groups, group) || slices.Contains(groupsOf(c.uid), group))
}

// userGroups are the groups of a user as the system's user database has them;
// none for a user whom it does not know.
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
