// Package record writes Events to a folder, one file of lines per day, restores a day after a
// restart, and replays a recording at any speed.
//
// It imports feed, guard, regular and model. Recording never blocks the caller: a full, broken or
// hanging disk is reported (Status) and retried.
package record

import "errors"

// Config is the [record] section of the configuration.
type Config struct {
	Dir      string `toml:"dir"`       // empty: no recording
	KeepDays int    `toml:"keep_days"` // days kept before today; 0: for ever
	Rows     int    `toml:"-"`         // messages remembered as written, as many as the Board holds; 0: the default of [keep] rows
}

// DefaultConfig returns the defaults: no recording and, once a folder is set, a week of
// days, because recordings contain what people wrote.
func DefaultConfig() Config { return Config{KeepDays: 7} }

// Validate returns the section's error, which begins with the key.
func (c Config) Validate() error {
	if c.KeepDays < 0 || c.KeepDays > 3650 {
		return errors.New("record.keep_days must be from 0 (for ever) to 3650")
	}
	return nil
}
