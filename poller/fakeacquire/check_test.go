package fakeacquire

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// TestWrongRequests sends what a client must not send. Each is answered with
// an error, and complained about.
func TestWrongRequests(t *testing.T) {
	const list = "limit=10&page=1"
	tests := []struct {
		name     string
		endpoint Endpoint
		body     string
		spoil    func(*http.Request)
		status   int
		about    string // in the complaint
	}{
		{"unknown path", "/api/profile/lead/messages", johnDeo, nil, 404, "no such endpoint"},
		{"path without /api", "/profile/lead/message", johnDeo, nil, 404, "no such endpoint"},
		{"GET", EndpointMessage, johnDeo, func(r *http.Request) { r.Method = http.MethodGet }, 405, "POST"},
		{"in the address", EndpointMessage, johnDeo, func(r *http.Request) { r.URL.RawQuery = "key=" }, 400, "address"},
		{"no token", EndpointMessage, johnDeo, func(r *http.Request) { r.Header.Del("Authorization") }, 401, "Bearer"},
		{"token without scheme", EndpointMessage, johnDeo, func(r *http.Request) { r.Header.Set("Authorization", "test-token") }, 401, "Bearer"},
		{"no content type", EndpointMessage, johnDeo, func(r *http.Request) { r.Header.Del("Content-Type") }, 400, formType},
		{"JSON for a form", EndpointMessage, johnDeo, func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }, 400, formType},
		{"form for JSON", EndpointAgents, "page=1&limit=25", func(r *http.Request) { r.Header.Set("Content-Type", formType) }, 400, "application/json"},
		{"no zone", EndpointThread, "visitor_id=61793&" + list, func(r *http.Request) { r.Header.Del("zone") }, 400, "zone"},
		{"zone as a name", EndpointProfiles, list, func(r *http.Request) { r.Header.Set("zone", "UTC") }, 400, "zone"},
		{"zone without offset", EndpointProfiles, list, func(r *http.Request) { r.Header.Set("zone", `{"timezone":"UTC"}`) }, 400, "zone"},
		{"offset without colon", EndpointProfiles, list, func(r *http.Request) { r.Header.Set("zone", `{"timezone":"UTC","offset":"+0000"}`) }, 400, "offset"},
		{"no key", EndpointMessage, strings.TrimSuffix(johnDeo, "&key="), nil, 400, "key is missing"},
		{"no cursor", EndpointMessage, "thread_id=-1&visitor_id=61793&key=", nil, 400, "last_chat_id is missing"},
		{"empty cursor", EndpointMessage, "thread_id=-1&visitor_id=61793&last_chat_id=&key=", nil, 400, "last_chat_id"},
		{"thread 0", EndpointMessage, "thread_id=0&visitor_id=61793&last_chat_id=1&key=", nil, 400, "thread_id"},
		{"thread -2", EndpointMessage, "thread_id=-2&visitor_id=61793&last_chat_id=1&key=", nil, 400, "thread_id"},
		{"visitor as text", EndpointMessage, "thread_id=-1&visitor_id=John&last_chat_id=1&key=", nil, 400, "visitor_id"},
		{"twice the same", EndpointMessage, johnDeo + "&key=", nil, 400, "2 times"},
		{"undocumented field", EndpointMessage, johnDeo + "&limit=5", nil, 400, "limit is not documented"},
		{"bad escape", EndpointMessage, johnDeo + "%zz", nil, 400, "not a form"},
		{"page 0", EndpointProfiles, "limit=10&page=0", nil, 400, "page"},
		{"other filter", EndpointProfiles, list + "&filter[master]=all", nil, 400, "filter[master]"},
		{"agents without page", EndpointAgents, `{"limit":25}`, nil, 400, "page is missing"},
		{"agents, no JSON", EndpointAgents, "page=1", nil, 400, "JSON"},
		{"unknown time zone", EndpointChats, strings.Replace(today, "London", "Atlantis", 1), nil, 400, "timezone"},
		{"short date", EndpointChats, strings.Replace(today, "02+23", "2+23", 1), nil, 400, "date_end"},
		{"other filter type", EndpointTeam, strings.Replace(today, "=today", "=hourly", 1) + "&agent_id=", nil, 400, "filter_type"},
		{"team without agent_id", EndpointTeam, today, nil, 400, "agent_id is missing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := sampleFloor()
			req := request(t, memory, tt.endpoint, tt.body)
			if tt.spoil != nil {
				tt.spoil(req)
			}
			res, body, err := do(inMemory(s), req)
			if err != nil {
				t.Fatal(err)
			}
			if res.StatusCode != tt.status || !strings.Contains(string(body), `"success":false`) || !json.Valid(body) {
				t.Errorf("status %d, want %d with success false; body %s", res.StatusCode, tt.status, body)
			}
			if c := s.Complaints(); len(c) != 1 || !strings.Contains(c[0], tt.about) {
				t.Errorf("complaints %q, want one about %q", c, tt.about)
			}
			if log := s.Requests(); len(log) != 1 || log[0].Problem == "" {
				t.Errorf("requests %+v, want one with its problem", log)
			}
		})
	}
}

