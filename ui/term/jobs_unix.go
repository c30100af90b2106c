//go:build unix

package term

import (
	"context"
	"os"
	"os/signal"
	"time"

	"golang.org/x/sys/unix"
)

// jobs is the shell's job control: ctrl+z, SIGTSTP, fg, bg, and a start in the background.
type jobs struct {
	fd           int // the terminal
	stop, resume chan os.Signal
}

const (
	// maxStopDelay is how long a process runs on at most after it has sent itself a
	// signal to stop. One without a shell above it is not stopped at all.
	maxStopDelay = 300 * time.Millisecond
	// endSignalDelay is how long a signal that ends the program may take to be seen
	// after SIGCONT: shells send both, since a stopped process hears none.
	endSignalDelay = 100 * time.Millisecond
)

func (t *Terminal) watchJobs() *jobs {
	j := &jobs{fd: int(t.Fd()), stop: make(chan os.Signal, 1), resume: make(chan os.Signal, 1)}
	signal.Notify(j.stop, unix.SIGTSTP)
	signal.Notify(j.resume, unix.SIGCONT)
	return j
}

func (j *jobs) close() {
	signal.Stop(j.stop)
	signal.Stop(j.resume)
}

// stopGroup stops every process of the job, as ctrl+z does.
func (j *jobs) stopGroup() {
	if unix.Kill(0, unix.SIGTSTP) == nil { // which this process only hears
		select {
		case <-j.stop:
		case <-time.After(maxStopDelay):
		}
	}
	j.stopProcess()
}

// stopProcess stops this process and returns when it goes on. SIGTSTP would not
// do: once the runtime has caught it, it never has its own effect again. And
// SIGSTOP would stop also a process without a shell that could bring it back.
func (j *jobs) stopProcess() {
	if unix.Kill(unix.Getpid(), unix.SIGTTOU) != nil {
		return
	}
	select {
	case <-j.resume:
	case <-time.After(maxStopDelay):
	}
}

// background reports whether another job has the terminal.
func (j *jobs) background() bool {
	owner, err := unix.IoctlGetInt(j.fd, unix.TIOCGPGRP)
	return err == nil && owner != unix.Getpgrp() // an error: it is not the terminal that controls us
}

// foreground waits, stopped, until this job has the terminal. It reports false where ctx ends before.
func (j *jobs) foreground(ctx context.Context) bool {
	for j.background() {
		select {
		case <-ctx.Done():
			return false
		case <-time.After(endSignalDelay):
		}
		j.stopProcess()
	}
	select {
	case <-j.resume: // what has been dealt with just now
	default:
	}
	return true
}
