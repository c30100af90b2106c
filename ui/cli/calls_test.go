package cli

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"floorwatch/model"
	"floorwatch/poller/fakeacquire"
	"floorwatch/poller/serve"
	"floorwatch/ui/alert"
)

// A catcher is a webhook that keeps what it was posted.
type catcher struct {
	mu  sync.Mutex
	got []alert.Notice
}

func (c *catcher) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	var n alert.Notice
	_ = json.Unmarshal(b, &n)
	c.mu.Lock()
	c.got = append(c.got, n)
	c.mu.Unlock()
}

// has reports whether an alert of a kind was told with a status.
func (c *catcher) has(kind, status string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, n := range c.got {
		for _, a := range n.Alerts {
			if a.Kind == kind && a.Status == status {
				return true
			}
		}
	}
	return false
}

// TestServerCallsByRoutes: the server calls where no leader looks, by a webhook, of a wait; its address is in no log.
func TestServerCallsByRoutes(t *testing.T) {
	t.Parallel()
	hook := &catcher{}
	web := httptest.NewServer(hook)
	defer web.Close()
	server, cfg := servedFloor(t)
	server.AddAgent("Maya Okafor", "Support")
	cfg = extend(t, cfg, "[limits]\nfirst = { warn = \"1s\", critical = \"2s\", severe = \"0s\" }\n[[alert]]\nkinds = [\"wait\"]\nwebhook = \""+web.URL+"/secret-path\"\n")
	_, _, chat := server.Visit("Ana Lima")
	server.Say(chat, "Hello?")
	var out, errs lockedBuffer
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan int, 1)
	go func() {
		ended <- Execute(ctx, []string{"serve", "--config", cfg, "--socket", socketPath(t)},
			Env{In: strings.NewReader(""), Out: &out, Err: &errs, Getenv: func(string) string { return "" }, Hangup: make(chan os.Signal)})
	}()
	await(t, nil, func() bool { return hook.has("wait", "firing") }, func() string { return "nobody was called: " + errs.String() })
	cancel()
	<-ended
	if strings.Contains(errs.String(), "secret-path") {
		t.Errorf("the log holds the address: %s", errs.String())
	}
}

// TestAlertTest sends a trial and its end, and says where that failed, never the address.
func TestAlertTest(t *testing.T) {
	t.Parallel()
	hook := &catcher{}
	web := httptest.NewServer(hook)
	defer web.Close()
	_, cfg := servedFloor(t)
	cfg = extend(t, cfg, "[alerts]\ncommand = [\"sh\", \"-c\", \"exit 3\"]\n[[alert]]\nname = \"night\"\nwebhook = \""+web.URL+"/secret-path\"\n")
	status, stdout, stderr := runPlain(t, nil, "alert", "test", "--config", cfg)
	if status != exitFault || !strings.Contains(stdout, `the alert route "night", resolved: ok`) || !strings.Contains(stdout, "the alert command, firing: FAILED: exit status 3") ||
		strings.Contains(stdout+stderr, "secret-path") {
		t.Errorf("status %d, %q, %q", status, stdout, stderr)
	}
	if !hook.has("test", "firing") || !hook.has("test", "resolved") {
		t.Errorf("the webhook got %+v", hook.got)
	}
	if status, _, stderr := runPlain(t, nil, "alert", "test", "--config", filepath.Join(filepath.Dir(cfg), "none.toml")); status != exitUsage || stderr == "" {
		t.Errorf("without a configuration: status %d, %q", status, stderr)
	}
}

// TestRoutesThatCannotBe: each fault of a block is named with its line, and no address is repeated.
func TestRoutesThatCannotBe(t *testing.T) {
	t.Parallel()
	_, cfg := servedFloor(t)
	for block, want := range map[string]string{
		"webhook = \"http://example.com/secret\"":                         "webhook must begin with https://",
		"webhook = \"http://LOCALHOST/secret\"":                           "webhook must begin with https://",
		"command = [\"x\"]\nteams = [\"Nobody\"]":                         "which is not a [[team]]",
		"command = [\"x\"]\nkinds = [\"late\"]":                           "kinds names \"late\"",
		"command = [\"x\"]\nquiet = [\"22-7\"]":                           "22:00-07:00",
		"name = \"x\"":                                                    "must call in one way",
		"command = [\"x\"]\nwebhook = \"https://example.com/secret\"":     "must call in one way",
		"webhook = \"https://example.com/secret\"\nshape = \"pagerduty\"": "needs one",
		"command = [\"x\"]\nlevel = \"warn\"":                             "must be critical or severe",
	} {
		status, stdout, stderr := runPlain(t, nil, "check", "--config", extend(t, cfg, "[[alert]]\n"+block+"\n"))
		if status != exitUsage || !strings.Contains(stderr, want) || strings.Contains(stdout+stderr, "secret") {
			t.Errorf("%q: status %d, %q; want %q", block, status, stderr, want)
		}
	}
}

// count is how often an alert of a kind was told with a status as new, or as over.
func (c *catcher) count(kind, status string) (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, notice := range c.got {
		for _, a := range notice.Alerts {
			if a.Kind == kind && a.Status == status && a.Time <= 1 {
				n++
			}
		}
	}
	return n
}

