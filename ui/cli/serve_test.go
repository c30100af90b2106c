package cli

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
)

// A served is floorwatch as a server, in this process.
type served struct {
	t            *testing.T
	socket       string
	stdout, logs *lockedBuffer
	hangup       chan os.Signal
	cancel       context.CancelFunc
	status       chan int
}

// startServer runs `floorwatch serve` until the test ends.
func startServer(t *testing.T, socket string, env map[string]string, args ...string) *served {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	s := &served{
		t: t, socket: socket, stdout: &lockedBuffer{}, logs: &lockedBuffer{},
		hangup: make(chan os.Signal, 1), cancel: cancel, status: make(chan int, 1),
	}
	args = append([]string{"serve", "--socket", socket}, args...)
	go func() {
		s.status <- Execute(ctx, args, Env{
			In: strings.NewReader(""), Out: s.stdout, Err: s.logs, Getenv: func(k string) string { return env[k] }, Hangup: s.hangup,
		})
	}()
	t.Cleanup(func() { cancel() })
	s.waitFor(s.stdout, "floorwatch --connect "+socket)
	return s
}

func (s *served) waitFor(where *lockedBuffer, text string) {
	s.t.Helper()
	await(s.t, nil, func() bool { return strings.Contains(where.String(), text) },
		func() string { return fmt.Sprintf("%q did not come; stdout: %s\nlog: %s", text, s.stdout, s.logs) })
}

// stop ends the server like SIGTERM.
func (s *served) stop() {
	s.t.Helper()
	s.cancel()
	select {
	case status := <-s.status:
		if status != exitOK {
			s.t.Errorf("serve ended with %d, want %d; log: %s", status, exitOK, s.logs)
		}
	case <-time.After(patience):
		s.t.Fatalf("serve did not end; log: %s", s.logs)
	}
}

func socketPath(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "s")
}

// startViewer shows a dashboard of a server, without any configuration or token.
func startViewer(t *testing.T, socket string, args ...string) *session {
	t.Helper()
	return startSession(t, 120, 40, nil, append([]string{"--connect", socket}, args...)...)
}

func TestServe(t *testing.T) {
	t.Parallel()
	server, cfg := servedFloor(t)
	maya := server.AddAgent("Maya Okafor", "Support")
	_, _, chat := server.Visit("Ana Lima")
	server.Join(chat, maya)
	server.Say(chat, "Where is my parcel?")
	socket, logs := socketPath(t), filepath.Join(t.TempDir(), "log")
	s := startServer(t, socket, nil, "--config", cfg, "--log", logs)

	one, two := startViewer(t, socket), startViewer(t, socket)
	for _, v := range []*session{one, two} {
		v.waitFor("LIVE", "Ana Lima", "Where is my parcel?")
	}
	server.Say(chat, "Hello, anybody there?")
	for _, v := range []*session{one, two} {
		v.waitFor("Hello, anybody there?")
	}

	// An acknowledgement of one is on the screen of the other.
	two.waitFor("1 waiting of 1")
	one.press("a")
	one.waitFor("Acknowledged")
	two.waitFor("nobody waits")
	one.press("u")
	two.waitFor("1 waiting of 1")

	// Refresh reaches the poller.
	before := server.Requests()
	two.press("r")
	two.waitUntil("more requests", func(string) bool { return len(server.Requests()) > len(before) })

	// The server goes and comes back: the viewers say so.
	s.stop()
	for _, v := range []*session{one, two} {
		v.waitFor("RETRYING", "the server on this box is gone")
	}
	if _, err := os.Stat(socket); err == nil {
		t.Error("the socket is still there after the server has ended")
	}
	s = startServer(t, socket, nil, "--config", cfg, "--log", logs)
	server.Say(chat, "I am still here")
	for _, v := range []*session{one, two} {
		v.waitFor("LIVE", "I am still here")
		v.press("q")
		if status := v.wait(); status != exitOK {
			t.Errorf("a viewer ended with %d, want %d; stderr: %s", status, exitOK, v.stderr)
		}
		v.checkRestored()
	}
	s.stop()
	checkLog(t, logs)
	if got := server.Complaints(); len(got) > 0 {
		t.Errorf("Acquire complains of our requests: %v", got)
	}
}

