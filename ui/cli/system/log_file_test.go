package system

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// One log of at most the limit is kept beside the one that is written.
func TestLogIsPutAside(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(path, []byte("before\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	l := &logFile{path: path, limit: 20}
	if err := l.open(); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"the first line\n", "the second line\n", "a line that is longer than the limit\n"} {
		if n, err := l.Write([]byte(line)); err != nil || n != len(line) {
			t.Fatalf("Write(%q) = %d, %v", line, n, err)
		}
	}
	l.close()
	for name, want := range map[string]string{path: "a line that is longer than the limit\n", path + ".1": "the second line\n"} {
		got, err := os.ReadFile(name)
		if err != nil || string(got) != want {
			t.Errorf("%s holds %q (%v), want %q", filepath.Base(name), got, err, want)
		}
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("mode of %s: %v (%v), want 0600", filepath.Base(name), info.Mode().Perm(), err)
		}
	}
}

// A log that cannot be put aside goes on.
func TestLogGoesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	if err := os.MkdirAll(filepath.Join(path+".1", "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	log, err := OpenLog(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	log.file.limit = 100
	for range 10 {
		log.Info("a line")
	}
	log.Close()
	got, err := os.ReadFile(path)
	if n := strings.Count(string(got), "a line"); err != nil || n != 10 {
		t.Errorf("%d lines (%v), want all 10:\n%s", n, err, got)
	}
}

func TestLogElsewhere(t *testing.T) {
	var b strings.Builder
	log, err := OpenLog("", slog.NewTextHandler(&b, nil))
	if err != nil {
		t.Fatal(err)
	}
	log.Info("here")
	log.Close()
	if !strings.Contains(b.String(), "msg=here") {
		t.Errorf("logged %q, want it where no file is named", &b)
	}
}

// What others do with a log while it is written: cut it short, move it, or keep it behind a link.
func TestLogAndOtherRotations(t *testing.T) {
	dir := t.TempDir()
	open := func(name string) (*logFile, string) {
		l := &logFile{path: filepath.Join(dir, name), limit: 30}
		if err := l.open(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(l.close)
		return l, l.path
	}
	write := func(l *logFile, lines ...string) {
		t.Helper()
		for _, line := range lines {
			if _, err := l.Write([]byte(line + "\n")); err != nil {
				t.Fatal(err)
			}
		}
	}
	holds := func(path, want string) {
		t.Helper()
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("%s holds %q (%v), want %q", filepath.Base(path), got, err, want)
		}
	}
	absent := func(path string) {
		t.Helper()
		if _, err := os.Lstat(path); err == nil {
			t.Errorf("%s is there", filepath.Base(path))
		}
	}

	l, path := open("copytruncate")
	write(l, "twenty letters and on")
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	write(l, "after the cut")
	holds(path, "after the cut\n")
	absent(path + ".1")

	l, path = open("renamed")
	write(l, "twenty letters and on")
	if err := os.Rename(path, path+".1"); err != nil {
		t.Fatal(err)
	}
	write(l, "a new one begins")
	holds(path, "a new one begins\n")
	holds(path+".1", "twenty letters and on\n")

	l, path = open("hangup")
	write(l, "before")
	if err := os.Rename(path, path+".1"); err != nil {
		t.Fatal(err)
	}
	write(l, "still the old")
	if err := l.reopen(); err != nil {
		t.Fatal(err)
	}
	write(l, "the new")
	holds(path+".1", "before\nstill the old\n")
	holds(path, "the new\n")

	target := filepath.Join(dir, "target")
	if err := os.WriteFile(target, nil, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, filepath.Join(dir, "link")); err != nil {
		t.Logf("no links here: %v", err)
		return
	}
	l, path = open("link")
	write(l, "twenty letters and on", "and further on")
	holds(target, "twenty letters and on\nand further on\n")
	absent(path + ".1")
	if info, err := os.Stat(target); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the mode behind the link is %v (%v), want it left alone", info.Mode().Perm(), err)
	}
}

// A mistyped path of a log makes no folders on the way; the last one may be made.
func TestLogBelowAFolderThatIsNotThere(t *testing.T) {
	dir := t.TempDir()
	if _, err := OpenLog(filepath.Join(dir, "not", "there", "x.log"), nil); err == nil || !strings.Contains(err.Error(), "there is no folder "+filepath.Join(dir, "not", "there")) {
		t.Errorf("two folders below: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "not")); err == nil {
		t.Error("a folder was made on the way")
	}
	log, err := OpenLog(filepath.Join(dir, "logs", "x.log"), nil)
	if err != nil {
		t.Fatal(err)
	}
	log.Close()
}
