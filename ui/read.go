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
func (dk *desk) whose() activity.Subject {
	switch f := &dk.threads.Filter; dk.focus {
	case layout.Activity:
		return dk.activity.Of
	case layout.Transcript:
		if r := dk.threads.Selected(); r != nil {
			return activity.Subject{Filter: model.Filter{Key: r.Key}, Name: draw.VisitorNumber(r)}
		}
	case layout.Agents:
		if g := dk.agents.Selected(); g != nil && dk.agents.Chosen != 0 {
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
func (dk *desk) readActivity() {
	dk.activity.Of, dk.activity.Past = dk.whose(), dk.travel.on
	dk.activity.Minutes = dk.floor.Activity(dk.moment(), dk.activity.Fit, dk.activity.Of.Filter)
}

// read shows the floor as it is now. It runs once for a tick or an Event.
func (dk *desk) read() {
	dk.dirty = true
	dk.observe()
	dk.threads.News.Note(dk.latest.Threads, dk.serverNow(), dk.health.State == model.StateReading || dk.health.State == model.StateStarting)
	if dk.travel.on && dk.travel.at.After(dk.serverNow()) {
		dk.backToLive() // a replay has gone back beyond it
	}
	if !dk.travel.on {
		dk.present(dk.latest)
	}
}

// present takes the floor of a moment onto the screen.
func (dk *desk) present(s *model.Snapshot) {
	dk.snap, dk.dirty = dk.masks.at(dk.now).Snapshot(s), true
	dk.trend.read(dk.floor, s)
	dk.threads.Part = !dk.snap.WaitsKnown()
	dk.threads.Set(dk.snap, dk.now)
	dk.threads.Aside = threads.Aside(dk.look, dk.snap)
	dk.agents.Totals = dk.snap.Headline.Totals
	dk.agents.Set(dk.snap)
	dk.readTranscript()
	dk.readActivity()
}

// readTranscript shows the selected thread and has it read more often.
func (dk *desk) readTranscript() {
	r := dk.threads.Selected()
	if r == nil {
		dk.transcript.Set(model.Key{}, nil, nil)
		return
	}
	dk.transcript.Limits, dk.transcript.Cut = dk.floor.LimitsOf(r.Owner), dk.floor.Cut(r.Key)
	dk.transcript.Past = dk.travel.on
	dk.transcript.Set(r.Key, r, dk.transcript.AsSent(dk.masks.at(dk.now).Words(dk.travel.then(dk.floor.Transcript(r.Key)))))
	if !dk.travel.on {
		dk.feed.look(r.Key)
	}
}
