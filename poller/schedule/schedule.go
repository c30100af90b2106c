// Package schedule picks the next request: every entry has a priority, and every priority a share of a budget of
// requests per second. No priority starves, unused shares go to the other priorities, and an entry is not picked
// again while its request is under way.
//
// It does not know Acquire or what an entry stands for, and imports no package of floorwatch. It is
// not safe for concurrent use: all of it belongs to the goroutine that sends the requests.
package schedule

import (
	"container/heap"
	"time"
)

// A Priority decides how often an entry is polled and which comes first.
type Priority uint8

// Priorities, with what belongs to each.
const (
	PriorityNow          Priority = iota // requested by the user: before all others
	PriorityFresh                        // threads in which a change was found
	PriorityWaiting                      // threads in which a visitor waits, or that are on screen
	PriorityActive                       // threads with a message in the last 5 minutes
	PriorityQuiet                        // threads with a message in the last 30 minutes
	PriorityIdle                         // threads without a message for longer
	PriorityWaitingLists                 // thread lists of waiting visitors: closings and joins
	PriorityWatchedLists                 // thread lists of watched visitors, for new threads
	PriorityProfiles                     // pages of the profile list, to find changes
	PriorityAgents                       // the agents list, with their states
	PriorityTotals                       // Acquire's totals of the day, for comparison
	PriorityLastHour                     // first read: thread lists, threads and earlier chats that may belong to the last hour
	PriorityFirstRead                    // first read: all other threads
	PriorityFirstLists                   // first read: all other thread lists
	PriorityHistory                      // earlier chats, to be read once
	priorities
)

// Shares of the budget, and intervals. "Hot" is while the last hour is being read for the first time, "cold" while
// the rest of the day is.
const (
	waitingLeast      = 0.05 // for waiting threads, at least
	leastShare        = 1e-4 // requests per second for any priority, so that none starves
	waitingListsLeast = 0.02 // for the thread lists of waiting visitors, at least, and for the rest of the first read, while hot
	freshHot          = 0.35 // for changes, while hot: a visitor who has waited long comes before one who just began
	hotWeight         = 1.8  // for the last hour, while hot: an unknown wait comes before all else
	restLeast         = 0.2  // for all but waiting visitors and the profile list, at least
	ordinaryHot       = 0.1  // of that rest, for threads already read, while hot
	ordinaryCold      = 0.15 // … while cold
	blindMore         = 2.7  // factor for these two if the profile list does not show new messages
	historyShare      = 0.3  // of that rest, for earlier chats
	ProfileShare      = 0.2  // for pages of the profile list, at most
	TurnShare         = 0.3  // … if changes are found only by reading all pages in turn
	listShare         = 0.1  // for the agents and the totals while they are due

	waitingListsSoon    = 3 * time.Second  // interval of a waiting visitor's thread list, as far as others leave requests over
	waitingListsLate    = 8 * time.Second  // … and the one that their share is for if the budget is short
	waitingListsReading = 10 * time.Second // … during the first read
	allowed             = 0.9              // share of the budget that repeated polls may use
)

// FirstBulk is the first of the priorities that are read once and are not urgent.
const FirstBulk = PriorityLastHour

// A Schedule picks the next request. Each priority has a share of the budget, and unused shares go to the other
// priorities; within a priority the entry due longest is next. This is start-time fair queueing (Goyal, Vin, Cheng
// 1996).
//
// If the budget is too small, waiting visitors come first, up to a limit; then threads of the first read that may hide
// a wait, which are those of the last hour; then the rest of the first read, and the threads already read by their
// priority: the more recent the last message, the likelier another. Every priority keeps a share.
//
// Why shares and not simply the most overdue entry: after a first read or an outage thousands of entries are due at
// once, and serving the most overdue one lets the fast priorities use up what the slow ones need a round later.
// Measured with 5,000 threads that need 8 and 13 times the budget: the oldest answer was 1.3 to 2 times its limit, with
// shares 1.13 times.
type Schedule struct {
	queues            [priorities]queue
	interval          [priorities]time.Duration
	ListShowsMessages bool                // the profile list shows every new message …
	ListIsQuick       bool                // … within a few seconds
	MayWait           int64               // the highest Rank in PriorityLastHour that may hide a waiting visitor
	Pages             float64             // the share of the budget for pages of the profile list
	Listing           bool                // unread pages of the profile list may hide a waiting visitor
	budget            float64             // requests per second
	turn              [priorities]float64 // virtual time of a priority's next request
	clock             float64             // virtual time of the last request
}

