package serve

import (
	"encoding/json"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/poller/feed"
	"floorwatch/poller/feed/feedtest"
)

func TestViewerGetsTheFloorAndThenWhatChanges(t *testing.T) {
	h := opened(t, socketPath(t), feedtest.NewFloor(), nil)
	events := feedtest.Script(6, 400, feedtest.Noon, time.Second)
	for _, e := range events[:200] {
		h.publish(e)
	}
	f, _ := watched(t, h.path)
	until(t, "the viewer to join", func() bool { return h.Viewers() == 1 })
	for _, e := range events[200:] {
		h.publish(e)
	}
	h.publish(feedtest.Said(9999, 500))
	until(t, "the last message", func() bool { return f.Has(9999, 1) })
	feedtest.SameFloor(t, "the viewer's floor", f, h.floor)
}

func TestStuckViewerCostsTheOthersNothing(t *testing.T) {
	h := opened(t, socketPath(t), feedtest.NewFloor(), nil)
	dial(t, h.path) // and never read
	until(t, "the stuck viewer to join", func() bool { return h.Viewers() == 1 })
	var floors []*feedtest.Floor
	for range 49 {
		f, _ := watched(t, h.path)
		floors = append(floors, f)
	}
	until(t, "all to join", func() bool { return h.Viewers() == 50 })
	const polls = 120 // more than a socket's buffer holds
	for i := range polls {
		h.publish(feedtest.Polled(model.MessageID(10*i+1), i))
	}
	for i, f := range floors {
		until(t, "all messages", func() bool { return f.Has(1, 10*polls) })
		if n := f.LastHealth(); n.State == model.StateRetrying {
			t.Errorf("viewer %d lost its server: %v", i, n.Why)
		}
	}
}

func TestStuckViewerIsDropped(t *testing.T) {
	h := opened(t, socketPath(t), feedtest.NewFloor(), func(s *Server) { s.writeTimeout = 50 * time.Millisecond })
	_, lines := dial(t, h.path)
	until(t, "the viewer to join", func() bool { return h.Viewers() == 1 })
	for i := range 300 {
		h.publish(feedtest.Polled(model.MessageID(10*i+1), i))
	}
	until(t, "it to be dropped", func() bool { return h.Viewers() == 0 })
	for last := ""; ; {
		line := nextLine(lines)
		if line != "" {
			last = line
			continue
		}
		_, whole := feed.Decode([]byte(last))
		if b, ok := parseCloseNotice([]byte(last)); lines.Err() != nil || !whole && ok && b.Reason != errTooSlow.Error() {
			t.Errorf("the stream ends with %v and %q, want why or the Event that it was stuck at", lines.Err(), last)
		}
		return
	}
}

func TestViewerWhoIsBehindGetsTheFloorAnew(t *testing.T) {
	h := opened(t, socketPath(t), feedtest.NewFloor(), func(s *Server) { s.queueLimit, s.snapshotSince = 20_000, 20_000 })
	conn, lines := dial(t, h.path)
	until(t, "the viewer to join", func() bool { return h.Viewers() == 1 })
	const polls = 1000 // far more than the queue and the socket's own buffer hold
	for i := range polls {
		h.publish(feedtest.Polled(model.MessageID(10*i+1), i))
	}
	got := feedtest.NewFloor()
	events := 0
	for !got.Has(1, 10*polls) {
		line := nextLine(lines)
		if line == "" {
			_, n := got.Count()
			t.Fatalf("the stream ends (%v) after %d messages, want %d", lines.Err(), n, 10*polls)
		}
		if e, ok := feed.Decode([]byte(line)); ok {
			got.Apply(e)
			events++
		}
	}
	if events > polls/2 {
		t.Errorf("%d events for %d that were published, want most of them in the floor that is sent again", events, polls)
	}
	conn.Close()
	until(t, "the viewer to leave", func() bool { return h.Viewers() == 0 })
}

// TestResendTellsWhatWasNeverPublished: a recording that is restored below the server reaches those who are here already.
func TestResendTellsWhatWasNeverPublished(t *testing.T) {
	h := opened(t, socketPath(t), feedtest.NewFloor(), nil)
	got, _ := watched(t, h.path)
	until(t, "the viewer to join", func() bool { return h.Viewers() == 1 })
	h.floor.Apply(feedtest.Polled(1, 0))
	h.Resend()
	until(t, "what was restored to come", func() bool { return got.Has(1, 10) })
	h.publish(feedtest.Polled(11, 1))
	until(t, "what is published then to come", func() bool { return got.Has(1, 20) })
}

