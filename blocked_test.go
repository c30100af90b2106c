package main

import (
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquiretest"
)

// blockedFor is how long nobody reads the terminal.
func blockedFor() time.Duration {
	if os.Getenv("FLOORWATCH_LONG") != "" {
		return time.Minute
	}
	return 4 * time.Second // twice the interval of a thread that waits
}

// busySession is a session over a floor of ten visitors, with the chat of the first on the screen.
func busySession(t *testing.T) (*session, *acquiretest.Server, model.ChatID) {
	t.Helper()
	server, cfg := floor(t)
	_, _, chat := server.Visit("Visitor 0")
	server.Say(chat, "hello from 0")
	for i := range 9 {
		_, _, c := server.Visit(fmt.Sprint("Visitor ", i+1))
		server.Say(c, "hello")
	}
	s := startSession(t, 120, 40, nil, "--config", cfg)
	s.waitFor("LIVE", "Visitor 9", "hello from 0")
	return s, server, chat
}

// block stops reading the terminal until it takes nothing more.
func (s *session) block() {
	s.t.Helper()
	s.hold.Lock()
	for range 40 { // whole repaints fill what the kernel holds
		s.press("\x0c")
		time.Sleep(10 * time.Millisecond)
	}
}

func requests(s *acquiretest.Server, d time.Duration) int {
	from := s.Count(acquiretest.EndpointMessage)
	time.Sleep(d)
	return s.Count(acquiretest.EndpointMessage) - from
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// slowest is how much of its rate the polling must keep while nobody reads. Within
// seconds a thread more or less falls into the window, a minute evens that out.
func slowest() float64 {
	if os.Getenv("FLOORWATCH_LONG") != "" {
		return 0.95
	}
	return 0.7
}

// blockedRequests counts in a window as long as that of free. A machine under
// load may lose one, so the best of three counts; a poller that has stopped, or
// slowed down, loses all.
func blockedRequests(server *acquiretest.Server, free int) (most int) {
	for range 3 {
		most = max(most, requests(server, blockedFor()))
		if float64(most) >= slowest()*float64(free) {
			break
		}
	}
	return most
}

// TestBlockedTerminal stops reading the terminal for a while: the polling goes
// on as before, memory stays flat, and nothing is lost.
func TestBlockedTerminal(t *testing.T) {
	s, server, chat := busySession(t)
	requests(server, 3*time.Second) // the first read asks for more than what comes after it
	free := requests(server, blockedFor())
	s.block()
	before := heap()
	for i := range 200 {
		server.Say(chat, fmt.Sprint("word ", i))
	}
	blocked := blockedRequests(server, free)
	after := heap()
	s.hold.Unlock()
	t.Logf("%d requests in %v, %d while nobody read; the heap grew by %d KiB", free, blockedFor(), blocked, (after-before)>>10)
	if float64(blocked) < slowest()*float64(free) {
		t.Errorf("%d requests while the terminal was blocked, %d while it was not", blocked, free)
	}
	if grown := after - before; grown > 4<<20 {
		t.Errorf("the heap grew by %d KiB while the terminal was blocked", grown>>10)
	}
	s.waitFor("word 199")
	s.press("q")
	if status := s.wait(); status != exitOK {
		t.Errorf("exit status %d, want %d; stderr: %s", status, exitOK, s.stderr)
	}
	s.checkRestored()
}

// TestBlockedTerminalEnds ends the program while nobody reads the terminal.
func TestBlockedTerminalEnds(t *testing.T) {
	s, _, _ := busySession(t)
	s.block()
	s.cancel()
	if status := s.wait(); status != exitOK {
		t.Errorf("exit status %d, want %d; stderr: %s", status, exitOK, s.stderr)
	}
	s.hold.Unlock()
	s.checkRestored()
}
