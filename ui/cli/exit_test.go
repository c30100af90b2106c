package cli

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"floorwatch/ui/cli/system"
)

// childVariable makes the test binary the program itself, or a part of it.
const childVariable = "FLOORWATCH_TEST_CHILD"

// module is the module's folder, in which the tests run: some read and build its files.
var module string

func enterModule() (err error) {
	if module, err = filepath.Abs("../.."); err == nil {
		err = os.Chdir(module)
	}
	return err
}

func TestMain(m *testing.M) {
	switch os.Getenv(childVariable) {
	case "main":
		os.Exit(Main(nil))
	case "frozen":
		frozenMain()
	case "spill":
		spill()
	case "harden":
		system.Harden()
		fmt.Print(dumpable())
		os.Exit(0)
	}
	if err := enterModule(); err != nil {
		panic(err)
	}
	flag.Parse()
	if atOnce := flag.Lookup("test.parallel"); atOnce.Value.String() == atOnce.DefValue {
		_ = flag.Set("test.parallel", strconv.Itoa(atOnceBest))
	}
	os.Exit(m.Run())
}

// A child is floorwatch as a process of its own, leader of a session on a real terminal.
type child struct {
	t        *testing.T
	cmd      *exec.Cmd
	ptm, tty *os.File
	before   *term.State
	out      *lockedBuffer // all that came to the terminal
	answers  *lockedBuffer // all that the terminal has answered
	drawn    bell          // rings when more has come, in either direction
	screen   *vt.SafeEmulator
	shell    string // the screen as the shell left it
	stderr   *lockedBuffer
}

func startChild(t *testing.T, env []string, args ...string) *child {
	t.Helper()
	return startChanged(t, env, args)
}

// startChanged is startChild with changes to the process before it starts.
func startChanged(t *testing.T, env, args []string, changes ...func(*exec.Cmd)) *child {
	t.Helper()
	ptm, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := pty.Setsize(ptm, &pty.Winsize{Cols: 160, Rows: 30}); err != nil {
		t.Fatal(err)
	}
	c := &child{t: t, ptm: ptm, tty: tty, out: &lockedBuffer{}, answers: &lockedBuffer{}, drawn: newBell(), screen: vt.NewSafeEmulator(160, 30), stderr: &lockedBuffer{}}
	if c.before, err = term.GetState(tty.Fd()); err != nil {
		t.Fatal(err)
	}
	_, _ = c.screen.WriteString("Last login: today\r\n\x1b[32m$\x1b[m floorwatch\r\n")
	c.shell = c.shown()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c.cmd = exec.Command(self, args...)
	c.cmd.Env = append([]string{childVariable + "=main", "TERM=xterm-256color", "HOME=" + t.TempDir()}, env...)
	c.cmd.Stdin, c.cmd.Stdout, c.cmd.Stderr = tty, tty, c.stderr
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	for _, change := range changes {
		change(c.cmd)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.MultiWriter(c.out, c.screen, c.drawn), ptm) }()
	go func() { _, _ = io.Copy(io.MultiWriter(ptm, c.answers, c.drawn), c.screen) }() // answers to the program's queries
	t.Cleanup(func() { _ = c.cmd.Process.Kill(); _ = tty.Close(); _ = ptm.Close() })
	return c
}

// all is all that has been written to the terminal.
func (c *child) all() string {
	c.t.Helper()
	return allOf(c.t, c.tty, c.out, c.drawn)
}

// shown is the screen, its colours and where the cursor is.
func (c *child) shown() string {
	at := c.screen.CursorPosition()
	return fmt.Sprintf("%s\ncursor at %d, %d", c.screen.Render(), at.X, at.Y)
}

// waitFor waits until a text is on the screen, and the terminal has answered what it was asked.
func (c *child) waitFor(text string) {
	c.t.Helper()
	shown := func() string { return ansi.Strip(c.screen.Render()) }
	await(c.t, c.drawn, func() bool { return strings.Contains(shown(), text) },
		func() string { return fmt.Sprintf("%q did not come:\n%s\nstderr: %s", text, shown(), c.stderr) })
	c.waitAnswered(0)
}

// waitAnswered waits until the program has asked, in what came behind the first n bytes, which background the terminal has,
// and every such question is answered. What comes after the program's end is echoed, or run by the shell, as what
// somebody types.
func (c *child) waitAnswered(n int) {
	c.t.Helper()
	await(c.t, c.drawn, func() bool {
		out := c.out.String()
		return strings.Contains(out[n:], askBackground) && strings.Count(c.answers.String(), "]11;rgb:") >= strings.Count(out, askBackground)
	}, func() string { return fmt.Sprintf("of its background the terminal says %q", c.answers) })
}

// askBackground is what a program asks a terminal with.
const askBackground = "]11;?"

// end waits for the process and returns its exit status, -1 where a signal ended it.
func (c *child) end() int {
	c.t.Helper()
	kill := time.AfterFunc(patience, func() { _ = c.cmd.Process.Kill() })
	defer kill.Stop()
	err := c.cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		c.t.Fatal(err)
	}
	return c.cmd.ProcessState.ExitCode()
}

var (
	modeSet     = regexp.MustCompile(`\x1b\[\?([0-9;]+)([hl])`)
	keyboard    = regexp.MustCompile(`\x1b\[([<>=])([0-9;]*)([um])`)
	onByDefault = []string{"7", "25"} // wrapping and the cursor; all others are off
)

