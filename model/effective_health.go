package model

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"floorwatch/model/safetext"
)

// EffectiveHealth is h with the word and the sentence for how well the floor is read,
// the reading itself and what is known of the floor taken together. Every face
// shows these. Of a stream without coverage the Health has its own say.
func (s *Snapshot) EffectiveHealth(h Health) Health {
	was := h.State
	h.State = s.state(h)
	if d := &s.Coverage.Debts; h.State == StateReading {
		h.Percent = d.percent()
	}
	if h.State == was && (s.Coverage.Derived || h.State.blocksReading()) {
		return h
	}
	if was == StateLate && h.State == StateLive {
		h.Why = safetext.Text{} // it was of other threads or another moment, and is no remark
	}
	if line := s.sentence(h); line != "" {
		h.Why = safetext.Line(line)
	}
	return h
}

// blocksReading reports whether the state is one of the reading itself, so that all other states stand behind it.
func (s State) blocksReading() bool {
	switch s {
	case StateRetrying, StateLimited, StateTokenRejected, StatePortal, StateAPIError, StatePaused:
		return true
	}
	return int(s) >= len(stateWords) // of a newer program
}

// state is the first state of the table that fits.
func (s *Snapshot) state(h Health) State {
	c := &s.Coverage
	switch listed := c.listRead(); {
	case h.State.blocksReading():
		return h.State
	case c.Derived && h.State != StateLive:
		return h.State // of an older program
	case h.LastGood.IsZero(), !listed && !s.anyThreadRead(h):
		return StateStarting
	case c.Anomalies.Zone:
		return StateDrift
	case c.listFails(s.Now), c.listOmitsVisitors(s.Now), len(c.Debts.Denied) > 0:
		return StatePartial
	case s.late():
		return StateLate
	case c.Anomalies.Rows:
		return StateDrift
	case !listed, c.Debts.unreadSince(s.Now.Add(-recentSpan-overAfter)) && !c.Debts.fresh(s.Now):
		return StateReading
	}
	return StateLive
}

// WaitsKnown reports whether everybody who waits is known, so that nobody else does.
func (s *Snapshot) WaitsKnown() bool { return s.Coverage.waitBound(s.Now) == BoundExact }

// KnownSince reports whether all that was said since a moment is known: of the
// windows that begin then no figure lacks anything but what ended unobserved.
func (s *Snapshot) KnownSince(from time.Time) bool {
	return s.WaitsKnown() && !s.Coverage.mayLackSince(s.Now, from.Add(-overAfter))
}

// anyThreadRead reports whether any answer has told of a thread.
func (s *Snapshot) anyThreadRead(h Health) bool {
	if h.ReadDone > 0 || s.Coverage.Debts.Read > 0 {
		return true
	}
	for i := range s.Threads {
		if !s.Threads[i].PolledAt.IsZero() {
			return true
		}
	}
	return false
}

// late reports whether a waiting thread's words are older than they should be.
func (s *Snapshot) late() bool {
	c := &s.Coverage
	bound := c.Freshness.LateAfter
	if bound <= 0 {
		bound = minLateAfter
	}
	return !c.Derived && s.WaitingReadAge().For > bound || c.Debts.staleLive(s.Now)
}

// WaitingReadAge is the age of the oldest words among the threads that wait: as the
// one who reads says, else that of the answer for the thread. It does not run
// where nobody waits, or all are read in time.
func (s *Snapshot) WaitingReadAge() Clock {
	var oldest Clock
	for _, r := range s.WaitingRows() {
		if r.PolledAt.IsZero() {
			continue
		}
		if at := s.KnownUntil(r); !oldest.Running || at.Before(oldest.Since) {
			oldest = Clock{Running: true, Since: at, For: max(0, s.Now.Sub(at))}
		}
	}
	return oldest
}

// Freeze stops the clocks of the waiting rows whose words are older than old
// data may be, and marks them: what was said since is not known, so it is not
// known whether they still wait. The others stay as they are. Each face shows
// such a row as of the time up to which it is known. These rows must not be in use elsewhere yet.
//
// hours are the business hours of a row's wait; nil: none of them ever closes.
func (s *Snapshot) Freeze(dataAge Thresholds, hours func(*Row) *Calendar) {
	if dataAge.Critical <= 0 {
		return
	}
	for _, r := range s.WaitingRows() {
		at := s.KnownUntil(r)
		if at.IsZero() || dataAge.Level(s.Now.Sub(at)) < LevelCritical {
			continue
		}
		if r.Unsure, r.AsOf = true, at.UTC(); s.Zone != nil {
			r.AsOf = at.In(s.Zone)
		}
		var c *Calendar
		if hours != nil {
			c = hours(r)
		}
		past := c.Open(InstantOf(at), InstantOf(s.Now))
		r.TimeLeft += past
		for _, c := range []*Clock{&r.Wait, &r.Unseen, &r.SeenFor, &r.Assigned, &r.Flood} {
			if c.Running {
				c.For = max(0, c.For-past)
			}
		}
	}
}

