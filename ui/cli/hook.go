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

	"floorwatch/poller/acquire"
	"floorwatch/ui/alert"
)

// The command of [alerts] gets this long, and then a moment to let go of what
// it has handed on to others.
const (
	hookTimeout = 10 * time.Second
	hookGrace   = time.Second
)

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

// call runs the command once. What it prints is thrown away: on the terminal it
// would end up in the middle of a frame.
func (h *hook) call(ctx context.Context, n alert.Notice) error {
	ctx, cancel := context.WithTimeout(ctx, h.timeout)
	defer cancel()
	line, err := json.Marshal(n)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, h.argv[0], h.argv[1:]...)
	cmd.Stdin = bytes.NewReader(append(line, '\n'))
	cmd.Env = withoutToken(os.Environ())
	cmd.WaitDelay = hookGrace
	err = cmd.Run()
	var exit *exec.ExitError
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("no end after %s", h.timeout)
	case errors.As(err, &exit):
		return errors.New(exit.ProcessState.String()) // "exit status 3"
	case err != nil:
		return fmt.Errorf("%s cannot be run", filepath.Base(h.argv[0]))
	}
	return nil
}

// withoutToken is an environment without Acquire's token, which is no business of the command's.
func withoutToken(env []string) []string {
	return slices.DeleteFunc(env, func(s string) bool { return strings.HasPrefix(s, acquire.TokenVariable+"=") })
}
