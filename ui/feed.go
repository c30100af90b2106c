package ui

import (
	"time"

	"floorwatch/model"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
)

// A feed is the floor as it comes in: the Board, the time, and what both say of
// now. It knows nothing of what is shown.
type feed struct {
	floor  draw.Board
	source Requests
	now    time.Time // of the last tick

	current   *model.Snapshot // of now
	health    model.Health
	dataAge   model.Clock // of what is shown as of now
	outOfDate bool        // nothing of it is of now, see Snapshot.Stale
	tracker   alert.Tracker
	lookBack  *alert.LookBack // under way; nil: it is not
	began     time.Time       // of the oldest Event: what was seen or closed before is not known
	needsRead bool            // the floor or the time is another than latest's

	lastGood model.LastGood

	watched model.Key // the thread that source was last told of
}

// serverNow is the time by the server's clock, which every time of the floor is by.
func (f *feed) serverNow() time.Time { return f.now.Add(f.health.Skew) }

// apply takes an Event.
func (f *feed) apply(e model.Event) {
	was := f.floor.Health()
	f.floor.Apply(e)
	f.needsRead = f.needsRead || !draw.Routine(&e, was, f.floor.Health())
	if !e.At.IsZero() && (f.began.IsZero() || e.At.Before(f.began)) {
		f.began = e.At
	}
}

// reset goes on with another Board.
func (f *feed) reset(b draw.Board) {
	f.floor, f.needsRead, f.began, f.lastGood, f.lookBack = b, true, time.Time{}, model.LastGood{}, nil
}

// observe works out the floor of now and its alerts.
func (f *feed) observe() {
	f.needsRead = false
	f.health = f.floor.Health()
	f.current = f.floor.At(f.serverNow())
	f.health = f.current.Standing(f.health)
	limit := f.floor.ViewLimits().DataAge
	f.dataAge, f.outOfDate = f.current.DataAge(f.health, limit), f.current.Stale(f.health, limit)
	switch {
	case !f.outOfDate:
		f.lastGood.Keep(f.current, f.health.LastGood)
	case f.lastGood.Snapshot == nil: // nothing has come since the start
		f.lastGood.Snapshot = f.floor.At(f.health.LastGood)
	}
	f.tracker.Observe(f.current, f.health, f.current.Concerns(f.health, limit))
}

// watchThread has a thread read as often as one that waits.
func (f *feed) watchThread(k model.Key) {
	if k != f.watched {
		f.watched = k
		f.source.Look(k)
	}
}

// applyAck applies an acknowledgement or a claim, or what undoes it, and passes it on.
func (f *feed) applyAck(n ackOrClaim) {
	f.needsRead = true
	if n.claim {
		claim := model.Claim(n.Ack)
		f.floor.Apply(model.Event{At: n.At, Claims: []model.Claim{claim}})
		f.source.Claim(claim)
		return
	}
	f.floor.Apply(model.Event{At: n.At, Acks: []model.Ack{n.Ack}})
	f.source.Ack(n.Ack)
	f.tracker.Acknowledge(n.Chat, !n.Undo)
}

// oldest is the start of the first minute of which a word is known, or of this one.
func (f *feed) oldest() time.Time {
	now := f.serverNow()
	for _, m := range f.floor.Activity(now, travelReach, model.Filter{}) {
		if m.Visitors+m.Agents+m.Bots > 0 {
			return m.Start
		}
	}
	return now.Truncate(time.Minute)
}

// travelReach is how far back the first minute is looked for: as long as messages can be kept.
const travelReach = 31 * 24 * 60
