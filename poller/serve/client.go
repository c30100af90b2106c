package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"sync"
	"syscall"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/poller/feed"
	"floorwatch/poller/guard"
)

const (
	retryFirst = 500 * time.Millisecond
	retryMost  = 30 * time.Second
	// readTimeout is how long a server may send nothing before it has sent the whole floor: four heartbeats.
	readTimeout = 4 * heartbeatEvery
	// silentTimeout is the same afterwards: two heartbeats. Health comes every second, and without it the floor would be
	// called LIVE meanwhile.
	silentTimeout = 2 * heartbeatEvery
	// stableAfter is how long a connection must have lasted for the back-off to start
	// over.
	stableAfter = 10 * time.Second
	// maxAcks limits the requests of a kind that wait for a missing server; nobody makes more by hand.
	maxAcks = 256
)

// A Client reads Events from a server's socket and reconnects for ever. SetFocus,
// Refresh, Ack, Claim and LogAction are safe for concurrent use and never block: they
// are kept until a server has received them, of SetFocus only the newest.
type Client struct {
	socket string
	loc    *time.Location

	retryFirst, retryMost, readTimeout, silentTimeout time.Duration // the constants, except in tests

	wake chan struct{}

	mu           sync.Mutex
	focus        *model.Key // the thread on the screen; sent to each new server
	focusSent    bool       // sent to the current server
	refresh      bool
	acks         []model.Ack
	claims       []model.Claim
	auditActions []model.AuditAction

	// Used only by Run's goroutine:
	health    model.Health // the last emitted one …
	healthAt  time.Time    // … and when
	lost      time.Time    // since when there is no server; zero: connected
	connected bool         // connected at least once
}

// NewClient returns a Client for a socket. loc is the zone of times in its sentences; nil
// means UTC.
func NewClient(socket string, loc *time.Location) *Client {
	if loc == nil {
		loc = time.UTC
	}
	return &Client{
		socket: socket, loc: loc, wake: make(chan struct{}, 1),
		retryFirst: retryFirst, retryMost: retryMost, readTimeout: readTimeout, silentTimeout: silentTimeout,
	}
}

// Run emits what the server sends until ctx is done. It calls emit from its goroutine,
// one Event at a time; if emit blocks too long, the server sends the whole floor again.
// A missing server is emitted as a Health.
func (c *Client) Run(ctx context.Context, emit func(model.Event)) {
	failures := 0
	for {
		began := time.Now()
		err := c.session(ctx, emit)
		if ctx.Err() != nil {
			return
		}
		now := time.Now()
		if now.Sub(began) >= stableAfter {
			failures = 0
		}
		failures++
		if c.lost.IsZero() {
			c.lost = now
		}
		wait := c.backoff(failures)
		emit(c.outage(err, now, wait))
		if !sleep(ctx, wait) {
			return
		}
	}
}

// backoff returns a delay that doubles with each failure, less up to a fifth so that
// many viewers of a server do not reconnect in step.
func (c *Client) backoff(failures int) time.Duration {
	wait := c.retryFirst << min(failures-1, 16)
	wait = min(wait, c.retryMost)
	return wait - time.Duration(rand.Int64N(int64(wait)/5+1))
}

// outage returns the Health of a floor whose server is gone, otherwise like the last
// one. Its time continues the last one's, which is by Acquire's clock, so that the
// server's next Health is newer.
func (c *Client) outage(err error, now time.Time, wait time.Duration) model.Event {
	h := c.health
	if h.At.IsZero() {
		h.At = time.Unix(0, 0).UTC() // not our clock: a Board drops old data by the newest time
	} else {
		h.At = h.At.Add(now.Sub(c.healthAt))
	}
	h.State, h.RetryAt = model.StateRetrying, now.Add(h.Skew+wait).Round(0)
	h.Why = safetext.Line(c.why(err)) // without the retry time, which the screen counts down to
	return c.stamp(model.Event{At: h.At, Health: &h}, now)
}

// stamp makes the Health of e newer than the last one: the newest wins, and for a
// viewer that is the last to arrive.
func (c *Client) stamp(e model.Event, now time.Time) model.Event {
	if e.Health == nil {
		return e
	}
	h := *e.Health
	if !h.At.After(c.health.At) {
		h.At = c.health.At.Add(1)
	}
	e.Health = &h
	c.health, c.healthAt = h, now
	return e
}

// A refusal is the reason that the server sent before it closed.
type refusal struct{ reason string }

func (r refusal) Error() string { return r.reason }

// A versionMismatch is a handshake of an incompatible version.
type versionMismatch struct{ handshake }

