package acquire

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unsafe"
)

// Neither a request nor the token arrives at a redirect's target.
func TestRedirectsAreNotFollowed(t *testing.T) {
	var arrived atomic.Int32
	target := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { arrived.Add(1) }))
	defer target.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, to := range []string{target.URL + "/x", strings.Replace(target.URL, "127.0.0.1", "localhost", 1), "/base/elsewhere"} {
			c, mux := setup(t)
			mux.HandleFunc("/elsewhere", func(http.ResponseWriter, *http.Request) { arrived.Add(1) })
			mux.Handle(messagePath, http.RedirectHandler(to, status))
			_, err := c.Messages(context.Background(), ask61793)
			wantFault(t, err, FaultNotAcquire)
		}
	}
	if n := arrived.Load(); n != 0 {
		t.Errorf("%d requests followed a redirect", n)
	}
}

// roundTripper is a function as an http.RoundTripper.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestTokenIsBoundToItsOrigin(t *testing.T) {
	var sent []string
	base := roundTripper(func(r *http.Request) (*http.Response, error) {
		sent = append(sent, r.URL.String()+" "+r.Header.Get("Authorization"))
		return nil, errors.New("not today")
	})
	home, err := url.Parse("https://app.acquire.io")
	if err != nil {
		t.Fatal(err)
	}
	wire := transport{originOf(home), base}
	send := func(target, host string) (*http.Request, error) {
		r := httptest.NewRequest("POST", target, strings.NewReader("x"))
		r.Host = host
		_, err := wire.send(r, newSecret(testToken))
		return r, err
	}
	for _, target := range []string{"http://app.acquire.io/", "https://app.acquire.io:8443/", "https://acquire.io/", "https://app.acquire.io.evil.example/",
		"https://evil.example/app.acquire.io", "https://user@evil.example/"} {
		r, err := send(target, "")
		if !errors.Is(err, errOtherOrigin) || r.Header.Get("Authorization") != "" {
			t.Errorf("%s: %v, header %q, want it refused without a token", target, err, r.Header.Get("Authorization"))
		}
	}
	if _, err := send("https://app.acquire.io/", "evil.example"); !errors.Is(err, errOtherOrigin) {
		t.Errorf("another Host: %v, want it refused", err)
	}
	if len(sent) != 0 {
		t.Fatalf("sent %q, want nothing", sent)
	}
	for _, target := range []string{"https://app.acquire.io/x", "https://app.acquire.io:443/x", "https://APP.acquire.io/x"} {
		if _, err := send(target, ""); errors.Is(err, errOtherOrigin) {
			t.Errorf("%s: refused, want it sent", target)
		}
	}
	if len(sent) != 3 || !strings.HasSuffix(sent[0], "Bearer "+testToken) {
		t.Errorf("sent %q, want three with the token", sent)
	}
}

// A client whose address was changed behind its back refuses to send.
func TestOtherOriginIsAFault(t *testing.T) {
	c, _ := setup(t)
	c.base, _ = url.Parse("https://evil.example")
	_, err := c.Messages(context.Background(), ask61793)
	if e := wantFault(t, err, FaultUnreachable); !strings.Contains(e.Error(), "held back") {
		t.Errorf("text is %q", e)
	}
}

func TestTransportSettings(t *testing.T) {
	cfg := DefaultConfig()
	tr := newTransport(cfg, nil, nil)
	if tr.TLSClientConfig.MinVersion < tls.VersionTLS12 || tr.TLSClientConfig.InsecureSkipVerify {
		t.Errorf("TLS settings are %+v", tr.TLSClientConfig)
	}
	if !tr.ForceAttemptHTTP2 || tr.DisableKeepAlives || tr.TLSHandshakeTimeout == 0 || tr.ResponseHeaderTimeout == 0 || tr.IdleConnTimeout == 0 || tr.MaxIdleConnsPerHost != mostFlight {
		t.Errorf("transport is %+v", tr)
	}
}

