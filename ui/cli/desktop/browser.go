// Package desktop is what a leader's key asks of the machine outside the screen: to open a
// chat's page in the browser, and to write a table into a folder. It imports detached, guard and
// report/table, starts programs without a shell, and promises that only what the configuration names is
// opened or written: never anything that a stranger wrote.
package desktop

import (
	"errors"
	"runtime"
	"slices"

	"floorwatch/poller/detached"
	"floorwatch/poller/guard"
)

// Browser returns what opens an address in the user's own browser, or nil where this is not the user's
// own desktop: over SSH, or without a display, a browser would open where nobody sits. It returns
// once the browser has been asked, and may be called from any goroutine.
func Browser(getenv func(string) string) func(address string) error {
	argv := opener(runtime.GOOS, getenv)
	if argv == nil {
		return nil
	}
	return func(address string) error {
		wait, err := detached.Start(detached.Command{Argv: append(slices.Clone(argv), address)})
		if err != nil {
			return errors.New(argv[0] + " cannot be started")
		}
		guard.Go("browser", wait, func(error) {}) // it ends when it likes, if need be after us
		return nil
	}
}

// opener is the command that opens an address on a system; nil where there is no desktop of the user's own.
func opener(system string, getenv func(string) string) []string {
	for _, name := range []string{"SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT", "SSH_ORIGINAL_COMMAND"} {
		if getenv(name) != "" {
			return nil
		}
	}
	switch {
	case system == "darwin":
		return []string{"open"}
	case system == "windows":
		return []string{"rundll32", "url.dll,FileProtocolHandler"}
	case getenv("DISPLAY") != "" || getenv("WAYLAND_DISPLAY") != "":
		return []string{"xdg-open"}
	}
	return nil
}
