package system

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"floorwatch/poller/regular"
)

// A file whose owner a new one would not have is written in its place.
func TestOverwrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "floor")
	if err := os.WriteFile(path, []byte("much that was there before"), 0o600); err != nil {
		t.Fatal(err)
	}
	before, _ := os.Stat(path)
	if err := overwrite(path, "new"); err != nil {
		t.Fatal(err)
	}
	after, _ := os.Stat(path)
	if text, _ := os.ReadFile(path); string(text) != "new" || !os.SameFile(before, after) {
		t.Errorf("it holds %q, want new in the same file", text)
	}
}

// An error of the file that replaces another names the other.
func TestErrorsNameTheFileAskedFor(t *testing.T) {
	err := forPath("/a/b", &fs.PathError{Op: "write", Path: "/a/.floorwatch-1", Err: syscall.ENOSPC})
	if regular.Plain(err) != "/a/b is on a disk that is full: make room, or name another place" {
		t.Error(regular.Plain(err))
	}
}
