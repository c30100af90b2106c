package ui

import (
	"floorwatch/model"
	"floorwatch/ui/activity"
	"floorwatch/ui/draw"
	"floorwatch/ui/layout"
	"floorwatch/ui/threads"
)

// whose is the subject for the pane with the focus. The activity pane itself
// keeps the last one, so that it can be zoomed.
func (a *App) whose() activity.Subject {
	switch f := &a.threads.Filter; a.focus {
	case layout.Activity:
		return a.activity.Of
	case layout.Transcript:
		if r := a.threads.Selected(); r != nil {
			return activity.Subject{Filter: model.Filter{Key: r.Key}, Name: draw.VisitorNumber(r)}
		}
	case layout.Agents:
		if g := a.agents.Selected(); g != nil && a.agents.Chosen != 0 {
			return activity.Subject{Filter: model.Filter{Agent: g.ID}, Name: g.Name.String()}
		}
	case layout.Threads:
		if f.Agent != 0 {
			return activity.Subject{Filter: model.Filter{Agent: f.Agent}, Name: f.Name}
		}
	}
	return activity.Subject{Name: "the floor"}
}

// readActivity takes the activity of the subject.
func (a *App) readActivity() {
	a.activity.Of, a.activity.Past = a.whose(), a.travel.on
	a.activity.Minutes = a.floor.Activity(a.moment(), a.activity.Fit, a.activity.Of.Filter)
}

// read takes the floor as it is now. It runs once for a tick or an Event.
func (a *App) read() {
	a.stale, a.dirty = false, true
	a.health = a.floor.Health()
	a.latest = a.floor.At(a.serverNow())
	a.health = a.latest.Standing(a.health)
	a.age = a.latest.DataAge(a.health, draw.FloorLimits(a.floor).DataAge)
	a.watch.Observe(a.latest, a.health, a.latest.Concerns(a.health, draw.FloorLimits(a.floor).DataAge))
	a.threads.News.Note(a.latest.Threads, a.serverNow(), a.health.State == model.StateReading || a.health.State == model.StateStarting)
	if a.travel.on && a.travel.at.After(a.serverNow()) {
		a.backToLive() // a replay has gone back beyond it
	}
	if !a.travel.on {
		a.present(a.latest)
	}
}

// present takes the floor of a moment onto the screen.
func (a *App) present(s *model.Snapshot) {
	a.snap, a.dirty = a.hides(a.now).Snapshot(s), true
	a.threads.Part = !a.snap.WaitsKnown()
	a.threads.Set(a.snap.Threads, a.snap.Agents)
	a.threads.Aside = threads.Aside(a.look, a.snap)
	a.agents.Totals, a.agents.Limits = a.snap.Headline.Totals, draw.FloorLimits(a.floor).Concurrency
	a.agents.Set(a.snap)
	a.readTranscript()
	a.readActivity()
}

// readTranscript shows the selected thread and has it read more often.
func (a *App) readTranscript() {
	r := a.threads.Selected()
	if r == nil {
		a.transcript.Set(model.Key{}, nil, nil)
		return
	}
	a.transcript.Limits, a.transcript.Cut = a.floor.LimitsOf(r.Owner), a.floor.Cut(r.Key)
	a.transcript.Past = a.travel.on
	a.transcript.Set(r.Key, r, a.transcript.AsSent(a.hides(a.now).Words(a.wordsThen(r.Key))))
	if r.Key != a.looked && !a.travel.on {
		a.looked = r.Key
		a.source.Look(r.Key)
	}
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
