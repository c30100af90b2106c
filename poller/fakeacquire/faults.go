package fakeacquire

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"floorwatch/model"
)

// A Kind is what goes wrong.
type Kind uint8

// The kinds of faults. Kinds from KindTruncated on spoil the right answer, the
// ones before it stand in for it.
const (
	KindStatus       Kind = iota // an HTTP status, with its Location or Retry-After
	KindHTML                     // a portal's page with status 200
	KindErrorText                // success false, error a string
	KindErrorObject              // success false, error an object
	KindErrorList                // success false, error null and a JSON:API list of errors
	KindEmpty                    // status 200 and no body
	KindNested                   // 20,000 brackets
	KindBomb                     // 102 KB of gzip that become 100 MiB
	KindFlood                    // 100,000 messages
	KindStallHeader              // nothing comes until the client gives up
	KindReset                    // the connection is reset
	KindTruncated                // the JSON ends in the middle
	KindTrailing                 // something follows the JSON
	KindWrongCharset             // called HTML in ISO 8859-1
	KindMalformed                // one row in N cannot be read
	KindSlow                     // one byte at a time
	KindStallBody                // half of it, then nothing until the client gives up
	KindCut                      // half of it, then the connection ends
	KindNoDate                   // without a Date header
)

// A Fault is one thing that goes wrong with an answer.
type Fault struct {
	Kind       Kind
	Status     int           // of KindStatus
	RetryAfter string        // of KindStatus: the header's text, whatever it is
	Location   string        // of KindStatus
	Text       string        // of the error kinds
	N          int           // of KindMalformed: one row in N; of KindFlood: messages, 100,000 where 0
	Every      time.Duration // of KindSlow: between two bytes; 100 ms where 0
}

// Status is an answer with an HTTP status and no use.
func Status(code int) Fault { return Fault{Kind: KindStatus, Status: code} }

// RetryAfter is a status with a Retry-After header.
func RetryAfter(code int, after string) Fault {
	return Fault{Kind: KindStatus, Status: code, RetryAfter: after}
}

// Redirect sends the client elsewhere.
func Redirect(code int, location string) Fault {
	return Fault{Kind: KindStatus, Status: code, Location: location}
}

var kindNames = [...]string{"status", "html", "error text", "error object", "error list", "empty", "nested", "bomb", "flood",
	"stall before the header", "reset", "truncated", "trailing junk", "wrong charset", "malformed rows", "slow body",
	"stall in the body", "cut off", "no date"}

// String names the fault, for the names of tests and for --demo.
func (f Fault) String() string {
	name := kindNames[f.Kind]
	if f.Status != 0 {
		name = fmt.Sprintf("%s %d", name, f.Status)
	}
	if f.RetryAfter != "" {
		name += ", retry after " + f.RetryAfter
	}
	return name
}

// A FaultFilter narrows a fault down; zero fields match everything.
type FaultFilter struct {
	Endpoint Endpoint
	Visitor  model.VisitorID
	Thread   model.ThreadID
}

// An activeFault is a fault that is due.
type activeFault struct {
	fault Fault
	where FaultFilter
	left  int // answers; negative: until Heal
}

// FailNext spoils the next n answers.
func (s *Server) FailNext(n int, f Fault) { s.FailAt(FaultFilter{}, n, f) }

// Fail spoils every answer until Heal.
func (s *Server) Fail(f Fault) { s.FailAt(FaultFilter{}, -1, f) }

// FailAt spoils the next n answers that where matches; with a negative n all
// until Heal. Of several rules that match, the latest holds.
func (s *Server) FailAt(where FaultFilter, n int, f Fault) {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	if n != 0 {
		s.faults = append(s.faults, &activeFault{f, where, n})
	}
}

// StartFault lets every answer go wrong from now on, until end is called. The caller
// holds the account's lock, both now and then.
func (s *Server) StartFault(f Fault) (end func()) {
	r := &activeFault{fault: f, left: -1}
	s.faults = append(s.faults, r)
	return func() { s.faults = slices.DeleteFunc(s.faults, func(o *activeFault) bool { return o == r }) }
}

// Heal ends all faults.
func (s *Server) Heal() {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	s.faults = nil
}

// FaultCount returns how many answers a fault has spoiled since the start.
func (s *Server) FaultCount() int {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	return s.spoiled
}

