//go:build unix

package term

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// A keyboard reads a terminal's keys and reports as complete units, however slowly they arrive.
//
// It has a descriptor, so that Bubble Tea puts the terminal into raw mode, but no name, so that Bubble Tea does
// not wait for keys itself: its way of cancelling a read gives up after half a second and closes what a slow
// reader on a busy machine still uses. Read waits for keys and for the requests of hold and end at the same time.
type keyboard struct {
	tty         *os.File
	woken, wake *os.File // a pipe: a byte in it ends the wait for keys

	reads  sync.Mutex // held during Read
	joiner keyJoiner
	last   time.Time // time of the last bytes

	mu          sync.Mutex
	held, ended bool
}

// idle is the pause between two empty reads while the keyboard is held: Bubble Tea notices only after a read that
// it is to stop.
const idle = 5 * time.Millisecond

// newKeyboard returns the keyboard of the terminal f; far says that there is a network or tmux in between.
func newKeyboard(f *os.File, far bool) (*keyboard, error) {
	k := &keyboard{tty: f, joiner: keyJoiner{gap: localGap}}
	if far {
		k.joiner.gap = remoteGap
	}
	var err error
	if k.woken, k.wake, err = os.Pipe(); err != nil {
		return nil, fmt.Errorf("cannot wait for keys: %w", err)
	}
	return k, nil
}

func (k *keyboard) Fd() uintptr                 { return k.tty.Fd() }
func (k *keyboard) Write(p []byte) (int, error) { return k.tty.Write(p) }
func (k *keyboard) Close() error                { return k.tty.Close() }

// hold makes Read return nothing until release: Bubble Tea is about to give the terminal away.
func (k *keyboard) hold() { k.stop(&k.held) }

// end makes Read return io.EOF from now on.
func (k *keyboard) end() { k.stop(&k.ended) }

func (k *keyboard) stop(how *bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if !k.held && !k.ended {
		_, _ = k.wake.Write([]byte{0}) // the pipe has room for it, and both ends stay open
	}
	*how = true
}

// release ends hold, once the current Read has returned.
func (k *keyboard) release() {
	k.reads.Lock()
	defer k.reads.Unlock()
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.held && !k.ended {
		_, _ = k.woken.Read(make([]byte, 1)) // what stop wrote
	}
	k.held = false
}

// stopped reports whether to read nothing: for now or, with io.EOF, for good.
func (k *keyboard) stopped() (bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.ended {
		return true, io.EOF
	}
	return k.held, nil
}

// Read returns complete letters, keys and reports. It may return none without an error: if something was never
// completed, or while the keyboard is held.
func (k *keyboard) Read(p []byte) (int, error) {
	k.reads.Lock()
	defer k.reads.Unlock()
	j := &k.joiner
	if len(j.out) == 0 {
		readable([]int{int(k.Fd()), int(k.woken.Fd())}, -1)
		if held, err := k.stopped(); held {
			if err == nil {
				time.Sleep(idle)
			}
			return 0, err
		}
		if err := k.read(len(p)); err != nil && len(j.out) == 0 {
			return 0, err
		}
	}
	n := copy(p, j.out)
	j.out = append(j.out[:0], j.out[n:]...)
	return n, nil
}

// read reads until everything is complete or room is full, because the rest would be read only when more arrives.
func (k *keyboard) read(room int) error {
	if wait := k.joiner.wait(); wait > 0 && time.Since(k.last) > wait {
		k.joiner.timedOut() // room was full before
	}
	var b [256]byte
	n, err := k.tty.Read(b[:min(len(b), room)])
	for ; err == nil; n, err = k.tty.Read(b[:min(len(b), room)]) {
		for _, c := range b[:n] {
			k.joiner.addByte(c)
		}
		k.last = time.Now()
		if !k.more(room - len(k.joiner.out)) {
			return nil
		}
	}
	return err
}

// more waits while something is incomplete, and reports whether there is more to read.
func (k *keyboard) more(room int) bool {
	const growth = len(escapeKey) * 256 // of one more piece
	for room > growth {
		wait := k.joiner.wait()
		if wait == 0 {
			return false
		}
		if readable([]int{int(k.Fd())}, wait) {
			return true
		}
		k.joiner.timedOut()
	}
	return false
}

// readable waits until one of the descriptors has something to read, for ever if wait is negative. It uses select
// because poll does not support terminals on macOS; for a descriptor beyond the size of its set, the read itself
// waits.
func readable(fds []int, wait time.Duration) bool {
	for end := time.Now().Add(wait); ; {
		var set unix.FdSet
		set.Zero()
		most := 0
		for _, fd := range fds {
			if fd >= unix.FD_SETSIZE {
				return true
			}
			set.Set(fd)
			most = max(most, fd)
		}
		var left *unix.Timeval
		if wait >= 0 {
			v := unix.NsecToTimeval(max(0, time.Until(end)).Nanoseconds())
			left = &v
		}
		n, err := unix.Select(most+1, &set, nil, nil, left)
		if !errors.Is(err, unix.EINTR) {
			return n > 0 || err != nil // an error is for the read to report
		}
	}
}
