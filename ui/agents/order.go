package agents

import (
	"cmp"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// An Order is what the agents are sorted by: who needs help, or any column, including Acquire's.
type Order uint8

// The orders of our figures; those by Acquire's totals follow.
const (
	ByNeed Order = iota
	ByName       // agents who are gone come last
	ByState
	ByChats
	agentsByWaiting
	ByWait
	agentsByLast
	agentsByMedian
	agentsByP90
	agentsByTurns
	ByLate
	agentsByMessages
	agentsByAssigned // from here on by Acquire's totals
	agentsByHandled
	agentsByUnanswered
	agentsByMissed
	agentsByResponse
	agentsByChatTime
	agentsByTimeOnChat
	agentsByLiked
	agentsByDisliked
)

// String is the order's title on the screen.
func (o Order) String() string {
	return [...]string{
		"by need", "by name", "by state", "by chats", "by waiting chats", "by longest wait", "by last answer", "by median", "by 90% in",
		"by answers", "by breached", "by messages in 30 min",
		"by assigned chats", "by handled chats", "by unanswered chats", "by missed chats", "by response time",
		"by chat time", "by time on chats", "by good ratings", "by bad ratings",
	}[o]
}

// Word is what the order is called where it is typed: the first word of its title, "median".
func (o Order) Word() string { return strings.Fields(o.String())[1] }

// descending reports whether the largest value comes first.
func (o Order) descending() bool { return o != ByNeed && o != ByName && o != ByState }

// compare orders two agents, the worst first. Among equals a stable sort keeps the order of names; agents who are
// gone or have no value come last.
func (o Order) compare(a, b *model.AgentRow) int {
	return cmp.Or(o.compareColumn(a, b), cmp.Compare(draw.AbsentRank(a), draw.AbsentRank(b)))
}

func (o Order) compareColumn(a, b *model.AgentRow) int {
	switch o {
	case ByState:
		return cmp.Compare(stateRank(a.State), stateRank(b.State))
	case ByChats:
		return cmp.Compare(b.Active, a.Active)
	case agentsByWaiting:
		return cmp.Compare(b.Waiting, a.Waiting)
	case ByWait:
		return cmp.Compare(b.Oldest.For, a.Oldest.For)
	case agentsByLast:
		return compareLast(a.LastReply, b.LastReply)
	case agentsByMedian:
		return compareReplies(a, b, a.Median, b.Median)
	case agentsByP90:
		return compareReplies(a, b, a.P90, b.P90)
	case agentsByTurns:
		return cmp.Compare(b.Turns, a.Turns)
	case ByLate:
		return cmp.Compare(b.Breaches, a.Breaches)
	case agentsByMessages:
		return cmp.Compare(draw.Sum(b.PerMinute), draw.Sum(a.PerMinute))
	}
	return o.compareTotals(a.AcquireDay, b.AcquireDay)
}

// compareTotals puts the largest first and agents without the total last.
func (o Order) compareTotals(a, b *model.AgentTotals) int {
	x, ok := o.total(a)
	y, also := o.total(b)
	switch {
	case ok && also:
		return cmp.Compare(y, x)
	case ok:
		return -1
	case also:
		return 1
	}
	return 0
}

// total returns the total of Acquire's that o sorts by.
func (o Order) total(d *model.AgentTotals) (n int64, ok bool) {
	if d == nil {
		return 0, false
	}
	switch o {
	case agentsByAssigned:
		return int64(d.Assigned), true
	case agentsByHandled:
		return int64(d.Handled), true
	case agentsByUnanswered:
		return int64(d.Unanswered), true
	case agentsByMissed:
		return int64(d.Missed), true
	case agentsByResponse:
		return int64(d.Response.D), d.Response.Known
	case agentsByChatTime:
		return int64(d.ChatTime.D), d.ChatTime.Known
	case agentsByTimeOnChat:
		return int64(d.TimeOnChat.D), d.TimeOnChat.Known
	case agentsByLiked:
		return int64(d.RatingPositive), true
	case agentsByDisliked:
		return int64(d.RatingNegative), true
	}
	return 0, false
}

// stateRank orders the states by urgency.
func stateRank(s model.AgentState) int {
	switch s {
	case model.AgentOvertaking:
		return 0
	case model.AgentSilent:
		return 1
	case model.AgentQuiet:
		return 2
	case model.AgentBusy:
		return 3
	case model.AgentActive:
		return 4
	case model.AgentIdle:
		return 5
	}
	return 6
}

// compareLast puts the oldest reply first and agents without one last.
func compareLast(a, b time.Time) int {
	if a.IsZero() != b.IsZero() {
		return cmp.Compare(b.Unix(), a.Unix())
	}
	return a.Compare(b)
}

// compareReplies puts the slowest first and agents without replies last.
func compareReplies(a, b *model.AgentRow, da, db time.Duration) int {
	if (a.Turns == 0) != (b.Turns == 0) {
		return cmp.Compare(b.Turns, a.Turns)
	}
	return cmp.Compare(db, da)
}
