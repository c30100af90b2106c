package model

// Figures of the floor. The numbers are in no file and on no wire, so they may change.
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

	FigureFirst
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
	FigureOutOfHours
	FigureRated
	FigureLowRated

	floorFigures // those of agents and rows follow
)

// Formulas that several figures share.
const (
	formulaWait = "Before the first answer: now minus the first message of the visitor that neither an agent nor a bot has answered, " +
		"else the last one. After it: now minus the visitor's first message since the agent's last. " +
		"A chat that has ended, is acknowledged or served by a bot does not wait."
	formulaSeenChats = "Waiting chats whose newest message has been seen. " + formulaSeen
	formulaSeen      = "Now minus the first reading that found the oldest unanswered message of a waiting visitor seen. " +
		"The error is up to one reading; ≥ where it was seen before the first reading."
	formulaFirst = "First answer of an agent minus the start of the wait: the first message of the visitor that neither an agent nor a bot " +
		"had answered, else the last one. Of the chats first answered in the window; by nearest rank."
	formulaTotal   = "First answer of an agent minus the visitor's first message, the bot's time included. Of the chats first answered in the window; by nearest rank."
	formulaNext    = "Each later answer that ends a wait, minus the visitor's first message since the agent's last. Of the answers in the window; by nearest rank."
	formulaService = "Turns decided in the window that were answered within their goal, over all turns decided in the window. " +
		"A turn is decided when it is answered or when its goal has passed; one still open then has failed."
	formulaOvertakes = "Answers to a turn that began 30 s or more after the wait of another waiting chat of the same agent; at most one an answer."
	formulaRated     = "Chats whose rating (a feedback row of the transcript, else feedback_rating of the list of the visitor's chats, which is put at the chat's last row) lies in the window. " +
		"≥, since a rating is found once the chat is asked for again."
	formulaActive  = "Chats that have not ended, with a message in the last 10 min or still waiting."
	formulaOffline = "Chats written while nobody was there (offline_chat) whose last messages are unanswered, neither acknowledged nor closed nor followed by a later chat of the visitor."
)

