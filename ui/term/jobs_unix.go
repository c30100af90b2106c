//go:build unix

package term

import (
	"context"
	"os"
	"os/signal"
	"time"

	"golang.org/x/sys/unix"
)

// jobs handles the shell's job control: ctrl+z, SIGTSTP, fg, bg, and a start in the background.
type jobs struct {
	fd           int // the terminal
	stop, resume chan os.Signal
}

const (
	// maxStopDelay is how long a process may keep running after it has sent itself a signal to stop. Without a
	// shell above it, it is not stopped at all.
	maxStopDelay = 300 * time.Millisecond
	// endSignalDelay is how long a terminating signal may take to arrive after SIGCONT: shells send both, because
	// a stopped process receives none.
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
	if unix.Kill(0, unix.SIGTSTP) == nil { // which this process catches
		select {
		case <-j.stop:
		case <-time.After(maxStopDelay):
		}
	}
	j.stopProcess()
}

// stopProcess stops this process and returns when it continues. SIGTSTP would not work: once the runtime has
// caught it, it never has its own effect again. SIGSTOP would also stop a process without a shell that could
// continue it.
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
	return err == nil && owner != unix.Getpgrp() // an error: it is not our controlling terminal
}

// foreground waits, stopped, until this job has the terminal. It returns false if ctx ends first.
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
	case <-j.resume: // already handled
	default:
	}
	return true
}
