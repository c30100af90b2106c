package record

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"floorwatch/poller/regular"
)

// openDay opens the recording of a day in dir and closes it at the test's end.
func openDay(t *testing.T, dir, day string, keep int) (*dayFile, error) {
	t.Helper()
	f, err := folder{dir: dir, keep: keep, log: slog.New(slog.DiscardHandler)}.open(day)
	if err != nil {
		return nil, err
	}
	t.Cleanup(func() { f.Close() })
	return f.(*dayFile), nil
}

func put(t *testing.T, path, data string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRecordingGoesOnOnALineOfItsOwn(t *testing.T) {
	for _, c := range []struct{ before, after string }{
		{"", "new\n"},
		{"old\n", "old\nnew\n"},
		{"old\ncut", "old\ncut\nnew\n"},
	} {
		dir := t.TempDir()
		path := put(t, filepath.Join(dir, recordName("2026-11-22")), c.before)
		f, err := openDay(t, dir, "2026-11-22", 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte("new\n")); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil || string(data) != c.after {
			t.Errorf("%q became %q (%v), want %q", c.before, data, err, c.after)
		}
		if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
			t.Errorf("mode %v, want 0600 also where the file was there", info.Mode().Perm())
		}
	}
}

func TestOneRecordingHasOneWriter(t *testing.T) {
	dir := t.TempDir()
	first, err := openDay(t, dir, "2026-11-22", 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := openDay(t, dir, "2026-11-22", 0); err == nil || !strings.Contains(err.Error(), regular.ErrLocked.Error()) {
		t.Errorf("a second writer: %v, want %q", err, regular.ErrLocked)
	}
	first.Close()
	if _, err := openDay(t, dir, "2026-11-22", 0); err != nil {
		t.Errorf("once the first is closed: %v", err)
	}
}

func TestRecordingThatWasMovedIsNotWrittenTo(t *testing.T) {
	for _, replaced := range []bool{false, true} {
		dir := t.TempDir()
		f, err := openDay(t, dir, "2026-11-22", 0)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, f.name)
		if err := os.Rename(path, path+".gone"); err != nil {
			t.Fatal(err)
		}
		if replaced {
			put(t, path, "")
		}
		if n, err := f.Write([]byte("x\n")); err == nil || n != 0 {
			t.Errorf("replaced %v: wrote %d bytes without an error", replaced, n)
		}
	}
}

func TestNoLinkLeadsOutOfTheFolder(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	victim := put(t, filepath.Join(outside, "victim"), "mine")
	name := filepath.Join(dir, recordName("2026-11-22"))
	for _, target := range []string{victim, "../" + filepath.Base(outside) + "/victim", filepath.Join(outside, "none")} {
		if err := os.Symlink(target, name); err != nil {
			t.Fatal(err)
		}
		if _, err := openDay(t, dir, "2026-11-22", 0); err == nil {
			t.Errorf("a link to %s was followed", target)
		}
		os.Remove(name)
	}
	if data, _ := os.ReadFile(victim); string(data) != "mine" {
		t.Errorf("the file outside is now %q", data)
	}
	if entries, _ := os.ReadDir(outside); len(entries) != 1 {
		t.Errorf("files outside: %v, want the one that was there", entries)
	}
}

func TestOddFoldersAndFilesAreRefused(t *testing.T) {
	pipe := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(pipe, recordName("2026-11-22")), 0o600); err != nil {
		t.Fatal(err)
	}
	open := t.TempDir()
	if err := os.Chmod(open, 0o777); err != nil {
		t.Fatal(err)
	}
	file := put(t, filepath.Join(t.TempDir(), "file"), "")
	for dir, want := range map[string]string{pipe: "not a regular file", open: "chmod o-w", file: "not a directory"} {
		if _, err := openDay(t, dir, "2026-11-22", 0); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want an error with %q", dir, err, want)
		}
	}
}

func TestOldRecordingsAreDeletedAndNothingElse(t *testing.T) {
	stays := []string{
		"floorwatch-2026-11-19.jsonl", "floorwatch-2026-11-20.jsonl", "floorwatch-2026-12-24.jsonl",
		"floorwatch-2020-13-45.jsonl", "floorwatch-2020-01-01.jsonl.gz", "floorwatch-2020-1-1.jsonl", "notes.txt", "2020-01-01.jsonl",
	}
	goes := []string{"floorwatch-2026-11-18.jsonl", "floorwatch-2020-02-29.jsonl"}
	for _, c := range []struct {
		keep int
		want []string
	}{
		{0, append(slices.Clone(stays), goes...)},
		{3, stays},
	} {
		dir := t.TempDir()
		for _, name := range append(slices.Clone(stays), goes...) {
			put(t, filepath.Join(dir, name), "")
		}
		outside := put(t, filepath.Join(t.TempDir(), "outside"), "mine")
		if err := os.Symlink(outside, filepath.Join(dir, "floorwatch-2019-01-01.jsonl")); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(filepath.Join(dir, "floorwatch-2019-01-02.jsonl"), 0o700); err != nil {
			t.Fatal(err)
		}
		if _, err := openDay(t, dir, "2026-11-22", c.keep); err != nil {
			t.Fatal(err)
		}
		want := append(slices.Clone(c.want), "floorwatch-2026-11-22.jsonl", "floorwatch-2019-01-01.jsonl", "floorwatch-2019-01-02.jsonl")
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range entries {
			got = append(got, e.Name())
		}
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("keep %d days: left %v\nwant %v", c.keep, got, want)
		}
		if data, err := os.ReadFile(outside); err != nil || string(data) != "mine" {
			t.Errorf("the file that a link named as ours leads to: %q, %v", data, err)
		}
	}
}

func TestExpiryThatFailsIsLogged(t *testing.T) {
	var log bytes.Buffer
	d := folder{dir: t.TempDir(), keep: 1, log: slog.New(slog.NewTextHandler(&log, nil))}
	f, err := d.open("no day")
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	if !strings.Contains(log.String(), "old recordings could not be deleted") {
		t.Errorf("log %q, want why nothing was deleted", &log)
	}
}
