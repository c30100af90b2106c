package model

import "time"

// What gave a waiting chat its level, and the level by which each of its parts is drawn. The level itself is the Board's (Row.Level).

// OverLimit reports whether the visitor certainly waits and one of the clocks has reached its critical limit: what
// has the mark of a chat over its limit.
func (r *Row) OverLimit() bool { return r.Wait.Running && !r.Unsure && r.Level >= LevelCritical }

// Left is the time left to the goal in whole seconds, negative past it: with the wait beside it, which is shown in whole
// seconds too, it is the goal. Both cut to seconds would be a second less.
func (r *Row) Left() time.Duration {
	return r.TimeLeft + r.Wait.For - r.Wait.For.Truncate(time.Second)
}

// WaitLevel is the level by which the wait itself is coloured, as opposed to the row's mark.
func (r *Row) WaitLevel() Level { return r.clockLevel(r.Wait, r.Reason.Clock == ClockWait) }

// SightLevel is the level by which the word about what is seen is coloured: that of the clock which the word is about.
func (r *Row) SightLevel() Level {
	if r.Sight == SightSeen {
		return r.clockLevel(r.SeenFor, r.Reason.Clock == ClockSeen && !r.CausePast())
	}
	return r.clockLevel(r.Unseen, r.Reason.Clock == ClockUnseen && !r.CausePast())
}

// CausePast reports whether what gave a waiting chat its level has ended, as when a message was unseen for too long and
// has been seen since: the chat keeps the level until it is answered.
func (r *Row) CausePast() bool {
	c := &r.Wait
	switch r.Reason.Clock {
	case ClockUnseen:
		c = &r.Unseen
	case ClockSeen:
		c = &r.SeenFor
	}
	return r.Level >= LevelWarn && (!c.Running || c.For < r.Reason.For)
}

// FirstSeenBefore reports whether the oldest unanswered message has been seen for longer than the visitor has waited: a
// bot has answered it, and before the first answer of an agent the wait counts from the message after that.
func (r *Row) FirstSeenBefore() bool { return r.SeenFor.Running && r.SeenFor.For > r.Wait.For }

// CauseWords says which clock besides the wait has brought a waiting chat to its critical limit or beyond, and how far if
// it has stopped: "seen 1m40s", "unseen", "was unseen 49s"; "was over limit" if it was by the limits of the team that
// had the chat before. It is empty if it is the wait alone.
func (r *Row) CauseWords() string {
	by, past := r.Reason.Clock, r.CausePast()
	seen := ClockValue(r.SeenFor).Format(ScreenNotation())
	switch isSeen := r.SeenFor.Level >= LevelCritical || by == ClockSeen && !past; {
	case r.Level < LevelCritical:
		return ""
	case isSeen && r.FirstSeenBefore():
		return "first message seen " + seen
	case isSeen:
		return "seen " + seen
	case r.Unseen.Level >= LevelCritical || by == ClockUnseen && !past:
		return "unseen"
	case by == ClockUnseen:
		return "was unseen " + FormatDuration(r.Reason.For)
	case by == ClockSeen:
		return "was seen " + FormatDuration(r.Reason.For)
	case r.Level > r.Wait.Level:
		return "was over limit"
	}
	return ""
}

// clockLevel returns the level of a clock, or that of the row if this clock is the cause.
func (r *Row) clockLevel(c Clock, cause bool) Level {
	if cause && r.Level >= LevelWarn {
		return max(c.Level, r.Level)
	}
	return c.Level
}