func momentFigures() []Figure {
	return []Figure{
		{
			ID: FigureWaiting, Name: "waiting", Title: "Waiting", Unit: UnitCount, Scope: ScopeMoment,
			Help: "Chats in which the visitor had the last message and no human has answered.", Formula: formulaWait,
			JSON: JSONNames{Value: "waiting", Level: "waiting_level"}, Gauge: Gauge{Name: "waiting_chats"}, Perf: "waiting",
			floor: func(h *Headline) Value {
				return countValue(h.Waiting, LevelNone).sureLevel(max(h.WaitingLevel, LevelOK)).upTo(h.WaitingUpTo).aboutIf(h.Frozen > 0)
			},
		},
		{
			ID: FigureWaitingOver, Name: "waiting_over", Title: "Over limit", Unit: UnitCount, Scope: ScopeMoment,
			Help: "Waiting chats with a clock (wait, unseen, seen and not answered) at critical or worse.", Formula: "Waiting chats whose wait, time unseen or time seen and not answered has reached its critical limit.",
			JSON: JSONNames{Value: "waiting_over"}, Gauge: Gauge{Name: "waiting_over_chats"}, Perf: "over",
			floor: func(h *Headline) Value { return plainCount(h.WaitingOver).upTo(h.WaitingOverUpTo) },
		},
		{
			ID: FigureLongest, Name: "longest", Title: "Longest wait", Short: "Longest", Unit: UnitMax, Scope: ScopeMoment,
			Help: "The longest wait of the chats that wait now, never an average of finished waits.", Formula: "The longest wait of the chats that wait now, never an average. " + formulaWait,
			JSON: JSONNames{Value: "longest_seconds", AtLeast: "longest_at_least", Level: "longest_level"}, Gauge: Gauge{Name: "longest_wait_seconds"}, Perf: "longest",
			floor: func(h *Headline) Value { return longestValue(h.Longest) },
			limits: func(s *Snapshot) (warn, critical float64) {
				by := s.Headline.LongestBy
				if !s.Headline.Longest.Running {
					by = s.Limits.First
				}
				return by.Warn.Seconds(), by.Critical.Seconds()
			},
		},
		{
			ID: FigureUnseen, Name: "unseen", Title: "Unseen", Unit: UnitCount, Scope: ScopeMoment, rule: ruleSeen,
			Help: "Waiting chats of whose unanswered messages none has been seen.", Formula: "Waiting chats of whose unanswered messages none has been seen.",
			JSON: JSONNames{Value: "unseen"}, Gauge: Gauge{Name: "unseen_chats"}, Perf: "unseen",
			floor: func(h *Headline) Value { return h.seenValue(plainCount(h.Unseen)) },
		},
		{
			ID: FigureSeenNoReply, Name: "seen_no_reply", Title: "Seen, waiting", Short: "Seen", Unit: UnitCount, Scope: ScopeMoment, rule: ruleSeen,
			Help: "Waiting chats whose newest message the agent has seen.", Formula: formulaSeenChats,
			JSON: JSONNames{Value: "seen_no_reply", Level: "seen_level"}, Gauge: Gauge{Name: "seen_no_reply_chats"}, Perf: "seen",
			floor: func(h *Headline) Value {
				return h.seenValue(countValue(h.SeenNoReply, LevelNone).sureLevel(max(h.SeenLongest.Level, LevelOK)))
			},
		},
		{
			ID: FigureSeenLongest, Name: "seen_longest", Title: "Seen, longest", Short: "Seen max", Unit: UnitMax, Scope: ScopeMoment, rule: ruleSeen,
			Help:    "The longest time for which a waiting chat has been seen and not answered; ≥ where it was seen before floorwatch looked.",
			Formula: formulaSeenChats,
			JSON:    JSONNames{Value: "seen_longest_seconds"}, Gauge: Gauge{Name: "seen_no_reply_longest_seconds"},
			floor: func(h *Headline) Value { return longestValue(h.SeenLongest).seen(h.SeenUnknown, 0) },
		},
		{
			ID: FigureMissing, Name: "missing", Title: "Missed soon", Unit: UnitCount, Scope: ScopeMoment,
			Help:    "Chats that have not ended and that no agent has answered for 5 min: they will count as missed if they end so.",
			Formula: "Chats that have not ended, 300 s after the visitor's first message without a message of an agent; not those that a bot serves or a leader acknowledged.",
			JSON:    JSONNames{Value: "missing"}, Gauge: Gauge{Name: "missing_chats"},
			floor: func(h *Headline) Value { return plainCount(h.Missing).upTo(h.MissingUpTo) },
		},
		{
			ID: FigureActive, Name: "active", Title: "Active chats", Short: "Active", Unit: UnitCount, Scope: ScopeMoment,
			Help: "Chats with a message in the last 10 min or a waiting visitor.", Formula: formulaActive,
			JSON: JSONNames{Value: "active"}, Gauge: Gauge{Name: "active_chats"},
			floor: func(h *Headline) Value { return plainCount(h.Active).upTo(h.ActiveUpTo) },
		},
		{
			ID: FigureAgentsActive, Name: "active_agents", Title: "Agents in active chats", Short: "Agents", Unit: UnitCount, Scope: ScopeMoment, rule: ruleOwned,
			Help: "Agents who own an active chat.", Formula: "Agents who own one of the active chats, each once. " + formulaActive,
			JSON: JSONNames{Value: "active_agents"}, Gauge: Gauge{Name: "active_agents"},
			floor: func(h *Headline) Value { return plainCount(h.AgentsActive) },
		},
		{
			ID: FigureBotLane, Name: "bot", Title: "With a bot", Unit: UnitCount, Scope: ScopeMoment, rule: ruleOwned,
			Help:    "Chats that only a bot has answered so far.",
			Formula: "Chats that have not ended in which, after the visitor, only a bot has answered, until an agent is named or the bot leaves the visitor unanswered for 30 s.",
			JSON:    JSONNames{Value: "bot"}, Gauge: Gauge{Name: "bot_chats"},
			floor: func(h *Headline) Value { return plainCount(h.BotLane) },
		},
		{
			ID: FigureOfflineInbox, Name: "offline", Title: "Offline inbox", Short: "Offline", Unit: UnitCount, Scope: ScopeMoment, rule: ruleOwned,
			Help: "Chats written while nobody was there and not answered since; in no other figure.", Formula: formulaOffline,
			JSON: JSONNames{Value: "offline"}, Gauge: Gauge{Name: "offline_chats"},
			floor: func(h *Headline) Value { return plainCount(h.OfflineInbox) },
		},
		{
			ID: FigureOfflineOldest, Name: "offline_oldest", Title: "Offline inbox, oldest", Short: "Offline max", Unit: UnitMax, Scope: ScopeMoment, rule: ruleOwned,
			Help: "The age of the oldest of the offline inbox.", Formula: formulaOffline,
			JSON: JSONNames{Value: "offline_oldest_seconds"}, Gauge: Gauge{Name: "offline_oldest_seconds"},
			floor: func(h *Headline) Value { return ClockValue(h.OfflineOldest) },
		},
	}
}