// Intervals are the polling intervals of threads, by state, and of watched visitors' thread lists.
type Intervals struct {
	Waiting, Active, Quiet, Idle, Watch time.Duration
}

// New returns an empty Schedule with a budget of perSecond requests per second.
func New(at Intervals, perSecond float64) *Schedule {
	every := func(share float64) time.Duration { return time.Duration(float64(time.Second) / (share * perSecond)) }
	s := &Schedule{budget: perSecond, Pages: ProfileShare}
	s.interval = [priorities]time.Duration{
		PriorityNow:          time.Nanosecond,
		PriorityFresh:        at.Waiting,
		PriorityWaiting:      at.Waiting,
		PriorityWaitingLists: waitingListsLate,
		PriorityActive:       at.Active,
		PriorityQuiet:        at.Quiet,
		PriorityIdle:         at.Idle,
		PriorityWatchedLists: at.Watch,
		PriorityProfiles:     every(ProfileShare),
		PriorityAgents:       every(listShare), // rarely due, but then
		PriorityTotals:       every(listShare), // with several pages
	}
	return s
}

// Add queues e in priority c, not to be picked before due; an entry already queued is
// moved. An entry that is running or retired is not queued.
func (s *Schedule) Add(e *Entry, c Priority, due time.Time) {
	s.Remove(e)
	if e.Running || e.gone {
		return
	}
	e.Priority, e.Due = c, due
	heap.Push(&s.queues[c], e)
}

// Interval returns the polling interval of a priority; 0 if it has none.
func (s *Schedule) Interval(c Priority) time.Duration { return s.interval[c] }

// SetInterval sets the interval of a priority that has one.
func (s *Schedule) SetInterval(c Priority, every time.Duration) { s.interval[c] = every }

// Budget returns the requests per second.
func (s *Schedule) Budget() float64 { return s.budget }

// Stretch returns the requests per second that repeated polls of threads need, divided by what the budget allows
// them. Above 1 their intervals become longer by this factor.
func (s *Schedule) Stretch() float64 {
	return (s.ordinary() + s.need(PriorityWaiting)) / (allowed * s.budget)
}

// WaitingListsDue returns after how long a waiting visitor's thread list is due again. It is due sooner than its
// share pays for, so that it gets the requests that others leave over: how many these are is known only as they are
// left over, because the needs of the others are estimates.
func (s *Schedule) WaitingListsDue() time.Duration {
	if s.isReading() {
		return waitingListsReading
	}
	return waitingListsSoon
}

// WaitingListsEvery returns the interval that the share of waiting visitors' thread lists is for: 3 s if the
// budget allows it, 8 s at most, 10 s during the first read.
func (s *Schedule) WaitingListsEvery() time.Duration {
	left := allowed*s.budget - s.ordinary() - s.need(PriorityWaiting) - s.Pages*s.budget
	switch {
	case s.isReading():
		return waitingListsReading
	case left <= 0:
		return waitingListsLate
	}
	every := time.Duration(float64(len(s.queues[PriorityWaitingLists])) / left * float64(time.Second))
	return min(max(waitingListsSoon, every), waitingListsLate)
}

// isReading reports whether something of the first read is queued.
func (s *Schedule) isReading() bool {
	return len(s.queues[PriorityLastHour])+len(s.queues[PriorityFirstRead])+len(s.queues[PriorityFirstLists]) > 0
}

