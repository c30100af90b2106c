package acquire

import (
	"net/http"
	"os"
	"os/exec"
	"testing"
)

// TestNoProxyToThisMachine asks the transport for its proxy with one set for everything. It does
// so in a process of its own, since net/http reads the environment once.
func TestNoProxyToThisMachine(t *testing.T) {
	const proxy = "http://proxy.example:3128"
	if os.Getenv("HTTP_PROXY") != proxy {
		child := exec.Command(os.Args[0], "-test.run=^TestNoProxyToThisMachine$")
		child.Env = append(os.Environ(), "HTTP_PROXY="+proxy, "HTTPS_PROXY="+proxy, "NO_PROXY=", "no_proxy=", "REQUEST_METHOD=")
		if out, err := child.CombinedOutput(); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		return
	}
	of := newTransport(DefaultConfig(), nil, nil).Proxy
	for _, c := range []struct {
		url     string
		proxied bool
	}{
		{"http://localhost:8080", false},
		{"http://LOCALHOST:8080", false},
		{"http://LocalHost.:8080/v1", false},
		{"http://127.8.9.1", false},
		{"http://[::1]:9", false},
		{"http://[::ffff:127.0.0.1]:9", false},
		{"https://Localhost", false},
		{"http://127.0.0.1.", true},
		{"http://localhost.example", true},
		{"https://app.acquire.io", true},
	} {
		req, err := http.NewRequest(http.MethodPost, c.url, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, err := of(req)
		if err != nil || (got != nil) != c.proxied {
			t.Errorf("%s goes through %v (%v), want a proxy: %v", c.url, got, err, c.proxied)
		}
		if _, err := parseURL(c.url); err == nil && got != nil && req.URL.Scheme == "http" {
			t.Errorf("%s is allowed and goes through a proxy in clear", c.url)
		}
	}
}

// A proxy that net/http cannot read is passed over without a word; whoever asks which one there is hears of it.
func TestProxyThatCannotBeRead(t *testing.T) {
	t.Setenv("https_proxy", "")
	for text, bad := range map[string]bool{"::bad": true, "http://proxy:3128": false, "proxy:3128": false, "": false} {
		t.Setenv("HTTPS_PROXY", text)
		if err := unreadProxy(); (err != nil) != bad {
			t.Errorf("%q: %v", text, err)
		}
		if _, err := ProxyOf(Config{URL: "http://127.0.0.1:8080"}); err != nil {
			t.Errorf("%q: this machine is asked without one: %v", text, err)
		}
	}
}
