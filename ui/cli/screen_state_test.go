package cli

import (
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"floorwatch/ui"
	"floorwatch/ui/cli/config"
)

// Which panes are hidden outlives the program, in a file that is the user's alone.
func TestArrangementSurvivesARestart(t *testing.T) {
	t.Parallel()
	_, cfg := servedFloor(t)
	env := map[string]string{"XDG_STATE_HOME": filepath.Join(t.TempDir(), "state")}
	first := startSession(t, 120, 40, env, "--config", cfg)
	first.waitFor("LIVE", "╭ Agents")
	first.press("\t\txq") // the end comes right behind the choice
	if status := first.wait(); status != exitOK {
		t.Fatalf("exit status %d; stderr: %s", status, first.stderr)
	}
	path, err := config.StatePath(func(k string) string { return env[k] })
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]fs.FileMode{path: 0o600, filepath.Dir(path): 0o700 | fs.ModeDir} {
		if info, err := os.Stat(name); err != nil || info.Mode() != want {
			t.Errorf("%s: %v (%v), want %v", filepath.Base(name), info, err, want)
		}
	}
	kept, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(kept), `"Agents"`) {
		t.Errorf("kept %q (%v)", kept, err)
	}

	next := startSession(t, 120, 40, env, "--config", cfg)
	next.waitFor("LIVE", "Hidden as the last time: Agents.", "╭ Activity")
	if strings.Contains(next.text(), "╭ Agents") {
		t.Errorf("the agents are shown:\n%s", next.text())
	}
	next.press("q")
	next.wait()

	readOnly := startSession(t, 120, 40, env, "--config", cfg, "--read-only")
	readOnly.waitFor("LIVE", "╭ Agents")
	readOnly.press("\t\tX\txq")
	readOnly.wait()
	if now, err := os.ReadFile(path); err != nil || string(now) != string(kept) {
		t.Errorf("a screen that is read only made %q of it (%v)", now, err)
	}
}

// The demo is the same each time, and leaves nothing.
func TestDemoRemembersNothing(t *testing.T) {
	t.Parallel()
	env := map[string]string{"XDG_STATE_HOME": t.TempDir()}
	s := startSession(t, 120, 40, env, "--demo", "--demo-threads", "10")
	s.waitFor("LIVE", "╭ Agents")
	s.press("\t\txq")
	s.wait()
	if left, err := os.ReadDir(env["XDG_STATE_HOME"]); err != nil || len(left) > 0 {
		t.Errorf("the demo left %v (%v)", left, err)
	}
}

func newKeeper(path string) (*keeper, *strings.Builder) {
	var log strings.Builder
	return &keeper{path: path, log: slog.New(slog.NewTextHandler(&log, nil)), next: make(chan ui.Choice, 1)}, &log
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
		k, log := newKeeper(path)
		if c := k.read(); len(c.Hidden) > 0 || c.Agents != "" || !strings.Contains(log.String(), "cannot be read") {
			t.Errorf("%s: read %+v and logged %q, want nothing but a line in the log", name, c, log)
		}
	}
	k, log := newKeeper(filepath.Join(t.TempDir(), "none", "screen.json"))
	if k.read(); log.Len() > 0 {
		t.Errorf("at the first start it logs %q", log)
	}
}

// What is written last counts, is read again, and leaves nothing beside it.
func TestArrangementIsKept(t *testing.T) {
	dir := t.TempDir()
	k, log := newKeeper(filepath.Join(dir, "floorwatch", "screen.json"))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, c := range []ui.Choice{{Hidden: []string{"Agents"}}, {Hidden: []string{"Transcript"}, Agents: "by p90"}} {
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
	k, log := newKeeper(filepath.Join(dir, "floorwatch", "screen.json"))
	k.write(ui.Choice{})
	if !strings.Contains(log.String(), "cannot be written") {
		t.Errorf("logged %q", log)
	}
}
