package draw

import (
	"time"

	tea "charm.land/bubbletea/v2"

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
	Truncated(model.Key) bool
	ViewLimits() *model.Limits
	LimitsOf(model.AgentID) *model.Limits
	HoursOf(model.AgentID) *model.Calendar
	Activity(now time.Time, n int, f model.Filter) []model.Minute
	Search(s *model.TextSearch, texts int) (done bool)
	Trend(now time.Time) model.Trend
	Earlier(k model.Key, now time.Time) []model.EarlierChat
	Missed(now time.Time) []model.MissedChat
	Explain(model.FigureID, model.Subject, time.Time) model.Explanation
}

// repaintEvery is how often the screen is painted whole: a cell diff never heals
// what something else has written on the terminal.
const repaintEvery = 10 * time.Minute

// Routine reports whether the screen may take an Event in with the next tick:
// every second the poller says how it is, and while that is nothing new it is
// no reason to draw a second frame each second.
func Routine(e *model.Event, was, is model.Health) bool {
	was.At, was.LastGood, was.Rate = is.At, is.LastGood, is.Rate // what moves all the time
	return e.OnlyHealth() && was == is
}

// Overdue reports whether what was painted whole at a time is to be so again; it
// is where the clock was set back, or that would take as much longer.
func Overdue(now, painted time.Time) bool {
	since := now.Sub(painted)
	return since >= repaintEvery || since < 0
}

// StartTicks asks for the first tick and, where the theme depends on it, for the terminal's background.
func StartTicks(theme string, clock func() time.Time) tea.Cmd {
	if theme == "auto" || theme == "contrast" {
		return tea.Batch(NextTick(clock), tea.RequestBackgroundColor)
	}
	return NextTick(clock)
}

// NextTick asks for the next tick, by the clock of whoever reads the floor; nil is the machine's own.
func NextTick(clock func() time.Time) tea.Cmd {
	return tea.Every(time.Second, func(t time.Time) tea.Msg {
		if clock != nil {
			t = clock()
		}
		return Tick(t)
	})
}

// A Tick says what time it is by our own clock. App gets the time from nowhere
// else. Each Tick asks for the next one, so nobody but App sends any.
type Tick time.Time
