package poller_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller"
	"floorwatch/poller/acquire"
	"floorwatch/poller/fakeacquire"
)

// odd plays a test over a small floor that is LIVE.
func odd(t *testing.T, s setup, play func(*path, []model.ChatID)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		server, chats := smallFloor()
		defer server.Close()
		p := lay(t, server, s)
		pass(20 * time.Second)
		p.wantState(model.StateLive, "before")
		play(p, chats)
		p.stop()
	})
}

func (p *path) wantState(want model.State, when string) {
	p.t.Helper()
	if h := p.now(); h.State != want {
		p.t.Errorf("%s: state %v (%v), want %v", when, h.State, h.Why, want)
	}
}

// TestOneForbiddenThread: the others go on, and the screen says that one does not.
func TestOneForbiddenThread(t *testing.T) {
	odd(t, setup{}, func(p *path, chats []model.ChatID) {
		p.server.FailAt(fakeacquire.FaultFilter{Thread: p.server.ThreadOf(chats[0])}, -1, fakeacquire.Status(403))
		p.server.Say(chats[1], "does this come?")
		pass(time.Minute)
		p.wantTruth("while one thread is forbidden")
		h := p.now()
		if age := time.Since(h.LastGood); h.State != model.StateLive || age > 5*time.Second || !strings.Contains(h.Why.String(), "1 of 3 chats cannot be read") {
			p.t.Errorf("state %v (%v), data age %v, want LIVE with a remark about the thread", h.State, h.Why, age)
		}
		p.server.Say(chats[0], "said behind the closed door")
		p.server.Heal()
		p.settle(6*time.Minute, "after it healed")
	})
}

// TestOneRowInFiftyIsMalformed: 49 are shown, and the place of the other one.
func TestOneRowInFiftyIsMalformed(t *testing.T) {
	odd(t, setup{}, func(p *path, _ []model.ChatID) {
		bad := fakeacquire.Fault{Kind: fakeacquire.KindMalformed, N: 50}
		p.server.FailAt(fakeacquire.FaultFilter{Endpoint: fakeacquire.EndpointMessage}, -1, bad)
		_, thread, c := p.server.Visit("many words")
		for i := range 50 {
			p.server.Say(c, fmt.Sprint("word ", i))
		}
		pass(40 * time.Second)
		good, places := 0, 0
		for id, m := range p.all() {
			switch {
			case m.row.Thread != thread:
			case id > 0:
				good++
			default:
				places++
			}
		}
		if good != 49 || places != 1 {
			p.t.Errorf("%d words and %d placeholders are on the Board, want 49 and 1", good, places)
		}
		p.wantState(model.StateDrift, "while a row in fifty cannot be read")
		p.server.Heal()
		pass(90 * time.Second)
		p.wantState(model.StateLive, "afterwards")
		if got := len(p.all()); got != len(p.server.Lines())+1 {
			p.t.Errorf("%d rows are on the Board, want the %d of the server and the placeholder", got, len(p.server.Lines()))
		}
	})
}

// TestOddButReadable: what is wrong only with the label, or missing beside the data, costs nothing.
func TestOddButReadable(t *testing.T) {
	for _, kind := range []fakeacquire.Kind{fakeacquire.KindWrongCharset, fakeacquire.KindNoDate} {
		odd(t, setup{}, func(p *path, chats []model.ChatID) {
			p.server.Fail(fakeacquire.Fault{Kind: kind})
			p.server.Say(chats[0], "Wo ist mein Päckchen? 在哪里")
			pass(time.Minute)
			name := fakeacquire.Fault{Kind: kind}.String()
			p.wantState(model.StateLive, name)
			p.wantAge(0)
			p.wantTruth(name)
		})
	}
}

// TestTokenIsFetchedAgainOnce: a token that was changed costs one refused
// request a thread and no word on the screen.
func TestTokenIsFetchedAgainOnce(t *testing.T) {
	synctest.Test(t, tokenIsFetchedAgainOnce)
}

