package model

import (
	"slices"
	"time"

	"floorwatch/model/safetext"
)

// A Snapshot is the floor at one moment, ready to draw. It shares nothing that a later Board.Apply changes. A Row
// that is the same at two moments may be shared by both Snapshots, so Rows must not be changed.
type Snapshot struct {
	Now         time.Time
	Team        safetext.Text // the team whose view this is; empty: the whole floor
	Limits      Limits        // of the view: they judge its figures and the age of its data; for those of one chat see Board.LimitsOf
	Headline    Headline
	Threads     []*Row     // waiting ones by time left, then the others, newest message first
	Agents      []AgentRow // by name
	Diagnostics Diagnostics
	Zone        *time.Location // of "today"; nil means UTC
	Closed      bool           // the floor is outside its business hours
	Opens       time.Time      // when it opens again; zero if open, or closed for more than a year
	Coverage    Coverage       // what is not known now, whatever Now is
	Usual       *Usual         // what is usual on the day of Now; nil without a history
	Floor       Floor          // as the stream names it; zero if it does not
	// NoHumanAgents: by their user types all active agents would be automations, so none is taken for one.
	NoHumanAgents bool
	Old           bool // nothing in it is current: it shows what was so at Now (see Outdated)
}

// OpensAt says in words when the floor, or a clock that is paused, opens again.
func (s *Snapshot) OpensAt(opens time.Time) string { return OpensAt(opens, s.Now, s.Zone) }

// FloorName is the name of the floor: the stream's, or own if the stream has none. s may be nil.
func (s *Snapshot) FloorName(own string) string {
	if s == nil || s.Floor.Name.IsEmpty() {
		return own
	}
	return s.Floor.Name.String()
}

// Thread returns the row of a thread, or nil.
func (s *Snapshot) Thread(k Key) *Row {
	for i := range s.Threads {
		if s.Threads[i].Key == k {
			return s.Threads[i]
		}
	}
	return nil
}

// WaitingRows returns the rows of waiting visitors, with which Threads begins.
func (s *Snapshot) WaitingRows() []*Row {
	for i, r := range s.Threads {
		if !r.Wait.Running {
			return s.Threads[:i]
		}
	}
	return s.Threads
}

// A Clock measures the time since a moment.
type Clock struct {
	Running bool
	AtLeast bool // it may be longer ("≥")
	About   bool // of a chat that is frozen, as of its last read ("~"); the clock of a row has Row.AsOf instead
	Paused  bool // the floor is closed
	Level   Level
	Since   time.Time
	For     time.Duration // business hours from Since to now, never negative
	Opens   time.Time     // when the floor opens, if paused; zero if it runs, or is paused for more than a year
}

// A Lane says who serves a chat.
type Lane uint8

// Lanes.
const (
	LaneHuman     Lane = iota // an agent serves it, or no bot has replied
	LaneBot                   // only a bot has replied; does not wait
	LaneBotSilent             // the bot has fallen silent; waits
)

// String is the word for programs.
func (l Lane) String() string {
	return [...]string{"human", "bot", "bot silent"}[min(l, LaneBotSilent)]
}

// A Sight says how much of a waiting visitor's messages has been seen.
type Sight uint8

// Values of Sight.
const (
	SightNone    Sight = iota // nobody waits, so nothing is to be seen
	SightUnseen               // none of the unanswered messages has been seen
	SightPart                 // the first ones were seen, the newest not
	SightSeen                 // all of them were seen, with no reply
	SightUnknown              // it was not observed at a moment of the past, or was last read more than a minute ago
)

// String is the word for programs.
func (s Sight) String() string {
	return [...]string{"none", "unseen", "part", "seen", "unknown"}[min(s, SightUnknown)]
}

// An AgentState is inferred from what an agent does; Acquire's v1 API has no presence.
type AgentState uint8