func TestTLS(t *testing.T) {
	var proto string
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { proto = r.Proto; answer(empty)(w, r) }))
	srv.EnableHTTP2 = true
	srv.StartTLS()
	defer srv.Close()
	c := newTestClient(t, srv.URL)
	_, err := c.Messages(context.Background(), ask61793)
	if e := wantFault(t, err, FaultUnreachable); !strings.Contains(e.Error(), "certificate is not trusted") {
		t.Errorf("an unknown certificate: %q", e)
	}
	tr := newTransport(c.cfg, nil, nil)
	tr.TLSClientConfig.RootCAs = srv.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	trusting, err := New(c.cfg, mustToken(t), WithTransport(tr))
	if err != nil {
		t.Fatal(err)
	}
	defer trusting.Close()
	if _, err := trusting.Messages(context.Background(), ask61793); err != nil || proto != "HTTP/2.0" {
		t.Errorf("a known certificate: %v over %s, want no error over HTTP/2.0", err, proto)
	}
	plain := httptest.NewServer(answer(empty))
	defer plain.Close()
	c = newTestClient(t, strings.Replace(plain.URL, "http://", "https://", 1))
	_, err = c.Messages(context.Background(), ask61793)
	if e := wantFault(t, err, FaultUnreachable); !strings.Contains(e.Error(), "TLS") {
		t.Errorf("a server without TLS: %q", e)
	}
}

func TestInMemoryTransport(t *testing.T) {
	cfg := DefaultConfig()
	c, err := New(cfg, mustToken(t), WithClock(fixed), WithTransport(roundTripper(func(r *http.Request) (*http.Response, error) {
		w := httptest.NewRecorder()
		answer(inEnvelope(goodRow(1, "")))(w, r)
		return w.Result(), nil
	})))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if got, err := c.Messages(context.Background(), ask61793); err != nil || len(got.Messages) != 1 {
		t.Errorf("got %+v, %v, want one message", got, err)
	}
}

func packed(t testing.TB, plain []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(plain)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPackedAnswer(t *testing.T) {
	c, mux := setup(t)
	body := packed(t, []byte(fixture(t, "message.json")))
	mux.HandleFunc(messagePath, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(body)
	})
	if got, err := c.Messages(context.Background(), ask61793); err != nil || len(got.Messages) != 2 {
		t.Errorf("got %+v, %v, want two messages", got, err)
	}
	body = body[:len(body)-6]
	_, err := c.Messages(context.Background(), ask61793)
	wantFault(t, err, FaultUnreadable)
	body = packed(t, []byte(fixture(t, "message.json")))
	body[len(body)/2] ^= 0xff
	_, err = c.Messages(context.Background(), ask61793)
	wantFault(t, err, FaultUnreadable)
}

// J20. TotalAlloc, so that nothing the collector took away in time is missed.
func TestGzipBombDoesNotFillTheMemory(t *testing.T) {
	for name, plain := range map[string][]byte{
		"blanks":      bytes.Repeat([]byte(" "), maxBody+2<<20),
		"a long text": append([]byte(`{"success":true,"data":"`), bytes.Repeat([]byte("a"), maxBody+2<<20)...),
	} {
		bomb := packed(t, plain)
		for _, status := range []int{200, 401} {
			c, mux := setup(t)
			mux.HandleFunc(messagePath, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Encoding", "gzip")
				w.WriteHeader(status)
				_, _ = w.Write(bomb)
			})
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := c.Messages(context.Background(), ask61793)
			runtime.ReadMemStats(&after)
			wantFault(t, err, map[int]Fault{200: FaultTooBig, 401: FaultTokenRejected}[status])
			if grown := after.TotalAlloc - before.TotalAlloc; grown > 8<<20 {
				t.Errorf("%s, %d bytes on the wire, status %d: %d bytes allocated, want less than 8 MiB", name, len(bomb), status, grown)
			}
		}
	}
}

