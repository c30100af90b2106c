package board

import (
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// Times that the definitions fix; they are no limits that a floor may choose.
const (
	silenceEnds = 30 * time.Minute // a chat without a word this long is over
	activeFor   = 10 * time.Minute // a word keeps a chat active this long
	botSilentIn = 30 * time.Second // a bot that leaves the visitor unanswered this long has fallen silent
)

// A timeline is what the rows of one chat come to: its turns, its waits and the
// state after the last row. It depends on what was observed and not on now: it
// says what holds at any moment from until on, provided nothing more happens.
type timeline struct {
	start  model.Instant // of its first row
	until  model.Instant // of the last thing that it knows
	over   model.Instant // when it is over, unless something happens before
	openTo model.Instant // until when it is known to have been open: what ended it lies between this and over
	ends   model.Instant // the latest that it can have been over: after over only where it was reopened and closed again
	closes model.Instant // the earliest that it can have been closed; forever: it was not
	next   model.Instant // when a later chat of the thread began; Never where none did
	cause  overCause

	turns        []turn // answered, the oldest first; those of outside are not among them
	outside      []turn // asked and answered while closed
	waits        []interval
	present      []interval // not over, and a word within activeFor or waiting
	unnamed      []interval // the visitor was unanswered, and perhaps somebody's of whom no look tells
	transfers    []transfer
	excused      []excusedTurn
	participants []participation // the agents who spoke in it or owned it while it was live
	counts       counts
	rated        rating

	firstV, lastV, lastA, lastWord model.Instant
	wh, wx                         model.Instant   // the first V since the last A; since the last A or B
	runLast                        model.Instant   // the last of the unanswered V
	runHours, whHours, wxHours     *model.Calendar // of the team that had the chat at runLast, wh and wx
	head                           int             // row of the first unanswered V
	run                            int             // unanswered V
	visitors, replies              int             // all V, all A
	last                           int             // row of the last word, −1 where there is none
	rows                           int             // that it was made from
	firstRead                      model.Instant   // when a row of it was first observed
	visitorName                    safetext.Text   // the newest that a row gives
	owner                          model.AgentID
	ownedAt                        model.Instant // since when; Never where nobody owns it
	lastAgent                      model.AgentID // who said the last A
	closed                         model.Instant // since when the list says so
	hasA, hasB                     bool
	botAnswered                    bool // a B after a V
	named                          bool // the list names the owner
	acked                          bool // acknowledged, and the visitor has not written since
	offline, flagged               bool
	unlooked                       bool // no look found it its thread's newest chat: whom the list named for it is not known
	cut                            bool // rows before the first A were let go
}

// An overCause says why a chat is over.
type overCause uint8

const (
	overSilence overCause = iota
	overClosed
	overLater
	overFlagged
	overGone
)

// A turn was answered.
type turn struct {
	start, reply model.Instant
	agent        model.AgentID   // who replied
	hours        *model.Calendar // of the team that had the chat at start; nil: never closed
	spent        time.Duration   // open time from start to reply
	first        bool
	unsure       bool // nobody replied, and the chat may have been closed soon enough to leave the turn out
}

// A rating is what the visitor thought of the chat.
type rating struct {
	at    model.Instant // of the feedback row, else of the last row; Never: not rated
	stars int           // 0: not known
}

// lowStars is the best rating that counts as a bad one. Acquire's own rating_negative has no documented threshold.
const lowStars = 2

func (r *rating) low() bool { return 0 < r.stars && r.stars <= lowStars }

// An excusedTurn is a turn that an acknowledgement ended.
type excusedTurn struct {
	start, at model.Instant
	first     bool
}

// A transfer is a chat going over to another agent.
type transfer struct {
	at model.Instant
	to model.AgentID
}

// A participation is an agent's part in a chat: the last A, Never where there is none,
// and the newest name that an A gives.
type participation struct {
	agent model.AgentID
	last  model.Instant
	named model.Place
	name  safetext.Text
}

// counts are the rows of a timeline by what the diagnostics and activity count.
type counts struct {
	unknownType, unknownSide, clockErrors, edited, gone, flood, automated, rated int32
}

func (c *counts) add(d *counts, n int32) {
	c.unknownType += n * d.unknownType
	c.unknownSide += n * d.unknownSide
	c.clockErrors += n * d.clockErrors
	c.edited += n * d.edited
	c.gone += n * d.gone
	c.flood += n * d.flood
	c.automated += n * d.automated
	c.rated += n * d.rated
}

// participation returns an agent's part in the chat, or nil.
func (c *timeline) participation(a model.AgentID) *participation {
	for i := range c.participants {
		if c.participants[i].agent == a {
			return &c.participants[i]
		}
	}
	return nil
}

// An interval is a stretch of time, [from, to), with an owner. Of a wait, since is
// what its clock counts from and head the row of its first unanswered V.
type interval struct {
	from, to, since model.Instant
	owner           model.AgentID
	head            int32
	first           bool
	hours           *model.Calendar // of the team that had the chat at since; nil: never closed
}

// ran is how long the clock of a wait has run at a moment: the time in business hours.
func (s *interval) ran(at model.Instant) time.Duration { return s.hours.Open(s.since, at) }

func (s *interval) holds(t model.Instant) bool { return s.from <= t && t < s.to }

// waiting returns the wait that runs at now, or nil.
func (c *timeline) waiting(now model.Instant) *interval {
	if n := len(c.waits); n > 0 && c.waits[n-1].holds(now) {
		return &c.waits[n-1]
	}
	return nil
}

// active reports whether the chat counts as active at now.
func (c *timeline) active(now model.Instant) bool {
	n := len(c.present)
	return n > 0 && c.present[n-1].holds(now)
}

func (c *timeline) isOver(now model.Instant) bool { return now >= c.over }

// lane returns who serves the chat at now, or served it when it was over.
func (c *timeline) lane(now model.Instant) model.Lane {
	if c.hasA || c.named || !c.botAnswered {
		return model.LaneHuman
	}
	if c.wx != model.Never && min(now, c.over) >= c.wx.Add(botSilentIn) {
		return model.LaneBotSilent
	}
	return model.LaneBot
}

// perhapsBot reports whether the chat is over and it was not observed whether a bot
// served it to the end: that depends on when it was closed where the bot had fallen
// silent, and else on whether an agent was named, where no look found it its thread's newest.
func (c *timeline) perhapsBot(now model.Instant) bool {
	switch {
	case !c.isOver(now):
		return false
	case c.lane(now) == model.LaneBot:
		return c.unlooked
	}
	return c.lane(now) == model.LaneBotSilent && c.closes < c.wx.Add(botSilentIn)
}

// open returns the turn that nobody has answered; ok is false where there is
// none, or where its start is not known.
func (c *timeline) open(now model.Instant) (t turn, ok bool) {
	if c.run == 0 || c.cut || c.offline || c.lane(now) == model.LaneBot && !c.perhapsBot(now) {
		return turn{}, false
	}
	t = turn{start: c.clock(), reply: model.Never, agent: c.owner, first: !c.hasA, hours: c.clockHours()}
	if c.isOver(now) && !t.hours.IsOpen(t.start) && t.hours.Open(t.start, c.over) == 0 {
		return turn{}, false // nobody could have answered in time: its chat counts as out of hours
	}
	return t, true
}

// clock is the start of the wait for the unanswered V: before the first reply
// s, after it Wh.
func (c *timeline) clock() model.Instant {
	switch {
	case c.hasA:
		return c.wh
	case c.wx != model.Never:
		return c.wx
	}
	return c.runLast
}

// clockHours are the business hours by which that clock runs.
func (c *timeline) clockHours() *model.Calendar {
	switch {
	case c.hasA:
		return c.whHours
	case c.wx != model.Never:
		return c.wxHours
	}
	return c.runHours
}

// shortAbandon is how soon after its start a turn's chat is closed for the turn to be left out.
const shortAbandon = 10 * time.Second

// decided returns when a turn is decided given its target, and whether the
// reply came in time. A turn that is open, too, is decided once its target has passed.
func (t *turn) decided(target time.Duration) (at model.Instant, in bool) {
	if t.reply != model.Never && t.spent <= target {
		return t.reply, true
	}
	return t.hours.Reached(t.start, target), false
}

// took is how long the reply took in business hours.
func (t *turn) took() time.Duration { return t.spent }

// closed reports whether a turn was asked and answered while closed.
func (t *turn) closed() bool { return t.spent == 0 && !t.hours.IsOpen(t.start) }

// openTurn returns the turn that nobody has answered. One whose chat was closed
// within 10 s of its start counts as none; where it is not known when it was
// closed the turn is unsure.
func (c *timeline) openTurn(now model.Instant) (turn, bool) {
	t, ok := c.open(now)
	if ok && c.abandoned(t.start) {
		return turn{}, false
	}
	t.unsure = ok && (c.closes.Since(t.start) <= shortAbandon || c.perhapsBot(now))
	return t, ok
}

// abandoned reports whether the chat was closed within 10 s of start.
func (c *timeline) abandoned(start model.Instant) bool {
	return c.closed != model.Never && c.closed.Since(start) <= shortAbandon
}

// An ending is when a chat was over: after from, or at it where the two are the
// same, and not after to.
type ending struct{ from, to model.Instant }

// in says whether the chat was over in (from, now]: surely, or perhaps.
func (e ending) in(from, now model.Instant) (sure, perhaps bool) {
	if perhaps = from < e.to && e.to <= now; !perhaps {
		return false, false
	}
	return from < e.from, true
}

// An endings counts chats by how they ended in a window: surely in it, and at most.
type endings struct{ sure, most int }

// add counts n times an ending if the chat was over in (from, now].
func (c *endings) add(e ending, from, now model.Instant, n int) {
	sure, perhaps := e.in(from, now)
	if sure {
		c.sure += n
	}
	if perhaps {
		c.most += n
	}
}
