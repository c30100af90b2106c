package serve

import (
	"bufio"
	"context"
	"net"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/poller/feed"
	"floorwatch/poller/feed/feedtest"
)

// A hall is a server with a floor, as main wires them: apply, then publish.
type hall struct {
	*Server
	floor *feedtest.Floor
	calls *heard
	path  string
	stop  func()
}

// heard are the calls of viewers.
type heard struct {
	mu    sync.Mutex
	looks map[uint64]model.Key
	acks  []model.Ack
	claim model.Claim
	deeds []model.AuditAction
	fresh int
	left  []uint64
}

func (h *heard) calls() Calls {
	locked := func(f func()) {
		h.mu.Lock()
		defer h.mu.Unlock()
		f()
	}
	return Calls{
		SetFocus:  func(p Peer, k model.Key) { locked(func() { h.looks[p.ID] = k }) },
		Refresh:   func(Peer) { locked(func() { h.fresh++ }) },
		Ack:       func(_ Peer, a model.Ack) { locked(func() { h.acks = append(h.acks, a) }) },
		Claim:     func(_ Peer, c model.Claim) { locked(func() { h.claim = c }) },
		LogAction: func(_ Peer, d model.AuditAction) { locked(func() { h.deeds = append(h.deeds, d) }) },
		Left:      func(p Peer) { locked(func() { h.left = append(h.left, p.ID) }) },
	}
}

func (h *heard) read(f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f()
}

// opened starts a server on path; change, if not nil, adjusts it first.
func opened(t *testing.T, path string, f *feedtest.Floor, change func(*Server)) *hall {
	t.Helper()
	h := &hall{floor: f, calls: &heard{looks: map[uint64]model.Key{}}, path: path}
	s, err := Listen(ServerOptions{Config: Config{Socket: path}, Name: "floorwatch test", Source: f, Calls: h.calls.calls()})
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(s)
	}
	h.Server = s
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx) }()
	h.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Serve: %v", err)
		}
	})
	t.Cleanup(h.stop)
	return h
}

func socketPath(t *testing.T) string { return filepath.Join(t.TempDir(), "s") }

func (h *hall) publish(e model.Event) {
	h.floor.Apply(e)
	h.Publish(e)
}

// dial connects by hand and returns the lines that come.
func dial(t *testing.T, path string) (*net.UnixConn, *bufio.Scanner) {
	t.Helper()
	conn, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(patience))
	lines := bufio.NewScanner(conn)
	lines.Buffer(nil, feed.MaxLine)
	return conn, lines
}

// nextLine is the next line that is not blank, or "" at the end.
func nextLine(lines *bufio.Scanner) string {
	for lines.Scan() {
		if lines.Text() != "" {
			return lines.Text()
		}
	}
	return ""
}

// watched is a viewer's floor, which a Client fills until the test ends.
func watched(t *testing.T, path string) (*feedtest.Floor, *Client) {
	t.Helper()
	f, c := feedtest.NewFloor(), NewClient(path, nil)
	c.retryFirst, c.retryMost = time.Millisecond, 10*time.Millisecond
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.Run(ctx, f.Apply)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
	})
	return f, c
}
