package poller_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"testing"

	"floorwatch/poller/fakeacquire"
)

// A leakLog is a log at the level of debug, to be searched for what must not be in it.
type leakLog struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *leakLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *leakLog) logger() *slog.Logger {
	return slog.New(slog.NewJSONHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// shapes are the token as it is and in four encodings.
func shapes() []string {
	b := []byte(token)
	return []string{token, base64.RawStdEncoding.EncodeToString(b), base64.RawURLEncoding.EncodeToString(b),
		hex.EncodeToString(b), url.QueryEscape(token), strings.Trim(quoted(token), `"`)}
}

func quoted(s string) string {
	b, _ := json.Marshal(s) // a string can always be written
	return string(b)
}

// check searches the log, every Health that was told and all that the Board
// holds, as JSON, which is what a recording would hold.
func (l *leakLog) check(t *testing.T, p *path) {
	t.Helper()
	l.mu.Lock()
	log := l.b.String()
	l.mu.Unlock()
	if log == "" {
		t.Error("the log is empty, so it shows nothing")
	}
	p.mu.Lock()
	told, _ := json.Marshal(p.events)
	p.mu.Unlock()
	for what, text := range map[string]string{"the log": log, "the events": string(told)} {
		for _, s := range append(shapes(), "secret_key", fakeacquire.Secret, "Bearer") {
			if at := strings.Index(text, s); at >= 0 {
				t.Errorf("%s holds %q: …%s", what, s, text[max(0, at-80):min(len(text), at+80)])
			}
		}
	}
}
