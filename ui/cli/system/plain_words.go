package system

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"
)

// reasons are in plain words what the system says of a path, with what to do.
var reasons = []struct {
	is    error
	words string // after the path
}{
	{fs.ErrNotExist, "is not there: check the path"},
	{fs.ErrPermission, "is not open to this user: look at owner and mode (ls -ld)"},
	{syscall.ENOTDIR, "leads through something that is no folder: check the path"},
	{syscall.EISDIR, "is a folder: name a file"},
	{syscall.EROFS, "is on a disk that can only be read: name another place"},
	{syscall.ENOSPC, "is on a disk that is full: make room, or name another place"},
}

// Plain is what an error says, the system's words about a path in plain ones.
func Plain(err error) string {
	var at *fs.PathError
	if !errors.As(err, &at) {
		return err.Error()
	}
	for _, r := range reasons {
		if errors.Is(at.Err, r.is) {
			return strings.Replace(err.Error(), at.Error(), at.Path+" "+r.words, 1)
		}
	}
	return err.Error()
}
