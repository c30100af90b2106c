//go:build unix

package regular

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestOnlyRegularFilesAreOpened(t *testing.T) {
	dir := t.TempDir()
	file, pipe, link, gone := filepath.Join(dir, "file"), filepath.Join(dir, "pipe"), filepath.Join(dir, "link"), filepath.Join(dir, "gone")
	if err := errors.Join(os.WriteFile(file, []byte("text"), 0o600), syscall.Mkfifo(pipe, 0o600), os.Symlink(file, link)); err != nil {
		t.Fatal(err)
	}
	for _, flag := range []int{os.O_RDONLY, os.O_WRONLY | os.O_APPEND | os.O_CREATE, os.O_RDWR | os.O_CREATE} {
		for _, name := range []string{pipe, "/dev/zero", "/dev/null", dir} {
			if name == dir && flag != os.O_RDONLY {
				continue // the system says that it is a folder
			}
			if f, err := Open(name, flag, 0o600, 10); !errors.Is(err, ErrNot) {
				t.Errorf("Open(%s, %#x) = %v, %v, want that it is not a regular file", name, flag, f, err)
			}
		}
		for _, name := range []string{file, link} {
			f, err := Open(name, flag, 0o600, 4)
			if err != nil {
				t.Errorf("Open(%s, %#x): %v", name, flag, err)
				continue
			}
			f.Close()
		}
	}
	if _, err := Open(file, os.O_RDONLY, 0, 3); err == nil || !strings.Contains(err.Error(), "4 bytes") {
		t.Errorf("a file over the limit: %v, want it refused with its size", err)
	}
	if _, err := Open(gone, os.O_RDONLY, 0, 3); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if _, err := OpenIn(root, "pipe", os.O_RDONLY, 0, 10); !errors.Is(err, ErrNot) {
		t.Errorf("a pipe in a folder: %v, want that it is not a regular file", err)
	}
	if data, info, err := Read(link, 4); string(data) != "text" || err != nil || info.Size() != 4 {
		t.Errorf("Read = %q, %v", data, err)
	}
}

// owned is the FileInfo of a file of some user's.
type owned struct {
	os.FileInfo
	uid uint32
}

func (o owned) Sys() any           { return &syscall.Stat_t{Uid: o.uid} }
func (o owned) ModTime() time.Time { return time.Time{} }

func TestForeign(t *testing.T) {
	me := uint32(os.Geteuid())
	for uid, want := range map[uint32]bool{0: false, me: false, me + 1: true} {
		if _, got := Foreign(owned{uid: uid}); got != want {
			t.Errorf("a file of user %d, we are %d: foreign %v, want %v", uid, me, got, want)
		}
	}
}

// What MakeFolder made goes again while it is empty, and nothing else does.
func TestMadeFoldersAreRemovedWhileEmpty(t *testing.T) {
	for _, c := range []struct{ there, file, want string }{
		{"", "", ""},
		{"a", "", "a"},
		{"a/b/c", "", "a/b/c"},
		{"", "a/b/c/file", "a/b/c"},
		{"", "a/file", "a"},
	} {
		root := t.TempDir()
		dir := filepath.Join(root, "a", "b", "c")
		if err := os.MkdirAll(filepath.Join(root, filepath.FromSlash(c.there)), 0o700); err != nil {
			t.Fatal(err)
		}
		made, err := MakeFolder(dir, 0o700)
		if err != nil {
			t.Fatal(err)
		}
		if c.file != "" {
			if err := os.WriteFile(filepath.Join(root, filepath.FromSlash(c.file)), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		made.RemoveEmpty()
		for at := dir; at != root; at = filepath.Dir(at) {
			rel, _ := filepath.Rel(root, at)
			_, err := os.Stat(at)
			if want := strings.HasPrefix(c.want+"/", filepath.ToSlash(rel)+"/"); want != (err == nil) {
				t.Errorf("with %q there and a file %q, %s: %v, want it there: %v", c.there, c.file, rel, err, want)
			}
		}
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := MakeFolder(filepath.Join(file, "a"), 0o700); err == nil {
		t.Error("a folder was made in a file")
	}
}

// An error of a file in a folder names the whole path, and a pipe there is said to be none of ours.
func TestErrorsNameTheFolder(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	pipe := filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"none": " is not there: check the path", "pipe": " is not a regular file: name a file"} {
		if _, err := OpenIn(root, name, os.O_WRONLY, 0, 1); err == nil || Plain(err) != filepath.Join(dir, name)+want {
			t.Errorf("%s: %q, want the path and %q", name, Plain(err), want)
		}
	}
}
