// Package term controls the terminal that a screen is drawn on: it is set up and restored however the run ends,
// and nothing but text and colours reaches it. It imports draw and guard, and knows nothing of the floor.
package term

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"

	"floorwatch/poller/guard"
	"floorwatch/ui/draw"
)

const (
	// shutdownGrace is how long a terminal that accepts no output may delay the end of the run.
	shutdownGrace = 2 * time.Second
	// writeChunk is how much is written at once, so that a frame which the terminal does not accept can be
	// abandoned.
	writeChunk = 1 << 10
)

// Open checks that out is a terminal to draw on. Keys are read from in or, if that is not a terminal, from the
// controlling terminal.
func Open(in io.Reader, out io.Writer, getenv func(string) string) (*Terminal, error) {
	f, ok := out.(*os.File)
	if !ok || !IsTerminal(f) {
		return nil, errors.New("the dashboard needs a terminal, and its output goes somewhere else: run it in a terminal, over SSH with `ssh -t`; --plain needs none")
	}
	if name := getenv("TERM"); runtime.GOOS != "windows" && (name == "" || name == "dumb") {
		return nil, fmt.Errorf("the dashboard needs a terminal on which text can be placed, and TERM is %q: set it to the terminal's name, or use floorwatch --plain", name)
	}
	before, err := term.GetState(f.Fd())
	if err != nil {
		return nil, fmt.Errorf("cannot ask the terminal for its modes: %w", err)
	}
	keys, ok := in.(*os.File)
	if !ok || !IsTerminal(keys) {
		if keys, _, err = tea.OpenTTY(); err != nil {
			return nil, errors.New("the dashboard needs keys and standard input is not a terminal, nor is there one that controls this process: run it in a terminal, or use floorwatch --plain")
		}
	}
	k, err := newKeyboard(keys, isRemote(getenv))
	if err != nil {
		return nil, err
	}
	t := &Terminal{File: f, in: k, before: before, suspendRequest: make(chan struct{}, 1), setUp: make(chan struct{}, 1), noColor: draw.NoColor(getenv)}
	t.ctx, t.kill = context.WithCancel(context.Background())
	return t, nil
}

// isRemote reports whether there is more than this machine between us and the terminal.
func isRemote(getenv func(string) string) bool {
	return slices.ContainsFunc([]string{"SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT", "TMUX", "STY"}, func(name string) bool { return getenv(name) != "" })
}

// IsTerminal reports whether out is a terminal.
func IsTerminal(out io.Writer) bool {
	f, ok := out.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}

// A Terminal is the terminal that a program draws on. It ends the run when the terminal is gone: Bubble Tea
// ignores write errors, so a program whose SSH session died would keep polling.
type Terminal struct {
	*os.File
	in             *keyboard
	before         *term.State
	noColor        bool
	lost           func(error)
	closing        atomic.Bool   // nothing more may be written
	suspendRequest chan struct{} // the user wants to stop the program for a while
	setUp          chan struct{} // the alternate screen has been switched on

	writes sync.Mutex // held by Write: Bubble Tea writes frames and what it asks the terminal from different goroutines

	// For the Bubble Tea program that draws on it. The end of the run asks it to quit; its context is cancelled only if it
	// does not, because then its reader remains.
	ctx  context.Context
	kill context.CancelFunc
}

var errClosing = errors.New("the terminal takes nothing and the program is ending")

// Write writes b, after resolveAnchors and DropRedundantStyles, in chunks. It writes all of b or returns an error.
func (t *Terminal) Write(b []byte) (int, error) {
	if bytes.Contains(b, []byte(ansi.SetModeAltScreenSaveCursor)) {
		select {
		case t.setUp <- struct{}{}:
		default:
		}
	}
	t.writes.Lock()
	defer t.writes.Unlock()
	out := DropRedundantStyles(resolveAnchors(b))
	for done := 0; done < len(out); {
		if t.closing.Load() {
			return 0, errClosing
		}
		n, err := t.File.Write(out[done:min(len(out), done+writeChunk)])
		done += n
		if err != nil {
			t.lost(fmt.Errorf("the terminal is gone: %w", err))
			return 0, err
		}
	}
	return len(b), nil
}

