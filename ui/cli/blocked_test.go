package cli

import (
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/poller/fakeacquire"
)

// long reports whether the long versions of the tests were asked for.
func long() bool { return os.Getenv("FLOORWATCH_LONG") != "" }

// busySession is a session over a floor of ten visitors, with the chat of the first on the screen.
func busySession(t *testing.T) (*session, *fakeacquire.Server, model.ChatID) {
	t.Helper()
	server, cfg := servedFloor(t)
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

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestBlockedTerminal stops reading the terminal for a while: the polling goes
// on, memory stays flat, and nothing is lost.
func TestBlockedTerminal(t *testing.T) {
	s, server, chat := busySession(t)
	free := 0
	if long() {
		free = requests(server, time.Minute)
	}
	s.block()
	before := heap()
	for i := range 200 {
		server.Say(chat, fmt.Sprint("word ", i))
	}
	if long() {
		if blocked := requests(server, time.Minute); float64(blocked) < 0.95*float64(free) {
			t.Errorf("%d requests in a minute in which nobody read the terminal, %d in one before", blocked, free)
		}
	} else {
		awaitRequests(t, server, 40) // of ten threads: four turns
	}
	after := heap()
	s.hold.Unlock()
	t.Logf("the heap grew by %d KiB", (after-before)>>10)
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

// awaitRequests waits for so many more requests about messages.
func awaitRequests(t *testing.T, s *fakeacquire.Server, n int) {
	t.Helper()
	want := s.Count(fakeacquire.EndpointMessage) + n
	await(t, nil, func() bool { return s.Count(fakeacquire.EndpointMessage) >= want },
		func() string { return fmt.Sprintf("%d requests did not come", n) })
}

// requests counts them for a while. Only the long test does so: on a machine
// that is busy with other work, a count in a few seconds says nothing.
func requests(s *fakeacquire.Server, d time.Duration) int {
	from := s.Count(fakeacquire.EndpointMessage)
	time.Sleep(d)
	return s.Count(fakeacquire.EndpointMessage) - from
}

// TestBlockedTerminalEnds ends the program while nobody reads the terminal.
func TestBlockedTerminalEnds(t *testing.T) {
	t.Parallel()
	s, _, _ := busySession(t)
	s.block()
	s.cancel()
	if status := s.wait(); status != exitOK {
		t.Errorf("exit status %d, want %d; stderr: %s", status, exitOK, s.stderr)
	}
	s.hold.Unlock()
	s.checkRestored()
}
