package model

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"floorwatch/model/safetext"
)

// A State is the word for how well the floor is being read.
type State uint8

// States. Every State has a word on the screen (String). The numbers travel: append only; Rank is their order.
const (
	StateStarting      State = iota // no answer yet
	StateLive                       // all is read in time
	StateLate                       // answers come, but later than the bound
	StateRetrying                   // the network or the server fails
	StateLimited                    // 429
	StateTokenRejected              // 401
	StatePortal                     // something that is not Acquire answers
	StateAPIError                   // Acquire answers success false
	StateDrift                      // answers come, rows in them cannot be understood
	StatePaused                     // the program did not run (suspend)
	StateReading                    // the first read of what can matter now is not over
	StatePartial                    // a part of the floor cannot be read
)

var stateWords = [...]string{"STARTING", "LIVE", "LATE", "RETRYING", "LIMITED", "TOKEN REJECTED", "PORTAL?", "API ERROR", "DRIFT", "PAUSED", "READING", "PARTIAL"}

// String returns the word that the screen shows.
func (s State) String() string {
	if int(s) < len(stateWords) {
		return stateWords[s]
	}
	return "UNKNOWN"
}

// FirstRead reports whether what can matter now is still being read for the first time,
// so that what comes in bad need not have become so just now. It is asked of the state
// that Snapshot.EffectiveHealth says.
func (s State) FirstRead() bool { return s == StateStarting || s == StateReading }

// stateOrder is the order in which states are said: the first that holds hides the others.
var stateOrder = [...]State{
	StateTokenRejected, StatePortal, StateAPIError, StateRetrying, StatePaused, StateStarting,
	StateDrift, StateLimited, StatePartial, StateLate, StateReading, StateLive,
}

// Rank is the place of s among the states, 0 the worst. One that only a newer program knows comes first.
func (s State) Rank() int { return slices.Index(stateOrder[:], s) }

// Health is the state of the reading itself. It travels with the data, so good
// news and bad news come the same way. The newest (At) wins.
type Health struct {
	At       time.Time     `json:"at"`
	State    State         `json:"state"`
	Why      safetext.Text `json:"why,omitzero"`       // one sentence: what happened and what to do
	LastGood time.Time     `json:"last_good,omitzero"` // the last good answer to anything
	RetryAt  time.Time     `json:"retry_at,omitzero"`  // when it tries next, where it waits
	Rate     float64       `json:"rate"`               // requests a second, over the last 10 s
	Skew     time.Duration `json:"skew"`               // the server's clock less ours
	Targets  int           `json:"targets"`            // threads that are polled
	ReadDone int           `json:"read_done"`          // of the first read: threads read with success …
	ReadAll  int           `json:"read_all"`           // … of so many known, the list of visitors counting as one until it is read; equal once it is over
	Read     bool          `json:"read,omitempty"`     // the first read is over: all that is known of the floor was read with success
	Drift    Drift         `json:"drift"`
	Route    safetext.Text `json:"route,omitzero"`    // why somebody who is to be told of alerts cannot be; empty: all can
	Dropped  int           `json:"dropped,omitempty"` // messages let go because the screen did not take them, since the start

	Percent    int `json:"-"`                     // of StateReading: how much is read; Snapshot.EffectiveHealth says it
	ReadFailed int `json:"read_failed,omitempty"` // of the first read: threads and lists that were asked for, never read, and failed last time; they are asked again
	Failing    int `json:"failing,omitempty"`     // threads and lists whose last request failed, read before or not
}

// Reading reports whether the first read is under way: something has not been asked for yet.
// What is left once that is no longer so has failed and is asked again; Read stays false until it succeeds.
func (h Health) Reading() bool { return h.ReadDone+h.ReadFailed < h.ReadAll }