// Program returns a Bubble Tea program that shows screen on t with at most fps frames a second. fail is called
// with an error that has to end the run: a panic of the screen, or the loss of the terminal.
func (t *Terminal) Program(screen tea.Model, fps int, fail func(error)) *tea.Program {
	t.lost = fail
	options := []tea.ProgramOption{tea.WithContext(t.ctx), tea.WithInput(t.in), tea.WithOutput(t), tea.WithFPS(fps), tea.WithoutSignalHandler()}
	if t.noColor {
		options = append(options, tea.WithColorProfile(colorprofile.ASCII))
	}
	return tea.NewProgram(&guarded{screen: screen, fail: fail, suspend: t.suspend, method: ansi.WcWidth}, options...)
}

// Run runs the program to its end. A terminal that accepts no output (a hung SSH client, ctrl+s) blocks Bubble Tea
// in a write, where it notices neither keys nor the end of ctx; after a grace period the terminal is restored
// without it.
func (t *Terminal) Run(ctx context.Context, program *tea.Program) error {
	defer t.kill()
	defer t.in.end()
	jobs := t.watchJobs()
	defer jobs.close()
	if !jobs.foreground(ctx) {
		return nil
	}
	ended := make(chan error, 1)
	guard.Go("screen", func() error { // ends with the program, or with the process
		_, err := program.Run()
		return err
	}, func(err error) { ended <- err })
	for {
		select {
		case err := <-ended:
			writeAtOnce(t.Fd(), resetModes)
			return err
		case <-ctx.Done():
			return t.quit(program, jobs, ended)
		case <-t.suspendRequest:
			if !t.pause(ctx, program, jobs, ended, jobs.stopGroup) {
				return nil
			}
		case <-jobs.stop:
			if !t.pause(ctx, program, jobs, ended, jobs.stopProcess) {
				return nil
			}
		case <-jobs.resume: // after a stop that could not be caught; the shell has used the terminal since
			if !jobs.foreground(ctx) || !t.pause(ctx, program, jobs, ended, func() {}) {
				t.closing.Store(true)
				return nil
			}
		}
	}
}

// quit ends the program.
func (t *Terminal) quit(program *tea.Program, jobs *jobs, ended <-chan error) error {
	if jobs.background() { // the shell has the terminal
		t.closing.Store(true)
		return nil
	}
	guard.Go("quit", func() error { program.Quit(); return nil }, func(error) {}) // ends with the program at the latest
	select {
	case err := <-ended:
		writeAtOnce(t.Fd(), resetModes)
		return err
	case <-time.After(shutdownGrace):
	}
	t.kill()
	t.closing.Store(true)
	discardOutput(t.Fd()) // makes the blocked write return
	select {
	case <-ended:
	case <-time.After(shutdownGrace):
	}
	t.restoreModes()
	return nil
}

// restoreModes undoes what Bubble Tea has set, as far as the terminal accepts it at once.
func (t *Terminal) restoreModes() {
	_ = term.Restore(t.Fd(), t.before) // the program ends: nobody to report it to
	writeAtOnce(t.Fd(), undo)
}

// resetModes resets what our screen never sets, but a truncated write or a previous program may have left: origin
// mode, insert mode, no wrapping, margins. The cursor stays, although a terminal moves it home when the margins
// are reset.
const resetModes = "\x1b[?6l" + ansi.SaveCursor + "\x1b[4l\x1b[?7h\x1b[r\x1b[?69l" + ansi.RestoreCursor

// undo ends any incomplete sequence and every mode that the screen may have set.
const undo = "\x18" + // CAN
	ansi.ResetModeSynchronizedOutput + ansi.ResetModifyOtherKeys + "\x1b[<1u" + // the keyboard's protocol
	ansi.ResetStyle + ansi.ResetModeMouseButtonEvent + ansi.ResetModeMouseAnyEvent + ansi.ResetModeMouseExtSgr +
	resetModes + ansi.ResetModeFocusEvent + ansi.ResetModeBracketedPaste + ansi.ResetModeUnicodeCore +
	ansi.ResetModeAltScreenSaveCursor + ansi.SetModeTextCursorEnable
