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

	latest   *model.Snapshot // of now
	health   model.Health
	age      model.Clock // of what is shown as of now
	old      bool        // nothing of it is of now, see Snapshot.Stale
	watch    alert.Tracker
	lookBack *alert.LookBack // under way; nil: it is not
	began    time.Time       // of the oldest Event: what was seen or closed before is not known
	stale    bool            // the floor or the time is another than latest's

	good model.LastGood

	looked model.Key // the thread that source was last told of
}

// serverNow is the time by the server's clock, which every time of the floor is by.
func (f *feed) serverNow() time.Time { return f.now.Add(f.health.Skew) }

// apply takes an Event.
func (f *feed) apply(e model.Event) {
	was := f.floor.Health()
	f.floor.Apply(e)
	f.stale = f.stale || !draw.Routine(&e, was, f.floor.Health())
	if !e.At.IsZero() && (f.began.IsZero() || e.At.Before(f.began)) {
		f.began = e.At
	}
}

// reset goes on with another Board.
func (f *feed) reset(b draw.Board) {
	f.floor, f.stale, f.began, f.good, f.lookBack = b, true, time.Time{}, model.LastGood{}, nil
}

// observe works out the floor of now and its alerts.
func (f *feed) observe() {
	f.stale = false
	f.health = f.floor.Health()
	f.latest = f.floor.At(f.serverNow())
	f.health = f.latest.Standing(f.health)
	limit := f.floor.ViewLimits().DataAge
	f.age, f.old = f.latest.DataAge(f.health, limit), f.latest.Stale(f.health, limit)
	switch {
	case !f.old:
		f.good.Keep(f.latest, f.health.LastGood)
	case f.good.Snapshot == nil: // nothing has come since the start
		f.good.Snapshot = f.floor.At(f.health.LastGood)
	}
	f.watch.Observe(f.latest, f.health, f.latest.Concerns(f.health, limit))
}

// look has a thread read as often as one that waits.
func (f *feed) look(k model.Key) {
	if k != f.looked {
		f.looked = k
		f.source.Look(k)
	}
}

// note applies an acknowledgement or a claim, or what undoes it, and passes it on.
func (f *feed) note(n noted) {
	f.stale = true
	if n.claim {
		claim := model.Claim(n.Ack)
		f.floor.Apply(model.Event{At: n.At, Claims: []model.Claim{claim}})
		f.source.Claim(claim)
		return
	}
	f.floor.Apply(model.Event{At: n.At, Acks: []model.Ack{n.Ack}})
	f.source.Ack(n.Ack)
	f.watch.Acknowledge(n.Chat, !n.Undo)
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