func tokenIsFetchedAgainOnce(t *testing.T) {
	dir := t.TempDir()
	runs := filepath.Join(dir, "runs")
	secret := filepath.Join(dir, "token")
	write := func(text string) {
		if err := os.WriteFile(secret, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(token)
	tok, err := acquire.OpenToken(acquire.Config{TokenCommand: []string{"sh", "-c", `echo run >> "$0"; cat "$1"`, runs, secret}})
	if err != nil {
		t.Fatal(err)
	}
	s, chats := smallFloor()
	defer s.Close()
	p := lay(t, s, setup{token: tok})
	pass(20 * time.Second)
	p.wantState(model.StateLive, "with the old token")
	write("another-" + token)
	s.SetToken("another-" + token)
	s.Say(chats[0], "said under the new token")
	pass(20 * time.Second)
	p.wantState(model.StateLive, "with the new token")
	p.stop()
	p.wantTruth("with the new token")
	log, err := os.ReadFile(runs)
	if n := strings.Count(string(log), "run"); err != nil || n != 2 {
		t.Errorf("the command ran %d times (%v), want 2", n, err)
	}
	for _, e := range p.events {
		if e.Health != nil && e.Health.State == model.StateTokenRejected {
			t.Errorf("the screen said %v (%v)", e.Health.State, e.Health.Why)
		}
	}
}

// quick and fast let a test in real time be over soon.
func quick(c *poller.Config) {
	c.DiscoverEvery, c.Waiting, c.Active, c.Quiet, c.Idle = time.Second, time.Second, time.Second, time.Second, time.Second
}

func fast(c *acquire.Config) { c.RequestsPerSecond, c.Timeout = 100, time.Second }

// patience ends a test in real time that hangs. It measures nothing.
const patience = 3 * time.Minute

// waitFor waits in real time for a Health.
func (p *path) waitFor(what string, ok func(model.Health) bool) {
	p.t.Helper()
	p.await(what, func() bool { return ok(p.now()) })
}

// await asks ok again with every Event until it holds.
func (p *path) await(what string, ok func() bool) {
	p.t.Helper()
	guard := time.NewTimer(patience)
	defer guard.Stop()
	for !ok() {
		select {
		case <-p.news:
		case <-guard.C:
			h := p.now()
			p.t.Fatalf("%s did not come; %v (%v)", what, h.State, h.Why)
		}
	}
}

// complete reports whether all that was said is on the Board.
func (p *path) complete() bool {
	got := p.all()
	for _, l := range p.server.Lines() {
		if _, ok := got[l.ID]; !ok {
			return false
		}
	}
	return true
}

// TestClockSteps moves the server's clock against ours, both ways.
func TestClockSteps(t *testing.T) {
	for _, step := range []time.Duration{time.Hour, -time.Hour, 40 * time.Second, -10 * time.Second} {
		t.Run(step.String(), func(t *testing.T) {
			odd(t, setup{}, func(p *path, chats []model.ChatID) {
				p.server.StepClock(step)
				p.server.Say(chats[0], "after the step")
				pass(30 * time.Second)
				p.server.Reply(chats[0], 15416, "answered")
				pass(30 * time.Second)
				p.wantTruth("after the step")
				h := p.now()
				if age := time.Now().Add(h.Skew).Sub(h.LastGood); h.State != model.StateLive || age < 0 || age > 5*time.Second {
					p.t.Errorf("state %v (%v), data age %v, want LIVE with fresh data", h.State, h.Why, age)
				}
				if off := (h.Skew - step).Abs(); off > 2*time.Second {
					p.t.Errorf("skew is %v, want about %v", h.Skew, step)
				}
				if told := strings.Contains(h.Why.String(), "clock"); told != (step.Abs() > 30*time.Second) {
					p.t.Errorf("with a skew of %v the remark is %q", step, h.Why)
				}
			})
		})
	}
}

// TestOurClockIsAhead: what is told before the first answer is stamped by our
// clock, and must not outlast what is told afterwards.
func TestOurClockIsAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := smallFloor()
		defer s.Close()
		s.StepClock(-3 * time.Hour)
		p := lay(t, s, setup{})
		pass(20 * time.Second)
		p.wantState(model.StateLive, "with a clock that is three hours ahead of Acquire's")
		p.stop()
	})
}

// TestSuspend lets the program stand still for four hours while the floor goes on.
func TestSuspend(t *testing.T) {
	var still atomic.Int64
	s := setup{emit: func(model.Event) {
		if d := time.Duration(still.Swap(0)); d > 0 {
			time.Sleep(d)
		}
	}}
	odd(t, s, func(p *path, chats []model.ChatID) {
		still.Store(int64(4 * time.Hour))
		pass(2 * time.Hour)
		p.server.Say(chats[0], "said in the night")
		fresh := p.server.StartChat(p.server.AddVisitor("came in the night"))
		p.server.Say(fresh, "anybody?")
		pass(2*time.Hour + 2*time.Second)
		p.wantState(model.StatePaused, "at dawn")
		pass(90 * time.Second)
		p.wantState(model.StateLive, "after breakfast")
		p.wantTruth("after breakfast")
	})
}

