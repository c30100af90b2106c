package serve

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"floorwatch/poller/regular"
)

// noGroup means that only the same user and root may connect.
const noGroup = -1

// A socket is a listening Unix socket with the lock that makes it the only one at its path.
type socket struct {
	*net.UnixListener
	lock  *lock
	group int
	made  string // the folder that was created for it; "": it existed
}

// CheckPath returns an error if a socket's path is not a file's. To most programs a name that begins with "@"
// means an abstract socket, which has neither owner nor mode to restrict who may connect.
func CheckPath(path string) error {
	if strings.HasPrefix(path, "@") {
		return fmt.Errorf("%s is the name of a socket without a file, which anybody could connect to: name a file (./%[1]s for one of this name)", path)
	}
	return nil
}

// Try returns why cfg's socket cannot be created, without creating anything. Root may ask on behalf of the service's
// user, who then owns the folder.
func Try(cfg Config) error {
	if err := CheckPath(cfg.Socket); err != nil {
		return err
	}
	path, err := filepath.Abs(cfg.Socket)
	if err != nil {
		return err
	}
	if len(path) > maxSocketPath {
		return fmt.Errorf("the path is %d bytes long, the system allows %d", len(path), maxSocketPath)
	}
	group, err := GroupID(cfg.Group)
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Dir(path)); errors.Is(err, fs.ErrNotExist) {
		return checkAbove(filepath.Dir(path)) // it will be created
	}
	_, err = checkFolder(filepath.Dir(path), group, os.Geteuid() == 0)
	return err
}

// listen creates the socket of cfg. With a group its mode is 0660 and it belongs to
// that group, otherwise 0600, since a user's primary group often includes everybody.
func listen(cfg Config) (*socket, error) {
	if err := CheckPath(cfg.Socket); err != nil {
		return nil, err
	}
	path, err := filepath.Abs(cfg.Socket)
	if err != nil {
		return nil, err
	}
	if len(path) > maxSocketPath {
		return nil, fmt.Errorf("the path is %d bytes long, the system allows %d", len(path), maxSocketPath)
	}
	group, err := GroupID(cfg.Group)
	if err != nil {
		return nil, err
	}
	made, err := checkFolder(filepath.Dir(path), group, false)
	if err != nil {
		return nil, err
	}
	s := &socket{group: group, made: made}
	if s.lock, err = lockFile(path + ".lock"); err != nil {
		return nil, err
	}
	if err := s.bind(path); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *socket) bind(path string) error {
	if err := removeStale(path); err != nil {
		return err
	}
	var err error
	if s.UnixListener, err = net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"}); err != nil {
		return err
	}
	if s.group == noGroup {
		return os.Chmod(path, 0o600)
	}
	if err := os.Lchown(path, -1, s.group); err != nil {
		return fmt.Errorf("%w (the user that serves must be a member of the group)", err)
	}
	return os.Chmod(path, 0o660)
}

// Close removes the socket, then releases the lock.
func (s *socket) Close() error {
	var err error
	if s.UnixListener != nil {
		err = s.UnixListener.Close()
	}
	if errors.Is(err, net.ErrClosed) {
		err = nil // another process was quicker
	}
	return errors.Join(err, s.lock.release())
}

// GroupID returns the number of the group in serve.group, a name or a number; below 0
// if none is configured.
func GroupID(name string) (int, error) {
	if name == "" {
		return noGroup, nil
	}
	id := name
	if g, err := user.LookupGroup(name); err == nil {
		id = g.Gid
	}
	gid, err := strconv.ParseUint(id, 10, 31)
	if err != nil {
		return 0, fmt.Errorf("there is no group %q", name)
	}
	return int(gid), nil
}

// checkFolder refuses a folder in which strangers could replace our socket. It creates a
// missing one, returned as made, if the folder above exists: nothing is created for a
// mistyped path. If anyOwner is set, another user may own the folder.
func checkFolder(dir string, group int, anyOwner bool) (made string, err error) {
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		if err := checkAbove(dir); err != nil {
			return "", err
		}
		return dir, makeFolder(dir, group)
	}
	if err != nil {
		return "", err
	}
	if regular.ModeBits && info.Mode().Perm()&0o002 != 0 {
		return "", fmt.Errorf("everybody may write to %s: choose another folder, or type chmod o-w on this one", dir)
	}
	if _, foreign := regular.Foreign(info); foreign && !anyOwner {
		return "", fmt.Errorf("%s belongs to another user, who could replace the socket; choose another folder", dir)
	}
	return "", nil
}

// checkAbove returns an error if the folder above dir is missing too.
func checkAbove(dir string) error {
	if _, err := os.Stat(filepath.Dir(dir)); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no folder %s: check the path, or make the folder first (mkdir -p)", dir)
	}
	return nil
}

func makeFolder(dir string, group int) error {
	if err := os.Mkdir(dir, 0o700); err != nil || group == noGroup {
		return err
	}
	if err := os.Chown(dir, -1, group); err != nil {
		return err
	}
	return os.Chmod(dir, 0o750)
}

// A lock is the locked file beside a socket whose holder owns the socket.
type lock struct {
	file *os.File
	root *os.Root // its folder, which no link can lead out of
	name string
	ours bool // this process created the file and will remove it
}

// lockFile locks the file beside the socket. An existing file is not removed later, since an older floorwatch
// may wait for it.
func lockFile(path string) (*lock, error) {
	root, err := os.OpenRoot(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	l := &lock{root: root, name: filepath.Base(path)}
	for range 10 { // retry if it is removed between opening and locking
		err = l.take()
		if err != errGone {
			break
		}
	}
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return l, nil
}

var errGone = errors.New("the lock was removed")

func (l *lock) take() error {
	f, err := regular.OpenIn(l.root, l.name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600, 0)
	l.ours = err == nil
	if errors.Is(err, fs.ErrExist) {
		f, err = regular.OpenIn(l.root, l.name, os.O_RDWR, 0, 0)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return errGone
	}
	if err != nil {
		return err
	}
	if err := regular.Lock(f); err != nil {
		f.Close()
		return errors.New("another floorwatch serves on it")
	}
	mine, err := f.Stat()
	named, nerr := l.root.Lstat(l.name)
	if err != nil || nerr != nil || !os.SameFile(mine, named) {
		f.Close()
		return errGone
	}
	l.file = f
	return nil
}

// release removes the file if this process created it, and then releases the lock. A process that opened it
// meanwhile sees that the name is gone.
func (l *lock) release() error {
	var err error
	if l.ours {
		if err = l.root.Remove(l.name); errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
	}
	return errors.Join(err, regular.Unlock(l.file), l.root.Close())
}

// removeStale removes a socket on which no server answers, as after a crash.
func removeStale(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.Mode().Type() != fs.ModeSocket {
		return errors.New("there is a file of that name that is not a socket; remove it or choose another name")
	}
	conn, err := net.DialTimeout("unix", path, 2*time.Second)
	if err == nil {
		conn.Close()
	}
	if !errors.Is(err, syscall.ECONNREFUSED) {
		return errors.Join(errors.New("another program listens on it"), err)
	}
	return os.Remove(path)
}
