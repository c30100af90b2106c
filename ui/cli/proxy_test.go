//go:build unix

package cli

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
)

// http goes to this machine alone, and so never through a proxy, however localhost is spelt: the token is
// in clear there. What goes through a proxy says so where it fails.
func TestProxiesOfTheEnvironment(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.WriteHeader(http.StatusForbidden)
	}))
	defer proxy.Close()
	_, cfg := servedFloor(t)
	text, err := os.ReadFile(cfg)
	if err != nil {
		t.Fatal(err)
	}
	env := []string{"HTTP_PROXY=" + proxy.URL, "HTTPS_PROXY=" + proxy.URL, "ALL_PROXY=" + proxy.URL}
	to := func(address string) *child {
		t.Helper()
		mine := strings.Replace(string(text), "http://127.0.0.1", address, 1)
		if mine == string(text) {
			t.Fatalf("the server's address is not in\n%s", text)
		}
		if err := os.WriteFile(cfg, []byte(mine), 0o600); err != nil {
			t.Fatal(err)
		}
		c := startChild(t, env, "--config", cfg)
		t.Cleanup(func() { _ = c.cmd.Process.Kill(); c.end() })
		return c
	}
	to("http://LOCALHOST").waitFor("LIVE")
	if n := asked.Load(); n > 0 {
		t.Errorf("the proxy was asked %d times for this machine, want never", n)
	}
	c := to("https://acquire.invalid")
	c.waitFor("RETRYING")
	c.waitFor("the proxy " + strings.TrimPrefix(proxy.URL, "http://"))
	c.waitFor("403")
	if asked.Load() == 0 {
		t.Error("the proxy was not asked, so this test says nothing")
	}
}
