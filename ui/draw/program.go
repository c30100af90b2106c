package draw

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
)

// Reset discards everything that the screen has been told so far: it continues with Board, which it owns from then
// on. A replay sends it when it goes back.
type Reset struct{ Board Board }

// Board is what the screen needs of a board.Board, which documents the methods in full.
type Board interface {
	Apply(model.Event)                                                  // applies an Event to the floor; see board.Board
	Health() model.Health                                               // the newest Health that was applied
	At(now time.Time) *model.Snapshot                                   // the floor at a moment, past or present
	Transcript(model.Key) []model.Message                               // the messages of a thread, oldest first
	Truncated(model.Key) bool                                           // whether retention dropped messages of a thread
	LimitsOf(model.AgentID) *model.Limits                               // of an agent's team, or the floor
	HoursOf(model.AgentID) *model.Calendar                              // business hours of an agent's team, or the floor; nil: always open
	Activity(now time.Time, n int, f model.Filter) []model.Minute       // the last n minutes before now
	Search(s *model.TextSearch, texts int) (done bool)                  // searches up to so many texts more
	Trend(now time.Time) model.Trend                                    // the last half hour before now
	Earlier(k model.Key, now time.Time) []model.EarlierChat             // the chats of a thread before its newest
	Missed(now time.Time) []model.MissedChat                            // today's missed chats, the latest end first
	Explain(model.FigureID, model.Subject, time.Time) model.Explanation // how a figure of a moment came about
}

// repaintEvery is how often the whole screen is repainted: a cell diff never repairs what something else has
// written on the terminal.
const repaintEvery = 10 * time.Minute

// Routine reports whether the screen may process an Event with the next tick: the poller reports its health every
// second, and if nothing changed that needs no second frame.
func Routine(e *model.Event, was, is model.Health) bool {
	was.At, was.LastGood, was.Rate = is.At, is.LastGood, is.Rate // these change all the time
	return e.OnlyHealth() && was == is
}

// Overdue reports whether a screen that was last repainted at a time has to be repainted, also if the clock was
// set back.
func Overdue(now, painted time.Time) bool {
	since := now.Sub(painted)
	return since >= repaintEvery || since < 0
}

// StartTicks requests the first tick and, if the theme depends on it, the terminal's background.
func StartTicks(theme string, clock func() time.Time) tea.Cmd {
	if theme == "auto" || theme == "contrast" {
		return tea.Batch(NextTick(clock), tea.RequestBackgroundColor)
	}
	return NextTick(clock)
}

// NextTick requests the next tick, by the clock of whoever reads the floor; nil is the machine's own.
func NextTick(clock func() time.Time) tea.Cmd {
	return tea.Every(time.Second, func(t time.Time) tea.Msg {
		if clock != nil {
			t = clock()
		}
		return Tick(t)
	})
}

// A Tick tells App the time, by our own clock. App has no other source of time. It requests the next one on each
// Tick, so nothing else sends any.
type Tick time.Time

// A TickEvent is an Event that arrives just before a Tick, which shows it: a frame of its own would be replaced at
// once.
type TickEvent model.Event
