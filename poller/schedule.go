package poller

import "time"

// A class says how often an entry is asked about.
type class uint8

const (
	classNow      class = iota // the reader asked: before all others
	classWaiting               // a visitor waits, the thread is on screen, or something new was found
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
	favourShare = 0.1 // of all requests
	favourMost  = 3.0
)

// firstBulk is the first of the classes that are read once and hurry nobody.
const firstBulk = classFirst

// A schedule picks whom to ask next: of those that are due, the one with the
// largest (now − last asked) ÷ interval of its class. So when the budget is too
// small everything stretches in proportion and nothing starves. Inside a class
// that is the one due longest, so one heap a class and a look at the heads do.
//
// What is read once (the bulk classes) has no interval. It takes what nobody
// else wants, and of the rest: the first read gets every second request, since
// who waits is not known before it has ended; earlier chats count as one entry
// that wants half of the budget and stretches like the others.
type schedule struct {
	queues   [classes]queue
	interval [classes]time.Duration
	favour   float64       // by how much those that wait come before their turn
	bulkGap  time.Duration // between two bulk requests while others wait
	bulkAt   time.Time     // of the last one
}

func newSchedule(cfg Config, perSecond float64) *schedule {
	s := &schedule{favour: 1, bulkGap: time.Duration(2 / perSecond * float64(time.Second))}
	s.interval = [classes]time.Duration{
		classNow:      time.Nanosecond,
		classWaiting:  cfg.Waiting,
		classActive:   cfg.Active,
		classQuiet:    cfg.Quiet,
		classIdle:     cfg.Idle,
		classWatch:    cfg.DiscoverEvery,
		classProfiles: time.Duration(float64(time.Second) / (profileShare * perSecond)),
		classAgents:   agentsEvery,
		classTotals:   totalsEvery,
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
	var best *entry
	var most float64
	for c := range firstBulk {
		e := s.head(c)
		if e == nil || e.due.After(now) {
			continue
		}
		if c == classNow {
			return e
		}
		u := 1 + float64(now.Sub(e.due))/float64(s.interval[c])
		if c == classWaiting {
			u *= s.favour
		}
		if best == nil || u > most {
			best, most = e, u
		}
	}
	if e := s.bulk(now); e != nil {
		u := float64(now.Sub(s.bulkAt)) / float64(s.bulkGap)
		if best == nil || u >= 1 && (u > most || e.class != classHistory) {
			return e
		}
	}
	return best
}

// balance works out how much those that wait can be favoured without making
// the others wait more than a tenth longer. Where they are few, which is the rule,
// that is much: with a tenth of the demand theirs, their answers are half as old.
func (s *schedule) balance() {
	var all float64
	for c := classWaiting; c <= classIdle; c++ {
		all += float64(len(s.queues[c])) / s.interval[c].Seconds()
	}
	waiting := float64(len(s.queues[classWaiting])) / s.interval[classWaiting].Seconds()
	s.favour = 1
	if waiting > 0 {
		s.favour = min(1+favourShare*all/waiting, favourMost)
	}
}

func (s *schedule) head(c class) *entry {
	if len(s.queues[c]) == 0 {
		return nil
	}
	return s.queues[c][0]
}

func (s *schedule) bulk(now time.Time) *entry {
	for c := firstBulk; c < classes; c++ {
		if e := s.head(c); e != nil && !e.due.After(now) {
			return e
		}
	}
	return nil
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
	s.remove(e)
	if e.class >= firstBulk {
		s.bulkAt = now
	}
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