// ordinary returns the requests per second needed for threads that were read and in which nobody waits.
func (s *Schedule) ordinary() float64 {
	return s.need(PriorityActive) + s.need(PriorityQuiet) + s.need(PriorityIdle)
}

// Queued returns how many entries of a priority are queued.
func (s *Schedule) Queued(c Priority) int { return len(s.queues[c]) }

// Done records that the request of an entry, begun with Take, has ended.
func (s *Schedule) Done(e *Entry) { e.Running = false }

// Retire removes an entry permanently: Add ignores it from then on.
func (s *Schedule) Retire(e *Entry) {
	s.Remove(e)
	e.gone = true
}

// Remove removes an entry from its queue. Add may queue it again.
func (s *Schedule) Remove(e *Entry) {
	if e.Queued {
		heap.Remove(&s.queues[e.Priority], e.slot)
	}
}

// Pick returns the entry to request now, or nil if none is due. It stays queued until Take.
func (s *Schedule) Pick(now time.Time) *Entry {
	if e := s.due(PriorityNow, now); e != nil {
		return e
	}
	var best *Entry
	var first float64
	for c := PriorityFresh; c < priorities; c++ {
		if c == PriorityFirstLists {
			continue // shares the turns of PriorityFirstRead
		}
		if e := s.dueIn(c, now); e != nil {
			if at := s.turnOf(c); best == nil || at < first {
				best, first = e, at
			}
		}
	}
	return best
}

// turnOf returns the virtual time of c's next request. A priority can save up its unused share of one second, so that
// entries due together need not wait for each other; PriorityWaiting and PriorityFresh can save up two seconds.
func (s *Schedule) turnOf(c Priority) float64 {
	saved := 1.0
	if c == PriorityWaiting || c == PriorityFresh {
		saved = 2
	}
	return max(s.turn[c], s.clock-saved)
}

// dueIn returns the next entry of those that share c's turns, or nil if none is due.
func (s *Schedule) dueIn(c Priority, now time.Time) *Entry {
	if c == PriorityFirstRead {
		return s.unread(now)
	}
	if c == PriorityHistory && (s.unread(now) != nil || s.due(PriorityLastHour, now) != nil) {
		return nil
	}
	return s.due(c, now)
}

// unread returns the next entry of the first read beyond the last hour, or nil if none is due.
func (s *Schedule) unread(now time.Time) *Entry {
	if e := s.due(PriorityFirstLists, now); e != nil {
		return e
	}
	return s.due(PriorityFirstRead, now)
}

// due returns the head of a queue if it is due, or nil.
func (s *Schedule) due(c Priority, now time.Time) *Entry {
	if e := s.head(c); e != nil && !e.Due.After(now) {
		return e
	}
	return nil
}

func (s *Schedule) head(c Priority) *Entry {
	if len(s.queues[c]) == 0 {
		return nil
	}
	return s.queues[c][0]
}

// need returns the requests per second that would keep a priority's interval.
func (s *Schedule) need(c Priority) float64 {
	return float64(len(s.queues[c])) / s.interval[c].Seconds()
}

// share returns the requests per second that a priority gets while the budget is short.
func (s *Schedule) share(c Priority, now time.Time) float64 {
	hot, cold := s.due(PriorityLastHour, now) != nil, s.unread(now) != nil || s.due(PriorityHistory, now) != nil
	waiting, lists := s.pressing(hot, cold)
	switch c {
	case PriorityFresh:
		if e := s.due(PriorityLastHour, now); e != nil && e.Rank <= s.MayWait {
			return freshHot * s.budget
		}
		return s.budget
	case PriorityWaiting:
		return max(waiting, waitingLeast*s.budget)
	case PriorityWaitingLists:
		return max(lists, waitingListsLeast*s.budget)
	case PriorityProfiles:
		if s.Listing {
			return hotWeight * s.budget
		}
		return s.Pages * s.budget
	case PriorityLastHour:
		return hotWeight * s.budget
	}
	rest := max(restLeast*s.budget, s.budget-waiting-lists-s.Pages/2*s.budget)
	normal := s.ordinary()
	given := min(normal, s.part(hot, cold)*rest)
	switch c {
	case PriorityFirstRead, PriorityFirstLists:
		if hot {
			return waitingListsLeast * s.budget
		}
		return max(rest-given, (1-ordinaryCold)*rest)
	case PriorityHistory:
		return max(rest-given, historyShare*rest)
	case PriorityActive, PriorityQuiet, PriorityIdle:
		if given >= normal {
			return max(s.need(c), leastShare)
		}
		return max(given*s.fraction(c), leastShare)
	}
	return max(s.need(c), leastShare)
}