// checkLog checks that a log says something, and nothing of what it must not.
func checkLog(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte("viewer joins")) {
		t.Errorf("the log does not say that a viewer has joined:\n%s", text)
	}
	for _, secret := range []string{testToken, "parcel", "anybody", "Ana", "Maya"} {
		if bytes.Contains(text, []byte(secret)) {
			t.Errorf("%q is in the log:\n%s", secret, text)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode of the log %v (%v), want 0600", info.Mode().Perm(), err)
	}
}

// A viewer that reads nothing costs the others nothing, and the server ends all the same.
func TestStuckViewer(t *testing.T) {
	t.Parallel()
	socket := socketPath(t)
	s := startServer(t, socket, nil, "--demo", "--demo-threads", "40")
	stuck, err := net.Dial("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer stuck.Close()
	v := startViewer(t, socket)
	v.waitFor("waiting of ", "Chats")
	before := v.text()
	v.waitUntil("another second", func(screen string) bool { return screen != before })
	v.press("q")
	if status := v.wait(); status != exitOK {
		t.Errorf("exit status %d, want %d; stderr: %s", status, exitOK, v.stderr)
	}
	s.stop()
}

// The figures of today outlive a restart where they are recorded.
func TestServeRestoresFromTheRecording(t *testing.T) {
	t.Parallel()
	server, cfg := servedFloor(t)
	_, _, chat := server.Visit("Ana Lima")
	server.Say(chat, "Where is my parcel?")
	socket, dir := socketPath(t), filepath.Join(t.TempDir(), "rec")
	s := startServer(t, socket, nil, "--config", cfg, "--record", dir)
	v := startViewer(t, socket)
	v.waitFor("LIVE", "Where is my parcel?")
	v.press("a")
	v.waitFor("Acknowledged")
	waitForRecord(t, dir, `"upto"`)
	s.stop()
	server.Close() // what comes now can only come from the recording
	s = startServer(t, socket, nil, "--config", cfg, "--record", dir)
	s.waitFor(s.logs, "restored from the recording")
	v.press("q")
	v.wait()
	v = startViewer(t, socket)
	v.waitFor("Ana Lima", "Where is my parcel?", "acknowledged")
	v.press("q")
	v.wait()
	s.stop()
}

// waitForRecord waits until the recording holds a text.
func waitForRecord(t *testing.T, dir, text string) string {
	t.Helper()
	var found string
	await(t, nil, func() bool {
		names, _ := filepath.Glob(filepath.Join(dir, "floorwatch-*.jsonl"))
		for _, name := range names {
			if data, err := os.ReadFile(name); err == nil && bytes.Contains(data, []byte(text)) {
				found = name
			}
		}
		return found != ""
	}, func() string { return text + " was not recorded" })
	return found
}

// What serve prints to connect with is a path from the root, which works in any folder.
func TestServePrintsWhatConnects(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	var out, logs lockedBuffer
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	go func() {
		ended <- Execute(ctx, []string{"serve", "--demo", "--demo-threads", "1", "--socket", "a b"},
			Env{In: strings.NewReader(""), Out: &out, Err: &logs, Getenv: func(string) string { return "" }, Hangup: make(chan os.Signal)})
	}()
	want := "floorwatch --connect '" + filepath.Join(dir, "a b") + "'`"
	await(t, nil, func() bool { return strings.Contains(out.String(), want) }, func() string { return fmt.Sprintf("printed %q, want %q; log %s", &out, want, &logs) })
	t.Chdir("/")
	if status, stdout, stderr := runPlain(t, nil, "snapshot", "--connect", filepath.Join(dir, "a b")); status == exitUnknown {
		t.Errorf("status %d, %q, %q: want the floor", status, stdout, stderr)
	}
	cancel()
	<-ended
	if status, _, stderr := runPlain(t, nil, "serve", "--demo", "--socket", "@x"); status != exitUsage || !strings.Contains(stderr, "./@x") {
		t.Errorf("status %d, %q: want @x refused", status, stderr)
	}
	if status, _, stderr := runPlain(t, nil, "snapshot", "--connect", "@x"); status != exitUnknown || !strings.Contains(stderr, "./@x") {
		t.Errorf("status %d, %q: want @x refused", status, stderr)
	}
}

func TestServeCannotStart(t *testing.T) {
	t.Parallel()
	_, cfg := servedFloor(t)
	dir := t.TempDir()
	taken := filepath.Join(dir, "file")
	if err := os.WriteFile(taken, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"serve", "--demo"}, "--socket PATH"},
		{[]string{"serve", "--demo", "--socket", taken}, "not a socket"},
		{[]string{"serve", "--demo", "--socket", filepath.Join(dir, strings.Repeat("x", 120))}, "103"},
		{[]string{"serve", "--config", cfg, "--socket", filepath.Join(dir, "s"), "--record", taken}, "recording"},
		{[]string{"serve", "--demo", "--config", cfg}, "config"},
		{[]string{"serve", "--demo", "--socket", filepath.Join(dir, "s"), "--log", dir}, "log"},
	} {
		status, stdout, stderr := runPlain(t, nil, c.args...)
		if status != exitUsage || !strings.Contains(stderr, c.want) || stdout != "" {
			t.Errorf("%v: status %d, %q, %q; want %d and %q", c.args, status, stdout, stderr, exitUsage, c.want)
		}
	}
}

