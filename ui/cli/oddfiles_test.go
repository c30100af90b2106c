//go:build unix

package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// ended runs floorwatch on a terminal until it ends, and checks that it never touched the terminal.
func ended(t *testing.T, env []string, args ...string) (status int, stderr string) {
	t.Helper()
	c := startChild(t, env, args...)
	status = c.end()
	if out := c.all(); out != "" {
		t.Errorf("%q came to the terminal, want nothing of a program that cannot start", out)
	}
	return status, c.stderr.String()
}

func mkfifo(t *testing.T, path string) string {
	t.Helper()
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// What is named as a file and is a pipe, a device or a folder ends the start with a sentence: it holds
// nothing up and fills no memory.
func TestOnlyRegularFilesAreRead(t *testing.T) {
	t.Parallel()
	_, cfg := servedFloor(t)
	text, err := os.ReadFile(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for name, odd := range map[string]string{"a pipe": mkfifo(t, filepath.Join(t.TempDir(), "pipe")), "zeros": "/dev/zero"} {
		dir := t.TempDir()
		token, _, _ := strings.Cut(string(text), "requests_per_second")
		token = fmt.Sprintf("%s\n", token[:strings.Index(token, "token_file")]+fmt.Sprintf("token_file = %q", odd))
		tokens := filepath.Join(dir, "token.toml")
		if err := os.WriteFile(tokens, []byte(token), 0o600); err != nil {
			t.Fatal(err)
		}
		for what, args := range map[string][]string{
			"configuration":          {"--config", odd},
			"check's configuration":  {"check", "--config", odd},
			"viewer's configuration": {"--config", odd, "--connect", filepath.Join(dir, "socket")},
			"log":                    {"--config", cfg, "--log", odd},
			"server's log":           {"serve", "--config", cfg, "--socket", filepath.Join(dir, "socket"), "--log", odd},
			"token":                  {"--config", tokens},
			"recording to replay":    {"replay", odd},
		} {
			status, stderr := ended(t, nil, args...)
			if status != exitUsage || !strings.Contains(stderr, odd) || !strings.Contains(stderr, "not a regular file") || strings.Count(stderr, "\n") != 1 {
				t.Errorf("%s as %s: exit status %d with %q, want %d and one sentence that names the file", name, what, status, stderr, exitUsage)
			}
		}
	}
}

// A recording that is a pipe is not waited for: what is shown says that nothing is recorded.
func TestRecordingIntoAPipe(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, day := range []time.Time{time.Now(), time.Now().Add(24 * time.Hour), time.Now().Add(-24 * time.Hour)} {
		mkfifo(t, filepath.Join(dir, "floorwatch-"+day.UTC().Format(time.DateOnly)+".jsonl"))
	}
	_, cfg := servedFloor(t)
	c := startChild(t, []string{"TZ=UTC"}, "--config", cfg, "--record", dir)
	c.waitFor("not a regular file")
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if status := c.end(); status != exitOK {
		t.Errorf("exit status %d after SIGTERM, want %d", status, exitOK)
	}
}

// A recording of any size is left when a signal comes: here one whose lines never end.
func TestASignalEndsTheReadingOfARecording(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "hole.jsonl")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.Truncate(60 << 30); err != nil {
		t.Logf("this file system has no room for holes: %v", err)
		return
	}
	c := startChild(t, nil, "replay", path)
	await(t, nil, func() bool { return readsFile(c.cmd.Process.Pid, path) }, func() string { return "the recording is not read" })
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if status := c.end(); status != exitUsage {
		t.Errorf("exit status %d, want %d; stderr: %s", status, exitUsage, c.stderr)
	}
	if err := f.Truncate(65 << 30); err != nil {
		t.Fatal(err)
	}
	if status, stderr := ended(t, nil, "replay", path); status != exitUsage || !strings.Contains(stderr, "more than") {
		t.Errorf("a recording of 65 GiB: exit status %d with %q, want it refused for its size", status, stderr)
	}
}

// readsFile reports whether a process has a file open.
func readsFile(pid int, path string) bool {
	dir := fmt.Sprintf("/proc/%d/fd", pid)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return true // not to be seen here: a moment is as good as another
	}
	for _, e := range entries {
		if to, err := os.Readlink(filepath.Join(dir, e.Name())); err == nil && to == path {
			return true
		}
	}
	return false
}

// A configuration that others can write names commands of theirs.
func TestConfigurationOfOthersIsRefused(t *testing.T) {
	t.Parallel()
	_, cfg := servedFloor(t)
	for mode, ok := range map[os.FileMode]bool{0o600: true, 0o644: true, 0o440: true, 0o620: false, 0o602: false, 0o666: false} {
		if err := os.Chmod(cfg, mode); err != nil {
			t.Fatal(err)
		}
		c := startChild(t, nil, "snapshot", "--config", cfg)
		status := c.end()
		refused := strings.Contains(c.stderr.String(), "others may write the configuration") && strings.Contains(c.stderr.String(), "chmod go-w "+cfg)
		if want := map[bool]int{true: exitOK, false: exitUnknown}[ok]; status != want || refused == ok {
			t.Errorf("mode %#o: exit status %d with %q; want it accepted: %v", mode, status, c.stderr, ok)
		}
		if ok {
			continue
		}
		for _, args := range [][]string{{}, {"check"}, {"serve", "--socket", filepath.Join(t.TempDir(), "socket")}, {"--connect", "/nowhere/socket"}} {
			if status, stderr := ended(t, nil, append(args, "--config", cfg)...); status != exitUsage || !strings.Contains(stderr, "others may write") {
				t.Errorf("mode %#o, %v: exit status %d with %q, want it refused", mode, args, status, stderr)
			}
		}
	}
	if os.Geteuid() != 0 {
		return
	}
	if err := os.Chmod(cfg, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(cfg, 65534, -1); err != nil {
		t.Fatal(err)
	}
	if status, stderr := ended(t, nil, "--config", cfg); status != exitUsage || !strings.Contains(stderr, "belongs to user 65534") {
		t.Errorf("another's configuration: exit status %d with %q, want it refused", status, stderr)
	}
}
