package ui

import (
	"time"

	"floorwatch/model"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
)

// A liveFloor is the incoming floor: the Board, the time, and the current snapshot, health and alerts.
// It does not know what is shown.
type liveFloor struct {
	floor  draw.Board
	source Requests
	now    time.Time // of the last tick

	current   *model.Snapshot // of now
	health    model.Health
	dataAge   model.Clock // of current
	outOfDate bool        // current is stale, see Snapshot.Stale
	tracker   alert.Tracker
	lookBack  *alert.LookBack // in progress; nil: not
	began     time.Time       // time of the oldest Event: earlier seen times and closings are unknown
	needsRead bool            // the floor or the time has changed since current

	lastGood model.LastGood

	watched model.Key // the thread last passed to source.Look
}

// serverNow is now by the server's clock, to which all times of the floor refer.
func (f *liveFloor) serverNow() time.Time { return f.now.Add(f.health.Skew) }

// apply applies an Event to the Board and has the screen show it.
func (f *liveFloor) apply(e model.Event) {
	was := f.floor.Health()
	f.store(e)
	f.needsRead = f.needsRead || !draw.Routine(&e, was, f.floor.Health())
}

// store applies an Event to the Board. The next tick shows it.
func (f *liveFloor) store(e model.Event) {
	f.floor.Apply(e)
	if !e.At.IsZero() && (f.began.IsZero() || e.At.Before(f.began)) {
		f.began = e.At
	}
}

// reset switches to another Board.
func (f *liveFloor) reset(b draw.Board) {
	f.floor, f.needsRead, f.began, f.lastGood, f.lookBack = b, true, time.Time{}, model.LastGood{}, nil
}

// observe computes the current snapshot and updates the alerts.
func (f *liveFloor) observe() {
	f.needsRead = false
	f.health = f.floor.Health()
	f.current = f.floor.At(f.serverNow())
	f.health = f.current.EffectiveHealth(f.health)
	f.dataAge, f.outOfDate = f.current.DataAge(f.health), f.current.Stale(f.health)
	switch {
	case !f.outOfDate:
		f.lastGood.Update(f.current, f.health.LastGood)
	case f.lastGood.Snapshot == nil: // no answer since the start
		f.lastGood.Snapshot = f.floor.At(f.health.LastGood)
	}
	f.tracker.Observe(f.current, f.health, f.current.Concerns(f.health))
}

// watchThread has a thread polled as often as a waiting one.
func (f *liveFloor) watchThread(k model.Key) {
	if k != f.watched {
		f.watched = k
		f.source.SetFocus(k)
	}
}

// applyAck applies an acknowledgement or a claim, or its undoing, and passes it on.
func (f *liveFloor) applyAck(n ackOrClaim) {
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

// oldest is the first minute at whose start a message is known, or the current minute; it is never in the future.
func (f *liveFloor) oldest() time.Time {
	now := f.serverNow()
	for i, m := range f.floor.Activity(now, travelReach, model.Filter{}) {
		switch {
		case m.Visitors+m.Agents+m.Bots == 0:
		case i == 0: // there may be earlier ones
			return m.Start
		default:
			return model.EarlierTime(now, m.Start.Add(time.Minute)) // at its start none of them was written yet
		}
	}
	return now.Truncate(time.Minute)
}

// travelReach is how many minutes back oldest looks: as long as messages can be kept.
const travelReach = 31 * 24 * 60
