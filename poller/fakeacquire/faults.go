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

// Kinds of faults. Those from KindTruncated on corrupt the right answer, the ones before replace it.
const (
	KindStatus       Kind = iota // an HTTP status, with its Location or Retry-After
	KindHTML                     // a captive portal's page with status 200
	KindErrorText                // success false, error is a string
	KindErrorObject              // success false, error is an object
	KindErrorList                // success false, error null and a JSON:API list of errors
	KindEmpty                    // status 200 without a body
	KindNoList                   // success without the list that was asked for
	KindNested                   // 20,000 brackets
	KindBomb                     // 102 KB of gzip that expand to 100 MiB
	KindFlood                    // 100,000 messages
	KindStallHeader              // nothing comes until the client gives up
	KindReset                    // the connection is reset
	KindTruncated                // the JSON ends in the middle
	KindTrailing                 // the JSON is followed by something else
	KindWrongCharset             // with the content type of HTML in ISO 8859-1
	KindMalformed                // one row in N is unreadable
	KindSlow                     // one byte at a time
	KindStallBody                // half of it, then nothing until the client gives up
	KindCut                      // half of it, then the connection ends
	KindNoDate                   // without a Date header
)

// A Fault is one thing that goes wrong with an answer.
type Fault struct {
	Kind       Kind
	Status     int           // for KindStatus
	RetryAfter string        // for KindStatus: the text of the header, valid or not
	Location   string        // for KindStatus
	Text       string        // for the error kinds
	N          int           // for KindMalformed: one row in N; for KindFlood: messages, 0 means 100,000
	Every      time.Duration // for KindSlow: between two bytes, 0 means 100 ms
}

// Status returns a Fault that answers with an HTTP status and without data.
func Status(code int) Fault { return Fault{Kind: KindStatus, Status: code} }

// RetryAfter returns a Fault that answers with a status and a Retry-After header.
func RetryAfter(code int, after string) Fault {
	return Fault{Kind: KindStatus, Status: code, RetryAfter: after}
}

// Redirect returns a Fault that redirects the client.
func Redirect(code int, location string) Fault {
	return Fault{Kind: KindStatus, Status: code, Location: location}
}

var kindNames = [...]string{"status", "html", "error text", "error object", "error list", "empty", "no list", "nested", "bomb", "flood",
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

// A FaultFilter restricts a fault to some calls; zero fields match everything.
type FaultFilter struct {
	Endpoint Endpoint
	Visitor  model.VisitorID
	Thread   model.ThreadID
}

// An activeFault is a fault that has been set.
type activeFault struct {
	fault Fault
	where FaultFilter
	left  int // remaining answers; negative: until Heal
}

// FailNext makes the next n answers fail.
func (s *Server) FailNext(n int, f Fault) { s.FailAt(FaultFilter{}, n, f) }

// Fail makes every answer fail until Heal.
func (s *Server) Fail(f Fault) { s.FailAt(FaultFilter{}, -1, f) }

// FailAt makes the next n answers fail that where matches; with a negative n all until Heal. If several faults
// match, the latest applies.
func (s *Server) FailAt(where FaultFilter, n int, f Fault) {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	if n != 0 {
		s.faults = append(s.faults, &activeFault{f, where, n})
	}
}

// StartFault makes every answer fail until end is called. The caller holds the account's lock, in both calls.
func (s *Server) StartFault(f Fault) (end func()) {
	r := &activeFault{fault: f, left: -1}
	s.faults = append(s.faults, r)
	return func() { s.faults = slices.DeleteFunc(s.faults, func(o *activeFault) bool { return o == r }) }
}

// Heal ends all faults, started and planned ones.
func (s *Server) Heal() {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	s.faults = nil
}

// FaultCount returns how many answers have failed since the start.
func (s *Server) FaultCount() int {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	return s.spoiled
}

// NextFault returns the fault that the next answer would have, whatever is requested.
func (s *Server) NextFault() (f Fault, ok bool) {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	i := s.matchingFault(call{})
	if i < 0 {
		return Fault{}, false
	}
	return s.faults[i].fault, true
}

// takeFault returns the fault for a call and counts it. The caller holds the lock.
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

// matchingFault returns the index of the latest fault that matches a call, or -1. The caller holds the lock.
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

// serveFault answers a call with a fault.
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
	case KindNoList:
		send(w, http.StatusOK, []byte(`{"success":true,"error":null,"data":"OK"}`))
	case KindNested:
		send(w, http.StatusOK, nested())
	case KindBomb:
		serveBomb(w)
	case KindFlood:
		send(w, http.StatusOK, s.flood(c, f.N)) // whatever was requested
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

// serveSpoiled sends the right answer, corrupted.
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

// AllFaults returns one fault of every sort, in the order in which --faults uses them: those that an operator may
// see, and those that only a test would think of.
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
		{Kind: KindNoList},
	}
}
