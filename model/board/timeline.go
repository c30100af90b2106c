package board

import (
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// Times fixed by the definitions of the figures; they are not configurable.
const (
	silenceEnds = 30 * time.Minute // a chat without messages for this long is over
	activeFor   = 10 * time.Minute // a message keeps a chat active this long
	botSilentIn = 30 * time.Second // a bot that has not answered for this long has fallen silent
)

// A timeline is what happened in one chat, derived from its rows: its turns, its waits and the state after
// the last row. It depends on what was observed and not on now: it describes any moment from until on,
// provided that nothing more happens. In its comments and those of its builder V is a message of the
// visitor, A one of an agent and B one of a bot; a message is any of the three.
type timeline struct {
	start         model.Instant // time of its first row
	until         model.Instant // time of the last thing that it includes
	over          model.Instant // when it is over unless something happens before
	openTo        model.Instant // known to have been open until then; it ended between this and over
	latestOver    model.Instant // the latest end: after over only if it was reopened and closed again
	earliestClose model.Instant // the earliest time of closing; forever: it was not closed, or not before over
	next          model.Instant // when a later chat of the thread began; Never if none did
	cause         overCause

	turns        []turn // answered, oldest first; without those in outside
	outside      []turn // asked and answered outside business hours
	waits        []interval
	present      []interval // not over, and a message within activeFor or waiting
	unsureOwner  []interval // unanswered, and perhaps assigned to an agent that was not observed
	transfers    []transfer
	excused      []excusedTurn
	participants []participation // the agents who wrote in it or owned it while it was live
	counts       counts
	rated        rating

	firstVisitor, lastVisitor, lastMessage             model.Instant
	unreplied, unserved                                model.Instant   // the first V since the last A; since the last A or B
	lastUnanswered                                     model.Instant   // the last unanswered V
	lastUnansweredHours, unrepliedHours, unservedHours *model.Calendar // of the team that had the chat at lastUnanswered, unreplied and unserved
	head                                               int             // row of the first unanswered V
	unanswered                                         int             // number of unanswered V
	visitors, replies                                  int             // number of all V, of all A
	lastRow                                            int             // row of the last message, -1 if there is none
	rows                                               int             // number of rows that it was built from
	firstRead                                          model.Instant   // when its first observed row was read
	visitorName                                        safetext.Text   // the newest in its rows
	owner                                              model.AgentID
	ownedAt                                            model.Instant // since when; Never if it has no owner
	lastAgent                                          model.AgentID // who wrote the last A
	closed                                             model.Instant // since when the list shows it closed
	hasReply, hasBot                                   bool
	botAnswered                                        bool // there is a B after a V
	ownerListed                                        bool // the owner is the one the list names
	acked                                              bool // acknowledged, with no V since
	offline, flaggedMissed                             bool
	neverListed                                        bool // never listed as its thread's newest chat: the listed owner is unknown
	truncated                                          bool // rows before the first A were dropped
	askedClosed                                        bool // all that is unanswered was written outside business hours
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

// A turn is a question of the visitor and the agent's reply to it.
type turn struct {
	start, reply model.Instant
	agent        model.AgentID   // who replied
	hours        *model.Calendar // of the team that had the chat at start; nil: always open
	spent        time.Duration   // open time from start to reply
	first        bool
	unsure       bool // no reply, and the chat may have been closed soon enough for the turn not to count
}

// A rating is the visitor's rating of the chat.
type rating struct {
	at    model.Instant // of the feedback row, else the last row; Never: not rated
	stars int           // 0: unknown
}

// lowStars is the highest number of stars that counts as a low rating. The threshold of Acquire's own
// rating_negative is not documented.
const lowStars = 2

func (r *rating) low() bool { return 0 < r.stars && r.stars <= lowStars }

// An excusedTurn is a turn that an acknowledgement ended.
type excusedTurn struct {
	start, at model.Instant
	first     bool
}

// A transfer is a chat passing to another agent.
type transfer struct {
	at model.Instant
	to model.AgentID
}

// A participation is an agent's part in a chat.
type participation struct {
	agent model.AgentID
	last  model.Instant
	named model.Position
	name  safetext.Text
}

// counts are numbers of rows for the diagnostics and the activity.
type counts struct {
	unknownType, unknownSide, clockErrors, edited, gone, flood, automated, rated int32
}

func (c *counts) addTimes(d *counts, n int32) {
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

// An interval is a stretch of time [from, to) with an owner. If it is a wait, its clock runs from since, and
// head is the row of its first unanswered V.
type interval struct {
	from, to, since model.Instant
	owner           model.AgentID
	head            int32
	first           bool
	hours           *model.Calendar // of the team that had the chat at since; nil: always open
}

// ran returns how long the clock of a wait has run at a moment, in business hours.
func (iv *interval) ran(at model.Instant) time.Duration { return iv.hours.OpenTime(iv.since, at) }

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

// lane returns who serves the chat at now, or served it at its end.
func (tl *timeline) lane(now model.Instant) model.Lane {
	if tl.hasReply || tl.ownerListed || !tl.botAnswered {
		return model.LaneHuman
	}
	if tl.unserved != model.Never && min(now, tl.over) >= tl.unserved.Add(botSilentIn) {
		return model.LaneBotSilent
	}
	return model.LaneBot
}

// perhapsBot reports whether the chat is over and a bot may have served it to the end. If the bot had fallen
// silent that depends on when exactly the chat was closed; else on whether an agent was assigned, which is
// unknown if the thread list was never read while this was the thread's newest chat.
func (tl *timeline) perhapsBot(now model.Instant) bool {
	switch {
	case !tl.isOver(now):
		return false
	case tl.lane(now) == model.LaneBot:
		return tl.neverListed
	}
	return tl.lane(now) == model.LaneBotSilent && tl.earliestClose < tl.unserved.Add(botSilentIn)
}

// unansweredTurn returns the turn that has no reply; ok is false if there is none or its start is unknown.
func (tl *timeline) unansweredTurn(now model.Instant) (t turn, ok bool) {
	if tl.unanswered == 0 || tl.truncated || tl.offline || tl.lane(now) == model.LaneBot && !tl.perhapsBot(now) {
		return turn{}, false
	}
	t = turn{start: tl.waitStart(), reply: model.Never, agent: tl.owner, first: !tl.hasReply, hours: tl.waitHours()}
	if tl.isOver(now) && !t.hours.IsOpen(t.start) && t.hours.OpenTime(t.start, tl.over) == 0 {
		return turn{}, false // no answer in time was possible: the chat counts as out of hours
	}
	return t, true
}

// waitStart returns when the wait for the unanswered V began: before the first reply unserved, else the last
// unanswered V if a bot has answered; after the first reply unreplied.
func (tl *timeline) waitStart() model.Instant {
	switch {
	case tl.hasReply:
		return tl.unreplied
	case tl.unserved != model.Never:
		return tl.unserved
	}
	return tl.lastUnanswered
}

// waitHours returns the business hours of that wait.
func (tl *timeline) waitHours() *model.Calendar {
	switch {
	case tl.hasReply:
		return tl.unrepliedHours
	case tl.unserved != model.Never:
		return tl.unservedHours
	}
	return tl.lastUnansweredHours
}

// shortAbandon: a turn is not counted if its chat is closed this soon after the turn's start.
const shortAbandon = 10 * time.Second

// decided returns when a turn is decided given its goal, and whether the
// reply came in time. A turn that is open, too, is decided once its goal has passed.
func (t *turn) decided(goal time.Duration) (at model.Instant, in bool) {
	if t.reply != model.Never && t.spent <= goal {
		return t.reply, true
	}
	return t.hours.AddOpen(t.start, goal), false
}

// outOfHours reports whether a turn was asked and answered outside business hours.
func (t *turn) outOfHours() bool { return t.spent == 0 && !t.hours.IsOpen(t.start) }

// openTurn returns the turn that has no reply. If its chat was closed within 10 s of its start it does not
// count; if the time of closing is not known exactly the turn is marked unsure.
func (tl *timeline) openTurn(now model.Instant) (turn, bool) {
	t, ok := tl.unansweredTurn(now)
	if ok && tl.closed != model.Never && tl.closed.Since(t.start) <= shortAbandon {
		return turn{}, false
	}
	t.unsure = ok && (tl.earliestClose.Since(t.start) <= shortAbandon || tl.perhapsBot(now))
	return t, ok
}

// An ending is the time at which a chat was over: in (from, to], or exactly at from if the two are equal.
type ending struct{ from, to model.Instant }

// in reports whether the chat was over in (from, now]: surely, and perhaps.
func (e ending) in(from, now model.Instant) (sure, perhaps bool) {
	if perhaps = from < e.to && e.to <= now; !perhaps {
		return false, false
	}
	return from < e.from, true
}

// endings counts chats that ended in a window: those that surely did, and at most.
type endings struct{ sure, most int }

// count counts an ending n times if it lies in (from, now]; n is -1 to remove it.
func (c *endings) count(e ending, from, now model.Instant, n int) {
	sure, perhaps := e.in(from, now)
	if sure {
		c.sure += n
	}
	if perhaps {
		c.most += n
	}
}