// BeforeFirstRead says what is not known of a moment before floorwatch looked: Acquire
// tells what was said and when, but not when it was seen or closed.
func BeforeFirstRead(start string) string { return "before the start (" + start + ")" + seenUnknown }

const seenUnknown = ": what had been seen or had ended is not known"

// UnobservedSentence says why not all is known of the Snapshot's moment; empty where it was observed.
func (s *Snapshot) UnobservedSentence() string {
	o := &s.Coverage.Observed
	if s.Coverage.Unobserved(s.Now) && o.Since.After(s.Now) {
		return BeforeFirstRead(s.clock(o.Since))
	}
	switch h, in := o.holeAt(s.Now); {
	case !in:
		return ""
	case h.To.IsZero():
		return "not read from " + s.clock(h.From) + " on" + seenUnknown
	default:
		return "not read from " + s.clock(h.From) + " to " + s.clock(h.To) + seenUnknown
	}
}

// KnownUntil is as of when the words of a waiting row are known: the visitors' list
// can show that nothing was said since the thread was read.
func (s *Snapshot) KnownUntil(r *Row) time.Time {
	switch p := &s.Coverage.Freshness; {
	case p.At.IsZero() || r.PolledAt.IsZero():
		return r.PolledAt
	case p.OldestRead.IsZero():
		return s.Now
	case p.OldestRead.After(r.PolledAt):
		return p.OldestRead
	}
	return r.PolledAt
}

// sentence is the sentence of a state: what is missing and why, as far as it is known.
func (s *Snapshot) sentence(h Health) string {
	c := &s.Coverage
	switch h.State {
	case StateStarting:
		if h.Why.IsEmpty() {
			return "reading the list of visitors"
		}
	case StateDrift:
		if c.Anomalies.Zone {
			return "Acquire's times are " + durationInWords(c.Anomalies.Off.Abs()) + " off: set api.zone"
		}
		return "over 5 % of the rows of the last minute could not be understood; Acquire may have changed its answers, run floorwatch check"
	case StatePartial:
		return s.partialSentence()
	case StateLate:
		return s.lateSentence()
	case StateReading:
		if c.Derived && !h.Why.IsEmpty() {
			return ""
		}
		return c.readingSentence(s.Now)
	case StateLive:
		remarks := s.coverageRemarks(h.State)
		if !h.Why.IsEmpty() {
			remarks = append(remarks, h.Why.String())
		}
		return strings.Join(remarks, remarkBreak)
	}
	return ""
}

func (s *Snapshot) partialSentence() string {
	var parts []string
	if c := &s.Coverage; c.listFails(s.Now) {
		parts = append(parts, "the profile list cannot be read since "+s.clock(c.List.FailingSince)+": who began to write since is in no figure")
	}
	if c := &s.Coverage; c.listOmitsVisitors(s.Now) {
		parts = append(parts, fmt.Sprintf("the profile list counts %s more than it names: what they write is in no figure; poll.accept_lacks = %d where that is all right",
			Count(c.List.Missing, "visitor", "visitors"), c.List.Missing))
	}
	if n := len(s.Coverage.Debts.Denied); n > 0 {
		parts = append(parts, Count(n, "chat", "chats")+" cannot be read, after three tries each: what is said there is in no figure")
	}
	return strings.Join(parts, "; ")
}

func (s *Snapshot) lateSentence() string {
	return LateSentence(s.WaitingReadAge(), s.Coverage.Freshness.Cause)
}

// SharingAdvice is what to do where Acquire lets through less than the budget. Whose requests were too many it does not tell.
const SharingAdvice = "where another program reads this account too, let one serve and the others connect to it"

// LateSentence says how old the words of a waiting chat are, and why. A clock that does not
// run is that of a chat which cannot be read at all.
func LateSentence(age Clock, cause LateCause) string {
	text := "a waiting chat cannot be read"
	if age.Running {
		text = "a waiting chat was last read " + durationInWords(age.For) + " ago"
	}
	switch cause {
	case CauseBackOff:
		return text + ": its last request failed and waits for the next try"
	case CauseLatency:
		return text + ": Acquire answers slowly"
	case CauseInFlight:
		return text + ": api.in_flight allows too few requests at once"
	case CauseBudget:
		return text + ": more is to be read than api.requests_per_second reaches"
	case CauseSlowed:
		return text + ": Acquire asked to slow down; " + SharingAdvice
	}
	return text
}

