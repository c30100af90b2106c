package term

import (
	"context"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/poller/guard"
)

// A pause is a command that Bubble Tea gives the terminal to, as it does to an
// editor: the terminal is as it was before, from given until back is closed.
type pause struct{ given, back chan struct{} }

// Run is called when the terminal has been given back.
func (p *pause) Run() error {
	close(p.given)
	<-p.back
	return nil
}

func (p *pause) SetStdin(io.Reader)  {}
func (p *pause) SetStdout(io.Writer) {}
func (p *pause) SetStderr(io.Writer) {}

// settle is for Bubble Tea 2.0.10: what has drawn its frames stops the clock of
// frames a little later, and where a new one has begun by then it stops that.
const rendererSettles = 100 * time.Millisecond

// suspend asks Run to stop the program for a while.
func (t *Terminal) suspend() {
	select {
	case t.suspendRequest <- struct{}{}:
	default: // it is asked already
	}
}

// pause gives the terminal back, stops, and takes it again whole, once the shell
// has brought the program to the foreground. It reports false where the run has to
// end before that: then nothing of the terminal is ours.
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
	case <-ctx.Done(): // Run will see it too
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
