package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"floorwatch/poller/fakeacquire"
	"floorwatch/poller/history"
	"floorwatch/ui/cli/config"
)

// extend writes a copy of a configuration with more lines, and returns its path.
func extend(t *testing.T, cfg, more string) string {
	t.Helper()
	text, err := os.ReadFile(cfg)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, append(text, more...), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestCheckLooksAround: check says what the configuration names on this machine and what of it is not there,
// and ends with 1 for the worst of it.
func TestCheckLooksAround(t *testing.T) {
	t.Parallel()
	server, cfg := servedFloor(t)
	server.AddAgent("Maya Okafor", "Support")
	dir := t.TempDir()
	status, stdout, stderr := runPlain(t, nil, "check", "--config", extend(t, cfg, "[record]\ndir = \""+dir+"\"\n[alerts]\ncommand = [\"sh\", \"-c\", \"true\"]\n"))
	for _, want := range []string{"file       ", "the token from api.token_file", "recording  ok, " + dir, "command    ok, sh", "[[team]]\nname = \"Support\"\nagents = [", "agree", "latency    ", "totals     ok, by Acquire's own count "} {
		if status != exitOK || !strings.Contains(stdout, want) {
			t.Errorf("status %d, %s: check does not say %q:\n%s", status, stderr, want, stdout)
		}
	}
	figures := t.TempDir()
	writer, err := history.Open(history.Options{Dir: figures, Agents: true, Group: -1})
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []time.Time{time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC), time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)} {
		d := history.DayOf(at, time.UTC)
		if d.Written = at; writer.Put(d, d.From) != nil {
			t.Fatal("not kept")
		}
	}
	_ = writer.Close()
	_, stdout, _ = runPlain(t, nil, "check", "--config", extend(t, cfg, "[history]\ndir = \""+figures+"\"\nagents = false\n"))
	if !regexp.MustCompile(`figures    2 days since 2026-11-27, \d+ B; of teams and the floor only; [\d.e+]+ [kMGT]?B free\n`).MatchString(stdout) {
		t.Errorf("check does not say what figures are kept:\n%s", stdout)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("check left %v in the folder of the recording: %v", left, err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	real, _ := recorded(t)
	for more, want := range map[string]string{
		"[screen]\nname = \"" + config.DemoName + "\"\n[record]\ndir = \"" + real + "\"\n": "is of a real floor: give the recording of an invented floor a folder of its own",
		"[record]\ndir = \"" + file + "\"\n":                                               "recording  FAILED: floorwatch cannot write into " + file + ": it is not a folder",
		"[alerts]\ncommand = [\"floorwatch-is-not-there\"]\n":                              "command    FAILED: the program cannot be run",
		"[serve]\nsocket = \"" + dir + "/s\"\ngroup = \"floorwatch-nobody\"\n":             "socket     FAILED: there is no group",
	} {
		status, stdout, stderr := runPlain(t, nil, "check", "--config", extend(t, cfg, more))
		if status != exitFault || !strings.Contains(stdout, want) {
			t.Errorf("status %d, want 1 and %q; %s:\n%s", status, want, stderr, stdout)
		}
	}
}

// A path behind the host is the page somebody copied from a browser, or a proxy's: check says so, and hides it where it is to.
func TestCheckFindsAPathInTheAddress(t *testing.T) {
	t.Parallel()
	server := fakeacquire.NewServer(fakeacquire.Options{Token: testToken})
	url, err := server.Listen()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	for path, want := range map[string]string{"": "", "/": "", "/dashboard": "ends in /dashboard,", "/api/v1/": "ends in /api/v1,"} {
		cfg := writeTestConfig(t, url+path, testToken)
		_, stdout, _ := runPlain(t, nil, "check", "--config", cfg)
		if warned := strings.Contains(stdout, "account    note"); warned != (want != "") || !strings.Contains(stdout, want) {
			t.Errorf("%q: want %q:\n%s", path, want, stdout)
		}
		if want == "" && !strings.Contains(stdout, "agents     CAREFUL: Acquire lists none") {
			t.Errorf("a floor without agents:\n%s", stdout)
		}
		if _, stdout, _ := runPlain(t, nil, "check", "--redacted", "--config", cfg); want != "" && strings.Contains(stdout, path) {
			t.Errorf("%q is in a redacted report:\n%s", path, stdout)
		}
	}
}

// TestCheckFindsDatesAhead: dates that run ahead of the Date header make every response look too short.
func TestCheckFindsDatesAhead(t *testing.T) {
	t.Parallel()
	var ahead atomic.Int64
	ahead.Store(int64(time.Hour))
	server := fakeacquire.NewServer(fakeacquire.Options{Token: testToken, Now: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }})
	url, err := server.Listen()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	cfg := writeTestConfig(t, url, testToken)
	_, _, chat := server.Visit("Ana Lima")
	server.Say(chat, "Hello?")
	ahead.Store(0)
	status, stdout, _ := runPlain(t, nil, "check", "--config", cfg)
	if status != exitCareful || !strings.Contains(stdout, "dates      CAREFUL: the newest message is dated ") {
		t.Errorf("status %d, want %d and a warning of dates an hour ahead:\n%s", status, exitCareful, stdout)
	}
	failing := extend(t, cfg, "[alerts]\ncommand = [\"floorwatch-is-not-there\"]\n")
	if status, stdout, _ := runPlain(t, nil, "check", "--config", failing); status != exitFault {
		t.Errorf("status %d, want %d where something failed besides:\n%s", status, exitFault, stdout)
	}
}

// TestCheckRedacted: a report for somebody else holds no name, address or path, also where something fails.
func TestCheckRedacted(t *testing.T) {
	t.Parallel()
	server, cfg := servedFloor(t)
	server.AddAgent("Maya Okafor", "Markerdepartment")
	cfg = extend(t, cfg, "[record]\ndir = \"/floorwatch-marker-folder/\\u0007\"\n[alerts]\ncommand = [\"floorwatch-marker-command\"]\n")
	check := func() {
		t.Helper()
		_, stdout, stderr := runPlain(t, nil, "check", "--redacted", "--config", cfg)
		for _, secret := range []string{"Maya", "Okafor", "Markerdepartment", "127.0.0.1", testToken, cfg, filepath.Dir(cfg), "marker"} {
			if strings.Contains(stdout+stderr, secret) {
				t.Errorf("the report holds %q:\n%s%s", secret, stdout, stderr)
			}
		}
		if !strings.Contains(stdout, "(hidden)") {
			t.Errorf("nothing is hidden:\n%s%s", stdout, stderr)
		}
	}
	check()
	server.Close()
	check()
}
