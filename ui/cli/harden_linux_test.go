package cli

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// dumpable asks the kernel about this process.
func dumpable() int {
	n, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	if err != nil {
		return -1
	}
	return n
}

func TestNotDumpable(t *testing.T) {
	if dumpable() == 0 {
		t.Fatal("the test itself is not dumpable, so it would show nothing")
	}
	if got := runChild(t, "harden"); got != "0" {
		t.Errorf("PR_GET_DUMPABLE is %s after the start, want 0", got)
	}
}

// TestTokenLeavesTheEnvironment looks at a program that took its token from
// the environment: no child of it could inherit the variable.
func TestTokenLeavesTheEnvironment(t *testing.T) {
	t.Setenv("FLOORWATCH_TOKEN", testToken)
	server, cfg := servedFloor(t)
	writeWithoutToken(t, cfg)
	_, _, chat := server.Visit("Ana")
	server.Say(chat, "Hello?")
	s := startSession(t, 100, 30, nil, "--config", cfg)
	s.waitFor("LIVE", "Hello?")
	if v, ok := os.LookupEnv("FLOORWATCH_TOKEN"); ok {
		t.Errorf("FLOORWATCH_TOKEN is still %d bytes long", len(v))
	}
	s.press("q")
	s.wait()
}
