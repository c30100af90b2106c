package fakeacquire

import (
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
)

// A form is the fields of a request by name; for the agents list those of its JSON.
type form map[string]string

func (f form) get(name string) string { return f[name] }

// documented returns the fields of an endpoint and whether each is required.
func documented(e Endpoint) map[string]bool {
	switch e {
	case EndpointMessage:
		return map[string]bool{"thread_id": true, "visitor_id": true, "last_chat_id": true, "key": true}
	case EndpointThread:
		return map[string]bool{"lead_id": false, "limit": true, "chatid": false, "visitor_id": true, "page": true}
	case EndpointProfiles:
		return map[string]bool{"limit": true, "page": true, "filter[master]": false}
	case EndpointAgents:
		return map[string]bool{"page": true, "limit": true, "sort_by": false}
	case EndpointChats:
		return map[string]bool{"timezone": true, "date_start": true, "date_end": true, "filter_type": true}
	case EndpointTeam:
		return map[string]bool{"timezone": true, "date_start": true, "date_end": true, "filter_type": true, "agent_id": true}
	default:
		return nil
	}
}

// check compares a request with the documentation. Any deviation becomes a complaint and the call's problem. The
// caller holds s.Mu.
func (s *Server) check(r *http.Request, body []byte) call {
	c := call{endpoint: Endpoint(strings.TrimPrefix(r.URL.Path, s.prefix))}
	refuse := func(status int, format string, args ...any) call {
		c.problem = &errorAnswer{status, s.mask(fmt.Sprintf(format, args...))}
		s.log.complain(fmt.Sprintf("%s %s: %s", r.Method, s.mask(r.URL.Path), c.problem.text))
		return c
	}
	fields := documented(c.endpoint)
	switch {
	case fields == nil || !strings.HasPrefix(r.URL.Path, s.prefix):
		return refuse(http.StatusNotFound, "no such endpoint")
	case r.Method != http.MethodPost:
		return refuse(http.StatusMethodNotAllowed, "the method must be POST")
	case r.URL.RawQuery != "":
		return refuse(http.StatusBadRequest, "parameters belong into the body, not the address")
	}
	switch token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); {
	case !ok || token == "":
		return refuse(http.StatusUnauthorized, "Authorization must be Bearer and the token")
	case token != s.token: // a test may change the token, so this is not a complaint
		c.problem = &errorAnswer{http.StatusUnauthorized, "Invalid API token."}
		return c
	}
	if problem := c.parse(r, body); problem != "" {
		return refuse(http.StatusBadRequest, "%s", problem)
	}
	if problem := c.compare(fields); problem != "" {
		return refuse(http.StatusBadRequest, "%s", problem)
	}
	return c
}

// parse reads the headers and the body.
func (c *call) parse(r *http.Request, body []byte) (problem string) {
	want := "application/x-www-form-urlencoded"
	if c.endpoint == EndpointAgents {
		want = "application/json"
	}
	if got, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || got != want {
		return fmt.Sprintf("Content-Type must be %s", want)
	}
	switch c.endpoint {
	case EndpointMessage, EndpointThread, EndpointProfiles:
		offset, err := zoneOffset(r.Header.Get("zone"))
		if err != nil {
			return err.Error()
		}
		c.offset = offset
	}
	if c.endpoint == EndpointAgents {
		return c.readJSON(body)
	}
	return c.readForm(body)
}

func (c *call) readForm(body []byte) (problem string) {
	values, err := url.ParseQuery(string(body))
	if err != nil {
		return "the body is not a form"
	}
	c.form = form{}
	for name, v := range values {
		if len(v) > 1 {
			return fmt.Sprintf("%s is there %d times", name, len(v))
		}
		c.form[name] = v[0]
	}
	return ""
}

// readJSON reads the body of the agents list. The samples send page and limit both as numbers and as empty text.
func (c *call) readJSON(body []byte) (problem string) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return "the body is no JSON object"
	}
	c.form = form{}
	for name, v := range fields {
		c.form[name] = strings.Trim(string(v), `"`)
	}
	for name, usual := range map[string]string{"page": "1", "limit": "25"} {
		if v, ok := c.form[name]; ok && v == "" {
			c.form[name] = usual
		}
	}
	return ""
}

// compare compares the fields with the documented ones and reads the ids.
func (c *call) compare(fields map[string]bool) (problem string) {
	for name := range c.form {
		if _, ok := fields[name]; !ok {
			return fmt.Sprintf("%s is not documented", name)
		}
	}
	for name, needed := range fields {
		if _, ok := c.form[name]; needed && !ok {
			return fmt.Sprintf("%s is missing", name)
		}
	}
	least := map[string]int64{"thread_id": -1, "visitor_id": 1, "last_chat_id": 0, "lead_id": 0, "chatid": 0, "page": 1, "limit": 1}
	for name, low := range least {
		v, ok := c.form[name]
		if !ok || v == "" && (name == "lead_id" || name == "chatid") { // the documentation does not say what these two are for
			continue
		}
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil || n < low || n == 0 && name == "thread_id" {
			return fmt.Sprintf("%s is %q", name, v)
		}
		switch name {
		case "visitor_id":
			c.visitor = model.VisitorID(n)
		case "thread_id":
			c.thread = model.ThreadID(n)
		}
	}
	if filter, ok := c.form["filter[master]"]; ok && filter != "chathistory" {
		return fmt.Sprintf("filter[master] is %q", filter)
	}
	return c.compareSpan()
}

// compareSpan checks the fields that the analytics endpoints share.
func (c *call) compareSpan() (problem string) {
	if c.endpoint != EndpointChats && c.endpoint != EndpointTeam {
		return ""
	}
	if _, err := time.LoadLocation(c.form.get("timezone")); err != nil || c.form.get("timezone") == "" {
		return fmt.Sprintf("timezone is %q", c.form.get("timezone"))
	}
	for _, name := range []string{"date_start", "date_end"} {
		if _, err := time.Parse(time.DateTime, c.form.get(name)); err != nil {
			return fmt.Sprintf("%s is %q", name, c.form.get(name))
		}
	}
	filter := c.form.get("filter_type")
	if !slices.Contains([]string{"", "today", "yesterday", "daily", "weekly", "monthly"}, filter) {
		return fmt.Sprintf("filter_type is %q", filter)
	}
	return ""
}

// zoneOffset reads the zone header, in seconds east of UTC.
func zoneOffset(header string) (int, error) {
	var zone struct{ Timezone, Offset *string }
	if err := json.Unmarshal([]byte(header), &zone); err != nil || zone.Timezone == nil || zone.Offset == nil {
		return 0, fmt.Errorf("the zone header is %q", header)
	}
	t, err := time.Parse("-07:00", *zone.Offset)
	if err != nil {
		return 0, fmt.Errorf("the offset of the zone header is %q", *zone.Offset)
	}
	_, offset := t.Zone()
	return offset, nil
}
