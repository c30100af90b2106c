package cli

import (
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"floorwatch/ui/cli/config"
)

// A demo is named by what it tells, not by the configuration of whoever looks at it.
func TestDemoNamesItself(t *testing.T) {
	_, stdout, stderr := runPlain(t, nil, "snapshot", "--demo", "--team", "Sales", "--format", "json")
	var r struct {
		Floor, Team string
		Invented    bool
		Agents      []struct{}
	}
	if err := json.Unmarshal([]byte(stdout), &r); err != nil {
		t.Fatalf("%v (%s)", err, stderr)
	}
	if r.Floor != config.DemoName || !r.Invented {
		t.Errorf("floor %q, invented %v", r.Floor, r.Invented)
	}
	if r.Team != "Sales" || len(r.Agents) != 5 {
		t.Errorf("team %q with %d agents, want Sales with 5 of 14", r.Team, len(r.Agents))
	}
}

// A server says which floor it serves, and that it is invented, to viewers without a configuration.
func TestServerNamesItsFloor(t *testing.T) {
	t.Parallel()
	socket := socketPath(t)
	startServer(t, socket, nil, "--demo", "--demo-threads", "4", "--demo-agents", "2")
	var r struct {
		Floor    string
		Invented bool
	}
	_, stdout, stderr := runPlain(t, nil, "snapshot", "--connect", socket, "--format", "json", "--complete", "half-hour")
	if err := json.Unmarshal([]byte(stdout), &r); err != nil {
		t.Fatalf("%v (%s)", err, stderr)
	}
	if r.Floor != config.DemoName || !r.Invented {
		t.Errorf("floor %q, invented %v", r.Floor, r.Invented)
	}

	// A viewer of a team takes the whole floor from the server, and shows the team's part.
	file := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(file, []byte("[[team]]\nname = \"Ours\"\ndepartments = [\"Support\"]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, stdout, stderr = runPlain(t, nil, "snapshot", "--config", file, "--connect", socket, "--team", "Ours", "--format", "json")
	var ours struct{ Agents []struct{} }
	if err := json.Unmarshal([]byte(stdout), &ours); err != nil || len(ours.Agents) != 1 {
		t.Errorf("%d agents, want the one of Support (%v, %s)", len(ours.Agents), err, stderr)
	}
}

// Each demo is another floor: the folder of an earlier one's recording is refused, and a real floor's.
func TestDemoRecordsByItself(t *testing.T) {
	dir, socket := t.TempDir(), socketPath(t)
	demo := []string{"--demo", "--demo-threads", "4", "--demo-agents", "2", "--record", dir}
	s := startServer(t, socket, nil, demo...)
	s.waitFor(s.logs, "the floor is LIVE")
	s.stop()
	if files, err := os.ReadDir(dir); err != nil || len(files) == 0 {
		t.Fatalf("nothing was recorded: %v", err)
	}
	status, _, errs := runPlain(t, nil, append([]string{"serve", "--socket", socket}, demo...)...)
	if status != exitUsage || !strings.Contains(errs, "is of another invented floor: give the recording of an invented floor a folder of its own (--record FOLDER") {
		t.Errorf("status %d, %q: want the folder of an earlier demo refused", status, errs)
	}
	real, _ := recorded(t)
	demo[len(demo)-1] = real
	status, _, errs = runPlain(t, nil, append([]string{"serve", "--socket", socket}, demo...)...)
	if status != exitUsage || !strings.Contains(errs, "is of a real floor: give the recording of an invented floor a folder of its own (--record FOLDER") {
		t.Errorf("status %d, %q: want the folder of a real floor refused", status, errs)
	}
}

// A server that takes the connection and says nothing is named as what keeps the snapshot waiting.
func TestSnapshotOfAServerThatHangs(t *testing.T) {
	dir := t.TempDir()
	socket := filepath.Join(dir, "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	status, _, stderr := runPlain(t, map[string]string{"HOME": dir}, "snapshot", "--connect", socket, "--timeout", "50ms")
	if status != exitUnknown || !strings.Contains(stderr, "sent nothing within 50ms") {
		t.Errorf("status %d, %q", status, stderr)
	}
}
