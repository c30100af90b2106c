package model

import "time"

// Figures of an agent, and of a row.
const (
	FigureAgentState FigureID = iota + floorFigures // the number is k
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

	FigureWait
	FigureSeenFor
	FigureAssigned
)

const formulaState = "Inferred from what the agent does; Acquire's API has no presence. Towards the chat that waits longest for the agent, " +
	"k being the agent's messages in other chats since that wait began: BUSY k if k is 1 or more, SKIPPING if one of those overtook it, " +
	"SILENT if k is 0 and the agent wrote nothing anywhere for 180 s, else silent in small letters. Where nobody waits: ACTIVE after a message within 5 min, AWAY? without one for 30 min, else IDLE."

func agentNowFigures() []Figure {
	return []Figure{
		{
			ID: FigureAgentState, Name: "busy", Title: "State", Unit: UnitCount, Scope: ScopeAgent, rule: ruleActivity,
			Help: "The agent's messages in other chats since the longest wait began.", Formula: formulaState,
			JSON:  JSONNames{Value: "busy"},
			agent: func(a *AgentRow, _ bool) Value { return countValue(a.Busy, a.Level) },
		},
		{
			ID: FigureAgentActive, Name: "active", Title: "Chats now", Column: "chats", Unit: UnitCount, Scope: ScopeAgent, rule: ruleOwned,
			Help: "Active chats of an agent.", Formula: "The agent's chats. " + formulaActive,
			JSON: JSONNames{Value: "active"}, Gauge: Gauge{Name: "agent_active_chats"},
			agent: func(a *AgentRow, _ bool) Value { return countValue(a.Active, a.ActiveLevel) },
		},
		{
			ID: FigureAgentPeak, Name: "peak", Title: "Chats, peak", Unit: UnitPeak, Scope: ScopeAgentHalf, rule: ruleLoad,
			Help: "The most chats of an agent that were active at once.", Formula: "The most of the agent's chats that were active at once. " + formulaActive,
			JSON: JSONNames{Value: "peak"},
			agent: func(a *AgentRow, _ bool) Value {
				return Value{Unit: UnitPeak, OK: true, Number: float64(a.Peak), N: a.Peak, Level: LevelOK, Sure: true}.upTo(a.Peak + a.Loose)
			},
		},
		{
			ID: FigureAgentMean, Name: "mean", Title: "Chats, mean", Unit: UnitMean, Scope: ScopeAgentHalf, rule: ruleLoad,
			Help: "Chats of an agent that were active at once, on average over the time.", Formula: "The time that the agent's chats were active, over the time of the window. " + formulaActive,
			JSON: JSONNames{Value: "mean"},
			agent: func(a *AgentRow, _ bool) Value {
				return Value{Unit: UnitMean, OK: true, Number: a.Mean, Level: LevelOK, Sure: true}.upTo(int(a.Mean) + 2*a.Loose)
			},
		},
		{
			ID: FigureAgentWaiting, Name: "waiting", Title: "Waiting", Unit: UnitCount, Scope: ScopeAgent, rule: ruleOwned,
			Help: "Waiting chats of an agent.", Formula: formulaWait,
			JSON: JSONNames{Value: "waiting"}, Gauge: Gauge{Name: "agent_waiting_chats"},
			agent: func(a *AgentRow, _ bool) Value {
				return countValue(a.Waiting, LevelNone).sureLevel(a.Oldest.Level).aboutIf(a.Frozen > 0)
			},
		},
		{
			ID: FigureAgentOldest, Name: "oldest", Title: "Longest wait", Short: "Longest", Unit: UnitMax, Scope: ScopeAgent, rule: ruleOwned,
			Help: "The longest wait of the agent's chats.", Formula: formulaWait,
			JSON:  JSONNames{Value: "oldest_seconds"},
			agent: func(a *AgentRow, _ bool) Value { return longestValue(a.Oldest) },
		},
		{
			ID: FigureAgentSeenNoReply, Name: "seen_no_reply", Title: "Seen, waiting", Short: "Seen", Unit: UnitCount, Scope: ScopeAgent, rule: ruleSeen,
			Help: "Waiting chats of an agent whose newest message the agent has seen.", Formula: formulaSeenChats,
			JSON: JSONNames{Value: "seen_no_reply"},
			agent: func(a *AgentRow, _ bool) Value {
				return plainCount(a.SeenNoReply).seen(a.SeenUnknown, a.Frozen)
			},
		},
		{
			ID: FigureAgentSilent, Name: "silent", Title: "Silent for", Short: "Silent", Unit: UnitMax, Scope: ScopeAgent, rule: ruleSilence,
			Help:    "How long an agent with a waiting visitor has written nothing anywhere.",
			Formula: "While somebody waits for the agent who has answered nobody since: now minus the agent's last message anywhere.",
			JSON:    JSONNames{Value: "silent_seconds"},
			agent:   func(a *AgentRow, _ bool) Value { return ClockValue(a.Silent) },
		},
	}
}

