package acquire

import (
	"context"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// With ca_file the certificate of an authority of one's own is trusted; without it the error says whose it is.
func TestAuthoritiesOfOnesOwn(t *testing.T) {
	srv := httptest.NewTLSServer(answer(inEnvelope(goodRow(1, ""))))
	defer srv.Close()
	dir := t.TempDir()
	put := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	own := put("own.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw}))
	url := strings.Replace(srv.URL, "127.0.0.1", "example.com", 1) // the name in httptest's certificate
	ask := func(url string, change func(*Config)) error {
		cfg := DefaultConfig()
		cfg.URL = url
		change(&cfg)
		c, err := New(cfg, mustToken(t), WithClock(fixed))
		if err != nil {
			return err
		}
		defer c.Close()
		c.wire.base.(*http.Transport).Proxy = nil
		c.wire.base.(*http.Transport).DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, network, srv.Listener.Addr().String())
		}
		_, err = c.Messages(t.Context(), ask61793)
		return err
	}
	if err := ask(url, func(c *Config) { c.CAFile = own }); err != nil {
		t.Errorf("with ca_file: %v, want the answer", err)
	}
	wantWords(t, ask(url, func(*Config) {}), "its certificate is not trusted", "does not know its issuer", "api.ca_file")
	wantWords(t, ask(strings.Replace(url, "example.com", "other.example", 1), func(c *Config) { c.CAFile = own }), "it is for another name")
	wantWords(t, ask(url, func(c *Config) { c.CAFile = put("empty.pem", []byte("no PEM")) }), "api.ca_file", "holds no certificate in PEM")
	wantWords(t, ask(url, func(c *Config) { c.CAFile = filepath.Join(dir, "none.pem") }), "api.ca_file: ", "none.pem is not there: check the path")
	wantWords(t, ask(url, func(c *Config) { c.CAFile = "/dev/zero" }), "api.ca_file", "not a regular file")
}

// TestProxyErrorsNameTheProxy asks through proxies that fail. Each in a process of its own, since net/http
// reads the environment once.
func TestProxyErrorsNameTheProxy(t *testing.T) {
	if want := os.Getenv("FLOORWATCH_TEST_WANT"); want != "" {
		cfg := DefaultConfig()
		cfg.URL = "https://acquire.invalid"
		c, err := New(cfg, mustToken(t))
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.Messages(t.Context(), ask61793)
		wantWords(t, err, "Acquire cannot be reached", want)
		if strings.Contains(err.Error(), "pa55word") || strings.Contains(err.Error(), "leader") {
			t.Errorf("%q shows the proxy's user or password", err)
		}
		return
	}
	refuses := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusProxyAuthRequired)
		_, _ = io.WriteString(w, "<html>log in</html>")
	}))
	defer refuses.Close()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	host := func(s string) string { return strings.TrimPrefix(s, "http://") }
	for proxy, want := range map[string]string{
		"http://leader:pa55word@" + host(refuses.URL):        "the proxy " + host(refuses.URL) + " makes no connection, it answers 407 Proxy Authentication Required",
		"http://leader:pa55word@" + closed.Addr().String():   "the proxy " + closed.Addr().String() + ": the connection was refused",
		"socks5://leader:pa55word@" + closed.Addr().String(): "the proxy " + closed.Addr().String() + ": the connection was refused",
		"http://leader:pa55word@proxy.invalid:3128":          "the proxy proxy.invalid:3128: the host name was not found",
	} {
		child := exec.Command(os.Args[0], "-test.run=^TestProxyErrorsNameTheProxy$")
		child.Env = append(os.Environ(), "FLOORWATCH_TEST_WANT="+want, "HTTP_PROXY=", "HTTPS_PROXY="+proxy, "https_proxy=", "NO_PROXY=", "no_proxy=", "REQUEST_METHOD=")
		if out, err := child.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", proxy, err, out)
		}
	}
}
