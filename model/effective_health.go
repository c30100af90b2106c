package model

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"floorwatch/model/safetext"
)

// EffectiveHealth returns h with the state and the sentence that every face shows for how well the floor is read.
// They combine the reading itself (h) with what is known of the floor (Coverage). If a stream has no coverage, h
// decides.
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
		h.Why = safetext.Text{} // it described other threads or another moment
	}
	if line := s.sentence(h); line != "" {
		h.Why = safetext.Line(line)
	}
	return h
}

// blocksReading reports whether nothing can be read in this state, so that it takes precedence over the coverage.
func (s State) blocksReading() bool {
	switch s {
	case StateRetrying, StateLimited, StateTokenRejected, StatePortal, StateAPIError, StatePaused:
		return true
	}
	return int(s) >= len(stateWords) // of a newer program
}

// state returns the first state that applies, in order of precedence.
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

// WaitsKnown reports whether every waiting visitor is known.
func (s *Snapshot) WaitsKnown() bool { return s.Coverage.waitBound(s.Now) == BoundExact }

// KnownSince reports whether every message since a moment is known: figures of windows that begin then lack at
// most unobserved ends.
func (s *Snapshot) KnownSince(from time.Time) bool {
	return s.WaitsKnown() && !s.Coverage.mayLackSince(s.Now, from.Add(-overAfter))
}

// Unread reports whether nothing of the floor has been read yet, so that a count of 0 would be no fact.
func (s *Snapshot) Unread(h Health) bool { return !h.Read && len(s.Threads) == 0 }

// anyThreadRead reports whether any thread was read.
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

// late reports whether a waiting thread was last read too long ago.
func (s *Snapshot) late() bool {
	c := &s.Coverage
	bound := c.Freshness.LateAfter
	if bound <= 0 {
		bound = minLateAfter
	}
	return !c.Derived && s.WaitingReadAge().For > bound || c.Debts.staleLive(s.Now)
}

// WaitingReadAge returns how long ago the waiting threads were read, the oldest of them: by Coverage.Freshness if
// present, else by their own reads. It is 0 if all are read in time, and does not run if nobody waits.
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

// Freeze stops the clocks of waiting rows that were last read longer ago than the critical data age, and marks
// them Unsure: later messages are unknown, and so is whether they still wait. Every face shows such a row as of
// its last read. The rows must not be shared with another Snapshot yet.
//
// hours returns the business hours of a row's wait; nil: always open.
func (s *Snapshot) Freeze(hours func(*Row) *Calendar) {
	for _, r := range s.WaitingRows() {
		at, frozen := s.Coverage.ShownAsOf(s.Limits.DataAge, r.PolledAt, s.Now)
		if !frozen {
			continue
		}
		if r.Unsure, r.AsOf = true, at.UTC(); s.Zone != nil {
			r.AsOf = at.In(s.Zone)
		}
		var c *Calendar
		if hours != nil {
			c = hours(r)
		}
		past := c.OpenTime(InstantOf(at), InstantOf(s.Now))
		r.TimeLeft += past
		for _, c := range []*Clock{&r.Wait, &r.Unseen, &r.SeenFor, &r.Assigned, &r.Flood} {
			if c.Running {
				c.For = max(0, c.For-past)
			}
		}
	}
}

// BeforeFirstRead says what is unknown at a moment before floorwatch was started: Acquire tells what was sent and
// when, but not when it was seen or closed.
func BeforeFirstRead(start string) string { return "before the start (" + start + ")" + seenUnknown }

const seenUnknown = ": what had been seen or had ended is not known"

// UnobservedSentence says why the Snapshot's moment is not completely known; empty if it was observed.
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

// KnownUntil returns as of when the messages of a waiting row are known. That can be after its last read, if the
// list of visitors shows that nothing was sent since.
func (s *Snapshot) KnownUntil(r *Row) time.Time { return s.Coverage.KnownUntil(r.PolledAt, s.Now) }

// KnownUntil is Snapshot.KnownUntil of a thread that was last read at polled.
func (c *Coverage) KnownUntil(polled, now time.Time) time.Time {
	switch p := &c.Freshness; {
	case p.At.IsZero() || polled.IsZero():
		return polled
	case p.OldestRead.IsZero():
		return now
	case p.OldestRead.After(polled):
		return p.OldestRead
	}
	return polled
}

