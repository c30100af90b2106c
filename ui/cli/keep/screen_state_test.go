package keep

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"floorwatch/ui"
)

func newArrangement(path string) (*arrangement, *strings.Builder) {
	var log strings.Builder
	return &arrangement{path: path, log: slog.New(slog.NewTextHandler(&log, nil)), next: make(chan ui.ScreenState, 1)}, &log
}

// Whatever stands where the file should be: the screen starts as the first time, and the log says so.
func TestDamagedArrangement(t *testing.T) {
	write := func(text string) func(string) error {
		return func(path string) error { return os.WriteFile(path, []byte(text), 0o600) }
	}
	for name, put := range map[string]func(path string) error{
		"empty":         write(""),
		"cut":           write(`{"hidden":["Agents"`),
		"another shape": write(`{"agents":"by chats","hidden":"Agents"}`),
		"binary":        write("\x00\xff\x1b]52;c;\a"),
		"large":         write(strings.Repeat(" ", arrangementLimit) + "{}"),
		"a folder":      func(path string) error { return os.Mkdir(path, 0o700) },
		"a pipe":        func(path string) error { return syscall.Mkfifo(path, 0o600) },
	} {
		path := filepath.Join(t.TempDir(), "screen.json")
		if err := put(path); err != nil {
			t.Fatal(err)
		}
		k, log := newArrangement(path)
		if c := k.read(); len(c.Hidden) > 0 || c.Agents != "" || !strings.Contains(log.String(), "cannot be read") {
			t.Errorf("%s: read %+v and logged %q, want nothing but a line in the log", name, c, log)
		}
	}
	k, log := newArrangement(filepath.Join(t.TempDir(), "none", "screen.json"))
	if k.read(); log.Len() > 0 {
		t.Errorf("at the first start it logs %q", log)
	}
}

// What is written last counts, is read again, and leaves nothing beside it.
func TestArrangementIsKept(t *testing.T) {
	dir := t.TempDir()
	k, log := newArrangement(filepath.Join(dir, "floorwatch", "screen.json"))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, c := range []ui.ScreenState{{Hidden: []string{"Agents"}}, {Hidden: []string{"Transcript"}, Agents: "by p90"}} {
		putLatest(k.next, c)
	}
	if err := k.run(ctx); err != nil {
		t.Fatal(err)
	}
	if c := k.read(); !slices.Equal(c.Hidden, []string{"Transcript"}) || c.Agents != "by p90" || log.Len() > 0 {
		t.Errorf("read %+v, logged %q", c, log)
	}
	if left, err := os.ReadDir(filepath.Dir(k.path)); err != nil || len(left) != 1 {
		t.Errorf("%v stands in the folder (%v), want the file alone", left, err)
	}
}

// A disk that takes nothing is noted and stops nothing.
func TestArrangementThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "floorwatch"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	k, log := newArrangement(filepath.Join(dir, "floorwatch", "screen.json"))
	k.write(ui.ScreenState{})
	if !strings.Contains(log.String(), "cannot be written") {
		t.Errorf("logged %q", log)
	}
}
