package serve

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net"
	"os"
	"sync"
	"time"

	"floorwatch/model"
	"floorwatch/poller/feed"
	"floorwatch/poller/guard"
)

const (
	maxViewers = 256
	// queueLimit limits the bytes queued for a viewer; one that is further behind gets the whole floor again,
	// which costs no more than merging.
	queueLimit = 8 << 20
	// writeTimeout is how long a viewer may take for a chunk before it is dropped.
	writeTimeout = 10 * time.Second
	// heartbeatEvery is how often an empty line is sent if there is nothing else to send.
	heartbeatEvery = 5 * time.Second
	// requestInterval is the minimum time between two requests of a viewer.
	requestInterval = 50 * time.Millisecond
	// coverageEvery is how often viewers learn that more of the floor is known.
	coverageEvery = 2 * time.Second
	// firstRequestTimeout is how long the server waits for a viewer to ask for blocks; older viewers do not ask.
	firstRequestTimeout = 100 * time.Millisecond
	// closeTimeout is how long a viewer may take to read why it was dropped.
	closeTimeout = 200 * time.Millisecond
)

// A Source is the whole floor for new viewers.
type Source interface {
	// Snapshot yields Events, each with its At, that together contain everything
	// known. It must include every Event passed to Publish before; those published
	// during the iteration may be missing. The server iterates on a separate
	// goroutine, for which Publish never waits.
	Snapshot() iter.Seq[model.Event]
}

// Calls are the handlers of viewers' requests. If one is nil, its requests are ignored.
// They are called from one goroutine per viewer and must not block.
type Calls struct {
	SetFocus  func(Peer, model.Key) // the viewer has this thread on the screen
	Refresh   func(Peer)
	Ack       func(Peer, model.Ack)         // At is by the server's clock, and By is empty
	Claim     func(Peer, model.Claim)       // like Ack
	LogAction func(Peer, model.AuditAction) // of a known kind
	Left      func(Peer)                    // disconnected; always the last call
}

// ServerOptions are the arguments of Listen.
type ServerOptions struct {
	Config Config
	Name   string // program and version, for the viewers' diagnostics
	Source Source
	Calls  Calls
	Log    *slog.Logger // nil discards
	Rows   int          // messages that Source holds; 0: the default of [keep] rows
}

// A Server sends Events to any number of viewers over a Unix socket. Each gets the whole
// floor first and then the changes. A slow one delays neither the others nor Publish.
type Server struct {
	opts     ServerOptions
	sock     *socket
	refusals refusals

	writeTimeout, heartbeatEvery, requestInterval time.Duration // the constants, except in tests
	queueLimit, snapshotSince, maxViewers         int

	writers  sync.WaitGroup // of snapshots
	stopping chan struct{}  // closed to end them

	mu          sync.Mutex // guards the fields below; never held during I/O or callbacks
	enc         feed.Encoder
	dedup       *feed.Deduper
	viewers     map[*viewer]struct{} // those that get published Events
	connections int                  // accepted and not ended
	lastID      uint64
	recent      *snapshot // nil if there is no recent one
}

// Listen creates the socket. The error says what is wrong with the configured path, or
// that another server uses it.
func Listen(o ServerOptions) (*Server, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	sock, err := listen(o.Config)
	if err != nil {
		return nil, fmt.Errorf("socket %s: %w", o.Config.Socket, err)
	}
	if sock.made != "" {
		o.Log.Info("created the folder of the socket", "dir", sock.made)
	}
	return &Server{
		opts: o, sock: sock,
		writeTimeout: writeTimeout, heartbeatEvery: heartbeatEvery, requestInterval: requestInterval,
		queueLimit: queueLimit, snapshotSince: snapshotSince, maxViewers: maxViewers,
		stopping: make(chan struct{}), dedup: feed.NewDeduper(o.Rows, 0, coverageEvery), viewers: map[*viewer]struct{}{},
	}, nil
}

// Close removes the socket. Call it only if Serve was not called, which removes it itself.
func (s *Server) Close() error { return s.sock.Close() }

