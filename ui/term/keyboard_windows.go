package term

import "os"

// A keyboard is the console itself: it reports keys, not bytes, and Bubble Tea waits for them.
type keyboard struct{ *os.File }

func newKeyboard(f *os.File, _ bool) (*keyboard, error) { return &keyboard{f}, nil }

func (*keyboard) hold()    {}
func (*keyboard) release() {}
func (*keyboard) end()     {}