func TestManyViewersAtOnceShareASnapshot(t *testing.T) {
	f := feedtest.NewFloor()
	h := opened(t, socketPath(t), f, nil)
	counted := &countingSource{Floor: f}
	h.Server.opts.Source = counted
	h.publish(feedtest.Polled(1, 0))
	var floors []*feedtest.Floor
	for i := range 20 {
		w, _ := watched(t, h.path)
		floors = append(floors, w)
		h.publish(feedtest.Polled(model.MessageID(10*i+11), i)) // between two who join
	}
	for _, w := range floors {
		until(t, "all messages", func() bool { return w.Has(1, 210) })
	}
	if n := counted.count(); n != 1 {
		t.Errorf("%d snapshots for 20 viewers within a moment, want 1", n)
	}
}

type countingSource struct {
	*feedtest.Floor
	mu sync.Mutex
	n  int
}

func (s *countingSource) Snapshot() iter.Seq[model.Event] {
	s.mu.Lock()
	s.n++
	s.mu.Unlock()
	return s.Floor.Snapshot()
}

func (s *countingSource) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.n
}

func TestSnapshotIsForgotten(t *testing.T) {
	n := &snapshot{written: feedtest.Noon, limit: 1000}
	for _, c := range []struct {
		at   time.Duration
		add  int
		want bool
	}{{0, 10, false}, {snapshotFor, 10, false}, {snapshotFor + 1, 10, true}, {0, 1000, true}} {
		n.addPublished([][]byte{make([]byte, c.add)})
		if got := n.isOver(feedtest.Noon.Add(c.at)); got != c.want {
			t.Errorf("after %v with %d bytes since: over %v, want %v", c.at, n.size, got, c.want)
		}
	}
}

func TestWhatViewersAsk(t *testing.T) {
	h := opened(t, socketPath(t), feedtest.NewFloor(), func(s *Server) { s.requestInterval = time.Microsecond })
	conn, lines := dial(t, h.path)
	if got, want := nextLine(lines), `{"floorwatch":1,"server":"floorwatch test"}`; got != want {
		t.Errorf("first line %q, want %q", got, want)
	}
	key := model.Key{Visitor: 61793, Thread: -1}
	asks := []string{
		`{"look":{"visitor":1,"thread":2}}`, `nonsense`, `null`, `{"ack":{}}`, `{"ack":7}`, strings.Repeat("x", maxRequest+1),
		`{"refresh":true,"mood":"a later version's"}`, `{"ack":{"chat":5,"upto":9,"at":"9999-01-01T00:00:00Z","by":"root"}}`, ``,
		`{"claim":{}}`, `{"claim":{"chat":6,"upto":8,"by":"root"}}`,
		string(wireLine(request{Look: &key})),
	}
	if _, err := conn.Write([]byte(strings.Join(asks, "\n"))); err != nil {
		t.Fatal(err)
	}
	until(t, "the last look", func() (ok bool) {
		h.calls.read(func() { ok = h.calls.looks[1] == key })
		return ok
	})
	conn.Close()
	until(t, "the viewer to leave", func() (ok bool) {
		h.calls.read(func() { ok = slices.Equal(h.calls.left, []uint64{1}) })
		return ok
	})
	h.calls.read(func() {
		if len(h.calls.acks) != 1 || h.calls.acks[0].Chat != 5 || h.calls.acks[0].Upto != 9 || h.calls.fresh != 1 {
			t.Errorf("acks %+v and %d refreshes, want one of chat 5 and one", h.calls.acks, h.calls.fresh)
		} else if a := h.calls.acks[0]; time.Since(a.At).Abs() > time.Hour || !a.By.IsEmpty() {
			t.Errorf("the ack is of %v, by %v; want the server's clock, and no name that a viewer gives itself", a.At, a.By)
		}
		if c := h.calls.claim; c.Chat != 6 || c.Upto != 8 || time.Since(c.At).Abs() > time.Hour || !c.By.IsEmpty() {
			t.Errorf("the claim is %+v, want one of chat 6, by the server's clock and without the name that a viewer gives itself", c)
		}
	})
}

func TestRequestsArePaced(t *testing.T) {
	h := opened(t, socketPath(t), feedtest.NewFloor(), func(s *Server) { s.requestInterval = time.Hour })
	conn, _ := dial(t, h.path)
	if _, err := conn.Write([]byte(strings.Repeat("{\"refresh\":true}\n", 100))); err != nil {
		t.Fatal(err)
	}
	until(t, "the first request", func() (ok bool) {
		h.calls.read(func() { ok = h.calls.fresh > 0 })
		return ok
	})
	h.stop() // at once, though the viewer waits for its next request
	h.calls.read(func() {
		if h.calls.fresh != 1 {
			t.Errorf("%d requests were heard within the pace of one", h.calls.fresh)
		}
	})
}