// Agent states: up to AgentQuiet of the owner of a waiting chat, from AgentActive on of an agent without one.
const (
	AgentNone       AgentState = iota // a waiting chat without owner
	AgentBusy                         // BUSY(k): has sent k messages in other chats since the visitor began to wait
	AgentOvertaking                   // has meanwhile answered a visitor who began to wait later
	AgentSilent                       // has written nothing anywhere for 3 minutes
	AgentQuiet                        // has written in the last 3 minutes, but not meanwhile
	AgentActive                       // no waiting chat, wrote in the last 5 minutes
	AgentIdle                         // no waiting chat, wrote in the last 30 minutes
	AgentGone                         // no waiting chat, wrote nothing for 30 minutes
	AgentUnknown                      // the agent's messages are not all known or, in the past, the owner is not
)

// String is the word for programs.
func (s AgentState) String() string {
	return [...]string{"no owner", "busy", "overtaking", "silent", "quiet", "active", "idle", "gone", "unknown"}[min(s, AgentUnknown)]
}

// A Row is one thread as the screen shows it, that is, its newest chat. A tick makes a new one for every row whose
// clocks run, so fields of one byte stand together: that makes the row an eighth smaller.
type Row struct {
	Key   Key
	Chat  ChatID
	Name  safetext.Text // of the visitor; empty if unknown
	Chats int           // number of known chats of the thread
	AsOf  time.Time     // the thread was last read then and its clocks stand still since; zero: it is current

	Unsure   bool  // it is not known whether the visitor waits (see AsOf), or waited at an unobserved moment of the past
	WaitSure bool  // with Unsure: the visitor certainly waited, only the level is not known
	Level    Level // the worst of its clocks: wait, unseen, seen without a reply
	// Unconfirmed is Level if nothing has been seen since the last read and that is too old to tell; else LevelNone.
	Unconfirmed Level
	Lane        Lane
	Over        bool // the chat is over and no longer waits
	Offline     bool // in the offline inbox: in no live figure
	Bot         bool // a bot has written in it
	Missed      bool // missed, and over
	Missing     bool // provisionally missed: "missed?"
	Acked       bool // a leader said that it needs no reply
	Claimed     bool // a leader said "I am on it" for this wait
	Gone        bool // the visitor has not read our last message for 2 min: "visitor gone?"
	First       bool // waits for the first reply
	Sight       Sight
	Answered    bool       // an agent has replied, after FirstTook
	OwnerState  AgentState // towards this chat while it waits
	BusyPart    bool       // OwnerBusy is at least that: messages of agents may not have been read yet
	LastSide    Side

	Reason             Reason        // for Level, from LevelWarn on
	AckedBy, ClaimedBy safetext.Text // who acknowledged and who claimed it; empty: unknown

	Owner     AgentID // 0: nobody
	OwnerName safetext.Text
	OwnerBusy int   // k of BUSY(k)
	Silent    Clock // since when the owner has written nothing anywhere, in that state
	// Assigned runs since the owner has had this chat. It has a level if the chat waits and the owner has not written
	// in it since. While nobody waits it holds only when that was (see AssignedAt).
	Assigned Clock
	Hours    *Calendar // the owner's business hours; nil: always open

	Wait       Clock         // running while the visitor waits
	TimeLeft   time.Duration // goal minus wait
	Unanswered int           // visitor's messages since the last reply
	Unseen     Clock         // running while the newest unanswered message is unseen, from the first one after the last that was seen
	SeenFor    Clock         // running while seen and without a reply
	Flood      Clock         // running, and critical, while the visitor floods the chat: from the first of more than 50 messages in a minute; not if acknowledged

	FirstTook time.Duration
	Sharing   // of the chat, as far as the thread list says

	Messages int // known messages of the newest chat
	LastAt   time.Time
	LastText safetext.Text
	LastBy   AgentID       // who wrote it; 0: no agent
	LastName safetext.Text // of that agent or of the bot; may be empty
	PolledAt time.Time     // last successful read, as of which seen states are known, and messages at least; zero: never
	// ListedAt is when its visitor's thread list was last read: closing and owner are known as of then or later,
	// since unchanged lists are left out of recordings and served streams. Zero: never.
	ListedAt time.Time
	Gaps     []MessageID // directly above these, messages may be missing
}