// TestWrongToken shows that a token that is no longer valid is answered with
// 401 but is not a mistake of the client.
func TestWrongToken(t *testing.T) {
	s := sampleFloor()
	s.SetToken("another")
	res, body := ask(t, inMemory(s), memory, EndpointMessage, johnDeo)
	if res.StatusCode != 401 || !strings.Contains(string(body), "token") {
		t.Errorf("status %d, body %s", res.StatusCode, body)
	}
	if c := s.Complaints(); len(c) != 0 {
		t.Errorf("complaints %q, want none", c)
	}
}

// TestTokenIsMasked shows that no record of the requests holds the token.
func TestTokenIsMasked(t *testing.T) {
	s := sampleFloor()
	req := request(t, memory, EndpointMessage, johnDeo+"&test-token=1")
	req.URL.Path += "/test-token"
	if _, _, err := do(inMemory(s), req); err != nil {
		t.Fatal(err)
	}
	ask(t, inMemory(s), memory, EndpointMessage, johnDeo)
	text, err := json.Marshal(s.Requests())
	if err != nil {
		t.Fatal(err)
	}
	all := string(text) + strings.Join(s.Complaints(), "\n")
	if strings.Contains(all, "test-token") {
		t.Errorf("the token is in %s", all)
	}
}

func TestRequestsAreBounded(t *testing.T) {
	s := sampleFloor()
	c := inMemory(s)
	for range keptRequests + 5 {
		ask(t, c, memory, EndpointAgents, `{"page":1,"limit":1}`)
	}
	ask(t, c, memory, EndpointMessage, johnDeo)
	log := s.Requests()
	if len(log) != keptRequests || log[len(log)-1].Endpoint != EndpointMessage || log[0].Endpoint != EndpointAgents {
		t.Errorf("%d requests from %s to %s", len(log), log[0].Endpoint, log[len(log)-1].Endpoint)
	}
	if n := s.Count(EndpointAgents); n != keptRequests+5 {
		t.Errorf("counted %d requests of the agents list, want %d", n, keptRequests+5)
	}
	if got := log[len(log)-1].Form["visitor_id"]; got != "61793" {
		t.Errorf("the form's visitor_id is %q", got)
	}
}

// TestPrefix shows that a client that drops the base path is found out.
func TestPrefix(t *testing.T) {
	s := NewServer(Options{Prefix: "/trap"})
	s.AddVisitor("John Deo")
	if res, _ := ask(t, inMemory(s), memory+"/trap", EndpointMessage, johnDeo); res.StatusCode != 200 {
		t.Errorf("with the prefix: status %d", res.StatusCode)
	}
	if res, _ := ask(t, inMemory(s), memory, EndpointMessage, johnDeo); res.StatusCode != 404 || len(s.Complaints()) != 1 {
		t.Errorf("without: status %d, complaints %q", res.StatusCode, s.Complaints())
	}
}

func TestPages(t *testing.T) {
	s := NewServer(Options{})
	for range 7 {
		s.Visit("")
		s.AddAgent("A", "Sales")
	}
	s.AddVisitor("never chatted")
	tests := []struct {
		endpoint   Endpoint
		body       string
		rows, from string
		want       int
		total      string
	}{
		{EndpointProfiles, "limit=3&page=1&filter[master]=chathistory", "data", "total", 3, "7"},
		{EndpointProfiles, "limit=3&page=3&filter[master]=chathistory", "data", "total", 1, "7"},
		{EndpointProfiles, "limit=3&page=4", "data", "total", 0, "8"},
		{EndpointProfiles, "limit=50&page=1", "data", "total", 8, "8"},
		{EndpointAgents, `{"page":2,"limit":5}`, "rows", "count", 2, "7"},
		{EndpointAgents, `{"page":"","limit":""}`, "rows", "count", 7, "7"},
	}
	for _, tt := range tests {
		_, body := ask(t, inMemory(s), memory, tt.endpoint, tt.body)
		var answer struct {
			Data map[string]json.RawMessage
		}
		var rows []json.RawMessage
		if err := json.Unmarshal(body, &answer); err != nil {
			t.Fatalf("%v in %s", err, body)
		}
		if err := json.Unmarshal(answer.Data[tt.rows], &rows); err != nil {
			t.Fatalf("%v in %s", err, body)
		}
		if len(rows) != tt.want || string(answer.Data[tt.from]) != tt.total {
			t.Errorf("%s: %d rows of %s, want %d of %s", tt.body, len(rows), answer.Data[tt.from], tt.want, tt.total)
		}
	}
	if c := s.Complaints(); len(c) > 0 {
		t.Errorf("complaints %q", c)
	}
}
