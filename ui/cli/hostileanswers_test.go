package cli

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/poller/fakeacquire"
)

// A hostileAnswer is an input of the table of fields that is a whole answer:
// what every question is answered with for a while.
type hostileAnswer struct {
	number string
	body   func(visitor model.VisitorID, chat model.ChatID) string
	fault  fakeacquire.Fault // in place of body
	all    bool              // of every question, not only those about messages
	status int               // 200 where 0
	header string            // Content-Type, JSON where empty
	want   []string          // what stands on the screen then
}

func hostileAnswers() []hostileAnswer {
	text := func(body string) func(model.VisitorID, model.ChatID) string {
		return func(model.VisitorID, model.ChatID) string { return body }
	}
	says := func(envelope, words string) func(model.VisitorID, model.ChatID) string {
		return func(visitor model.VisitorID, chat model.ChatID) string {
			row := fmt.Sprintf(`{"id":%d,"chat_id":%d,"sender_type":"visitor","sender_id":%d,"type":"message","message":%q,"date_created":"%s","seen":"","vd_id":%d}`,
				8_000_000+len(words)*1000+len(envelope), chat, visitor, words, ago(20), visitor)
			return fmt.Sprintf(envelope, row)
		}
	}
	const calm, drift = "● LIVE", "DRIFT: answers in another form"
	list := []hostileAnswer{
		{number: "J6", body: says(`{"success":"true","data":{"messages":[%s]}}`, "truth as text"), want: []string{calm, drift, "truth as text"}},
		{number: "J6", body: says(`{"success":1,"data":{"messages":[%s]}}`, "truth as a number"), want: []string{calm, drift, "truth as a number"}},
		{number: "J6", body: says(`{"data":{"messages":[%s]}}`, "no word about truth"), want: []string{calm, drift, "no word about truth"}},
		{number: "J7", all: true, body: text(`{"success":false,"error":"\u001b[2Jbad token\u0007"}`), want: []string{"API ERROR", "answered the message request with an error"}},
		{number: "J16", body: says(`{"success":true,"data":{"messages":[%s]}}trailing`, "before junk"), want: []string{"RETRYING"}},
		{number: "J16", body: says("\ufeff"+`{"success":true,"data":{"messages":[%s]}}`, "behind a byte order mark"), want: []string{calm, "behind a byte order mark"}},
		{number: "J17", body: text(`{"success":true,"data":{"mess`), want: []string{"RETRYING"}},
		{number: "J17", body: text(""), want: []string{"RETRYING"}},
		{number: "J17", body: text(""), status: http.StatusNoContent, want: []string{"RETRYING"}},
		{number: "J18", body: text("<html><title>\x1b]0;Log in\a</title>"), header: "text/html", want: []string{"PORTAL?"}},
		{number: "J19", body: text(strings.Repeat("[", 20000)), want: []string{"RETRYING"}},
		{number: "J20", all: true, fault: fakeacquire.Fault{Kind: fakeacquire.KindBomb}, want: []string{"API ERROR"}},
		{number: "J24", body: says(`{"success":true,"data":{"messages":[%s]}}`, "called a web page"), header: "text/html; charset=iso-8859-1", want: []string{calm, drift, "called a web page"}},
		{number: "J21", body: flood, want: []string{calm, fmt.Sprint("line ", floodRows()-1)}},
	}
	for _, body := range []string{`{"success":true,"data":{"messages":null}}`, `{"success":true,"data":{"messages":{}}}`, `{"success":true,"data":{}}`,
		`{"success":true,"data":null}`, `{"success":true,"data":[]}`} {
		list = append(list, hostileAnswer{number: "J5", body: text(body), want: []string{calm, "Where is my parcel?"}})
	}
	return list
}

// floodRows is how many messages flood is: more than are kept of an answer, and with FLOORWATCH_LONG 100,000.
func floodRows() int {
	if long() {
		return 100_000
	}
	return 10_500
}

// flood is an answer of more messages than a chat has.
func flood(visitor model.VisitorID, chat model.ChatID) string {
	var b strings.Builder
	b.WriteString(`{"success":true,"data":{"messages":[`)
	n := floodRows()
	from := time.Now().Unix() - int64(n)
	for i := range n {
		fmt.Fprintf(&b, `{"id":%d,"chat_id":%d,"vd_id":%d,"sender_type":"visitor","type":"message","seen":"","message":"line %d","date_created":%d},`, 9_000_000+i, chat, visitor, i, from+int64(i))
	}
	return strings.TrimSuffix(b.String(), ",") + `]}}`
}

// A hostileServer gives an answer of its own to every question about messages.
type hostileServer struct {
	*fakeacquire.Server

	mu     sync.Mutex
	answer *hostileAnswer
	body   string
	given  int
}

func (h *hostileServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	in, body := h.answer, h.body
	if in != nil && (in.all || strings.HasSuffix(r.URL.Path, string(fakeacquire.EndpointMessage))) {
		h.given++
	} else {
		in = nil
	}
	h.mu.Unlock()
	if in == nil || in.body == nil {
		h.Server.ServeHTTP(w, r)
		return
	}
	kind, status := in.header, in.status
	if kind == "" {
		kind = "application/json; charset=utf-8"
	}
	if status == 0 {
		status = http.StatusOK
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body) // an error means that the client has gone
}

// set begins an answer, or with nil ends it.
func (h *hostileServer) set(in *hostileAnswer, body string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answer, h.body, h.given = in, body, 0
}

func (h *hostileServer) asked() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.given
}

// TestHostileAnswersOnTheRealScreen gives every hostile answer to the whole
// program: it says what is wrong, all of ours stays where it is, and it goes on.
func TestHostileAnswersOnTheRealScreen(t *testing.T) {
	t.Parallel()
	for _, in := range hostileAnswers() {
		t.Run(in.number, func(t *testing.T) {
			t.Parallel()
			server := &hostileServer{Server: fakeacquire.NewServer(fakeacquire.Options{Token: testToken})}
			listener := httptest.NewServer(server)
			t.Cleanup(listener.Close)
			t.Cleanup(server.Close)
			visitor, _, chat := server.Visit("Ana Lima")
			server.Say(chat, "Where is my parcel?")
			s := startSession(t, hostileWidth, hostileHeight, nil, "--config", writeTestConfig(t, listener.URL, testToken))
			s.waitFor("● LIVE", "Where is my parcel?")
			body := ""
			if in.body != nil {
				body = in.body(visitor, chat)
			} else {
				server.Fail(in.fault)
			}
			server.set(&in, body)
			var wrong string
			pressed := -1
			s.waitUntilSaid(&wrong, func(screen string) bool {
				wrong = s.grid().moved()
				for _, want := range in.want {
					if !strings.Contains(screen, want) {
						wrong = fmt.Sprintf("%q is missing", want)
					}
				}
				if n := server.asked(); n < 3 {
					wrong = "it was not asked three times"
					if n != pressed { // it need not wait until it is tried again
						pressed = n
						s.press("r")
					}
				}
				return wrong == ""
			})
			server.set(nil, "")
			server.Heal()
			server.Say(chat, "Still here?")
			s.press("r")
			s.waitFor("LIVE", "Still here?")
			s.press("q")
			if status := s.wait(); status != exitOK {
				t.Errorf("exit status %d, want %d; stderr: %s", status, exitOK, s.stderr)
			}
			s.checkRestored()
			checkOnlyOurs(t, []byte(s.all()))
		})
	}
}
