package draw

import (
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
)

// Levels, sights and states have their words from the model; here is what the
// screens and the lines of --plain make of them, each once.

// LevelCaption is the word for a level where its mark stands beside it.
func LevelCaption(l model.Level) string { return strings.ToUpper(l.Word()) }

// LevelSuffix is the word for a level at the end of a sentence.
func LevelSuffix(l model.Level) string {
	if w := l.Word(); w != "" {
		return ", " + w
	}
	return ""
}

// SightWords say how much of what a waiting visitor wrote has been seen, and since when that is so.
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

// SightSentence says the same in words, with times as clock writes them.
func SightSentence(r *model.Row, clock func(model.Clock) string) string {
	if !r.AsOf.IsZero() {
		return asOf + " " + AsOf(r)
	}
	switch r.Sight {
	case model.SightSeen:
		return "seen " + clock(r.SeenFor) + " ago"
	case model.SightPart:
		return "rest unseen for " + clock(r.Unseen)
	case model.SightUnseen:
		return r.Sight.String()
	}
	return ""
}

// unknownSign stands for what is not known of a row, and for its level.
const unknownSign = "?"

// asOf stands before the time of what is not current.
const asOf = "as of"

// AsOf is the time of day that the words of a row are of which are too old to be called current.
func AsOf(r *model.Row) string { return r.AsOf.Format("15:04:05") }

// OldWords are the two words in place of those about its sight for such a row; ok is false for one that is current.
func OldWords(r *model.Row) (word, at string, ok bool) {
	if r.AsOf.IsZero() {
		return "", "", false
	}
	return asOf, AsOf(r), true
}

// Unassigned stands where a chat has no agent, NoAgent where that is too long for block letters.
const (
	Unassigned = "UNASSIGNED"
	NoAgent    = "NO AGENT"
)

// OwnerState is the word for what the owner is doing while this visitor waits,
// UNASSIGNED where there is none.
func OwnerState(r *model.Row) (Role, string) {
	if !r.Wait.Running {
		return RoleDim, ""
	}
	if r.Lane == model.LaneBotSilent && r.Owner == 0 {
		return RoleWarn, LaneCaption(r.Lane)
	}
	return StateWord(r.OwnerState, r.OwnerBusy, r.Silent)
}

// LaneCaption is the word for a lane where it stands as a state.
func LaneCaption(l model.Lane) string { return strings.ToUpper(l.String()) }

// StateWord is the word for an agent's state, in capitals where a limit is reached
// or something is worth a look. Colour only where somebody has to look. Times are
// in whole minutes, so that they change once a minute.
//
// An agent is not silent from the second on in which a visitor writes: below silentFrom there is no word for it.
func StateWord(s model.AgentState, busy int, silent model.Clock) (Role, string) {
	if silent.Running && silent.For < silentFrom && (s == model.AgentSilent || s == model.AgentQuiet) {
		return RoleDim, ""
	}
	switch s {
	case model.AgentUnknown:
		return RoleDim, unknownSign
	case model.AgentNone:
		return RoleWarn, Unassigned
	case model.AgentBusy:
		return RoleText, "BUSY " + strconv.Itoa(busy)
	case model.AgentOvertaking:
		return RoleWarn, "SKIPPING"
	case model.AgentSilent:
		return RoleWarn, "SILENT" + minutesBehind(silent)
	case model.AgentQuiet:
		return RoleText, "silent" + minutesBehind(silent)
	case model.AgentIdle:
		return RoleDim, "IDLE" + minutesBehind(silent)
	case model.AgentGone:
		return RoleDim, "AWAY?"
	}
	return RoleText, strings.ToUpper(s.String())
}

// silentFrom is for how long an agent has to have written nothing anywhere to be called silent: whoever
// answers reads and writes for as long.
const silentFrom = time.Minute

// minutesBehind is how long a clock has run, from a minute on, behind a blank.
func minutesBehind(c model.Clock) string {
	if !c.Running || c.For < time.Minute {
		return ""
	}
	return " " + WholeMinutes(c.For)
}

// OrNone is s, and the sign for no data where s is empty.
func OrNone(lk *Style, s string) string {
	if s == "" {
		return lk.Glyphs.None
	}
	return s
}

// KnownDuration writes a time of Acquire's, and nothing where Acquire gave none.
func KnownDuration(d model.Duration) string {
	if !d.Known {
		return ""
	}
	return reply(d.D)
}

// AcquireDay are Acquire's totals of the whole floor.
func AcquireDay(d *model.DayTotals) []Piece {
	if d == nil {
		return []Piece{{RoleDim, "not known yet"}}
	}
	s := Count(d.Total, "chat", "chats") + ", " + strconv.Itoa(d.Answered) + " answered, " + strconv.Itoa(d.Missed) + " missed"
	if r := KnownDuration(d.Response); r != "" {
		s += ", response " + r
	}
	return []Piece{{RoleDim, s}}
}

