package draw

import (
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
)

// The words for levels, sights and states come from the model; this file has their forms for screens and for --plain.

// LevelCaption returns the word for a level next to its mark.
func LevelCaption(l model.Level) string { return strings.ToUpper(l.Word()) }

// LevelSuffix returns the word for a level at the end of a sentence.
func LevelSuffix(l model.Level) string {
	if w := l.Word(); w != "" {
		return ", " + w
	}
	return ""
}

// unknownSign is the sign for what is not known of a row, and for its level.
const unknownSign = "?"

// asOf precedes the time of what is not current.
const asOf = "as of"

// AsOf returns the time of day as of which an outdated row is known.
func AsOf(r *model.Row) string { return r.AsOf.Format("15:04:05") }

// OldWords returns the two words that replace those about seen for such a row; ok is false for a current one.
func OldWords(r *model.Row) (word, at string, ok bool) {
	if r.AsOf.IsZero() {
		return "", "", false
	}
	return asOf, AsOf(r), true
}

// Unassigned is shown for a chat without an agent, NoAgent if that is too long for block letters, and NoAgentShort if
// that is too.
const (
	Unassigned   = "UNASSIGNED"
	NoAgent      = "NO AGENT"
	NoAgentShort = "NONE"
	Bot          = "BOT" // of a chat that a bot has
)

// OwnerState returns the word for what the owner is doing while this visitor waits, or UNASSIGNED.
func OwnerState(r *model.Row) (Role, string) {
	if !r.Wait.Running {
		return RoleDim, ""
	}
	if r.Lane == model.LaneBotSilent && r.Owner == 0 {
		return RoleWarn, strings.ToUpper(r.Lane.String())
	}
	return stateWord(r.OwnerState, r.OwnerBusy, r.BusyPart, r.Silent)
}

// StateWord returns the word for an agent's state, in capitals if a limit is reached or it deserves attention, and
// in colour only if somebody has to act. Times are in whole minutes, so that they change once a minute.
//
// An agent is not called silent from the very second in which a visitor writes: below silentFrom there is no word.
func StateWord(s model.AgentState, busy int, silent model.Clock) (Role, string) {
	return stateWord(s, busy, false, silent)
}

