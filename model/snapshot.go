package model

import (
	"slices"
	"time"

	"floorwatch/model/safetext"
)

// A Snapshot is the floor at one moment, ready to draw: every figure as
// metrics define it. It shares nothing that a later Apply changes; rows that are the
// same at two moments may be shared by both Snapshots, so nobody may change a Row.
type Snapshot struct {
	Now         time.Time
	Team        safetext.Text // whose view of the floor this is; empty: the whole floor
	Headline    Headline
	Threads     []*Row     // waiting ones by time left, then the others, the newest word first
	Agents      []AgentRow // by name
	Diagnostics Diagnostics
	Zone        *time.Location // of "today"; nil means UTC
	Closed      bool           // by the floor's business hours
	Opens       time.Time      // when the floor opens again; zero where it is open, or closed for longer than a year
	Coverage    Coverage       // what is not known of the floor now, whatever Now is
	Usual       *Usual         // what is usual on the day of Now; nil where no history is known
	Floor       Floor          // as the stream names it; zero: it does not
	// NoHumanAgents: every active agent's user type names no person, so none is taken for an automation.
	NoHumanAgents bool
}

// OpensAt says in words when a clock that stands still, or the closed floor, opens again.
func (s *Snapshot) OpensAt(opens time.Time) string { return OpensAt(opens, s.Now, s.Zone) }

// FloorName is what the floor is called: as its stream says, and where that names none, as own says.
func (s *Snapshot) FloorName(own string) string {
	if s == nil || s.Floor.Name.IsEmpty() {
		return own
	}
	return s.Floor.Name.String()
}

// Thread returns the row of a thread; nil where there is none.
func (s *Snapshot) Thread(k Key) *Row {
	for i := range s.Threads {
		if s.Threads[i].Key == k {
			return s.Threads[i]
		}
	}
	return nil
}

// WaitingRows are the rows of the visitors who wait: Threads begins with them.
func (s *Snapshot) WaitingRows() []*Row {
	for i, r := range s.Threads {
		if !r.Wait.Running {
			return s.Threads[:i]
		}
	}
	return s.Threads
}

// A Clock is something that has been running since a moment.
type Clock struct {
	Running bool
	Since   time.Time
	For     time.Duration // of now − Since what lies in business hours, never negative
	AtLeast bool          // it may be longer ("≥")
	Level   Level
	Paused  bool      // it stands still: the floor is closed
	Opens   time.Time // … until then; zero: it does not stand still, or for longer than a year
}

// A Lane says who serves a chat.
type Lane uint8

// Lanes.
const (
	LaneHuman     Lane = iota
	LaneBot            // only a bot has answered; not waiting
	LaneBotSilent      // the bot has fallen silent; waiting
)

// String is the word for who serves a chat.
func (l Lane) String() string {
	return [...]string{"human", "bot", "bot silent"}[min(l, LaneBotSilent)]
}

// Sight says how much of what a waiting visitor wrote has been seen.
type Sight uint8

// Sights. SightNone: nobody waits.
const (
	SightNone Sight = iota
	SightUnseen
	SightPart
	SightSeen
	SightUnknown // of a moment in the past: what had been seen then was not observed
)

// String is the word for how much has been seen; "none" where nobody waits.
func (s Sight) String() string {
	return [...]string{"none", "unseen", "part", "seen", "unknown"}[min(s, SightUnknown)]
}

// AgentState is inferred from what an agent does; Acquire's v1 API has no presence.
type AgentState uint8

// Agent states, as metrics define them.
const (
	AgentNone AgentState = iota // a waiting chat that nobody owns: NO OWNER
	AgentBusy                   // BUSY(k)
	AgentOvertaking
	AgentSilent
	AgentQuiet
	AgentActive
	AgentIdle
	AgentGone
	AgentUnknown // not all that the agent may have said is known, or, of a moment in the past, who owned the chat
)

// String is the word for an agent's state.
func (s AgentState) String() string {
	return [...]string{"no owner", "busy", "overtaking", "silent", "quiet", "active", "idle", "gone", "unknown"}[min(s, AgentUnknown)]
}

