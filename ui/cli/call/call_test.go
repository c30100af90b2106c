package call

import (
	"context"
	"encoding/json"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/poller/acquire"
	"floorwatch/poller/regular"
	"floorwatch/ui/alert"
)

func notice(ids ...string) alert.Notice {
	n := alert.Notice{At: time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC), Text: "chat 7 needs an answer"}
	for _, id := range ids {
		n.Alerts = append(n.Alerts, alert.Item{ID: id, Status: "firing", Kind: "wait", Level: "critical", What: "waits 2m", Chat: 7})
	}
	return n
}

// A fakeSender fails as often as it is told to, and keeps what it was sent.
type fakeSender struct {
	mu    sync.Mutex
	fails int
	err   error
	tries []time.Time
	sent  []alert.Notice
}

func (f *fakeSender) send(_ context.Context, n alert.Notice) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.tries = append(f.tries, time.Now())
	if f.fails > 0 {
		f.fails--
		return f.err
	}
	f.sent = append(f.sent, n)
	return nil
}

// seen is when it was tried, and what was taken.
func (f *fakeSender) seen() (tries []time.Time, sent []alert.Notice) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.tries), slices.Clone(f.sent)
}

// TestReceiverTriesAgain: what failed is sent after 2, 4, 8 s joined with what came meanwhile, each alert once, and
// what was taken is never sent again.
func TestReceiverTriesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fakeSender{fails: 3, err: io.ErrUnexpectedEOF}
		r := newReceiver("the alert route 1", "1", f, nil)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- r.run(ctx) }()
		start := time.Now()
		r.enqueue(notice("a", "b"))
		time.Sleep(3 * time.Second)
		if s := r.status(); !strings.Contains(s, "the alert route 1 failed") {
			t.Errorf("status %q, want the failure", s)
		}
		over := notice("b")
		over.Alerts[0].Status = "resolved"
		r.enqueue(over)
		time.Sleep(time.Hour)
		var after []time.Duration
		tries, sent := f.seen()
		for _, at := range tries {
			after = append(after, at.Sub(start))
		}
		if len(after) != 4 || after[1] != 2*time.Second || after[2] != 6*time.Second || after[3] != 14*time.Second {
			t.Errorf("tried after %v, want 0, 2, 6 and 14 s", after)
		}
		if len(sent) != 1 || len(sent[0].Alerts) != 2 || sent[0].Alerts[0].Status != "resolved" || sent[0].Alerts[1].ID != "a" || r.status() != "" {
			t.Errorf("sent %+v, status %q; want a and the end of b once", sent, r.status())
		}
		cancel()
		<-done
	})
}

// TestRefusedIsNotRepeated: an answer that says that the address or the body is wrong is not asked for twice.
func TestRefusedIsNotRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fakeSender{fails: 1, err: errBody}
		r := newReceiver("r", "r", f, nil)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- r.run(ctx) }()
		r.enqueue(notice("a"))
		time.Sleep(time.Hour)
		if tries, _ := f.seen(); len(tries) != 1 || r.status() == "" {
			t.Errorf("tried %d times, status %q; want once and its failure", len(tries), r.status())
		}
		cancel()
		<-done
	})
}

// TestWebhookAnswers: the status alone decides, a redirect is not followed, and no error holds the address.
func TestWebhookAnswers(t *testing.T) {
	t.Parallel()
	var status int
	var got []byte
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the redirect was followed") }))
	defer elsewhere.Close()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got, _ = io.ReadAll(r.Body)
		w.Header().Set("Location", elsewhere.URL)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "error: true \x1b[2J")
	}))
	defer s.Close()
	file := filepath.Join(t.TempDir(), "address")
	if err := os.WriteFile(file, []byte(s.URL+"/secret-path\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w, err := newWebhook(&alert.Route{File: file}, acquire.DefaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range map[int]string{200: "", 204: "", 302: "sends elsewhere", 307: "sends elsewhere", 400: "it answered 400", 404: "it answered 404", 429: "it answered 429", 500: "it answered 500"} {
		status = code
		err := w.send(t.Context(), notice("a"))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%d: %v, want %q", code, err, want)
		}
	}
	var n alert.Notice
	if err := json.Unmarshal(got, &n); err != nil || len(n.Alerts) != 1 || n.Alerts[0].ID != "a" {
		t.Errorf("posted %s (%v), want the notice", got, err)
	}
	s.Close()
	w.client.CloseIdleConnections() // one that the server has closed may still take the request, and is then reset
	if err := w.send(t.Context(), notice("a")); err == nil || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "127.0.0.1") || !strings.Contains(err.Error(), "refused") {
		t.Errorf("a server that is away: %v, want no address in it", err)
	}
}

