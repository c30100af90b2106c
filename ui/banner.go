package ui

import (
	"floorwatch/ui/draw"
	"time"
)

// A banner says that what is shown is the past.
type banner struct {
	at, now time.Time // what is shown, and the time of the floor
	zone    *time.Location
	back    string // the key that leads back
	alerts  int    // new ones since the way there
	oldest  bool   // nothing older is known
	unread  bool   // the floor was not being read yet
}

// draw draws it on w cells, on one row or two.
func (b *banner) draw(lk *draw.Style, w, rows int) []string {
	l := lk.Line(draw.OnScreen, w)
	l.Gap(1)
	l.Put(draw.RoleAccent, "TIME TRAVEL "+draw.DayTime(b.at, b.now, b.zone))
	l.Put(draw.RoleStrong, ", "+draw.SinceThen(b.now.Sub(b.at))+" ago")
	l.Put(draw.RoleDim, " "+lk.Glyphs.None+" ")
	l.Put(draw.RoleAccent, b.back)
	l.Put(draw.RoleText, " back to live")
	if b.alerts > 0 {
		l.Put(draw.RoleCritical, "  "+lk.Glyphs.Critical+" "+draw.Count(b.alerts, "new alert", "new alerts")+" now")
	}
	if b.oldest {
		l.Put(draw.RoleDim, "  (nothing older is known)")
	}
	if !b.unread {
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
