package acquire

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// shapes are the forms of the token that no text may hold.
func shapes(token string) []string {
	js, err := json.Marshal(token)
	if err != nil {
		panic(err)
	}
	bearer := []byte("Bearer " + token)
	return []string{
		token, strings.ReplaceAll(token, "/", `\/`), html.EscapeString(token), url.QueryEscape(token), url.PathEscape(token), strings.Trim(strconv.Quote(token), `"`), strings.Trim(string(js), `"`),
		hex.EncodeToString([]byte(token)), strings.ToUpper(hex.EncodeToString([]byte(token))), fmt.Sprintf("% x", token),
		base64.StdEncoding.EncodeToString([]byte(token)), base64.URLEncoding.EncodeToString([]byte(token)),
		base64.RawStdEncoding.EncodeToString([]byte(token)), base64.StdEncoding.EncodeToString(bearer), base64.URLEncoding.EncodeToString(bearer),
	}
}

// noToken checks that text holds the token in no form.
func noToken(t *testing.T, what, text string) {
	t.Helper()
	for _, s := range shapes(testToken) {
		if strings.Contains(text, s) {
			t.Errorf("%s holds the token as %q: %s", what, s, text)
		}
	}
}

// wantWords checks that err's text holds each of the words, and the token in no form.
func wantWords(t *testing.T, err error, words ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one with %q", words)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("error is %q, want it to hold %q", err, w)
		}
	}
	noToken(t, "the error", err.Error())
}

func TestSecretHidesItself(t *testing.T) {
	s := newSecret(testToken)
	type holder struct {
		hidden Secret
		Shown  *Secret
	}
	values := map[string]fmt.Formatter{"secret": s, "pointer": &s}
	for name, v := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%q", "%s", "%x", "%X", "%d", "%t", "%08.3f"} {
			got := fmt.Sprintf(verb, v)
			noToken(t, name+" "+verb, got)
			if got != redacted {
				t.Errorf("%s with %s is %q, want %q", name, verb, got, redacted)
			}
		}
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		noToken(t, "a struct around it with "+verb, fmt.Sprintf(verb, holder{s, &s}))
		noToken(t, "a pointer to a struct around it with "+verb, fmt.Sprintf(verb, &holder{s, &s}))
	}
	for name, v := range map[string]struct{ S Secret }{"full": {s}, "zero": {}} {
		b, err := json.Marshal(v)
		if want := `{"S":"[redacted]"}`; err != nil || string(b) != want {
			t.Errorf("%s as JSON is %s (%v), want %s", name, b, err, want)
		}
	}
	var log bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(h).Info("x", "secret", s, "holder", holder{s, &s}, slog.Group("g", "s", &s))
	}
	noToken(t, "the log", log.String())
	if got := s.String() + s.GoString(); got != redacted+redacted {
		t.Errorf("String and GoString give %q", got)
	}
}

func TestSecretIsFoundInEveryForm(t *testing.T) {
	s := newSecret(testToken)
	for _, form := range shapes(testToken) {
		if text := "bad token " + form + " given"; !s.in(text) {
			t.Errorf("not found in %q", text)
		}
	}
	for _, text := range []string{"", "bad token", testToken[:len(testToken)-1]} {
		if s.in(text) {
			t.Errorf("found in %q", text)
		}
	}
	if (Secret{}).in("anything") || newSecret("a").in("xyz") {
		t.Error("an empty or a short secret is found where it is not")
	}
}