// clock is a time of day in the floor's zone.
func (s *Snapshot) clock(t time.Time) string {
	if s.Zone != nil {
		t = t.In(s.Zone)
	}
	return t.Format("15:04")
}

func (c *Coverage) readingSentence(now time.Time) string {
	d, text := &c.Debts, ""
	switch {
	case c.Derived:
		text = fmt.Sprintf("reading %d of %d threads", d.Read, d.Total)
	case c.listRead():
		text = fmt.Sprintf("reading %d of %d of the last hour", d.Read, d.Total)
	case c.List.Pages > 0:
		text = fmt.Sprintf("%d read, list %d of %d pages", d.Read, c.List.Read, c.List.Pages)
	default:
		text = fmt.Sprintf("%d read, and the list of visitors is not known to its end", d.Read)
	}
	if done := c.timeLeft(now); done > 0 {
		text += ", ~" + durationInWords(done) + c.Freshness.limitClause()
	}
	return text
}

// limitClause says at which rate is read and what keeps it from being higher: the budget, or answers that take longer than
// so many requests under way at once make up for. Empty where an older program says nothing of it.
func (p *Freshness) limitClause() string {
	switch most := float64(p.InFlight) / max(p.Latency.Seconds(), 1e-3); {
	case p.PerSecond <= 0:
		return ""
	case p.InFlight > 0 && most < p.PerSecond:
		return fmt.Sprintf(" at %s: an answer takes %.1f s, %d run at once", RequestRate(most), p.Latency.Seconds(), p.InFlight)
	}
	return " at " + RequestRate(p.PerSecond) + ", the budget"
}

// timeLeft is how long it takes until all is read, as far as can be foreseen.
func (c *Coverage) timeLeft(now time.Time) time.Duration {
	if c.Debts.TimeLeft <= 0 {
		return 0
	}
	return max(time.Second, c.Debts.TimeLeft-max(0, now.Sub(c.Debts.At)))
}

// timeLeftClause is the end of a sentence about what is not read: when it will be, where that can be foreseen.
func (c *Coverage) timeLeftClause(now time.Time) string {
	if c.Debts.TimeLeft <= 0 {
		return ""
	}
	return ", done in ~" + durationInWords(c.timeLeft(now))
}

// remarks are what is worth saying of a floor that is read: what of the day is
// missing, and what is in doubt.
func (c *Coverage) remarks(now time.Time, in State) []string {
	var list []string
	if !c.List.Off && !c.List.FailingSince.IsZero() {
		list = append(list, "the profile list failed and is asked again")
	}
	if n := c.List.Missing; n > 0 && !c.listOmitsVisitors(now) {
		list = append(list, "the profile list counts "+Count(n, "visitor", "visitors")+" more than it names")
	}
	if c.List.Off {
		list = append(list, "only the watched visitors are read")
	}
	if owed := c.Debts.describeToday(now, in); owed != "" {
		list = append(list, "today without "+owed+c.timeLeftClause(now))
	}
	if w := &c.Discovery; c.waitBound(now) == BoundLeast && w.FullPass > max(w.AcceptedPass, defaultAcceptedPass) {
		list = append(list, "a returning visitor's new chat is found within "+durationInWords(w.FullPass)+": allow more requests, a shorter api.lookback, or set poll.accept_turn")
	}
	return append(list, c.Anomalies.remarks()...)
}

func (d *Anomalies) remarks() []string {
	var list []string
	if d.Seen {
		list = append(list, "the seen values are not understood")
	}
	if d.Closed {
		list = append(list, "chats end and none is ever reported closed")
	}
	if d.Side {
		list = append(list, "over 5 % of the messages have a sender of an unknown kind")
	}
	if d.Mail {
		list = append(list, `over 5 % of the messages have mail fields and count all the same: people.mail = "show" leaves them out`)
	}
	return list
}

// percent is how much is read of what can hold a word of the last hour; 100 only when all is.
func (d *Debts) percent() int {
	if d.Total <= 0 || d.Read <= 0 {
		return 0
	}
	return min(99, 100*d.Read/d.Total)
}

// Count writes n with the word for one or for many: "1 chat", "2 chats".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// durationInWords is a duration as a sentence says it: seconds up to two minutes, then minutes, then hours.
func durationInWords(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return strconv.Itoa(int(d/time.Second)) + " s"
	case d < 2*time.Hour && d%time.Hour != 0:
		return strconv.Itoa(int(d/time.Minute)) + " min"
	}
	return decimal(float64(d/(6*time.Minute))/10) + " h"
}
