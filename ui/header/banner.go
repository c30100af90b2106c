package header

import (
	"floorwatch/ui/draw"
	"time"
)

// A Banner says that what is shown is the past.
type Banner struct {
	At, Now time.Time // what is shown, and the time of the floor
	Zone    *time.Location
	Back    string // the key that leads back
	Alerts  int    // new ones since the way there
	Oldest  bool   // nothing older is known
	Unread  bool   // the floor was not being read yet
}

// Draw draws it on w cells, on one row or two.
func (b *Banner) Draw(lk *draw.Style, w, rows int) []string {
	l := lk.Line(draw.OnScreen, w)
	l.Gap(1)
	l.Put(draw.RoleAccent, "TIME TRAVEL "+draw.DayTime(b.At, b.Now, b.Zone))
	l.Put(draw.RoleStrong, ", "+draw.SinceThen(b.Now.Sub(b.At))+" ago")
	l.Put(draw.RoleDim, " "+lk.Glyphs.None+" ")
	l.Put(draw.RoleAccent, b.Back)
	l.Put(draw.RoleText, " back to now")
	if b.Alerts > 0 {
		l.Put(draw.RoleCritical, "  "+lk.Glyphs.Critical+" "+draw.Count(b.Alerts, "new alert", "new alerts")+" now")
	}
	if b.Oldest {
		l.Put(draw.RoleDim, "  (nothing older is known)")
	}
	if !b.Unread {
		return []string{l.String()}
	}
	// Acquire tells what was said and when, but not when it was seen or closed.
	const unknown = "before floorwatch looked: what had been seen or closed is not known"
	if rows == 1 || w >= bannerWide {
		l.Put(draw.RoleWarn, "  "+unknown)
		return []string{l.String()}
	}
	second := lk.Line(draw.OnScreen, w)
	second.Gap(whyIndent)
	second.Put(draw.RoleWarn, unknown)
	return []string{l.String(), second.String()}
}

// bannerWide is the width from which all of the banner stands on one row.
const bannerWide = 160
