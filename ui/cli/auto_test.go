package cli

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"floorwatch/ui/cli/config"
)

// TestAuto: the program logs and records where the words say, for its user alone.
func TestAuto(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	state, data := filepath.Join(home, "state"), filepath.Join(home, "data")
	env := map[string]string{"XDG_STATE_HOME": state, "XDG_DATA_HOME": data}
	s := startSession(t, 120, 40, env, "--demo", "--demo-threads", "10", "--log", "auto", "--record", "auto")
	s.waitFor("LIVE", "waiting of")
	s.press("q")
	if status := s.wait(); status != exitOK {
		t.Fatalf("exit status %d: %s", status, s.stderr)
	}
	log := filepath.Join(state, "floorwatch", "floorwatch.log")
	records, err := filepath.Glob(filepath.Join(data, "floorwatch", "floorwatch-*.jsonl"))
	if err != nil || len(records) == 0 {
		t.Fatalf("no recording in %s (%v)", data, err)
	}
	for _, path := range append(records, log) {
		for path, want := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): os.ModeDir | 0o700} {
			if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode() != want {
				t.Errorf("%s: %v (%v), want %v", path, info, err, want)
			}
		}
	}
}

// TestAutoWithoutAHome: without a home there is no place for the log.
func TestAutoWithoutAHome(t *testing.T) {
	if _, err := openLog(options{log: config.Auto}, Env{Getenv: func(string) string { return "" }}, nil); err == nil || !strings.Contains(err.Error(), "XDG_STATE_HOME") {
		t.Errorf("without a home the log's error is %v", err)
	}
}
