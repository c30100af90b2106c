package ui

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
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
		*v = travel{on: true, began: a.serverNow(), oldest: a.oldest(), key: a.threads.key}
		a.threads.choose() // another moment has another first row
		a.look.edge = roleAccent
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
	a.look.edge = roleFrame
	a.present(a.latest)
	if r := a.threads.selected(); was == (model.Key{}) && r != nil {
		a.threads.key = was
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

// travelKey takes a key in that moves in time, and reports whether it was one.
func (a *App) travelKey(msg tea.KeyPressMsg) bool {
	k, v := newTravelKeys(), &a.travel
	if key.Matches(msg, a.keys.Travel) {
		a.toggleTravel()
		return true
	}
	if !v.on {
		return false
	}
	switch {
	case key.Matches(msg, k.earlier):
		a.travelTo(step(v.at, -travelStep))
	case key.Matches(msg, k.later):
		a.travelTo(step(v.at, travelStep))
	case key.Matches(msg, k.muchEarlier):
		a.travelTo(step(v.at, -travelLeap))
	case key.Matches(msg, k.muchLater):
		a.travelTo(step(v.at, travelLeap))
	case key.Matches(msg, k.alertBefore):
		a.travelToAlert(-1)
	case key.Matches(msg, k.alertAfter):
		a.travelToAlert(1)
	case key.Matches(msg, k.oldest):
		a.travelTo(v.oldest)
	case key.Matches(msg, k.newest):
		a.travelTo(a.serverNow().Truncate(time.Minute))
	case key.Matches(msg, a.keys.Back) && a.over == nil:
		a.backToLive()
	default:
		return false
	}
	return true
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
	to, found := a.watch.next(a.travel.at, d)
	if !found {
		a.say("No alert " + map[int]string{-1: "before", 1: "after"}[d] + " this moment is remembered.")
		return
	}
	a.travelTo(to)
}

// next is the time of the nearest alert before t (d < 0) or after it.
func (w *watch) next(t time.Time, d int) (at time.Time, found bool) {
	for _, a := range w.list() {
		if c := a.from.Compare(t); c != d {
			continue
		}
		if !found || a.from.Compare(at) == -d {
			at, found = a.from, true
		}
	}
	return at, found
}

// banner is the row that says that this is the past.
func (a *App) banner(lk *look, w int) string {
	l := lk.line(onScreen, w)
	l.gap(1)
	v := a.travel
	l.put(roleAccent, "TIME TRAVEL "+a.dayTime(v.at))
	l.put(roleStrong, ", "+sinceThen(a.serverNow().Sub(v.at))+" ago")
	l.put(roleDim, " "+lk.glyphs.none+" ")
	l.put(roleAccent, "t")
	l.put(roleText, " back to live")
	if n := a.watch.since(v.began); n > 0 {
		l.put(roleCritical, "  "+lk.glyphs.critical+" "+count(n, "new alert", "new alerts")+" now")
	}
	if v.at.Equal(v.oldest) {
		l.put(roleDim, "  (nothing older is known)")
	}
	if v.at.Before(a.began) {
		// Acquire tells what was said and when, but not when it was seen or closed.
		l.put(roleWarn, "  before floorwatch looked: what had been seen or closed is not known")
	}
	return l.String()
}

// sinceThen writes how long ago a moment was: "40 s", "14 min", "3 h 05 min".
func sinceThen(d time.Duration) string {
	m := int64(d / time.Minute)
	switch {
	case d < time.Minute:
		return duration(d)
	case m < 60:
		return count(int(m), "min", "min")
	}
	return count(int(m/60), "h", "h") + " " + two(m%60) + " min"
}

// wordsThen are a thread's words as of the moment that is shown: what was said
// later is hidden, and what was seen later is unseen, or not known to have been
// seen where it was not being read yet.
func (a *App) wordsThen(k model.Key) []model.Message {
	words := a.floor.Transcript(k)
	if !a.travel.on {
		return words
	}
	then := words[:0]
	for _, m := range words {
		at := m.SentAt
		if at.IsZero() {
			at = m.FirstAt
		}
		if at.After(a.travel.at) {
			continue
		}
		if m.FirstAt.After(a.travel.at) {
			m.Seen = model.SeenUnknown // nobody looked then
		} else if m.SeenAt.After(a.travel.at) {
			m.Seen = model.SeenNo
		}
		then = append(then, m)
	}
	return then
}

// travelKeys are the keys that move in time. In the past they stand before
// those that move on the screen.
type travelKeys struct {
	earlier, later, muchEarlier, muchLater, alertBefore, alertAfter, oldest, newest key.Binding
}

func newTravelKeys() travelKeys {
	bind := func(help, desc string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, desc))
	}
	return travelKeys{
		earlier:     bind("left", "a minute earlier", "left"),
		later:       bind("right", "a minute later", "right"),
		muchEarlier: bind("pgup", "10 minutes earlier", "pgup", "shift+left"),
		muchLater:   bind("pgdn", "10 minutes later", "pgdown", "shift+right"),
		alertBefore: bind("[", "to the alert before", "["),
		alertAfter:  bind("]", "to the alert after", "]"),
		oldest:      bind("home", "to the oldest minute", "home"),
		newest:      bind("end", "to the newest minute", "end"),
	}
}

// group is the part of the help that is about the past.
func (k travelKeys) group() keyGroup {
	return keyGroup{"In the past", []key.Binding{k.earlier, k.later, k.muchEarlier, k.muchLater, k.alertBefore, k.alertAfter, k.oldest, k.newest}}
}

// travelHints are the keys of the footer in the past.
func (k keyMap) travelHints() []hint {
	t := newTravelKeys()
	return []hint{
		{t.earlier, "earlier"}, {t.later, "later"}, {t.alertBefore, "alert before"}, {t.alertAfter, "alert after"},
		{t.muchEarlier, "10 min"}, {t.oldest, "oldest"}, {k.Explain, "explain"}, {k.Help, "help"}, {k.Travel, "back to live"},
	}
}
