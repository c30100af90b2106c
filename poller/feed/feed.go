// Package feed carries Events as lines: it records them, replays a recording,
// serves them to other terminals on a Unix socket and reads them from one.
// One Event is one line of JSON everywhere, so a recording is what a viewer
// reads, and what either brings goes to the screen like an answer of the API.
//
// It knows nothing of Acquire, of the Board's figures or of the screen.
//
// Nothing here holds up who hands in Events: a recorder whose disk is full, a
// viewer that hangs and a server that is gone are each their own problem, which
// is said in a sentence and heals by itself.
package feed

import (
	"errors"
	"path/filepath"
)

// RecordConfig is the [record] section.
type RecordConfig struct {
	Dir      string `toml:"dir"`       // empty: nothing is recorded
	KeepDays int    `toml:"keep_days"` // days before today that are kept; 0 means for ever
	Rows     int    `toml:"-"`         // messages that the Board holds, of which none is written twice; 0 means the default of [keep] rows
}

// DefaultRecordConfig records nothing; once a folder is named it keeps a week,
// because what it keeps is what people wrote.
func DefaultRecordConfig() RecordConfig { return RecordConfig{KeepDays: 7} }

// Validate returns what is wrong with the section, the key first.
func (c RecordConfig) Validate() error {
	if c.KeepDays < 0 || c.KeepDays > 3650 {
		return errors.New("record.keep_days must be from 0 (for ever) to 3650")
	}
	return nil
}

// ServeConfig is the [serve] section.
type ServeConfig struct {
	Socket string `toml:"socket"` // a path
	Group  string `toml:"group"`  // whose members may connect, by name or number; empty: only the same user, and root
}

// maxSocketPath is what the smallest sun_path in use (macOS, the BSDs) holds with its final NUL.
const maxSocketPath = 103

// Validate returns what is wrong with the section, each error beginning with
// its key. An empty socket is no error: only the command serve needs one.
func (c ServeConfig) Validate() error {
	if path, err := filepath.Abs(c.Socket); c.Socket != "" && (err != nil || len(path) > maxSocketPath) {
		return errors.New("serve.socket is too long a path: the system allows 103 bytes in all")
	}
	return nil
}
