package cli

import (
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// TestTerminalsThatCannot: the program says what it lacks, and leaves them alone.
func TestTerminalsThatCannot(t *testing.T) {
	t.Parallel()
	noTerminal := func(cmd *exec.Cmd) {
		cmd.Stdin = nil
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	}
	for _, tt := range []struct {
		name    string
		env     []string
		args    []string
		changes []func(*exec.Cmd)
		want    []string
	}{
		{"dumb", []string{"TERM=dumb"}, nil, nil, []string{`"dumb"`, "--plain"}},
		{"no name", []string{"TERM="}, []string{"--wall"}, nil, []string{`""`, "--plain"}},
		{"unset", nil, nil, []func(*exec.Cmd){func(cmd *exec.Cmd) { cmd.Env = cmd.Env[:1] }}, []string{`""`, "--plain"}},
		{"no keys", nil, nil, []func(*exec.Cmd){noTerminal}, []string{"standard input", "--plain"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := startChanged(t, tt.env, append(tt.args, "--demo", "--demo-threads", "10"), tt.changes...)
			if status := c.end(); status != exitUsage {
				t.Errorf("exit status %d, want %d", status, exitUsage)
			}
			said := c.stderr.String()
			for _, want := range tt.want {
				if !strings.Contains(said, want) {
					t.Errorf("it says %q, want %q", said, want)
				}
			}
			if out := c.all(); strings.Count(said, "\n") != 1 || out != "" {
				t.Errorf("it says %q and writes %q to the terminal, want one sentence", said, out)
			}
		})
	}
}

// TestKeysOfTheControllingTerminal: with a file as standard input the keys are those of the terminal.
func TestKeysOfTheControllingTerminal(t *testing.T) {
	t.Parallel()
	c := startChanged(t, nil, []string{"--demo", "--demo-threads", "10"}, func(cmd *exec.Cmd) {
		cmd.Stdin = nil
		cmd.SysProcAttr.Ctty = 1
	})
	c.waitFor("LIVE")
	c.say("q")
	if status := c.end(); status != exitOK {
		t.Errorf("exit status %d, want %d; stderr: %s", status, exitOK, c.stderr)
	}
	c.checkRestored()
}

var (
	coloured  = regexp.MustCompile(`\x1b\[[0-9;:]*\b(3[0-9]|4[0-9]|9[0-7]|10[0-7])\b[0-9;:]*m`)
	askColour = "\x1bP+q" // XTGETTCAP
)

// TestTerminalsGetWhatTheyCan: terminals without colours get none and are not asked for them, those without UTF-8 get ASCII,
// and all are left as they were.
func TestTerminalsGetWhatTheyCan(t *testing.T) {
	t.Parallel()
	for env, want := range map[string]struct{ colours, unicode bool }{
		"TERM=vt100": {false, true}, "CLICOLOR=0": {false, true}, "NO_COLOR=yes": {false, true},
		"TERM=linux": {true, true}, "CLICOLOR=1": {true, true}, "TERM=screen": {true, true}, "TERM=vt100 CLICOLOR_FORCE=1": {true, true},
		"LC_ALL=C": {true, false}, "TERM=vt100 LANG=POSIX": {false, false},
	} {
		t.Run(env, func(t *testing.T) {
			t.Parallel()
			c := startChild(t, strings.Fields(env), "--demo", "--demo-threads", "10")
			c.waitFor("LIVE")
			c.say("q")
			c.end()
			c.checkRestored()
			out := c.all()
			if got := coloured.MatchString(out); got != want.colours {
				t.Errorf("there are colours: %v, want %v", got, want.colours)
			}
			if got := strings.Contains(out, askColour); got != want.colours {
				t.Errorf("the terminal is asked for colours: %v, want %v", got, want.colours)
			}
			if got := strings.ContainsFunc(out, func(r rune) bool { return r > '~' }); got != want.unicode {
				t.Errorf("there is more than ASCII: %v, want %v", got, want.unicode)
			}
		})
	}
}
