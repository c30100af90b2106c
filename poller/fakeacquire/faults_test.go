package fakeacquire

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"floorwatch/model"
)

// noRedirects is a client that shows an answer as it came.
func noRedirects(rt http.RoundTripper) *http.Client {
	return &http.Client{Transport: rt, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// TestFaults looks at every fault over a socket and in memory.
func TestFaults(t *testing.T) {
	tests := []struct {
		fault  Fault
		status int
		header string // name: value
		body   string // a part of it
		valid  bool   // JSON
		broken bool   // the answer cannot be read to its end
	}{
		{fault: Status(500), status: 500, body: `"success":false`, valid: true},
		{fault: Status(401), status: 401, body: "Unauthorized", valid: true},
		{fault: RetryAfter(429, "7"), status: 429, header: "Retry-After: 7", body: "Too Many Requests", valid: true},
		{fault: RetryAfter(503, "soon"), status: 503, header: "Retry-After: soon", valid: true},
		{fault: Redirect(302, "https://evil.example/"), status: 302, header: "Location: https://evil.example/", valid: true},
		{fault: Fault{Kind: KindHTML}, status: 200, header: "Content-Type: text/html; charset=utf-8", body: "<!DOCTYPE html>"},
		{fault: Fault{Kind: KindErrorText, Text: "a \x1b b"}, status: 200, body: `"error":"a \u001b b"`, valid: true},
		{fault: Fault{Kind: KindErrorObject, Text: "no"}, status: 200, body: `"message":"no"`, valid: true},
		{fault: Fault{Kind: KindErrorList, Text: "no"}, status: 200, body: `"details":"no"`, valid: true},
		{fault: Fault{Kind: KindEmpty}, status: 200, header: "Content-Length: 0"},
		{fault: Fault{Kind: KindNoList}, status: 200, body: `"data":"OK"`, valid: true},
		{fault: Fault{Kind: KindNested}, status: 200, body: strings.Repeat("[", 20_000)},
		{fault: Fault{Kind: KindFlood, N: 10}, status: 200, body: `"line 9"`, valid: true},
		{fault: Fault{Kind: KindReset}, broken: true},
		{fault: Fault{Kind: KindTruncated}, status: 200, body: `"success":true`},
		{fault: Fault{Kind: KindTrailing}, status: 200, body: "}\n<!--"},
		{fault: Fault{Kind: KindWrongCharset}, status: 200, header: "Content-Type: text/html; charset=ISO-8859-1", body: `"Hello"`, valid: true},
		{fault: Fault{Kind: KindMalformed, N: 2}, status: 200, body: `"message":"Hello"`, valid: true},
		{fault: Fault{Kind: KindSlow, Every: time.Nanosecond}, status: 200, body: `"Hello"`, valid: true},
		{fault: Fault{Kind: KindCut}, status: 200, body: `"success":true`, broken: true},
		{fault: Fault{Kind: KindNoDate}, status: 200, header: "Date: ", body: `"Hello"`, valid: true},
	}
	for _, tt := range tests {
		s := sampleFloor()
		ts := httptest.NewServer(s)
		for way, rt := range map[string]http.RoundTripper{"socket": &http.Transport{DisableKeepAlives: true}, "memory": s.Transport()} {
			t.Run(tt.fault.String()+" by "+way, func(t *testing.T) {
				s.FailNext(1, tt.fault)
				res, body, err := do(noRedirects(rt), request(t, ts.URL, EndpointMessage, johnDeo))
				if (err != nil) != tt.broken {
					t.Fatalf("error %v, want one: %v", err, tt.broken)
				}
				if res == nil {
					return
				}
				if res.StatusCode != tt.status || !strings.Contains(string(body), tt.body) || json.Valid(body) != tt.valid {
					t.Errorf("status %d, want %d; JSON %v, want %v; want %q in the body %.300s", res.StatusCode, tt.status, json.Valid(body), tt.valid, tt.body, body)
				}
				if name, want, _ := strings.Cut(tt.header, ": "); name != "" && res.Header.Get(name) != want {
					t.Errorf("%s is %q, want %q", name, res.Header.Get(name), want)
				}
				if res, body := ask(t, inMemory(s), ts.URL, EndpointMessage, johnDeo); res.StatusCode != 200 || !json.Valid(body) {
					t.Errorf("after it: status %d, body %.300s", res.StatusCode, body)
				}
			})
		}
		s.Close()
		ts.Close()
	}
}

func TestMalformedRows(t *testing.T) {
	s := NewServer(Options{})
	_, _, chat := s.Visit("")
	for range 10 {
		s.Say(chat, "hello")
	}
	s.FailNext(1, Fault{Kind: KindMalformed, N: 3})
	_, body := ask(t, inMemory(s), memory, EndpointMessage, johnDeo)
	var answer struct {
		Data struct{ Messages []json.RawMessage }
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatal(err)
	}
	for i, row := range answer.Data.Messages {
		var m struct {
			ID      int64
			Message string
		}
		err := json.Unmarshal(row, &m)
		if readable := err == nil && m.Message == "hello"; readable == (i%3 == 2) {
			t.Errorf("row %d is %s", i, row)
		}
	}
}

func TestFlood(t *testing.T) {
	s := sampleFloor()
	messages, want := 0, 100_000 // which is what 0 means
	if testing.Short() {
		messages, want = 20_000, 20_000
	}
	s.FailNext(1, Fault{Kind: KindFlood, N: messages})
	_, body := ask(t, inMemory(s), memory, EndpointMessage, johnDeo)
	if n := strings.Count(string(body), `"chat_id":106241`); n != want || !json.Valid(body) {
		t.Errorf("%d messages of the chat, want %d", n, want)
	}
}

// TestBomb measures the gzip bomb on the wire and after decompression.
func TestBomb(t *testing.T) {
	s := NewServer(Options{})
	s.FailNext(2, Fault{Kind: KindBomb})
	req := request(t, memory, EndpointMessage, johnDeo)
	req.Header.Set("Accept-Encoding", "gzip") // so that nobody undoes it for us
	_, wire, err := do(inMemory(s), req)
	if err != nil || len(wire) > 110_000 {
		t.Errorf("%d bytes on the wire, error %v", len(wire), err)
	}
	z, err := gzip.NewReader(strings.NewReader(string(wire)))
	if err != nil {
		t.Fatal(err)
	}
	n, err := io.Copy(io.Discard, z)
	if err != nil || n < 100<<20 {
		t.Errorf("%d bytes decompressed, error %v", n, err)
	}
	res, err := inMemory(s).Do(request(t, memory, EndpointMessage, johnDeo))
	if err != nil {
		t.Fatal(err)
	}
	head := make([]byte, 40)
	if _, err := io.ReadFull(res.Body, head); err != nil || !strings.HasPrefix(string(head), `{"success":true`) || !res.Uncompressed {
		t.Errorf("undone on the way: %q, error %v, header %v", head, err, res.Header)
	}
	res.Body.Close()
}

// TestStalls shows that a stalled answer ends with the client's patience, or
// with the server, over a socket and in memory.
func TestStalls(t *testing.T) {
	for _, kind := range []Kind{KindStallHeader, KindStallBody} {
		for _, closing := range []bool{false, true} {
			for _, way := range []string{"socket", "memory"} {
				s := sampleFloor()
				ts := httptest.NewServer(s)
				client := ts.Client()
				if way == "memory" {
					client = inMemory(s)
				}
				s.Fail(Fault{Kind: kind})
				ctx, cancel := context.WithCancel(t.Context())
				stop := cancel
				if closing {
					stop = s.Close
				}
				go func() {
					for give := time.Now().Add(10 * time.Second); s.Count(EndpointMessage) == 0 && time.Now().Before(give); {
						time.Sleep(time.Millisecond)
					}
					stop()
				}()
				_, _, err := do(client, request(t, ts.URL, EndpointMessage, johnDeo).WithContext(ctx))
				if err == nil || errors.Is(err, context.Canceled) == closing {
					t.Errorf("%s by %s, server closed %v: error %v", Fault{Kind: kind}, way, closing, err)
				}
				cancel()
				s.Close()
				ts.Close()
			}
		}
	}
}

// TestSlowBody drips an answer in virtual time.
func TestSlowBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := NewServer(Options{})
		s.AddVisitor("John Deo")
		s.Delay(3 * time.Second)
		s.FailNext(1, Fault{Kind: KindSlow, Every: time.Second})
		start := time.Now()
		res, body := ask(t, inMemory(s), memory, EndpointMessage, johnDeo)
		if got, want := time.Since(start), time.Duration(3+len(body))*time.Second; got != want {
			t.Errorf("%d bytes took %v, want %v", len(body), got, want)
		}
		if want := start.Add(3 * time.Second).UTC().Format(http.TimeFormat); res.Header.Get("Date") != want {
			t.Errorf("Date is %s, want %s", res.Header.Get("Date"), want)
		}
		start = time.Now()
		s.FailNext(1, Fault{Kind: KindSlow})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		_, _, err := do(inMemory(s), request(t, memory, EndpointMessage, johnDeo).WithContext(ctx))
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 10*time.Second {
			t.Errorf("with a time limit of 10 s: error %v after %v", err, time.Since(start))
		}
	})
}

