package cli

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// startShell starts a shell with job control on a terminal, in which $fw is the program.
func startShell(t *testing.T) *child {
	t.Helper()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Fatal("job control is tested with bash, which is not installed")
	}
	ptm, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := pty.Setsize(ptm, &pty.Winsize{Cols: 100, Rows: 30}); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := &child{t: t, ptm: ptm, tty: tty, out: &lockedBuffer{}, answers: &lockedBuffer{}, drawn: newBell(), screen: vt.NewSafeEmulator(100, 30), stderr: &lockedBuffer{}}
	if c.before, err = term.GetState(tty.Fd()); err != nil {
		t.Fatal(err)
	}
	// Without an editor of its own the shell leaves the terminal's modes alone.
	c.cmd = exec.Command(bash, "--norc", "--noprofile", "--noediting", "-i")
	c.cmd.Env = []string{childVariable + "=main", "TERM=xterm-256color", "HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH"), "PS1=ready> ", "LC_ALL=C.UTF-8",
		"fw=" + self + " --demo --demo-threads 10"}
	c.cmd.Stdin, c.cmd.Stdout, c.cmd.Stderr = tty, tty, tty
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.MultiWriter(c.out, c.screen, c.drawn), ptm) }()
	go func() { _, _ = io.Copy(io.MultiWriter(ptm, c.answers, c.drawn), c.screen) }()
	t.Cleanup(func() { _ = c.cmd.Process.Kill(); _ = tty.Close(); _ = ptm.Close() })
	return c
}

// say types a line.
func (c *child) say(keys string) {
	c.t.Helper()
	if _, err := c.ptm.WriteString(keys); err != nil {
		c.t.Fatal(err)
	}
}

// came waits until a pattern has been printed behind the first n bytes, and returns what it holds.
func (c *child) came(n int, pattern string) []string {
	c.t.Helper()
	p, all := regexp.MustCompile(pattern), func() string { return ansi.Strip(c.out.String()[n:]) }
	await(c.t, c.drawn, func() bool { return p.MatchString(all()) }, func() string { return fmt.Sprintf("%s did not come:\n%s\n%q", pattern, all(), c.out.String()[n:]) })
	return p.FindStringSubmatch(all())
}

// checkGiven checks that the shell has the terminal back as it was.
func (c *child) checkGiven() {
	c.t.Helper()
	await(c.t, c.drawn, func() bool { return len(modesLeft(c.out.String())) == 0 && !c.screen.IsAltScreen() },
		func() string {
			return "the terminal is left with the modes " + strings.Join(modesLeft(c.out.String()), ", ")
		})
	if after, err := term.GetState(c.tty.Fd()); err != nil || *after != *c.before {
		c.t.Errorf("the terminal's modes are %+v, were %+v, %v", after, c.before, err)
	}
}

// TestStopAndGoOn stops the program in every way there is; fg brings it back whole.
func TestStopAndGoOn(t *testing.T) {
	t.Parallel()
	c := startShell(t)
	c.came(0, `ready> `)
	for _, stop := range []struct{ args, keys, signal string }{
		{"", "\x1a", ""},
		{"", "/abc\x1a", ""}, // also in the middle of a word
		{"--wall", "\x1a", ""},
		{"", "", "TSTP"},
		{"", "", "STOP"}, // which no program can hear: the terminal stays as it is
	} {
		n := len(c.out.String())
		c.say("$fw " + stop.args + "\r")
		c.came(n, `LIVE|next page`)
		c.waitAnswered(n)
		n = len(c.out.String())
		c.say(stop.keys)
		if stop.signal != "" {
			job, err := exec.Command("pgrep", "-P", strconv.Itoa(c.cmd.Process.Pid)).Output()
			if err != nil {
				t.Fatalf("the job is not found with pgrep: %v", err)
			}
			if err := exec.Command("kill", "-"+stop.signal, strings.TrimSpace(string(job))).Run(); err != nil {
				t.Fatal(err)
			}
		}
		c.came(n, `Stopped`)
		if stop.signal != "STOP" {
			c.checkGiven()
		}
		n = len(c.out.String())
		c.say("fg\r")
		c.came(n, `LIVE|next page`)
		await(t, c.drawn, func() bool { return c.screen.IsAltScreen() && len(modesLeft(c.out.String())) >= 4 },
			func() string {
				return fmt.Sprintf("after %q and fg only the modes %q are set", stop, modesLeft(c.out.String()))
			})
		n = len(c.out.String())
		c.say("\x03")
		c.came(n, `ready> `)
		c.checkGiven()
	}
}

// TestStoppedProgramEnds: kill and SIGCONT, which is what a shell's kill sends,
// end a program that is stopped, and do not touch the shell's terminal.
func TestStoppedProgramEnds(t *testing.T) {
	t.Parallel()
	for _, start := range []string{"$fw &\r", "$fw\r"} {
		c := startShell(t)
		c.came(0, `ready> `)
		n := len(c.out.String())
		c.say(start)
		if !strings.Contains(start, "&") {
			c.came(n, `LIVE|next page`)
			c.waitAnswered(n)
			c.say("\x1a")
		} else {
			c.came(n, `\[1\]`)
			c.say("until jobs | grep Sto[p]ped; do sleep 0.1; done\r") // the shell does not tell of it before its next prompt
		}
		c.came(n, `Stopped`)
		c.checkGiven()
		n = len(c.out.String())
		c.say("kill %1; wait; echo ended=$?.\r")
		c.came(n, `ended=\d`)
		if strings.Contains(c.out.String()[n:], "\x1b") {
			t.Errorf("after %q the program wrote to the shell's terminal: %q", start, c.out.String()[n:])
		}
		c.checkGiven()
	}
}
