// Package desktop does what a leader's key asks of the desktop: open a chat's page in the browser,
// and write a table to a folder. It imports detached, guard and report/table, starts programs without
// a shell, and opens or writes only what the configuration names, never anything that a stranger wrote.
package desktop

import (
	"errors"
	"runtime"
	"slices"

	"floorwatch/poller/detached"
	"floorwatch/poller/guard"
)

// Browser returns a function that opens an address in the user's browser, or nil if this is not the
// user's desktop: over SSH or without a display. The function returns as soon as the browser's command
// has started, and is safe for concurrent use.
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
		guard.Go("browser", wait, func(error) {}) // it may outlive this program
		return nil
	}
}

// opener returns the command that opens an address on a system; nil if this is not the user's desktop.
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