// TestUntrustedWebhook: a certificate that this machine does not trust is refused in a sentence that says what to do, and
// one of an authority in api.ca_file is accepted, as for Acquire.
func TestUntrustedWebhook(t *testing.T) {
	t.Parallel()
	sent := 0
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { sent++ }))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	w, err := newWebhook(&alert.Route{Webhook: s.URL}, acquire.DefaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.send(t.Context(), notice("a")); err == nil || !strings.Contains(err.Error(), "api.ca_file") || !errors.Is(err, errUnsent) || sent > 0 {
		t.Errorf("%v, sent %d times; want what to do", err, sent)
	}
	api := acquire.DefaultConfig()
	api.CAFile = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(api.CAFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	h, err := New(alert.Config{Routes: []alert.Route{{Webhook: s.URL}}}, Options{API: api})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.receivers[0].to.send(t.Context(), notice("a")); err != nil || sent != 1 {
		t.Errorf("with its authority in api.ca_file: %v, sent %d times", err, sent)
	}
	api.CAFile = filepath.Join(t.TempDir(), "none")
	if _, err := New(alert.Config{Routes: []alert.Route{{Webhook: s.URL}}}, Options{API: api}); err == nil || !strings.Contains(err.Error(), "api.ca_file") {
		t.Errorf("a missing ca_file: %v", err)
	}
}

// TestAddressFileIsPrivate: a file that others may read is refused, as the token's is, and its address stays out of the sentence.
func TestAddressFileIsPrivate(t *testing.T) {
	if !regular.ModeBits {
		return // the system has no such modes
	}
	file := filepath.Join(t.TempDir(), "address")
	if err := os.WriteFile(file, []byte("https://example.com/secret-path\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Host(&alert.Route{File: file}, acquire.DefaultConfig()); err == nil || !strings.Contains(err.Error(), "chmod 600") || strings.Contains(err.Error(), "secret") {
		t.Errorf("a file of mode 0644: %v, want it refused", err)
	}
	if err := os.Chmod(file, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Host(&alert.Route{File: file}, acquire.DefaultConfig()); err != nil {
		t.Errorf("a file of mode 0600: %v", err)
	}
}

// TestShapes: each receiver gets its own form, an alert's end too, and never a name.
func TestShapes(t *testing.T) {
	n := notice("a", "b")
	n.Alerts[1].Status, n.Alerts[1].How = "resolved", "answered"
	for shape, want := range map[string][]string{
		"":          {`{"at":"2026-11-27T09:00:00Z","text":"chat 7 needs an answer","alerts":[{"id":"a","status":"firing"`},
		"slack":     {`{"text":"floorwatch: chat 7 needs an answer\n• critical: chat 7 waits 2m\n• over (answered): chat 7 waits 2m"}`},
		"teams":     {`"contentType":"application/vnd.microsoft.card.adaptive"`, `"text":"• over (answered): chat 7 waits 2m"`},
		"pagerduty": {`"dedup_key":"a","event_action":"trigger"`, `"dedup_key":"b","event_action":"resolve"`, `"routing_key":"K"`},
	} {
		b, err := json.Marshal(bodies(shape, "K", n))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range want {
			if !strings.Contains(string(b), part) {
				t.Errorf("%q: %s\nlacks %s", shape, b, part)
			}
		}
	}
}

// Of what is posted one alert after the other only those that were not taken are sent again.
func TestNothingIsPostedTwice(t *testing.T) {
	var posts atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if posts.Add(1) == 3 {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}))
	defer server.Close()
	s, err := open(&alert.Route{Webhook: server.URL, Shape: "pagerduty", Key: "k"}, acquire.DefaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	n := alert.Notice{Alerts: []alert.Item{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}}}
	var p *partial
	if err := s.send(t.Context(), n); !errors.As(err, &p) || len(p.rest) != 2 || p.rest[0].ID != "c" {
		t.Fatalf("%v, want what is left: c and d", err)
	}
	if err := s.send(t.Context(), alert.Notice{Alerts: p.rest}); err != nil || posts.Load() != 5 {
		t.Errorf("%v after %d posts, want the two that were left, 5 in all", err, posts.Load())
	}
}

// running runs a receiver until the test of it is over.
func running(t *testing.T, r *receiver) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- r.run(ctx) }()
	return func() { cancel(); <-done }
}

func resolved(ids ...string) alert.Notice {
	n := notice(ids...)
	n.Text = "chat 7: answered"
	for i := range n.Alerts {
		n.Alerts[i].Status, n.Alerts[i].How = "resolved", "answered"
	}
	return n
}

