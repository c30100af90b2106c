package floor

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"floorwatch/poller/fakeacquire"
)

const teamsToday = "timezone=Europe%2FLondon&date_start=2026-03-02+00:00:00&date_end=2026-03-02+23:59:59&filter_type=today"

// floorRequest is a request as the documentation has it.
func floorRequest(t testing.TB, e fakeacquire.Endpoint, body string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://acquire.test"+string(e), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	kind := "application/x-www-form-urlencoded"
	if e == fakeacquire.EndpointAgents {
		kind = "application/json"
	}
	r.Header = http.Header{"Authorization": {"Bearer test-token"}, "Content-Type": {kind}, "Zone": {`{"timezone":"UTC","offset":"+00:00"}`}}
	return r
}

// askFloor asks the floor's server and returns the whole answer.
func askFloor(t testing.TB, s *fakeacquire.Server, e fakeacquire.Endpoint, body string) (status int, answer []byte) {
	t.Helper()
	res, err := s.Transport().RoundTrip(floorRequest(t, e, body))
	if err != nil {
		t.Fatalf("%s %s: %v", e, body, err)
	}
	defer res.Body.Close()
	if answer, err = io.ReadAll(res.Body); err != nil {
		t.Fatalf("%s %s: %v", e, body, err)
	}
	return res.StatusCode, answer
}

// rowsOfFloor counts the rows of an answer, which must be JSON.
func rowsOfFloor(t testing.TB, s *fakeacquire.Server, e fakeacquire.Endpoint, form string) int {
	t.Helper()
	_, body := askFloor(t, s, e, form)
	var answer struct {
		Data struct{ Messages, Data, Rows []map[string]json.RawMessage }
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return len(answer.Data.Messages) + len(answer.Data.Data) + len(answer.Data.Rows)
}

// TestFloorSpeaksEveryDialect asks a lively floor under every dialect: valid
// JSON, rows in every list, and no complaint.
func TestFloorSpeaksEveryDialect(t *testing.T) {
	_, s, _ := openFloor(1, 5, 30)
	visitor := s.Records.List(true)[3]
	c := visitor.Chats[len(visitor.Chats)-1]
	form := fmt.Sprintf("thread_id=%d&visitor_id=%d&last_chat_id=%d&key=", c.Thread.ID, visitor.ID, c.ID-1)
	for _, d := range fakeacquire.Dialects() {
		s.SetDialect(d)
		for e, body := range map[fakeacquire.Endpoint]string{fakeacquire.EndpointMessage: form, fakeacquire.EndpointProfiles: "limit=50&page=1",
			fakeacquire.EndpointThread: fmt.Sprintf("visitor_id=%d&limit=50&page=1&lead_id=&chatid=", visitor.ID), fakeacquire.EndpointAgents: `{"page":1,"limit":50}`} {
			if rows := rowsOfFloor(t, s, e, body); e != fakeacquire.EndpointMessage && rows == 0 {
				t.Errorf("%+v: no rows of %s", d, e)
			}
		}
	}
	if status, _ := askFloor(t, s, fakeacquire.EndpointChats, teamsToday); status != http.StatusOK {
		t.Errorf("chat statistics: status %d", status)
	}
	if c := s.Complaints(); len(c) > 0 {
		t.Errorf("complaints %q", c)
	}
}
