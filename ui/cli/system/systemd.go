package system

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"sync"
	"time"
)

// Systemd tells systemd how the service is, where it asked to be told (sd_notify(3)). Where it did not,
// nothing is told. What cannot be told is an error that changes nothing else. Safe for concurrent use.
type Systemd struct {
	socket string        // "@" begins an abstract one, for Go as for systemd
	every  time.Duration // between two signs of life; 0: none is wanted

	mu     sync.Mutex
	alive  time.Time // when the last sign of life was given
	status string    // the last that was told
}

// NewSystemd reads off the environment what systemd asks for.
func NewSystemd(env func(string) string) *Systemd {
	s := &Systemd{socket: env("NOTIFY_SOCKET")}
	pid := env("WATCHDOG_PID")
	if n, err := strconv.ParseInt(env("WATCHDOG_USEC"), 10, 64); err == nil && n > 0 && (pid == "" || pid == strconv.Itoa(os.Getpid())) {
		s.every = time.Duration(n) * time.Microsecond / 3 // well within the time
	}
	return s
}

// Ready says that the start, or reading the configuration again, is over.
func (s *Systemd) Ready() error { return s.tell("READY=1") }

// Reloading says that the configuration is about to be read again; Ready follows in any case.
func (s *Systemd) Reloading() error {
	return s.tell(fmt.Sprintf("RELOADING=1\nMONOTONIC_USEC=%d", monotonic().Microseconds()))
}

// Stopping says that the service ends.
func (s *Systemd) Stopping() error { return s.tell("STOPPING=1") }

// Alive gives a sign of life and says how the service is, each as seldom as it may be. It is called by what
// must not hang, so that systemd starts a program anew in which it does.
func (s *Systemd) Alive(now time.Time, status string) error {
	s.mu.Lock()
	text := ""
	if s.every > 0 && now.Sub(s.alive) >= s.every {
		s.alive, text = now, "WATCHDOG=1"
	}
	if status != s.status {
		s.status = status
		if text != "" {
			text += "\n"
		}
		text += "STATUS=" + status
	}
	s.mu.Unlock()
	if text == "" {
		return nil
	}
	return s.tell(text)
}

func (s *Systemd) tell(state string) error {
	if s.socket == "" {
		return nil
	}
	conn, err := net.Dial("unixgram", s.socket)
	if err != nil {
		return fmt.Errorf("cannot tell systemd %q: %w", state, err)
	}
	_, err = conn.Write([]byte(state))
	return errors.Join(err, conn.Close())
}
