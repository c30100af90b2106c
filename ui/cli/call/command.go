package call

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"floorwatch/model/safetext"
	"floorwatch/poller/acquire"
	"floorwatch/poller/detached"
	"floorwatch/ui/alert"
)

// A Command is a program with its arguments, run with a Notice on its standard input.
type Command []string

// send runs the command once, in a new session. Its output is kept off the terminal, where it would end up
// in the middle of a frame; the first line of its standard error is the reason of a failure.
func (argv Command) send(ctx context.Context, n alert.Notice) error {
	line, err := json.Marshal(n)
	if err != nil {
		return err
	}
	var complaint firstLine
	err = detached.Run(ctx, detached.Command{
		Argv: argv, Env: withoutToken(os.Environ()), Stdin: bytes.NewReader(append(line, '\n')), Stderr: &complaint,
	})
	var exit *exec.ExitError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("no end after %s%s", timeout, complaint.asSuffix())
	case errors.As(err, &exit):
		return fmt.Errorf("%s%s", exit.ProcessState, complaint.asSuffix()) // "exit status 3"
	case err != nil:
		return answered{filepath.Base(argv[0]) + " cannot be run", errUnsent}
	}
	return nil
}

// A firstLine is a writer that keeps the start of the first line.
type firstLine struct {
	text  []byte
	ended bool
}

const maxComplaint = 120

func (f *firstLine) Write(p []byte) (int, error) {
	line, _, ended := bytes.Cut(p, []byte{'\n'})
	if !f.ended {
		f.text = append(f.text, line[:min(len(line), maxAddress-len(f.text))]...)
	}
	f.ended = f.ended || ended
	return len(p), nil
}

// asSuffix returns the line as the end of a sentence.
func (f *firstLine) asSuffix() string {
	line := safetext.Line(detached.WithoutSecrets(strings.TrimSpace(string(f.text))))
	if len(f.text) == 0 || line.IsEmpty() {
		return ""
	}
	runes := []rune(line.String())
	if len(runes) > maxComplaint {
		runes = append(runes[:maxComplaint-1], '…')
	}
	return fmt.Sprintf(", it says %q", string(runes))
}

// withoutToken returns an environment without Acquire's token, which the command does not need.
func withoutToken(env []string) []string {
	return slices.DeleteFunc(env, func(s string) bool { return strings.HasPrefix(s, acquire.TokenVariable+"=") })
}
