package alert

import (
	"slices"

	"floorwatch/model"
)

// An Ending is how an alert ended.
type Ending uint8

// How an alert can end, each with its word for people and for programs.
const (
	EndNone         Ending = iota // it goes on
	EndAnswered                   // an agent has answered
	EndBot                        // a bot has
	EndUnanswered                 // the chat is over
	EndMissed                     // … and counts as missed
	EndUnderLimit                 // the visitor waits, and is under the limit again
	EndHandedOn                   // another agent has the chat
	EndAcknowledged               // somebody said that they know
	EndBack                       // the data, or a figure within its limit
	EndGone                       // the chat is no longer there
)

var endings = [...]struct{ people, programs string }{
	{"", ""}, {"answered", "answered"}, {"answered by a bot", "answered"}, {"ended unanswered", "ended"}, {"missed", "ended"},
	{"under its limit again", "back"}, {"another agent's", "back"}, {"acknowledged", "acknowledged"}, {"back within limits", "back"}, {"gone", "gone"},
}

// String is the word on the screen.
func (e Ending) String() string { return endings[e].people }

// Word is the word in a Notice.
func (e Ending) Word() string { return endings[e].programs }

// endingOf is an ending that a Notice has this word for.
func endingOf(word string) Ending {
	for e := range endings {
		if endings[e].programs == word {
			return Ending(e)
		}
	}
	return EndNone
}

// endingOfAlert says how an alert has ended that is not found any more.
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