// Serve handles connections until ctx is done, then tells the viewers that the server stops and
// removes the socket. Call it once.
func (s *Server) Serve(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	var viewers sync.WaitGroup
	defer s.sock.Close()
	defer s.writers.Wait()
	defer viewers.Wait()
	defer close(s.stopping)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { s.sock.UnixListener.Close() })
	defer stop()
	for {
		conn, err := s.sock.AcceptUnix()
		switch {
		case ctx.Err() != nil:
			if err == nil {
				conn.Close()
			}
			return nil
		case errors.Is(err, net.ErrClosed):
			return err
		case err != nil: // such as too many open files; viewers wait in the kernel meanwhile
			s.opts.Log.Warn("cannot accept a viewer", "err", err)
			sleep(ctx, 100*time.Millisecond)
		default:
			viewers.Add(1)
			guard.Go("attending a viewer", func() error { s.handle(ctx, conn); return nil }, func(fault error) {
				s.logPanic(fault)
				viewers.Done()
			})
		}
	}
}

// Publish sends an Event to all viewers, without what was published before, and does not wait for them. It is
// safe for concurrent use.
func (s *Server) Publish(e model.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if s.recent != nil && s.recent.isOver(now) {
		s.recent = nil
	}
	if len(s.viewers) == 0 && s.recent == nil {
		return
	}
	e, ok := s.dedup.Filter(e, now)
	if !ok {
		return
	}
	lines := s.enc.Lines(e)
	if s.recent != nil {
		s.recent.addPublished(lines)
	}
	for v := range s.viewers {
		v.enqueue(lines)
	}
}

// Resend sends the whole floor again to all viewers, for when Source has more than was published.
func (s *Server) Resend() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.recent = nil
	for v := range s.viewers {
		v.resend()
	}
}

// handle serves one connection until it ends.
func (s *Server) handle(ctx context.Context, conn *net.UnixConn) {
	v := &viewer{s: s, conn: conn, wake: make(chan struct{}, 1), firstRequest: make(chan struct{}), behind: true}
	defer conn.Close()
	if err := s.authorize(v); err != nil {
		v.sendClose(err)
		s.refusals.log(s.opts.Log, v.peer, err, time.Now())
		return
	}
	s.opts.Log.Info("viewer joins", "uid", v.peer.UID, "pid", v.peer.PID)
	defer s.remove(v)
	err := v.run(ctx)
	s.opts.Log.Info("viewer leaves", "uid", v.peer.UID, "pid", v.peer.PID, "why", err)
}

// authorize returns why a connection is refused; nil if it is accepted.
func (s *Server) authorize(v *viewer) error {
	cred, err := peerOf(v.conn)
	if err != nil {
		return fmt.Errorf("the user who connects is unknown: %w", err)
	}
	v.peer = Peer{UID: cred.uid, PID: cred.pid}
	if !cred.mayConnect(os.Geteuid(), s.sock.group, userGroups) {
		if s.opts.Config.Group == "" {
			return errors.New("this server is for its own user only; its configuration names no group")
		}
		return fmt.Errorf("you are not in the group %s", s.opts.Config.Group)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.connections >= s.maxViewers {
		return fmt.Errorf("there are %d viewers already, the most allowed: close one first", s.connections)
	}
	s.connections++
	s.lastID++
	v.peer.ID = s.lastID
	return nil
}

func (s *Server) remove(v *viewer) {
	s.mu.Lock()
	delete(s.viewers, v)
	s.connections--
	s.mu.Unlock()
	if s.opts.Calls.Left != nil {
		s.opts.Calls.Left(v.peer)
	}
}

// logPanic logs the panic that ended a viewer's goroutine, which also calls functions of ServerOptions. The other
// viewers are not affected.
func (s *Server) logPanic(fault error) {
	if fault != nil {
		s.opts.Log.Error("a viewer is dropped", "err", fault)
	}
}

// sleep waits for d, or returns false as soon as ctx is done.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
