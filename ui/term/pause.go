package term

import (
	"context"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/poller/guard"
)

// A pause is a command to which Bubble Tea gives the terminal, as to an editor: the terminal is restored from when
// given is closed until back is.
type pause struct{ given, back chan struct{} }

// Run is called when the terminal has been restored.
func (p *pause) Run() error {
	close(p.given)
	<-p.back
	return nil
}

func (p *pause) SetStdin(io.Reader)  {}
func (p *pause) SetStdout(io.Writer) {}
func (p *pause) SetStderr(io.Writer) {}

// Of two renderers of Bubble Tea 2.0.10 that follow each other the first stops the frame ticker of both a little late: if
// the second has started by then, no frame comes any more.
var (
	// rendererSettles is how long the first has to stop it before the terminal is given back.
	rendererSettles = 100 * time.Millisecond
	// framesBegin is how long the first frame may take afterwards. On a machine that is busy with other work
	// rendererSettles can be too short, and the terminal is taken and given back once more.
	framesBegin = time.Second
)

// suspend asks Run to stop the program for a while.
func (t *Terminal) suspend() {
	select {
	case t.suspendRequest <- struct{}{}:
	default: // already requested
	}
}

// pause restores the terminal, stops, and sets it up again once the shell has brought the program to the
// foreground. It returns false if the run has to end before that, in which case the terminal is not ours.
func (t *Terminal) pause(ctx context.Context, program *tea.Program, jobs *jobs, ended chan error, stop func()) bool {
	for ; ; stop = func() {} {
		if !t.giveUp(ctx, program, jobs, ended, stop) {
			return false
		}
		select {
		case <-t.setUp:
			return true
		case <-time.After(framesBegin):
		case err := <-ended:
			ended <- err
			return true
		case <-ctx.Done():
			return true
		}
	}
}

// giveUp is pause until the terminal has been given back to Bubble Tea.
func (t *Terminal) giveUp(ctx context.Context, program *tea.Program, jobs *jobs, ended chan error, stop func()) bool {
	p := &pause{given: make(chan struct{}), back: make(chan struct{})}
	repaint := func(error) tea.Msg { return tea.ClearScreen() }
	t.in.hold()
	defer t.in.release()
	guard.Go("pause", func() error { program.Send(tea.Exec(p, repaint)()); return nil }, func(error) {}) // ends with the program at the latest
	select {
	case <-p.given:
	case err := <-ended:
		ended <- err
		return true
	case <-ctx.Done(): // Run sees it too
		close(p.back)
		return true
	}
	writeAtOnce(t.Fd(), resetModes)
	time.Sleep(rendererSettles)
	stop()
	if !jobs.foreground(ctx) {
		return false
	}
	select {
	case <-t.setUp: // by what was drawn before
	default:
	}
	close(p.back)
	return true
}
