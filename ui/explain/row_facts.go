package explain

import (
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A rowFact is something that a thread's row shows besides the figures that the Board explains.
type rowFact uint8

const (
	noFact rowFact = iota
	factGap
	factSLA
	factUnseen
	factSight
	factUnanswered
	factOwner
	factChat
	factFirst
	factCount
)

func (f rowFact) title() string {
	switch f {
	case factGap:
		return "Missing messages"
	case factSLA:
		return "SLA"
	case factUnseen:
		return "Unseen for"
	case factSight:
		return "What is seen"
	case factUnanswered:
		return "Unanswered"
	case factOwner:
		return "Assigned to"
	case factChat:
		return "Chat"
	case factFirst:
		return model.FigureOf(model.FigureFirst).Title
	}
	return ""
}

// short is the title where the value leaves little room; empty: there is none.
func (f rowFact) short() string {
	switch f {
	case factGap:
		return "Gaps"
	case factUnseen:
		return "Unseen"
	case factSight:
		return "Seen"
	case factOwner:
		return "Agent"
	}
	return ""
}

// level is the level of what the fact's value says; model.LevelNone if it has none.
func (f rowFact) level(r *model.Row) model.Level {
	switch {
	case r == nil || r.Unsure:
	case f == factSLA:
		return r.WaitLevel()
	case f == factUnseen:
		return r.Unseen.Level
	case f == factSight:
		return r.SightLevel()
	}
	return model.LevelNone
}

// explain returns the explanation of a row's fact at now, in the form of the Board's explanations.
func (f rowFact) explain(style *draw.Style, r *model.Row, nth string, now time.Time) model.Explanation {
	x := model.Explanation{Title: f.title(), To: now, Subject: model.Subject{Key: r.Key}, Known: true, Value: f.value(style, r, nth)}
	switch f {
	case factGap:
		x.Formula = "An answer of Acquire that had to repeat a message known before repeated none, so messages between the last known one and the first of that answer may be missing. " +
			"Numbers that are left out prove nothing. The older messages are asked for again, ever less often, until one answer holds both sides. " +
			"Every figure counts what is known: beside a gap a wait, an answer or a missed chat may be another."
	case factSLA:
		x.Formula = "The goal of the response that is waited for, minus the wait. With a plus it is how far the wait is past its goal. The list is sorted by it."
	case factUnseen:
		x.Formula = "Now minus the visitor's first message after the last one that was seen, as long as no reading has found a later one seen. Only a chat that waits has it."
	case factSight:
		x.Formula = "Of what the waiting visitor wrote since the last answer: all unseen; part, where the newest is unseen and an older one seen; or seen, where the newest is. " +
			"Acquire gives no time for it, so it is known when a reading has found it."
	case factUnanswered:
		x.Formula = "The visitor's messages since the last answer. A message that is not in Acquire any more, and those above 50 in one minute, are not counted."
	case factChat:
		x.Formula = "The chats of this visitor that are known, this one with them: those that began today, where there was one before today's, else all. Chats from before the lookback are not known."
	case factFirst:
		x.Formula = "From the visitor's first message that waits for a person to the first answer of an agent, in business hours. A bot's time is not counted. " +
			"There is none yet where no agent has answered, and none is counted of an offline message or where the first messages are not known."
	case factOwner:
		if _, word := draw.OwnerState(r); word != "" && word != draw.Unassigned {
			x.Value += ", " + word
		}
		if r.Owner != 0 && r.Assigned.Running {
			x.Value += ", for " + style.Clock(r.AssignedAt(now))
		}
		x.Formula = ownerFormula + "BOT stands where after the visitor only a bot has answered: nobody waits for us then. It ends when an agent is named for the chat, or as BOT SILENT when the bot has left the visitor without an answer for 30 s."
	}
	return x
}

// ownerFormula explains how the agent of a chat and the agent's state are determined.
const ownerFormula = "The agent that the list of the visitor's chats named last, else the sender of the last answer. k is what the agent has written in other chats since this wait began: " +
	"BUSY k if k is 1 or more, SKIPPING if somebody who began to wait later was answered first, SILENT if k is 0 and the agent has written nothing anywhere for 180 s, else silent in small letters; the word comes with the first minute. " +
	"Acquire has no presence in its API: this is inferred from what agents do. "

// value is a row's value of a fact in a few words. nth says which of the visitor's chats it is.
func (f rowFact) value(style *draw.Style, r *model.Row, nth string) string {
	switch f {
	case factGap:
		if n := len(r.Gaps); n > 0 {
			return "perhaps, at " + draw.Count(n, "place", "places")
		}
	case factSLA:
		if r.Wait.Running {
			return draw.TimeLeft(r)
		}
	case factUnseen:
		return style.Clock(r.Unseen)
	case factSight:
		if word, _ := draw.SightWords(r); word != "" {
			return word
		}
	case factUnanswered:
		if r.Wait.Running {
			return draw.Unanswered(r.Unanswered)
		}
	case factOwner:
		return ownerName(style, r)
	case factChat:
		if nth != "" {
			return strings.Replace(nth, " chat", "", 1)
		}
	case factFirst:
		if r.Answered {
			return draw.Duration(r.FirstTook)
		}
	}
	return style.Glyphs.None
}

// ownerName is the agent of a chat, by name if that is known.
func ownerName(style *draw.Style, r *model.Row) string {
	switch {
	case r.Lane == model.LaneBot && r.Owner == 0:
		return "a bot"
	case r.Owner == 0:
		return "nobody"
	case r.OwnerName.IsEmpty():
		return draw.AgentNumber(r.Owner)
	}
	name := ""
	for _, piece := range style.Pieces(draw.RoleText, style.Known(draw.AgentName(r.OwnerName)).Truncate(longestName)) {
		name += piece.Text
	}
	return name
}

// whyWaiting says why a thread is waiting or not, or was at a past moment, and which part of a wait does not count.
func whyWaiting(c *draw.Context, r *model.Row) string {
	s, text := c.Snap, waitingWords(c.Style, r, c.Zone)
	if c.Past {
		text = inThePast(text, draw.DayTime(c.At, c.Now, c.Zone))
	}
	if closed := s.Now.Sub(r.Wait.Since) - r.Wait.For; r.Wait.Running && r.AsOf.IsZero() && closed >= time.Second {
		text += " Of that " + model.FormatDuration(closed) + " lie outside business hours and do not count."
	}
	if r.Wait.Paused {
		text += " The floor is closed: the clock is paused, " + s.OpensAt(r.Wait.Opens) + "."
	}
	return text
}

// awaitsFirst reports whether the visitor waits for the first response.
func awaitsFirst(r *model.Row) bool { return r.Wait.Running && r.First && !r.Answered }

// whyFirst says of the first response why it has a value or none, before what whyWaiting says.
func whyFirst(c *draw.Context, r *model.Row) string {
	given := "is not given yet"
	if c.Past {
		given = "was not given by then"
	}
	switch {
	case r.Answered:
		return "An agent answered after " + draw.Duration(r.FirstTook) + ". "
	case awaitsFirst(r):
		return "It " + given + ", after " + c.Style.Clock(r.Wait) + ". "
	case r.Missed, r.Lane == model.LaneBot:
		return "It " + given + ": no agent has written. "
	case r.Offline:
		return ""
	}
	return "None is counted: an agent wrote before the visitor, or it is not known what was written first. "
}

// inThePast puts the first words of waitingWords, which say whether the chat waits, into the past: as of at.
func inThePast(text, at string) string {
	for now, then := range map[string]string{"Waiting since ": " it had waited since ", "It does not wait: ": " it did not wait: "} {
		if rest, ok := strings.CutPrefix(text, now); ok {
			return "At " + at + then + rest
		}
	}
	return text
}

func waitingWords(style *draw.Style, r *model.Row, zone *time.Location) string {
	at := func(t time.Time) string { return t.In(zone).Format("15:04:05") }
	switch {
	case r.Wait.Running && r.Lane == model.LaneBotSilent:
		return "Waiting since " + at(r.Wait.Since) + ": a bot has answered and then fallen silent."
	case r.Wait.Running && r.First:
		return "Waiting since " + at(r.Wait.Since) + " for the first answer of an agent."
	case r.Wait.Running:
		return "Waiting since " + at(r.Wait.Since) + ": the visitor has written after the agent's last message."
	case r.Offline:
		return "It does not wait: it was written while nobody was there, and counts in the offline inbox alone."
	case r.Acked:
		who := "a leader"
		if !r.AckedBy.IsEmpty() {
			who = style.Known(r.AckedBy).String()
		}
		return "It does not wait: " + who + " has said that it needs no answer, until the visitor writes again."
	case r.Over:
		return "It does not wait: the chat has ended" + missedWords(r) + "."
	case r.Lane == model.LaneBot:
		return "It does not wait: a bot serves it."
	case r.LastSide == model.SideAgent:
		return "It does not wait: an agent wrote the last message, at " + at(r.LastAt) + "."
	case r.LastSide == model.SideBot:
		return "It does not wait: a bot wrote the last message, at " + at(r.LastAt) + "."
	}
	return "It does not wait: no visitor's message is without an answer."
}

// asOf says how old the data of a thread is. If the visitors' list shows every new message, the
// messages are as of that list; what was seen, closing and agent are as of their own answers.
func asOf(r *model.Row, words time.Time, zone *time.Location) string {
	if r.PolledAt.IsZero() {
		return ""
	}
	at := func(t time.Time) string { return t.In(zone).Format("15:04:05") }
	text := " Messages as of " + at(words) + ", what was seen as of " + at(r.PolledAt)
	if !r.ListedAt.IsZero() {
		text += ", agent and closing as of " + at(r.ListedAt) + " or later"
	}
	return text + "."
}

func missedWords(r *model.Row) string {
	if r.Missed {
		return ", and missed: no agent has written in it"
	}
	return ""
}
