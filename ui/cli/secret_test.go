package cli

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
	"slices"
	"strings"
	"testing"

	"floorwatch/poller/acquire"
	"floorwatch/poller/fakeacquire"
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
	for _, form := range append(tokenForms(), "secret_key", fakeacquire.Secret) {
		if at := strings.Index(text, form); at >= 0 {
			t.Errorf("%s holds %q: …%q", what, form, text[max(0, at-80):min(len(text), at+80)])
		}
	}
}

func writeWithoutToken(t *testing.T, cfg string) {
	t.Helper()
	rewriteConfig(t, cfg, `(?m)^token_file.*$`, "")
}

// setInConfig gives a key of a test's configuration another value, as TOML has it.
func setInConfig(t *testing.T, cfg, key, value string) {
	t.Helper()
	rewriteConfig(t, cfg, `(?m)^(`+key+`) = .*$`, "$1 = "+value)
}

func rewriteConfig(t *testing.T, cfg, pattern, by string) {
	t.Helper()
	text, err := os.ReadFile(cfg)
	if err != nil {
		t.Fatal(err)
	}
	text = regexp.MustCompile(pattern).ReplaceAll(text, []byte(by))
	if err := os.WriteFile(cfg, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// echoed are answers that send the token back, in each form and in each place of an answer.
func echoed() []fakeacquire.Fault {
	var list []fakeacquire.Fault
	for _, form := range tokenForms() {
		list = append(list,
			fakeacquire.Fault{Kind: fakeacquire.KindErrorText, Text: "Authorization: Bearer " + form},
			fakeacquire.Fault{Kind: fakeacquire.KindErrorObject, Text: form + " is locked"},
			fakeacquire.Fault{Kind: fakeacquire.KindErrorList, Text: strings.Repeat("x", 190) + form},
			fakeacquire.Redirect(302, "https://login.example.com/?token="+form),
			fakeacquire.RetryAfter(429, form))
	}
	return list
}

// answered is how many requests about messages, lists and people have come that no fault has spoiled.
func answered(server *fakeacquire.Server) int {
	sum := -server.FaultCount()
	for _, e := range []fakeacquire.Endpoint{fakeacquire.EndpointMessage, fakeacquire.EndpointThread, fakeacquire.EndpointProfiles, fakeacquire.EndpointAgents, fakeacquire.EndpointChats, fakeacquire.EndpointTeam} {
		sum += server.Count(e)
	}
	return sum
}

// isEchoed reports whether f sends the token back.
func isEchoed(f fakeacquire.Fault) bool {
	return slices.ContainsFunc(tokenForms(), func(form string) bool { return strings.Contains(f.Text+f.Location+f.RetryAfter, form) })
}

// TestSecretsStayInside plays every fault there is in front of the whole
// program, with a log that says all and a recording, and searches whatever it
// leaves: the terminal, stderr, the command line, the log and the recording. A
// fault takes a second or more, which is how often a refresh is listened to, so
// several programs share them.
func TestSecretsStayInside(t *testing.T) {
	t.Parallel()
	const programs = 4
	shares := make([][]fakeacquire.Fault, programs)
	for i, f := range append(fakeacquire.AllFaults(), echoed()...) {
		shares[i%programs] = append(shares[i%programs], f)
	}
	for i, faults := range shares {
		t.Run(fmt.Sprint("share ", i+1), func(t *testing.T) {
			t.Parallel()
			secretsStayInside(t, faults)
		})
	}
}

func secretsStayInside(t *testing.T, faults []fakeacquire.Fault) {
	server, cfg := servedFloor(t)
	setInConfig(t, cfg, "timeout", `"2s"`) // some of the faults never answer
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
	again := func(what string, ok func() bool) { // does not wait until it is tried again
		t.Helper()
		await(t, nil, func() bool { _, _ = c.ptm.WriteString("r"); return ok() }, func() string { return what + " did not come" })
	}
	shown := slices.IndexFunc(faults, func(f fakeacquire.Fault) bool { return f.Kind == fakeacquire.KindErrorText && isEchoed(f) })
	for i, f := range faults {
		if f.Kind == fakeacquire.KindFlood {
			f.N = floodRows()
		}
		want := server.FaultCount() + 2 // one failure alone may pass for a thread's own
		if f.Status == http.StatusTooManyRequests {
			want-- // nothing wakes the program before it may ask again
		}
		server.Fail(f)
		again("enough requests under "+f.String(), func() bool { return server.FaultCount() >= want })
		if i == shown { // such an answer is on the screen after some seconds of nothing else
			c.waitFor("API ERROR")
		}
		server.Heal()
		good := answered(server) // a good answer ends the back-off, which would double with every fault
		again("a good answer after "+f.String(), func() bool { return answered(server) > good })
	}
	c.waitFor("LIVE")
	_, _ = c.ptm.WriteString("q")
	if status := c.end(); status != exitOK {
		t.Errorf("exit status %d, want %d", status, exitOK)
	}
	logged, recorded := readAll(t, log), readAll(t, filepath.Join(tapes, "*"))
	least := 0 // not every mishap makes a request fail, but each of these does
	for _, f := range faults {
		if isEchoed(f) {
			least++
		}
	}
	if n := strings.Count(logged, "request failed"); n < least || least == 0 {
		t.Errorf("the log tells of %d failed requests after %d faults with the token in them, so it shows too little", n, least)
	}
	if !strings.Contains(recorded, "Hello?") || shown < 0 {
		t.Error("the recording has no message or the terminal showed no fault, so they show nothing")
	}
	for what, text := range map[string]string{"the terminal": c.all(), "stderr": c.stderr.String(), "the command line": string(argv), "the log": logged, "the recording": recorded} {
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
