package cli

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

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
		"command = [\"x\"]\nteams = [\"Nobody\"]":                         "which is no [[team]]",
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
