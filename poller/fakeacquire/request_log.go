package fakeacquire

import (
	"slices"
	"strings"
	"time"
)

const (
	keptRequests   = 1000
	keptComplaints = 100
)

// A Request is a logged request. The token is masked in it.
type Request struct {
	At       time.Time // by the server's clock
	Endpoint Endpoint
	Form     map[string]string // for the agents list the fields of the JSON
	Problem  string            // what was wrong with it; empty if it was as documented
}

// A requestLog keeps the last requests and the first complaints.
type requestLog struct {
	ring       []Request
	next       int
	counts     map[Endpoint]int
	complaints []string
}

// logRequest stores a request with the token masked wherever it occurs. The caller holds s.Mu.
func (s *Server) logRequest(c call) {
	l := &s.log
	if documented(c.endpoint) != nil {
		if l.counts == nil {
			l.counts = map[Endpoint]int{}
		}
		l.counts[c.endpoint]++
	}
	q := Request{
		At:       s.Clock(),
		Endpoint: Endpoint(s.mask(string(c.endpoint))),
		Form:     make(map[string]string, len(c.form)),
	}
	for name, value := range c.form {
		q.Form[s.mask(name)] = s.mask(value)
	}
	if c.problem != nil {
		q.Problem = c.problem.text
	}
	if len(l.ring) < keptRequests {
		l.ring = append(l.ring, q)
		return
	}
	l.ring[l.next] = q
	l.next = (l.next + 1) % keptRequests
}

func (l *requestLog) complain(text string) {
	if len(l.complaints) < keptComplaints {
		l.complaints = append(l.complaints, text)
	}
}

// mask replaces the token in a text. The caller holds s.Mu.
func (s *Server) mask(text string) string {
	if s.token == "" {
		return text
	}
	return strings.ReplaceAll(text, s.token, "[token]")
}

// Requests returns the last 1000 requests, oldest first.
func (s *Server) Requests() []Request {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	return slices.Concat(s.log.ring[s.log.next:], s.log.ring[:s.log.next])
}

// Count returns the number of requests to an endpoint since the start.
func (s *Server) Count(e Endpoint) int {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	return s.log.counts[e]
}

// Complaints returns how requests deviated from the documentation, oldest first, at most 100. Tests of a client
// assert that there are none.
func (s *Server) Complaints() []string {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	return slices.Clone(s.log.complaints)
}
