// Package detached runs the commands that a configuration names. Each runs in a new session and process
// group, without our terminal: it cannot prompt there or be stopped by a key, and at its time-out
// everything that it has started ends too.
//
// It imports no package of floorwatch. Its functions are safe for concurrent use.
package detached

import (
	"context"
	"errors"
	"io"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"time"
)

// grace is how long to wait for more output after a command has ended: a daemon that it started may
// keep the output open.
const grace = time.Second

// A Command is what to run. It is not changed by Run.
type Command struct {
	Argv           []string // run without a shell
	Env            []string // nil: ours
	Stdin          io.Reader
	Stdout, Stderr io.Writer // nil: discarded
}

// Run runs a command until it ends, or until ctx is done, when it kills the command and everything that
// it started. The error is ctx's, an *exec.ExitError, or says that the command cannot be run.
func Run(ctx context.Context, c Command) error {
	cmd := exec.CommandContext(ctx, c.Argv[0], c.Argv[1:]...)
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = c.Env, c.Stdin, c.Stdout, c.Stderr
	cmd.WaitDelay = grace
	detach(cmd)
	err := cmd.Run()
	switch {
	case errors.Is(err, exec.ErrWaitDelay) && cmd.ProcessState.Success():
		return nil
	case ctx.Err() != nil && err != nil:
		return ctx.Err()
	}
	return err
}

// Patterns of words that could be secrets: those after a secret's name, and long ones that are not plain
// words.
var (
	named = regexp.MustCompile(`(?i)((?:token|secret|password|passwd|credential|authorization|key)s?["']?\s*[:=]\s*["']?(?:bearer\s+|basic\s+)?|bearer\s+|basic\s+)[^\s"']+`)
	long  = regexp.MustCompile(`\S{16,}`)
	digit = regexp.MustCompile(`[0-9]`)
	big   = regexp.MustCompile(`[A-Z]`)
	small = regexp.MustCompile(`[a-z]`)
)

// removed replaces a word that could be a secret.
const removed = "[removed]"

// WithoutSecrets removes from a command's output whatever could be a token: words after the name of one,
// and long words with digits or letters of both cases. It guesses, and rather removes too much.
func WithoutSecrets(text string) string {
	text = named.ReplaceAllString(text, "${1}"+removed)
	return long.ReplaceAllStringFunc(text, func(word string) string {
		bare := strings.Trim(word, `.,:;!?()"'`)
		parts := []string{bare}
		if strings.HasPrefix(bare, "/") { // a path: each part is checked
			parts = strings.Split(bare, "/")
		}
		if slices.ContainsFunc(parts, tokenLike) {
			return removed
		}
		return word
	})
}

func tokenLike(word string) bool {
	if len(word) < 16 {
		return false
	}
	return len(word) >= 40 || digit.MatchString(word) || big.MatchString(word[1:]) && small.MatchString(word)
}

// Start starts a command that may outlive us, and returns a function that waits for its end. Its input
// is empty and its output is discarded.
func Start(c Command) (wait func() error, err error) {
	cmd := exec.CommandContext(context.Background(), c.Argv[0], c.Argv[1:]...)
	cmd.Env = c.Env
	detach(cmd)
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return cmd.Wait, nil
}
