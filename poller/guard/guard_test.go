package guard

import (
	"errors"
	"strings"
	"testing"
)

func TestGo(t *testing.T) {
	plain := errors.New("plain")
	for name, c := range map[string]struct {
		f    func() error
		want error
	}{
		"nothing": {func() error { return nil }, nil},
		"error":   {func() error { return plain }, plain},
	} {
		t.Run(name, func(t *testing.T) {
			ended := make(chan error)
			Go("the work", c.f, func(err error) { ended <- err })
			if err := <-ended; err != c.want {
				t.Errorf("ended with %v, want %v itself", err, c.want)
			}
		})
	}
}

func TestGoCatchesPanics(t *testing.T) {
	ended := make(chan error)
	Go("the work", func() error { panic("boom") }, func(err error) { ended <- err })
	err := <-ended
	p, ok := errors.AsType[*Panic](err)
	if !ok || p.What != "the work" || p.Thrown != "boom" || !strings.Contains(string(p.Stack), "guard_test.go") {
		t.Errorf("ended with %#v, want the panic and where it happened", err)
	}
	if !strings.HasPrefix(err.Error(), "the work panicked: boom\n") {
		t.Errorf("the error reads %q", err)
	}
}
