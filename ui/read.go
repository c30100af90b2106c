package ui

import (
	"floorwatch/model"
	"floorwatch/ui/activity"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
	"floorwatch/ui/layout"
	"floorwatch/ui/threads"
)

// activitySubject is whose activity is shown, by the focused pane. The activity pane itself keeps
// the last one, so that it can be zoomed.
func (dash *dashboard) activitySubject() activity.Subject {
	switch f := &dash.threads.Filter; dash.focus {
	case layout.Activity:
		return dash.activity.Subject
	case layout.Transcript:
		if r := dash.threads.Selected(); r != nil {
			return activity.Subject{Filter: model.Filter{Key: r.Key}, Name: draw.VisitorNumber(r)}
		}
	case layout.Agents:
		if g := dash.agents.Selected(); g != nil && dash.agents.SelectedID != 0 {
			return activity.Subject{Filter: model.Filter{Agent: g.ID}, Name: g.Name.String()}
		}
	case layout.Threads:
		if f.Agent != 0 {
			return activity.Subject{Filter: model.Filter{Agent: f.Agent}, Name: f.Name}
		}
	}
	return activity.Subject{Name: "the floor"}
}

// readActivity reads the activity of the subject.
func (dash *dashboard) readActivity() {
	of := dash.activitySubject()
	if dash.outdated() && len(dash.activity.Minutes) > 0 && of == dash.activity.Subject && dash.activity.Stale != "" && len(dash.activity.Minutes) == dash.activity.Capacity {
		return // it is unchanged, and old minutes are slow to compute
	}
	dash.activity.Subject, dash.activity.Past, dash.activity.Watched, dash.activity.Stale = of, dash.timeTravel.on || dash.cfg.Clock != nil, draw.WatchedSince(dash.snap, dash.began), ""
	dash.activity.Waiting = model.FigureOf(model.FigureWaiting).Value(dash.snap, model.Subject{})
	dash.activity.Unread = dash.snap.Unread(dash.health)
	if dash.outdated() {
		dash.activity.Stale = dash.shownTime().In(dash.zone).Format("15:04")
	}
	dash.activity.Minutes = dash.floor.Activity(dash.shownTime(), dash.activity.Capacity, dash.activity.Subject.Filter)
}

// readFloor shows the floor as it is now. It runs once per tick or Event.
func (dash *dashboard) readFloor() {
	dash.dirty = true
	dash.observe()
	dash.threads.Changes.Update(dash.current.Threads, dash.serverNow(), dash.health.State.FirstRead())
	if dash.timeTravel.on && dash.timeTravel.at.After(dash.serverNow()) {
		dash.backToLive() // a replay has gone back before it
	}
	switch {
	case dash.outdated():
		dash.showMoment(dash.lastGood.Shown())
	case !dash.timeTravel.on:
		dash.showMoment(dash.current)
	case dash.masks.changed(dash.now):
		dash.showMoment(dash.floor.At(dash.timeTravel.at))
	}
}

// outdated reports whether the panes show the floor as of the last good answer: grey, without
// levels, and with stopped clocks.
func (dash *dashboard) outdated() bool { return dash.outOfDate && !dash.timeTravel.on }

// showMoment shows a snapshot in all panes.
func (dash *dashboard) showMoment(s *model.Snapshot) {
	dash.snap, dash.dirty = dash.masks.snapshot(dash.now, s), true
	dash.trend.Update(dash.floor, s)
	dash.threads.Partial, dash.threads.Past, dash.threads.Outdated = !dash.snap.WaitsKnown(), dash.timeTravel.on, dash.outdated()
	dash.threads.SetSnapshot(dash.snap, dash.now)
	dash.threads.Uncounted = threads.UncountedWords(dash.style, dash.snap)
	dash.agents.Totals = dash.snap.Headline.Totals
	dash.agents.SetSnapshot(dash.snap)
	dash.readTranscript()
	dash.readActivity()
}

// readTranscript shows the selected thread and has it polled more often.
func (dash *dashboard) readTranscript() {
	r := dash.threads.Selected()
	if r == nil {
		dash.transcript.SetThread(model.Key{}, nil, nil)
		return
	}
	dash.transcript.Hours = dash.floor.HoursOf(r.Owner)
	dash.transcript.Limits, dash.transcript.Cut = dash.floor.LimitsOf(r.Owner), dash.floor.Truncated(r.Key)
	dash.transcript.Past, dash.transcript.Held = dash.timeTravel.on, ""
	if dash.threads.Held() && !r.Wait.Running && !dash.timeTravel.on {
		dash.transcript.Held = keymap.FirstKey(dash.keys.Down)
		if keys := dash.keys.Down.Keys(); len(keys) > 1 {
			dash.transcript.Held = keys[1]
		}
	}
	if !dash.outdated() || dash.transcript.Key != r.Key {
		dash.transcript.Card.Earlier = dash.floor.Earlier(r.Key, dash.shownTime())
	}
	dash.transcript.Card.Floor, dash.transcript.Card.Part = dash.snap, dash.threads.Partial
	if dash.outdated() {
		then := *r
		then.AsOf = dash.shownTime().In(dash.zone)
		r = &then
	}
	dash.transcript.SetThread(r.Key, r, dash.transcript.AsSent(dash.masks.messages(dash.now, r.Key, dash.timeTravel.messagesThen(dash.floor.Transcript(r.Key)))))
	if !dash.timeTravel.on {
		dash.liveFloor.watchThread(r.Key)
	}
}
