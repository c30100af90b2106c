// Package schedule picks what to ask next: entries by priority, each of which has a share of a budget of
// requests a second. It promises that every priority gets its turns, that what one does not use goes to the
// others, and that an entry whose request is under way is not picked again.
//
// It knows nothing of Acquire and of what an entry is about, and imports nothing of ours. It is
// not safe for concurrent use: all of it belongs to the goroutine that asks.
package schedule

import "time"

// A Priority says how often an entry is asked about.
type Priority uint8

const (
	PriorityNow          Priority = iota // the user asked for it: before all others
	PriorityFresh                        // something new was found
	PriorityWaiting                      // a visitor waits, or the thread is on screen
	PriorityActive                       // a word in the last 5 minutes
	PriorityQuiet                        // a word in the last 30 minutes
	PriorityIdle                         // nothing for longer
	PriorityWaitingLists                 // thread lists of visitors who wait: closings and joins
	PriorityWatchedLists                 // thread lists of watched visitors
	PriorityProfiles                     // pages of the profile list
	PriorityAgents                       // the agents list
	PriorityTotals                       // Acquire's totals of the day
	PriorityLastHour                     // of the first read, what may belong to the last hour: thread lists, threads, earlier chats
	PriorityFirstRead                    // other threads of the first read
	PriorityFirstLists                   // thread lists of the first read
	PriorityHistory                      // earlier chats, to be read once
	priorities
)

const (
	waitingLeast      = 0.05 // of the budget, for threads that wait
	leastShare        = 1e-4 // requests a second: no priority is without a turn
	waitingListsLeast = 0.02 // of the budget, for the thread lists of those who wait
	freshHot          = 0.35 // of the budget, for what changes meanwhile: who has waited for long comes before who has just begun
	hotWeight         = 1.8  // of the budget: what may be a wait that is not known yet comes before all else
	restLeast         = 0.2  // of the budget, for what neither waits nor belongs to the profile list
	ordinaryHot       = 0.1  // of that, for what was read already, while the last hour is being read
	ordinaryCold      = 0.15 // the same while the rest of the day is being read
	blindMore         = 2.7  // times as much where the profile list does not tell of words
	historyShare      = 0.3  // of what is left, for earlier chats
	ProfileShare      = 0.2  // of the budget at most, for pages of the profile list
	TurnShare         = 0.3  // the same where changes are found by turns over all of them
	listShare         = 0.1  // of the budget, for the agents and the totals while they are due

	waitingListsSoon    = 3 * time.Second // between two requests for the thread list of a visitor who waits, where the budget allows
	waitingListsLate    = 8 * time.Second
	waitingListsReading = 10 * time.Second // the same while the day is being read
	allowed             = 0.9              // of the budget that what is asked again and again may need for that
)

// FirstBulk is the first of the priorities that are read once and are not urgent.
const FirstBulk = PriorityLastHour

// A Schedule picks what to ask next. Each priority has a share of the budget, and
// what one priority does not use goes to the others; inside a priority the one due
// longest is next. This is start-time fair queueing (Goyal, Vin, Cheng 1996).
//
// Where the budget is too small, who waits comes first, up to a bound; then what may
// be a wait that is not known yet, which is the last hour's part of the first read;
// then the rest of that, and what was read already by its priority: a word is the likelier
// the younger the last one is. Every priority keeps a share.
//
// Shares rather than the entry that is overdue the most: after a first read, or an
// outage, the dues of thousands stand in a heap, and whoever is overdue the most then
// lets the quick priorities live on what the slow ones will be short of a round
// later. Measured with 5,000 threads that need 8 and 13 times the budget: the oldest
// answer at 1.3 to 2 times its bound, with shares at 1.13.
type Schedule struct {
	queues         [priorities]queue
	interval       [priorities]time.Duration
	ListShowsWords bool                // the profile list tells of every word …
	ListIsQuick    bool                // … within a few seconds
	MayWait        int64               // the largest rank of those of PriorityLastHour that may hold a waiting visitor
	Pages          float64             // the share of the budget for pages of the profile list
	Listing        bool                // pages of the profile list are still to come that may hold a waiting visitor
	budget         float64             // requests a second
	turn           [priorities]float64 // of a priority's next request, in the schedule's own time
	clock          float64             // that time: the turn of the last request
}

// Intervals are how often what is asked again and again is asked.
type Intervals struct {
	Waiting, Active, Quiet, Idle, Watch time.Duration
}

// New returns an empty schedule for a budget of so many requests a second.
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
		PriorityAgents:       every(listShare), // they are due seldom, but then
		PriorityTotals:       every(listShare), // have several pages
	}
	return s
}

// Add queues e for due in its priority c; it moves e where it is queued already.
// An entry whose request is under way, or that has been retired, stays out.
func (s *Schedule) Add(e *Entry, c Priority, due time.Time) {
	s.Remove(e)
	if e.Running || e.gone {
		return
	}
	e.Class, e.Due = c, due
	s.queues[c].push(e)
}

// Interval returns the interval of a priority; 0 where it has none.
func (s *Schedule) Interval(c Priority) time.Duration { return s.interval[c] }

// SetInterval sets the interval of a priority that has one.
func (s *Schedule) SetInterval(c Priority, every time.Duration) { s.interval[c] = every }

// Budget is how many requests a second there are.
func (s *Schedule) Budget() float64 { return s.budget }

