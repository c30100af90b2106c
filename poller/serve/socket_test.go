package serve

import (
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"floorwatch/poller/feed/feedtest"
)

func TestSocketIsForItsUserOrItsGroup(t *testing.T) {
	group := strconv.Itoa(os.Getegid())
	for _, c := range []struct {
		group        string
		socket, made fs.FileMode
	}{
		{"", 0o600, 0o700},
		{group, 0o660, 0o750},
	} {
		dir := filepath.Join(t.TempDir(), "made")
		path := filepath.Join(dir, "s")
		s, err := listen(Config{Socket: path, Group: c.group})
		if err != nil {
			t.Fatal(err)
		}
		if s.made != dir {
			t.Errorf("it made %q, want %s", s.made, dir)
		}
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != c.socket {
			t.Errorf("group %q: the socket's mode is %v (%v), want %v", c.group, info.Mode(), err, c.socket)
		}
		if c.group != "" && strconv.Itoa(int(info.Sys().(*syscall.Stat_t).Gid)) != c.group {
			t.Errorf("the socket belongs to group %d, want %s", info.Sys().(*syscall.Stat_t).Gid, c.group)
		}
		if info, err = os.Stat(dir); err != nil || info.Mode().Perm() != c.made {
			t.Errorf("group %q: the folder's mode is %v (%v), want %v", c.group, info.Mode(), err, c.made)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("after Close the socket is there: %v", err)
		}
	}
}

// crashed leaves a socket behind that nobody listens on.
func crashed(t *testing.T, path string) {
	t.Helper()
	ln, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	ln.SetUnlinkOnClose(false)
	ln.Close()
}

func TestStaleSocketIsReplaced(t *testing.T) {
	path := socketPath(t)
	crashed(t, path)
	write(t, path+".lock", "") // as a crash leaves it, too
	h := opened(t, path, feedtest.NewFloor(), nil)
	dial(t, path)
	until(t, "a viewer to join", func() bool { return h.Viewers() == 1 })
}

func TestLiveSocketIsRefused(t *testing.T) {
	path := socketPath(t)
	h := opened(t, path, feedtest.NewFloor(), nil)
	_, err := Listen(ServerOptions{Config: Config{Socket: path}})
	if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "another floorwatch serves on it") {
		t.Errorf("a second server: %v, want the path and that another serves", err)
	}
	dial(t, path)
	until(t, "a viewer of the first server", func() bool { return h.Viewers() == 1 })
	h.stop()
	s, err := Listen(ServerOptions{Config: Config{Socket: path}})
	if err != nil {
		t.Fatalf("once the first has ended: %v", err)
	}
	s.Close()
}

func TestBadPlacesForASocket(t *testing.T) {
	stranger := filepath.Join(t.TempDir(), "s")
	ln, err := net.Listen("unix", stranger)
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	open := t.TempDir()
	if err := os.Chmod(open, 0o777|fs.ModeSticky); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	outside := filepath.Join(t.TempDir(), "outside")
	if err := os.Symlink(outside, filepath.Join(dir, "linked.lock")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, path, group, want string }{
		{"another program's socket", stranger, "", "another program listens"},
		{"everybody's folder", filepath.Join(open, "s"), "", "everybody may write to " + open},
		{"a file", write(t, filepath.Join(dir, "file"), ""), "", "not a socket"},
		{"a folder", dir, "", "not a socket"},
		{"below a file", filepath.Join(dir, "file", "s"), "", "not a directory"},
		{"a mistyped path", filepath.Join(dir, "away", "folder", "s"), "", "there is no folder " + filepath.Join(dir, "away", "folder") + ": check the path"},
		{"a long path", filepath.Join(dir, strings.Repeat("x", 100)), "", "the system allows 103"},
		{"no such group", filepath.Join(dir, "s"), "no such group", `there is no group "no such group"`},
		{"a group below 0", filepath.Join(dir, "s"), "-1", `there is no group "-1"`},
		{"a lock that is a link", filepath.Join(dir, "linked"), "", "linked.lock"},
	} {
		s, err := listen(Config{Socket: c.path, Group: c.group})
		if err == nil {
			s.Close()
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
		if tried := Try(Config{Socket: c.path, Group: c.group}); c.name == "a mistyped path" && (tried == nil || tried.Error() != err.Error()) {
			t.Errorf("%s: check says %v, serve %v", c.name, tried, err)
		}
	}
	if _, err := os.Lstat(outside); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a link beside the socket was followed: %v", err)
	}
}

// Root asks for the service, whose folder belongs to another user: check says that it is well, serve as root refuses it.
func TestRootTriesTheServicesFolder(t *testing.T) {
	if os.Geteuid() != 0 {
		return // nobody else can give a folder away
	}
	dir := t.TempDir()
	if err := os.Chown(dir, 65534, -1); err != nil {
		t.Fatal(err)
	}
	cfg := Config{Socket: filepath.Join(dir, "s")}
	if err := Try(cfg); err != nil {
		t.Errorf("check as root says %v", err)
	}
	if s, err := listen(cfg); err == nil || !strings.Contains(err.Error(), "belongs to another user") {
		t.Errorf("serve as root: %v, %v", s, err)
	}
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := Try(cfg); err == nil || !strings.Contains(err.Error(), "everybody may write") {
		t.Errorf("a folder of everybody: %v", err)
	}
}

