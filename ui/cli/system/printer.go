package system

import (
	"errors"
	"io"
	"io/fs"
	"syscall"
)

// A Printer is the output of a command that prints and ends. It remembers that a write failed, as on a full disk: a
// command that does not look would end as if everything had been printed.
type Printer struct {
	io.Writer
	lost error
}

func (p *Printer) Write(b []byte) (int, error) {
	n, err := p.Writer.Write(b)
	if at := (*fs.PathError)(nil); errors.As(err, &at) {
		err = &fs.PathError{Op: at.Op, Path: "the standard output", Err: at.Err}
	}
	if err != nil && p.lost == nil && !errors.Is(err, syscall.EPIPE) { // the reader wanted no more
		p.lost = err
	}
	return n, err
}

// Lost returns the first error of a write; nil if everything was printed.
func (p *Printer) Lost() error { return p.lost }