// ShownAsOf returns the moment as of which a waiting chat is shown whose thread was last read at polled: now, unless
// its messages have not been known for the critical data age. Then it is frozen: it is shown as of when they were.
func (c *Coverage) ShownAsOf(dataAge Thresholds, polled, now time.Time) (at time.Time, frozen bool) {
	at = c.KnownUntil(polled, now)
	if at.IsZero() || dataAge.Level(now.Sub(at)) < LevelCritical {
		return now, false
	}
	return at, true
}

// SightKnown reports whether what has been seen of a thread's messages is known at a moment: only the thread's own
// answers tell, the last of which came at polled, and after SightKnownFor they say nothing about now. A stream that
// does not say when threads were read is not doubted.
func (c *Coverage) SightKnown(polled, at time.Time) bool {
	return !c.Anomalies.Seen && (polled.IsZero() || at.Sub(polled) <= SightKnownFor)
}

// sentence describes a state: what is missing and why.
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
	switch l := &s.Coverage.List; {
	case !s.Coverage.listFails(s.Now):
	case l.LastGood.After(l.FailingSince): // it is read, but each answer is old when it comes
		parts = append(parts, "the profile list is read too slowly since "+s.clock(l.FailingSince)+": who has just begun to write is in no figure yet")
	default:
		parts = append(parts, "the profile list cannot be read since "+s.clock(l.FailingSince)+": who began to write since is in no figure")
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

// SharingAdvice is what to do if Acquire allows fewer requests than the budget. It does not say whose requests
// were too many.
const SharingAdvice = "where another program reads this account too, let one serve and the others connect to it"

// LateSentence says how long ago a waiting chat was read, and why. If the clock does not run, the chat cannot be
// read at all.
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

// clock returns a time of day in the floor's zone.
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
		text = fmt.Sprintf("reading %d of %d chats", d.Read, d.Total)
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

// limitClause says that answers are too slow for the number of concurrent requests, if that and not the budget limits
// the read: a larger budget would not make it shorter then. Empty if an older program does not send it.
func (p *Freshness) limitClause() string {
	if most := float64(p.InFlight) / max(p.Latency.Seconds(), 1e-3); p.PerSecond <= 0 || p.InFlight <= 0 || most >= p.PerSecond {
		return ""
	}
	return fmt.Sprintf(": an answer takes %.1f s, %d run at once", p.Latency.Seconds(), p.InFlight)
}

// timeLeft estimates how long it takes until everything is read; 0: no estimate.
func (c *Coverage) timeLeft(now time.Time) time.Duration {
	if c.Debts.TimeLeft <= 0 {
		return 0
	}
	return max(time.Second, c.Debts.TimeLeft-max(0, now.Sub(c.Debts.At)))
}

// timeLeftClause ends a sentence about unread things with when they will be read; empty without an estimate.
func (c *Coverage) timeLeftClause(now time.Time) string {
	if c.Debts.TimeLeft <= 0 {
		return ""
	}
	return ", done in ~" + durationInWords(c.timeLeft(now))
}

// remarks returns what is worth knowing about a floor that is read: what today's figures lack, and anomalies.
func (c *Coverage) remarks(now time.Time, in State) []string {
	var list []string
	switch l := &c.List; {
	case l.Off || l.FailingSince.IsZero():
	case l.LastGood.After(l.FailingSince):
		list = append(list, "the profile list is read slowly")
	default:
		list = append(list, "the profile list failed and is asked again")
	}
	if n := c.List.Missing; n > 0 && !c.listOmitsVisitors(now) {
		list = append(list, "the profile list counts "+Count(n, "visitor", "visitors")+" more than it names")
	}
	if c.List.Off {
		list = append(list, "only the watched visitors are read")
	}
	if owed := c.Debts.describeToday(now, in); owed != "" {
		list = append(list, "today's figures do not yet include "+owed+c.timeLeftClause(now))
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

// percent returns how much is read of what may contain messages of the last hour; 100 only if all is.
func (d *Debts) percent() int {
	if d.Total <= 0 || d.Read <= 0 {
		return 0
	}
	return min(99, 100*d.Read/d.Total)
}

// Count writes n with the singular or the plural: "1 chat", "2 chats".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// durationInWords writes a duration for a sentence: in seconds up to two minutes, then in minutes, then in hours.
func durationInWords(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return strconv.Itoa(int(d/time.Second)) + " s"
	case d < 2*time.Hour && d%time.Hour != 0:
		return strconv.Itoa(int(d/time.Minute)) + " min"
	}
	return decimal(float64(d/(6*time.Minute))/10) + " h"
}
