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

// Systemd reports the service's state to systemd (sd_notify(3)) if systemd asks for it; otherwise it does nothing.
// An error means only that a report was not delivered. Safe for concurrent use.
type Systemd struct {
	socket string        // "@" begins an abstract socket, in Go as in systemd
	every  time.Duration // between two watchdog pings; 0: none wanted

	mu     sync.Mutex
	alive  time.Time // time of the last ping
	status string    // the last one reported
}

// NewSystemd reads from the environment what systemd asks for.
func NewSystemd(env func(string) string) *Systemd {
	s := &Systemd{socket: env("NOTIFY_SOCKET")}
	pid := env("WATCHDOG_PID")
	if n, err := strconv.ParseInt(env("WATCHDOG_USEC"), 10, 64); err == nil && n > 0 && (pid == "" || pid == strconv.Itoa(os.Getpid())) {
		s.every = time.Duration(n) * time.Microsecond / 3 // well within the limit
	}
	return s
}

// Ready reports that the start, or a reload of the configuration, is complete.
func (s *Systemd) Ready() error { return s.tell("READY=1") }

// Reloading reports that a reload of the configuration begins; Ready follows in any case.
func (s *Systemd) Reloading() error {
	return s.tell(fmt.Sprintf("RELOADING=1\nMONOTONIC_USEC=%d", monotonic().Microseconds()))
}

// Stopping reports that the service is about to end.
func (s *Systemd) Stopping() error { return s.tell("STOPPING=1") }

// Alive feeds systemd's watchdog and reports the state of the service, each as rarely as allowed. The loops that
// must not hang call it, so that systemd restarts the program if they do.
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
