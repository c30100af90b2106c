package fakeacquire

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
)

// maxRequest limits the body that is read; a real request has a few hundred bytes.
const maxRequest = 1 << 20

// A call is a request after its checks.
type call struct {
	endpoint Endpoint
	form     form
	offset   int // of the zone header, in seconds east of UTC
	visitor  model.VisitorID
	thread   model.ThreadID
	problem  *errorAnswer // what is wrong with the request; nil if it is as documented
}

// An errorAnswer is the answer to an invalid request.
type errorAnswer struct {
	status int
	text   string
}

// ServeHTTP answers one request of Acquire's v1 API.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxRequest))
	if err != nil {
		return // the client went away while it was sending
	}
	s.Mu.Lock()
	c := s.check(r, body)
	s.logRequest(c)
	fault, faulty := s.takeFault(c)
	delay := s.delay
	s.Mu.Unlock()

	if !pause(r.Context(), s.gone, delay) {
		panic(http.ErrAbortHandler)
	}
	s.Mu.Lock()
	date := s.Clock()
	packed := s.dialect.Gzip
	s.Mu.Unlock()
	w.Header().Set("Date", date.UTC().Format(http.TimeFormat))
	if faulty {
		s.serveFault(w, r, c, fault)
		return
	}
	status, answer := s.answer(c, 0)
	if packed && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		answer = pack(answer)
	}
	send(w, status, answer)
}

// answer returns the answer to a call as of now. With bad > 0 one row in that many is malformed.
func (s *Server) answer(c call, bad int) (status int, body []byte) {
	if c.problem != nil {
		return c.problem.status, failure(c.problem.text)
	}
	s.Mu.Lock()
	defer s.Mu.Unlock()
	e := encoder{b: make([]byte, 0, 8<<10), d: s.dialect, zone: time.UTC, now: s.Clock().Unix(), bad: bad}
	if s.dialect.TimesShifted {
		e.zone = time.FixedZone("", c.offset)
	}
	switch c.endpoint {
	case EndpointMessage:
		e.messages(&s.Records, c)
	case EndpointThread:
		e.threads(&s.Records, c)
	case EndpointProfiles:
		e.profiles(&s.Records, c)
	case EndpointAgents:
		e.agents(&s.Records, c)
	case EndpointChats:
		e.chatTotals(&s.Records, c)
	case EndpointTeam:
		e.teamTotals(&s.Records, c)
	}
	return http.StatusOK, e.b
}

// send writes a whole answer.
func send(w http.ResponseWriter, status int, body []byte) {
	h := w.Header()
	if h.Get("Content-Type") == "" {
		h.Set("Content-Type", "application/json; charset=utf-8")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) // on an error the client has gone
}

// failure returns the body of a failed answer. The documentation shows none.
func failure(text string) []byte {
	var b bytes.Buffer
	b.WriteString(`{"success":false,"error":`)
	b.Write(appendString(nil, text, false))
	b.WriteString(`,"data":[]}`)
	return b.Bytes()
}