// TestWhere fails one thread, one endpoint and one visitor only.
func TestWhere(t *testing.T) {
	s := NewServer(Options{})
	visitor, thread, _ := s.Visit("")
	tests := []struct {
		where          FaultFilter
		message, other bool // fails
	}{
		{FaultFilter{}, true, true},
		{FaultFilter{Endpoint: EndpointMessage}, true, false},
		{FaultFilter{Endpoint: EndpointProfiles}, false, true},
		{FaultFilter{Visitor: visitor}, true, false},
		{FaultFilter{Visitor: visitor + 1}, false, false},
		{FaultFilter{Thread: model.NoThread}, true, false},
		{FaultFilter{Thread: thread}, false, false},
		{FaultFilter{Endpoint: EndpointMessage, Visitor: visitor, Thread: model.NoThread}, true, false},
	}
	for _, tt := range tests {
		s.FailAt(tt.where, -1, Status(500))
		for range 3 {
			message, _ := ask(t, inMemory(s), memory, EndpointMessage, johnDeo)
			other, _ := ask(t, inMemory(s), memory, EndpointProfiles, "limit=1&page=1")
			if (message.StatusCode == 500) != tt.message || (other.StatusCode == 500) != tt.other {
				t.Errorf("%+v: message %d, profiles %d", tt.where, message.StatusCode, other.StatusCode)
			}
		}
		s.Heal()
	}
}

