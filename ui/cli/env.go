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

// Env is everything outside the program that a run uses, so that tests can replace it.
type Env struct {
	In       io.Reader
	Out, Err io.Writer
	Getenv   func(string) string // an environment variable; "" if it is not set
	System   string              // the machine-wide configuration file; empty: none
	Hangup   <-chan os.Signal    // SIGHUP: the terminal was closed, or a server is to reload its configuration
	Example  []byte              // what `floorwatch init` writes
	Called   string              // how the program was called, as typed; empty: floorwatch
}

// command returns what to type to run the program again: its name, or the path by which it was called, as for a
// build that is not installed. A path of `go run` is not used, since the file is deleted afterwards.
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
// as C, POSIX and a language alone do. If it names none, UTF-8 is assumed.
func localeLacksUnicode(env func(string) string) bool {
	locale := strings.ToLower(cmp.Or(env("LC_ALL"), env("LC_CTYPE"), env("LANG")))
	return locale != "" && !strings.Contains(locale, "utf-8") && !strings.Contains(locale, "utf8")
}

// openLog logs to the file that --log names, or to other if it names none.
func openLog(o options, w Env, other slog.Handler) (*system.Logger, error) {
	path, err := config.LogPath(o.log, w.Getenv)
	if err != nil {
		return nil, fmt.Errorf("cannot write the log: %w", err)
	}
	if o.log == config.Auto { // creates all folders of the default path, but only the last one of a given path
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, fmt.Errorf("cannot write the log: %w", err)
		}
	}
	return system.OpenLog(path, other)
}
