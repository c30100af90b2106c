package poller_test

import (
	"net"
	"net/http"
	"slices"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
	"floorwatch/poller/fakeacquire"
)

// A wire is the server's transport with what can go wrong before a server is reached.
type wire struct {
	base http.RoundTripper

	mu    sync.Mutex
	fail  func(*http.Request) error // nil never fails
	calls int
	other []string // requests that went anywhere but to the API's own address
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	w.calls++
	if o := r.URL.Scheme + "://" + r.URL.Host; o != "https://app.acquire.io" {
		w.other = append(w.other, o)
	}
	fail := w.fail
	w.mu.Unlock()
	if fail != nil {
		if err := fail(r); err != nil {
			return nil, err
		}
	}
	return w.base.RoundTrip(r)
}

// count is how many requests there have been.
func (w *wire) count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.calls
}

// set makes every request fail like this from now on; nil ends it.
func (w *wire) set(fail func(*http.Request) error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fail = fail
}

func always(err error) func(*http.Request) error {
	return func(*http.Request) error { return err }
}

func hang(r *http.Request) error {
	<-r.Context().Done()
	return r.Context().Err()
}

// A mishap is a row of the table: what breaks everything, the word on the
// screen for it, and when it is tried again.
type mishap struct {
	name  string
	fault fakeacquire.Fault         // of every answer …
	wire  func(*http.Request) error // … or of every request, where set
	lasts time.Duration             // 40 s where 0
	want  []model.State
	least time.Duration // until the next try, at the moment it began
	most  time.Duration // 5 min where 0
}

func mishaps(now time.Time) []mishap {
	retrying, limited := []model.State{model.StateRetrying}, []model.State{model.StateLimited}
	api, portal, refused := []model.State{model.StateAPIError}, []model.State{model.StatePortal}, []model.State{model.StateTokenRejected}
	kind := func(k fakeacquire.Kind) fakeacquire.Fault { return fakeacquire.Fault{Kind: k} }
	date := func(in time.Duration) string { return now.Add(in).UTC().Format(http.TimeFormat) }
	const s = time.Second
	return []mishap{
		{name: "host name unknown", wire: always(&net.DNSError{Err: "no such host", Name: "app.acquire.io", IsNotFound: true}), want: retrying, most: 60 * s},
		{name: "connection refused", wire: always(&net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}), want: retrying, most: 60 * s},
		{name: "no route", wire: always(&net.OpError{Op: "dial", Net: "tcp", Err: syscall.EHOSTUNREACH}), want: retrying, most: 60 * s},
		{name: "dial hangs", wire: hang, lasts: 90 * s, want: retrying},
		{name: "header never comes", fault: kind(fakeacquire.KindStallHeader), lasts: 90 * s, want: retrying},
		{name: "body stops in the middle", fault: kind(fakeacquire.KindStallBody), lasts: 90 * s, want: retrying},
		{name: "a byte a second", fault: fakeacquire.Fault{Kind: fakeacquire.KindSlow, Every: s}, lasts: 90 * s, want: retrying},
		{name: "reset", fault: kind(fakeacquire.KindReset), want: retrying},
		{name: "cut off", fault: kind(fakeacquire.KindCut), want: retrying},
		{name: "truncated JSON", fault: kind(fakeacquire.KindTruncated), want: retrying},
		{name: "trailing junk", fault: kind(fakeacquire.KindTrailing), want: retrying},
		{name: "empty", fault: kind(fakeacquire.KindEmpty), want: retrying},
		{name: "no list", fault: kind(fakeacquire.KindNoList), want: api},
		{name: "nested", fault: kind(fakeacquire.KindNested), want: retrying},
		{name: "500", fault: fakeacquire.Status(500), want: retrying, most: 60 * s},
		{name: "503 for an hour", fault: fakeacquire.Status(503), lasts: time.Hour, want: retrying, most: 60 * s},
		{name: "503, past date", fault: fakeacquire.RetryAfter(503, date(-time.Hour)), want: retrying, most: 60 * s},
		{name: "429", fault: fakeacquire.Status(429), want: limited},
		{name: "429, 120 seconds", fault: fakeacquire.RetryAfter(429, "120"), want: limited, least: 60 * s, most: 130 * s},
		{name: "429, a date in 2 min", fault: fakeacquire.RetryAfter(429, date(2*time.Minute+20*s)), want: limited, least: 60 * s, most: 150 * s},
		{name: "429, a past date", fault: fakeacquire.RetryAfter(429, date(-time.Hour)), want: limited},
		{name: "429, junk", fault: fakeacquire.RetryAfter(429, "soon"), want: limited},
		{name: "429, negative", fault: fakeacquire.RetryAfter(429, "-5"), want: limited},
		{name: "429, a huge number", fault: fakeacquire.RetryAfter(429, "99999999999999999999"), want: limited, least: 3 * time.Minute, most: 5 * time.Minute},
		{name: "401 for good", fault: fakeacquire.Status(401), want: refused, least: 1, most: 60 * s},
		{name: "403 everywhere", fault: fakeacquire.Status(403), want: refused},
		{name: "404", fault: fakeacquire.Status(404), want: api},
		{name: "error text", fault: fakeacquire.Fault{Kind: fakeacquire.KindErrorText, Text: "broken: " + token}, want: api},
		{name: "error object", fault: fakeacquire.Fault{Kind: fakeacquire.KindErrorObject, Text: "\x1b[31mlocked"}, want: api},
		{name: "error list", fault: fakeacquire.Fault{Kind: fakeacquire.KindErrorList, Text: "Too many parameters."}, want: api},
		{name: "portal", fault: kind(fakeacquire.KindHTML), want: portal},
		{name: "redirect to plain http", fault: fakeacquire.Redirect(302, "http://app.acquire.io/api/account/agents"), want: portal},
		{name: "redirect elsewhere", fault: fakeacquire.Redirect(307, "https://login.example.com/?t="+token), want: portal},
		{name: "permanent redirect", fault: fakeacquire.Redirect(308, "//evil.example/"), want: portal},
		{name: "gzip bomb", fault: kind(fakeacquire.KindBomb), want: api},
		{name: "flood", fault: kind(fakeacquire.KindFlood), want: api},
	}
}

