package ui

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/header"
	"floorwatch/ui/keymap"
)

// travel is a look at the floor as it was. Reading goes on underneath.
type travel struct {
	on     bool
	began  time.Time // when somebody went there
	at     time.Time // the moment that is shown, by the server's clock
	oldest time.Time // the first minute of which anything is known
	key    model.Key // what had been selected before
}

// travelReach is how far back the first minute is looked for: as long as messages can be kept.
const travelReach = 31 * 24 * 60

// How far a key goes back or on.
const (
	travelStep = time.Minute
	travelLeap = 10 * time.Minute
)

// moment is the time of the floor that is shown: now, or where somebody has travelled to.
func (a *App) moment() time.Time {
	if a.travel.on {
		return a.travel.at
	}
	return a.serverNow()
}

// toggleTravel goes into the past, to the last full minute, or back to now.
func (a *App) toggleTravel() {
	if a.travel.on {
		a.backToLive()
		return
	}
	a.travelTo(a.serverNow().Truncate(time.Minute))
}

// travelTo shows the floor as it was at a time, within what is known.
func (a *App) travelTo(t time.Time) {
	v := &a.travel
	if !v.on {
		*v = travel{on: true, began: a.serverNow(), oldest: a.oldest(), key: a.threads.Key}
		a.threads.Choose() // another moment has another first row
		a.look.Edge = draw.RoleAccent
	}
	if now := a.serverNow(); t.After(now) {
		t = now.Truncate(time.Minute)
	}
	if t.Before(v.oldest) {
		t = v.oldest
	}
	v.at = t
	a.present(a.floor.At(t))
}

// backToLive goes back to now.
func (a *App) backToLive() {
	was := a.travel.key
	a.travel = travel{}
	a.look.Edge = draw.RoleFrame
	a.present(a.latest)
	if r := a.threads.Selected(); was == (model.Key{}) && r != nil {
		a.threads.Key = was
	}
}

// oldest is the start of the first minute of which a word is known, or of this one.
func (a *App) oldest() time.Time {
	now := a.serverNow()
	for _, m := range a.floor.Activity(now, travelReach, model.Filter{}) {
		if m.Visitors+m.Agents+m.Bots > 0 {
			return m.Start
		}
	}
	return now.Truncate(time.Minute)
}

// travelKey handles the keys that move in time.
func (a *App) travelKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	k, v := a.keys, &a.travel
	if key.Matches(msg, k.Travel) {
		a.toggleTravel()
		return nil, true
	}
	if !v.on {
		return nil, false
	}
	switch {
	case key.Matches(msg, k.Earlier):
		a.travelTo(step(v.at, -travelStep))
	case key.Matches(msg, k.Later):
		a.travelTo(step(v.at, travelStep))
	case key.Matches(msg, k.MuchEarlier):
		a.travelTo(step(v.at, -travelLeap))
	case key.Matches(msg, k.MuchLater):
		a.travelTo(step(v.at, travelLeap))
	case key.Matches(msg, k.AlertBefore):
		a.travelToAlert(-1)
	case key.Matches(msg, k.AlertAfter):
		a.travelToAlert(1)
	case key.Matches(msg, k.Oldest):
		a.travelTo(v.oldest)
	case key.Matches(msg, k.Newest):
		a.travelTo(a.serverNow().Truncate(time.Minute))
	case key.Matches(msg, k.Back) && a.overlay() == nil:
		a.backToLive()
	default:
		return nil, false
	}
	return nil, true
}

// step goes d from t to a full minute; the way there counts as a step where t is between two.
func step(t time.Time, d time.Duration) time.Time {
	to := t.Add(d).Truncate(time.Minute)
	if d < 0 && !t.Truncate(time.Minute).Equal(t) {
		to = to.Add(time.Minute)
	}
	return to
}

// travelToAlert goes to the moment of the alert before or after the one shown.
func (a *App) travelToAlert(d int) {
	to, found := a.watch.Next(a.travel.at, d)
	if !found {
		a.say("No alert " + map[int]string{-1: "before", 1: "after"}[d] + " this moment is remembered.")
		return
	}
	a.travelTo(to)
}

// banner is what stands below the header in the past.
func (a *App) banner() header.Banner {
	v := a.travel
	return header.Banner{
		At: v.at, Now: a.serverNow(), Zone: a.zone, Back: keymap.FirstKey(a.keys.Travel),
		Alerts: a.watch.Since(v.began), Oldest: v.at.Equal(v.oldest), Unread: v.at.Before(a.began),
	}
}
