package cli

import (
	"cmp"
	"io"
	"os"
	"strings"
)

// Env is everything outside the program that a run touches, so that a test can hand in its own.
type Env struct {
	In       io.Reader
	Out, Err io.Writer
	Getenv   func(string) string // an environment variable; "" where it is not set
	System   string              // the configuration of all users of the machine; empty: there is none
	Hangup   <-chan os.Signal    // SIGHUP: a closed terminal, or for a server the wish to read its configuration again
	Example  []byte              // what `floorwatch init` writes
}

// noUnicode reports whether the environment names another charset than UTF-8,
// as C, POSIX and a language alone do. Where it names none, nearly every
// terminal of today has UTF-8.
func noUnicode(env func(string) string) bool {
	locale := strings.ToLower(cmp.Or(env("LC_ALL"), env("LC_CTYPE"), env("LANG")))
	return locale != "" && !strings.Contains(locale, "utf-8") && !strings.Contains(locale, "utf8")
}
