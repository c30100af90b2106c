package cli

import (
	"encoding/json"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"floorwatch/ui/cli/config"
)

// A demo is named by what it tells, not by the configuration of whoever looks at it.
func TestDemoNamesItself(t *testing.T) {
	_, stdout, stderr := runPlain(t, nil, "snapshot", "--demo", "--format", "json")
	var r struct {
		Floor    string
		Invented bool
	}
	if err := json.Unmarshal([]byte(stdout), &r); err != nil {
		t.Fatalf("%v (%s)", err, stderr)
	}
	if r.Floor != config.DemoName || !r.Invented {
		t.Errorf("floor %q, invented %v", r.Floor, r.Invented)
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
	if status != exitUnknown || !strings.Contains(stderr, "said nothing within 50ms") {
		t.Errorf("status %d, %q", status, stderr)
	}
}
