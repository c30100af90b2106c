package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/ui/report"
)

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("ui", "testdata", "snapshots", name) // beside the other golden screens: the top level has no folder of its own for them
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s (go test ./ui/cli -update rewrites it):\n got %s\nwant %s", path, got, want)
	}
}

// withLimits adds limits to a configuration that a wait reaches at once, or never.
func withLimits(t *testing.T, cfg, warn, critical string) string {
	t.Helper()
	text, err := os.ReadFile(cfg)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "limits.toml")
	limits := "[limits]\nfirst = { warn = \"" + warn + "\", critical = \"" + critical + "\", severe = \"9h\" }\nunseen = { warn = \"8h\", critical = \"9h\", severe = \"0s\" }\n"
	if err := os.WriteFile(path, append(text, limits...), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// The exit status is the level of a floor that was read over HTTP, or from a socket.
func TestSnapshotExitStatus(t *testing.T) {
	t.Parallel()
	server, cfg := servedFloor(t)
	if status, stdout, stderr := runPlain(t, nil, "snapshot", "--config", cfg); status != exitOK || !strings.HasPrefix(stdout, "OK - 0 waiting") {
		t.Errorf("an empty floor: status %d, %q, %q", status, stdout, stderr)
	}
	server.AddAgent("Maya Okafor", "Support")
	_, _, chat := server.Visit("Ana Lima")
	said := time.Now()
	server.Say(chat, "Where is my parcel?")
	for time.Since(said) < 2*time.Second {
		time.Sleep(20 * time.Millisecond) // a limit of a second has to be reached
	}
	warn, critical := withLimits(t, cfg, "1s", "8h"), withLimits(t, cfg, "1s", "1001ms")
	socket := socketPath(t)
	s := startServer(t, socket, nil, "--config", cfg)
	for _, c := range []struct {
		args []string
		want int
		say  string
	}{
		{[]string{"--config", warn}, 1, "WARNING - 1 waiting"},
		{[]string{"--config", critical}, 2, "CRITICAL - 1 waiting (1 over)"},
		{[]string{"--connect", socket, "--config", critical, "--complete", "half-hour"}, 2, "CRITICAL - 1 waiting (1 over)"}, // the server has just begun
		{[]string{"--connect", socket, "--config", warn, "--format", "prometheus"}, 1, "floorwatch_level 1\n"},
		{[]string{"--connect", socket, "--config", critical, "--format", "csv"}, 2, "critical,61793,"},
		{[]string{"--connect", socket, "--config", critical, "--format", "csv", "--bom"}, 2, "\ufeff"},
	} {
		status, stdout, stderr := runPlain(t, nil, append([]string{"snapshot"}, c.args...)...)
		if status != c.want || !strings.Contains(stdout, c.say) || stderr != "" {
			t.Errorf("%v: status %d, %q, %q; want %d and %q", c.args, status, stdout, stderr, c.want, c.say)
		}
		if strings.HasPrefix(stdout, "\ufeff") != slices.Contains(c.args, "--bom") {
			t.Errorf("%v: it begins with %.20q", c.args, stdout)
		}
		if strings.Contains(stdout, "Ana") || strings.Contains(stdout, "parcel") {
			t.Errorf("%v: a name or a text is in %q", c.args, stdout)
		}
	}
	s.stop()
	server.SetToken("another")
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--config", cfg}, "TOKEN REJECTED"},
		{[]string{"--connect", socket}, "UNKNOWN"},
		{[]string{"--connect", socket, "--format", "prometheus"}, "floorwatch_up 0\n"},
		{[]string{"--connect", socket, "--format", "json"}, `"figures": null`},
	} {
		status, stdout, stderr := runPlain(t, nil, append([]string{"snapshot"}, c.args...)...)
		if status != exitUnknown || !strings.Contains(stdout, c.want) || stderr == "" {
			t.Errorf("%v: status %d, %q, %q; want %d and %q", c.args, status, stdout, stderr, exitUnknown, c.want)
		}
		if strings.Contains(stdout+stderr, "again") {
			t.Errorf("%v: %q, %q: it does not try again", c.args, stdout, stderr)
		}
	}
}

func TestSnapshotCannotStart(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--format", "xml", "--demo"}, "text, json, csv or prometheus"},
		{[]string{"--demo", "--connect", "x"}, "connect"},
		{[]string{"--demo", "--explain", "--format", "csv"}, "text and json"},
		{[]string{"--demo", "--bom"}, "--bom works with csv, not with text"},
		{[]string{"--nonsense"}, "nonsense"},
		{[]string{"--demo", "--timeout", "0s"}, "timeout"},
		{[]string{"--config", filepath.Join(t.TempDir(), "none.toml")}, "floorwatch init"},
		{[]string{"--demo", "--timeout", "1ns"}, "was not read within"},
	} {
		status, _, stderr := runPlain(t, nil, append([]string{"snapshot"}, c.args...)...)
		if status != exitUnknown || !strings.Contains(stderr, c.want) {
			t.Errorf("%v: status %d, %q; want %d and %q", c.args, status, stderr, exitUnknown, c.want)
		}
	}
}

// A file is replaced in one step, and a snapshot with names is for its owner alone.
func TestSnapshotOutput(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, c := range []struct {
		args []string
		mode os.FileMode
	}{{nil, 0o644}, {[]string{"--names"}, 0o600}} {
		path := filepath.Join(dir, fmt.Sprintf("floor-%v.json", c.mode))
		args := append([]string{"snapshot", "--demo", "--demo-threads", "5", "--demo-agents", "2", "--format", "json", "-o", path}, c.args...)
		if status, stdout, stderr := runPlain(t, nil, args...); status == exitUnknown || stdout != "" {
			t.Fatalf("%v: status %d, %q, %q", args, status, stdout, stderr)
		}
		text, err := os.ReadFile(path)
		var r report.Report
		if err != nil || json.Unmarshal(text, &r) != nil || r.Version != report.Version {
			t.Errorf("%v wrote %q (%v)", args, text, err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != c.mode {
			t.Errorf("%v: mode %v (%v), want %v", args, info.Mode().Perm(), err, c.mode)
		}
	}
	if list, _ := os.ReadDir(dir); len(list) != 2 {
		t.Errorf("%d files are left, want two", len(list))
	}
}
