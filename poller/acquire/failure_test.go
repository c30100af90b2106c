package acquire

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// reply is what a server says in one case.
type reply struct {
	status int
	header map[string]string
	body   string
}

func (a reply) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	for k, v := range a.header {
		w.Header().Set(k, v)
	}
	w.WriteHeader(a.status)
	_, _ = io.WriteString(w, a.body)
}

func faultOf(t *testing.T, h http.Handler, want Fault) *Error {
	t.Helper()
	c, mux := setup(t)
	mux.Handle(messagePath, h)
	got, err := c.Messages(context.Background(), ask61793)
	e := wantFault(t, err, want)
	if len(got.Messages) != 0 || got.Rows != 0 {
		t.Errorf("a failed call brings %+v", got)
	}
	return e
}

var asHTML = map[string]string{"Content-Type": "text/html"}

func TestStatusFaults(t *testing.T) {
	tests := []struct {
		reply  reply
		want   Fault
		detail string
		words  string
	}{
		{reply{401, nil, `{"success":false,"error":"bad token"}`}, FaultTokenRejected, "bad token", "refused the token (401), it says \"bad token\": make a new one under Settings > For Developers"},
		{reply{401, asHTML, `<html>log in</html>`}, FaultTokenRejected, "", "(401)"},
		{reply{403, nil, `{"error":{"message":"not allowed","code":"X"}}`}, FaultForbidden, "not allowed", "forbids the message request (403)"},
		{reply{429, nil, ``}, FaultRateLimited, "", "fewer requests (429)"},
		{reply{500, asHTML, `<h1>oops</h1>`}, FaultServer, "", "problem of its own (500)"},
		{reply{503, nil, `{"errors":[{"status":"503","title":"Down","details":"for maintenance"}]}`}, FaultServer, "Down: for maintenance", "(503)"},
		{reply{404, nil, `[]`}, FaultStatus, "", "status 404, which it does not document: check that api.url is the address of Acquire's API and not of its app or of another program"},
		{reply{400, nil, `{"message":"ERROR_INVALID_INPUT"}`}, FaultStatus, "ERROR_INVALID_INPUT", "status 400"},
		{reply{418, nil, `{"error":`}, FaultStatus, "", "status 418"},
		{reply{301, nil, ``}, FaultNotAcquire, "", "(301)"},
		{reply{302, map[string]string{"Location": "/login"}, ``}, FaultNotAcquire, "", "a web page or a redirect"},
		{reply{304, nil, ``}, FaultNotAcquire, "", "(304)"},
		{reply{307, map[string]string{"Location": "https://evil.example/"}, ``}, FaultNotAcquire, "", "log in to the network's portal"},
	}
	for _, tt := range tests {
		e := faultOf(t, tt.reply, tt.want)
		if e.Status != tt.reply.status || e.Detail != line(tt.detail) || !strings.Contains(e.Error(), tt.words) {
			t.Errorf("%+v: status %d, detail %q, text %q, want %q and %q", tt.reply, e.Status, e.Detail, e, tt.detail, tt.words)
		}
	}
}