func agentWindowFigures() []Figure {
	return []Figure{
		{
			ID: FigureAgentTurns, Name: "turns", Title: "Turns answered", Short: "Turns", Column: "answers", Unit: UnitCount, Scope: ScopeAgentWindow, rule: ruleCounts,
			Help: "Turns that an agent answered.", Formula: formulaFirst + " " + formulaNext,
			JSON: JSONNames{Value: "turns"},
			agent: func(a *AgentRow, today bool) Value {
				if today {
					return plainCount(a.DayTurns)
				}
				return plainCount(a.Turns)
			},
		},
		{
			ID: FigureAgentMedian, Name: "reply", Title: "Response", Column: "median", Unit: UnitMedian, Scope: ScopeAgentWindow, rule: ruleReplies,
			Help: "The median time to an agent's answers.", Formula: formulaFirst + " " + formulaNext,
			JSON: JSONNames{Value: "median_seconds"},
			agent: func(a *AgentRow, today bool) Value {
				if today {
					return durationValue(UnitMedian, a.DayMedian, a.DayTurns)
				}
				return durationValue(UnitMedian, a.Median, a.Turns)
			},
		},
		{
			ID: FigureAgentP90, Name: "reply_p90", Title: "Response, 90% in", Short: "90% in", Column: "90% in", Unit: UnitP90, Scope: ScopeAgentHalf, rule: ruleReplies,
			Help: "Nine of ten of an agent's responses came within this time.", Formula: formulaFirst + " " + formulaNext,
			JSON:  JSONNames{Value: "p90_seconds"},
			agent: func(a *AgentRow, _ bool) Value { return durationValue(UnitP90, a.P90, a.Turns) },
		},
		{
			ID: FigureAgentBreaches, Name: "breaches", Title: "Breached", Unit: UnitCount, Scope: ScopeAgentHalf, rule: ruleReplies,
			Help:    "Turns of an agent that missed their goal.",
			Formula: "Turns decided in the window that missed their goal: the agent's own answers, and open turns of the chats that the agent owns.",
			JSON:    JSONNames{Value: "breaches"},
			agent:   func(a *AgentRow, _ bool) Value { return plainCount(a.Breaches).upTo(a.BreachesUpTo) },
		},
		{
			ID: FigureAgentOvertakes, Name: "overtakes", Title: "Skipped waits", Short: "Skipped", Unit: UnitCount, Scope: ScopeAgentHalf, rule: ruleOvertakes,
			Help: "Answers of an agent that skipped an older wait.", Formula: formulaOvertakes,
			JSON: JSONNames{Value: "overtakes"},
			agent: func(a *AgentRow, _ bool) Value {
				return plainCount(a.Overtakes).upTo(a.OvertakesUpTo + a.Unnamed)
			},
		},
		{
			ID: FigureAgentTransfers, Name: "transfers", Title: "Chats taken over", Short: "Taken over", Unit: UnitCount, Scope: ScopeAgentHalf, rule: ruleCounts,
			Help: "Chats that an agent took over from another.", Formula: "Answers in the window in a chat where another agent wrote before.",
			JSON:  JSONNames{Value: "transfers"},
			agent: func(a *AgentRow, _ bool) Value { return plainCount(a.Transfers) },
		},
	}
}

func rowFigures() []Figure {
	return []Figure{
		{
			ID: FigureWait, Name: "wait", Title: "Wait", Unit: UnitMax, Scope: ScopeRow, rule: ruleKnownWait,
			Help: "How long the visitor has waited.", Formula: formulaWait,
			JSON: JSONNames{Value: "wait_seconds", AtLeast: "at_least"},
			row:  func(r *Row, _ time.Time) Value { return ClockValue(r.Wait).aboutIf(r.Wait.Running && !r.AsOf.IsZero()) },
		},
		{
			ID: FigureSeenFor, Name: "seen_for", Title: "Seen, waiting", Short: "Seen", Unit: UnitMax, Scope: ScopeRow, rule: ruleSeenFor,
			Help: "For how long the oldest unanswered message has been seen.", Formula: formulaSeen,
			JSON: JSONNames{Value: "seen_seconds"},
			row: func(r *Row, _ time.Time) Value {
				return ClockValue(r.SeenFor).aboutIf(r.SeenFor.Running && !r.AsOf.IsZero())
			},
		},
		{
			ID: FigureAssigned, Name: "assigned_for", Title: "Assigned for", Short: "Assigned", Unit: UnitMax, Scope: ScopeRow, rule: ruleSeenFor,
			Help: "Since when the agent has the chat.",
			Formula: "Now minus the look at the list of the visitor's chats that first found the agent named, or the answer with which the agent took the chat, whichever made it theirs. " +
				"The error is up to one look; ≥ where the first look found it so. Its limits (limits.assigned, off as a rule) hold while the visitor waits and the agent has not written since.",
			JSON: JSONNames{Value: "assigned_seconds"},
			row:  func(r *Row, now time.Time) Value { return ClockValue(r.AssignedAt(now)) },
		},
	}
}