// A Row is one thread as the screen shows it: its newest chat.
type Row struct {
	Key                Key
	Chat               ChatID
	Unsure             bool          // it is not known whether the visitor waits (AsOf), or waited at a moment of the past that was not observed
	AsOf               time.Time     // the words are this old and the wait stands still since; zero: they are current
	Name               safetext.Text // of the visitor; empty where nobody knows it
	Chats              int           // chats of the thread that are known
	Level              Level         // the worst of its clocks: wait, unseen, seen without a reply
	Reason             Reason        // of Level, from LevelWarn on
	Lane               Lane
	Over               bool          // the chat is over: it waits no longer
	Offline            bool          // offline inbox: in no live figure
	Bot                bool          // a bot has spoken in it
	Missed             bool          // missed for good
	Missing            bool          // provisional: "missed?"
	Acked              bool          // a leader said it needs no reply
	Claimed            bool          // a leader said of this wait: I am on it
	Gone               bool          // visitor has not read our last word for 2 min: "visitor gone?"
	AckedBy, ClaimedBy safetext.Text // who acknowledged and who claimed it; empty: not known

	Owner      AgentID // 0: nobody
	OwnerName  safetext.Text
	OwnerState AgentState // towards this chat while it waits
	OwnerBusy  int        // k of BUSY(k)
	Silent     Clock      // how long the owner has written nothing anywhere, in that state
	Assigned   Clock      // since when the owner has a chat that is not over; its level is of one that waits and in which the owner has not written since

	Wait       Clock         // running while the visitor waits
	First      bool          // waits for the first reply
	TimeLeft   time.Duration // target − wait
	Unanswered int           // visitor's messages since the last answer
	Nudges     int           // as metrics count them
	Sight      Sight
	Unseen     Clock // running while the newest unanswered message is unseen
	SeenFor    Clock // seen, no reply
	Flood      Clock // running, and critical, while the visitor floods the chat with messages, from the first of over 50 in a minute; not of an acknowledged one

	Answered  bool          // an agent has answered it …
	FirstTook time.Duration // … after this time
	Sharing                 // of the chat, as far as the thread list says

	Messages int // known messages of the newest chat
	LastAt   time.Time
	LastSide Side
	LastText safetext.Text
	PolledAt time.Time // the last good read: what was seen is as of then, words at least; zero: never
	// ListedAt is when its visitor's thread list was read with success: closing and owner are as of then
	// or later, since what a list repeats is left out of recordings and served streams. Zero: never.
	ListedAt time.Time
	Gaps     []MessageID // above these, messages may be missing
}

// An EarlierChat is a chat of a thread that began before the one that its row shows.
type EarlierChat struct {
	Chat     ChatID
	Began    time.Time
	LastAt   time.Time     // its newest message
	Agent    AgentID       // who spoke last in it, else its owner; 0: no agent
	Name     safetext.Text // of that agent
	How      string        // what it counts as now that it is over: "missed", "bot only"; empty while it is not over
	Answered bool          // an agent has answered it …
	First    time.Duration // … after this time
}

// An AgentRow is one agent as the screen shows it.
type AgentRow struct {
	ID         AgentID
	Name       safetext.Text
	Department safetext.Text
	State      AgentState
	Busy       int // k of BUSY(k)
	Level      Level

	Active      int // concurrency now
	ActiveLevel Level
	Peak        int     // concurrency in the window
	Mean        float64 // time-weighted mean in the window
	Waiting     int
	Oldest      Clock // the longest wait
	OldestKey   Key
	SeenNoReply int
	LastReply   time.Time
	Silent      Clock

	Turns     int // answered in the window, n of the next two
	Median    time.Duration
	P90       time.Duration
	Breaches  int // decided turns over their target in the window
	Overtakes int
	// As many as these may be so: of some turns and waits it was not observed whether they count.
	BreachesUpTo, OvertakesUpTo int
	Unnamed                     int   // see Window
	Loose                       int   // chats of which it is not known until when they were the agent's in the window, so that Peak and Mean may be off
	Transfers                   int   // chats taken over from another agent in the window
	PerMinute                   []int // own messages a minute over the window, oldest first
	DayTurns                    int
	DayMedian                   time.Duration
	AcquireDay                  *AgentTotals // Acquire's own totals; nil where unknown
}

// A Quantile is a median and p90 with their n; n 0 means no data ("–").
type Quantile struct {
	N      int
	Median time.Duration
	P90    time.Duration
}

// NearestRank returns the index of the p-th percentile of n sorted values: the
// smallest value that at least p per cent do not exceed. n must be positive.
func NearestRank(n, p int) int { return (n*p+99)/100 - 1 }

// QuantileAt returns the median and the p90 of n durations by nearest rank; at
// returns the i-th smallest, from 0.
func QuantileAt(n int, at func(i int) time.Duration) Quantile {
	if n == 0 {
		return Quantile{}
	}
	return Quantile{N: n, Median: at(NearestRank(n, 50)), P90: at(NearestRank(n, 90))}
}

// QuantileOf returns the median and the p90 of list. It sorts list.
func QuantileOf(list []time.Duration) Quantile {
	slices.Sort(list)
	return QuantileAt(len(list), func(i int) time.Duration { return list[i] })
}

// A ServiceLevel is the share of decided turns that were in time.
type ServiceLevel struct {
	In, Of int // in time, of so many decided
	// Unsure are those of Of that failed or have to be left out: whether their chat
	// was closed within 10 s of their start was not observed.
	Unsure int
	Level  Level // that it has surely reached
}

// Percent is the share in per cent, rounded down; ok is false where nothing was decided.
func (s ServiceLevel) Percent() (p int, ok bool) {
	if s.Of == 0 {
		return 0, false
	}
	return 100 * s.In / s.Of, true
}

