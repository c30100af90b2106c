package cli

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// The demo as lines: into a pipe, without a terminal, until a signal ends it.
func TestPlainDemo(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var out, errs lockedBuffer
	status := make(chan int, 1)
	go func() {
		status <- Execute(ctx, []string{"--demo", "--plain", "--demo-threads", "20"}, Env{Out: &out, Err: &errs, Getenv: func(string) string { return "" }})
	}()
	await(t, nil, func() bool {
		return strings.Contains(out.String(), "waiting ") && strings.Contains(out.String(), "reading is live")
	}, func() string {
		return fmt.Sprintf("no headline came; stdout: %s\nstderr: %s", out.String(), errs.String())
	})
	cancel()
	if got := <-status; got != exitOK {
		t.Errorf("exit status %d, want %d; stderr: %s", got, exitOK, errs.String())
	}
	if strings.Contains(out.String(), "\x1b") {
		t.Errorf("there are escape sequences in %q", out.String())
	}
}
