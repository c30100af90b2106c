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

// rendererSettles is a workaround for Bubble Tea 2.0.10: a renderer stops its frame ticker a little late, and if a
// new one has started by then it stops that.
const rendererSettles = 100 * time.Millisecond

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
	close(p.back)
	return true
}
