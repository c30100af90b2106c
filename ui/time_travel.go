package ui

import (
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/ui/alert"
	"floorwatch/ui/alerts"
	"floorwatch/ui/draw"
	"floorwatch/ui/header"
	"floorwatch/ui/keymap"
)

// timeTravel is the state of time travel. Polling continues meanwhile.
type timeTravel struct {
	on     bool
	began  time.Time // when time travel began
	at     time.Time // the moment that is shown, by the server's clock
	oldest time.Time // the first known minute
	key    model.Key // the selection before it
}

// The steps of the keys.
const (
	travelStep = time.Minute
	travelLeap = 10 * time.Minute
)

// shownTime is the time of the floor that is shown: now, the moment in the past, or that of the
// last good answer if the data is outdated.
func (dash *dashboard) shownTime() time.Time {
	if dash.timeTravel.on {
		return dash.timeTravel.at
	}
	if dash.outdated() {
		return dash.lastGood.Snapshot.Now
	}
	return dash.serverNow()
}

// refuseInPast reports whether the past is shown, and if so shows that nothing can be changed there.
func (dash *dashboard) refuseInPast(pressed key.Binding) bool {
	if dash.timeTravel.on {
		dash.showToast(keymap.FirstKey(pressed) + ": not in the past (" + keymap.FirstKey(dash.keys.Travel) + " goes back to now)")
	}
	return dash.timeTravel.on
}

// toggleTravel goes to the last full minute, or back to now.
func (dash *dashboard) toggleTravel() {
	if dash.timeTravel.on {
		dash.backToLive()
		return
	}
	dash.travelTo(dash.serverNow().Truncate(time.Minute))
}

// travelTo shows the floor as it was at a time, within what is known.
func (dash *dashboard) travelTo(t time.Time) {
	v := &dash.timeTravel
	if !v.on {
		*v = timeTravel{on: true, began: dash.serverNow(), oldest: dash.liveFloor.oldest(), key: dash.threads.Key}
		dash.threads.Choose() // at another moment the first row is another
		dash.style.Edge = draw.RoleAccent
	}
	if now := dash.serverNow(); t.After(now) {
		t = v.newest(now)
	}
	t = model.LaterTime(t, v.oldest)
	v.at = t
	dash.showMoment(dash.floor.At(t))
}

// newest is the last full minute, or the moment that is shown if that is later: no key that goes on goes back.
func (v *timeTravel) newest(now time.Time) time.Time {
	return model.LaterTime(now.Truncate(time.Minute), model.EarlierTime(now, v.at))
}

// backToLive goes back to now.
func (dash *dashboard) backToLive() {
	was := dash.timeTravel.key
	dash.timeTravel = timeTravel{}
	dash.style.Edge = draw.RoleFrame
	dash.showMoment(dash.current)
	if r := dash.threads.Selected(); was == (model.Key{}) && r != nil {
		dash.threads.Key = was
	}
}

// travelKey handles the keys that move in time.
func (dash *dashboard) travelKey(msg tea.KeyPressMsg) (tea.Cmd, bool) {
	k, v := dash.keys, &dash.timeTravel
	if key.Matches(msg, k.Travel) {
		dash.toggleTravel()
		return nil, true
	}
	if !v.on {
		return nil, false
	}
	switch {
	case key.Matches(msg, k.Earlier):
		dash.travelTo(step(v.at, -travelStep))
	case key.Matches(msg, k.Later):
		dash.travelTo(step(v.at, travelStep))
	case key.Matches(msg, k.MuchEarlier):
		dash.travelTo(step(v.at, -travelLeap))
	case key.Matches(msg, k.MuchLater):
		dash.travelTo(step(v.at, travelLeap))
	case key.Matches(msg, k.AlertBefore):
		dash.travelToAlert(-1)
	case key.Matches(msg, k.AlertAfter):
		dash.travelToAlert(1)
	case key.Matches(msg, k.Oldest):
		dash.travelTo(v.oldest)
	case key.Matches(msg, k.Newest):
		dash.travelTo(v.newest(dash.serverNow()))
	case key.Matches(msg, k.Back, k.Quit):
		dash.backToLive()
	default:
		return nil, false
	}
	return nil, true
}

// step goes from t by d to a full minute; between two minutes, reaching the next one counts as a step.
func step(t time.Time, d time.Duration) time.Time {
	to := t.Add(d).Truncate(time.Minute)
	if d < 0 && !t.Truncate(time.Minute).Equal(t) {
		to = to.Add(time.Minute)
	}
	return to
}

