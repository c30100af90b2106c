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
	Now    time.Time   // the server's
	Zone   *time.Location
}

// First reports whether the first read is still running.
func (h *Reading) First() bool { return h.Health.Reading() }

// Troubled reports whether something is wrong that needs a sentence. While all
// is read in time that may be something beside: what is not read, or not recorded.
func (h *Reading) Troubled() bool {
	switch h.Health.State {
	case model.StateLive, model.StateReading:
		return !h.First() && !h.Health.Why.IsEmpty()
	case model.StateStarting:
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
	done, all := h.Health.ReadDone, max(1, h.Health.ReadAll)
	l.Put(RoleDim, fmt.Sprintf("reading %d of %d threads ", done, h.Health.ReadAll))
	full := Clamp(done*bar/all, 0, bar)
	l.Fill(RoleAccent, l.Style.Glyphs.ProgressFull, full)
	l.Fill(RoleFrame, l.Style.Glyphs.ProgressEmpty, bar-full)
	l.Put(RoleDim, fmt.Sprintf(" %d%%", Clamp(100*done/all, 0, 100)))
}