func TestFailNextCounts(t *testing.T) {
	s := NewServer(Options{})
	s.Fail(Status(500))
	s.FailNext(2, Status(429))
	s.FailNext(0, Status(418))
	var got []int
	for range 4 {
		res, _ := ask(t, inMemory(s), memory, EndpointMessage, johnDeo)
		got = append(got, res.StatusCode)
	}
	s.Heal()
	res, _ := ask(t, inMemory(s), memory, EndpointMessage, johnDeo)
	got = append(got, res.StatusCode)
	for i, want := range []int{429, 429, 500, 500, 200} {
		if got[i] != want {
			t.Errorf("answers %d, want 429 429 500 500 200", got)
			break
		}
	}
}

func TestStepClock(t *testing.T) {
	s := NewServer(Options{Now: func() time.Time { return noon }})
	_, _, chat := s.Visit("")
	s.StepClock(-90 * time.Second)
	s.Say(chat, "hello")
	res, _ := ask(t, inMemory(s), memory, EndpointMessage, johnDeo)
	if got := res.Header.Get("Date"); got != "Mon, 02 Mar 2026 11:58:30 GMT" {
		t.Errorf("Date is %q", got)
	}
	if got := string(messagesOf(t, s, johnDeo)[0]["date_created"]); got != `"2026-03-02 11:58:30"` {
		t.Errorf("date_created is %s", got)
	}
}