// travelToAlert goes to the previous or next alert's moment.
func (dash *dashboard) travelToAlert(d int) {
	to, found := dash.tracker.Nearest(dash.timeTravel.at, d)
	switch {
	case !found && dash.lookBack != nil:
		dash.showToast("The alerts before the start are being looked for: once more in a moment")
		return
	case !found:
		dash.showToast("No alert " + map[int]string{-1: "before", 1: "after"}[d] + " this moment is remembered.")
		return
	}
	dash.travelTo(to)
}

// lookBackStep asks for the next step of the search for alerts before the start.
type lookBackStep struct{ of *alert.LookBack }

// startLookBack starts the search for alerts before the start once they can be seen: in the past and in the list
// of alerts. It costs nothing before.
func (st *stack) startLookBack() tea.Cmd {
	if _, listed := st.overlays.top().(*alerts.Pane); st.lookBack != nil || !listed && !st.timeTravel.on {
		return nil
	}
	if st.lookBack = st.tracker.LookBack(st.current, st.health); st.lookBack == nil {
		return nil
	}
	step := lookBackStep{st.lookBack}
	return func() tea.Msg { return step }
}

// stepBack continues that search. Keys and Events are handled between steps.
func (st *stack) stepBack(step lookBackStep) tea.Cmd {
	if step.of != st.lookBack {
		return nil // the Board was replaced
	}
	if !step.of.Step(st.current, st.floor.At) {
		return func() tea.Msg { return step }
	}
	st.lookBack, st.dirty = nil, true
	return nil
}

// pastBanner is the banner below the header in the past.
func (dash *dashboard) pastBanner() header.Banner {
	v := dash.timeTravel
	b := header.Banner{
		At: v.at, Now: dash.serverNow(), Zone: dash.zone, BackKey: keymap.FirstKey(dash.keys.Travel),
		Alerts: dash.tracker.OpenSince(v.began), Oldest: v.at.Equal(v.oldest), Unobserved: v.unreadReason(dash.snap, draw.WatchedSince(dash.snap, dash.began), dash.serverNow(), dash.zone),
	}
	if b.Unobserved == "" && !b.Oldest {
		b.Unobserved = dash.snap.Inexact(model.Health{State: model.StateLive}, dash.style.Signs())
	}
	return b
}

// unreadReason says why data of the shown moment is incomplete; empty if the floor was being read.
func (v *timeTravel) unreadReason(s *model.Snapshot, since, now time.Time, zone *time.Location) string {
	if line := s.UnobservedSentence(); line != "" || !v.at.Before(since) {
		return line
	}
	return model.BeforeFirstRead(draw.DayTime(since, now, zone))
}

// messagesThen are a thread's messages as of the shown moment: later ones are left out, and what was
// seen later is unseen, or unknown if the floor was not being read yet.
func (v *timeTravel) messagesThen(words []model.Message) []model.Message {
	if !v.on {
		return words
	}
	then := words[:0]
	for _, m := range words {
		at := m.SentAt
		if at.IsZero() {
			at = m.FirstAt
		}
		if at.After(v.at) {
			continue
		}
		if m.FirstAt.After(v.at) {
			m.Seen = model.SeenUnknown // floorwatch was not reading then
		} else if m.SeenAt.After(v.at) {
			m.Seen = model.SeenNo
		}
		then = append(then, m)
	}
	return then
}

// timeCommand goes to a time of the last 24 hours, to a time ago, or back to now.
func timeCommand(a *App, arg string) tea.Cmd {
	now := a.serverNow()
	if arg == "now" {
		if a.timeTravel.on {
			a.backToLive()
		}
		return nil
	}
	if ago, ok := strings.CutPrefix(arg, "-"); ok {
		if d, err := time.ParseDuration(ago); err == nil {
			a.travelTo(now.Add(-d))
			return nil
		}
	}
	if t, err := time.ParseInLocation("15:04", arg, a.zone); err == nil {
		a.travelTo(lastTime(now.In(a.zone), t))
		return nil
	}
	a.showToast("time: 10:15, -20m or now")
	return nil
}

// lastTime is when it was last a time of day: today, or yesterday if it is still to come.
func lastTime(now, t time.Time) time.Time {
	y, m, d := now.Date()
	if at := time.Date(y, m, d, t.Hour(), t.Minute(), 0, 0, now.Location()); !at.After(now) {
		return at
	}
	return time.Date(y, m, d-1, t.Hour(), t.Minute(), 0, 0, now.Location())
}