// Best is s without the turns that may have to be left out, its best completion.
func (s ServiceLevel) Best() ServiceLevel {
	return ServiceLevel{In: s.In, Of: s.Of - s.Unsure, Level: s.Level}
}

// A Window holds the figures of a span of time: 30 minutes, or today.
type Window struct {
	From         time.Time // figures are of (From, Now]
	First        Quantile  // first response
	FirstTotal   Quantile  // first response including the bot's time
	Next         Quantile  // next response
	FirstService ServiceLevel
	NextService  ServiceLevel
	Missed       int
	MissedLevel  Level // of the half hour; there is no limit for today
	Dropped      int
	BotOnly      int
	OutOfHours   int // turns asked and answered while closed, and chats left unanswered of which every open word was

	// As many as these may have ended so in the window, of which it is not known when they were over.
	MissedUpTo, DroppedUpTo, BotOnlyUpTo, OutOfHoursUpTo, OvertakesUpTo int

	Unnamed int // chats that waited in the window, it is not known for whom: any reply may have skipped them

	Transfers int
	Overtakes int
	Visitors  int // messages of visitors
	Replies   int // messages of agents

	Rated    int  // chats that visitors rated, as far as found: Acquire's lists tell of it later
	LowRated int  // … badly
	Rates    bool // whether the account asks for ratings: one was found at all
}

// Headline are the figures at the top of the screen and on the wall.
type Headline struct {
	Waiting      int
	WaitingOver  int // … of them at critical or worse, by any of their clocks
	SeenUnknown  int // … of them those of which it is not known what has been seen
	WaitingLevel Level
	Longest      Clock
	LongestKey   Key
	SeenNoReply  int // waiting chats that have been seen
	SeenLongest  Clock
	SeenKey      Key
	Unseen       int
	Missing      int // provisional missed
	Active       int // chats not over with a word in the last 10 min, or waiting

	// As many as these may it have been at a moment of the past, where it was not observed what was open then.
	WaitingUpTo, WaitingOverUpTo, MissingUpTo, ActiveUpTo int

	AgentsActive  int // agents that own one of them
	BotLane       int
	OfflineInbox  int
	OfflineOldest Clock
	HalfHour      Window
	Today         Window
	Totals        *DayTotals // as Acquire counts them; nil where unknown
}

// Diagnostics counts what the figures leave out, so that nothing is silent.
type Diagnostics struct {
	Messages     int // held, as far as they were sent by now
	TextsDropped int // of the messages held, those whose text retention let go
	RowsDropped  int // messages that retention let go whole, so far
	UnknownType  int
	UnknownSide  int
	ClockErrors  int // negative differences counted as 0
	Edited       int
	Gone         int // messages that are not in Acquire any more
	Flood        int // messages of a visitor's above 50 in a minute: not in counts of messages
	Automated    int // messages of automations
	Ignored      int // threads of visitors whom [people] ignore names
}

// A Minute is one minute of activity.
type Minute struct {
	Start    time.Time
	Agents   int // messages of human agents
	Visitors int
	Bots     int
	Firsts   int // first responses
	Missed   int
	Waiting  int // chats that waited at its end, or now where it is not over; of the whole floor alone

	UsualAgents, UsualVisitors float64 // messages of the whole floor that are usual in a minute now; 0: not known
}

// A Filter picks a part of the floor; zero fields pick all.
type Filter struct {
	Key   Key
	Agent AgentID
}

// Minus is s without the turns of t.
func (s ServiceLevel) Minus(t ServiceLevel) ServiceLevel {
	return ServiceLevel{In: s.In - t.In, Of: s.Of - t.Of, Unsure: s.Unsure - t.Unsure}
}

// TrendCells is how many cells the last half hour has in a headline's trend.
// Cell i covers the minutes from ⌊30i/8⌋ up to but without ⌊30(i+1)/8⌋.
const TrendCells = 8

// TrendSpan is the time that a trend is of.
const TrendSpan = 30 * time.Minute

// A TrendCell is a part of the last half hour. Waiting, Longest and Active are as
// of its end, the others are of all that happened in it. Nothing answered or
// decided in it is n 0.
type TrendCell struct {
	End          time.Time
	Unwatched    bool // nobody read the floor yet: what had ended is not known, so only answers count
	Waiting      int
	Longest      time.Duration
	Active       int
	First        Quantile // first responses
	FirstService ServiceLevel
	Missed       int
}

// A Trend is the last half hour up to now, the oldest cell first.
type Trend [TrendCells]TrendCell

// TrendEnds are the ends of the cells of a half hour that ends at now.
func TrendEnds(now time.Time) [TrendCells]time.Time {
	var ends [TrendCells]time.Time
	for i := range ends {
		ends[i] = now.Add(-TrendSpan + time.Duration(30*(i+1)/TrendCells)*time.Minute)
	}
	return ends
}
