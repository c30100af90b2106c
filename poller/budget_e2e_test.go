package poller_test

import (
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A stutter sends each request twice, as net/http does where a kept connection turns out to be dead.
type stutter struct {
	base http.RoundTripper
	mu   sync.Mutex
	sent []time.Time
}

func (s *stutter) RoundTrip(r *http.Request) (*http.Response, error) {
	s.note()
	body, err := r.GetBody()
	if err != nil {
		return nil, err
	}
	s.note()
	again := r.Clone(r.Context())
	again.Body = body
	return s.base.RoundTrip(again)
}

func (s *stutter) note() {
	s.mu.Lock()
	s.sent = append(s.sent, time.Now())
	s.mu.Unlock()
}

// TestResendsCountAgainstTheBudget: what net/http sends again by itself is a request like any other.
func TestResendsCountAgainstTheBudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := smallFloor()
		defer s.Close()
		w := &stutter{base: s.Transport()}
		p := lay(t, s, setup{wire: w})
		pass(time.Minute)
		p.stop()
		if len(w.sent) < 100 {
			t.Errorf("%d requests in a minute", len(w.sent))
		}
		for i := 10; i < len(w.sent); i++ {
			if within := w.sent[i].Sub(w.sent[i-10]); within < time.Second-time.Millisecond {
				t.Fatalf("11 requests within %v, want at most 10 a second", within)
			}
		}
		if h := p.now(); h.Rate > 10.5 {
			t.Errorf("Health says %.1f requests a second", h.Rate)
		}
	})
}
