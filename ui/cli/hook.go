package cli

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
	"sync/atomic"
	"time"

	"floorwatch/model/safetext"
	"floorwatch/poller/acquire"
	"floorwatch/poller/detached"
	"floorwatch/ui/alert"
)

// hookTimeout is how long the command of [alerts] gets.
const hookTimeout = 10 * time.Second

// A hook runs the command of [alerts], one at a time and outside the goroutine
// that draws. While the command runs the newest Notice waits; older ones are
// let go, since what still matters is told again.
type hook struct {
	argv    []string
	next    chan alert.Notice // of one
	trouble atomic.Pointer[string]
	timeout time.Duration
}

func newHook(argv []string) *hook {
	return &hook{argv: argv, next: make(chan alert.Notice, 1), timeout: hookTimeout}
}

// startHook starts who runs the command; nil where there is none.
func startHook(group *group, argv []string) alert.Hook {
	if len(argv) == 0 {
		return nil
	}
	h := newHook(argv)
	group.start("alert command", h.run)
	return h
}

// Notify implements ui.Hook. Only one goroutine may call it.
func (h *hook) Notify(n alert.Notice) { putLatest(h.next, n) }

// Trouble implements ui.Hook.
func (h *hook) Trouble() string {
	if s := h.trouble.Load(); s != nil {
		return *s
	}
	return ""
}

// run runs the command for each Notice until ctx is done. A command that fails
// is shown on the screen and tried again with the next Notice.
func (h *hook) run(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case n := <-h.next:
			trouble := ""
			if err := h.call(ctx, n); err != nil {
				trouble = "the alert command failed: " + err.Error()
			}
			h.trouble.Store(&trouble)
		}
	}
}

// call runs the command once, in a session of its own. What it prints is kept off the terminal, where it
// would end up in the middle of a frame; the first line of its complaints says why it failed.
func (h *hook) call(ctx context.Context, n alert.Notice) error {
	ctx, cancel := context.WithTimeout(ctx, h.timeout)
	defer cancel()
	line, err := json.Marshal(n)
	if err != nil {
		return err
	}
	var complaint firstLine
	err = detached.Run(ctx, detached.Command{
		Argv: h.argv, Env: withoutToken(os.Environ()), Stdin: bytes.NewReader(append(line, '\n')), Stderr: &complaint,
	})
	var exit *exec.ExitError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("no end after %s%s", h.timeout, complaint.words())
	case errors.As(err, &exit):
		return fmt.Errorf("%s%s", exit.ProcessState, complaint.words()) // "exit status 3"
	case err != nil:
		return fmt.Errorf("%s cannot be run", filepath.Base(h.argv[0]))
	}
	return nil
}

// A firstLine keeps the first line that is written to it, cut short.
type firstLine struct {
	text  []byte
	ended bool
}

const maxComplaint = 120

func (f *firstLine) Write(p []byte) (int, error) {
	line, _, ended := bytes.Cut(p, []byte{'\n'})
	if !f.ended {
		f.text = append(f.text, line[:min(len(line), 4*maxComplaint-len(f.text))]...)
	}
	f.ended = f.ended || ended
	return len(p), nil
}

// words returns what was written, ready to stand behind a sentence.
func (f *firstLine) words() string {
	said := safetext.Line(detached.WithoutSecrets(strings.TrimSpace(string(f.text))))
	if len(f.text) == 0 || said.IsEmpty() {
		return ""
	}
	runes := []rune(said.String())
	if len(runes) > maxComplaint {
		runes = append(runes[:maxComplaint-1], '…')
	}
	return fmt.Sprintf(", it says %q", string(runes))
}

// withoutToken is an environment without Acquire's token, which is no business of the command's.
func withoutToken(env []string) []string {
	return slices.DeleteFunc(env, func(s string) bool { return strings.HasPrefix(s, acquire.TokenVariable+"=") })
}