// TestEveryFault breaks everything in every way and wants the word on the
// screen, a data age that grows, the next try, no secret anywhere, and after
// the end of it LIVE with all that was said meanwhile.
func TestEveryFault(t *testing.T) {
	for _, m := range mishaps(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)) { // a bubble's clock begins there
		if m.name == "flood" && !long() {
			continue // two gigabytes of answers; to the poller it is what the gzip bomb is
		}
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { suffer(t, m) })
		})
	}
}

func suffer(t *testing.T, m mishap) {
	s, chats := smallFloor()
	defer s.Close()
	w, leaks := &wire{base: s.Transport()}, &leakLog{}
	p := lay(t, s, setup{wire: w, log: leaks.logger()})
	pass(20 * time.Second)
	if h := p.now(); h.State != model.StateLive {
		t.Fatalf("before: %v (%v), want LIVE", h.State, h.Why)
	}
	began, lasts := time.Now(), max(m.lasts, 40*time.Second)
	if m.wire != nil {
		w.set(m.wire)
	} else {
		s.Fail(m.fault)
	}
	pass(lasts / 2)
	s.Say(chats[0], "is anybody there?")
	fresh := s.StartChat(s.AddVisitor("came meanwhile"))
	s.Say(fresh, "hello from the dark")
	s.SeenByAgent(chats[1])
	pass(lasts / 2)

	h, now := p.now(), time.Now()
	if !slices.Contains(m.want, h.State) {
		t.Errorf("state %v (%v), want %v", h.State, h.Why, m.want)
	}
	if h.LastGood.After(began.Add(time.Second)) { // what was under way may still have come
		t.Errorf("the last good answer came %v after everything broke", h.LastGood.Sub(began))
	}
	if wait := h.RetryAt.Sub(now); h.RetryAt.IsZero() || wait < m.least-time.Second || wait > max(m.most, time.Second) && m.most != 0 || wait > 5*time.Minute {
		t.Errorf("the next try is in %v (at %v), want %v to %v", wait, h.RetryAt, m.least, m.most)
	}
	w.set(nil)
	s.Heal()
	p.settle(12*time.Minute, "after it healed") // the longest back-off, twice, and an idle thread's turn
	if h := p.now(); !h.RetryAt.IsZero() {
		t.Errorf("after: %v (%v), next try %v, want none", h.State, h.Why, h.RetryAt)
	}
	if len(w.other) > 0 {
		t.Errorf("requests went to %q", w.other)
	}
	leaks.check(t, p)
	p.stop()
}

// smallFloor is three visitors who wait and an agent.
func smallFloor() (*fakeacquire.Server, []model.ChatID) {
	s := fakeacquire.NewServer(fakeacquire.Options{Token: token})
	s.Delay(50 * time.Millisecond)
	maya := s.AddAgent("Maya", "Support")
	var chats []model.ChatID
	for _, name := range []string{"Ana", "Ben", "Cho"} {
		_, _, c := s.Visit(name)
		s.Say(c, "hello, it is "+name)
		s.Reply(c, maya, "hello "+name)
		s.Say(c, "my order is late")
		chats = append(chats, c)
	}
	return s, chats
}
