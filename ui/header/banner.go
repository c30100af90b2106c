package header

import (
	"strconv"
	"time"

	"floorwatch/ui/draw"
)

// A Banner says that what is shown is the past.
type Banner struct {
	At, Now      time.Time // what is shown, and the time of the floor
	Zone         *time.Location
	BackKey      string // the key that leads back
	Alerts       int    // new ones since the way there
	Oldest       bool   // nothing older is known
	OtherNotices int    // other notices than this one
	Unobserved   string // why not all of the moment is known; empty where it was being read
}

// Draw draws it on one row of w cells.
func (b *Banner) Draw(lk *draw.Style, w int) string {
	l := lk.Line(draw.OnScreen, w)
	l.Gap(1)
	l.Put(draw.RoleAccent, "PAST "+draw.DayTime(b.At, b.Now, b.Zone))
	l.Put(draw.RoleText, ", "+draw.SinceThen(b.Now.Sub(b.At))+" ago")
	if b.Alerts > 0 {
		l.Put(draw.RoleCritical, "  "+lk.Glyphs.Critical+" "+draw.Count(b.Alerts, "new alert", "new alerts")+" now")
	}
	l.Put(draw.RoleDim, "  ")
	l.Put(draw.RoleAccent, b.BackKey)
	l.Put(draw.RoleDim, " back to now")
	if b.OtherNotices > 0 {
		l.Put(draw.RoleDim, " (+"+strconv.Itoa(b.OtherNotices)+")")
	}
	switch {
	case b.Unobserved != "":
		l.Put(draw.RoleText, "  "+b.Unobserved)
	case b.Oldest:
		l.Put(draw.RoleDim, "  (nothing older is known)")
	}
	return l.String()
}
