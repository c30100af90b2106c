package header

import (
	"strconv"
	"time"

	"floorwatch/ui/draw"
)

// A Banner says that the screen shows the past.
type Banner struct {
	At, Now      time.Time // the moment shown, and the time on the floor
	Zone         *time.Location
	BackKey      string // the key that goes back to now
	Alerts       int    // new ones since time travel began
	Oldest       bool   // nothing older is known
	State        string // of the floor now, if it is not read in time: the chip for it shows the past
	OtherNotices int    // how many other notices there are
	Unobserved   string // why the moment is not completely known; empty if it is
}

// Draw draws the banner on one row of w cells.
func (b *Banner) Draw(style *draw.Style, w int) string {
	l := style.Line(draw.OnScreen, w)
	l.Gap(1)
	l.Put(draw.RoleAccent, "PAST "+draw.DayTime(b.At, b.Now, b.Zone))
	l.Put(draw.RoleText, ", "+draw.SinceThen(b.Now.Sub(b.At))+" ago")
	if b.Alerts > 0 {
		l.Put(draw.RoleCritical, "  "+style.Glyphs.Critical+" "+draw.Count(b.Alerts, "new alert", "new alerts")+" now")
	}
	if b.State != "" {
		l.Put(draw.RoleWarn, "  now "+b.State)
	}
	back := "  " + b.BackKey + " back to now"
	if b.OtherNotices > 0 {
		back += " (+" + strconv.Itoa(b.OtherNotices) + ")"
	}
	if b.Unobserved != "" { // it matters more than a key that the footer has too
		l.Put(draw.RoleText, "  "+b.Unobserved)
		if style.Width(back) > l.Left {
			return l.String()
		}
	}
	l.Put(draw.RoleDim, "  ")
	l.Put(draw.RoleKey, b.BackKey)
	l.Put(draw.RoleDim, back[len("  "+b.BackKey):])
	if b.Unobserved == "" && b.Oldest {
		l.Put(draw.RoleDim, "  (nothing older is known)")
	}
	return l.String()
}