// modesLeft returns the modes that a terminal is left with after these bytes.
func modesLeft(b string) []string {
	set := map[string]bool{}
	for _, mode := range onByDefault {
		set[mode] = true
	}
	for _, m := range modeSet.FindAllStringSubmatch(b, -1) {
		for mode := range strings.SplitSeq(m[1], ";") {
			set[mode] = m[2] == "h"
		}
	}
	var left []string
	for mode, on := range set {
		if on != slices.Contains(onByDefault, mode) {
			left = append(left, mode)
		}
	}
	pushed := 0
	for _, m := range keyboard.FindAllStringSubmatch(b, -1) {
		switch {
		case m[1] == ">" && m[3] == "u":
			pushed++
		case m[1] == "<" && m[3] == "u":
			pushed--
		}
	}
	if pushed > 0 {
		left = append(left, "keyboard protocol")
	}
	slices.Sort(left)
	return left
}

// checkRestored checks that the terminal is as it was, in the kernel and beyond.
func (c *child) checkRestored() {
	c.t.Helper()
	after, err := term.GetState(c.tty.Fd())
	if err != nil {
		c.t.Fatal(err)
	}
	if *after != *c.before {
		c.t.Errorf("the terminal's modes are %+v, were %+v", after, c.before)
	}
	await(c.t, c.drawn, func() bool { // bytes are still on their way
		return len(modesLeft(c.out.String())) == 0 && !c.screen.IsAltScreen() && c.shown() == c.shell
	}, func() string {
		return fmt.Sprintf("the terminal is left with the modes %q and the screen\n%q\nwant none and\n%q", modesLeft(c.out.String()), c.shown(), c.shell)
	})
}

// TestEveryEndRestoresTheTerminal ends the real program in every way there is.
func TestEveryEndRestoresTheTerminal(t *testing.T) {
	t.Parallel()
	signal := func(s os.Signal) func(*child) {
		return func(c *child) {
			if err := c.cmd.Process.Signal(s); err != nil {
				c.t.Error(err)
			}
		}
	}
	press := func(keys string) func(*child) {
		return func(c *child) {
			if _, err := c.ptm.WriteString(keys); err != nil {
				c.t.Error(err)
			}
		}
	}
	for _, tt := range []struct {
		name string
		end  func(*child)
		args []string
	}{
		{"q", press("q"), nil},
		{"ctrl+c", press("\x03"), nil},
		{"SIGINT", signal(os.Interrupt), nil},
		{"SIGTERM", signal(syscall.SIGTERM), nil},
		{"SIGHUP", signal(syscall.SIGHUP), nil},
		{"SIGQUIT", signal(syscall.SIGQUIT), nil},
		{"SIGABRT", signal(syscall.SIGABRT), nil},
		{"SIGUSR1", signal(syscall.SIGUSR1), nil},
		{"SIGALRM", signal(syscall.SIGALRM), nil},
		{"wall, SIGQUIT", signal(syscall.SIGQUIT), []string{"--wall"}},
		{"SIGTERM twice", func(c *child) { signal(syscall.SIGTERM)(c); signal(syscall.SIGTERM)(c) }, nil},
		{"wall, qq", press("qq"), []string{"--wall"}},
		{"wall, SIGTERM", signal(syscall.SIGTERM), []string{"--wall"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := startChild(t, nil, append(tt.args, "--demo", "--demo-threads", "4", "--demo-agents", "2")...)
			if slices.Contains(tt.args, "--wall") {
				c.waitFor("next page") // the state is in block letters
			} else {
				c.waitFor("LIVE")
			}
			if left := modesLeft(c.out.String()); !slices.Contains(left, "1049") {
				t.Fatalf("the screen sets the modes %q, so the test would show nothing", left)
			}
			tt.end(c)
			if status := c.end(); status != exitOK {
				t.Errorf("exit status %d, want %d; stderr: %s", status, exitOK, c.stderr)
			}
			c.checkRestored()
			if c.stderr.String() != "" {
				t.Errorf("stderr: %q, want nothing", c.stderr)
			}
		})
	}
}

// TestClosedTerminal takes the terminal away. The process has to end; there is nothing to restore.
func TestClosedTerminal(t *testing.T) {
	t.Parallel()
	c := startChild(t, nil, "--demo", "--demo-threads", "10")
	c.waitFor("LIVE")
	_ = c.tty.Close()
	_ = c.ptm.Close()
	if status := c.end(); status != exitOK && status != exitFault {
		t.Errorf("exit status %d, want %d or %d; stderr: %s", status, exitOK, exitFault, c.stderr)
	}
}

// TestRefusedTokenAtTheStart shows the word, and q ends the program as ever.
func TestRefusedTokenAtTheStart(t *testing.T) {
	t.Parallel()
	server, cfg := servedFloor(t)
	server.SetToken("another")
	c := startChild(t, nil, "--config", cfg)
	c.waitFor("TOKEN REJECTED")
	_, _ = c.ptm.WriteString("q")
	if status := c.end(); status != exitOK {
		t.Errorf("exit status %d, want %d; stderr: %s", status, exitOK, c.stderr)
	}
	c.checkRestored()
	checkNoToken(t, "the terminal", c.all())
}

// TestCannotStartLeavesTheTerminalAlone: what is wrong is found before the screen is taken.
func TestCannotStartLeavesTheTerminalAlone(t *testing.T) {
	t.Parallel()
	c := startChild(t, nil, "--config", "/nowhere/floorwatch.toml")
	if status := c.end(); status != exitUsage {
		t.Errorf("exit status %d, want %d", status, exitUsage)
	}
	if out := c.all(); out != "" || !strings.Contains(c.stderr.String(), "floorwatch init") {
		t.Errorf("the terminal got %q, stderr %q; want nothing and a sentence", out, c.stderr)
	}
}

// runChild runs the test binary as a part of the program and returns what it printed.
func runChild(t *testing.T, part string, env ...string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, self)
	cmd.Env = append([]string{childVariable + "=" + part}, env...)
	var out bytes.Buffer
	cmd.Stdout = &out
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
