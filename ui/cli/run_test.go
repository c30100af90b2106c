package cli

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"floorwatch/poller/fakeacquire"
	"floorwatch/ui/cli/config"
)

const testToken = "t0ken+of/the=test~?" // in every encoding another text

// servedFloor starts a fake Acquire and writes a configuration for it that polls quickly.
func servedFloor(t *testing.T) (*fakeacquire.Server, string) {
	t.Helper()
	server := fakeacquire.NewServer(fakeacquire.Options{Token: testToken, Prefix: "/tenant"})
	url, err := server.Listen()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server, writeTestConfig(t, url, testToken)
}

func writeTestConfig(t *testing.T, url, token string) string {
	t.Helper()
	dir := t.TempDir()
	tokenFile := filepath.Join(dir, "token")
	if err := os.WriteFile(tokenFile, []byte(token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "config.toml")
	text := fmt.Sprintf(`
[api]
url = %q
token_file = %q
requests_per_second = 100
timeout = "1m"
[poll]
discover_every = "1s"
waiting = "1s"
active = "1s"
quiet = "1s"
idle = "1s"
`, url, tokenFile)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestStory drives the whole program: a real client over real HTTP to the fake
// Acquire, the real renderer in a real pty.
func TestStory(t *testing.T) {
	leaks := goleak.IgnoreCurrent()
	server, cfg := servedFloor(t)
	maya := server.AddAgent("Maya Okafor", "Support")
	_, _, chat := server.Visit("Ana Lima")
	server.Join(chat, maya)
	server.Say(chat, "Where is my parcel?")

	s := startSession(t, 120, 40, nil, "--config", cfg)
	s.waitFor("LIVE", "Ana Lima", "●  Where is my parcel?", "unseen")

	// What is said on the floor is on the screen.
	question := server.Say(chat, "Hello, anybody there?")
	s.waitFor("●  Hello, anybody there?", "unseen")

	// A mark turns.
	server.MarkSeen(question)
	s.waitFor("✓✓ Hello, anybody there?", "· seen")

	// An answer ends the wait.
	server.Reply(chat, maya, "It left today.")
	s.waitFor("It left today.")

	// An outage shows and heals.
	server.Fail(fakeacquire.Status(503))
	s.waitFor("RETRYING")
	server.Heal()
	s.press("r")
	s.waitFor("LIVE")

	// A refused token says so and stays up.
	server.SetToken("another")
	s.waitFor("TOKEN REJECTED")
	server.SetToken(testToken)
	s.press("r")
	s.waitFor("LIVE")

	s.press("q")
	if status := s.wait(); status != exitOK {
		t.Errorf("exit status %d after q, want %d; stderr: %s", status, exitOK, s.stderr)
	}
	s.checkRestored()
	if got := server.Complaints(); len(got) > 0 {
		t.Errorf("Acquire complains of our requests: %v", got)
	}
	if strings.Contains(s.text()+s.stderr.String(), testToken) {
		t.Error("the token is on the screen or in the errors")
	}
	server.Close()
	others := []goleak.Option{
		leaks,
		goleak.IgnoreAnyFunction("floorwatch/ui/cli.openSession.func2"), // the test's own terminal
		goleak.IgnoreAnyFunction("floorwatch/ui/cli.openSession.func3"),
		goleak.IgnoreAnyFunction("charm.land/bubbletea/v2.Every.func1"), // Bubble Tea cannot cancel a pending tick
		goleak.IgnoreAnyFunction("charm.land/bubbletea/v2.Tick.func1"),
	}
	var left error
	await(t, nil, func() bool { left = goleak.Find(others...); return left == nil }, func() string { return left.Error() })
}

// TestAlertReachesTheCommand lets a visitor wait until the command of [alerts]
// has been told and the bell has rung.
func TestAlertReachesTheCommand(t *testing.T) {
	t.Parallel()
	server, cfg := servedFloor(t)
	file := filepath.Join(t.TempDir(), "told")
	f, err := os.OpenFile(cfg, os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(f, "[limits]\nunseen = { warn = \"1s\", critical = \"1s\", severe = \"0s\" }\n[alerts]\ncommand = [\"/bin/sh\", \"-c\", %q]\n",
		"cat > "+file+".new && mv "+file+".new "+file)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	_, _, chat := server.Visit("Ana Lima")
	server.Say(chat, "Where is my parcel?")
	s := startSession(t, 120, 40, nil, "--config", cfg)
	s.waitFor("LIVE", "1 alert")
	told := awaitFile(t, file)
	if !strings.Contains(told, fmt.Sprintf(`"text":"chat %d needs an answer"`, chat)) || strings.Contains(told, "Ana") {
		t.Errorf("the command was told %q, want that chat %d needs an answer", told, chat)
	}
	s.press("!")
	s.waitFor("by command", "no first answer")
	s.press("e")
	s.waitFor("Waiting since")
	s.press("t")
	s.waitFor("PAST")
	s.press("q") // out of the explanation, to the list that it was asked for in
	// The last full minute may be one before the start, of which no alerts are known.
	s.waitUntil("the list", regexp.MustCompile(`Alerts · (1|not known) at `).MatchString)
	s.press("q") // out of the list
	s.waitUntil("the end of the list", func(screen string) bool { return !strings.Contains(screen, "Alerts · ") })
	s.press("q") // out of the past
	s.waitFor("LIVE")
	s.press("q")
	if status := s.wait(); status != exitOK {
		t.Errorf("exit status %d after q, want %d; stderr: %s", status, exitOK, s.stderr)
	}
	s.checkRestored()
}

// awaitFile waits for a file that a command moves to its place, and returns what it holds.
func awaitFile(t *testing.T, path string) string {
	t.Helper()
	var text []byte
	await(t, nil, func() (there bool) {
		var err error
		text, err = os.ReadFile(path)
		return err == nil
	}, func() string { return filepath.Base(path) + " was not written" })
	return string(text)
}

func TestCancelEndsTheProgram(t *testing.T) {
	t.Parallel()
	_, cfg := servedFloor(t)
	s := startSession(t, 80, 24, nil, "--config", cfg)
	s.waitFor("LIVE")
	s.cancel()
	if status := s.wait(); status != exitOK {
		t.Errorf("exit status %d after a signal, want %d; stderr: %s", status, exitOK, s.stderr)
	}
	s.checkRestored()
}

func TestDemo(t *testing.T) {
	t.Parallel()
	s := startSession(t, 200, 50, nil, "--demo")
	s.waitFor("waiting of ", "Chats", "Agents", "Activity")
	s.press("q")
	if status := s.wait(); status != exitOK {
		t.Errorf("exit status %d, want %d; stderr: %s", status, exitOK, s.stderr)
	}
	s.checkRestored()
}

// runPlain runs floorwatch without a terminal and returns what it printed.
func runPlain(t *testing.T, env map[string]string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var out, errs bytes.Buffer
	status = Execute(ctx, args, Env{In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: func(k string) string { return env[k] }, Example: exampleConfig(t)})
	return status, out.String(), errs.String()
}

func TestCannotStart(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	home := map[string]string{"HOME": dir}
	for _, c := range []struct {
		name string
		env  map[string]string
		args []string
		want []string // all of them, in the one message
	}{
		{"no configuration", home, []string{"check"}, []string{"no configuration", "--demo", "floorwatch init"}},
		{"file that is not there", home, []string{"check", "--config", filepath.Join(dir, "none.toml")}, []string{"none.toml", "floorwatch init"}},
		{"no token", home, []string{"check", "--config", write("empty.toml", "")}, []string{"token_file", "token_command", "FLOORWATCH_TOKEN"}},
		{"malformed file", home, []string{"check", "--config", write("bad.toml", "[api]\nurl = \"x\n")}, []string{"bad.toml", "line 2"}},
		{"several problems", home, []string{"check", "--config", write("two.toml", "[api]\ntimeout = 5\n[poll]\nwaitin = \"2s\"\n")},
			[]string{"2 problems", "line 2: api.timeout", `write "5s"`, "line 4: poll.waitin", `"waiting"`}},
		{"bad value", home, []string{"check", "--config", write("value.toml", "[keep]\nhours = 0\n")}, []string{"line 2: keep.hours"}},
		{"no terminal", home, []string{"--demo"}, []string{"terminal"}},
		{"unknown flag", home, []string{"--nonsense"}, []string{"--nonsense"}},
		{"unknown command", home, []string{"nonsense"}, []string{"nonsense"}},
		{"demo with no such configuration", home, []string{"--demo", "--plain", "--config", filepath.Join(dir, "none.toml")}, []string{"none.toml", "floorwatch init"}},
		{"demo with a wrong configuration", home, []string{"--demo", "--plain", "--config", filepath.Join(dir, "value.toml")}, []string{"line 2: keep.hours"}},
	} {
		status, stdout, stderr := runPlain(t, c.env, c.args...)
		if status != exitUsage {
			t.Errorf("%s: exit status %d, want %d", c.name, status, exitUsage)
		}
		for _, want := range c.want {
			if !strings.Contains(stderr, want) {
				t.Errorf("%s: the message does not name %q: %q", c.name, want, stderr)
			}
		}
		if stdout != "" {
			t.Errorf("%s: printed %q, want nothing", c.name, stdout)
		}
	}
}

// What is printed to type next begins as the program was called.
func TestCommandsToTypeNext(t *testing.T) {
	t.Parallel()
	for called, want := range map[string]string{
		"": "floorwatch", "floorwatch": "floorwatch", "./floorwatch": "./floorwatch", "/opt/a b/floorwatch": "'/opt/a b/floorwatch'",
		"/tmp/go-build1/b001/exe/floorwatch": "go run .", "/home/x/.cache/go-build/ab/floorwatch": "go run .",
	} {
		if got := (Env{Called: called}).command(); got != want {
			t.Errorf("called as %q: %q, want %q", called, got, want)
		}
	}
}

func TestInit(t *testing.T) {
	env := map[string]string{"XDG_CONFIG_HOME": t.TempDir()}
	status, stdout, stderr := runPlain(t, env, "init")
	path := filepath.Join(env["XDG_CONFIG_HOME"], "floorwatch", "config.toml")
	if status != exitOK || !strings.Contains(stdout, path) {
		t.Fatalf("init: status %d, printed %q, %q", status, stdout, stderr)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the configuration has mode %v (%v), want 0600", info.Mode(), err)
	}
	if info, err := os.Stat(filepath.Dir(path)); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("its folder has mode %v (%v), want 0700", info.Mode(), err)
	}
	if _, err := config.Read(path); err != nil {
		t.Errorf("what init wrote is not valid: %v", err)
	}
	if err := os.WriteFile(path, []byte("# mine\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _, stderr = runPlain(t, env, "init"); status != exitUsage || !strings.Contains(stderr, "left as it is") {
		t.Errorf("a second init: status %d, %q", status, stderr)
	}
	if got, _ := os.ReadFile(path); string(got) != "# mine\n" {
		t.Errorf("a second init replaced the file by %q", got)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	server, cfg := servedFloor(t)
	server.AddAgent("Maya Okafor", "Support")
	_, _, chat := server.Visit("Ana Lima")
	server.Say(chat, "Hello?")
	status, stdout, stderr := runPlain(t, nil, "check", "--config", cfg)
	if status != exitOK {
		t.Fatalf("check: status %d, %s%s", status, stdout, stderr)
	}
	for _, want := range []string{"agents     ok, 1 agent", "visitors   ok, 1 visitor", "threads    ok, 1 thread", "messages   ok, 1 message", "left the unseen messages unseen"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("check does not say %q:\n%s", want, stdout)
		}
	}
	if strings.Contains(stdout, "CHANGELOG") {
		t.Errorf("check speaks of an upgrade to a new configuration:\n%s", stdout)
	}
	server.SetToken("another")
	status, stdout, _ = runPlain(t, nil, "check", "--config", cfg)
	if status != exitFault || !strings.Contains(stdout, "FAILED") || !strings.Contains(stdout, "401") {
		t.Errorf("check with a refused token: status %d, %s", status, stdout)
	}
	server.Close()
	start := time.Now()
	status, stdout, _ = runPlain(t, nil, "check", "--config", cfg)
	if status != exitFault || !strings.Contains(stdout, "FAILED") {
		t.Errorf("check of a host that is not there: status %d after %v, %s", status, time.Since(start), stdout)
	}
}

func TestVersion(t *testing.T) {
	status, stdout, _ := runPlain(t, nil, "--version")
	if status != exitOK || !strings.HasPrefix(stdout, "floorwatch version") {
		t.Errorf("--version: status %d, %q", status, stdout)
	}
}

// The shells' completions and the man page come with the command line; each knows every command.
func TestCompletionsAndManPage(t *testing.T) {
	for _, args := range [][]string{{"completion", "bash"}, {"completion", "zsh"}, {"completion", "fish"}, {"completion", "powershell"}} {
		status, stdout, stderr := runPlain(t, nil, args...)
		if status != exitOK || !strings.Contains(stdout, "floorwatch") || stderr != "" {
			t.Errorf("%v: status %d, %d bytes, %q", args, status, len(stdout), stderr)
		}
	}
	status, man, stderr := runPlain(t, nil, "man")
	if status != exitOK || stderr != "" {
		t.Errorf("man: status %d, %q", status, stderr)
	}
	for _, want := range []string{"check", "init", "serve", "replay", "snapshot", "--connect", "requests_per_second", "/etc/floorwatch/config.toml"} {
		if !strings.Contains(strings.ReplaceAll(man, "Fl Fl ", "--"), want) {
			t.Errorf("the man page does not name %q", want)
		}
	}
	for line, want := range map[string]string{"": "snapshot", "snapshot --format ": "prometheus"} {
		args := append([]string{"__complete"}, strings.Split(line, " ")...)
		if _, stdout, _ := runPlain(t, nil, args...); !strings.Contains(stdout, want) {
			t.Errorf("completing %q gives %q, want %q in it", line, stdout, want)
		}
	}
}

// exampleConfig is what the program has embedded.
func exampleConfig(t *testing.T) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(module, "config.example.toml"))
	if err != nil {
		t.Fatal(err)
	}
	return text
}
