package model

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"floorwatch/model/safetext"
)

// Standing is h with the word and the sentence for how well the floor is read,
// the reading itself and what is known of the floor taken together. Every face
// shows these. Of a stream without coverage the Health has its own say.
func (s *Snapshot) Standing(h Health) Health {
	was := h.State
	h.State = s.state(h)
	if d := &s.Coverage.Debts; h.State == StateReading {
		h.Percent = d.percent()
	}
	if h.State == was && (s.Coverage.Derived || h.State.ofGate()) {
		return h
	}
	if was == StateLate && h.State == StateLive {
		h.Why = safetext.Text{} // it was of other threads or another moment, and is no remark
	}
	if line := s.line(h); line != "" {
		h.Why = safetext.Line(line)
	}
	return h
}

// ofGate reports whether the state is one of the reading itself, so that all other states stand behind it.
func (s State) ofGate() bool {
	switch s {
	case StateRetrying, StateLimited, StateTokenRejected, StatePortal, StateAPIError, StatePaused:
		return true
	}
	return int(s) >= len(stateWords) // of a newer program
}

// state is the first state of the table that fits.
func (s *Snapshot) state(h Health) State {
	c := &s.Coverage
	switch listed := c.listed(); {
	case h.State.ofGate():
		return h.State
	case c.Derived && h.State != StateLive:
		return h.State // of an older program
	case h.LastGood.IsZero(), !listed && !s.anyRead(h):
		return StateStarting
	case c.Doubt.Zone:
		return StateDrift
	case c.listFails(s.Now), c.listLacks(s.Now), len(c.Debts.Denied) > 0:
		return StatePartial
	case s.late():
		return StateLate
	case c.Doubt.Rows:
		return StateDrift
	case !listed, c.Debts.reading(s.Now.Add(-recentSpan-overAfter)) && !c.Debts.fresh(s.Now):
		return StateReading
	}
	return StateLive
}

// WaitsKnown reports whether everybody who waits is known, so that nobody else does.
func (s *Snapshot) WaitsKnown() bool { return s.Coverage.waits(s.Now) == BoundExact }

// KnownSince reports whether all that was said since a moment is known: of the
// windows that begin then no figure lacks anything but what ended unobserved.
func (s *Snapshot) KnownSince(from time.Time) bool {
	return s.WaitsKnown() && !s.Coverage.lacks(s.Now, from.Add(-overAfter))
}

// anyRead reports whether any answer has told of a thread.
func (s *Snapshot) anyRead(h Health) bool {
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
	bound := c.Pace.Bound
	if bound <= 0 {
		bound = lateLeast
	}
	return !c.Derived && s.WordsAge().For > bound || c.Debts.staleLive(s.Now)
}