// TestRedirectsReachNobody redirects a real client to a real server, which must not hear of it.
func TestRedirectsReachNobody(t *testing.T) {
	var heard atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { heard.Add(1) }))
	defer other.Close()
	s, _ := smallFloor()
	p := listen(t, s)
	for _, code := range []int{301, 302, 303, 307, 308} {
		s.Fail(fakeacquire.Redirect(code, other.URL+"/login?next=/"))
		p.waitFor("PORTAL?", func(h model.Health) bool { return h.State == model.StatePortal })
		s.Heal()
		p.poller.Refresh()
		p.waitFor("LIVE", func(h model.Health) bool { return h.State == model.StateLive })
	}
	p.stop()
	if n := heard.Load(); n != 0 {
		t.Errorf("the other server heard %d requests, want none", n)
	}
}

// TestConnectionsBreak ends a real server's connections again and again. LIVE
// tells of the floor, not of each thread: one that failed alone, as on a busy
// machine a request over its time limit does, is still in its own back-off for
// some seconds then, and Health says so. So the words are awaited, not LIVE.
func TestConnectionsBreak(t *testing.T) {
	s, chats := smallFloor()
	p := listen(t, s)
	for _, f := range []fakeacquire.Fault{{Kind: fakeacquire.KindReset}, {Kind: fakeacquire.KindCut}, {Kind: fakeacquire.KindStallHeader}} {
		s.Fail(f)
		p.waitFor("RETRYING", func(h model.Health) bool { return h.State == model.StateRetrying })
		s.Heal()
		s.Say(chats[0], "said over "+f.String())
		p.poller.Refresh()
		p.waitFor("LIVE", func(h model.Health) bool { return h.State == model.StateLive })
	}
	p.await("all that was said", p.complete)
	p.stop()
	p.wantTruth("at the end")
}

// listen lays a path over a real socket.
func listen(t *testing.T, s *fakeacquire.Server) *path {
	t.Helper()
	url, err := s.Listen()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	p := lay(t, s, setup{own: true, cfg: quick, api: func(c *acquire.Config) { fast(c); c.URL = url }})
	p.waitFor("LIVE", func(h model.Health) bool { return h.State == model.StateLive })
	return p
}

// TestPanicInTheTransport: a fault of our own is told and the reading goes on.
func TestPanicInTheTransport(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, chats := smallFloor()
		defer s.Close()
		w := &wire{base: s.Transport()}
		p := lay(t, s, setup{wire: w})
		pass(20 * time.Second)
		w.set(func(*http.Request) error { panic("on purpose") })
		pass(20 * time.Second)
		if h := p.now(); h.State != model.StateRetrying || !strings.Contains(h.Why.String(), "floorwatch itself failed (on purpose)") {
			t.Errorf("state %v (%v), want RETRYING and the panic's text", h.State, h.Why)
		}
		s.Say(chats[0], "still there?")
		w.set(nil)
		p.settle(6*time.Minute, "afterwards")
		p.stop()
	})
}

// TestBudgetCountsWhatIsSent watches the wire itself: every HTTP request is one of the budget.
func TestBudgetCountsWhatIsSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := smallFloor()
		defer s.Close()
		var last time.Time
		w := &wire{base: s.Transport()}
		w.set(func(*http.Request) error {
			w.mu.Lock()
			defer w.mu.Unlock()
			if gap := time.Since(last); gap < 490*time.Millisecond {
				t.Errorf("two requests within %v at 2 requests a second", gap)
			}
			last = time.Now()
			return nil
		})
		p := lay(t, s, setup{wire: w, api: func(c *acquire.Config) { c.RequestsPerSecond = 2 }})
		pass(3 * time.Minute)
		p.stop()
		if s.Count(fakeacquire.EndpointChats) < 2 || s.Count(fakeacquire.EndpointTeam) < 2 {
			t.Error("the totals were not asked for")
		}
		if p.board.At(time.Now()).Headline.Totals == nil {
			t.Error("the totals are not on the Board")
		}
	})
}
