package model

import (
	"strconv"
	"time"
)

// A FigureID names a figure of the screen.
type FigureID uint8

// Figures of the moment, of the floor.
const (
	FigureNone FigureID = iota
	FigureWaiting
	FigureWaitingOver
	FigureLongest
	FigureSeenNoReply
	FigureSeenLongest
	FigureUnseen
	FigureMissing
	FigureActive
	FigureAgentsActive
	FigureBotLane
	FigureOfflineInbox
	FigureOfflineOldest
)

// Figures of a window, of the floor.
const (
	FigureFirst FigureID = iota + 32
	FigureFirstP90
	FigureFirstTotal
	FigureFirstTotalP90
	FigureNext
	FigureNextP90
	FigureFirstService
	FigureNextService
	FigureMissed
	FigureDropped
	FigureBotOnly
	FigureTransfers
	FigureOvertakes
	FigureVisitors
	FigureReplies
)

// Figures of an agent.
const (
	FigureAgentState FigureID = iota + 64 // the number is k
	FigureAgentActive
	FigureAgentPeak
	FigureAgentMean
	FigureAgentWaiting
	FigureAgentOldest
	FigureAgentSeenNoReply
	FigureAgentSilent
	FigureAgentTurns
	FigureAgentMedian
	FigureAgentP90
	FigureAgentBreaches
	FigureAgentOvertakes
	FigureAgentTransfers
)

// Figures of a row.
const (
	FigureWait FigureID = iota + 96
	FigureSeenFor
)

// A spec is how a figure is explained.
type spec struct {
	title, formula string
	unit           unit
	window         bool // of a window, not of the moment
	halfOnly       bool // always of the half hour
	collect        func(x *explainer)
}

func (f FigureID) spec() spec {
	switch {
	case f < FigureFirst:
		return f.momentSpec()
	case f < FigureAgentState:
		s := f.windowSpec()
		s.window = true
		return s
	case f < FigureWait:
		return f.agentSpec()
	case f == FigureWait:
		return spec{"Wait", formulaWait, unitMax, false, false, (*explainer).waits}
	case f == FigureSeenFor:
		return spec{"Seen, no reply", formulaSeen, unitMax, false, false, (*explainer).seen}
	}
	return spec{title: "?"}
}

const (
	formulaWait = "Before the first reply: now minus the first word of the visitor that neither an agent nor a bot has answered, " +
		"else the last one. After it: now minus the visitor's first word since the agent's last. " +
		"A chat that is over, acknowledged or served by a bot does not wait."
	formulaSeen = "Now minus the first reading that found the oldest unanswered word of a waiting visitor seen. " +
		"The error is up to one reading; ≥ where it was seen before the first reading."
	formulaFirst = "First reply of an agent minus the start of the wait: the first word of the visitor that neither an agent nor a bot " +
		"had answered, else the last one. Of the chats first answered in the window; by nearest rank."
	formulaTotal   = "First reply of an agent minus the visitor's first word, the bot's time included. Of the chats first answered in the window; by nearest rank."
	formulaNext    = "Each later reply that ends a wait, minus the visitor's first word since the agent's last. Of the replies in the window; by nearest rank."
	formulaService = "Turns decided in the window whose reply came within the target, over all turns decided in the window. " +
		"A turn is decided when it is answered or when its target has passed; one still open then has failed."
	formulaMissed = "Chats that were over in the window without any word of an agent, unless a bot alone served them to the end or a leader acknowledged them; " +
		"and chats that Acquire flags as missed, at the visitor's last word."
	formulaDropped   = "Chats that were over in the window with words of an agent, but with the visitor's last ones unanswered and not acknowledged."
	formulaOvertakes = "Replies to a turn that began 30 s or more after the wait of another waiting chat of the same agent; at most one a reply."
	formulaActive    = "Chats that are not over, with a word in the last 10 min or still waiting."
)

