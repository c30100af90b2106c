// Package serve hands Events to other terminals of this machine on a Unix socket, and reads them
// from one: Server and Client, with the lines between them (wire.go).
//
// It imports feed, guard, regular, model, board and safetext. It promises that no viewer can hold up another, nor who
// publishes; one that hangs is dropped, one that falls behind gets the whole floor again. A server
// that is gone is said in a sentence and asked for until it is back.
package serve

import (
	"errors"
	"path/filepath"
)

// Config is the [serve] section.
type Config struct {
	Socket string `toml:"socket"` // a path
	Group  string `toml:"group"`  // whose members may connect, by name or number; empty: only the same user, and root
}

// maxSocketPath is what the smallest sun_path in use (macOS, the BSDs) holds with its final NUL.
const maxSocketPath = 103

// Validate returns what is wrong with the section, each error beginning with
// its key. An empty socket is not an error: only the command serve needs one.
func (c Config) Validate() error {
	if path, err := filepath.Abs(c.Socket); c.Socket != "" && (err != nil || len(path) > maxSocketPath) {
		return errors.New("serve.socket is too long a path: the system allows 103 bytes in all")
	}
	return nil
}
