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
	start         model.Instant // of its first row
	until         model.Instant // of the last thing that it knows
	over          model.Instant // when it is over, unless something happens before
	openTo        model.Instant // until when it is known to have been open: what ended it lies between this and over
	latestOver    model.Instant // the latest that it can have been over: after over only where it was reopened and closed again
	earliestClose model.Instant // the earliest that it can have been closed; forever: it was not
	next          model.Instant // when a later chat of the thread began; Never where none did
	cause         overCause

	turns        []turn // answered, the oldest first; those of outside are not among them
	outside      []turn // asked and answered while closed
	waits        []interval
	present      []interval // not over, and a word within activeFor or waiting
	unsureOwner  []interval // the visitor was unanswered, and perhaps somebody's of whom no look tells
	transfers    []transfer
	excused      []excusedTurn
	participants []participation // the agents who spoke in it or owned it while it was live
	counts       counts
	rated        rating

	firstVisitor, lastVisitor, lastReply, lastMessage  model.Instant
	unreplied, unserved                                model.Instant   // the first V since the last A; since the last A or B
	lastUnanswered                                     model.Instant   // the last of the unanswered V
	lastUnansweredHours, unrepliedHours, unservedHours *model.Calendar // of the team that had the chat at runLast, wh and wx
	head                                               int             // row of the first unanswered V
	unanswered                                         int             // unanswered V
	visitors, replies                                  int             // all V, all A
	lastRow                                            int             // row of the last word, −1 where there is none
	rows                                               int             // that it was made from
	firstRead                                          model.Instant   // when a row of it was first observed
	visitorName                                        safetext.Text   // the newest that a row gives
	owner                                              model.AgentID
	ownedAt                                            model.Instant // since when; Never where nobody owns it
	lastAgent                                          model.AgentID // who said the last A
	closed                                             model.Instant // since when the list says so
	hasReply, hasBot                                   bool
	botAnswered                                        bool // a B after a V
	ownerListed                                        bool // the list names the owner
	acked                                              bool // acknowledged, and the visitor has not written since
	offline, flaggedMissed                             bool
	neverListed                                        bool // no look found it its thread's newest chat: whom the list named for it is not known
	truncated                                          bool // rows before the first A were let go
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
func (tl *timeline) participation(a model.AgentID) *participation {
	for i := range tl.participants {
		if tl.participants[i].agent == a {
			return &tl.participants[i]
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
func (iv *interval) ran(at model.Instant) time.Duration { return iv.hours.Open(iv.since, at) }

func (iv *interval) holds(t model.Instant) bool { return iv.from <= t && t < iv.to }

// waiting returns the wait that runs at now, or nil.
func (tl *timeline) waiting(now model.Instant) *interval {
	if n := len(tl.waits); n > 0 && tl.waits[n-1].holds(now) {
		return &tl.waits[n-1]
	}
	return nil
}

// active reports whether the chat counts as active at now.
func (tl *timeline) active(now model.Instant) bool {
	n := len(tl.present)
	return n > 0 && tl.present[n-1].holds(now)
}

func (tl *timeline) isOver(now model.Instant) bool { return now >= tl.over }

// lane returns who serves the chat at now, or served it when it was over.
func (tl *timeline) lane(now model.Instant) model.Lane {
	if tl.hasReply || tl.ownerListed || !tl.botAnswered {
		return model.LaneHuman
	}
	if tl.unserved != model.Never && min(now, tl.over) >= tl.unserved.Add(botSilentIn) {
		return model.LaneBotSilent
	}
	return model.LaneBot
}

// perhapsBot reports whether the chat is over and it was not observed whether a bot
// served it to the end: that depends on when it was closed where the bot had fallen
// silent, and else on whether an agent was named, where no look found it its thread's newest.
func (tl *timeline) perhapsBot(now model.Instant) bool {
	switch {
	case !tl.isOver(now):
		return false
	case tl.lane(now) == model.LaneBot:
		return tl.neverListed
	}
	return tl.lane(now) == model.LaneBotSilent && tl.earliestClose < tl.unserved.Add(botSilentIn)
}

// unansweredTurn returns the turn that nobody has answered; ok is false where there is
// none, or where its start is not known.
func (tl *timeline) unansweredTurn(now model.Instant) (t turn, ok bool) {
	if tl.unanswered == 0 || tl.truncated || tl.offline || tl.lane(now) == model.LaneBot && !tl.perhapsBot(now) {
		return turn{}, false
	}
	t = turn{start: tl.waitStart(), reply: model.Never, agent: tl.owner, first: !tl.hasReply, hours: tl.waitHours()}
	if tl.isOver(now) && !t.hours.IsOpen(t.start) && t.hours.Open(t.start, tl.over) == 0 {
		return turn{}, false // nobody could have answered in time: its chat counts as out of hours
	}
	return t, true
}

// waitStart is the start of the wait for the unanswered V: before the first reply
// s, after it Wh.
func (tl *timeline) waitStart() model.Instant {
	switch {
	case tl.hasReply:
		return tl.unreplied
	case tl.unserved != model.Never:
		return tl.unserved
	}
	return tl.lastUnanswered
}

// waitHours are the business hours by which that clock runs.
func (tl *timeline) waitHours() *model.Calendar {
	switch {
	case tl.hasReply:
		return tl.unrepliedHours
	case tl.unserved != model.Never:
		return tl.unservedHours
	}
	return tl.lastUnansweredHours
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

// outOfHours reports whether a turn was asked and answered while closed.
func (t *turn) outOfHours() bool { return t.spent == 0 && !t.hours.IsOpen(t.start) }

// openTurn returns the turn that nobody has answered. One whose chat was closed
// within 10 s of its start counts as none; where it is not known when it was
// closed the turn is unsure.
func (tl *timeline) openTurn(now model.Instant) (turn, bool) {
	t, ok := tl.unansweredTurn(now)
	if ok && tl.abandoned(t.start) {
		return turn{}, false
	}
	t.unsure = ok && (tl.earliestClose.Since(t.start) <= shortAbandon || tl.perhapsBot(now))
	return t, ok
}

// abandoned reports whether the chat was closed within 10 s of start.
func (tl *timeline) abandoned(start model.Instant) bool {
	return tl.closed != model.Never && tl.closed.Since(start) <= shortAbandon
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
