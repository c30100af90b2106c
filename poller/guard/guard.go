// Package guard starts the program's goroutines. An unguarded panic on one would end the
// program at once and leave the terminal raw and the wall dark. It imports safetext
// for the words of a panic, and promises that a panic becomes its owner's error.
package guard

import (
	"errors"
	"fmt"
	"runtime/debug"

	"floorwatch/model/safetext"
)

// A Panic is a panic that was caught. What was thrown may quote what strangers
// wrote: whoever prints it makes it safe.
type Panic struct {
	What   string
	Thrown any
	Stack  []byte
}

// Error names what panicked and why, with the stack. It is not safe to print unchecked: the reason may quote text
// from outside.
func (p *Panic) Error() string {
	return fmt.Sprintf("%s panicked: %v\n%s", p.What, p.Thrown, p.Stack)
}

// Go calls f on a new goroutine and then, on the same one, ended with f's error. A panic in ended is not caught.
func Go(what string, f func() error, ended func(error)) {
	go func() { ended(Call(what, f)) }()
}

// Call calls f and returns its error; a panic in f becomes a *Panic.
func Call(what string, f func() error) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = &Panic{what, thrown, debug.Stack()}
		}
	}()
	return f()
}

// Reason returns an error that ends the run as the user reads it. The value of a panic is made safe, since
// it may quote text from outside.
func Reason(what string, err error) error {
	if p, ok := errors.AsType[*Panic](err); ok {
		return fmt.Errorf("the %s failed by a fault of floorwatch's own, please report it: %s\n%s",
			what, safetext.Line(fmt.Sprint(p.Thrown)), p.Stack)
	}
	return fmt.Errorf("the %s ended: %w", what, err)
}