// Fifty viewers on a floor of 2,000 threads, one of them stuck, cost Acquire what one dashboard does.
func TestManyViewers(t *testing.T) {
	before := runtime.NumGoroutine() // terminals of other tests among them
	socket := socketPath(t)
	s := startServer(t, socket, nil, "--demo", "--demo-threads", "2000", "--demo-agents", "100")
	stuck, err := net.Dial("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer stuck.Close()
	v := startViewer(t, socket)
	v.waitFor("waiting of ")
	got := make(chan int, 49)
	for range cap(got) {
		go func() { got <- readLines(socket, 5) }()
	}
	for range cap(got) {
		if n := <-got; n < 5 {
			t.Errorf("a viewer got %d lines, want 5", n)
		}
	}
	v.press("q")
	v.wait()
	s.stop()
	if n := runtime.NumGoroutine() - before; n > 40 {
		t.Errorf("%d goroutines are left of fifty viewers", n)
	}
}

// readLines reads so many lines that say something.
func readLines(socket string, n int) int {
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return 0
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience))
	b, lines := make([]byte, 64<<10), 0
	for lines < n {
		k, err := conn.Read(b)
		if err != nil {
			return lines
		}
		lines += bytes.Count(b[:k], []byte("\n"))
	}
	return lines
}

// Words that came while nobody looked, and that the account does not show at
// first after a restart, are a gap until it shows them.
func TestServeFindsAGapSinceTheRecording(t *testing.T) {
	t.Parallel()
	server, cfg := servedFloor(t)
	_, _, other := server.Visit("Bo")
	server.Say(other, "I am here all the time.")
	_, _, chat := server.Visit("Ana Lima")
	said := []model.MessageID{server.Say(chat, "Where is my parcel?")}
	socket, dir := socketPath(t), filepath.Join(t.TempDir(), "rec")
	s := startServer(t, socket, nil, "--config", cfg, "--record", dir)
	waitForRecord(t, dir, "Where is my parcel?")
	s.stop()

	said = append(said, server.Say(chat, "It has come."))
	for _, id := range said {
		server.VisibleFrom(id, time.Now().Add(time.Hour))
	}
	server.Say(chat, "But it is the wrong one.")
	s = startServer(t, socket, nil, "--config", cfg, "--record", dir)
	waitForRecord(t, dir, `"gaps":[`)
	v := startViewer(t, socket)
	v.waitFor("LIVE", "But it is the wrong one.", "messages may be missing, a first answer too")
	for _, id := range said {
		server.VisibleFrom(id, time.Now())
	}
	v.waitUntil("the gap is gone", func(screen string) bool {
		return strings.Contains(screen, "It has come.") && !strings.Contains(screen, "may be missing")
	})
	v.press("q")
	v.wait()
	s.stop()
}