func (f FigureID) momentSpec() spec {
	at := func(title, formula string, u unit, collect func(*explainer)) spec {
		return spec{title, formula, u, false, false, collect}
	}
	switch f {
	case FigureWaiting:
		return at("Waiting", formulaWait, unitCount, (*explainer).waits)
	case FigureWaitingOver:
		return at("Waiting, critical or worse", "Waiting chats whose wait, time unseen or time seen without a reply has reached its critical limit.", unitCount, (*explainer).waitsOver)
	case FigureLongest:
		return at("Longest wait", "The longest wait of the chats that wait now, never an average. "+formulaWait, unitMax, (*explainer).waits)
	case FigureSeenNoReply:
		return at("Seen, no reply", formulaSeen, unitCount, (*explainer).seen)
	case FigureSeenLongest:
		return at("Seen, no reply: longest", formulaSeen, unitMax, (*explainer).seen)
	case FigureUnseen:
		return at("Unseen", "Waiting chats of whose unanswered words none has been seen.", unitCount, (*explainer).unseen)
	case FigureMissing:
		return at("Missed?", "Chats that are not over, 300 s after the visitor's first word without a word of an agent; not those that a bot serves or a leader acknowledged.",
			unitCount, (*explainer).missing)
	case FigureActive:
		return at("Active chats", formulaActive, unitCount, (*explainer).active)
	case FigureAgentsActive:
		return at("Agents in active chats", "Agents who own one of the active chats, each once. "+formulaActive, unitCount, (*explainer).agentsActive)
	case FigureBotLane:
		return at("Served by a bot", "Chats that are not over in which, after the visitor, only a bot has answered, until an agent is named or the bot leaves the visitor unanswered for 30 s.",
			unitCount, (*explainer).botLane)
	case FigureOfflineInbox:
		return at("Offline inbox", formulaOffline, unitCount, (*explainer).offline)
	case FigureOfflineOldest:
		return at("Offline inbox: oldest", formulaOffline, unitMax, (*explainer).offline)
	}
	return spec{title: "?"}
}

const formulaOffline = "Chats written while nobody was there (offline_chat) whose last words are unanswered, neither acknowledged nor closed nor followed by a later chat of the thread."

func (f FigureID) windowSpec() spec {
	of := func(title, formula string, u unit, collect func(*explainer)) spec {
		return spec{title, formula, u, true, false, collect}
	}
	switch f {
	case FigureFirst:
		return of("First response, median", formulaFirst, unitMedian, (*explainer).firsts)
	case FigureFirstP90:
		return of("First response, p90", formulaFirst, unitP90, (*explainer).firsts)
	case FigureFirstTotal:
		return of("First response with the bot's time, median", formulaTotal, unitMedian, (*explainer).totals)
	case FigureFirstTotalP90:
		return of("First response with the bot's time, p90", formulaTotal, unitP90, (*explainer).totals)
	case FigureNext:
		return of("Next response, median", formulaNext, unitMedian, (*explainer).nexts)
	case FigureNextP90:
		return of("Next response, p90", formulaNext, unitP90, (*explainer).nexts)
	case FigureFirstService:
		return of("Service level, first response", formulaService, unitShare, (*explainer).firstService)
	case FigureNextService:
		return of("Service level, next response", formulaService, unitShare, (*explainer).nextService)
	case FigureMissed:
		return of("Missed", formulaMissed, unitCount, (*explainer).missed)
	case FigureDropped:
		return of("Dropped", formulaDropped, unitCount, (*explainer).dropped)
	case FigureBotOnly:
		return of("Bot only", "Chats that were over in the window without a word of an agent, served by a bot to the end.", unitCount, (*explainer).botOnly)
	case FigureTransfers:
		return of("Transfers", "Replies in the window by another agent than the one who wrote before in the chat.", unitCount, (*explainer).transfers)
	case FigureOvertakes:
		return of("Overtakes", formulaOvertakes, unitCount, (*explainer).overtakes)
	case FigureVisitors:
		return of("Visitors' messages", "Words of visitors in the window.", unitCount, (*explainer).visitors)
	case FigureReplies:
		return of("Agents' messages", "Words of human agents in the window.", unitCount, (*explainer).replies)
	}
	return spec{title: "?"}
}

