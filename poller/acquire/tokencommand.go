package acquire

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"floorwatch/model/safetext"
	"floorwatch/poller/detached"
)

// maxOutput is how much of a command's output is kept; the rest is read and discarded.
const maxOutput = 64 << 10

// lookUp returns an error if the command cannot be found.
func lookUp(argv []string) error {
	if _, err := exec.LookPath(argv[0]); err != nil {
		return fmt.Errorf("api.token_command: cannot find %q: write the whole path of a program that may be run", argv[0])
	}
	return nil
}

// runTokenCommand runs argv without a shell, in a new session, and returns the first line of its output.
// Its errors name the program, but not the arguments, which may contain secrets.
func runTokenCommand(ctx context.Context, argv []string, limit time.Duration) (Secret, error) {
	timed, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var out, complaint head
	err := detached.Run(timed, detached.Command{Argv: argv, Stdout: &out, Stderr: &complaint})
	s, perr := parseToken(string(out))
	switch {
	case ctx.Err() != nil:
		return Secret{}, ctx.Err()
	case err != nil && timed.Err() != nil:
		return Secret{}, fmt.Errorf("api.token_command %q took longer than %v%s: it must not ask anyone anything", argv[0], limit, complaint.complaintText(s))
	case err != nil:
		return Secret{}, fmt.Errorf("api.token_command %q failed (%s)%s", argv[0], exitWords(err), complaint.complaintText(s))
	case perr != nil:
		return Secret{}, fmt.Errorf("api.token_command %q: %w%s", argv[0], perr, complaint.complaintText(s))
	}
	return s, nil
}

func exitWords(err error) string {
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.String()
	}
	return safetext.Line(err.Error()).String()
}

// head is a writer that keeps the first maxOutput bytes and discards the rest.
type head []byte

func (h *head) Write(p []byte) (int, error) {
	*h = append(*h, p[:min(len(p), maxOutput-len(*h))]...)
	return len(p), nil
}

// complaintText returns the command's error output as the end of a sentence, without anything that looks like a
// token, since it may be one for something else.
func (h head) complaintText(s Secret) string {
	text := strings.TrimSpace(string(h))
	if !s.in(text) {
		text = detached.WithoutSecrets(text)
	}
	said := detail(text, s)
	if said.IsEmpty() {
		return ""
	}
	return fmt.Sprintf(", it says %q", said.String())
}