// TestEndsOfWhatWasTold: whoever cannot have heard of an alert hears nothing of its end; whoever may have does.
func TestEndsOfWhatWasTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fakeSender{fails: 2, err: errors.New("it answered 500")}
		r := newReceiver("r", "r", f, nil)
		stop := running(t, r)
		r.enqueue(notice("tried"))
		time.Sleep(time.Second)
		r.enqueue(notice("never tried"))
		r.enqueue(resolved("never tried"))
		r.enqueue(notice("open"))
		time.Sleep(2 * time.Second)
		r.enqueue(resolved("tried"))
		time.Sleep(time.Minute)
		_, sent := f.seen()
		var got []string
		for _, n := range sent {
			for _, a := range n.Alerts {
				got = append(got, a.ID+" "+a.Status)
			}
		}
		if want := []string{"tried resolved", "open firing"}; !slices.Equal(got, want) || sent[0].Text != "chat 7 needs an answer" {
			t.Errorf("sent %q, the first with %q; want %q and the sentence of what goes on", got, sent[0].Text, want)
		}
		stop()
	})
}

// TestRefusedAddress: a wrong address is asked again after a while, so that what is still open is not lost; a
// refused alert was not told, so that its end is not either.
func TestRefusedAddress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := &fakeSender{fails: 2, err: errAddress}
		r := newReceiver("r", "r", f, nil)
		stop := running(t, r)
		r.enqueue(notice("a", "b"))
		time.Sleep(time.Minute)
		r.enqueue(resolved("b"))
		time.Sleep(time.Hour)
		tries, sent := f.seen()
		if len(tries) != 3 || tries[2].Sub(tries[0]) != 2*retryWrong || len(sent) != 1 || len(sent[0].Alerts) != 1 || sent[0].Alerts[0].ID != "a" {
			t.Errorf("tried at %v, sent %+v; want a alone at the third try", tries, sent)
		}
		stop()
	})
}

// TestLies: an answer whose status is well and whose words say that nothing was taken is a failure.
func TestLies(t *testing.T) {
	t.Parallel()
	said := ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, said) }))
	defer server.Close()
	for _, c := range []struct {
		shape, said string
		well        bool
	}{
		{"slack", "ok", true}, {"slack", `{"ok":true}`, true}, {"slack", `{"ok":false,"error":"no_service"}`, false}, {"slack", "", true},
		{"teams", "1", true}, {"teams", "Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429", false},
		{"pagerduty", `{"status":"success","dedup_key":"a"}`, true}, {"pagerduty", `{"status":"invalid event","errors":["x"]}`, false},
		{"json", `{"ok":false}`, true}, {"json", "<html>error</html>", true},
	} {
		key := ""
		if c.shape == "pagerduty" {
			key = "k"
		}
		w, err := newWebhook(&alert.Route{Webhook: server.URL, Shape: c.shape, Key: key}, acquire.DefaultConfig())
		if err != nil {
			t.Fatal(err)
		}
		said = c.said
		if err := w.send(t.Context(), notice("a")); (err == nil) != c.well || errors.Is(err, errBody) || errors.Is(err, errAddress) {
			t.Errorf("%s, %q: %v, want it taken: %v, else tried again", c.shape, c.said, err, c.well)
		}
	}
}

// TestOneRefusedHoldsUpNoOther: of what is posted one after the other what is not wanted is left out, the rest is sent.
func TestOneRefusedHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	var keys []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var e struct {
			Key string `json:"dedup_key"`
		}
		_ = json.NewDecoder(r.Body).Decode(&e)
		if keys = append(keys, e.Key); e.Key == "b" {
			w.WriteHeader(http.StatusBadRequest)
		}
	}))
	defer server.Close()
	s, err := open(&alert.Route{Webhook: server.URL, Shape: "pagerduty", Key: "k"}, acquire.DefaultConfig())
	if err != nil {
		t.Fatal(err)
	}
	r := newReceiver("r", "r", s, nil)
	n := notice("a", "b", "c")
	err = r.once(t.Context(), n)
	r.recordResult(&n, err)
	_, a := r.timesSent("a")
	_, b := r.timesSent("b")
	if len(untaken(n.Alerts, err)) != 0 || !a || b || !slices.Equal(keys, []string{"a", "b", "c"}) || !strings.Contains(r.status(), "400") {
		t.Errorf("posted %q, %v; a told %v, b told %v: want each once, and b not told", keys, err, a, b)
	}
}

// TestTrySideBySide: one that hangs holds up nobody else's answer.
func TestTrySideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &Hook{command: newReceiver("hangs", "h", hanging{}, nil), receivers: []*receiver{newReceiver("well", "w", &fakeSender{}, nil)}}
		start := time.Now()
		var got []string
		h.SendTrial(t.Context(), []alert.Notice{notice("a"), resolved("a")}, func(name string, n alert.Notice, err error) {
			got = append(got, strings.TrimSpace(name+" "+n.Alerts[0].Status+" "+time.Since(start).String()))
			if (err == nil) != (name == "well") {
				t.Errorf("%s: %v", name, err)
			}
		})
		if want := []string{"well firing 0s", "well resolved 0s", "hangs firing 10s", "hangs resolved 20s"}; !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	})
}

// A hanging sender answers nobody.
type hanging struct{}

func (hanging) send(ctx context.Context, _ alert.Notice) error { <-ctx.Done(); return ctx.Err() }