// seenValue returns a value about what has been seen of the waiting chats: a lower bound unless that is known of all.
func (h *Headline) seenValue(v Value) Value { return v.seen(h.SeenUnknown, h.Frozen) }

// ratings returns a count of ratings: a lower bound, and unknown if none was ever found, because nothing tells
// whether the account asks for any.
func (w *Window) ratings(n int) Value {
	v := plainCount(n)
	if v.Bound = BoundLeast; !w.Rates {
		v.Bound = BoundUnknown
	}
	return v
}

// replyFigures are about how long replies took.
func replyFigures() []Figure {
	return []Figure{
		{
			ID: FigureFirst, Name: "first_reply", Title: "First response", Short: "1st response", Unit: UnitMedian, Scope: ScopeWindow, rule: ruleReplies,
			Help: "The median time to an agent's first answer in a chat; the bot's time is not the agent's.", Formula: formulaFirst,
			JSON:   JSONNames{Value: "first_reply.median_seconds", N: "first_reply.n"},
			Gauge:  Gauge{Name: "reply_median_seconds", Label: `reply="first"`, Help: "Median response time."},
			window: func(w *Window) Value { return w.First.median() },
		},
		{
			ID: FigureFirstP90, Name: "first_reply_p90", Title: "First response, 90% in", Short: "1st, 90% in", Unit: UnitP90, Scope: ScopeWindow, rule: ruleReplies,
			Help: "Nine of ten first responses came within this time.", Formula: formulaFirst,
			JSON:   JSONNames{Value: "first_reply.p90_seconds"},
			Gauge:  Gauge{Name: "reply_p90_seconds", Label: `reply="first"`, Help: "Time within which nine of ten responses came."},
			window: func(w *Window) Value { return w.First.p90() },
		},
		{
			ID: FigureFirstTotal, Name: "first_total", Title: "First response with bot", Short: "1st with bot", Unit: UnitMedian, Scope: ScopeWindow, rule: ruleReplies,
			Help: "The median time from the visitor's first message to an agent's first answer, the bot's time included.", Formula: formulaTotal,
			JSON:   JSONNames{Value: "first_total.median_seconds", N: "first_total.n"},
			Gauge:  Gauge{Name: "first_total_median_seconds"},
			window: func(w *Window) Value { return w.FirstTotal.median() },
		},
		{
			ID: FigureFirstTotalP90, Name: "first_total_p90", Title: "First response with bot, 90% in", Short: "1st bot, 90%", Unit: UnitP90, Scope: ScopeWindow, rule: ruleReplies,
			Help: "The time within which nine of ten visitors had an agent's first answer, the bot's time included.", Formula: formulaTotal,
			JSON:   JSONNames{Value: "first_total.p90_seconds"},
			Gauge:  Gauge{Name: "first_total_p90_seconds"},
			window: func(w *Window) Value { return w.FirstTotal.p90() },
		},
		{
			ID: FigureNext, Name: "next_reply", Title: "Next response", Unit: UnitMedian, Scope: ScopeWindow, rule: ruleReplies,
			Help: "The median time to each later answer.", Formula: formulaNext,
			JSON:   JSONNames{Value: "next_reply.median_seconds", N: "next_reply.n"},
			Gauge:  Gauge{Name: "reply_median_seconds", Label: `reply="next"`},
			window: func(w *Window) Value { return w.Next.median() },
		},
		{
			ID: FigureNextP90, Name: "next_reply_p90", Title: "Next response, 90% in", Short: "Next, 90% in", Unit: UnitP90, Scope: ScopeWindow, rule: ruleReplies,
			Help: "Nine of ten later responses came within this time.", Formula: formulaNext,
			JSON:   JSONNames{Value: "next_reply.p90_seconds"},
			Gauge:  Gauge{Name: "reply_p90_seconds", Label: `reply="next"`},
			window: func(w *Window) Value { return w.Next.p90() },
		},
		{
			ID: FigureFirstService, Name: "first_service", Title: "Service level", Unit: UnitShare, Scope: ScopeWindow, rule: ruleReplies,
			Help:    "First responses within their goal, of all that were decided; a wait that passes its goal counts as failed at once.",
			Formula: formulaService,
			JSON:    JSONNames{Value: "first_service.percent", In: "first_service.in_time", N: "first_service.of", Level: "first_service.level"},
			Gauge:   Gauge{Name: "service_percent", Label: `reply="first"`, Help: "Decided turns that were in time."},
			window:  func(w *Window) Value { return w.FirstService.Value() },
		},
		{
			ID: FigureNextService, Name: "next_service", Title: "Service level, next", Short: "Service, next", Unit: UnitShare, Scope: ScopeWindow, rule: ruleReplies,
			Help: "The same of later responses.", Formula: formulaService,
			JSON:   JSONNames{Value: "next_service.percent", In: "next_service.in_time", N: "next_service.of", Level: "next_service.level"},
			Gauge:  Gauge{Name: "service_percent", Label: `reply="next"`},
			window: func(w *Window) Value { return w.NextService.Value() },
		},
	}
}

