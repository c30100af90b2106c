package ui

import (
	"time"

	"floorwatch/ui/draw"
	"floorwatch/ui/privacy"
)

// hides returns what is hidden at now: what [privacy] says, unless a leader
// has just asked to see it.
func (a *App) hides(now time.Time) privacy.Masks {
	if now.Before(a.unmasked) {
		return privacy.Masks{}
	}
	return privacy.MasksOf(a.cfg.Privacy.Mask)
}

// unmask shows what is hidden for a while, or hides it again.
func (a *App) unmask() {
	p := a.cfg.Privacy
	switch {
	case a.now.Before(a.unmasked):
		a.unmasked = time.Time{}
		a.say("Hidden again.")
	default:
		a.unmasked = a.now.Add(p.UnmaskFor)
		a.say("Shown for " + draw.Duration(p.UnmaskFor) + ".")
	}
	a.stale = true
}
