package acquiretest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// ask sends a form as the documentation has it and returns the whole answer.
func ask(t *testing.T, c *http.Client, url string, e Endpoint, form string) (*http.Response, []byte) {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, url+string(e), strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer test-token")
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("zone", `{"timezone":"Central/Alabama","offset":"-05:00"}`)
	res, err := c.Do(req)
	if err != nil {
		t.Fatalf("%s %s: %v", e, form, err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatalf("%s %s: reading the answer: %v", e, form, err)
	}
	return res, body
}

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
		res, body := ask(t, c, ts.URL, EndpointMessage, "thread_id=-1&visitor_id=61793&last_chat_id=106241&key=")
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