func TestCallsThatPanicCostOneViewer(t *testing.T) {
	h := opened(t, socketPath(t), feedtest.NewFloor(), func(s *Server) {
		s.opts.Calls.Refresh = func(Peer) { panic("a bug") }
	})
	conn, lines := dial(t, h.path)
	f, _ := watched(t, h.path)
	until(t, "both to join", func() bool { return h.Viewers() == 2 })
	if _, err := conn.Write([]byte("{\"refresh\":true}\n")); err != nil {
		t.Fatal(err)
	}
	for nextLine(lines) != "" {
	}
	h.publish(feedtest.Said(1, 0))
	until(t, "the other's message", func() bool { return f.Has(1, 1) })
}

func TestSourceThatPanicsIsAskedAgain(t *testing.T) {
	f := feedtest.NewFloor()
	f.Apply(feedtest.Said(1, 0))
	h := opened(t, socketPath(t), f, func(s *Server) { s.opts.Source = &panicOnce{Source: f} })
	w, _ := watched(t, h.path)
	until(t, "the floor at the second try", func() bool { return w.Has(1, 1) })
}

type panicOnce struct {
	Source
	once sync.Once
}

func (s *panicOnce) Snapshot() iter.Seq[model.Event] {
	s.once.Do(func() { panic("a bug") })
	return s.Source.Snapshot()
}

func TestTooManyViewersAreToldSo(t *testing.T) {
	h := opened(t, socketPath(t), feedtest.NewFloor(), func(s *Server) { s.maxViewers = 1 })
	first, _ := dial(t, h.path)
	until(t, "the first to join", func() bool { return h.Viewers() == 1 })
	_, lines := dial(t, h.path)
	if got := nextLine(lines); !strings.Contains(got, `{"bye":"there are 1 viewers already, the most allowed: close one first"}`) {
		t.Errorf("the second reads %q, want why not", got)
	}
	first.Close()
	until(t, "the first to leave", func() bool { return h.Viewers() == 0 })
	dial(t, h.path)
	until(t, "another to join", func() bool { return h.Viewers() == 1 })
}

func TestServerSaysGoodBye(t *testing.T) {
	h := opened(t, socketPath(t), feedtest.NewFloor(), nil)
	_, lines := dial(t, h.path)
	until(t, "the viewer to join", func() bool { return h.Viewers() == 1 })
	h.stop()
	last := ""
	for line := nextLine(lines); line != ""; line = nextLine(lines) {
		last = line
	}
	var b closeNotice
	if json.Unmarshal([]byte(last), &b) != nil || b.Reason != errStopping.Error() {
		t.Errorf("the last line is %q, want %q", last, errStopping)
	}
}

func TestServerEndsThoughAViewerIsStuck(t *testing.T) {
	h := opened(t, socketPath(t), feedtest.NewFloor(), func(s *Server) { s.writeTimeout = time.Hour })
	dial(t, h.path)
	until(t, "the viewer to join", func() bool { return h.Viewers() == 1 })
	for i := range 300 {
		h.publish(feedtest.Polled(model.MessageID(10*i+1), i))
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.stop()
	}()
	until(t, "the server to end", func() bool {
		select {
		case <-done:
			return true
		default:
			return false
		}
	})
}

func TestQuietServerGivesSignsOfLife(t *testing.T) {
	h := opened(t, socketPath(t), feedtest.NewFloor(), func(s *Server) { s.heartbeatEvery = time.Millisecond })
	_, lines := dial(t, h.path)
	for _, want := range []string{"hello", `{"joining":true}`, `{"joining":false}`} {
		if got := nextLine(lines); want != "hello" && got != want {
			t.Fatalf("the floor of nobody begins or ends with %q, want %q", got, want)
		}
	}
	for i := range 3 {
		if !lines.Scan() || lines.Text() != "" {
			t.Fatalf("line %d is %q (%v), want an empty one", i+1, lines.Text(), lines.Err())
		}
	}
}

// Viewers returns the number of viewers.
func (s *Server) Viewers() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.viewers)
}

// patience ends a test that hangs: it is longer than anything takes on a machine that is busy with other work.
const patience = 3 * time.Minute

// until waits for something that real I/O brings about.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited %v for: %s", patience, what)
		}
	}
}
