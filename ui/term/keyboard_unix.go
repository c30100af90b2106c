//go:build unix

package term

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// A keyboard reads a terminal's keys and reports whole, however slowly they come.
// It stays a file, so that Bubble Tea makes the terminal raw and waits for it
// together with the wish to stop; Read itself waits only for the rest of something begun.
type keyboard struct {
	*os.File
	joiner joiner
	last   time.Time // when bytes came last
}

// newKeyboard reads f, which is a terminal; far says that a network or tmux is in between.
func newKeyboard(f *os.File, far bool) *keyboard {
	k := &keyboard{File: f, joiner: joiner{gap: localGap}}
	if far {
		k.joiner.gap = remoteGap
	}
	return k
}

// Read returns whole letters, keys and reports. It may return none without an
// error: where what was begun never ended. Not safe for concurrent use.
func (k *keyboard) Read(p []byte) (int, error) {
	j := &k.joiner
	if len(j.out) == 0 {
		if err := k.read(len(p)); err != nil && len(j.out) == 0 {
			return 0, err
		}
	}
	n := copy(p, j.out)
	j.out = append(j.out[:0], j.out[n:]...)
	return n, nil
}

// read reads until everything is whole or room is full, since what
// stays behind is read only when more arrives.
func (k *keyboard) read(room int) error {
	if wait := k.joiner.wait(); wait > 0 && time.Since(k.last) > wait {
		k.joiner.lull() // room was full before
	}
	var b [256]byte
	n, err := k.File.Read(b[:min(len(b), room)])
	for ; err == nil; n, err = k.File.Read(b[:min(len(b), room)]) {
		for _, c := range b[:n] {
			k.joiner.add(c)
		}
		k.last = time.Now()
		if !k.more(room - len(k.joiner.out)) {
			return nil
		}
	}
	return err
}

// more waits while something is incomplete; it reports whether there is more to read.
func (k *keyboard) more(room int) bool {
	const growth = len(escapeKey) * 256 // of one more piece
	for room > growth {
		wait := k.joiner.wait()
		if wait == 0 {
			return false
		}
		if readable(int(k.Fd()), wait) {
			return true
		}
		k.joiner.lull()
	}
	return false
}

// readable waits until there is something to read. Select, since poll does not
// know terminals on macOS.
func readable(fd int, wait time.Duration) bool {
	for end := time.Now().Add(wait); ; {
		left := unix.NsecToTimeval(max(0, time.Until(end)).Nanoseconds())
		var set unix.FdSet
		set.Zero()
		set.Set(fd)
		n, err := unix.Select(fd+1, &set, nil, nil, &left)
		if !errors.Is(err, unix.EINTR) {
			return n > 0 || err != nil // an error is for the read to report
		}
	}
}
