package acquire

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"
)

func TestTokenCommand(t *testing.T) {
	sh := func(script string) []string { return []string{"sh", "-c", script, "sh", testToken} }
	tests := []struct {
		name    string
		argv    []string
		want    string
		wantErr []string
	}{
		{"first line", []string{"printf", `%s\nmore\n`, testToken}, testToken, nil},
		{"no shell in between", []string{"printf", "%s", "$HOME;*"}, "$HOME;*", nil},
		{"a lot of output", sh(`printf '%s\n' "$1"; head -c 1000000 /dev/zero`), testToken, nil},
		{"complaints without failure", sh(`echo oops >&2; printf '%s' "$1"`), testToken, nil},
		{"nothing", sh(`exit 0`), "", []string{`api.token_command "sh"`, "first line is empty"}},
		{"control character", sh(`printf '\033[2J'`), "", []string{"not printable ASCII"}},
		{"blank inside", sh(`echo "Error: not signed in"`), "", []string{"blank"}},
		{"failure", sh(`echo "vault is sealed" >&2; exit 3`), "", []string{`"sh" failed (exit status 3)`, "vault is sealed"}},
		{"failure that prints the token", sh(`echo "$1"; echo "cannot store $1" >&2; exit 3`), "", []string{"exit status 3", "not shown"}},
		{"killed", sh(`kill -9 $$`), "", []string{"signal: killed"}},
		{"arguments are not shown", []string{"sh", "-c", "exit 1", testToken}, "", []string{"exit status 1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := runTokenCommand(context.Background(), tt.argv, 20*time.Second)
			if len(tt.wantErr) > 0 {
				wantWords(t, err, tt.wantErr...)
				return
			}
			if err != nil || s.text() != tt.want {
				t.Errorf("%q gives %q, %v, want %q", tt.argv, s.text(), err, tt.want)
			}
		})
	}
}

func TestTokenCommandHasATimeLimit(t *testing.T) {
	for _, script := range []string{"sleep 30", "sleep 5 & sleep 5"} { // the second leaves a child that holds the pipes
		_, err := runTokenCommand(context.Background(), []string{"sh", "-c", script}, 50*time.Millisecond)
		wantWords(t, err, "took longer than 50ms")
	}
}

// TestTokenCommandMayTakeTenSeconds: that the limit it is given is kept, the test above shows.
func TestTokenCommandMayTakeTenSeconds(t *testing.T) {
	var limits []time.Duration
	token, err := openCommand([]string{"sh"}, func(_ context.Context, argv []string, limit time.Duration) (Secret, error) {
		limits = append(limits, limit)
		return newSecret(argv[0]), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	first, err := token.get(context.Background())
	if err == nil {
		_, err = token.renew(context.Background(), first)
	}
	if want := []time.Duration{10 * time.Second, 10 * time.Second}; err != nil || !slices.Equal(limits, want) {
		t.Errorf("the command may take %v (%v), want %v", limits, err, want)
	}
}

func TestTokenCommandEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	_, err := runTokenCommand(ctx, []string{"sleep", "60"}, time.Minute)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error is %v, want the context's", err)
	}
}

func TestLongComplaintIsCapped(t *testing.T) {
	_, err := runTokenCommand(context.Background(), []string{"sh", "-c", "yes it is sealed | head -n 10000 >&2; exit 1"}, 20*time.Second)
	wantWords(t, err, "exit status 1", "…")
	if n := len(err.Error()); n > 400 {
		t.Errorf("the error has %d bytes: %s", n, err)
	}
}
