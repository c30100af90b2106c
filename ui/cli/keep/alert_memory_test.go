package keep

import (
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"floorwatch/model/safetext"
	"floorwatch/poller/regular"
	"floorwatch/ui/alert"
)

func openMemory(t *testing.T, dir string) (*AlertMemory, *strings.Builder) {
	t.Helper()
	var log strings.Builder
	env := func(name string) string { return map[string]string{"XDG_STATE_HOME": dir}[name] }
	return OpenAlertMemory("/etc/floorwatch/config.toml", env, slog.New(slog.NewTextHandler(&log, nil))), &log
}

// What is written is read again by the next process, only its owner may, and one process at a time has it.
func TestAlertMemory(t *testing.T) {
	dir := t.TempDir()
	m, _ := openMemory(t, dir)
	began := time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)
	list := []alert.Remembered{{ID: "0123456789abcdef", Kind: "wait", Level: "severe", Chat: 7, Began: &began, Since: began, Told: map[string]int{"command": 2}}}
	m.Write(list)
	info, err := os.Stat(m.path)
	if err != nil || regular.ModeBits && info.Mode().Perm() != 0o600 {
		t.Fatalf("%v %v, want a file of mode 0600", info, err)
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(m.path, old, old); err != nil {
		t.Fatal(err)
	}
	if _, away, _ := m.Read(); away < time.Hour {
		t.Errorf("away for %s, want an hour", away)
	}
	m.Write(list) // it is there
	second, log := openMemory(t, dir)
	if regular.ModeBits && (second != nil || !strings.Contains(log.String(), "another floorwatch")) {
		t.Errorf("a second process has it too; logged %q", log)
	}
	m.Close()
	m, _ = openMemory(t, dir)
	got, away, err := m.Read()
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(list)
	if err != nil || away > time.Minute || string(a) != string(b) {
		t.Errorf("read %s, away %s (%v); want %s", a, away, err, b)
	}
	m.Close()
}

// Whatever stands where the file should be: nothing is recalled, it is said, and the next write mends it.
func TestDamagedAlertMemory(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "cut": `{"version":1,"alerts":[{"id":"01`, "binary": "\x00\xff\x1b]52;c;\a", "a later version": `{"version":2}`,
		"another shape": `{"version":1,"alerts":{"a":1}}`, "large": strings.Repeat(" ", alertMemoryLimit) + "{}",
	} {
		m, log := openMemory(t, t.TempDir())
		if err := os.WriteFile(m.path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if list, _, err := m.Read(); err == nil || len(list) > 0 || !strings.Contains(log.String(), "cannot be read") || strings.Contains(log.String(), "\x1b") {
			t.Errorf("%s: read %+v (%v), logged %q; want nothing and a line in the log", name, list, err, log)
		}
		m.Write([]alert.Remembered{{Kind: "missed"}})
		if list, _, err := m.Read(); err != nil || len(list) != 1 {
			t.Errorf("%s: after it was written %+v (%v)", name, list, err)
		}
		if info, err := os.Stat(m.path); err != nil || regular.ModeBits && info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v, want mode 0600", name, info, err)
		}
		m.Close()
	}
	m, _ := openMemory(t, t.TempDir())
	if err := syscall.Mkfifo(m.path, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := m.Read(); err == nil {
		t.Error("a pipe is read")
	}
	m.Close()
}

// Where no file can be there is no memory, and the log says so; a disk that takes nothing is noted once.
func TestNoAlertMemory(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "floorwatch"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if m, log := openMemory(t, dir); m != nil || !strings.Contains(log.String(), "will not be remembered") {
		t.Errorf("%+v, logged %q", m, log)
	}
	m, log := openMemory(t, t.TempDir())
	if err := os.RemoveAll(filepath.Dir(m.path)); err != nil {
		t.Fatal(err)
	}
	m.Write(nil)
	m.Write(nil)
	if n := strings.Count(log.String(), "will not be remembered"); n != 1 {
		t.Errorf("noted %d times, want once: %q", n, log)
	}
	m.Close()
}

// No field can hold a name or a text of a person: those are safetext's, and free words are our own.
func TestMemoryHoldsNoNames(t *testing.T) {
	text, err := json.Marshal(alert.Remembered{Kind: "wait", Level: "critical", Chat: 7})
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"name", "visitor", "text", "what"} {
		if strings.Contains(string(text), word) {
			t.Errorf("%s holds %q", safetext.Line(string(text)), word)
		}
	}
}
