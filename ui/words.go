package ui

import (
	"strconv"
	"strings"
	"time"

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

func orNone(lk *look, s string) string {
	if s == "" {
		return lk.glyphs.none
	}
	return s
}

// known writes a time of Acquire's, and nothing where Acquire gave none.
func known(d model.Duration) string {
	if !d.Known {
		return ""
	}
	return reply(d.D)
}

// acquireDay are Acquire's totals of the whole floor.
func acquireDay(d *model.DayTotals) []piece {
	if d == nil {
		return []piece{{roleDim, "not known yet"}}
	}
	s := count(d.Total, "chat", "chats") + ", " + strconv.Itoa(d.Answered) + " answered, " + strconv.Itoa(d.Missed) + " missed"
	if r := known(d.Response); r != "" {
		s += ", response " + r
	}
	return []piece{{roleDim, s}}
}

// agentState is the word for an agent's own state. An agent with nothing to do has no "NO OWNER".
func agentState(a *model.AgentRow) (role, string) {
	if a.State == model.AgentNone {
		return roleDim, ""
	}
	return stateWord(a.State, a.Busy)
}

// clockTime is the time of day in w cells; a time nobody could read is shown as such.
func clockTime(t time.Time, zone *time.Location, w int) string {
	if t.IsZero() {
		return "--:--:--"[:w]
	}
	return t.In(zone).Format("15:04:05")[:w]
}

func rate(r float64) string {
	if r >= 9.95 {
		return strconv.Itoa(int(r + 0.5))
	}
	return strconv.FormatFloat(max(0, r), 'f', 1, 64)
}

// visitorNumber stands for a visitor without a name.
func visitorNumber(r *model.Row) string { return "#" + strconv.FormatInt(int64(r.Key.Visitor), 10) }

func ofAll(n, all int) string { return strconv.Itoa(n) + " of " + strconv.Itoa(all) }

func chatName(id model.ChatID) string { return "chat " + strconv.FormatInt(int64(id), 10) }

func sameDay(a, b time.Time, zone *time.Location) bool {
	ay, am, ad := a.In(zone).Date()
	by, bm, bd := b.In(zone).Date()
	return ay == by && am == bm && ad == bd
}

// sinceThen writes how long ago a moment was: "40 s", "14 min", "3 h 05 min".
func sinceThen(d time.Duration) string {
	m := int64(d / time.Minute)
	switch {
	case d < time.Minute:
		return duration(d)
	case m < 60:
		return count(int(m), "min", "min")
	}
	return count(int(m/60), "h", "h") + " " + two(m%60) + " min"
}

func agentNumber(id model.AgentID) string { return "agent " + strconv.FormatInt(int64(id), 10) }

func chatNumber(r *model.Row) string { return strconv.FormatInt(int64(r.Chat), 10) }

// timeLeft says how far a wait is from its target.
func timeLeft(r *model.Row) string {
	if r.TimeLeft < 0 {
		return duration(-r.TimeLeft) + " over"
	}
	return duration(r.TimeLeft) + " left"
}

// stateSentence says what a state means where the poller gave no reason.
func stateSentence(s model.State) string {
	switch s {
	case model.StateLate:
		return "Answers come late."
	case model.StateRetrying:
		return "Acquire cannot be reached."
	case model.StateLimited:
		return "Acquire asks for fewer requests."
	case model.StateTokenRejected:
		return "Acquire refuses the token: floorwatch needs a new one."
	case model.StatePortal:
		return "Something else answers in Acquire's place: a login page?"
	case model.StateAPIError:
		return "Acquire answers with an error."
	case model.StateDrift:
		return "Some of what Acquire sends cannot be understood."
	case model.StatePaused:
		return "The program did not run for a while."
	case model.StatePartial:
		return "A part of the floor cannot be read."
	}
	return "Nothing has been read yet."
}

const sightWord = len("unseen")
