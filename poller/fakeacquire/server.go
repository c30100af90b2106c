// Package fakeacquire implements Acquire's v1 API in memory, over HTTP or without a network. Tests fill the
// account (Say, Reply, MarkSeen), choose an interpretation of the undocumented parts of the API (Dialect) and what
// goes wrong (Fault); package floor simulates a busy floor on it for --demo.
//
// It is written from the published API and imports nothing of our client, which is tested against it: only its
// account, model and guard, and no test package, because it is part of the shipped program.
package fakeacquire

import (
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"floorwatch/poller/fakeacquire/account"
	"floorwatch/poller/guard"
)

// An Endpoint is a path of Acquire's API, without the server's prefix.
type Endpoint string

// The endpoints that are served.
const (
	EndpointMessage  Endpoint = "/api/profile/lead/message"              // messages of a visitor's thread
	EndpointThread   Endpoint = "/api/profile/message/thread"            // threads of a visitor
	EndpointProfiles Endpoint = "/api/profile/lead/list"                 // visitors, page by page
	EndpointAgents   Endpoint = "/api/account/agents"                    // agents, page by page
	EndpointChats    Endpoint = "/api/analytics/general/chat-statistics" // totals of the account's chats
	EndpointTeam     Endpoint = "/api/analytics/agent/overview"          // totals of each agent
)

// Options configure a Server. The zero value is usable.
type Options struct {
	Token   string           // expected in the Authorization header; empty: "test-token"
	Now     func() time.Time // the clock; nil: time.Now
	Prefix  string           // a base path before /api, which detects clients that drop it
	Dialect Dialect          // interpretation of the undocumented parts
}

// A Server is an Acquire account in memory with its HTTP handler. All methods are safe for concurrent use; the
// account's lock also guards the Server's own state.
type Server struct {
	*account.Account
	prefix string
	gone   chan struct{} // closed by Close: ends answers that stall

	token     string
	dialect   Dialect
	delay     time.Duration // before every answer
	faults    []*activeFault
	spoiled   int // number of failed answers
	log       requestLog
	closeOnce sync.Once
	listeners []*http.Server
	serving   sync.WaitGroup // goroutines of Listen
}

// NewServer returns a Server with an empty account.
func NewServer(o Options) *Server {
	if o.Token == "" {
		o.Token = "test-token"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Server{
		Account: account.New(o.Now),
		prefix:  o.Prefix,
		gone:    make(chan struct{}),
		token:   o.Token,
		dialect: o.Dialect,
	}
}

// Close ends stalled answers and what Listen started. It may be called more than once.
func (s *Server) Close() {
	s.closeOnce.Do(func() { close(s.gone) })
	s.Mu.Lock()
	listeners := s.listeners
	s.listeners = nil
	s.Mu.Unlock()
	for _, l := range listeners {
		_ = l.Close() // nothing can be done about it
	}
	s.serving.Wait()
}

// Listen serves on a free port of the loopback interface until Close and returns the address for the client,
// including the prefix.
func (s *Server) Listen() (url string, err error) { return s.ListenOn(0) }

// ListenOn is Listen on a given port; 0: a free one.
func (s *Server) ListenOn(port int) (url string, err error) {
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return "", err
	}
	srv := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	s.Mu.Lock()
	s.listeners = append(s.listeners, srv)
	s.Mu.Unlock()
	s.serving.Add(1)
	// Ends with Close. net/http guards the handlers, which run on its goroutines.
	guard.Go("listening", func() error { return srv.Serve(l) }, func(error) { s.serving.Done() })
	return "http://" + l.Addr().String() + s.prefix, nil
}

// SetDialect changes the interpretation of the API; the floor stays.
func (s *Server) SetDialect(d Dialect) {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	s.dialect = d
}

// SetToken changes the valid token. The old one is answered with 401.
func (s *Server) SetToken(token string) {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	s.token = token
}

// Delay delays every answer by d from now on.
func (s *Server) Delay(d time.Duration) {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	s.delay = d
}
