package cli

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"floorwatch/ui/cli/config"
)

// oldConfig is the example of the program before it knew coverage, as init
// wrote it then, with the address and the token of a fake floor.
func oldConfig(t *testing.T, url string) string {
	t.Helper()
	text, err := os.ReadFile("ui/cli/testdata/compat/config.toml")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	token, path := filepath.Join(dir, "token"), filepath.Join(dir, "config.toml")
	for from, to := range map[string]string{`url = "https://app.acquire.io"`: `url = "` + url + `"`, `token_file = ""`: `token_file = "` + token + `"`} {
		if !bytes.Contains(text, []byte(from)) {
			t.Fatalf("the old configuration does not say %s", from)
		}
		text = bytes.Replace(text, []byte(from), []byte(to), 1)
	}
	for file, text := range map[string][]byte{token: []byte(testToken), path: text} {
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// The program starts with a configuration that init of an older one wrote, and
// takes what that had only written down for not set.
func TestOldConfiguration(t *testing.T) {
	t.Parallel()
	server, cfg := servedFloor(t)
	server.AddAgent("Maya Okafor", "Support") // check ends with 3 for an account without agents
	_, _, chat := server.Visit("Ana Lima")
	server.Say(chat, "Hello?")
	current, err := config.Read(cfg)
	if err != nil {
		t.Fatal(err)
	}
	path := oldConfig(t, current.API.URL)
	c, err := config.Read(path)
	if err != nil {
		t.Fatalf("it is refused: %v", err)
	}
	if set := c.Poll.Set(); len(set) > 0 || !c.API.AutoInFlight() {
		t.Errorf("the old defaults count as set: %v, in_flight automatic: %v", set, c.API.AutoInFlight())
	}
	if r := c.Keys.Remarks(); len(r) > 0 {
		t.Errorf("remarks on the old keys: %v", r)
	}
	status, stdout, stderr := runPlain(t, nil, "check", "--config", path)
	if status != exitOK || !strings.Contains(stdout, "all defaults") {
		t.Errorf("check: status %d, %s%s", status, stdout, stderr)
	}
	if !strings.Contains(stdout, "poll.discover_every, poll.waiting, poll.active, poll.quiet, poll.idle, api.in_flight, which count as not set; CHANGELOG.md") {
		t.Errorf("check says nothing of the upgrade: %s", stdout)
	}
	s := startSession(t, 120, 40, nil, "--config", path)
	s.waitFor("LIVE", "Ana Lima", "Hello?")
	s.press("q")
	if status := s.wait(); status != exitOK {
		t.Errorf("exit status %d; stderr: %s", status, s.stderr)
	}
}

// A recording that an older program made is shown.
func TestOldRecordingOnTheScreen(t *testing.T) {
	t.Parallel()
	s := startSession(t, 120, 40, nil, "replay", "poller/feed/testdata/compat/recording.jsonl")
	s.waitFor("REPLAY")
	for range 3 {
		s.press("\x1b[1;5C") // ctrl+right, 10 minutes on: to its end
	}
	s.waitFor("END", "Maya Keller")
	if strings.Contains(s.text(), "damaged") {
		t.Errorf("lines are left out:\n%s", s.text())
	}
	s.press("q")
	if status := s.wait(); status != exitOK {
		t.Errorf("exit status %d; stderr: %s", status, s.stderr)
	}
}

// oldCommit is the last one before streams knew coverage.
const oldCommit = "daa70c9"

// An older program shows what this one serves, and this one what an older one serves.
func TestOldAndNewConnect(t *testing.T) {
	if !long() {
		return // it builds an older program
	}
	dir := t.TempDir()
	old, now := buildAt(t, dir, oldCommit), buildNow(t, dir)
	for name, pair := range map[string][2]string{"an old viewer": {now, old}, "an old server": {old, now}} {
		socket := filepath.Join(dir, "s")
		serve := exec.Command(pair[0], "serve", "--demo", "--demo-threads", "12", "--socket", socket)
		out, err := serve.StdoutPipe()
		if err == nil {
			err = serve.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		out.Read(make([]byte, 1)) // it says when it serves
		text, err := exec.Command(pair[1], "snapshot", "--connect", socket, "--format", "json", "--timeout", "1m").Output()
		var report struct {
			Version int              `json:"version"`
			Threads []map[string]any `json:"threads"`
			Agents  []map[string]any `json:"agents"`
		}
		if json.Unmarshal(text, &report) != nil || report.Version != 1 || len(report.Agents) == 0 {
			t.Errorf("%s gets %.300s (%v)", name, text, err)
		}
		serve.Process.Signal(os.Interrupt)
		serve.Wait()
	}
}

func buildAt(t *testing.T, dir, commit string) string {
	t.Helper()
	tree := filepath.Join(dir, "tree")
	if out, err := exec.Command("git", "worktree", "add", "--detach", tree, commit).CombinedOutput(); err != nil {
		t.Fatalf("the older program is not in this clone, which needs its history: %s", out)
	}
	t.Cleanup(func() { exec.Command("git", "worktree", "remove", "--force", tree).Run() })
	return build(t, tree, filepath.Join(dir, "old"))
}

func buildNow(t *testing.T, dir string) string {
	t.Helper()
	return build(t, ".", filepath.Join(dir, "now"))
}

func build(t *testing.T, tree, file string) string {
	t.Helper()
	cmd := exec.Command("go", "build", "-o", file, ".")
	cmd.Dir = tree
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return file
}
