package draw

import (
	"time"

	"floorwatch/model"
)

// SightWords says how much of a waiting visitor's messages has been seen, and since when.
func SightWords(r *model.Row) (word string, clock model.Clock) {
	switch r.Sight {
	case model.SightUnknown:
		return unknownSign, model.Clock{}
	case model.SightSeen:
		return r.Sight.String(), r.SeenFor
	case model.SightPart, model.SightUnseen:
		return r.Sight.String(), r.Unseen
	}
	return "", model.Clock{}
}

// LateSight is in place of the word about what is seen where messages were unseen for so long that the chat has its level
// from that, but are not any more. Empty else, and where what is seen now has reached a limit of its own.
func LateSight(r *model.Row) string {
	if r.Reason.Clock != model.ClockUnseen || !r.CausePast() || r.SightLevel() >= model.LevelWarn {
		return ""
	}
	switch r.Sight {
	case model.SightSeen:
		return "seen late"
	case model.SightPart:
		return "part late"
	}
	return ""
}

// SightSentence is SightWords as a sentence, with times formatted by clock.
func SightSentence(r *model.Row, clock func(model.Clock) string) string {
	if !r.AsOf.IsZero() {
		return asOf + " " + AsOf(r)
	}
	switch r.Sight {
	case model.SightSeen:
		switch {
		case r.SeenFor.AtLeast && r.SeenFor.For < time.Second: // before the first reading: no time is known
			return r.Sight.String()
		case r.FirstSeenBefore():
			return "first seen " + clock(r.SeenFor) + " ago"
		}
		return "seen " + clock(r.SeenFor) + " ago"
	case model.SightPart:
		return "rest unseen for " + clock(r.Unseen)
	case model.SightUnseen:
		return r.Sight.String()
	}
	return ""
}
