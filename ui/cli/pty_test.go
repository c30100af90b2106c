package cli

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// patience ends a test that hangs. It measures nothing, so it is longer than
// anything takes with the race detector on a machine that is busy with other work.
const patience = 3 * time.Minute

// A bell rings when something has changed.
type bell chan struct{}

func newBell() bell { return make(bell, 1) }

func (b bell) ring() {
	select {
	case b <- struct{}{}:
	default: // the look that is due will see this too
	}
}

// Write makes a bell ring behind what else is written to.
func (b bell) Write(p []byte) (int, error) {
	b.ring()
	return len(p), nil
}

// await asks ok again whenever news rings, and now and then, until it holds.
// Where it never does, wrong says what is missing. A look at a screen takes
// milliseconds, and with the race detector tens of them: without news it is rare.
func await(t *testing.T, news bell, ok func() bool, wrong func() string) {
	t.Helper()
	lull := time.Second
	if news == nil {
		lull = 50 * time.Millisecond // a file, a count of requests
	}
	guard := time.NewTimer(patience)
	defer guard.Stop()
	look := time.NewTicker(lull)
	defer look.Stop()
	for !ok() {
		select {
		case <-news:
		case <-look.C:
		case <-guard.C:
			t.Fatal(wrong())
		}
	}
}

// A session is the whole program in a real pty, with an emulator for its terminal.
type session struct {
	t        *testing.T
	ptm, tty *os.File
	before   *term.State // the terminal's modes before the program
	screen   *vt.SafeEmulator
	raw      lockedBuffer // all that came to the terminal
	hold     sync.Mutex   // held: nobody reads the terminal
	drawn    bell         // rings when the screen has changed
	env      func(string) string
	stderr   *lockedBuffer
	cancel   context.CancelFunc
	status   chan int
}

// startSession runs floorwatch with args on a terminal of w by h cells.
func startSession(t *testing.T, w, h int, env map[string]string, args ...string) *session {
	t.Helper()
	s := openSession(t, w, h, env)
	s.start(func(ctx context.Context, w Env) int { return Execute(ctx, args, w) })
	return s
}

// openSession is a session in which nothing runs yet.
func openSession(t *testing.T, w, h int, env map[string]string) *session {
	t.Helper()
	ptm, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := pty.Setsize(ptm, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)}); err != nil {
		t.Fatal(err)
	}
	before, err := term.GetState(tty.Fd())
	if err != nil {
		t.Fatal(err)
	}
	s := &session{t: t, ptm: ptm, tty: tty, before: before, screen: vt.NewSafeEmulator(w, h), drawn: newBell(), stderr: &lockedBuffer{}, status: make(chan int, 1)}
	s.env = func(k string) string {
		if k == "TERM" {
			return cmp.Or(env[k], "xterm-256color")
		}
		return env[k]
	}
	go func() { _, _ = io.Copy(drain{s}, ptm) }()
	go func() { _, _ = io.Copy(ptm, s.screen) }() // answers to the program's queries
	t.Cleanup(func() {
		_ = ptm.Close() // tty is left to the collector: Bubble Tea does not wait for its reader when it is killed
	})
	return s
}

// start runs the program.
func (s *session) start(run func(context.Context, Env) int) {
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	s.t.Cleanup(cancel)
	go func() {
		s.status <- run(ctx, Env{In: s.tty, Out: s.tty, Err: s.stderr, Getenv: s.env})
	}()
}

// A drain takes what the program writes, while nobody holds it up.
type drain struct{ s *session }

func (r drain) Write(b []byte) (int, error) {
	r.s.hold.Lock()
	defer r.s.hold.Unlock()
	_, _ = r.s.raw.Write(b)
	defer r.s.drawn.ring()
	return r.s.screen.Write(b)
}

// text is the screen as plain rows.
func (s *session) text() string { return ansi.Strip(s.screen.Render()) }

// waitFor waits until the screen holds all of the texts.
func (s *session) waitFor(texts ...string) {
	s.t.Helper()
	s.waitUntil(strings.Join(texts, " and "), func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

func (s *session) waitUntil(what string, ok func(screen string) bool) {
	s.t.Helper()
	what += " did not come"
	s.waitUntilSaid(&what, ok)
}

// waitUntilSaid waits until ok; where it never is, what says why.
func (s *session) waitUntilSaid(what *string, ok func(screen string) bool) {
	s.t.Helper()
	s.awaitSaid(what, func() bool { return ok(s.text()) })
}

// awaitSaid is waitUntilSaid for what is not in the screen's text, which takes a while to make.
func (s *session) awaitSaid(what *string, ok func() bool) {
	s.t.Helper()
	await(s.t, s.drawn, func() bool {
		if ok() {
			return true
		}
		select {
		case status := <-s.status:
			s.t.Fatalf("the program ended with %d while waiting: %s\nstderr: %s\nscreen:\n%s", status, *what, s.stderr, s.text())
		default:
		}
		return false
	}, func() string { return fmt.Sprintf("%s; the screen:\n%s", *what, s.text()) })
}

// press types keys as bytes.
func (s *session) press(keys string) {
	s.t.Helper()
	if _, err := s.ptm.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// wait waits for the program's end and returns its exit status.
func (s *session) wait() int {
	s.t.Helper()
	select {
	case status := <-s.status:
		return status
	case <-time.After(patience):
		s.t.Fatalf("the program did not end; the screen:\n%s", s.text())
		return -1
	}
}

// checkRestored checks that the terminal is as it was before.
func (s *session) checkRestored() {
	s.t.Helper()
	after, err := term.GetState(s.tty.Fd())
	if err != nil {
		s.t.Fatal(err)
	}
	if *after != *s.before {
		s.t.Errorf("the terminal's modes are %+v, were %+v", after, s.before)
	}
	await(s.t, s.drawn, func() bool { return !s.screen.IsAltScreen() && len(modesLeft(s.raw.String())) == 0 },
		func() string {
			return fmt.Sprintf("the terminal is left with the modes %q; on the alternate screen: %v", modesLeft(s.raw.String()), s.screen.IsAltScreen())
		})
}

// all is all that has been written to the terminal.
func (s *session) all() string {
	s.t.Helper()
	return allOf(s.t, s.tty, &s.raw, s.drawn)
}

// allOf is what has been written to a terminal, the end of which may still be on its way: a mark behind it has come too.
func allOf(t *testing.T, tty *os.File, came *lockedBuffer, news bell) string {
	t.Helper()
	const mark = "<the end>"
	if _, err := tty.WriteString(mark); err != nil {
		t.Fatal(err)
	}
	await(t, news, func() bool { return strings.Contains(came.String(), mark) }, func() string { return fmt.Sprintf("the end did not come behind %q", came) })
	all, _, _ := strings.Cut(came.String(), mark)
	return all
}

// lockedBuffer is a bytes.Buffer that two goroutines may use.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// quarter is a quarter of n with -short, for what was looked at in another way before; else all.
func quarter(n int) int {
	if testing.Short() {
		return n / 4
	}
	return n
}