func (f FigureID) agentSpec() spec {
	now := func(title, formula string, u unit, collect func(*explainer)) spec {
		return spec{title, formula, u, false, false, collect}
	}
	half := func(title, formula string, u unit, collect func(*explainer)) spec {
		return spec{title, formula, u, true, true, collect}
	}
	both := func(title, formula string, u unit, collect func(*explainer)) spec {
		return spec{title, formula, u, true, false, collect}
	}
	switch f {
	case FigureAgentState:
		return now("State", formulaState, unitCount, (*explainer).state)
	case FigureAgentActive:
		return now("Concurrency now", "The agent's chats. "+formulaActive, unitCount, (*explainer).active)
	case FigureAgentPeak:
		return half("Concurrency, peak", "The most of the agent's chats that were active at once. "+formulaActive, unitPeak, (*explainer).peak)
	case FigureAgentMean:
		return half("Concurrency, mean", "The time that the agent's chats were active, over the time of the window. "+formulaActive, unitSum, (*explainer).mean)
	case FigureAgentWaiting:
		return now("Waiting", formulaWait, unitCount, (*explainer).waits)
	case FigureAgentOldest:
		return now("Longest wait", formulaWait, unitMax, (*explainer).waits)
	case FigureAgentSeenNoReply:
		return now("Seen, no reply", formulaSeen, unitCount, (*explainer).seen)
	case FigureAgentSilent:
		return now("Silent", "While somebody waits for the agent who has answered nobody since: now minus the agent's last word anywhere.", unitMax, (*explainer).silent)
	case FigureAgentTurns:
		return both("Turns answered", formulaFirst+" "+formulaNext, unitCount, (*explainer).answered)
	case FigureAgentMedian:
		return both("Response, median", formulaFirst+" "+formulaNext, unitMedian, (*explainer).answered)
	case FigureAgentP90:
		return half("Response, p90", formulaFirst+" "+formulaNext, unitP90, (*explainer).answered)
	case FigureAgentBreaches:
		return half("Over target", "Turns decided in the window that missed their target: the agent's own replies, and open turns of the chats that the agent owns.", unitCount, (*explainer).breaches)
	case FigureAgentOvertakes:
		return half("Overtakes", formulaOvertakes, unitCount, (*explainer).overtakes)
	case FigureAgentTransfers:
		return half("Chats taken over", "Replies in the window in a chat where another agent wrote before.", unitCount, (*explainer).transfers)
	}
	return spec{title: "?"}
}

const formulaState = "Inferred from what the agent does; Acquire's API has no presence. Towards the chat that waits longest for the agent, " +
	"k being the agent's words in other chats since that wait began: BUSY(k) if k is 1 or more, OVERTAKING if one of those overtook it, " +
	"SILENT if k is 0 and the agent wrote nothing anywhere for 180 s, else QUIET. Where nobody waits: ACTIVE after a word within 5 min, GONE without one for 30 min, else IDLE."

// shown writes a duration down as the screen does: "<1s", "38s", "4m12s", "1h02m".
func shown(d time.Duration) string {
	s := int64(max(d, 0) / time.Second)
	two := func(n int64) string { return string([]byte{'0' + byte(n/10), '0' + byte(n%10)}) }
	switch {
	case s == 0:
		return "<1s"
	case s < 60:
		return strconv.FormatInt(s, 10) + "s"
	case s < 3600:
		return strconv.FormatInt(s/60, 10) + "m" + two(s%60) + "s"
	}
	return strconv.FormatInt(s/3600, 10) + "h" + two(s/60%60) + "m"
}

// decimal writes a number down with at most one decimal.
func decimal(n float64) string {
	if n == float64(int64(n)) {
		return strconv.FormatInt(int64(n), 10)
	}
	return strconv.FormatFloat(n, 'f', 1, 64)
}