// WordsAge is the age of the oldest words among the threads that wait: as the
// one who reads says, else that of the answer for the thread. It does not run
// where nobody waits, or all are read in time.
func (s *Snapshot) WordsAge() Clock {
	var oldest Clock
	for _, r := range s.WaitingRows() {
		if r.PolledAt.IsZero() {
			continue
		}
		if at := s.WordsAt(r); !oldest.Running || at.Before(oldest.Since) {
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
func (s *Snapshot) Freeze(dataAge Steps, hours func(*Row) *Calendar) {
	if dataAge.Critical <= 0 {
		return
	}
	for _, r := range s.WaitingRows() {
		at := s.WordsAt(r)
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

// NotYetRead says what is not known of a moment before floorwatch looked: Acquire
// tells what was said and when, but not when it was seen or closed.
func NotYetRead(start string) string { return "before the start (" + start + ")" + unseenThen }

const unseenThen = ": what had been seen or had ended is not known"

// UnobservedLine says why not all is known of the Snapshot's moment; empty where it was observed.
func (s *Snapshot) UnobservedLine() string {
	o := &s.Coverage.Observed
	if s.Coverage.Unobserved(s.Now) && o.Since.After(s.Now) {
		return NotYetRead(s.clock(o.Since))
	}
	switch h, in := o.hole(s.Now); {
	case !in:
		return ""
	case h.To.IsZero():
		return "not read from " + s.clock(h.From) + " on" + unseenThen
	default:
		return "not read from " + s.clock(h.From) + " to " + s.clock(h.To) + unseenThen
	}
}

// WordsAt is as of when the words of a waiting row are known: the visitors' list
// can show that nothing was said since the thread was read.
func (s *Snapshot) WordsAt(r *Row) time.Time {
	switch p := &s.Coverage.Pace; {
	case p.At.IsZero() || r.PolledAt.IsZero():
		return r.PolledAt
	case p.Since.IsZero():
		return s.Now
	case p.Since.After(r.PolledAt):
		return p.Since
	}
	return r.PolledAt
}

// line is the sentence of a state: what is missing and why, as far as it is known.
func (s *Snapshot) line(h Health) string {
	c := &s.Coverage
	switch h.State {
	case StateStarting:
		if h.Why.IsEmpty() {
			return "reading the list of visitors"
		}
	case StateDrift:
		if c.Doubt.Zone {
			return "Acquire's times are " + lasting(c.Doubt.Off.Abs()) + " off: set api.zone"
		}
		return "over 5 % of the rows of the last minute could not be understood; Acquire may have changed its answers, run floorwatch check"
	case StatePartial:
		return s.partialLine()
	case StateLate:
		return s.lateLine()
	case StateReading:
		if c.Derived && !h.Why.IsEmpty() {
			return ""
		}
		return c.readingLine(s.Now)
	case StateLive:
		remarks := s.ownRemarks(h.State)
		if !h.Why.IsEmpty() {
			remarks = append(remarks, h.Why.String())
		}
		return strings.Join(remarks, remarkBreak)
	}
	return ""
}

func (s *Snapshot) partialLine() string {
	var parts []string
	if c := &s.Coverage; c.listFails(s.Now) {
		parts = append(parts, "the profile list cannot be read since "+s.clock(c.List.FailsSince)+": who began to write since is in no figure")
	}
	if c := &s.Coverage; c.listLacks(s.Now) {
		parts = append(parts, fmt.Sprintf("the profile list counts %s more than it names: what they write is in no figure; poll.accept_lacks = %d where that is all right",
			Count(c.List.Lacks, "visitor", "visitors"), c.List.Lacks))
	}
	if n := len(s.Coverage.Debts.Denied); n > 0 {
		parts = append(parts, Count(n, "chat", "chats")+" cannot be read, after three tries each: what is said there is in no figure")
	}
	return strings.Join(parts, "; ")
}

func (s *Snapshot) lateLine() string { return LateLine(s.WordsAge(), s.Coverage.Pace.Cause) }

// SharingAdvice is what to do where Acquire lets through less than the budget. Whose requests were too many it does not tell.
const SharingAdvice = "where another program reads this account too, let one serve and the others connect to it"

// LateLine says how old the words of a waiting chat are, and why. A clock that does not
// run is that of a chat which cannot be read at all.
func LateLine(age Clock, cause Cause) string {
	text := "a waiting chat cannot be read"
	if age.Running {
		text = "a waiting chat was last read " + lasting(age.For) + " ago"
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

func (c *Coverage) readingLine(now time.Time) string {
	d, text := &c.Debts, ""
	switch {
	case c.Derived:
		text = fmt.Sprintf("reading %d of %d threads", d.Read, d.Of)
	case c.listed():
		text = fmt.Sprintf("reading %d of %d of the last hour", d.Read, d.Of)
	case c.List.Pages > 0:
		text = fmt.Sprintf("%d read, list %d of %d pages", d.Read, c.List.Read, c.List.Pages)
	default:
		text = fmt.Sprintf("%d read, and the list of visitors is not known to its end", d.Read)
	}
	if done := c.done(now); done > 0 {
		text += ", ~" + lasting(done) + c.Pace.limit()
	}
	return text
}

// limit says at which rate is read and what keeps it from being higher: the budget, or answers that take longer than
// so many requests under way at once make up for. Empty where an older program says nothing of it.
func (p *Pace) limit() string {
	switch most := float64(p.InFlight) / max(p.Latency.Seconds(), 1e-3); {
	case p.PerSecond <= 0:
		return ""
	case p.InFlight > 0 && most < p.PerSecond:
		return fmt.Sprintf(" at %s: an answer takes %.1f s, %d run at once", RequestRate(most), p.Latency.Seconds(), p.InFlight)
	}
	return " at " + RequestRate(p.PerSecond) + ", the budget"
}

// done is how long it takes until all is read, as far as can be foreseen.
func (c *Coverage) done(now time.Time) time.Duration {
	if c.Debts.Done <= 0 {
		return 0
	}
	return max(time.Second, c.Debts.Done-max(0, now.Sub(c.Debts.At)))
}

// doneIn is the end of a sentence about what is not read: when it will be, where that can be foreseen.
func (c *Coverage) doneIn(now time.Time) string {
	if c.Debts.Done <= 0 {
		return ""
	}
	return ", done in ~" + lasting(c.done(now))
}

// remarks are what is worth saying of a floor that is read: what of the day is
// missing, and what is in doubt.
func (c *Coverage) remarks(now time.Time, in State) []string {
	var list []string
	if !c.List.Off && !c.List.FailsSince.IsZero() {
		list = append(list, "the profile list failed and is asked again")
	}
	if n := c.List.Lacks; n > 0 && !c.listLacks(now) {
		list = append(list, "the profile list counts "+Count(n, "visitor", "visitors")+" more than it names")
	}
	if c.List.Off {
		list = append(list, "only the watched visitors are read")
	}
	if owed := c.Debts.ofToday(now, in); owed != "" {
		list = append(list, "today without "+owed+c.doneIn(now))
	}
	if w := &c.Watching; c.waits(now) == BoundLeast && w.Turn > max(w.Accepted, turnAccepted) {
		list = append(list, "a returning visitor's new chat is found within "+lasting(w.Turn)+": allow more requests, a shorter api.lookback, or set poll.accept_turn")
	}
	return append(list, c.Doubt.remarks()...)
}

func (d *Doubt) remarks() []string {
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
	if d.Of <= 0 || d.Read <= 0 {
		return 0
	}
	return min(99, 100*d.Read/d.Of)
}

// Count writes n with the word for one or for many: "1 chat", "2 chats".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// lasting is a duration as a sentence says it: seconds up to two minutes, then minutes, then hours.
func lasting(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return strconv.Itoa(int(d/time.Second)) + " s"
	case d < 2*time.Hour && d%time.Hour != 0:
		return strconv.Itoa(int(d/time.Minute)) + " min"
	}
	return decimal(float64(d/(6*time.Minute))/10) + " h"
}
