package acquire

import (
	"context"
	"net/http"
	"net/url"
	"testing"
	"time"
)

func TestRequests(t *testing.T) {
	berlin := time.FixedZone("Europe/Berlin", 2*3600)
	zone := `{"timezone":"Central/Alabama","offset":"-05:00"}`
	type call func(c *Client, ctx context.Context) error
	messages := func(r MessagesRequest) call {
		return func(c *Client, ctx context.Context) error { _, err := c.Messages(ctx, r); return err }
	}
	form := "application/x-www-form-urlencoded"
	tests := []struct {
		name             string
		call             call
		path, kind, zone string
		form             url.Values
		body             string
	}{
		{"message", messages(ask61793), messagePath, form, zone,
			url.Values{"thread_id": {"-1"}, "visitor_id": {"61793"}, "last_chat_id": {"106241"}, "key": {""}}, ""},
		{"message with a thread", messages(MessagesRequest{Visitor: 1, Thread: 445, LastChat: 0}), messagePath, form, zone,
			url.Values{"thread_id": {"445"}, "visitor_id": {"1"}, "last_chat_id": {"0"}, "key": {""}}, ""},
		{"message with a zero thread and a derived chat", messages(MessagesRequest{Visitor: 1, LastChat: -77}), messagePath, form, zone,
			url.Values{"thread_id": {"-1"}, "visitor_id": {"1"}, "last_chat_id": {"0"}, "key": {""}}, ""},
		{"threads", func(c *Client, ctx context.Context) error { _, err := c.Threads(ctx, 86602, 3); return err }, threadPath, form, zone,
			url.Values{"lead_id": {"0"}, "limit": {"50"}, "chatid": {""}, "visitor_id": {"86602"}, "page": {"3"}}, ""},
		{"profiles", func(c *Client, ctx context.Context) error { _, err := c.Profiles(ctx, 2); return err }, listPath, form, zone,
			url.Values{"limit": {"50"}, "page": {"2"}, "filter[master]": {"chathistory"}}, ""},
		{"profiles, page 0 is page 1", func(c *Client, ctx context.Context) error { _, err := c.Profiles(ctx, 0); return err }, listPath, form, zone,
			url.Values{"limit": {"50"}, "page": {"1"}, "filter[master]": {"chathistory"}}, ""},
		{"agents", func(c *Client, ctx context.Context) error { _, err := c.Agents(ctx, 1); return err }, agentsPath, "application/json", "",
			nil, `{"page":1,"limit":50,"sort_by":{"key":"","order":""}}`},
		{"team analytics", func(c *Client, ctx context.Context) error {
			_, err := c.AgentTotals(ctx, testNow, testNow.Add(24*time.Hour-time.Second), berlin)
			return err
		}, teamPath, form, "", url.Values{"timezone": {"Europe/Berlin"}, "date_start": {"2018-07-23 16:00:00"}, "date_end": {"2018-07-24 15:59:59"},
			"filter_type": {"today"}, "agent_id": {""}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, mux := setup(t, func(c *Config) { c.Zone = Zone{"Central/Alabama", "-05:00"} })
			var got request
			mux.HandleFunc(tt.path, recorded(&got, empty))
			if err := tt.call(c, context.Background()); err != nil {
				t.Fatal(err)
			}
			if got.method != "POST" || got.path != tt.path {
				t.Errorf("got %s %s, want POST %s", got.method, got.path, tt.path)
			}
			if tt.form != nil {
				tt.body = tt.form.Encode()
			}
			if got.body != tt.body {
				t.Errorf("body is %q, want %q", got.body, tt.body)
			}
			testHeader(t, got, "Authorization", "Bearer "+testToken)
			testHeader(t, got, "Content-Type", tt.kind)
			testHeader(t, got, "Zone", tt.zone)
			testHeader(t, got, "Accept-Encoding", "gzip")
			testHeader(t, got, "Idempotency-Key", "")
		})
	}
}

func TestTotalsOfALocationWithoutAName(t *testing.T) {
	c, mux := setup(t)
	var floor request
	mux.HandleFunc(statsPath, recorded(&floor, fixture(t, "chat_statistics.json")))
	if _, err := c.FloorTotals(context.Background(), testNow, testNow, time.Local); err != nil {
		t.Fatal(err)
	}
	want := url.Values{"timezone": {"UTC"}, "date_start": {"2018-07-23 14:00:00"}, "date_end": {"2018-07-23 14:00:00"}, "filter_type": {"today"}}
	if time.Local.String() == "Local" && floor.body != want.Encode() {
		t.Errorf("body is %q, want %q", floor.body, want.Encode())
	}
}

func TestDefaultZoneAndKey(t *testing.T) {
	c, mux := setup(t, func(c *Config) { c.Zone = Zone{}; c.Key = "a key&b" })
	var got request
	mux.HandleFunc(messagePath, recorded(&got, empty))
	if _, err := c.Messages(context.Background(), ask61793); err != nil {
		t.Fatal(err)
	}
	testHeader(t, got, "Zone", `{"timezone":"UTC","offset":"+00:00"}`)
	form, err := url.ParseQuery(got.body)
	if err != nil || form.Get("key") != "a key&b" {
		t.Errorf("key is %q (%v), want %q", form.Get("key"), err, "a key&b")
	}
}

func TestConnectionIsKept(t *testing.T) {
	c, mux := setup(t)
	peers := map[string]bool{}
	mux.HandleFunc(messagePath, func(w http.ResponseWriter, r *http.Request) { peers[r.RemoteAddr] = true; answer(empty)(w, r) })
	for range 5 {
		if _, err := c.Messages(context.Background(), ask61793); err != nil {
			t.Fatal(err)
		}
	}
	if len(peers) != 1 {
		t.Errorf("5 requests came over %d connections, want 1", len(peers))
	}
}

// A kept connection that the server closes as the next request arrives is no
// failure: the request is sent once more.
func TestRequestIsRepeatedOnAClosedConnection(t *testing.T) {
	c, mux := setup(t)
	requests := 0
	mux.HandleFunc(messagePath, func(w http.ResponseWriter, r *http.Request) {
		if requests++; requests == 2 {
			panic(http.ErrAbortHandler)
		}
		answer(inEnvelope(goodRow(1, "")))(w, r)
	})
	for range 2 {
		if _, err := c.Messages(context.Background(), ask61793); err != nil {
			t.Fatal(err)
		}
	}
	if requests != 3 {
		t.Errorf("%d requests arrived, want 3", requests)
	}
}
