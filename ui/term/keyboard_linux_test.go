package term

import (
	"io"
	"os"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// rawTerminal returns both ends of a raw terminal.
func rawTerminal(t *testing.T) (far, near *os.File) {
	t.Helper()
	far, near, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = far.Close(), near.Close() })
	if _, err := term.MakeRaw(near.Fd()); err != nil {
		t.Fatal(err)
	}
	return far, near
}

// awaitTaken waits until everything that was typed has been read.
func awaitTaken(t *testing.T, near *os.File) {
	t.Helper()
	for {
		n, err := unix.IoctlGetInt(int(near.Fd()), unix.TIOCINQ)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
		time.Sleep(time.Millisecond)
	}
}

// TestKeyboardWaitsForTheRest cuts a key after each of its bytes, on a terminal.
func TestKeyboardWaitsForTheRest(t *testing.T) {
	far, near := rawTerminal(t)
	k := keyboardOn(t, near, true)
	k.joiner.gap = time.Hour
	for _, key := range []string{"\x1b[B", "\x1bOP", "\x1b[<0;10;7M", "й", "\x1b[200~q\x1b[B\x1b[201~"} {
		got := make(chan string, 1)
		go func() {
			var b [4096]byte
			n, err := k.Read(b[:])
			if err != nil {
				t.Error(err)
			}
			got <- string(b[:n])
		}()
		for i := range len(key) {
			if _, err := far.WriteString(key[i : i+1]); err != nil {
				t.Fatal(err)
			}
			awaitTaken(t, near)
		}
		if s := <-got; s != key {
			t.Errorf("%q came as %q", key, s)
		}
	}
}

// TestKeyboardGivesUpWaiting types what nothing follows.
func TestKeyboardGivesUpWaiting(t *testing.T) {
	far, near := rawTerminal(t)
	k := keyboardOn(t, near, false)
	for in, want := range map[string]string{
		"\x1b":        escapeKey,
		"\x1b[<0;10;": "",
		"\x1b[200~q":  "\x1b[200~q\x1b[201~",
	} {
		if _, err := far.WriteString(in); err != nil {
			t.Fatal(err)
		}
		var b [4096]byte
		n, err := k.Read(b[:])
		if err != nil || string(b[:n]) != want {
			t.Errorf("%q came as %q, %v, want %q", in, b[:n], err, want)
		}
	}
}

func keyboardOn(t *testing.T, f *os.File, far bool) *keyboard {
	t.Helper()
	k, err := newKeyboard(f, far)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// TestKeyboardStopsAWaitingRead: a read that waits for keys ends with the wish to stop, and takes no key that
// is typed while the keyboard is held.
func TestKeyboardStopsAWaitingRead(t *testing.T) {
	far, near := rawTerminal(t)
	k := keyboardOn(t, near, false)
	type answer struct {
		keys string
		err  error
	}
	read := func() <-chan answer {
		got := make(chan answer, 1)
		go func() {
			var b [4096]byte
			n, err := k.Read(b[:])
			got <- answer{string(b[:n]), err}
		}()
		return got
	}
	waits := read()
	k.hold()
	if got := <-waits; got != (answer{}) {
		t.Errorf("a read that is held gives %+v, want nothing", got)
	}
	if _, err := far.WriteString("x"); err != nil {
		t.Fatal(err)
	}
	if got := <-read(); got != (answer{}) {
		t.Errorf("while it is held a read gives %+v, want nothing", got)
	}
	k.hold() // as good as once
	k.release()
	if got := <-read(); got != (answer{keys: "x"}) {
		t.Errorf("after it was held a read gives %+v, want what was typed meanwhile", got)
	}
	waits = read()
	k.hold()
	k.end()
	<-waits
	k.release()
	for range 2 {
		if got := <-read(); got.err != io.EOF {
			t.Errorf("after the end a read gives %+v, want io.EOF", got)
		}
	}
	if _, ok := any(k).(interface{ Name() string }); ok {
		t.Error("the keyboard has a name: Bubble Tea waits for keys itself then, and closes what a slow reader still uses")
	}
}