// Drift counts what the API sent and nobody could understand, since the start.
type Drift struct {
	Malformed    int `json:"malformed,omitempty"`     // rows that could not be read at all
	UnknownType  int `json:"unknown_type,omitempty"`  // rows with an unknown type
	UnknownSide  int `json:"unknown_side,omitempty"`  // rows with an unknown sender
	UnknownSeen  int `json:"unknown_seen,omitempty"`  // rows with an unknown seen value
	OddID        int `json:"odd_id,omitempty"`        // ids that are no positive number
	OddTime      int `json:"odd_time,omitempty"`      // times that could not be read
	WrongThread  int `json:"wrong_thread,omitempty"`  // rows of a visitor that was not asked for
	OddEnvelope  int `json:"odd_envelope,omitempty"`  // success or content type not as documented
	UnknownField int `json:"unknown_field,omitempty"` // field names met for the first time
	MailFields   int `json:"mail_fields,omitempty"`   // messages with mail fields; they are understood and not in Total
}

// Add adds d2 to d.
func (d *Drift) Add(d2 Drift) {
	d.Malformed += d2.Malformed
	d.UnknownType += d2.UnknownType
	d.UnknownSide += d2.UnknownSide
	d.UnknownSeen += d2.UnknownSeen
	d.OddID += d2.OddID
	d.OddTime += d2.OddTime
	d.WrongThread += d2.WrongThread
	d.OddEnvelope += d2.OddEnvelope
	d.UnknownField += d2.UnknownField
	d.MailFields += d2.MailFields
}

// Total is the number of oddities of all kinds that could not be understood.
func (d Drift) Total() int {
	return d.Malformed + d.UnknownType + d.UnknownSide + d.UnknownSeen + d.OddID + d.OddTime + d.WrongThread + d.OddEnvelope + d.UnknownField
}

// remarkBreak stands between the remarks of a floor that is read in time.
const remarkBreak = "; "

// coverageRemarks are the remarks that follow from what is known of the floor in a state of it.
func (s *Snapshot) coverageRemarks(in State) []string {
	remarks := s.Coverage.remarks(s.Now, in)
	if s.NoHumanAgents {
		remarks = append(remarks, "every agent's user_type is an automation's, so all count as people: people.bots names those who are not")
	}
	return remarks
}

// Remarks are the remarks one by one, h being what EffectiveHealth returned: those of the
// reading stand in its sentence as well, where the state is LIVE.
func (s *Snapshot) Remarks(h Health) []string {
	if h.State != StateLive {
		return s.coverageRemarks(h.State)
	}
	if h.Why.IsEmpty() {
		return nil
	}
	return strings.Split(h.Why.String(), remarkBreak)
}

// Word is the state as the screen shows it, with how far the reading is.
func (h Health) Word() string {
	if h.State == StateReading {
		return h.State.String() + " " + strconv.Itoa(h.Percent) + "%"
	}
	return h.State.String()
}

// Inexact says why figures of the last half hour and of now carry the sign of a bound while the floor is read in
// time: what is not read of their span, and chats of which it was not observed when they ended. It is empty where
// they are exact or a range, and in every other state, which has a sentence of its own. h is what EffectiveHealth returned. Every face
// shows it, after everything else that there is to say.
func (s *Snapshot) Inexact(h Health, signs Notation) string {
	c := &s.Coverage
	if h.State != StateLive || c.Derived || c.Unobserved(s.Now) {
		return ""
	}
	owed := c.Debts.describeCurrent(s.Now)
	if owed == "" {
		return ""
	}
	text := "figures with " + strings.TrimSpace(signs.Least) + " or " + strings.TrimSpace(signs.About) + " are without " + owed
	if n := s.Headline.HalfHour.unsureEnds(); n > 0 {
		text += ", and the exact end of " + Count(n, "chat", "chats")
	}
	if !c.Debts.fresh(s.Now) {
		text += c.timeLeftClause(s.Now)
	}
	return text
}

// unsureEnds is of how many chats it is not known whether they ended in the window, or in time to count.
func (w *Window) unsureEnds() int {
	ends := w.MissedUpTo - w.Missed + w.DroppedUpTo - w.Dropped + w.BotOnlyUpTo - w.BotOnly
	return max(0, ends, w.FirstService.Unsure+w.NextService.Unsure)
}
