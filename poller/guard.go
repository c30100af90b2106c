package poller

import (
	"fmt"
	"runtime/debug"
)

// A panicked error is a panic that was caught: a fault of this program, not of
// the network or of Acquire.
type panicked struct {
	value string
	stack []byte
}

func (e *panicked) Error() string {
	return fmt.Sprintf("floorwatch itself failed (%s); it goes on, please report this", e.value)
}

// guard calls f and returns its error; a panic in f becomes an error with its
// stack. Everything that handles answers runs inside it: a raw terminal left
// behind by a crash, or a wall display that went dark over one odd answer, is
// worse than the lost answer.
func guard(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = &panicked{value: fmt.Sprint(r), stack: debug.Stack()}
		}
	}()
	return f()
}