// NextFault returns the fault that the next answer would have, whatever it is asked for.
func (s *Server) NextFault() (f Fault, ok bool) {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	i := s.matchingFault(call{})
	if i < 0 {
		return Fault{}, false
	}
	return s.faults[i].fault, true
}

// takeFault takes the fault that is due for a call. The caller holds the lock.
func (s *Server) takeFault(c call) (Fault, bool) {
	i := s.matchingFault(c)
	if i < 0 {
		return Fault{}, false
	}
	r := s.faults[i]
	s.spoiled++
	if r.left--; r.left == 0 {
		s.faults = append(s.faults[:i], s.faults[i+1:]...)
	}
	return r.fault, true
}

// matchingFault returns which fault a call meets, the latest that matches, or -1. The caller holds the lock.
func (s *Server) matchingFault(c call) int {
	for i := len(s.faults) - 1; i >= 0; i-- {
		if s.faults[i].where.matches(c) {
			return i
		}
	}
	return -1
}

func (w FaultFilter) matches(c call) bool {
	return (w.Endpoint == "" || w.Endpoint == c.endpoint) &&
		(w.Visitor == 0 || w.Visitor == c.visitor) &&
		(w.Thread == 0 || w.Thread == c.thread)
}

// serveFault answers a call in the wrong way.
func (s *Server) serveFault(w http.ResponseWriter, r *http.Request, c call, f Fault) {
	switch f.Kind {
	case KindStatus:
		f.serveStatus(w)
	case KindHTML:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		send(w, http.StatusOK, []byte(portal))
	case KindErrorText, KindErrorObject, KindErrorList:
		send(w, http.StatusOK, f.errorBody())
	case KindEmpty:
		send(w, http.StatusOK, nil)
	case KindNested:
		send(w, http.StatusOK, nested())
	case KindBomb:
		serveBomb(w)
	case KindFlood:
		send(w, http.StatusOK, s.flood(c, f.N)) // whatever was asked for
	case KindStallHeader:
		s.stall(r)
	case KindReset:
		reset(w)
	case KindMalformed:
		status, body := s.answer(c, max(1, f.N))
		send(w, status, body)
	default:
		status, body := s.answer(c, 0)
		s.serveSpoiled(w, r, f, status, body)
	}
}

// serveSpoiled sends the right answer in a wrong way.
func (s *Server) serveSpoiled(w http.ResponseWriter, r *http.Request, f Fault, status int, body []byte) {
	switch f.Kind {
	case KindTruncated:
		send(w, status, body[:len(body)*2/3])
	case KindTrailing:
		send(w, status, append(body, "\n<!-- cached by proxy -->"...))
	case KindWrongCharset:
		w.Header().Set("Content-Type", "text/html; charset=ISO-8859-1")
		send(w, status, body)
	case KindSlow:
		s.drip(w, r, status, body, f.Every)
	case KindStallBody:
		sendHalf(w, status, body)
		s.stall(r)
	case KindCut:
		sendHalf(w, status, body)
		panic(http.ErrAbortHandler)
	case KindNoDate:
		w.Header()["Date"] = nil // net/http then sends none
		send(w, status, body)
	default:
		send(w, status, body)
	}
}

// AllFaults returns one fault of every sort, in the order in which a floor plays
// them: what an operator can meet, and what only a test would think of.
func AllFaults() []Fault {
	return []Fault{
		Status(503),
		RetryAfter(429, "4"),
		{Kind: KindStallHeader},
		{Kind: KindHTML},
		{Kind: KindErrorText, Text: "Something went wrong, please try again."},
		{Kind: KindMalformed, N: 5},
		{Kind: KindReset},
		Status(401),
		Status(500),
		{Kind: KindTruncated},
		Redirect(302, "https://login.example.com/"),
		{Kind: KindErrorObject, Text: "The account is \x1b[31mlocked\x1b[0m."},
		{Kind: KindSlow},
		{Kind: KindWrongCharset},
		RetryAfter(503, "Wed, 21 Oct 2015 07:28:00 GMT"),
		{Kind: KindErrorList, Text: "Too many parameters."},
		{Kind: KindEmpty},
		{Kind: KindBomb},
		{Kind: KindTrailing},
		{Kind: KindStallBody},
		Status(403),
		{Kind: KindNested},
		RetryAfter(429, "soon"),
		{Kind: KindCut},
		{Kind: KindFlood},
		{Kind: KindNoDate},
	}
}