// JSON that never ends, and is not packed, so that nothing but its length tells.
func TestBodyLimit(t *testing.T) {
	c, mux := setup(t)
	chunk := []byte(strings.Repeat("0123456789abcdef", 4096))
	mux.HandleFunc(messagePath, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"data":"`)
		for {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	_, err := c.Messages(context.Background(), ask61793)
	if e := wantFault(t, err, FaultTooBig); !strings.Contains(e.Error(), "16 MiB is the limit") {
		t.Errorf("text is %q", e)
	}
}

func TestBodyJustWithinTheLimit(t *testing.T) {
	for extra, want := range map[int]bool{0: true, 1: false} {
		body := `{"success":true,"data":"` + strings.Repeat("x", maxBody-len(`{"success":true,"data":""}`)+extra) + `"}`
		var buf bytes.Buffer
		err := readBody(&buf, &http.Response{Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}, maxBody)
		if (err == nil) != want {
			t.Errorf("%d bytes: %v, want them read: %v", len(body), err, want)
		}
	}
}

func TestServerClock(t *testing.T) {
	date := func(d time.Duration) string { return testNow.Add(d).Format(http.TimeFormat) }
	s := time.Second
	tests := []struct {
		name           string
		known          time.Duration
		date           string
		sent, received time.Duration
		want           time.Duration
	}{
		{"clocks agree", 0, date(0), 0, 300 * time.Millisecond, 0},
		{"clocks agree, at the second's end", 0, date(0), 900 * time.Millisecond, 1200 * time.Millisecond, 0},
		{"ahead", 0, date(90 * s), 0, 0, 90 * s},
		{"behind", 0, date(-90 * s), 0, 0, -89 * s},
		{"what is known fits", 90 * s, date(90 * s), 500 * time.Millisecond, 600 * time.Millisecond, 90 * s},
		{"a slow answer does not matter", 90 * s, date(92 * s), 0, 14 * s, 90 * s},
		{"moved as far as it must", 90 * s, date(95 * s), 0, 2 * s, 93 * s},
		{"no header", 90 * s, "", 0, 0, 90 * s},
		{"junk", 90 * s, "yesterday", 0, 0, 90 * s},
	}
	for _, tt := range tests {
		k := serverClock{skew: tt.known}
		if _, got := k.learn(tt.date, testNow.Add(tt.sent), testNow.Add(tt.received)); got != tt.want {
			t.Errorf("%s: skew is %v, want %v", tt.name, got, tt.want)
		}
	}
}

// TestClockSetDuringARequest: where our clock was set, or the machine slept, while a request was under way, the answer is
// stamped by its header, and says nothing of how far the clocks differ from then on.
func TestClockSetDuringARequest(t *testing.T) {
	sent := time.Now()
	sent = sent.Add(-time.Duration(sent.Nanosecond()))
	for _, by := range []time.Duration{time.Hour, -time.Hour, 25 * time.Hour} {
		received := sent.Add(300 * time.Millisecond)
		// As the operating system would set it; a time's seconds stand above the lowest 30 bits of its first word.
		(*struct{ wall uint64 })(unsafe.Pointer(&received)).wall += uint64(by/time.Second) << 30
		k := serverClock{}
		at, skew := k.learn(sent.UTC().Format(http.TimeFormat), sent, received)
		if !at.Equal(sent) || skew != 0 {
			t.Errorf("set by %v: stamped %v after it was sent, skew %v; want 0 and 0", by, at.Sub(sent), skew)
		}
	}
}

func TestAnswerIsStampedByTheServersClock(t *testing.T) {
	c, mux := setup(t)
	mux.HandleFunc(messagePath, answer(empty))
	got, err := c.Messages(context.Background(), ask61793)
	if err != nil || !got.At.Equal(testDate) || got.Skew != 90*time.Second {
		t.Errorf("at %v, skew %v (%v), want %v and 90 s", got.At, got.Skew, err, testDate)
	}
	real, err := New(c.cfg, mustToken(t))
	if err != nil {
		t.Fatal(err)
	}
	defer real.Close()
	got, err = real.Messages(context.Background(), ask61793)
	if err != nil || strings.Contains(got.At.String(), "m=") {
		t.Errorf("at %v (%v), want a time without the monotonic clock", got.At, err)
	}
}

func TestNewRefusesBadConfig(t *testing.T) {
	cfg := DefaultConfig()
	if _, err := New(cfg, nil); err == nil {
		t.Error("New without a token gives no error")
	}
	cfg.InFlight = -1
	if _, err := New(cfg, mustToken(t)); err == nil {
		t.Error("New with a bad configuration gives no error")
	}
}
