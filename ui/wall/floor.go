package wall

import (
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
)

// A Floor is one of the floors that a wall shows.
type Floor struct {
	Name  string // from the command line or the configuration; not yet safe to draw
	Board draw.Board
}

// A FloorEvent is an Event of the floor with this index.
type FloorEvent struct {
	Floor int
	Event model.Event
}

// A floor is the Board of one floor and what was last read from it.
type floor struct {
	name        string // safe to draw; empty if only the stream names it
	nameFixed   bool   // the name takes precedence over the stream's
	board       draw.Board
	began       time.Time // time of the oldest Event
	halfHour    draw.HalfHour
	tracker     *alert.Tracker // the alerts; the dashboard's if the wall is on top of one
	ownsTracker bool           // the wall updates tracker
	alerting    alert.Config   // where alerts are sent
	hook        alert.Hook     // nil: alerts are not sent
	agents      names
	reading     draw.DataQuality
	snap        *model.Snapshot // what is shown: current, or as of the last good answer if the floor is stale
	lastGood    model.LastGood
	minutes     []model.Minute
	unread      bool            // nothing has been read: the minutes say nothing yet
	concerns    []model.Concern // what has reached a limit
	level       model.Level     // the worst level that is known
	current     bool            // whether level is current
}

func newFloor(f Floor, given bool) *floor {
	name := safetext.Line(f.Name).String()
	return &floor{name: name, nameFixed: given && name != "", board: f.Board, tracker: &alert.Tracker{}, ownsTracker: true}
}

// apply applies an Event.
func (f *floor) apply(e model.Event) {
	f.board.Apply(e)
	if !e.At.IsZero() && (f.began.IsZero() || e.At.Before(f.began)) {
		f.began = e.At
	}
}

// reset starts again with another Board.
func (f *floor) reset(b draw.Board) {
	f.board, f.began, f.halfHour, f.lastGood = b, time.Time{}, draw.HalfHour{}, model.LastGood{}
	if f.ownsTracker {
		*f.tracker = alert.Tracker{}
	}
}

// read takes a new snapshot of the floor; busy also reads its activity.
func (f *floor) read(now time.Time, zone *time.Location, busy bool) {
	health := f.board.Health()
	now = now.Add(health.Skew) // times of the floor are by the server's clock
	f.snap = f.board.At(now)
	health = f.snap.EffectiveHealth(health)
	f.concerns = f.snap.Concerns(health)
	f.level, f.current = model.Worst(f.concerns, f.snap.Coverage)
	name := f.name
	if !f.nameFixed || !f.snap.Team.IsEmpty() {
		name = f.snap.Title(f.name)
	}
	f.reading = draw.DataQuality{Name: name, Health: health, Age: f.snap.DataAge(health), Stale: f.snap.Stale(health), Now: now, Zone: zone}
	if f.ownsTracker {
		f.tracker.Observe(f.snap, health, f.concerns)
		if f.hook != nil {
			f.alerting.Call(f.tracker, now, f.hook)
		}
	}
	f.halfHour.Update(f.board, f.snap)
	f.agents.update(f.snap)
	f.freeze()
	f.unread = f.snap.Unread(health)
	if busy {
		f.minutes = f.board.Activity(f.snap.Now, activityMinutes+1, model.Filter{})
	}
}

// freeze shows the last good answer while the floor is stale: only the clock of its age runs, and nothing has
// a level.
func (f *floor) freeze() {
	at := f.reading.Health.LastGood
	switch {
	case !f.reading.Stale:
		f.lastGood.Update(f.snap, at)
		return
	case f.lastGood.Snapshot == nil: // no answer since the start
		f.lastGood.Snapshot = f.board.At(at)
	}
	f.snap = f.lastGood.Shown()
}

// severe reports whether something is known to be severe now.
func (f *floor) severe() bool { return !f.reading.Stale && f.level >= model.LevelSevere }

// known reports whether anything has been read.
func (f *floor) known() bool { return f.reading.Age.Running }

// openAlerts is how many alerts are open, the same number as on the dashboard.
func (f *floor) openAlerts() int {
	if f.reading.Stale {
		return 0
	}
	return f.tracker.OpenCount()
}

// waiting returns the waiting chats in the order of the list: by the time left to the goal.
func (f *floor) waiting() []*model.Row {
	var rows []*model.Row
	for i := range f.snap.Threads {
		if r := f.snap.Threads[i]; r.Wait.Running {
			rows = append(rows, r)
		}
	}
	return rows
}

// worst is the chat over its limit that has waited longest; nil if there is none.
func (f *floor) worst() *model.Row {
	var worst *model.Row
	for i := range f.snap.Threads {
		r := f.snap.Threads[i]
		if r.OverLimit() && (worst == nil || r.Wait.For > worst.Wait.For) {
			worst = r
		}
	}
	return worst
}

// longest is the chat that has waited longest; nil if none is known.
func (f *floor) longest() *model.Row {
	if h := &f.snap.Headline; h.Longest.Running {
		return f.snap.Thread(h.LongestKey)
	}
	return nil
}

// trend is the trend of the half hour; nil if it is not known.
func (f *floor) trend() *model.Trend { return f.halfHour.Trend(f.snap, f.began) }

// live is how many floors are not stale.
func (w *Wall) live() int {
	n := 0
	for _, f := range w.floors {
		if !f.reading.Stale {
			n++
		}
	}
	return n
}
