package acquire

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// basePath is there so that a request to an absolute path misses the handlers.
const basePath = "/base"

// fixed makes every function that asks for the time hear the same.
func fixed() time.Time { return testNow }

// setup returns a client of a server whose handlers hang below basePath, and the mux to hang them on.
func setup(t *testing.T, change ...func(*Config)) (*Client, *http.ServeMux) {
	t.Helper()
	mux := http.NewServeMux()
	outer := http.NewServeMux()
	outer.Handle(basePath+"/", http.StripPrefix(basePath, mux))
	outer.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("request to %s, outside of the base path %s", r.URL.Path, basePath)
		http.NotFound(w, r)
	})
	srv := httptest.NewServer(outer)
	t.Cleanup(srv.Close)
	c := newTestClient(t, srv.URL+basePath, change...)
	return c, mux
}

func newTestClient(t *testing.T, url string, change ...func(*Config)) *Client {
	t.Helper()
	cfg := DefaultConfig()
	cfg.URL = url
	for _, f := range change {
		f(&cfg)
	}
	c, err := New(cfg, mustToken(t), WithClock(fixed))
	if err != nil {
		t.Fatalf("New(%q): %v", url, err)
	}
	t.Cleanup(c.Close)
	return c
}

func mustToken(t testing.TB) *Token {
	t.Helper()
	token, err := NewToken(testToken)
	if err != nil {
		t.Fatalf("NewToken: %v", err)
	}
	return token
}

// answer is a handler that always answers the same JSON.
func answer(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Date", testDate.Format(http.TimeFormat))
		_, _ = io.WriteString(w, body)
	}
}

// Paths of the endpoints.
const (
	messagePath = "/api/profile/lead/message"
	threadPath  = "/api/profile/message/thread"
	listPath    = "/api/profile/lead/list"
	agentsPath  = "/api/account/agents"
	statsPath   = "/api/analytics/general/chat-statistics"
	teamPath    = "/api/analytics/agent/overview"
)

// empty is an answer without any data.
const empty = `{"success":true,"error":null,"data":[]}`

// request is what a server saw of a request.
type request struct {
	method, path, body string
	header             http.Header
}

// recorded answers with body and keeps what was asked in last.
func recorded(last *request, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		*last = request{r.Method, r.URL.Path, string(b), r.Header.Clone()}
		answer(body)(w, r)
	}
}

func testHeader(t *testing.T, r request, name, want string) {
	t.Helper()
	if got := r.header.Get(name); got != want {
		t.Errorf("%s: header %s is %q, want %q", r.path, name, got, want)
	}
}

// wantFault checks that err is an *Error of that fault and returns it.
func wantFault(t *testing.T, err error, want Fault) *Error {
	t.Helper()
	e, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("error is %T %v, want an *Error with fault %q", err, err, want)
	}
	if e.Fault != want || !errors.Is(err, want) {
		t.Errorf("fault is %q (%v), want %q", e.Fault, err, want)
	}
	return e
}

// ask61793 is the documented message request.
var ask61793 = MessagesRequest{Visitor: 61793, Thread: -1, LastChat: 106241}

func messagesOf(t *testing.T, body string) Messages {
	t.Helper()
	c, mux := setup(t)
	mux.HandleFunc(messagePath, answer(body))
	got, err := c.Messages(context.Background(), ask61793)
	if err != nil {
		t.Fatalf("Messages of %s: %v", clip(body), err)
	}
	return got
}

// inEnvelope wraps rows of a message answer.
func inEnvelope(rows ...string) string {
	return `{"success":true,"error":null,"data":{"messages":[` + strings.Join(rows, ",") + `]}}`
}
