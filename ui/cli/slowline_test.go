package cli

import (
	"testing"
	"time"
)

// startFiltering is a session over a slow line with an empty filter that is being typed.
func startFiltering(t *testing.T) *session {
	t.Helper()
	server, cfg := servedFloor(t)
	_, _, chat := server.Visit("Ana Lima")
	server.Say(chat, "Where is my parcel?")
	s := startSession(t, 120, 40, map[string]string{"SSH_TTY": "/dev/pts/7"}, "--config", cfg)
	s.waitFor("LIVE", "Ana Lima")
	return s
}

// TestSlowLineCutsSequences cuts what a terminal reports, as a slow line does:
// the rest must neither act as keys nor be typed.
func TestSlowLineCutsSequences(t *testing.T) {
	t.Parallel()
	for !cutsSequences(t) {
		t.Log("this machine stood still between two parts of a sequence for as long as the rest is waited for: once more")
	}
}

// cutsSequences reports whether no gap became as long as the rest of a report is waited for.
func cutsSequences(t *testing.T) bool {
	s := startFiltering(t)
	for _, typing := range []bool{false, true} {
		if typing {
			s.press("/")
			s.waitFor("enter keeps it")
		}
		for _, parts := range [][2]string{
			{"\x1b[<64;10;", "10M"},
			{"\x1b[1;", "2B"},
			{"\x1b]11;rgb:1e1e/y", "yyy/1e1e\a"},
			{"\x1bP1+r5247", "42=382f382f38\x1b\\"},
			{"\x1b[?2026;", "2$y"},
		} {
			from := time.Now()
			s.press(parts[0])
			time.Sleep(150 * time.Millisecond) // the line's gap; less than the 2 s for which the rest is waited for
			s.press(parts[1])
			if time.Since(from) > time.Second {
				s.press("\x03")
				s.wait()
				return false
			}
		}
	}
	s.press("Ana")
	s.waitFor("/ Ana ")
	s.press("\x03")
	if status := s.wait(); status != exitOK {
		t.Errorf("exit status %d, want %d; stderr: %s", status, exitOK, s.stderr)
	}
	s.checkRestored()
	return true
}

// TestPasteWithoutEnd loses the end of a paste: the keyboard lives on, and ctrl+c ends the program in the middle.
func TestPasteWithoutEnd(t *testing.T) {
	t.Parallel()
	s := startFiltering(t)
	s.press("/")
	s.waitFor("enter keeps it")
	s.press("\x1b[200~An")
	s.waitFor("/ An ")
	s.press("a")
	s.waitFor("/ Ana ")
	s.press("\x1b[200~lost")
	s.press("\x03")
	if status := s.wait(); status != exitOK {
		t.Errorf("exit status %d, want %d; stderr: %s", status, exitOK, s.stderr)
	}
	s.checkRestored()
}
