package cli

import (
	"cmp"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"floorwatch/poller/acquire"
	"floorwatch/ui/cli/config"
	"floorwatch/ui/cli/system"
)

// Env is everything outside the program that a run touches, so that a test can hand in its own.
type Env struct {
	In       io.Reader
	Out, Err io.Writer
	Getenv   func(string) string // an environment variable; "" where it is not set
	System   string              // the configuration of all users of the machine; empty: there is none
	Hangup   <-chan os.Signal    // SIGHUP: a closed terminal, or for a server the wish to read its configuration again
	Example  []byte              // what `floorwatch init` writes
	Called   string              // how the program was called, as typed; empty: floorwatch
}

// command is what to type to call the program again: its name, or the path by which it was called where that was one,
// as from a build that is not installed. What `go run` has built is gone afterwards.
func (w Env) command() string {
	if strings.Contains(w.Called, "go-build") {
		return "go run ."
	}
	if strings.ContainsRune(w.Called, filepath.Separator) {
		return acquire.ShellQuote(w.Called)
	}
	return "floorwatch"
}

// localeLacksUnicode reports whether the environment names another charset than UTF-8,
// as C, POSIX and a language alone do. Where it names none, nearly every
// terminal of today has UTF-8.
func localeLacksUnicode(env func(string) string) bool {
	locale := strings.ToLower(cmp.Or(env("LC_ALL"), env("LC_CTYPE"), env("LANG")))
	return locale != "" && !strings.Contains(locale, "utf-8") && !strings.Contains(locale, "utf8")
}

// openLog logs to the file that --log names, or where it names none to other.
func openLog(o options, w Env, other slog.Handler) (*system.Logger, error) {
	path, err := config.LogPath(o.log, w.Getenv)
	if err != nil {
		return nil, fmt.Errorf("cannot write the log: %w", err)
	}
	if o.log == config.Auto { // every folder on the way there is ours to make; of a path that is named, at most the last
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, fmt.Errorf("cannot write the log: %w", err)
		}
	}
	return system.OpenLog(path, other)
}
