package fakeacquire

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

const (
	formType = "application/x-www-form-urlencoded"
	johnDeo  = "thread_id=-1&visitor_id=61793&last_chat_id=106241&key="
	memory   = "http://acquire.test" // any host does in memory
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// request is a request as the documentation has it.
func request(t *testing.T, url string, e Endpoint, body string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url+string(e), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer test-token")
	req.Header.Set("Content-Type", formType)
	if e == EndpointAgents {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("zone", `{"timezone":"Central/Alabama","offset":"-05:00"}`)
	return req
}

// ask sends a request and returns the whole answer.
func ask(t *testing.T, c *http.Client, url string, e Endpoint, body string) (*http.Response, []byte) {
	t.Helper()
	res, answer, err := do(c, request(t, url, e, body))
	if err != nil {
		t.Fatalf("%s %s: %v", e, body, err)
	}
	return res, answer
}

func do(c *http.Client, req *http.Request) (*http.Response, []byte, error) {
	res, err := c.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return res, body, err
}

// inMemory is a client without a network.
func inMemory(s *Server) *http.Client { return &http.Client{Transport: s.Transport()} }

// TestBothWays asks over a socket and in memory; the answers must be the same.
func TestBothWays(t *testing.T) {
	s := NewServer(Options{})
	defer s.Close()
	v, _, chat := s.Visit("John Deo")
	s.Say(chat, "Hello")
	ts := httptest.NewServer(s)
	defer ts.Close()
	var got [2]string
	for i, c := range []*http.Client{ts.Client(), {Transport: s.Transport()}} {
		res, body := ask(t, c, ts.URL, EndpointMessage, johnDeo)
		if res.StatusCode != http.StatusOK || !json.Valid(body) {
			t.Fatalf("status %d, body %s", res.StatusCode, body)
		}
		got[i] = string(body)
	}
	if got[0] != got[1] {
		t.Errorf("over a socket:\n%s\nin memory:\n%s", got[0], got[1])
	}
	if !strings.Contains(got[0], `"message":"Hello"`) || v != 61793 {
		t.Errorf("visitor %d, answer %s", v, got[0])
	}
	if c := s.Complaints(); len(c) > 0 {
		t.Errorf("complaints %q", c)
	}
}

// sampleNow is the time of the documentation's sample.
func sampleNow() time.Time { return time.Date(2018, 7, 23, 13, 45, 50, 0, time.UTC) }
