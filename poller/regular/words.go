package regular

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"
)

// reasons are plain words for the system's errors about a path, with what to do.
var reasons = []struct {
	is    error
	words string // after the path
}{
	{fs.ErrNotExist, "is not there: check the path"},
	{fs.ErrPermission, "is not open to this user: look at owner and mode (ls -ld)"},
	{ErrNot, "is not a regular file: name a file"},
	{syscall.ENOTDIR, "leads through something that is not a folder: check the path"},
	{syscall.EISDIR, "is a folder: name a file"},
	{syscall.EROFS, "is on a disk that can only be read: name another place"},
	{syscall.ENOSPC, "is on a disk that is full: make room, or name another place"},
	{syscall.EDQUOT, "would take more than this user may store: make room, or name another place"},
	{syscall.EFBIG, "would be larger than this program may write: raise the limit (ulimit -f), or name another place"},
}

// Plain returns an error's message with the system's words about a path in plain ones.
func Plain(err error) string {
	var at *fs.PathError
	if !errors.As(err, &at) {
		return err.Error()
	}
	words := Reason(at)
	if words == at.Err.Error() {
		return err.Error()
	}
	return strings.Replace(err.Error(), at.Error(), at.Path+" "+words, 1)
}

// Reason returns what is wrong with an error's path and what to do, without the path; the system's words
// for an uncommon error.
func Reason(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	for _, r := range reasons {
		if errors.Is(err, r.is) {
			return r.words
		}
	}
	return err.Error()
}
