// Package fakeacquire is an Acquire in memory: a scripted floor that speaks
// Acquire's v1 API over HTTP. Tests tell it a story (Say, Reply, MarkSeen),
// choose how it reads the undocumented parts of the API (Dialect) and what goes
// wrong (Fault); --demo fills it with a lively floor (Floor).
//
// It is written from the published API and knows nothing of our client. It
// imports no test package, for it is part of the shipped program.
package fakeacquire

import (
	"net"
	"net/http"
	"sync"
	"time"

	"floorwatch/poller/guard"
)

// An Endpoint is a path of Acquire's API, without the server's prefix.
type Endpoint string

// The endpoints that are served.
const (
	EndpointMessage  Endpoint = "/api/profile/lead/message"
	EndpointThread   Endpoint = "/api/profile/message/thread"
	EndpointProfiles Endpoint = "/api/profile/lead/list"
	EndpointAgents   Endpoint = "/api/account/agents"
	EndpointChats    Endpoint = "/api/analytics/general/chat-statistics"
	EndpointTeam     Endpoint = "/api/analytics/agent/overview"
)

// Options are what a Server starts with. The zero value is usable.
type Options struct {
	Token   string           // what the Authorization header must bear; "test-token" where empty
	Now     func() time.Time // the clock; time.Now where nil
	Prefix  string           // a base path in front of /api, so that a client that drops it is found out
	Dialect Dialect          // how the undocumented parts are read
}

// A Server is an Acquire account in memory and its HTTP handler. All methods
// are safe for concurrent use. A story method that is given an id which does
// not exist panics: the story is wrong.
type Server struct {
	now    func() time.Time
	prefix string
	gone   chan struct{} // closed by Close: ends answers that stall

	mu        sync.Mutex
	token     string
	dialect   Dialect
	step      time.Duration // the server's clock less ours
	delay     time.Duration // before every answer
	faults    []*rule
	spoiled   int // answers that a fault has spoiled
	world     world
	log       requestLog
	closeOnce sync.Once
	listeners []*http.Server
	serving   sync.WaitGroup // what Listen started
}

// NewServer returns an empty account.
func NewServer(o Options) *Server {
	if o.Token == "" {
		o.Token = "test-token"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Server{
		now:     o.Now,
		prefix:  o.Prefix,
		gone:    make(chan struct{}),
		token:   o.Token,
		dialect: o.Dialect,
		world:   newWorld(),
	}
}

// Close ends every answer that stalls, and what Listen started. It may be
// called more than once.
func (s *Server) Close() {
	s.closeOnce.Do(func() { close(s.gone) })
	s.mu.Lock()
	listeners := s.listeners
	s.listeners = nil
	s.mu.Unlock()
	for _, l := range listeners {
		_ = l.Close() // nothing is left to be done about it
	}
	s.serving.Wait()
}

// Listen serves on a free port of the loopback interface until Close and
// returns the address for the client, prefix included.
func (s *Server) Listen() (url string, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	srv := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	s.mu.Lock()
	s.listeners = append(s.listeners, srv)
	s.mu.Unlock()
	s.serving.Add(1)
	// Ends with Close. net/http guards the handlers, which run on its goroutines.
	guard.Go("listening", func() error { return srv.Serve(l) }, func(error) { s.serving.Done() })
	return "http://" + l.Addr().String() + s.prefix, nil
}

// SetDialect changes how the API is read from now on; the floor stays.
func (s *Server) SetDialect(d Dialect) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dialect = d
}

// SetToken makes another token the valid one. The old one is answered with 401.
func (s *Server) SetToken(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token = token
}

// StepClock moves the server's clock by d: the Date header, and the times of
// all that is written from now on. Steps add up.
func (s *Server) StepClock(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.step += d
}

// Delay makes every answer from now on take d.
func (s *Server) Delay(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.delay = d
}

// clock is the server's own time. The caller holds s.mu.
func (s *Server) clock() time.Time { return s.now().Add(s.step) }
