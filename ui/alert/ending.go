package alert

import (
	"slices"

	"floorwatch/model"
)

// An Ending is how an alert ended.
type Ending uint8

// How an alert can end, each with its word for people and for programs.
const (
	EndNone         Ending = iota // still open
	EndAnswered                   // an agent has answered
	EndBot                        // a bot has answered
	EndUnanswered                 // the chat ended without an answer
	EndMissed                     // … and counts as missed
	EndUnderLimit                 // the visitor still waits, within the limit again
	EndHandedOn                   // another agent has the chat
	EndAcknowledged               // a leader acknowledged it
	EndBack                       // the data is back, or the figure is within its limit
	EndGone                       // the chat is no longer on the floor
)

var endings = [...]struct{ people, brief, programs string }{
	{"", "", ""}, {"answered", "answered", "answered"}, {"answered by a bot", "by a bot", "answered"},
	{"ended unanswered", "unanswered", "ended"}, {"missed", "missed", "ended"}, {"under its limit again", "under limit", "back"},
	{"another agent's", "another's", "back"}, {"acknowledged", "acknowledged", "acknowledged"}, {"back within limits", "back", "back"},
	{"gone", "gone", "gone"},
}

// String returns the words for the screen.
func (e Ending) String() string { return endings[e].people }

// Brief returns at most 12 characters for the screen.
func (e Ending) Brief() string { return endings[e].brief }

// Word returns the word in a Notice, part of its published format.
func (e Ending) Word() string { return endings[e].programs }

// endingOf returns the first ending that has this word in a Notice; EndNone if none does.
func endingOf(word string) Ending {
	for e := range endings {
		if endings[e].programs == word {
			return Ending(e)
		}
	}
	return EndNone
}

// endingOfAlert returns how an alert that is no longer found has ended.
func endingOfAlert(s *model.Snapshot, a *Alert) Ending {
	if a.ID.Chat == 0 {
		return EndBack
	}
	i := slices.IndexFunc(s.Threads, func(r *model.Row) bool { return r.Chat == a.ID.Chat })
	if i < 0 {
		return EndGone
	}
	switch r := s.Threads[i]; {
	case r.Acked:
		return EndAcknowledged
	case a.ID.kind == model.ConcernAssigned && r.Owner != a.Agent.ID:
		return EndHandedOn
	case r.Missed:
		return EndMissed
	case r.LastSide == model.SideAgent:
		return EndAnswered
	case r.Over:
		return EndUnanswered
	case r.LastSide == model.SideBot:
		return EndBot
	}
	return EndUnderLimit
}
