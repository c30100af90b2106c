package ui

import (
	"bytes"
	"io"
	"os"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// A wireEnd is a terminal at the end of a pty that counts what arrives on it.
type wireEnd struct {
	tb       testing.TB
	ptm, tty *os.File
	chunks   chan []byte
	term     *vt.Emulator
}

func newWireEnd(tb testing.TB, w, h int) *wireEnd {
	tb.Helper()
	ptm, tty, err := pty.Open()
	if err != nil {
		tb.Fatal(err)
	}
	if err := pty.Setsize(ptm, &pty.Winsize{Cols: uint16(w), Rows: uint16(h)}); err != nil {
		tb.Fatal(err)
	}
	l := &wireEnd{tb: tb, ptm: ptm, tty: tty, chunks: make(chan []byte, 64), term: vt.NewEmulator(w, h)}
	go l.read()
	go func() { _, _ = io.Copy(ptm, l.term) }() // answers to queries
	tb.Cleanup(func() { _, _ = tty.Close(), ptm.Close() })
	return l
}

// read passes on what arrives, until the pty is closed.
func (l *wireEnd) read() {
	defer close(l.chunks)
	for {
		b := make([]byte, 64<<10)
		n, err := l.ptm.Read(b)
		if err != nil {
			return
		}
		l.chunks <- b[:n]
	}
}

// settle takes in what arrives until nothing has for a while, and returns how
// many bytes that were. It waits for the first of them.
func (l *wireEnd) settle() int {
	l.tb.Helper()
	total, wait := 0, 10*time.Second
	for {
		select {
		case b, ok := <-l.chunks:
			if !ok {
				return total
			}
			l.show(b)
			total += len(b)
			wait = 80 * time.Millisecond // several frames at 60 a second
		case <-time.After(wait):
			if total == 0 {
				l.tb.Fatal("nothing arrives at the terminal")
			}
			return total
		}
	}
}

// show writes b to the screen and answers, as modern terminals do, that
// synchronized output is there: the emulator does not know that query.
func (l *wireEnd) show(b []byte) {
	l.tb.Helper()
	if _, err := l.term.Write(b); err != nil {
		l.tb.Fatal(err)
	}
	if bytes.Contains(b, []byte("\x1b[?2026$p")) {
		l.press("\x1b[?2026;2$y")
	}
}

func (l *wireEnd) press(keys string) {
	l.tb.Helper()
	if _, err := l.ptm.WriteString(keys); err != nil {
		l.tb.Fatal(err)
	}
}
