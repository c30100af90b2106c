// Package schedule picks whom to ask next: entries in classes, each with its share of a budget of
// requests a second. It promises that no class starves, that what one does not use goes to the
// others, and that an entry whose request is under way is not picked again.
//
// It knows nothing of Acquire and of what an entry is about, and imports nothing of ours. It is
// not safe for concurrent use: all of it belongs to the goroutine that asks.
package schedule

import "time"

// A Class says how often an entry is asked about.
type Class uint8

const (
	ClassNow      Class = iota // the reader asked: before all others
	ClassFresh                 // something new was found
	ClassWaiting               // a visitor waits, or the thread is on screen
	ClassActive                // a word in the last 5 minutes
	ClassQuiet                 // a word in the last 30 minutes
	ClassIdle                  // nothing for longer
	ClassWatch                 // thread lists of watched visitors
	ClassProfiles              // pages of the profile list
	ClassAgents
	ClassTotals
	ClassFirst   // threads of the first read
	ClassLookup  // thread lists of the first read
	ClassHistory // earlier chats, to be read once
	classes
)

const (
	favourShare  = 0.1  // of all requests, given to those that wait
	favourMost   = 3.0  // times their own share
	firstShare   = 0.3  // of all requests at least, for the first read
	historyShare = 0.05 // of all requests, for earlier chats
	ProfileShare = 0.2  // of the budget at most, for pages of the profile list
	listShare    = 0.1  // of the budget, for the agents and the totals while they are due
)

// FirstBulk is the first of the classes that are read once and hurry nobody.
const FirstBulk = ClassFirst

// A Schedule picks whom to ask next. Each class has a share of the requests in
// proportion to what it needs (its entries ÷ its interval), and what one class
// does not use goes to the others; inside a class the one due longest is next.
// So when the budget is too small every interval stretches by the same factor and
// nothing starves. This is start-time fair queueing (Goyal, Vin, Cheng 1996).
//
// Shares rather than the entry that is overdue the most: after a first read, or an
// outage, the dues of thousands stand in a heap, and whoever is overdue the most then
// lets the quick classes live on what the slow ones will be short of a round
// later. Measured with 5,000 threads that need 8 and 13 times the budget: the oldest
// answer at 1.3 to 2 times its bound, with shares at 1.13.
//
// What is read once has no interval. Threads of the first read count as idle ones
// and come before those that have been read; so they delay nobody by more than
// firstShare, which they have where idle ones would get less: who waits is not
// known before the first read has ended.
type Schedule struct {
	queues   [classes]queue
	interval [classes]time.Duration
	budget   float64          // requests a second
	turn     [classes]float64 // of a class's next request, in the schedule's own time
	clock    float64          // that time: the turn of the last request
}

// Intervals are how often what is asked again and again is asked.
type Intervals struct {
	Waiting, Active, Quiet, Idle, Watch time.Duration
}

// New returns an empty schedule for a budget of so many requests a second.
func New(at Intervals, perSecond float64) *Schedule {
	every := func(share float64) time.Duration { return time.Duration(float64(time.Second) / (share * perSecond)) }
	s := &Schedule{budget: perSecond}
	s.interval = [classes]time.Duration{
		ClassNow:      time.Nanosecond,
		ClassFresh:    at.Waiting,
		ClassWaiting:  at.Waiting,
		ClassActive:   at.Active,
		ClassQuiet:    at.Quiet,
		ClassIdle:     at.Idle,
		ClassWatch:    at.Watch,
		ClassProfiles: every(ProfileShare),
		ClassAgents:   every(listShare), // they are due seldom, but then
		ClassTotals:   every(listShare), // have several pages
	}
	return s
}

// Add queues e for due in its class c; it moves e where it is queued already.
// An entry whose request is under way, or that has been retired, stays out.
func (s *Schedule) Add(e *Entry, c Class, due time.Time) {
	s.Remove(e)
	if e.Running || e.gone {
		return
	}
	e.Class, e.Due = c, due
	s.queues[c].push(e)
}

// Interval returns the interval of a class; 0 where it has none.
func (s *Schedule) Interval(c Class) time.Duration { return s.interval[c] }

// Queued is how many entries of a class wait for their turn.
func (s *Schedule) Queued(c Class) int { return len(s.queues[c]) }

// Done says that the request of an entry that Take took has ended.
func (s *Schedule) Done(e *Entry) { e.Running = false }

// Retire takes an entry out for good.
func (s *Schedule) Retire(e *Entry) {
	s.Remove(e)
	e.gone = true
}

