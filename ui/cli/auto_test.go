package cli

import (
	"log/slog"
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

// TestAutoOfTheConfiguration: dir = "auto" under [record] is the same word; without a home it is an error.
func TestAutoOfTheConfiguration(t *testing.T) {
	dir := t.TempDir()
	cfg := config.Default()
	cfg.Record.Dir = config.Auto
	group := newGroup(t.Context())
	r, err := openRecording(group, cfg, func(k string) string { return map[string]string{"XDG_DATA_HOME": dir}[k] }, slog.New(slog.DiscardHandler))
	if err != nil || r.dir != filepath.Join(dir, "floorwatch") {
		t.Errorf("it records to %+v (%v), want into %s", r, err, dir)
	}
	if err := group.stop(); err != nil {
		t.Error(err)
	}
	if _, err := openRecording(group, cfg, func(string) string { return "" }, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "XDG_DATA_HOME") {
		t.Errorf("without a home the error is %v", err)
	}
	if _, err := openLog(options{log: config.Auto}, Env{Getenv: func(string) string { return "" }}, nil); err == nil || !strings.Contains(err.Error(), "XDG_STATE_HOME") {
		t.Errorf("without a home the log's error is %v", err)
	}
}