// Stretch returns how much of their part of the budget the repeated polls of threads need: above 1 the budget is too
// small, and their intervals stretch by this factor.
func (s *Schedule) Stretch() float64 {
	return (s.ordinary() + s.need(PriorityWaiting)) / (allowed * s.budget)
}

// WaitingListsEvery is how often the thread lists of those who wait are read: every 3 s where
// the budget allows, every 8 s else, and during the first read.
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

// ordinary is what those need that were read and do not wait, in requests a second.
func (s *Schedule) ordinary() float64 {
	return s.need(PriorityActive) + s.need(PriorityQuiet) + s.need(PriorityIdle)
}

// Queued is how many entries of a priority wait for their turn.
func (s *Schedule) Queued(c Priority) int { return len(s.queues[c]) }

// Done notes that the request of an entry has ended, which Take began.
func (s *Schedule) Done(e *Entry) { e.Running = false }

// Retire removes an entry permanently: Add ignores it from then on.
func (s *Schedule) Retire(e *Entry) {
	s.Remove(e)
	e.gone = true
}

// Remove takes an entry out of its queue. Add may queue it again.
func (s *Schedule) Remove(e *Entry) {
	if e.Queued {
		s.queues[e.Class].remove(e)
	}
}

// Pick returns the entry to ask now, or nil where none is due. It stays queued.
func (s *Schedule) Pick(now time.Time) *Entry {
	if e := s.due(PriorityNow, now); e != nil {
		return e
	}
	var best *Entry
	var first float64
	for c := PriorityFresh; c < priorities; c++ {
		if c == PriorityFirstLists {
			continue // it shares the turns of PriorityFirstRead
		}
		if e := s.dueIn(c, now); e != nil {
			if at := s.turnOf(c); best == nil || at < first {
				best, first = e, at
			}
		}
	}
	return best
}

// turnOf returns when c's next request has its turn. What a priority did not use of
// its share is lost but for the last second's, so that two of a few that come due
// together need not wait for each other; those that wait may save up two.
func (s *Schedule) turnOf(c Priority) float64 {
	saved := 1.0
	if c == PriorityWaiting || c == PriorityFresh {
		saved = 2
	}
	return max(s.turn[c], s.clock-saved)
}

// dueIn returns who is next of those that share c's turns, or nil where none is due.
func (s *Schedule) dueIn(c Priority, now time.Time) *Entry {
	if c == PriorityFirstRead {
		return s.unread(now)
	}
	if c == PriorityHistory && (s.unread(now) != nil || s.due(PriorityLastHour, now) != nil) {
		return nil
	}
	return s.due(c, now)
}

// unread returns what is next of the first read.
func (s *Schedule) unread(now time.Time) *Entry {
	if e := s.due(PriorityFirstLists, now); e != nil {
		return e
	}
	return s.due(PriorityFirstRead, now)
}

// due returns the head of a queue where it is due.
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

// need is how many requests a second a priority asks for.
func (s *Schedule) need(c Priority) float64 {
	return float64(len(s.queues[c])) / s.interval[c].Seconds()
}

// share is what a priority gets of the budget where it is short, in requests a second.
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

// pressing is what those who wait get, and the thread lists of their visitors.
func (s *Schedule) pressing(hot, cold bool) (waiting, lists float64) {
	most := s.split(hot, cold)
	return min(s.need(PriorityWaiting), most.waiting*s.budget), min(s.need(PriorityWaitingLists), most.lists*s.budget)
}

// part is how much of the rest goes into what was read already and does not wait.
func (s *Schedule) part(hot, cold bool) float64 {
	part := 1.0
	switch {
	case hot:
		part = ordinaryHot
	case cold:
		part = ordinaryCold
	}
	if !s.ListShowsWords {
		part = min(1, blindMore*part)
	}
	return part
}

// fraction is a priority's part of what those get that were read and do not wait: one half by need, 3 : 2 : 1,
// since a word is the likelier the younger the last one is, and 4 : 4 : 1 where polls alone find words: quiet
// threads are many and hold most of them; the other half in turn,
// so that a crowd of busy threads never stretches a round over the idle ones by more than two.
func (s *Schedule) fraction(c Priority) float64 {
	var needs, entries float64
	for k := PriorityActive; k <= PriorityIdle; k++ {
		needs += s.weight(k) * s.need(k)
		entries += float64(len(s.queues[k]))
	}
	return (s.weight(c)*s.need(c)/needs + float64(len(s.queues[c]))/entries) / 2
}

func (s *Schedule) weight(c Priority) float64 {
	if s.ListShowsWords {
		return [...]float64{3, 2, 1}[c-PriorityActive]
	}
	return [...]float64{4, 4, 1}[c-PriorityActive]
}

// Probe returns what to try a server with that failed: messages before lists,
// since a token may be good for a list and not for them; of the same kind what is due
// first, now or later, since a probe does not wait for a back-off.
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

// Take removes the entry that Pick returned; its request is about to be sent.
func (s *Schedule) Take(e *Entry, now time.Time) {
	if c := e.Class; c != PriorityNow {
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

// Next returns when the next entry is due; ok is false where there is none.
func (s *Schedule) Next() (due time.Time, ok bool) {
	for c := range priorities {
		if e := s.head(c); e != nil && (!ok || e.Due.Before(due)) {
			due, ok = e.Due, true
		}
	}
	return due, ok
}

// Each calls f with every queued entry. f may change Due, not the priority.
func (s *Schedule) Each(f func(e *Entry)) {
	for c := range priorities {
		for _, e := range s.queues[c] {
			f(e)
		}
		s.queues[c].restore()
	}
}