func (s *Schedule) Remove(e *Entry) {
	if e.Queued {
		s.queues[e.Class].remove(e)
	}
}

// Pick returns the entry to ask now, or nil where none is due. It stays queued.
func (s *Schedule) Pick(now time.Time) *Entry {
	if e := s.due(ClassNow, now); e != nil {
		return e
	}
	var best *Entry
	var first float64
	for c := ClassFresh; c < classes; c++ {
		if c == ClassFirst || c == ClassLookup {
			continue // they share the turns of the idle ones
		}
		if e := s.dueIn(c, now); e != nil {
			if at := s.turnOf(c); best == nil || at < first {
				best, first = e, at
			}
		}
	}
	return best
}

// turnOf returns when c's next request has its turn. What a class did not use of
// its share is lost but for the last second's, so that two of a few that come due
// together need not wait for each other; those that wait may save up two.
func (s *Schedule) turnOf(c Class) float64 {
	saved := 1.0
	if c == ClassWaiting {
		saved = 2
	}
	return max(s.turn[c], s.clock-saved)
}

// dueIn returns who is next of those that share c's turns, or nil where none is due.
func (s *Schedule) dueIn(c Class, now time.Time) *Entry {
	if c == ClassIdle {
		if e := s.unread(now); e != nil {
			return e
		}
	}
	if c == ClassHistory && s.unread(now) != nil {
		return nil
	}
	return s.due(c, now)
}

// unread returns what is next of the first read.
func (s *Schedule) unread(now time.Time) *Entry {
	if e := s.due(ClassFirst, now); e != nil {
		return e
	}
	return s.due(ClassLookup, now)
}

// due returns the head of a queue where it is due.
func (s *Schedule) due(c Class, now time.Time) *Entry {
	if e := s.head(c); e != nil && !e.Due.After(now) {
		return e
	}
	return nil
}

func (s *Schedule) head(c Class) *Entry {
	if len(s.queues[c]) == 0 {
		return nil
	}
	return s.queues[c][0]
}

// need is how many requests a second a class asks for.
func (s *Schedule) need(c Class) float64 {
	n := len(s.queues[c])
	if c == ClassIdle {
		n += len(s.queues[ClassFirst]) + len(s.queues[ClassLookup])
	}
	return float64(n) / s.interval[c].Seconds()
}

// share is what a class gets, in proportion to the others.
//
// Those that wait are favoured as far as nobody else waits more than a tenth
// longer. Where they are few, which is the rule, that is much: with a tenth of
// the need theirs, their answers are half as old.
func (s *Schedule) share(c Class, now time.Time) float64 {
	all := 0.0
	for t := ClassWaiting; t <= ClassIdle; t++ {
		all += s.need(t)
	}
	switch c {
	case ClassFresh:
		return max(all, s.need(c)) // half of all, with no limit to how many there are
	case ClassHistory:
		return max(historyShare*all, historyShare)
	case ClassWaiting:
		return min(s.need(c)+favourShare*all, favourMost*s.need(c))
	case ClassIdle:
		switch {
		case s.unread(now) == nil:
		case all <= s.budget: // it has what nobody else wants
			return firstShare * all
		default:
			return max(s.need(c), firstShare*all)
		}
	}
	return s.need(c)
}

// Probe returns what to try a server with that failed: messages before lists,
// since a token may be good for a list and not for them; of the same kind what is due
// first, now or later, since a probe does not wait for somebody's back-off.
func (s *Schedule) Probe() *Entry {
	var best *Entry
	for c := range classes {
		e := s.head(c)
		if e != nil && (best == nil || e.Kind < best.Kind || e.Kind == best.Kind && e.Due.Before(best.Due)) {
			best = e
		}
	}
	return best
}

// Take removes the entry that Pick returned; its request is about to be sent.
func (s *Schedule) Take(e *Entry, now time.Time) {
	if c := e.Class; c != ClassNow {
		if c == ClassFirst || c == ClassLookup {
			c = ClassIdle
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
	for c := range classes {
		if e := s.head(c); e != nil && (!ok || e.Due.Before(due)) {
			due, ok = e.Due, true
		}
	}
	return due, ok
}

// Each calls f with every queued entry. f may change Due, not the class.
func (s *Schedule) Each(f func(e *Entry)) {
	for c := range classes {
		for _, e := range s.queues[c] {
			f(e)
		}
		s.queues[c].restore()
	}
}