func (m versionMismatch) Error() string {
	return fmt.Sprintf("%s speaks version %d of the feed, this program version %d", m.Server, m.Version, wireVersion)
}

var errNotAServer = errors.New("no floorwatch")

// why returns a sentence about why there is no server.
func (c *Client) why(err error) string {
	if r, ok := errors.AsType[refusal](err); ok {
		return "the server on this box says: " + r.reason
	}
	if m, ok := errors.AsType[versionMismatch](err); ok {
		return "the server on this box does not fit: " + m.Error()
	}
	gone := "there is no server on this box"
	if c.connected {
		gone = "the server on this box is gone since " + c.lost.In(c.loc).Format("15:04:05")
	}
	switch {
	case errors.Is(err, errNotAServer):
		return "what answers on the socket is not a floorwatch server"
	case errors.Is(err, syscall.EACCES):
		return "the socket of the server on this box is not for this user: join its group ([serve] group), then log out and in again"
	case errors.Is(err, syscall.ENOENT):
		return gone + ": floorwatch serve starts it; there is no socket at " + c.socket
	case errors.Is(err, syscall.ECONNREFUSED):
		return gone + ": floorwatch serve starts it; nobody answers on its socket"
	case errors.Is(err, os.ErrDeadlineExceeded):
		return gone + ": it says nothing any more"
	case errors.Is(err, io.EOF), errors.Is(err, net.ErrClosed), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return gone
	}
	return gone + ": " + err.Error()
}

// session runs one connection and returns why it ended.
func (c *Client) session(ctx context.Context, emit func(model.Event)) (err error) {
	dialer := net.Dialer{Timeout: c.readTimeout}
	conn, err := dialer.DialContext(ctx, "unix", c.socket)
	if err != nil {
		return err
	}
	defer conn.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	timed := &timeoutReader{conn, c.readTimeout}
	lines := &lineSource{conn: feed.NewLineReader(timed, feed.MaxLine)}
	if err := c.readHandshake(lines); err != nil {
		return err
	}
	asked := make(chan error, 1)
	defer func() {
		cancel()
		if fault := <-asked; fault != nil {
			err = fault
		}
	}()
	guard.Go("asking the server", func() error { c.sendRequests(ctx, conn); return nil }, func(err error) {
		cancel() // a server that takes no requests counts as gone
		asked <- err
	})
	return c.read(lines, timed, emit)
}

// readHandshake reads the server's first line.
func (c *Client) readHandshake(lines *lineSource) error {
	line, err := lines.Next()
	if err != nil {
		return err
	}
	if b, ok := parseCloseNotice(line); ok {
		return refusal{b.Reason}
	}
	h, ok := parseHandshake(line)
	if !ok {
		return errNotAServer
	}
	if h.Version != wireVersion {
		return versionMismatch{h}
	}
	return nil
}

// read emits what the server sends. It holds back Health and Coverage until the whole
// floor has arrived: the floor sent to a new viewer is some seconds old, and newer
// Events follow it.
func (c *Client) read(lines *lineSource, timed *timeoutReader, emit func(model.Event)) error {
	var held *model.Event // newest Health and Coverage of a snapshot; nil outside one
	for {
		line, err := lines.Next()
		if err != nil {
			return err
		}
		if b, ok := parseCloseNotice(line); ok {
			return refusal{b.Reason}
		}
		if j, ok := parseSnapshotMark(line); ok {
			if held != nil && held.Rows() > 0 {
				emit(c.stamp(*held, time.Now()))
			}
			if held, timed.timeout = nil, c.silentTimeout; j.Begins {
				held, timed.timeout = &model.Event{}, c.readTimeout
			}
			continue
		}
		e, ok := feed.Decode(line)
		if !ok {
			continue
		}
		c.lost, c.connected = time.Time{}, true
		if held != nil {
			if holdBack(&e, held); e.Rows() == 0 {
				continue
			}
		}
		emit(c.stamp(e, time.Now()))
	}
}

// holdBack moves the Health and Coverage of e to held, which keeps the newest of each.
func holdBack(e, held *model.Event) {
	reading := model.Event{At: e.At, Health: e.Health, Coverage: e.Coverage}
	if reading.Coverage != nil {
		own := *reading.Coverage
		own.FillTimes(e.At)
		reading.Coverage = &own
	}
	e.Health, e.Coverage = nil, nil
	*held = held.Merge(reading)
}

// A timeoutReader fails if nothing arrives for timeout.
type timeoutReader struct {
	conn    net.Conn
	timeout time.Duration
}

func (r *timeoutReader) Read(p []byte) (int, error) {
	if err := r.conn.SetReadDeadline(time.Now().Add(r.timeout)); err != nil {
		return 0, err
	}
	return r.conn.Read(p)
}
