package acquire

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestTokenSources(t *testing.T) {
	file := tokenFile(t, testToken+"\n", 0o600)
	argv := []string{"printf", `%s\n`, testToken}
	tests := []struct {
		name    string
		cfg     Config
		env     string
		wantErr []string
	}{
		{"command", Config{TokenCommand: argv}, "", nil},
		{"file", Config{TokenFile: file}, "", nil},
		{"environment", Config{}, testToken, nil},
		{"environment with a line end", Config{}, testToken + "\r\n", nil},
		{"none", Config{}, "", []string{"no API token", "api.token_command", "api.token_file", "FLOORWATCH_TOKEN"}},
		{"command and file", Config{TokenCommand: argv, TokenFile: file}, "", []string{"from api.token_command and api.token_file:", "exactly one", "FLOORWATCH_TOKEN"}},
		{"file and environment", Config{TokenFile: file}, testToken, []string{"from api.token_file and the environment's FLOORWATCH_TOKEN:", "api.token_command"}},
		{"bad environment", Config{}, "a b", []string{"FLOORWATCH_TOKEN", "blank"}},
		{"no such command", Config{TokenCommand: []string{"no-such-program-here"}}, "", []string{"api.token_command", `"no-such-program-here"`}},
		{"no such file", Config{TokenFile: file + "x"}, "", []string{"api.token_file", file + "x is not there: check the path"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv(TokenVariable, tt.env)
			token, err := OpenToken(tt.cfg)
			if _, still := os.LookupEnv(TokenVariable); still {
				t.Error("the variable is still in the environment")
			}
			if len(tt.wantErr) > 0 {
				wantWords(t, err, tt.wantErr...)
				return
			}
			if err != nil {
				t.Fatalf("OpenToken: %v", err)
			}
			got, err := token.get(context.Background())
			if err != nil || got.text() != testToken {
				t.Errorf("token is %q (%v), want %q", got.text(), err, testToken)
			}
		})
	}
}

func TestParseToken(t *testing.T) {
	tests := []struct{ raw, want, wantErr string }{
		{"abc", "abc", ""},
		{"abc\nsecond line", "abc", ""},
		{"  abc\t\r\n", "abc", ""},
		{"", "", "first line is empty"},
		{"\nabc", "", "first line is empty"},
		{"a b", "", "blank"},
		{"Bearer abc", "", "the word Bearer"},
		{"bearer abc\n", "", "the word Bearer"},
		{"\"abc\"\n", "", "in quotes"},
		{"'abc'", "", "in quotes"},
		{"a\x1b[31mb", "", "not printable ASCII"},
		{"a\x00b", "", "not printable ASCII"},
		{"caf\u00e9", "", "not printable ASCII"},
		{"\ufeffabc\r\n", "abc", ""},
		{strings.Repeat("a", maxToken), strings.Repeat("a", maxToken), ""},
		{strings.Repeat("a", maxToken+1), "", "over 4096 bytes"},
	}
	for _, tt := range tests {
		s, err := parseToken(tt.raw)
		if tt.wantErr != "" {
			if err == nil || !strings.Contains(err.Error(), tt.wantErr) {
				t.Errorf("parseToken(%q): error %v, want %q", clip(tt.raw), err, tt.wantErr)
			}
			continue
		}
		if err != nil || s.text() != tt.want {
			t.Errorf("parseToken(%q) = %q, %v, want %q", clip(tt.raw), s.text(), err, tt.want)
		}
	}
}

func TestRenewFetchesOnceForManyRefusals(t *testing.T) {
	var mu sync.Mutex
	runs := 0
	token := newToken("", func(context.Context) (Secret, error) {
		mu.Lock()
		defer mu.Unlock()
		runs++
		return newSecret(strings.Repeat("x", runs)), nil
	})
	first, err := token.get(context.Background())
	if err != nil || first.text() != "x" {
		t.Fatalf("first token is %q (%v), want \"x\"", first.text(), err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			got, err := token.renew(context.Background(), first)
			if err != nil || got.text() != "xx" {
				t.Errorf("renewed token is %q (%v), want \"xx\"", got.text(), err)
			}
		})
	}
	wg.Wait()
	if runs != 2 {
		t.Errorf("the token was fetched %d times, want 2", runs)
	}
}

func TestFailedRenewKeepsTheToken(t *testing.T) {
	turn := 0
	token := newToken("", func(context.Context) (Secret, error) {
		if turn++; turn > 1 {
			return Secret{}, errors.New("vault is sealed")
		}
		return newSecret("x"), nil
	})
	first, err := token.get(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := token.renew(context.Background(), first); err == nil {
		t.Error("renew of a failing source gives no error")
	}
	if got, err := token.get(context.Background()); err != nil || got.text() != "x" {
		t.Errorf("afterwards the token is %q (%v), want the old one", got.text(), err)
	}
}

func TestWaitingForTheTokenEndsWithTheContext(t *testing.T) {
	inside, release := make(chan struct{}), make(chan struct{})
	token := newToken("", func(context.Context) (Secret, error) {
		close(inside)
		<-release
		return newSecret("x"), nil
	})
	var wg sync.WaitGroup
	wg.Go(func() { _, _ = token.get(context.Background()) })
	<-inside
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	if _, err := token.get(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("waiting for another's command gives %v, want the context's error", err)
	}
	close(release)
	wg.Wait()
}