// pressing returns the requests per second for waiting threads, and for their visitors' thread lists.
func (s *Schedule) pressing(hot, cold bool) (waiting, lists float64) {
	most := s.split(hot, cold)
	return min(s.need(PriorityWaiting), most.waiting*s.budget), min(s.need(PriorityWaitingLists), most.lists*s.budget)
}

// part returns the share of the rest for threads already read in which nobody waits.
func (s *Schedule) part(hot, cold bool) float64 {
	part := 1.0
	switch {
	case hot:
		part = ordinaryHot
	case cold:
		part = ordinaryCold
	}
	if !s.ListShowsMessages {
		part = min(1, blindMore*part)
	}
	return part
}

// fraction returns a priority's part of the share for threads already read in which nobody waits. One half is
// given by need, weighted 3:2:1, since the more recent the last message, the likelier another, or 4:4:1 if only
// polls find messages, since most come from the many quiet threads. The other half is given by number of entries,
// so that many busy threads at most double the time of a round over the idle ones.
func (s *Schedule) fraction(c Priority) float64 {
	var needs, entries float64
	for k := PriorityActive; k <= PriorityIdle; k++ {
		needs += s.weight(k) * s.need(k)
		entries += float64(len(s.queues[k]))
	}
	return (s.weight(c)*s.need(c)/needs + float64(len(s.queues[c]))/entries) / 2
}

func (s *Schedule) weight(c Priority) float64 {
	if s.ListShowsMessages {
		return [...]float64{3, 2, 1}[c-PriorityActive]
	}
	return [...]float64{4, 4, 1}[c-PriorityActive]
}

// Probe returns the entry to try first after the server failed: messages before lists, since a token may be valid for
// lists only; within a kind the one due first, even if it is not due yet, since a probe does not wait for a back-off.
func (s *Schedule) Probe() *Entry {
	var best *Entry
	for c := range priorities {
		e := s.head(c)
		if e != nil && (best == nil || e.Kind < best.Kind || e.Kind == best.Kind && e.Due.Before(best.Due)) {
			best = e
		}
	}
	return best
}

// Take removes the entry that Pick returned from its queue and marks it as running: its request is about to be sent.
func (s *Schedule) Take(e *Entry, now time.Time) {
	if c := e.Priority; c != PriorityNow {
		if c == PriorityFirstLists {
			c = PriorityFirstRead
		}
		turn := s.turnOf(c)
		s.clock = max(s.clock, turn)
		s.turn[c] = turn + 1/s.share(c, now)
	}
	s.Remove(e)
	e.Asked, e.Running = now, true
}

// Next returns when the next entry is due; ok is false if none is queued.
func (s *Schedule) Next() (due time.Time, ok bool) {
	for c := range priorities {
		if e := s.head(c); e != nil && (!ok || e.Due.Before(due)) {
			due, ok = e.Due, true
		}
	}
	return due, ok
}

// Each calls f with every queued entry. f may change Due, but not the priority.
func (s *Schedule) Each(f func(e *Entry)) {
	for c := range priorities {
		for _, e := range s.queues[c] {
			f(e)
		}
		heap.Init(&s.queues[c]) // due times were changed in place
	}
}
