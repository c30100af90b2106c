package ui

import (
	"strconv"
	"strings"

	"floorwatch/model"
)

// Levels, sights and states have their words from the model; here is what the
// screens and the lines of --plain make of them, each once.

// levelCaption is the word for a level where its mark stands beside it.
func levelCaption(l model.Level) string { return strings.ToUpper(l.Word()) }

// levelSuffix is the word for a level at the end of a sentence.
func levelSuffix(l model.Level) string {
	if w := l.Word(); w != "" {
		return ", " + w
	}
	return ""
}

// sightWords say how much of what a waiting visitor wrote has been seen, and since when that is so.
func sightWords(r *model.Row) (word string, clock model.Clock) {
	switch r.Sight {
	case model.SightSeen:
		return r.Sight.String(), r.SeenFor
	case model.SightPart, model.SightUnseen:
		return r.Sight.String(), r.Unseen
	}
	return "", model.Clock{}
}

// sightSentence says the same in words, with times as clock writes them.
func sightSentence(r *model.Row, clock func(model.Clock) string) string {
	switch r.Sight {
	case model.SightSeen:
		return "seen " + clock(r.SeenFor) + " ago"
	case model.SightPart:
		return "newest unseen for " + clock(r.Unseen)
	case model.SightUnseen:
		return "unseen"
	}
	return ""
}

// ownerState is the word for what the owner is doing while this visitor waits.
func ownerState(r *model.Row) (role, string) {
	if !r.Wait.Running {
		return roleDim, ""
	}
	if r.Lane == model.LaneBotSilent && r.Owner == 0 {
		return roleWarn, laneCaption(r.Lane)
	}
	return stateWord(r.OwnerState, r.OwnerBusy)
}

func laneCaption(l model.Lane) string { return strings.ToUpper(l.String()) }

// stateWord is the word for an agent's state. Colour only where somebody has to look.
func stateWord(s model.AgentState, busy int) (role, string) {
	of, word := roleText, strings.ToUpper(s.String())
	switch s {
	case model.AgentBusy:
		word += "(" + strconv.Itoa(busy) + ")"
	case model.AgentNone, model.AgentOvertaking, model.AgentSilent:
		of = roleWarn
	case model.AgentIdle, model.AgentGone:
		of = roleDim
	}
	return of, word
}
