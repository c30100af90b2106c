package model

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"floorwatch/model/safetext"
)

// A State says how well the floor is being read.
type State uint8

// States. Each has a word on the screen (String). They are sent as numbers: append only; Rank is their order.
const (
	StateStarting      State = iota // no answer yet
	StateLive                       // everything is read in time
	StateLate                       // answers arrive, but later than they should
	StateRetrying                   // the network or the server fails
	StateLimited                    // HTTP 429
	StateTokenRejected              // HTTP 401
	StatePortal                     // something other than Acquire answers
	StateAPIError                   // Acquire answers "success": false
	StateDrift                      // answers contain rows that cannot be understood
	StatePaused                     // the program did not run (suspend)
	StateReading                    // the first read of what matters now is not complete
	StatePartial                    // part of the floor cannot be read
)

var stateWords = [...]string{"STARTING", "LIVE", "LATE", "RETRYING", "LIMITED", "TOKEN REJECTED", "PORTAL?", "API ERROR", "DRIFT", "PAUSED", "READING", "PARTIAL"}

// String returns the word on the screen.
func (s State) String() string {
	if int(s) < len(stateWords) {
		return stateWords[s]
	}
	return "UNKNOWN"
}

// FirstRead reports whether what matters now is still being read for the first time, so that a bad value need not
// be recent. Call it on the state that Snapshot.EffectiveHealth returns.
func (s State) FirstRead() bool { return s == StateStarting || s == StateReading }

// stateOrder is the order of precedence: the first state that applies hides the others.
var stateOrder = [...]State{
	StateTokenRejected, StatePortal, StateAPIError, StateRetrying, StatePaused, StateStarting,
	StateDrift, StateLimited, StatePartial, StateLate, StateReading, StateLive,
}

// Rank returns the position of s in order of precedence, 0 the worst. A newer program's unknown state is -1.
func (s State) Rank() int { return slices.Index(stateOrder[:], s) }

// Health is the state of the reading. It travels with the data, so good and bad news take the same path. Of two
// the newer (At) wins.
type Health struct {
	At       time.Time     `json:"at"`
	State    State         `json:"state"`
	Why      safetext.Text `json:"why,omitzero"`       // one sentence: what happened and what to do
	LastGood time.Time     `json:"last_good,omitzero"` // the last successful answer of any kind
	RetryAt  time.Time     `json:"retry_at,omitzero"`  // time of the next attempt, if it is waiting for one
	Rate     float64       `json:"rate"`               // requests per second over the last 10 s
	Skew     time.Duration `json:"skew"`               // the server's clock minus ours
	Targets  int           `json:"targets"`            // threads that are polled
	ReadDone int           `json:"read_done"`          // of the first read: threads read successfully …
	ReadAll  int           `json:"read_all"`           // … out of this many known, where the list of visitors counts as one until it is read; equal when complete
	Read     bool          `json:"read,omitempty"`     // the first read is complete: everything known was read successfully
	Drift    Drift         `json:"drift"`
	Route    safetext.Text `json:"route,omitzero"`    // why an alert route cannot deliver; empty: all can
	Dropped  int           `json:"dropped,omitempty"` // messages discarded because the screen did not consume them, since the start

	Percent    int `json:"-"`                     // of StateReading: progress; set by Snapshot.EffectiveHealth
	ReadFailed int `json:"read_failed,omitempty"` // of the first read: threads and lists whose last request failed and that were never read; they are retried
	Failing    int `json:"failing,omitempty"`     // threads and lists whose last request failed, read before or not
}

// Reading reports whether the first read is under way, that is, something has not been requested yet. Afterwards
// what is left has failed and is retried, and Read is false until that succeeds.
func (h Health) Reading() bool { return h.ReadDone+h.ReadFailed < h.ReadAll }

// Drift counts what the API sent and the program could not understand, since the start.
type Drift struct {
	Malformed    int `json:"malformed,omitempty"`     // unreadable rows
	UnknownType  int `json:"unknown_type,omitempty"`  // rows of unknown type
	UnknownSide  int `json:"unknown_side,omitempty"`  // rows with an unknown kind of sender
	UnknownSeen  int `json:"unknown_seen,omitempty"`  // rows with an unknown seen value
	OddID        int `json:"odd_id,omitempty"`        // ids that are not positive numbers
	OddTime      int `json:"odd_time,omitempty"`      // unreadable times
	WrongThread  int `json:"wrong_thread,omitempty"`  // rows of a visitor other than the requested one
	OddEnvelope  int `json:"odd_envelope,omitempty"`  // success or content type other than documented
	UnknownField int `json:"unknown_field,omitempty"` // field names seen for the first time
	MailFields   int `json:"mail_fields,omitempty"`   // messages with mail fields; these are understood and not part of Total
}

// Add adds the counts of d2 to those of d.
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

// Total returns the number of everything that was not understood.
func (d Drift) Total() int {
	return d.Malformed + d.UnknownType + d.UnknownSide + d.UnknownSeen + d.OddID + d.OddTime + d.WrongThread + d.OddEnvelope + d.UnknownField
}

// remarkBreak separates the remarks in StateLive.
const remarkBreak = "; "

// coverageRemarks returns the remarks that follow from the coverage and the agents in a state.
func (s *Snapshot) coverageRemarks(in State) []string {
	remarks := s.Coverage.remarks(s.Now, in)
	if s.NoHumanAgents {
		remarks = append(remarks, "every agent's user_type is an automation's, so all count as people: people.bots names those who are not")
	}
	return remarks
}

// Remarks returns the remarks one by one. h is what EffectiveHealth returned; in StateLive its sentence consists
// of them.
func (s *Snapshot) Remarks(h Health) []string {
	if h.State != StateLive {
		return s.coverageRemarks(h.State)
	}
	if h.Why.IsEmpty() {
		return nil
	}
	return strings.Split(h.Why.String(), remarkBreak)
}

// Word returns the state as the screen shows it, with the progress of a first read.
func (h Health) Word() string {
	if h.State == StateReading {
		return h.State.String() + " " + strconv.Itoa(h.Percent) + "%"
	}
	return h.State.String()
}

// Inexact explains why figures of now and of the last half hour are bounds ("≥", "~") while the floor is read in
// time: unread debts in their span, and chats whose end was not observed. It is empty if they are exact or ranges,
// and in every other state, which has a sentence of its own. h is what EffectiveHealth returned. Every face shows
// it after everything else.
func (s *Snapshot) Inexact(h Health, signs Notation) string {
	c := &s.Coverage
	if h.State != StateLive || c.Derived || c.Unobserved(s.Now) {
		return ""
	}
	owed := c.Debts.describe(func(k DebtKind) int { return c.Debts.countCurrentOf(k, s.Now) })
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

// unsureEnds returns how many chats may or may not have ended in the window, or in time to count.
func (w *Window) unsureEnds() int {
	ends := w.MissedUpTo - w.Missed + w.DroppedUpTo - w.Dropped + w.BotOnlyUpTo - w.BotOnly
	return max(0, ends, w.FirstService.Unsure+w.NextService.Unsure)
}
