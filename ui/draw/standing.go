package draw

import (
	"strconv"

	"floorwatch/model"
)

// Acknowledged is the word for a chat of which a leader says that it needs no answer.
const Acknowledged = "acknowledged"

// Standing says in a word how a chat stands that does not wait.
func Standing(r *model.Row) string {
	switch {
	case r.Offline:
		return "offline"
	case r.Acked:
		return Acknowledged
	case r.Missed:
		return "missed"
	case r.Missing:
		return "missed?"
	case r.Over:
		return "ended"
	case r.Lane == model.LaneBot:
		return "with bot"
	case r.Gone:
		return "visitor left?"
	case r.LastSide == model.SideAgent:
		return "answered"
	case r.LastSide == model.SideBot:
		return "with bot"
	}
	return "open"
}

// StateReason says why the word for what an agent does while a visitor waits
// stands there; empty where the word says it all.
func StateReason(r *model.Row) string {
	switch r.OwnerState {
	case model.AgentBusy:
		return "answered " + Count(r.OwnerBusy, "message", "messages") + " elsewhere"
	case model.AgentOvertaking:
		return "answered a newer wait first"
	case model.AgentSilent, model.AgentQuiet:
		return "has written nothing anywhere"
	case model.AgentGone:
		return "has not written for 30 min"
	}
	return ""
}

// Ordinal writes the number of a visitor's chat: "2nd".
func Ordinal(n int) string {
	tail := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			tail = "st"
		case 2:
			tail = "nd"
		case 3:
			tail = "rd"
		}
	}
	return strconv.Itoa(n) + tail
}