func TestSocketWithoutAFileIsRefused(t *testing.T) {
	t.Chdir(t.TempDir())
	if s, err := listen(Config{Socket: "@abstract"}); err == nil || !strings.Contains(err.Error(), "./@abstract") { // on Linux: a socket that everybody may connect to
		t.Errorf("listen = %v, %v, want it refused", s, err)
	}
	s, err := listen(Config{Socket: "./@abstract"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := os.Lstat("@abstract"); err != nil {
		t.Errorf("there is no file of the socket's name: %v", err)
	}
}

// A lock file stays neither behind a start that is refused nor behind a server that ends; one that was there before stays.
func TestNoLockFileStays(t *testing.T) {
	dir := t.TempDir()
	lock := func(name string) bool { _, err := os.Lstat(filepath.Join(dir, name+".lock")); return err == nil }
	write(t, filepath.Join(dir, "file"), "")
	if _, err := listen(Config{Socket: filepath.Join(dir, "file")}); err == nil || lock("file") {
		t.Errorf("a refused start: %v, a lock is there: %v", err, lock("file"))
	}
	first, err := listen(Config{Socket: filepath.Join(dir, "s")})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := listen(Config{Socket: filepath.Join(dir, "s")}); err == nil || !lock("s") {
		t.Errorf("a second server: %v, the first one's lock is there: %v", err, lock("s"))
	}
	if err := first.Close(); err != nil || lock("s") {
		t.Errorf("the end: %v, a lock is there: %v", err, lock("s"))
	}
	write(t, filepath.Join(dir, "s.lock"), "")
	again, err := listen(Config{Socket: filepath.Join(dir, "s")})
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil || !lock("s") {
		t.Errorf("%v, the older lock is there: %v", err, lock("s"))
	}
}

// Of many starts and ends at once there is never more than one that serves.
func TestLocksOfManyServers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.lock")
	var held, taken atomic.Int64
	var wait sync.WaitGroup
	for range 8 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for range 200 {
				l, err := lockFile(path)
				if err != nil {
					continue
				}
				if n := held.Add(1); n != 1 {
					t.Errorf("%d hold the lock at once", n)
				}
				taken.Add(1)
				held.Add(-1)
				_ = l.release()
			}
		}()
	}
	wait.Wait()
	if taken.Load() == 0 {
		t.Error("nobody ever got the lock")
	}
}

// Who is refused again and again is logged once a minute, with the others' number.
func TestRefusalsAreLoggedOnceAMinute(t *testing.T) {
	var b strings.Builder
	log := slog.New(slog.NewTextHandler(&b, nil))
	var r refusals
	for i := range 150 {
		r.log(log, Peer{UID: 7}, errors.New("not in the group"), feedtest.Noon.Add(time.Duration(i)*time.Second))
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != 3 || !strings.Contains(lines[0], "others=0") || !strings.Contains(lines[1], "others=59") || !strings.Contains(lines[2], "others=59") {
		t.Errorf("150 refusals in 150 s were logged as\n%s", &b)
	}
}

func TestWhoMayConnect(t *testing.T) {
	const self, leaders = 1000, 2000
	groups := map[int][]int{1001: {100, leaders}, 1002: {100}}
	for _, c := range []struct {
		name  string
		cred  credentials
		group int
		want  bool
	}{
		{"the same user", credentials{uid: self}, noGroup, true},
		{"root", credentials{uid: 0}, noGroup, true},
		{"another user", credentials{uid: 1001, groups: []int{100}}, noGroup, false},
		{"another user whose group is −1", credentials{uid: 1001, groups: []int{-1}}, noGroup, false},
		{"the group is the first", credentials{uid: 1003, groups: []int{leaders}}, leaders, true},
		{"the group is another", credentials{uid: 1001, groups: []int{100}}, leaders, true},
		{"not in the group", credentials{uid: 1002, groups: []int{100}}, leaders, false},
		{"an unknown user", credentials{uid: 2_000_000_000}, leaders, false},
	} {
		if got := c.cred.mayConnect(self, c.group, func(uid int) []int { return groups[uid] }); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestPeerIsKnown(t *testing.T) {
	ln, err := net.ListenUnix("unix", &net.UnixAddr{Name: socketPath(t), Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	dial(t, ln.Addr().String())
	conn, err := ln.AcceptUnix()
	if err != nil {
		t.Fatal(err)
	}
	cred, err := peerOf(conn)
	if err != nil || cred.uid != os.Getuid() || cred.pid != os.Getpid() && cred.pid != 0 || len(cred.groups) == 0 {
		t.Errorf("%+v and %v, want user %d and process %d", cred, err, os.Getuid(), os.Getpid())
	}
	groups, err := os.Getgroups()
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range append(groups, os.Getegid()) {
		if !slices.Contains(cred.groups, g) {
			t.Errorf("groups %v, want %d among them", cred.groups, g)
		}
	}
	conn.Close()
	if _, err := peerOf(conn); err == nil {
		t.Error("the peer of a closed connection is known")
	}
}

func TestGroupsOfAUser(t *testing.T) {
	if got := userGroups(2_000_000_000); got != nil {
		t.Errorf("an unknown user has groups %v", got)
	}
	if got := userGroups(0); !slices.Contains(got, 0) {
		t.Errorf("root has groups %v, want 0 among them", got)
	}
	if gid, err := GroupID(""); gid != noGroup || err != nil {
		t.Errorf("no group: %d and %v, want %d", gid, err, noGroup)
	}
}

func write(t *testing.T, path, data string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
