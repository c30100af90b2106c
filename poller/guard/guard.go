// Package guard starts the program's goroutines and turns a panic into their owner's
// error. An unguarded panic would end the program at once and leave the terminal in
// raw mode. It imports safetext for the text of a panic.
package guard

import (
	"errors"
	"fmt"
	"runtime/debug"

	"floorwatch/model/safetext"
)

// A Panic is a recovered panic. Its value may quote strangers' text: make it safe
// before printing it.
type Panic struct {
	What   string
	Thrown any
	Stack  []byte
}

// Error returns what panicked and why, with the stack. It is not safe to print: the reason may quote strangers'
// text.
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

// Reason returns the error of what, for the user. The value of a panic is made safe, since it may quote
// strangers' text.
func Reason(what string, err error) error {
	if p, ok := errors.AsType[*Panic](err); ok {
		return fmt.Errorf("the %s failed by a fault of floorwatch's own, please report it: %s\n%s",
			what, safetext.Line(fmt.Sprint(p.Thrown)), p.Stack)
	}
	return fmt.Errorf("the %s ended: %w", what, err)
}
