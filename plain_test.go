package main

import (
	"context"
	"strings"
	"testing"
	"time"
)

// The demo as lines: into a pipe, without a terminal, until a signal ends it.
func TestPlainDemo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var out, errs lockedBuffer
	status := make(chan int, 1)
	go func() {
		status <- run(ctx, []string{"--demo", "--plain", "--demo-threads", "40"}, world{out: &out, err: &errs, env: func(string) string { return "" }})
	}()
	for end := time.Now().Add(patience); !strings.Contains(out.String(), "waiting ") || !strings.Contains(out.String(), "reading is live"); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("no headline came; stdout: %s\nstderr: %s", out.String(), errs.String())
		}
	}
	cancel()
	if got := <-status; got != exitOK {
		t.Errorf("exit status %d, want %d; stderr: %s", got, exitOK, errs.String())
	}
	if strings.Contains(out.String(), "\x1b") {
		t.Errorf("there are escape sequences in %q", out.String())
	}
}
