// Package record writes Events into a folder, a file of lines a day, reads a day back after a
// restart, and plays a recording at any speed.
//
// It imports feed, guard, regular and model. It promises that nothing here holds up who hands in Events: a
// disk that is full, broken or hangs is said in a sentence (Status) and heals by itself.
package record

import "errors"

// Config is the [record] section.
type Config struct {
	Dir      string `toml:"dir"`       // empty: nothing is recorded
	KeepDays int    `toml:"keep_days"` // days before today that are kept; 0 means for ever
	Rows     int    `toml:"-"`         // messages that the Board holds, of which none is written twice; 0 means the default of [keep] rows
}

// DefaultConfig records nothing; once a folder is named it keeps a week,
// because what it keeps is what people wrote.
func DefaultConfig() Config { return Config{KeepDays: 7} }

// Validate returns what is wrong with the section, the key first.
func (c Config) Validate() error {
	if c.KeepDays < 0 || c.KeepDays > 3650 {
		return errors.New("record.keep_days must be from 0 (for ever) to 3650")
	}
	return nil
}
