package acquire

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

// TokenVariable is the environment variable that may hold the token.
const TokenVariable = "FLOORWATCH_TOKEN"

// maxToken is far above any API token's length, so that a wrong file is not sent as a header.
const maxToken = 4 << 10

// A Token is the source of the API token: a command, a file or the environment. A
// command is run when the token is first needed. After a refusal (401) the command is run
// or the file read again, so that a new token needs no restart. Safe for concurrent use.
type Token struct {
	advice string                                // where to put a new token, for the user
	fetch  func(context.Context) (Secret, error) // nil if the token cannot be read again
	lock   chan struct{}                         // a mutex for held; a channel, so that waiting for it can be cancelled
	held   held

	fromEnv bool // it came from the environment, which no longer has it
}

// reopen is OpenToken for another configuration. It keeps a token from the environment.
func (t *Token) reopen(cfg Config) (*Token, error) {
	if !t.fromEnv {
		return OpenToken(cfg)
	}
	if err := oneSource(cfg, true); err != nil {
		return nil, err
	}
	return t, nil
}

// held is a token and how many were fetched before it.
type held struct {
	Secret
	turn int
}

// OpenToken opens the one source of the token that is set: cfg.TokenCommand,
// cfg.TokenFile or the environment. It always removes the variable from the environment,
// so that no child process inherits it. It reads a file at once, but only looks up a
// command. Errors are sentences for the user and never contain the token.
func OpenToken(cfg Config) (*Token, error) {
	env, inEnv := os.LookupEnv(TokenVariable)
	inEnv = inEnv && env != ""
	if err := os.Unsetenv(TokenVariable); err != nil {
		return nil, err
	}
	if err := oneSource(cfg, inEnv); err != nil {
		return nil, err
	}
	switch {
	case inEnv:
		t, err := NewToken(env)
		if err == nil {
			t.fromEnv = true
		}
		if err != nil {
			return nil, fmt.Errorf("the environment's %s: %w", TokenVariable, err)
		}
		t.advice = "start again with it in " + TokenVariable
		return t, nil
	case cfg.TokenFile != "":
		return openFile(cfg.TokenFile)
	}
	return openCommand(cfg.TokenCommand, runTokenCommand)
}

// NewToken returns a Token with a known value, for the demo and tests.
func NewToken(token string) (*Token, error) {
	s, err := parseToken(token)
	if err != nil {
		return nil, err
	}
	t := newToken("give it to floorwatch", nil)
	t.held = held{s, 1}
	return t, nil
}

func newToken(advice string, fetch func(context.Context) (Secret, error)) *Token {
	return &Token{advice: advice, fetch: fetch, lock: make(chan struct{}, 1)}
}

func openFile(path string) (*Token, error) {
	t := newToken("put it where token_file points", func(context.Context) (Secret, error) { return readTokenFile(path) })
	s, err := readTokenFile(path)
	if err != nil {
		return nil, err
	}
	t.held = held{s, 1}
	return t, nil
}

func openCommand(argv []string, run func(context.Context, []string, time.Duration) (Secret, error)) (*Token, error) {
	if err := lookUp(argv); err != nil {
		return nil, err
	}
	return newToken("put it where token_command finds it", func(ctx context.Context) (Secret, error) { return run(ctx, argv, commandTime) }), nil
}

// commandTime is how long a token command may take: long enough for a password
// manager that asks a server, short enough to notice one that asks a person.
const commandTime = 10 * time.Second

// oneSource returns an error unless exactly one source is set.
func oneSource(cfg Config, inEnv bool) error {
	var set []string
	if len(cfg.TokenCommand) > 0 {
		set = append(set, "api.token_command")
	}
	if cfg.TokenFile != "" {
		set = append(set, "api.token_file")
	}
	if inEnv {
		set = append(set, "the environment's "+TokenVariable)
	}
	const ways = "set exactly one of api.token_command, api.token_file and the environment's " + TokenVariable
	switch len(set) {
	case 0:
		return errors.New("there is no API token: " + ways)
	case 1:
		return nil
	}
	return fmt.Errorf("the API token comes from %s: %s", strings.Join(set, " and "), ways)
}

// get returns the token, fetching it the first time.
func (t *Token) get(ctx context.Context) (held, error) { return t.after(ctx, 0) }

// renew returns a token newer than the refused one, if there is one. Of several requests
// refused at the same time only the first fetches it.
func (t *Token) renew(ctx context.Context, refused held) (held, error) {
	if t.fetch == nil {
		return refused, nil
	}
	return t.after(ctx, refused.turn)
}

// after returns the first token fetched after the given number of fetches.
func (t *Token) after(ctx context.Context, turn int) (held, error) {
	select {
	case t.lock <- struct{}{}:
	case <-ctx.Done():
		return held{}, ctx.Err()
	}
	defer func() { <-t.lock }()
	if t.held.turn > turn {
		return t.held, nil
	}
	s, err := t.fetch(ctx)
	if err != nil {
		return held{}, err
	}
	t.held = held{s, t.held.turn + 1}
	return t.held, nil
}

// parseToken returns the first line of a command's output, a file or a variable, without the byte order mark that
// some editors write.
func parseToken(raw string) (Secret, error) {
	line, _, _ := strings.Cut(strings.TrimPrefix(raw, "\ufeff"), "\n")
	line = strings.Trim(line, " \t\r")
	if line == "" {
		return Secret{}, errors.New("the first line is empty, it should be the token")
	}
	if len(line) > maxToken {
		return Secret{}, fmt.Errorf("the first line is over %d bytes, too long for a token", maxToken)
	}
	if word, _, more := strings.Cut(line, " "); more && strings.EqualFold(word, "Bearer") {
		return Secret{}, errors.New("the token begins with the word Bearer: leave it out, it is added with every request")
	}
	if first := line[0]; (first == '"' || first == '\'') && line[len(line)-1] == first {
		return Secret{}, errors.New("the token is in quotes: remove them")
	}
	for _, c := range []byte(line) {
		if c <= ' ' || c > '~' {
			return Secret{}, errors.New("the token holds a blank or a character that is not printable ASCII: copy it again as Acquire shows it, and nothing else")
		}
	}
	return newSecret(line), nil
}