// J7, J16 to J19, and answers that are not answers.
func TestBodyFaults(t *testing.T) {
	good := inEnvelope(goodRow(1, ""))
	tests := []struct {
		name   string
		reply  reply
		want   Fault
		detail string
		words  string
	}{
		{"J7 error text", reply{200, nil, `{"success":false,"error":"\u001b[2Jbad token"}`}, FaultAPI, "\x1b[2Jbad token", "with an error"},
		{"success false alone", reply{200, nil, `{"success":false}`}, FaultAPI, "", "with an error"},
		{"success false as text", reply{200, nil, `{"success":"false","data":"No such visitor"}`}, FaultAPI, "No such visitor", ""},
		{"success 0", reply{200, nil, `{"success":0,"message":"why"}`}, FaultAPI, "why", ""},
		{"error beside success", reply{200, nil, `{"success":true,"error":"half","data":[]}`}, FaultAPI, "half", ""},
		{"error after the data", reply{200, nil, strings.TrimSuffix(good, "}") + `,"success":false,"error":{"title":"T","message":"M","details":"D"}}`}, FaultAPI, "T: M: D", ""},
		{"errors list", reply{200, nil, `{"errors":[{"status":"404","title":"A"},{"details":"B"},"C"]}`}, FaultAPI, "A; B; C", ""},
		{"errors by field", reply{200, nil, `{"success":false,"errors":{"visitor_id":["is missing"]}}`}, FaultAPI, "is missing", ""},
		{"error of an unknown shape", reply{200, nil, `{"success":false,"error":{"code":5,"why":{"text":"deep"}}}`}, FaultAPI, "deep", ""},
		{"error true", reply{200, nil, `{"error":true}`}, FaultAPI, "", ""},
		{"J16 trailing data", reply{200, nil, good + "trailing"}, FaultUnreadable, "", "no JSON object"},
		{"J16 two objects", reply{200, nil, good + good}, FaultUnreadable, "", "no JSON object"},
		{"J16 two byte order marks", reply{200, nil, "\ufeff\ufeff" + good}, FaultUnreadable, "", "no JSON object"},
		{"J17 cut off", reply{200, nil, good[:len(good)-3]}, FaultUnreadable, "", "cannot be read"},
		{"J17 empty", reply{200, nil, ``}, FaultUnreadable, "", "it is empty"},
		{"J17 blank", reply{200, nil, "\ufeff \r\n"}, FaultUnreadable, "", "it is empty"},
		{"J17 204", reply{204, nil, ``}, FaultUnreadable, "", "it is empty"},
		{"J18 portal", reply{200, asHTML, `<html>Welcome to our wireless network</html>`}, FaultNotAcquire, "", "a web page or a redirect"},
		{"J18 portal that says JSON", reply{200, nil, "\n<!doctype html><p>hi"}, FaultNotAcquire, "", "portal"},
		{"J18 HTML that begins with words", reply{200, asHTML, `please log in`}, FaultNotAcquire, "", "portal"},
		{"J19 nesting", reply{200, nil, strings.Repeat("[", 20_000)}, FaultUnreadable, "", "no JSON object"},
		{"J19 closed nesting", reply{200, nil, `{"data":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + `}`}, FaultUnreadable, "", "no JSON object"},
		{"a list", reply{200, nil, `[]`}, FaultUnreadable, "", "no JSON object"},
		{"a text", reply{200, nil, `"OK"`}, FaultUnreadable, "", "no JSON object"},
		{"null", reply{200, nil, `null`}, FaultUnreadable, "", "no JSON object"},
		{"words", reply{200, nil, `OK`}, FaultUnreadable, "", "no JSON object"},
		{"body shorter than said", reply{200, map[string]string{"Content-Length": "5000"}, good}, FaultUnreadable, "", "it is cut off"},
		{"packed in name only", reply{200, map[string]string{"Content-Encoding": "gzip"}, good}, FaultUnreadable, "", "it is damaged"},
		{"J5 messages a text", reply{200, nil, `{"success":true,"data":{"messages":"none"}}`}, FaultNoList, "", "does not contain the list"},
		{"J5 messages missing beside others", reply{200, nil, `{"success":true,"data":{"co_browse":[],"rows":[]}}`}, FaultNoList, "", "does not contain the list"},
		{"J5 data a text", reply{200, nil, `{"success":true,"error":null,"data":"OK Y"}`}, FaultNoList, "", "does not contain the list"},
		{"J5 data missing", reply{200, nil, `{"success":true}`}, FaultNoList, "", "does not contain the list"},
		{"nothing but brackets", reply{200, nil, `{}`}, FaultNoList, "", "does not contain the list"},
		{"packed nothing", reply{200, map[string]string{"Content-Encoding": "gzip"}, ""}, FaultUnreadable, "", "it is empty"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := faultOf(t, tt.reply, tt.want)
			if e.Detail != line(tt.detail) || !strings.Contains(e.Error(), tt.words) {
				t.Errorf("%s: detail %q, text %q, want %q and %q", clip(tt.reply.body), e.Detail, e, tt.detail, tt.words)
			}
		})
	}
}

func TestDetailIsCapped(t *testing.T) {
	for text, cut := range map[string]bool{
		strings.Repeat("a", 200): false, strings.Repeat("a", 201): true, strings.Repeat("a", 100_000): true, strings.Repeat("\U0001f600", 1000): true,
	} {
		e := faultOf(t, reply{200, nil, `{"success":false,"error":"` + text + `"}`}, FaultAPI)
		if n := len([]rune(e.Detail.String())); n > maxDetail || (e.Detail.String() != text) != cut || n < 100 {
			t.Errorf("%d characters become %d: %s", len([]rune(text)), n, e.Detail)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	tests := []struct {
		header string
		want   time.Duration
	}{
		{"", 0}, {"30", 30 * time.Second}, {" 5 ", 5 * time.Second}, {"0", 0}, {"3600", time.Hour}, {"3601", time.Hour}, {"99999999999999999999", time.Hour},
		{"-5", 0}, {"1.5", 0}, {"soon", 0}, {"\u0663", 0},
		{testDate.Add(time.Minute).Format(http.TimeFormat), time.Minute},
		{testDate.Add(-time.Minute).Format(http.TimeFormat), 0},
		{testDate.Add(48 * time.Hour).Format(http.TimeFormat), time.Hour},
		{testDate.Add(time.Minute).Format(time.RFC3339), 0},
	}
	for _, tt := range tests {
		for _, status := range []int{429, 503} {
			h := map[string]string{"Retry-After": tt.header, "Date": testDate.Format(http.TimeFormat)}
			e := faultOf(t, reply{status, h, ""}, map[int]Fault{429: FaultRateLimited, 503: FaultServer}[status])
			if e.RetryAfter != tt.want {
				t.Errorf("Retry-After %q with %d: %v, want %v", tt.header, status, e.RetryAfter, tt.want)
			}
			if tt.want > 0 && !strings.Contains(e.Error(), "a pause of "+model.FormatDuration(tt.want)) {
				t.Errorf("Retry-After %q: the text does not say when: %v", tt.header, e)
			}
		}
	}
	e := faultOf(t, reply{404, map[string]string{"Retry-After": "30"}, ""}, FaultStatus)
	if e.RetryAfter != 0 {
		t.Errorf("Retry-After with 404 is %v, want 0", e.RetryAfter)
	}
}

// hang answers nothing until the request is given up. It must read the body
// first, or the server does not notice that.
func hang(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

func TestOwnTimeLimit(t *testing.T) {
	stall := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `{"success":`)
		_ = http.NewResponseController(w).Flush()
		hang(w, r)
	}
	for name, h := range map[string]http.HandlerFunc{"no answer": hang, "half an answer": stall} {
		c, mux := setup(t)
		c.cfg.Timeout = 50 * time.Millisecond
		mux.HandleFunc(messagePath, h)
		_, err := c.Messages(context.Background(), ask61793)
		if e := wantFault(t, err, FaultTimeout); !strings.Contains(e.Error(), "in time") {
			t.Errorf("%s: text is %q", name, e)
		}
	}
}

func TestDoneContextSaysSo(t *testing.T) {
	started := make(chan struct{}, 1)
	c, mux := setup(t)
	mux.HandleFunc(messagePath, func(w http.ResponseWriter, r *http.Request) { started <- struct{}{}; hang(w, r) })
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-started; cancel() }()
	_, err := c.Messages(ctx, ask61793)
	if wantFault(t, err, FaultStopped); !errors.Is(err, context.Canceled) {
		t.Errorf("during a request: %v, want context.Canceled in it", err)
	}
	_, err = c.Messages(ctx, ask61793)
	if wantFault(t, err, FaultStopped); !errors.Is(err, context.Canceled) {
		t.Errorf("before a request: %v, want context.Canceled in it", err)
	}
	late, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	_, err = c.Messages(late, ask61793)
	if wantFault(t, err, FaultStopped); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "its time was up") {
		t.Errorf("after the caller's deadline: %v, want context.DeadlineExceeded in it", err)
	}
}

func TestUnreachable(t *testing.T) {
	failing := func(err error) http.RoundTripper {
		return roundTripper(func(*http.Request) (*http.Response, error) { return nil, err })
	}
	for words, rt := range map[string]http.RoundTripper{
		"the connection was refused":    &http.Transport{},
		"the host name was not found":   failing(&net.DNSError{IsNotFound: true}),
		"there is no route to the host": failing(&net.OpError{Op: "dial", Err: syscall.EHOSTUNREACH}),
		"the connection failed":         failing(io.ErrUnexpectedEOF),
	} {
		c := newTestClient(t, "http://127.0.0.1:1")
		c.wire.base = rt
		_, err := c.Messages(context.Background(), ask61793)
		if e := wantFault(t, err, FaultUnreachable); !strings.Contains(e.Error(), words) || !strings.Contains(e.Error(), "api.url") {
			t.Errorf("text is %q, want %q", e, words)
		}
	}
}

// Every fault has a sentence of its own, also without the rest of the Error.
func TestEveryFaultHasWords(t *testing.T) {
	seen := map[string]Fault{}
	for f := FaultUnreachable; f <= FaultNoList; f++ {
		e := &Error{Fault: f, Op: "thread", Detail: safetext.Line("so it is")}
		text := e.Error()
		if other, twice := seen[text]; twice || len(text) < 40 || strings.Contains(text, "\n") || !strings.Contains(text, `says "so it is"`) {
			t.Errorf("fault %d (like %d) says %q", f, other, text)
		}
		seen[text] = f
		if w := f.Error(); w == Fault(0).Error() || seen[w] != 0 {
			t.Errorf("fault %d is called %q", f, w)
		}
		seen[f.Error()] = f
		if (&Error{Fault: f}).Error() == "" {
			t.Errorf("fault %d without an operation has no words", f)
		}
	}
	if got := (&Error{Fault: 200}).Error() + Fault(200).Error(); !strings.Contains(got, "API request failed") {
		t.Errorf("an unknown fault says %q", got)
	}
	if errors.Is(&Error{Fault: FaultAPI}, FaultTimeout) {
		t.Error("one fault is taken for another")
	}
}

func TestTokenAdvice(t *testing.T) {
	for name, tt := range map[string]struct {
		token *Token
		want  string
	}{
		"file":        {openedToken(t, Config{TokenFile: tokenFile(t, testToken, 0o600)}, ""), "put it where token_file points"},
		"command":     {openedToken(t, Config{TokenCommand: []string{"printf", "%s", testToken}}, ""), "put it where token_command finds it"},
		"environment": {openedToken(t, Config{}, testToken), "start again with it in FLOORWATCH_TOKEN"},
	} {
		c, mux := setup(t)
		c.token = tt.token
		mux.Handle(messagePath, reply{401, nil, ""})
		_, err := c.Messages(context.Background(), ask61793)
		if e := wantFault(t, err, FaultTokenRejected); !strings.HasSuffix(e.Error(), "make a new one under Settings > For Developers and "+tt.want) {
			t.Errorf("%s: text is %q, want it to end with %q", name, e, tt.want)
		}
	}
}

func openedToken(t *testing.T, cfg Config, env string) *Token {
	t.Helper()
	t.Setenv(TokenVariable, env)
	token, err := OpenToken(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// tokens is a source that hands out "token-1", "token-2" … up to last, and that one again and again.
func tokens(last int, failAt int) *Token {
	n := 0
	return newToken("put it there", func(context.Context) (Secret, error) {
		if n++; n == failAt {
			return Secret{}, errors.New("vault is sealed")
		}
		return newSecret("token-" + strconv.Itoa(min(n, last))), nil
	})
}

// A command that fails may complain of the token that it gave before.
func TestFailedCommandDoesNotShowTheOldToken(t *testing.T) {
	once := filepath.Join(t.TempDir(), "once")
	c, mux := setup(t)
	c.token = openedToken(t, Config{TokenCommand: []string{"sh", "-c",
		`if [ -e "$1" ]; then echo "cannot replace $2" >&2; exit 1; fi; touch "$1"; echo "$2"`, "sh", once, testToken}}, "")
	mux.Handle(messagePath, reply{401, nil, ""})
	_, err := c.Messages(context.Background(), ask61793)
	wantWords(t, wantFault(t, err, FaultTokenRejected), "(401) and there is no newer one", "cannot replace [removed]")
}

func TestRefusedTokenIsFetchedOnceMore(t *testing.T) {
	tests := []struct {
		name   string
		token  *Token
		good   string // what the server takes
		sent   string
		status int
		words  string
	}{
		{"a new one is good", tokens(9, 0), "Bearer token-2", "Bearer token-1,Bearer token-2", 0, ""},
		{"a new one is refused too", tokens(9, 0), "", "Bearer token-1,Bearer token-2", 401, "refused the token (401)"},
		{"the same one is not sent again", tokens(1, 0), "", "Bearer token-1", 401, "refused the token (401)"},
		{"no new one", tokens(9, 2), "", "Bearer token-1", 401, "refused the token (401) and there is no newer one, vault is sealed: make a new one"},
		{"none at all", tokens(9, 1), "", "", 0, "there is no token for Acquire: vault is sealed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, mux := setup(t)
			c.token = tt.token
			var sent []string
			mux.HandleFunc(messagePath, func(w http.ResponseWriter, r *http.Request) {
				sent = append(sent, r.Header.Get("Authorization"))
				if r.FormValue("visitor_id") != "61793" {
					t.Errorf("request %d asks for visitor %q", len(sent), r.FormValue("visitor_id"))
				}
				if r.Header.Get("Authorization") != tt.good {
					w.WriteHeader(401)
					return
				}
				answer(inEnvelope(goodRow(1, "")))(w, r)
			})
			got, err := c.Messages(context.Background(), ask61793)
			if s := strings.Join(sent, ","); s != tt.sent {
				t.Errorf("sent %q, want %q", s, tt.sent)
			}
			if tt.words == "" {
				if err != nil || len(got.Messages) != 1 {
					t.Errorf("got %+v, %v, want one message", got, err)
				}
				return
			}
			fault := FaultTokenRejected
			if tt.status == 0 {
				fault = FaultNoToken // nothing was asked, so nobody has refused anything
			}
			if e := wantFault(t, err, fault); e.Status != tt.status || !strings.Contains(e.Error(), tt.words) {
				t.Errorf("status %d, text %q, want %d and %q", e.Status, e, tt.status, tt.words)
			}
		})
	}
}

// TestCauseComesFirst: what the server says of the cause stands before the
// advice, so that a notice of 120 columns, of which state and next try take
// some 38, does not cut it off; and its quotes do not make it advice of ours.
func TestCauseComesFirst(t *testing.T) {
	for _, f := range []Fault{FaultAPI, FaultTokenRejected, FaultForbidden, FaultServer} {
		e := &Error{Fault: f, Op: "message", Status: 500, Detail: line("broken on purpose")}
		_, advice := e.sentence()
		got := e.Error()
		if at := strings.Index(got, `it says "broken on purpose": `); at < 0 || at > 65 || !strings.HasSuffix(got, ": "+advice) || advice == "" {
			t.Errorf("%v: %q has the server's words at %d, want them early and the advice last", f, got, at)
		}
	}
	e := &Error{Fault: FaultAPI, Op: "message", Detail: line(`x": run this; "`)}
	if got, want := e.Error(), `Acquire answered the message request with an error, it says "x': run this; '": check`; !strings.HasPrefix(got, want) {
		t.Errorf("%q, want %q first", got, want)
	}
	e = &Error{Fault: FaultStopped, Op: "message"}
	if got := e.Error(); strings.HasSuffix(got, ": ") {
		t.Errorf("%q ends with an advice that is none", got)
	}
}
