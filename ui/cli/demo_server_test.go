package cli

import (
	"context"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"floorwatch/ui/cli/config"
)

// TestDemoServer follows what demo-server prints: its configuration and token make check and snapshot work.
func TestDemoServer(t *testing.T) {
	file := filepath.Join(t.TempDir(), "demo.toml")
	var out, errs lockedBuffer
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	go func() {
		ended <- Execute(ctx, []string{"demo-server", "--config", file, "--demo-threads", "3", "--demo-agents", "2"},
			Env{In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: func(string) string { return "" }, Hangup: make(chan os.Signal), Called: "./floorwatch"})
	}()
	await(t, nil, func() bool { return strings.Contains(out.String(), "--connect ./floor.socket\n") }, func() string { return out.String() + errs.String() })
	for _, command := range []string{"check --config " + file, "--config " + file, "serve --config " + file + " --socket ./floor.socket"} {
		if !strings.Contains(out.String(), "\n    ./floorwatch "+command+"\n") {
			t.Errorf("%q does not name the command %q as the program was called", out.String(), command)
		}
	}
	token := regexp.MustCompile(`FLOORWATCH_TOKEN=(\S+)`).FindStringSubmatch(out.String())
	if token == nil {
		t.Fatalf("no token in %q", out.String())
	}
	t.Setenv("FLOORWATCH_TOKEN", token[1])
	if status, stdout, stderr := runPlain(t, nil, "check", "--config", file); status != exitOK || !strings.Contains(stdout, "agents") || strings.Contains(stdout, "note: api.url") {
		t.Errorf("check: status %d, %q, %q; want 0 and the agents", status, stdout, stderr)
	}
	t.Setenv("FLOORWATCH_TOKEN", token[1]) // each start takes it out of the environment
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile(`name = "Demo floor \(invented\) ([a-z0-9]+)"`).FindStringSubmatch(string(text))
	if name == nil || !strings.Contains(string(text), config.DemoPath+name[1]+`"`) {
		t.Fatalf("name and address are not of one run: %s", text)
	}
	own := filepath.Join(t.TempDir(), "own.toml") // one's own configuration with its address
	if err := os.WriteFile(own, []byte(strings.ReplaceAll(string(text), name[0], `name = "Ours"`)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, stdout, stderr := runPlain(t, nil, "snapshot", "--config", own, "--format", "json"); !strings.Contains(stdout, `"invented": true`) || !strings.Contains(stdout, "Ours (invented "+name[1]+")") {
		t.Errorf("snapshot: %q, %q; want the floor, invented", stdout, stderr)
	}
	t.Setenv("FLOORWATCH_TOKEN", token[1])
	if _, stdout, _ := runPlain(t, nil, "check", "--config", own); !strings.Contains(stdout, "agents") || strings.Contains(stdout, "note: api.url") {
		t.Errorf("check with one's own configuration: %q; want no note on the address", stdout)
	}
	other := filepath.Join(t.TempDir(), "other.toml") // of another run on the same port
	if err := os.WriteFile(other, []byte(strings.ReplaceAll(string(text), name[1], "other")), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("FLOORWATCH_TOKEN", token[1])
	if status, stdout, stderr := runPlain(t, nil, "check", "--config", other); status == exitOK {
		t.Errorf("another run's configuration is answered: %q, %q", stdout, stderr)
	}
	if status, _, stderr := runPlain(t, nil, "demo-server", "--config", file); status != exitUsage || !strings.Contains(stderr, "exists already") {
		t.Errorf("status %d, %q: want an existing file left as it is", status, stderr)
	}
	cancel()
	if status := <-ended; status != exitOK {
		t.Errorf("status %d, want 0; %s", status, errs.String())
	}
}

// A port that is taken is said with the way out.
func TestDemoServerPortIsTaken(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	status, out, errs := runPlain(t, nil, "demo-server", "--port", port)
	if status != exitUsage || out != "" || !strings.Contains(errs, "another program has port "+port+" of this machine: name another with --port") {
		t.Errorf("status %d, %q, %q", status, out, errs)
	}
}

func TestVersionCommand(t *testing.T) {
	t.Parallel()
	status, stdout, _ := runPlain(t, nil, "version", "--json")
	var b buildInfo
	if err := json.Unmarshal([]byte(stdout), &b); status != exitOK || err != nil || b != thisBuild() {
		t.Errorf("status %d, %q, %v: want %+v", status, stdout, err, thisBuild())
	}
	if status, stdout, _ := runPlain(t, nil, "version"); status != exitOK || !strings.HasPrefix(stdout, "floorwatch "+version()) {
		t.Errorf("status %d, %q: want the version", status, stdout)
	}
}
