// Package serve sends Events to other terminals of this machine over a Unix socket, and receives
// them: Server and Client, with their protocol (wire.go).
//
// It imports feed, guard, regular, model, board and safetext. No viewer can delay another one or the
// publisher: one that hangs is dropped, one that falls behind gets the whole floor again. A Client
// reports a missing server and retries until it is back.
package serve

import (
	"errors"
	"path/filepath"
)

// Config is the [serve] section of the configuration.
type Config struct {
	Socket string `toml:"socket"` // a path
	Group  string `toml:"group"`  // name or number of the group that may connect; empty: only the same user, and root
}

// maxSocketPath is the longest path that fits with its final NUL into the smallest sun_path in use (macOS, the BSDs).
const maxSocketPath = 103

// Validate returns the section's errors, joined, each beginning with its key. An
// empty socket is not an error: only the command serve needs one.
func (c Config) Validate() error {
	if path, err := filepath.Abs(c.Socket); c.Socket != "" && (err != nil || len(path) > maxSocketPath) {
		return errors.New("serve.socket is too long a path: the system allows 103 bytes in all")
	}
	return nil
}
