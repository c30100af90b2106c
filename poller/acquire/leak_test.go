package acquire

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// echoes are the ways in which a server may send the token back.
func echoes() []string {
	return append(shapes(testToken),
		"Bearer "+testToken, "\u200b"+testToken, testToken[:8]+"\u200b"+testToken[8:],
		strings.Repeat("x", 190)+testToken, strings.ToUpper(testToken),
		base64.StdEncoding.EncodeToString([]byte(testToken+" is bad")))
}

// Whatever a server answers, and whatever goes wrong, no text of the error or of
// what it wraps holds the token in any form.
func TestNoErrorHoldsTheToken(t *testing.T) {
	var handlers []http.Handler
	for _, echo := range echoes() {
		text := jsonText(echo)
		for _, status := range []int{200, 401, 403, 404, 429, 500, 503} {
			for _, shape := range []string{`{"success":false,"error":%s}`, `{"error":{"message":%s}}`, `{"errors":[{"title":%s}]}`, `{"success":false,"data":%s}`, `<html>%s</html>`, `%s`, `{%s`} {
				handlers = append(handlers, reply{status, nil, fmt.Sprintf(shape, text)})
			}
		}
		handlers = append(handlers, reply{302, map[string]string{"Location": "https://evil.example/?" + echo}, ""},
			reply{429, map[string]string{"Retry-After": echo}, ""}, raw("HTTP/1.1 "+echo+"\r\n\r\n"), raw(echo+"\r\n\r\n"),
			raw("HTTP/1.1 200 OK\r\n"+echo+"\r\n\r\n"), raw("HTTP/1.1 200 OK\r\nContent-Length: "+echo+"\r\n\r\n"),
			raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: "+echo+"\r\n\r\n"), raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"+echo+"\r\n"))
	}
	handlers = append(handlers, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }))
	c, mux := setup(t)
	var now http.Handler
	mux.HandleFunc(messagePath, func(w http.ResponseWriter, r *http.Request) { now.ServeHTTP(w, r) })
	for _, now = range handlers {
		_, err := c.Messages(context.Background(), ask61793)
		if err == nil {
			t.Errorf("%+v: no error", now)
			continue
		}
		checkTexts(t, err)
	}
}

func TestNoOtherErrorHoldsTheToken(t *testing.T) {
	canceled, cancel := context.WithCancel(context.Background())
	cancel()
	dial := func(err error) roundTripper {
		return func(r *http.Request) (*http.Response, error) { return nil, err }
	}
	for name, rt := range map[string]http.RoundTripper{
		"refused":  &http.Transport{},
		"dns":      dial(&net.DNSError{Err: "no such host", Name: testToken, IsNotFound: true}),
		"time-out": dial(context.DeadlineExceeded),
		"echo":     dial(fmt.Errorf("proxy said: %q", "Bearer "+testToken)),
		"eof":      dial(io.EOF),
	} {
		cfg := DefaultConfig()
		cfg.URL = "http://127.0.0.1:1"
		c, err := New(cfg, mustToken(t), WithTransport(rt))
		if err != nil {
			t.Fatal(err)
		}
		for _, ctx := range []context.Context{context.Background(), canceled} {
			_, err = c.Messages(ctx, ask61793)
			if err == nil {
				t.Errorf("%s: no error", name)
				continue
			}
			checkTexts(t, err)
		}
	}
}

// checkTexts looks at every text of an error and of all that it wraps.
func checkTexts(t *testing.T, err error) {
	t.Helper()
	for ; err != nil; err = errors.Unwrap(err) {
		var log strings.Builder
		slog.New(slog.NewJSONHandler(&log, nil)).Error("poll failed", "err", err)
		for _, text := range []string{err.Error(), fmt.Sprintf("%v %+v %#v %q", err, err, err, err), log.String()} {
			noToken(t, fmt.Sprintf("%T", err), text)
			if strings.Contains(strings.ToLower(text), strings.ToLower(testToken)) || strings.Contains(text, testToken[:12]) {
				t.Errorf("%T holds most of the token: %s", err, text)
			}
		}
	}
}

func jsonText(s string) string {
	r := strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	return `"` + r.Replace(s) + `"`
}

// raw answers with bytes of its own instead of HTTP.
type raw string

func (a raw) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	_, _ = io.WriteString(conn, string(a))
	_ = conn.Close()
}

// Two servers, one token: it goes with the requests to its own only.
func TestTokenGoesOnlyToItsServer(t *testing.T) {
	var got []string
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = append(got, r.Header.Get("Authorization")) }))
	defer other.Close()
	c, mux := setup(t)
	mux.Handle(messagePath, http.RedirectHandler(other.URL, http.StatusTemporaryRedirect))
	_, err := c.Messages(context.Background(), ask61793)
	wantFault(t, err, FaultNotAcquire)
	req, err := http.NewRequest("POST", other.URL, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.wire.send(req, newSecret(testToken)); !errors.Is(err, errOtherOrigin) {
		t.Errorf("a request to another server: %v, want it refused", err)
	}
	if len(got) != 0 {
		t.Errorf("the other server heard %q", got)
	}
}

func TestClientPrintsWithoutToken(t *testing.T) {
	c := newTestClient(t, "https://app.acquire.io")
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		noToken(t, "the client with "+verb, fmt.Sprintf(verb, c))
		noToken(t, "the token with "+verb, fmt.Sprintf(verb, c.token))
	}
}
