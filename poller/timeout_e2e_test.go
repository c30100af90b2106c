package poller_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/fakeacquire"
)

// protocols plays a test over the client's own connections, in both versions of HTTP,
// in one of them by chance where FLOORWATCH_LONG is not set.
func protocols(t *testing.T, name string, play func(t *testing.T, http2 bool)) {
	versions := []bool{false, true}
	if !long() {
		versions = []bool{rand.N(2) == 1}
	}
	for _, http2 := range versions {
		t.Run(fmt.Sprintf("%s, HTTP/2 %v", name, http2), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { play(t, http2) })
		})
	}
}

// TestTimeOuts lets the client's own connections hang at each stage, and wants the
// word, the sentence and the age of the data on the screen, and all of it over afterwards.
func TestTimeOuts(t *testing.T) {
	fault := func(f fakeacquire.Fault) func(*network, *fakeacquire.Server) {
		return func(_ *network, s *fakeacquire.Server) { s.Fail(f) }
	}
	for _, stage := range []struct {
		name  string
		begin func(*network, *fakeacquire.Server)
	}{
		{"dial", func(n *network, _ *fakeacquire.Server) { n.cut(true, false) }},
		{"TLS handshake", func(n *network, _ *fakeacquire.Server) { n.cut(false, true) }},
		{"header", fault(fakeacquire.Fault{Kind: fakeacquire.KindStallHeader})},
		{"middle of the body", fault(fakeacquire.Fault{Kind: fakeacquire.KindStallBody})},
		{"one byte a second", fault(fakeacquire.Fault{Kind: fakeacquire.KindSlow, Every: time.Second})},
	} {
		protocols(t, stage.name, func(t *testing.T, http2 bool) {
			s, chats := smallFloor()
			defer s.Close()
			n := newNetwork(t, s, http2)
			p := lay(t, s, setup{net: n})
			pass(20 * time.Second)
			p.wantState(model.StateLive, "before")
			const lasts = 3 * time.Minute
			stage.begin(n, s)
			s.Say(chats[0], "is anybody there?")
			pass(lasts)
			p.wantState(model.StateRetrying, "while it hangs")
			p.wantAge(lasts)
			if why := p.now().Why.String(); !strings.Contains(why, "in time") {
				t.Errorf("why is %q, want it to tell of the time-out", why)
			}
			n.mend()
			s.Heal()
			p.settle(6*time.Minute, "afterwards")
			p.wantAge(0)
			p.stop()
		})
	}
}

// wantAge checks the age of the newest answer, as the screen shows it.
func (p *path) wantAge(want time.Duration) {
	p.t.Helper()
	h := p.now()
	if age := time.Now().Add(h.Skew).Sub(h.LastGood); age < want-time.Second || age > want+4*time.Second {
		p.t.Errorf("the data is %v old, want %v", age, want)
	}
}

// TestNameMoves lets the API's name lead to another host, while the old one falls
// silent or goes on to answer what it should not: the connections to it must not be kept.
func TestNameMoves(t *testing.T) {
	refuse := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }
	}
	for _, old := range []struct {
		name  string
		after http.Handler // what the old host answers once the name has moved; nil where it is silent
		want  model.State
	}{
		{"falls silent", nil, model.StateLate}, // before the first request has timed out
		{"is out of service", refuse(http.StatusServiceUnavailable), model.StateRetrying},
		{"knows the name no longer", refuse(http.StatusMisdirectedRequest), model.StateAPIError},
		{"redirects", http.RedirectHandler("https://www.acquire.io/", http.StatusMovedPermanently), model.StatePortal},
	} {
		protocols(t, old.name, func(t *testing.T, http2 bool) {
			s, chats := smallFloor()
			defer s.Close()
			var moved atomic.Bool
			var late atomic.Int64 // answers of the old host after the move
			n := newNetwork(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if old.after != nil && moved.Load() {
					late.Add(1)
					old.after.ServeHTTP(w, r)
					return
				}
				s.ServeHTTP(w, r)
			}), http2)
			p := lay(t, s, setup{net: n})
			pass(20 * time.Second)
			p.wantState(model.StateLive, "before")

			gone, began := n.name, time.Now()
			n.move(n.serve(t, s, http2), old.after == nil)
			moved.Store(true)
			s.Say(chats[0], "said after the move")
			if http2 || old.after != nil { // in HTTP/1 one request hangs, be it a waiting thread's or not, and the next one dials
				for p.now().State != old.want && time.Since(began) < time.Minute {
					pass(10 * time.Millisecond)
				}
				p.wantState(old.want, "after the move")
				p.wantAge(time.Since(began))
			}
			for p.now().State != model.StateLive && time.Since(began) < 5*time.Minute {
				pass(100 * time.Millisecond)
			}
			t.Logf("LIVE again after %v", time.Since(began))
			p.wantState(model.StateLive, "at the new host")
			heard := late.Load()
			pass(time.Minute)
			p.wantState(model.StateLive, "a minute later")
			p.wantAge(0)
			p.wantTruth("a minute later")
			if open := n.open(gone); open > 0 || late.Load() > heard {
				t.Errorf("%d connections to the old host are kept, and it was asked %d times since", open, late.Load()-heard)
			}
			p.stop()
		})
	}
}
