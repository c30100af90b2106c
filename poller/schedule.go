package poller

import "time"

// A class says how often an entry is asked about.
type class uint8

const (
	classNow      class = iota // the reader asked: before all others
	classFresh                 // something new was found
	classWaiting               // a visitor waits, or the thread is on screen
	classActive                // a word in the last 5 minutes
	classQuiet                 // a word in the last 30 minutes
	classIdle                  // nothing for longer
	classWatch                 // thread lists of watched visitors
	classProfiles              // pages of the profile list
	classAgents
	classTotals
	classFirst   // threads of the first read
	classLookup  // thread lists of the first read
	classHistory // earlier chats, to be read once
	classes
)

const (
	favourShare  = 0.1  // of all requests, given to those that wait
	favourMost   = 3.0  // times their own share
	firstShare   = 0.3  // of all requests at least, for the first read
	historyShare = 0.05 // of all requests, for earlier chats
	listShare    = 0.1  // of the budget, for the agents and the totals while they are due
)

// firstBulk is the first of the classes that are read once and hurry nobody.
const firstBulk = classFirst

// A schedule picks whom to ask next. Each class has a share of the requests in
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
type schedule struct {
	queues   [classes]queue
	interval [classes]time.Duration
	budget   float64          // requests a second
	turn     [classes]float64 // of a class's next request, in the schedule's own time
	clock    float64          // that time: the turn of the last request
}

func newSchedule(cfg Config, perSecond float64) *schedule {
	every := func(share float64) time.Duration { return time.Duration(float64(time.Second) / (share * perSecond)) }
	s := &schedule{budget: perSecond}
	s.interval = [classes]time.Duration{
		classNow:      time.Nanosecond,
		classFresh:    cfg.Waiting,
		classWaiting:  cfg.Waiting,
		classActive:   cfg.Active,
		classQuiet:    cfg.Quiet,
		classIdle:     cfg.Idle,
		classWatch:    cfg.DiscoverEvery,
		classProfiles: every(profileShare),
		classAgents:   every(listShare), // they are due seldom, but then
		classTotals:   every(listShare), // have several pages
	}
	return s
}

// add queues e for due in its class c; it moves e where it is queued already.
// An entry whose request is under way, or that has been retired, stays out.
func (s *schedule) add(e *entry, c class, due time.Time) {
	s.remove(e)
	if e.running || e.gone {
		return
	}
	e.class, e.due = c, due
	s.queues[c].push(e)
}

func (s *schedule) remove(e *entry) {
	if e.queued {
		s.queues[e.class].remove(e)
	}
}

// pick returns the entry to ask now, or nil where none is due. It stays queued.
func (s *schedule) pick(now time.Time) *entry {
	if e := s.due(classNow, now); e != nil {
		return e
	}
	var best *entry
	var first float64
	for c := classFresh; c < classes; c++ {
		if c == classFirst || c == classLookup {
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
func (s *schedule) turnOf(c class) float64 {
	saved := 1.0
	if c == classWaiting {
		saved = 2
	}
	return max(s.turn[c], s.clock-saved)
}

// dueIn returns who is next of those that share c's turns, or nil where none is due.
func (s *schedule) dueIn(c class, now time.Time) *entry {
	if c == classIdle {
		if e := s.unread(now); e != nil {
			return e
		}
	}
	if c == classHistory && s.unread(now) != nil {
		return nil
	}
	return s.due(c, now)
}

// unread returns what is next of the first read.
func (s *schedule) unread(now time.Time) *entry {
	if e := s.due(classFirst, now); e != nil {
		return e
	}
	return s.due(classLookup, now)
}

// due returns the head of a queue where it is due.
func (s *schedule) due(c class, now time.Time) *entry {
	if e := s.head(c); e != nil && !e.due.After(now) {
		return e
	}
	return nil
}

func (s *schedule) head(c class) *entry {
	if len(s.queues[c]) == 0 {
		return nil
	}
	return s.queues[c][0]
}

// need is how many requests a second a class asks for.
func (s *schedule) need(c class) float64 {
	n := len(s.queues[c])
	if c == classIdle {
		n += len(s.queues[classFirst]) + len(s.queues[classLookup])
	}
	return float64(n) / s.interval[c].Seconds()
}

// share is what a class gets, in proportion to the others.
//
// Those that wait are favoured as far as nobody else waits more than a tenth
// longer. Where they are few, which is the rule, that is much: with a tenth of
// the need theirs, their answers are half as old.
func (s *schedule) share(c class, now time.Time) float64 {
	all := 0.0
	for t := classWaiting; t <= classIdle; t++ {
		all += s.need(t)
	}
	switch c {
	case classFresh:
		return max(all, s.need(c)) // half of all, with no limit to how many there are
	case classHistory:
		return max(historyShare*all, historyShare)
	case classWaiting:
		return min(s.need(c)+favourShare*all, favourMost*s.need(c))
	case classIdle:
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

// probe returns what to try a server with that failed: messages before lists,
// since a token may be good for a list and not for them; of the same kind what is due
// first, now or later, since a probe does not wait for somebody's back-off.
func (s *schedule) probe() *entry {
	var best *entry
	for c := range classes {
		e := s.head(c)
		if e != nil && (best == nil || e.kind < best.kind || e.kind == best.kind && e.due.Before(best.due)) {
			best = e
		}
	}
	return best
}

// take removes the entry that pick returned; its request is about to be sent.
func (s *schedule) take(e *entry, now time.Time) {
	if c := e.class; c != classNow {
		if c == classFirst || c == classLookup {
			c = classIdle
		}
		turn := s.turnOf(c)
		s.clock = max(s.clock, turn)
		s.turn[c] = turn + 1/s.share(c, now)
	}
	s.remove(e)
	e.asked, e.running = now, true
}

// next returns when the next entry is due; ok is false where there is none.
func (s *schedule) next() (due time.Time, ok bool) {
	for c := range classes {
		if e := s.head(c); e != nil && (!ok || e.due.Before(due)) {
			due, ok = e.due, true
		}
	}
	return due, ok
}

// each calls f with every queued entry. f may change due, not the class.
func (s *schedule) each(f func(e *entry)) {
	for c := range classes {
		for _, e := range s.queues[c] {
			f(e)
		}
		s.queues[c].restore()
	}
}
