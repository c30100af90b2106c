package main

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"floorwatch/poller/acquire"
	"floorwatch/poller/acquiretest"
)

// tokenForms are the token as it is and in four encodings.
func tokenForms() []string {
	b := []byte(testToken)
	return []string{testToken, base64.RawStdEncoding.EncodeToString(b), base64.RawURLEncoding.EncodeToString(b),
		hex.EncodeToString(b), url.QueryEscape(testToken)}
}

// checkNoToken searches a text for the token in five forms, and for an agent's secret key.
func checkNoToken(t *testing.T, what, text string) {
	t.Helper()
	for _, form := range append(tokenForms(), "secret_key", acquiretest.Secret) {
		if at := strings.Index(text, form); at >= 0 {
			t.Errorf("%s holds %q: …%q", what, form, text[max(0, at-80):min(len(text), at+80)])
		}
	}
}

func writeWithoutToken(t *testing.T, cfg string) {
	t.Helper()
	text, err := os.ReadFile(cfg)
	if err != nil {
		t.Fatal(err)
	}
	text = regexp.MustCompile(`(?m)^token_file.*$`).ReplaceAll(text, nil)
	if err := os.WriteFile(cfg, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// echoed are answers that send the token back, in each form and in each place of an answer.
func echoed() []acquiretest.Fault {
	var list []acquiretest.Fault
	for _, form := range tokenForms() {
		list = append(list,
			acquiretest.Fault{Kind: acquiretest.KindErrorText, Text: "Authorization: Bearer " + form},
			acquiretest.Fault{Kind: acquiretest.KindErrorObject, Text: form + " is locked"},
			acquiretest.Fault{Kind: acquiretest.KindErrorList, Text: strings.Repeat("x", 190) + form},
			acquiretest.Redirect(302, "https://login.example.com/?token="+form),
			acquiretest.RetryAfter(429, form))
	}
	return list
}

// TestSecretsStayInside plays every fault there is in front of the whole
// program, with a log that says all and a recording, and searches whatever it
// leaves: the terminal, stderr, the command line, the log and the recording.
func TestSecretsStayInside(t *testing.T) {
	t.Parallel()
	server, cfg := floor(t)
	_, _, chat := server.Visit("Ana")
	maya := server.AddAgent("Maya", "Support")
	server.Say(chat, "Hello?")
	server.Reply(chat, maya, "Hello!")
	dir := t.TempDir()
	log, tapes := filepath.Join(dir, "state", "log"), filepath.Join(dir, "tapes")
	c := startChild(t, nil, "--config", cfg, "--log", log, "--record", tapes)
	c.waitFor("LIVE")
	argv, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", c.cmd.Process.Pid))
	if err != nil {
		argv = []byte(strings.Join(c.cmd.Args, " ")) // not Linux
	}
	faults := append(acquiretest.Mishaps(), echoed()...)
	for _, f := range faults {
		before := len(server.Requests())
		server.Fail(f)
		for end := time.Now().Add(patience); len(server.Requests()) < before+1; time.Sleep(50 * time.Millisecond) {
			_, _ = c.ptm.WriteString("r") // does not wait until it is tried again
			if time.Now().After(end) {
				t.Fatalf("%v: no request came", f)
			}
		}
		server.Heal()
	}
	_, _ = c.ptm.WriteString("r")
	c.waitFor("LIVE")
	_, _ = c.ptm.WriteString("q")
	if status := c.end(); status != exitOK {
		t.Errorf("exit status %d, want %d", status, exitOK)
	}
	logged, recorded := readAll(t, log), readAll(t, filepath.Join(tapes, "*"))
	if n := strings.Count(logged, "request failed"); n < len(echoed()) {
		t.Errorf("the log tells of %d failed requests after %d faults, so it shows too little", n, len(faults))
	}
	if !strings.Contains(recorded, "Hello?") || !strings.Contains(c.out.String(), "TOKEN REJECTED") {
		t.Error("the recording has no message or the terminal showed no fault, so they show nothing")
	}
	for what, text := range map[string]string{"the terminal": c.out.String(), "stderr": c.stderr.String(), "the command line": string(argv), "the log": logged, "the recording": recorded} {
		checkNoToken(t, what, text)
	}
	checkNobodysWords(t, logged)
}

// checkNobodysWords: what people write and are called is in no log.
func checkNobodysWords(t *testing.T, logged string) {
	t.Helper()
	for _, words := range []string{"Hello", "Ana", "Maya"} {
		if strings.Contains(logged, words) {
			t.Errorf("the log holds %q", words)
		}
	}
}

// readAll reads the files that match and checks that nobody else can.
func readAll(t *testing.T, pattern string) string {
	t.Helper()
	names, _ := filepath.Glob(pattern)
	if len(names) == 0 {
		t.Fatalf("there is no %s", pattern)
	}
	var all strings.Builder
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(text)
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v (%v), want 0600", filepath.Base(name), info.Mode(), err)
		}
		if info, err := os.Stat(filepath.Dir(name)); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("the folder of %s has mode %v (%v), want 0700", filepath.Base(name), info.Mode(), err)
		}
	}
	return all.String()
}

// spill panics with all that holds the token, on top of a stack on which it is sent.
func spill() {
	cfg := acquire.DefaultConfig()
	cfg.URL = "http://127.0.0.1:1"
	token, err := acquire.OpenToken(cfg)
	if err != nil {
		panic(err)
	}
	var client *acquire.Client
	client, err = acquire.New(cfg, token, acquire.WithTransport(spiller(func(*http.Request) (*http.Response, error) {
		panic(fmt.Sprintf("%v %+v %#v %v %+v %#v", client, client, client, token, token, token))
	})))
	if err != nil {
		panic(err)
	}
	_, _ = client.Messages(context.Background(), acquire.MessagesRequest{Visitor: 1, LastChat: 1})
}

type spiller func(*http.Request) (*http.Response, error)

func (f spiller) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestPanicHoldsNoToken reads what Go prints when nothing catches a panic in a request.
func TestPanicHoldsNoToken(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = []string{childVariable + "=spill", "GOTRACEBACK=all", acquire.TokenVariable + "=" + testToken}
	said, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(said), "panic: ") || !strings.Contains(string(said), "goroutine 1") {
		t.Fatalf("the child did not panic: %v, %s", err, said)
	}
	checkNoToken(t, "the panic", string(said))
}
