package draw

import (
	"fmt"
	"time"

	"floorwatch/model"
)

// A Reading is how well the floor is being read, as the top lines show it.
type Reading struct {
	Name   string // of the floor
	Health model.Health
	Age    model.Clock // of what is shown; not running where nothing has been read
	Stale  bool        // nothing that is shown is of now, see Snapshot.Stale
	Now    time.Time   // the server's
	Zone   *time.Location
}

// First reports whether what can matter now is still being read for the first time.
func (h *Reading) First() bool { return h.Health.State == model.StateReading }

// Troubled reports whether something is wrong that needs a sentence. While all
// is read in time that may be something beside: what is not read, or not recorded.
func (h *Reading) Troubled() bool {
	switch h.Health.State {
	case model.StateLive, model.StateStarting:
		return !h.Health.Why.IsEmpty()
	case model.StateReading:
		return false
	}
	return true
}

// Again says when the next try is: soon, or by the clock.
func (h *Reading) Again() string {
	switch wait := h.Health.RetryAt.Sub(h.Now); {
	case wait <= 0:
		return "now"
	case wait < time.Minute:
		return "in " + Duration(wait)
	default:
		return "in " + Duration(wait) + ", at " + h.Health.RetryAt.In(h.Zone).Format("15:04:05")
	}
}

// Progress draws how far the first read is.
func (h *Reading) Progress(l *Line) {
	const bar = 24
	if room := l.Left - bar - len(" 100%") - 1; room > 0 {
		l.Row(RoleDim, l.Style.Known(h.Health.Why).Truncate(room))
	}
	l.Gap(1)
	full := Clamp(h.Health.Percent*bar/100, 0, bar)
	l.Fill(RoleAccent, l.Style.Glyphs.ProgressFull, full)
	l.Fill(RoleFrame, l.Style.Glyphs.ProgressEmpty, bar-full)
	l.Put(RoleDim, fmt.Sprintf(" %d%%", h.Health.Percent))
}
