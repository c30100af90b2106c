package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

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
	next.waitFor("Hidden as the last time: Agents.") // for some seconds only
	next.waitFor("LIVE", "╭ Activity")
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