// endFigures are about how chats ended, and who wrote how much.
func endFigures() []Figure {
	return []Figure{
		{
			ID: FigureMissed, Name: "missed", Title: "Missed", Unit: UnitCount, Scope: ScopeWindow, rule: ruleEnds,
			Help: "Chats that ended without an agent's message.",
			Formula: "Chats that ended in the window without a message of an agent, unless a bot alone served them to the end or a leader acknowledged them; " +
				"and chats that Acquire flags as missed, at the visitor's last message.",
			JSON: JSONNames{Value: "missed", Level: "missed_level"}, Gauge: Gauge{Name: "missed_chats"}, Perf: "missed",
			window: func(w *Window) Value { return countValue(w.Missed, w.MissedLevel).upTo(w.MissedUpTo) },
			limits: func(s *Snapshot) (warn, critical float64) {
				return float64(s.Limits.Missed.Warn), float64(s.Limits.Missed.Critical)
			},
		},
		{
			ID: FigureDropped, Name: "dropped", Title: "Ended unanswered", Short: "Unanswered", Unit: UnitCount, Scope: ScopeWindow, rule: ruleEnds,
			Help:    "Chats that ended with the visitor's last messages unanswered, after an agent had been there.",
			Formula: "Chats that ended in the window with messages of an agent, but with the visitor's last ones unanswered and not acknowledged.",
			JSON:    JSONNames{Value: "dropped"}, Gauge: Gauge{Name: "dropped_chats"},
			window: func(w *Window) Value { return plainCount(w.Dropped).upTo(w.DroppedUpTo) },
		},
		{
			ID: FigureBotOnly, Name: "bot_only", Title: "Bot only", Unit: UnitCount, Scope: ScopeWindow, rule: ruleEnds,
			Help:    "Chats that a bot served to the end.",
			Formula: "Chats that ended in the window without a message of an agent, served by a bot to the end.",
			JSON:    JSONNames{Value: "bot_only"}, Gauge: Gauge{Name: "bot_only_chats"},
			window: func(w *Window) Value { return plainCount(w.BotOnly).upTo(w.BotOnlyUpTo) },
		},
		{
			ID: FigureOutOfHours, Name: "out_of_hours", Title: "Out of hours", Unit: UnitCount, Scope: ScopeWindow, rule: ruleEnds,
			Help: "Turns asked and answered while the floor was closed, and chats left unanswered to which nothing was written while it was open.",
			Formula: "Answers in the window to what was asked while closed, where no business hours lay between the two, and chats that ended in the window with only messages unanswered " +
				"that were written while closed. They count in no service level and no response time, and neither as missed nor as ended unanswered.",
			JSON: JSONNames{Value: "out_of_hours"}, Gauge: Gauge{Name: "out_of_hours"},
			window: func(w *Window) Value { return plainCount(w.OutOfHours).upTo(w.OutOfHoursUpTo) },
		},
		{
			ID: FigureTransfers, Name: "transfers", Title: "Transfers", Unit: UnitCount, Scope: ScopeWindow, rule: ruleCounts,
			Help:    "Answers by another agent than the one who wrote before in the chat.",
			Formula: "Answers in the window by another agent than the one who wrote before in the chat.",
			JSON:    JSONNames{Value: "transfers"}, Gauge: Gauge{Name: "transfers"},
			window: func(w *Window) Value { return plainCount(w.Transfers) },
		},
		{
			ID: FigureOvertakes, Name: "overtakes", Title: "Skipped waits", Short: "Skipped", Unit: UnitCount, Scope: ScopeWindow, rule: ruleOvertakes,
			Help: "Answers that went to somebody who began to wait later than another visitor of the same agent.", Formula: formulaOvertakes,
			JSON: JSONNames{Value: "overtakes"}, Gauge: Gauge{Name: "overtakes"},
			window: func(w *Window) Value { return plainCount(w.Overtakes).upTo(w.OvertakesUpTo + w.Unnamed) },
		},
		{
			ID: FigureVisitors, Name: "visitor_messages", Title: "Visitors' messages", Short: "Visitors wrote", Unit: UnitCount, Scope: ScopeWindow, rule: ruleMessages,
			Help: "Messages that visitors wrote.", Formula: "Messages of visitors in the window.",
			JSON: JSONNames{Value: "visitor_messages"}, Gauge: Gauge{Name: "visitor_messages"},
			window: func(w *Window) Value { return plainCount(w.Visitors) },
		},
		{
			ID: FigureReplies, Name: "agent_messages", Title: "Agents' messages", Short: "Agents wrote", Unit: UnitCount, Scope: ScopeWindow, rule: ruleMessages,
			Help: "Messages that human agents wrote.", Formula: "Messages of human agents in the window.",
			JSON: JSONNames{Value: "agent_messages"}, Gauge: Gauge{Name: "agent_messages"},
			window: func(w *Window) Value { return plainCount(w.Replies) },
		},
		{
			ID: FigureRated, Name: "rated", Title: "Rated", Unit: UnitCount, Scope: ScopeWindow, rule: ruleMessages,
			Help: "Chats that the visitor rated, as far as found; none where the account asks for no ratings.", Formula: formulaRated,
			JSON: JSONNames{Value: "rated"}, Gauge: Gauge{Name: "rated_chats"},
			window: func(w *Window) Value { return w.ratings(w.Rated) },
		},
		{
			ID: FigureLowRated, Name: "low_rated", Title: "Rated low", Unit: UnitCount, Scope: ScopeWindow, rule: ruleMessages,
			Help: "Chats that the visitor rated with one or two stars of five, as far as found.", Formula: formulaRated,
			JSON: JSONNames{Value: "rated_low"}, Gauge: Gauge{Name: "rated_low_chats"},
			window: func(w *Window) Value { return w.ratings(w.LowRated) },
		},
	}
}