// stateWord is StateWord; part: busy is at least that.
func stateWord(s model.AgentState, busy int, part bool, silent model.Clock) (Role, string) {
	if silent.Running && silent.For < silentFrom && (s == model.AgentSilent || s == model.AgentQuiet) {
		return RoleDim, ""
	}
	switch s {
	case model.AgentUnknown:
		return RoleDim, unknownSign
	case model.AgentNone:
		return RoleWarn, Unassigned
	case model.AgentBusy:
		if part {
			return RoleText, "BUSY " + strconv.Itoa(busy) + "+"
		}
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

// silentFrom is how long an agent has to have written nothing anywhere to be called silent: reading and writing a
// reply takes as long.
const silentFrom = time.Minute

// minutesBehind returns how long a clock has run, from a minute on, with a space in front.
func minutesBehind(c model.Clock) string {
	if !c.Running || c.For < time.Minute {
		return ""
	}
	return " " + WholeMinutes(c.For)
}

// OrNone returns s, or the sign for no data if s is empty.
func OrNone(st *Style, s string) string {
	if s == "" {
		return st.Glyphs.None
	}
	return s
}

// KnownDuration formats one of Acquire's durations; empty if Acquire gave none.
func KnownDuration(d model.Duration) string {
	if !d.Known {
		return ""
	}
	return reply(d.D)
}

// AcquireDay returns Acquire's totals of the whole floor.
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

// AgentState returns the word for an agent's own state, which is never UNASSIGNED.
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
	of, word := stateWord(a.State, a.Busy, a.BusyPart, silent)
	if word == "" && !a.LastReply.IsZero() { // they have just written
		return StateWord(model.AgentActive, 0, model.Clock{})
	}
	return of, word
}

// ClockTime formats a time of day in w cells; an unreadable time is shown as such.
func ClockTime(t time.Time, zone *time.Location, w int) string {
	if t.IsZero() {
		return "--:--:--"[:w]
	}
	return t.In(zone).Format("15:04:05")[:w]
}

// Rate formats requests per second, with one decimal below ten.
func Rate(r float64) string {
	if r >= 9.95 {
		return strconv.Itoa(int(r + 0.5))
	}
	return strconv.FormatFloat(max(0, r), 'f', 1, 64)
}

// VisitorNumber is shown for a visitor without a name.
func VisitorNumber(r *model.Row) string { return "#" + strconv.FormatInt(int64(r.Key.Visitor), 10) }

// OfAll formats a part of a number: "3 of 12".
func OfAll(n, all int) string { return strconv.Itoa(n) + " of " + strconv.Itoa(all) }

// ChatName names a chat in a sentence.
func ChatName(id model.ChatID) string { return "chat " + strconv.FormatInt(int64(id), 10) }

// SameDay reports whether two times are on the same day in a time zone.
func SameDay(a, b time.Time, zone *time.Location) bool {
	ay, am, ad := a.In(zone).Date()
	by, bm, bd := b.In(zone).Date()
	return ay == by && am == bm && ad == bd
}

// SinceThen formats how long ago a moment was: "40 s", "14 min", "3 h 05 min".
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

// AgentNumber is shown for an agent without a name.
func AgentNumber(id model.AgentID) string { return "agent " + strconv.FormatInt(int64(id), 10) }

// minutesFrom is how far past its goal a wait's SLA is shown in minutes: the wait beside it has the seconds, and
// each tick costs bytes on every terminal.
const minutesFrom = 10 * time.Minute

// TimeLeft says how far a wait is from its goal or past it: "25s left", "+2m26s".
func TimeLeft(r *model.Row) string {
	switch {
	case !r.Wait.Running:
		return ""
	case r.TimeLeft <= -minutesFrom && r.TimeLeft > -time.Hour:
		return "+" + strconv.Itoa(int(-r.TimeLeft/time.Minute)) + "m"
	case r.TimeLeft < 0:
		return "+" + Duration(-r.Left())
	}
	return Duration(r.Left()) + " left"
}

// AsSentence is a reason with the capital letter that it needs behind a full stop, unless it begins with a name such as "api.url".
func AsSentence(why string) string {
	first, _, _ := strings.Cut(why, " ")
	if strings.Trim(first, "abcdefghijklmnopqrstuvwxyz") != "" || why == "" {
		return why
	}
	return strings.ToUpper(why[:1]) + why[1:]
}

// StateSentence describes a state for which the poller gave no reason.
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

// DayTime formats a time of today, or with its day if it is of another.
func DayTime(t, now time.Time, zone *time.Location) string {
	if SameDay(t, now, zone) {
		return t.In(zone).Format("15:04:05")
	}
	return t.In(zone).Format("Mon 15:04")
}

// WholeWords returns s without the words at its end that do not fit into w cells.
func (st *Style) WholeWords(s string, w int) string {
	for st.Width(s) > w {
		i := strings.LastIndexByte(s, ' ')
		if i <= 0 {
			return s
		}
		s = s[:i]
	}
	return s
}

// FirstThatFits returns the first form that fits into w cells, else the last.
func (st *Style) FirstThatFits(w int, forms ...string) string {
	for _, s := range forms {
		if st.Width(s) <= w {
			return s
		}
	}
	return forms[len(forms)-1]
}

// Unanswered formats the number of unanswered messages of a visitor: "3", "50+"; empty for none.
func Unanswered(n int) string {
	switch {
	case n < 1:
		return ""
	case n > model.FloodFrom:
		return strconv.Itoa(model.FloodFrom) + "+" // more than that of a minute are not counted
	}
	return strconv.Itoa(n)
}

// Acknowledged is the word for a chat that needs no reply according to a leader.
const Acknowledged = "acknowledged"

// ChatStatus returns the word for the status of a chat that does not wait.
func ChatStatus(r *model.Row) string {
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

// StateReasons explain the word for what an agent does while a visitor waits, the longest form first; none if the word
// suffices. busy is the number of messages elsewhere, of which there may be more if part.
func StateReasons(s model.AgentState, busy int, part bool) []string {
	switch s {
	case model.AgentBusy:
		more := ""
		if part {
			more = " or more"
		}
		return []string{"answered " + Count(busy, "message", "messages") + more + " elsewhere", "answers elsewhere"}
	case model.AgentOvertaking:
		return []string{"answered a newer wait first", "newer wait first"}
	case model.AgentSilent, model.AgentQuiet:
		return []string{"no message anywhere"}
	case model.AgentGone:
		return []string{"no message for 30 min"}
	}
	return nil
}

// NthChat says which of a visitor's chats one is after some earlier ones: of today, if any of those was today.
// part: there may have been more before; the result is then empty for the first of today.
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

// Ordinal formats the number of a visitor's chat: "2nd".
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