// TestRestartedServerTellsOnce: a server that is started again tells nothing as new that was told, says how it ended
// once, and keeps neither a name nor the address in its file.
func TestRestartedServerTellsOnce(t *testing.T) {
	t.Parallel()
	hook := &catcher{}
	web := httptest.NewServer(hook)
	defer web.Close()
	server, cfg := servedFloor(t)
	maya := server.AddAgent("Maya Okafor", "Support")
	cfg = extend(t, cfg, "[limits]\nfirst = { warn = \"1s\", critical = \"2s\", severe = \"0s\" }\n[[alert]]\nkinds = [\"wait\"]\nwebhook = \""+web.URL+"/secret-path\"\n")
	_, _, chat := server.Visit("Ana Lima")
	server.Say(chat, "Hello?")
	state := t.TempDir()
	env := func(name string) string { return map[string]string{"XDG_STATE_HOME": state}[name] }
	run := func(until func() bool, args ...string) {
		ctx, cancel := context.WithCancel(t.Context())
		var errs lockedBuffer
		ended := make(chan int, 1)
		go func() {
			ended <- Execute(ctx, append([]string{"serve", "--socket", socketPath(t)}, args...),
				Env{In: strings.NewReader(""), Out: io.Discard, Err: &errs, Getenv: env, Hangup: make(chan os.Signal)})
		}()
		await(t, nil, until, func() string { return "it did not come: " + errs.String() })
		cancel()
		if status := <-ended; status != exitOK {
			t.Errorf("status %d: %s", status, errs.String())
		}
	}
	kept := func() string {
		names, err := filepath.Glob(filepath.Join(state, "floorwatch", "alerts-*.json"))
		if err != nil || len(names) != 1 {
			return ""
		}
		text, err := os.ReadFile(names[0])
		if err != nil {
			t.Error(err)
		}
		return string(text)
	}
	read := func(n int) func() bool {
		want := server.Count(fakeacquire.EndpointMessage) + n
		return func() bool { return server.Count(fakeacquire.EndpointMessage) >= want }
	}
	run(func() bool { return hook.has("wait", "firing") }, "--config", cfg)
	if text := kept(); !strings.Contains(text, `"told":{"route 1":1}`) || strings.Contains(text, "Ana") || strings.Contains(text, "secret-path") {
		t.Errorf("kept %s, want that the route was told once", text)
	}
	run(read(5), "--config", cfg)
	server.Reply(chat, maya, "Hello!")
	run(func() bool { return hook.has("wait", "resolved") }, "--config", cfg)
	run(read(3), "--config", cfg)
	if f, r := hook.count("wait", "firing"), hook.count("wait", "resolved"); f != 1 || r != 1 || strings.Contains(kept(), "told") {
		t.Errorf("told %d times as new and %d times as over, kept %s; want once each and nothing", f, r, kept())
	}
}

// TestAudit: what a leader does that others see, or that shows or takes away what is hidden, is one line of the log.
func TestAudit(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	logger := slog.New(slog.NewTextHandler(&log, nil))
	s := &service{log: logger, focus: serve.NewFocus(func(model.Key) {})}
	calls, p := s.calls(), serve.Peer{UID: 7, PID: 8}
	calls.LogAction(p, model.AuditAction{What: model.AuditUnmask})
	calls.LogAction(p, model.AuditAction{What: model.AuditExport, Rows: 4})
	own := localSource{log: logger}
	own.LogAction(model.AuditAction{What: model.AuditUnmask})
	own.Ack(model.Ack{Chat: 3})
	own.Claim(model.Claim{Chat: 4})
	uid := strconv.Itoa(os.Getuid())
	var got []string
	for line := range strings.Lines(log.String()) {
		_, said, _ := strings.Cut(line, "msg=")
		got = append(got, strings.TrimSpace(said))
	}
	want := []string{
		"unmasked uid=7 pid=8 rows=0", "exported uid=7 pid=8 rows=4", "unmasked uid=" + uid + " rows=0",
		"acknowledged uid=" + uid + " chat=3 undo=false", "claimed uid=" + uid + " chat=4 undo=false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("logged %q, want %q", got, want)
	}
}

// TestCheckOfCalls: check says whether commands may run, the group of the server exists, and hosts are known.
func TestCheckOfCalls(t *testing.T) {
	t.Parallel()
	_, cfg := servedFloor(t)
	file := filepath.Join(t.TempDir(), "not-a-program")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	more := "[serve]\ngroup = \"no-such-group\"\n[alerts]\ncommand = [\"" + file + "\"]\n[[alert]]\ncommand = [\"sh\"]\n[[alert]]\nwebhook = \"https://no-such-host.invalid/secret\"\n" +
		"[[alert]]\nwebhook = \"http://127.0.0.1/secret\"\n"
	status, stdout, stderr := runPlain(t, nil, "check", "--config", extend(t, cfg, more))
	said := stdout + stderr
	for _, want := range []string{"no-such-group", "the program cannot be run", "the host of alert route 2 is not known", "ok, alert route 3"} {
		if !strings.Contains(said, want) {
			t.Errorf("no %q in\n%s", want, said)
		}
	}
	if status == exitOK || strings.Contains(said, "secret") {
		t.Errorf("status %d, want a fault and no address:\n%s", status, said)
	}
}
