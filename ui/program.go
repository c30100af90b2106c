package ui

import (
	"time"

	"floorwatch/model"
)

// Reset means that all the screen has been told so far is void: it goes on with
// Board, which belongs to it from then on. A replay sends it on the way back.
type Reset struct{ Board Board }

// Board is what the screen needs of a board.Board, which is the engine behind it.
type Board interface {
	Apply(model.Event)
	Health() model.Health
	At(now time.Time) *model.Snapshot
	Transcript(model.Key) []model.Message
	Cut(model.Key) bool
	LimitsOf(model.AgentID) *model.Limits
	Activity(now time.Time, n int, f model.Filter) []model.Minute
	Explain(model.FigureID, model.Subject, time.Time) model.Explanation
}

// floorLimits are the floor's own limits, those of nobody's chats.
func floorLimits(f Board) *model.Limits { return f.LimitsOf(0) }

// repaintEvery is how often the screen is painted whole: a cell diff never heals
// what something else has written on the terminal.
const repaintEvery = 10 * time.Minute

// routine reports whether the screen may take an Event in with the next tick:
// every second the poller says how it is, and while that is nothing new it is
// no reason to draw a second frame each second.
func routine(e *model.Event, shown, is model.Health) bool {
	shown.At, shown.LastGood, shown.Rate = is.At, is.LastGood, is.Rate // what moves all the time
	return e.OnlyHealth() && shown == is
}

// overdue reports whether what was painted whole at a time is to be so again; it
// is where the clock was set back, or that would take as much longer.
func overdue(now, painted time.Time) bool {
	since := now.Sub(painted)
	return since >= repaintEvery || since < 0
}
