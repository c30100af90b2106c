//go:build unix

package detached

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

func sh(script string, args ...string) []string {
	return append([]string{"/bin/sh", "-c", script, "sh"}, args...)
}

// A command leads a session and a process group, and cannot reach the terminal that the program may have.
func TestCommandHasASessionOfItsOwn(t *testing.T) {
	var out strings.Builder
	err := Run(t.Context(), Command{Argv: sh(`ps -o pid=,sid=,pgid= -p $$; read x && echo read "$x"; (: </dev/tty) 2>&1 && echo terminal`), Stdout: &out})
	if _, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		t.Fatal(err)
	}
	lines := strings.Split(out.String(), "\n")
	ids := strings.Fields(lines[0])
	if len(ids) == 3 && (ids[0] != ids[1] || ids[0] != ids[2]) {
		t.Errorf("pid, session and group are %v, want one number", ids)
	}
	if strings.Contains(out.String(), "\nterminal") || strings.Contains(out.String(), "read ") {
		t.Errorf("the command reached a terminal or read something: %q", &out)
	}
}

// When the time is up the children of the command end with it, also where it has ended itself.
func TestTheWholeGroupEndsOnTimeOut(t *testing.T) {
	file := filepath.Join(t.TempDir(), "pid")
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- Run(ctx, Command{Argv: sh(`sleep 600 & echo $! > "$1.part"; mv "$1.part" "$1"; wait`, file)})
	}()
	var pid int
	for pid == 0 {
		b, _ := os.ReadFile(file)
		pid, _ = strconv.Atoi(strings.TrimSpace(string(b)))
		time.Sleep(time.Millisecond)
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("Run = %v, want the context's error", err)
	}
	for running(pid) {
		time.Sleep(time.Millisecond) // until the test's own time is up
	}
}

// running reports whether a process is there and no zombie.
func running(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	_, state, _ := strings.Cut(string(stat), ") ")
	return err != nil || !strings.HasPrefix(state, "Z")
}

// A daemon that keeps the output open turns no answer into a failure, and lives on.
func TestAChildThatKeepsTheOutputOpen(t *testing.T) {
	var out strings.Builder
	if err := Run(t.Context(), Command{Argv: sh(`sleep 600 & echo $!`), Stdout: &out}); err != nil {
		t.Errorf("Run = %v, want no error of a command that ended well", err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(out.String()))
	if err != nil || !running(pid) {
		t.Fatalf("the command printed %q, and what it started is gone", &out)
	}
	_ = syscall.Kill(pid, syscall.SIGKILL)
	if err := Run(t.Context(), Command{Argv: sh(`sleep 2 & exit 3`), Stdout: &out}); exitCode(err) != 3 {
		t.Errorf("Run = %v, want the exit status 3", err)
	}
}

func exitCode(err error) int {
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	return -1
}

func TestWithoutSecrets(t *testing.T) {
	for text, want := range map[string]string{
		"vault is sealed, unseal it first":                      "vault is sealed, unseal it first",
		"cannot open /usr/local/share/vault/config":             "cannot open /usr/local/share/vault/config",
		"open /home/Ana/Secrets/vault.json: no such file":       "open /home/Ana/Secrets/vault.json: no such file",
		"no such key: abc":                                      "no such key: [removed]",
		"token: abc":                                            "token: [removed]",
		`{"token": "abc", "x": 1}`:                              `{"token": "[removed]", "x": 1}`,
		"Authorization: Bearer abc.def":                         "Authorization: Bearer [removed]",
		"cannot store t0ken+of/the=test~ here":                  "cannot store [removed] here",
		"got dGhpcyBpcyBub3QgYSB0b2tlbg==, what now":            "got [removed] what now",
		`cannot replace tok+en/4f"7\9%~sEcReT== by it`:          "cannot replace [removed] by it",
		"deadbeefdeadbeefdeadbeefdeadbeefdeadbeefdeadbeef":      "[removed]",
		"the token is missing, and no password was given to us": "the token is missing, and no password was given to us",
	} {
		if got := WithoutSecrets(text); got != want {
			t.Errorf("WithoutSecrets(%q) = %q, want %q", text, got, want)
		}
	}
}
