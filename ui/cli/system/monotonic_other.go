//go:build !linux

package system

import "time"

// monotonic is not asked for: systemd is on Linux alone.
func monotonic() time.Duration { return 0 }