// AgentState is the word for an agent's own state. An agent is never UNASSIGNED.
func AgentState(a *model.AgentRow, now time.Time) (Role, string) {
	silent := a.Silent
	switch a.State {
	case model.AgentNone:
		return RoleDim, ""
	case model.AgentIdle:
		if silent = (model.Clock{}); !a.LastReply.IsZero() {
			silent = model.Clock{Running: true, For: now.Sub(a.LastReply)}
		}
	}
	of, word := StateWord(a.State, a.Busy, silent)
	if word == "" && !a.LastReply.IsZero() { // they have written a moment ago
		return StateWord(model.AgentActive, 0, model.Clock{})
	}
	return of, word
}

// ClockTime is the time of day in w cells; a time nobody could read is shown as such.
func ClockTime(t time.Time, zone *time.Location, w int) string {
	if t.IsZero() {
		return "--:--:--"[:w]
	}
	return t.In(zone).Format("15:04:05")[:w]
}

// Rate writes requests a second, with one decimal below ten.
func Rate(r float64) string {
	if r >= 9.95 {
		return strconv.Itoa(int(r + 0.5))
	}
	return strconv.FormatFloat(max(0, r), 'f', 1, 64)
}

// VisitorNumber stands for a visitor without a name.
func VisitorNumber(r *model.Row) string { return "#" + strconv.FormatInt(int64(r.Key.Visitor), 10) }

// OfAll writes how many of how many.
func OfAll(n, all int) string { return strconv.Itoa(n) + " of " + strconv.Itoa(all) }

// ChatName names a chat in a sentence.
func ChatName(id model.ChatID) string { return "chat " + strconv.FormatInt(int64(id), 10) }

// SameDay reports whether two times are of one day in a time zone.
func SameDay(a, b time.Time, zone *time.Location) bool {
	ay, am, ad := a.In(zone).Date()
	by, bm, bd := b.In(zone).Date()
	return ay == by && am == bm && ad == bd
}

// SinceThen writes how long ago a moment was: "40 s", "14 min", "3 h 05 min".
func SinceThen(d time.Duration) string {
	m := int64(d / time.Minute)
	switch {
	case d < time.Minute:
		return Duration(d)
	case m < 60:
		return Count(int(m), "min", "min")
	}
	return Count(int(m/60), "h", "h") + " " + TwoDigits(m%60) + " min"
}

// AgentNumber stands for an agent without a name.
func AgentNumber(id model.AgentID) string { return "agent " + strconv.FormatInt(int64(id), 10) }

// minutesFrom is how far past its goal a wait's SLA goes on by minutes: the seconds are the wait's, beside it, and
// each that ticks costs bytes on every terminal.
const minutesFrom = 10 * time.Minute

// TimeLeft says how far a wait is from its goal, or past it: "25s left", "+2m26s".
func TimeLeft(r *model.Row) string {
	switch {
	case !r.Wait.Running:
		return ""
	case r.TimeLeft <= -minutesFrom && r.TimeLeft > -time.Hour:
		return "+" + strconv.Itoa(int(-r.TimeLeft/time.Minute)) + "m"
	case r.TimeLeft < 0:
		return "+" + Duration(-r.TimeLeft)
	}
	return Duration(r.TimeLeft) + " left"
}

// StateSentence says what a state means where the poller gave no reason.
func StateSentence(s model.State) string {
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

// SightWord is the width of the longest word for what has been seen.
const SightWord = len("unseen")

// DayTime is a time of today, or with its day where it is of another.
func DayTime(t, now time.Time, zone *time.Location) string {
	if SameDay(t, now, zone) {
		return t.In(zone).Format("15:04:05")
	}
	return t.In(zone).Format("Mon 15:04")
}

// WholeWords is s without the words at its end for which there is no room in w cells.
func (lk *Style) WholeWords(s string, w int) string {
	for lk.Width(s) > w {
		i := strings.LastIndexByte(s, ' ')
		if i <= 0 {
			return s
		}
		s = s[:i]
	}
	return s
}

// FirstThatFits is the first form of a text that fits into w cells, else the last.
func (lk *Style) FirstThatFits(w int, forms ...string) string {
	for _, s := range forms {
		if lk.Width(s) <= w {
			return s
		}
	}
	return forms[len(forms)-1]
}

// mostUnanswered is from where on a number of messages is not exact: of a flood only
// the first 50 of a minute are counted.
const mostUnanswered = 50

// Unanswered is how many messages of a visitor are unanswered: "3", "50+", and
// nothing where none is.
func Unanswered(n int) string {
	switch {
	case n < 1:
		return ""
	case n > mostUnanswered:
		return strconv.Itoa(mostUnanswered) + "+"
	}
	return strconv.Itoa(n)
}

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

// NthChat says which of a visitor's chats one is after some earlier ones: of today, where any before was of today.
// part: there may have been more before; "" is then said of one that is the first of today.
func NthChat(earlier []model.EarlierChat, part bool, now time.Time, zone *time.Location) string {
	today := 1
	for i := range earlier {
		if SameDay(earlier[i].Began, now, zone) {
			today++
		}
	}
	switch {
	case today > 1:
		return Ordinal(today) + " chat today"
	case part:
		return ""
	}
	return Ordinal(len(earlier)+1) + " chat"
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
