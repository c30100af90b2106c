//go:build unix

package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// withTokenCommand is a floor's configuration that gets the token by a shell script; $0 is a file that holds it.
func withTokenCommand(t *testing.T, script string) string {
	t.Helper()
	_, cfg := servedFloor(t)
	b, err := os.ReadFile(cfg)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, _ := strings.Cut(string(b), "token_file = ")
	file, rest, _ := strings.Cut(rest, "\n")
	text := fmt.Sprintf("%stoken_command = [\"/bin/sh\", \"-c\", %q, %s]\n%s", head, script, file, rest)
	if err := os.WriteFile(cfg, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return cfg
}

// A token command has no terminal to ask on. That it fails is this machine's trouble: nobody has refused a token.
func TestTokenCommandThatAsksOnTheTerminal(t *testing.T) {
	t.Parallel()
	cfg := withTokenCommand(t, `(read x </dev/tty) || { echo 'nobody to ask, key: abcdef' >&2; exit 4; }; cat "$0"`)
	c := startChild(t, nil, "--config", cfg)
	c.waitFor("RETRYING")
	c.waitFor("exit status 4")
	if shown := ansi.Strip(c.screen.Render()); strings.Contains(shown, "TOKEN REJECTED") || strings.Contains(shown, "abcdef") {
		t.Errorf("the screen says that a token was refused, or shows what may be one:\n%s", shown)
	}
	_, _ = c.ptm.WriteString("q")
	if status := c.end(); status != exitOK {
		t.Errorf("exit status %d, want %d", status, exitOK)
	}
	c.checkRestored()
}

// A token command that starts an agent, which keeps its output open, has given the token all the same.
func TestTokenCommandThatLeavesAnAgent(t *testing.T) {
	t.Parallel()
	pid := filepath.Join(t.TempDir(), "pid")
	cfg := withTokenCommand(t, `sleep 600 & echo $! > '`+pid+`'; cat "$0"`)
	c := startChild(t, nil, "--config", cfg)
	c.waitFor("LIVE")
	b, err := os.ReadFile(pid)
	n, _ := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil || syscall.Kill(n, syscall.SIGKILL) != nil {
		t.Errorf("the agent %q is gone (%v), want it left alone", b, err)
	}
	_, _ = c.ptm.WriteString("q")
	c.end()
}
