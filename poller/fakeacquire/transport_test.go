package fakeacquire

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// through asks a handler in memory.
func through(h http.HandlerFunc, ctx context.Context) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, memory, strings.NewReader("body"))
	if err != nil {
		return nil, err
	}
	return (&http.Client{Transport: transport{h}}).Do(req)
}

func TestTransportAnswers(t *testing.T) {
	tests := []struct {
		name    string
		handler http.HandlerFunc
		status  int
		body    string
		failed  string // part of the error of the request
		broken  error  // of reading the body
	}{
		{name: "nothing written", handler: func(http.ResponseWriter, *http.Request) {}, status: 200},
		{name: "status only", handler: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, status: 204},
		{name: "second status", handler: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(201); w.WriteHeader(500) }, status: 201},
		{name: "pieces", handler: func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "one ")
			flush(w)
			_, _ = io.WriteString(w, "two")
		}, status: 200, body: "one two"},
		{name: "echo", handler: func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(w, r.Body) }, status: 200, body: "body"},
		{name: "less than promised", handler: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "10")
			_, _ = io.WriteString(w, "half")
		}, status: 200, body: "half", broken: io.ErrUnexpectedEOF},
		{name: "aborted at once", handler: func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, failed: "reset"},
		{name: "aborted later", handler: func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "half")
			panic(http.ErrAbortHandler)
		}, status: 200, body: "half", broken: errReset},
		{name: "panic", handler: func(http.ResponseWriter, *http.Request) { panic("oops") }, failed: "oops"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res, err := through(tt.handler, t.Context())
			if tt.failed != "" {
				if err == nil || !strings.Contains(err.Error(), tt.failed) {
					t.Errorf("error %v, want %q", err, tt.failed)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			body, err := io.ReadAll(res.Body)
			if res.StatusCode != tt.status || string(body) != tt.body || !errors.Is(err, tt.broken) {
				t.Errorf("status %d, body %q, error %v; want %d, %q, %v", res.StatusCode, body, err, tt.status, tt.body, tt.broken)
			}
		})
	}
}

// TestTransportGivesUp shows that the handler ends when its client does, in
// each phase. synctest fails where a goroutine is left behind.
func TestTransportGivesUp(t *testing.T) {
	long := strings.Repeat("x", 1000)
	phases := map[string]http.HandlerFunc{
		"before the header": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"in the body": func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, long)
			<-r.Context().Done()
		},
		"while it is not read": func(w http.ResponseWriter, _ *http.Request) {
			for {
				if _, err := io.WriteString(w, long); err != nil {
					return
				}
			}
		},
	}
	for name, h := range phases {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				start := time.Now()
				res, err := through(h, ctx)
				if err == nil && name == "while it is not read" {
					<-ctx.Done()
					synctest.Wait()
				}
				if err == nil {
					_, err = io.ReadAll(res.Body)
					res.Body.Close()
				}
				if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Minute {
					t.Errorf("error %v after %v, want the deadline after 1m0s", err, time.Since(start))
				}
			})
		})
	}
	t.Run("closed early", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			res, err := through(phases["while it is not read"], t.Context())
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
		})
	})
	t.Run("done before", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := through(phases["in the body"], ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
	})
}

// TestListen asks the server that Listen starts, and again after Close.
func TestListen(t *testing.T) {
	s := NewServer(Options{Prefix: "/base"})
	s.AddVisitor("John Deo")
	url, err := s.Listen()
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Transport: &http.Transport{}}
	if res, body := ask(t, c, url, EndpointMessage, johnDeo); res.StatusCode != 200 {
		t.Errorf("status %d, body %s", res.StatusCode, body)
	}
	s.Close()
	s.Close()
	if _, _, err := do(c, request(t, url, EndpointMessage, johnDeo)); err == nil {
		t.Error("it still answers after Close")
	}
}

func TestTransportSpellsHeadersAsAConnectionDoes(t *testing.T) {
	req, err := http.NewRequest(http.MethodPost, memory, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	req.Header["zone"] = []string{"UTC"}
	req.Header["Idempotency-Key"] = []string{}
	var got http.Header
	res, err := transport{http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.Header })}.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if _, sent := got["Idempotency-Key"]; got.Get("zone") != "UTC" || sent {
		t.Errorf("the handler saw %v, want the zone and no Idempotency-Key", got)
	}
}