// AssignedAt returns the clock of how long the owner has had the chat at now, which must be the Snapshot's moment. A
// row of a chat in which nobody waits does not hold that, so that it need not be made again each second. It must not be
// called at the same time as a method of the Board that the row is from, which uses the same Calendar.
func (r *Row) AssignedAt(now time.Time) Clock {
	if !r.Assigned.Running || r.Wait.Running {
		return r.Assigned
	}
	c := ClockSince(InstantOf(r.Assigned.Since), InstantOf(now), r.Hours)
	c.AtLeast = r.Assigned.AtLeast
	return c
}

// An EarlierChat is a chat of a thread from before the one that its row shows.
type EarlierChat struct {
	Chat     ChatID
	Began    time.Time
	LastAt   time.Time     // its newest message
	Agent    AgentID       // who wrote last in it, else its owner; 0: no agent
	Name     safetext.Text // of that agent
	How      string        // how it counts: "missed", "bot only"; empty while it is not over
	Answered bool          // an agent has replied …
	First    time.Duration // … after this long
}

// An AgentRow is one agent as the screen shows it.
type AgentRow struct {
	ID         AgentID
	Name       safetext.Text
	Department safetext.Text
	State      AgentState
	Busy       int  // k of BUSY(k)
	BusyPart   bool // k is at least that: messages of agents may not have been read yet
	Level      Level

	Active      int // concurrency now
	ActiveLevel Level
	Peak        int     // highest concurrency in the window
	Mean        float64 // time-weighted mean concurrency in the window
	Waiting     int
	Oldest      Clock // the longest wait
	SeenNoReply int
	SeenUnknown int // waiting chats whose seen state is not known
	Frozen      int // waiting chats that are frozen
	LastReply   time.Time
	Silent      Clock

	Turns     int // replies in the window, the n of the next two
	Median    time.Duration
	P90       time.Duration
	Breaches  int // turns decided in the window that were past their goal
	Overtakes int
	// Upper bounds: some turns and waits may or may not count, because that was not observed.
	BreachesUpTo, OvertakesUpTo int
	Unnamed                     int   // see Window
	Loose                       int   // chats whose time with the agent in the window is uncertain, so that Peak and Mean may be off
	Transfers                   int   // chats taken over from another agent in the window
	PerMinute                   []int // own messages in each minute of the window, oldest first
	DayTurns                    int
	DayMedian                   time.Duration
	AcquireDay                  *AgentTotals // Acquire's own totals; nil if unknown
}

// A Quantile is a median and a 90th percentile of N values; N 0 means no data ("–").
type Quantile struct {
	N      int
	Median time.Duration
	P90    time.Duration
}

// NearestRank returns the index of the p-th percentile of n sorted values by the nearest-rank method: the smallest
// value that at least p per cent do not exceed. n must be positive.
func NearestRank(n, p int) int { return (n*p+99)/100 - 1 }

// QuantileAt returns the median and the 90th percentile of n durations by nearest rank; at returns the i-th
// smallest, from 0.
func QuantileAt(n int, at func(i int) time.Duration) Quantile {
	if n == 0 {
		return Quantile{}
	}
	return Quantile{N: n, Median: at(NearestRank(n, 50)), P90: at(NearestRank(n, 90))}
}

// QuantileOf returns the median and the 90th percentile of list, which it sorts.
func QuantileOf(list []time.Duration) Quantile {
	slices.Sort(list)
	return QuantileAt(len(list), func(i int) time.Duration { return list[i] })
}

// A ServiceLevel is the share of decided turns that were in time.
type ServiceLevel struct {
	In, Of int // in time, out of this many decided
	// Unsure counts turns in Of that failed or have to be left out: whether their chat was closed within 10 s of
	// their start was not observed.
	Unsure int
	Level  Level // that it has certainly reached
}

// Percent returns the share in per cent, rounded down; ok is false if no turn was decided.
func (s ServiceLevel) Percent() (p int, ok bool) {
	if s.Of == 0 {
		return 0, false
	}
	return 100 * s.In / s.Of, true
}

// Best returns s without its unsure turns: the highest that it can be.
func (s ServiceLevel) Best() ServiceLevel {
	return ServiceLevel{In: s.In, Of: s.Of - s.Unsure, Level: s.Level}
}

// A Window holds the figures of a span of time: the last 30 minutes, or today.
type Window struct {
	From         time.Time // the span is (From, Now]
	First        Quantile  // first response
	FirstTotal   Quantile  // first response including the bot's time
	Next         Quantile  // next response
	FirstService ServiceLevel
	NextService  ServiceLevel
	Missed       int
	MissedLevel  Level // of the last half hour; today has no limit
	Dropped      int
	BotOnly      int
	OutOfHours   int // turns asked and answered while closed, and chats left unanswered with all their open messages from then

	// Upper bounds: some chats may or may not have ended so in the window, because their end was not observed.
	MissedUpTo, DroppedUpTo, BotOnlyUpTo, OutOfHoursUpTo, OvertakesUpTo int

	Unnamed int // chats that waited in the window with an unknown owner: any reply may have overtaken them

	Transfers int
	Overtakes int
	Visitors  int // messages of visitors
	Replies   int // messages of agents

	Rated    int  // chats that visitors rated, as far as found: Acquire's lists report it later
	LowRated int  // … badly
	Rates    bool // whether the account asks for ratings: any was ever found
}

// A Headline holds the figures at the top of the screen and on the wall.
type Headline struct {
	Waiting      int
	WaitingOver  int // … of them critical or worse, by any of their clocks
	Frozen       int // … of them those that are frozen: they may have been answered since
	SeenUnknown  int // … of them those whose seen state is not known
	WaitingLevel Level
	Longest      Clock
	LongestKey   Key
	LongestBy    Thresholds // of the chat's team and the reply that is waited for
	SeenNoReply  int        // waiting chats that have been seen
	SeenLongest  Clock
	Unseen       int
	Missing      int // provisionally missed
	Active       int // chats that are not over and wait or had a message in the last 10 min

	// Upper bounds at a moment of the past at which it was not observed which chats were open.
	WaitingUpTo, WaitingOverUpTo, MissingUpTo, ActiveUpTo int

	AgentsActive  int // agents who own one of them
	BotLane       int
	OfflineInbox  int
	OfflineOldest Clock
	HalfHour      Window
	Today         Window
	Totals        *DayTotals // as Acquire counts them; nil if unknown
}

// Diagnostics count what the figures leave out, so that nothing is left out silently.
type Diagnostics struct {
	Messages     int // held, and sent by now
	TextsDropped int // messages held without text, which retention dropped
	RowsDropped  int // messages that retention dropped completely, so far
	UnknownType  int
	UnknownSide  int
	ClockErrors  int // negative differences, counted as 0
	Edited       int
	Gone         int // messages that no longer exist in Acquire
	Flood        int // messages of a visitor beyond 50 in a minute: not in counts of messages
	Automated    int // messages of automations
	Ignored      int // threads of visitors in [people] ignore
}

// A Minute is one minute of the activity chart.
type Minute struct {
	Start    time.Time
	Agents   int // messages of human agents
	Visitors int
	Bots     int
	Firsts   int // first responses
	Missed   int
	Waiting  int // chats waiting at its end, or now if it has not ended; only for the whole floor

	UsualAgents, UsualVisitors float64 // usual number of messages in a minute at this time; only for the whole floor; 0: unknown
}

// A Filter selects a part of the floor; zero fields select everything.
type Filter struct {
	Key   Key
	Agent AgentID
}

// Plus returns the turns of s and t together, without a level.
func (s ServiceLevel) Plus(t ServiceLevel) ServiceLevel {
	return ServiceLevel{In: s.In + t.In, Of: s.Of + t.Of, Unsure: s.Unsure + t.Unsure}
}

// Minus returns s without the turns of t.
func (s ServiceLevel) Minus(t ServiceLevel) ServiceLevel {
	return ServiceLevel{In: s.In - t.In, Of: s.Of - t.Of, Unsure: s.Unsure - t.Unsure}
}
