package model

import (
	"reflect"
	"slices"
	"time"
)

// Coverage says how much of the floor is known, so that each figure can say what it may lack. The zero Coverage is
// a floor that is known completely. It travels in Events, as Health does. Each part is dated by its At; of two the
// newer wins, and a part whose At is zero is absent.
type Coverage struct {
	Observed  Observed   `json:"observed,omitzero"`
	List      ListHealth `json:"list,omitzero"`
	Discovery Discovery  `json:"watching,omitzero"`
	Debts     Debts      `json:"debts,omitzero"`
	Anomalies Anomalies  `json:"doubt,omitzero"`
	Freshness Freshness  `json:"pace,omitzero"`

	// Now is the moment of the Snapshot that holds this Coverage; zero in an Event, see AsOf.
	Now time.Time `json:"-"`

	// Oldest is when the oldest held message was sent, if nothing was read at the Snapshot's moment; else zero. Chats
	// that had been silent since before it may have been open then: they were never read.
	Oldest time.Time `json:"-"`

	// Derived: an older program sent no coverage, so this one was made from its Health.
	Derived bool `json:"-"`
}

// Observed says since when the floor has been read without interruption. When a chat was closed, changed its owner
// or was seen is known only from then on.
type Observed struct {
	At    time.Time `json:"at"`
	Since time.Time `json:"since,omitzero"` // zero: unknown
	Holes []Hole    `json:"holes,omitempty"`
}

// A Hole is a span [From, To) in which nothing was read: an outage, a pause, or the program was not running.
type Hole struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to,omitzero"` // zero: it lasts
}

// maxHoles is how many holes are kept; the oldest are dropped.
const maxHoles = 64

// ListHealth says how well the list of visitors (Acquire's profile list) is read.
type ListHealth struct {
	At              time.Time `json:"at"`
	Off             bool      `json:"off,omitempty"`        // discovery is off: only the visitors of the configuration are read
	Unfinished      bool      `json:"unfinished,omitempty"` // the first pass is not complete, or its first page has not been read again since
	Read            int       `json:"read,omitempty"`       // pages read of the first pass …
	Pages           int       `json:"pages,omitempty"`      // … out of this many
	Missing         int       `json:"lacks,omitempty"`      // visitors that Acquire counts but, after several passes, has not listed
	MissingSince    time.Time `json:"lacks_since,omitzero"` // since when they are missing; zero: that may still resolve
	AcceptedMissing int       `json:"accepted,omitempty"`   // how many missing visitors the configuration accepts (poll.accept_lacks)
	LastGood        time.Time `json:"good,omitzero"`        // end of the last successful round
	FailingSince    time.Time `json:"fails_since,omitzero"` // zero: the last round succeeded
}

// Timestamps says what updates the time that the profile list gives for a visitor.
type Timestamps uint8

// Values of Timestamps. They are sent as numbers: append only.
const (
	TimestampsUnknown   Timestamps = iota // not learned yet
	TimestampsByMessage                   // every message does
	TimestampsByChat                      // only a new chat does
	TimestampsNever                       // nothing does, or there are no times
)

// Discovery says how a known visitor's new chat is found.
type Discovery struct {
	At           time.Time     `json:"at"`
	Timestamps   Timestamps    `json:"stamps,omitempty"`
	NewestFirst  bool          `json:"falls,omitempty"`     // the list is sorted by this time, newest first, so changes show on its first page
	Unwatched    int           `json:"unwatched,omitempty"` // known visitors whose new chat is found only by a full pass over all of them
	FullPass     time.Duration `json:"turn,omitempty"`      // how long such a pass takes
	AcceptedPass time.Duration `json:"accepted,omitempty"`  // the longest full pass that the configuration accepts (poll.accept_turn)
}

// Anomalies are the properties of Acquire's answers that make figures unreliable.
type Anomalies struct {
	At     time.Time     `json:"at"`
	Seen   bool          `json:"seen,omitempty"`   // the seen values have an unknown meaning
	Zone   bool          `json:"zone,omitempty"`   // times are off, most likely by a time zone
	Off    time.Duration `json:"off,omitempty"`    // … by this much, as measured
	Closed bool          `json:"closed,omitempty"` // chats end, but none is ever reported as closed
	Side   bool          `json:"side,omitempty"`   // too many senders of an unknown kind
	Rows   bool          `json:"rows,omitempty"`   // too many rows of the last minute could not be read
	Mail   bool          `json:"mail,omitempty"`   // many messages have mail fields: worth a remark, but nothing is missing
}

// Freshness says how recently the threads with a waiting visitor were read, and what keeps them from being read
// more often.
type Freshness struct {
	At         time.Time     `json:"at"`
	OldestRead time.Time     `json:"since,omitzero"`       // when the longest unread of them was last read; zero: none is late
	LateAfter  time.Duration `json:"bound,omitempty"`      // a thread that was last read longer ago is late
	Cause      LateCause     `json:"cause,omitempty"`      // why it is late
	Threads    int           `json:"threads,omitempty"`    // how many are polled
	Latency    time.Duration `json:"latency,omitempty"`    // typical, of the last answers
	InFlight   int           `json:"in_flight,omitempty"`  // limit of concurrent requests
	PerSecond  float64       `json:"per_second,omitempty"` // requests that the budget allows
}

// A LateCause is what keeps the floor from being read in time.
type LateCause uint8

// Causes. They are sent as numbers: append only.
const (
	CauseNone     LateCause = iota
	CauseBackOff            // the last request for the thread failed; it is retried later
	CauseLatency            // an answer takes longer than LateAfter
	CauseInFlight           // the limit of concurrent requests is too low to use the budget
	CauseBudget             // the budget is too small for what has to be read
	CauseSlowed             // Acquire asked for fewer requests than the budget allows
)

// Exact reports whether everything is known: nothing is outstanding, failing or doubtful.
func (c *Coverage) Exact() bool {
	d := c.Anomalies
	return !c.List.Unfinished && c.List.FailingSince.IsZero() && c.Debts.Count() == 0 && !d.Seen && !d.Zone && !d.Closed && !d.Side && !d.Rows
}

// AsOf returns the moment that c describes: Now, or the time of its newest part.
func (c *Coverage) AsOf() time.Time {
	at := c.Now
	for _, part := range []time.Time{c.Observed.At, c.List.At, c.Discovery.At, c.Debts.At, c.Anomalies.At, c.Freshness.At} {
		if c.Now.IsZero() && part.After(at) {
			at = part
		}
	}
	return at
}

// Merge returns a Coverage with the newer of each part of c and o.
func (c Coverage) Merge(o Coverage) Coverage {
	takeNewer(&c.Observed, &o.Observed, c.Observed.At, o.Observed.At)
	takeNewer(&c.List, &o.List, c.List.At, o.List.At)
	takeNewer(&c.Discovery, &o.Discovery, c.Discovery.At, o.Discovery.At)
	takeNewer(&c.Debts, &o.Debts, c.Debts.At, o.Debts.At)
	takeNewer(&c.Anomalies, &o.Anomalies, c.Anomalies.At, o.Anomalies.At)
	takeNewer(&c.Freshness, &o.Freshness, c.Freshness.At, o.Freshness.At)
	c.Derived = c.Derived && o.Derived
	return c
}

// WorseThan reports whether c has a problem that o lacks, or more of one.
func (c *Coverage) WorseThan(o *Coverage) bool {
	d, was := &c.Anomalies, &o.Anomalies
	switch {
	case c.List.Unfinished && !o.List.Unfinished, c.List.Missing > o.List.Missing, !c.List.FailingSince.IsZero() && o.List.FailingSince.IsZero():
	case d.Seen && !was.Seen, d.Zone && !was.Zone, d.Closed && !was.Closed, d.Side && !was.Side, d.Rows && !was.Rows:
	case !c.Freshness.OldestRead.IsZero() && o.Freshness.OldestRead.IsZero():
	case c.Observed.Since.After(o.Observed.Since), len(c.Observed.Holes) > len(o.Observed.Holes):
	case c.Discovery.FullPass > c.Discovery.AcceptedPass && o.Discovery.FullPass <= o.Discovery.AcceptedPass:
	case len(c.Debts.Denied) > len(o.Debts.Denied):
	default:
		return c.Debts.Count() > o.Debts.Count() || c.Debts.CountNewerThan(true, maxDuration) > o.Debts.CountNewerThan(true, maxDuration)
	}
	return true
}

// SameAs reports whether c and o say the same, whatever their times.
func (c *Coverage) SameAs(o *Coverage) bool {
	x, y := *c, *o
	for _, c := range []*Coverage{&x, &y} {
		c.Observed.At, c.List.At, c.Discovery.At, c.Debts.At, c.Anomalies.At, c.Freshness.At, c.List.LastGood = noTime, noTime, noTime, noTime, noTime, noTime, noTime
	}
	return reflect.DeepEqual(x, y)
}

var noTime time.Time

// takeNewer replaces part by other if that is newer.
func takeNewer[T any](part, other *T, at, otherAt time.Time) {
	if compareNewest(otherAt, at, other, part) > 0 {
		*part = *other
	}
}

func mergeCoverage(a, b *Coverage) *Coverage {
	c := a.Merge(*b)
	return &c
}

// FillTimes dates the parts of c that have content but no time.
func (c *Coverage) FillTimes(at time.Time) {
	fillTimeUnless(&c.Observed.At, at, c.Observed.Since.IsZero() && len(c.Observed.Holes) == 0)
	fillTimeUnless(&c.List.At, at, c.List == ListHealth{})
	fillTimeUnless(&c.Discovery.At, at, c.Discovery == Discovery{})
	fillTimeUnless(&c.Debts.At, at, c.Debts.isEmpty())
	fillTimeUnless(&c.Anomalies.At, at, c.Anomalies == Anomalies{})
	fillTimeUnless(&c.Freshness.At, at, c.Freshness == Freshness{})
}

func fillTimeUnless(t *time.Time, at time.Time, empty bool) {
	if t.IsZero() && !empty {
		*t = at
	}
}

// Clamp cuts what came over a socket or out of a file down to the sizes that this program itself writes.
func (c *Coverage) Clamp() {
	if n := len(c.Observed.Holes); n > maxHoles {
		c.Observed.Holes = slices.Clone(c.Observed.Holes[n-maxHoles:])
	}
	c.Observed.Holes = nilIfEmpty(c.Observed.Holes)
	c.Debts.clamp()
}

// CoverageOf returns what the Health of an older program, which sends no coverage, implies: until the first read
// is complete an unknown part of the floor is missing, afterwards nothing is. Without any Health nothing has been
// read.
func CoverageOf(h Health) Coverage {
	c := Coverage{Derived: true}
	if h.Read {
		return c
	}
	c.List = ListHealth{At: h.At, Unfinished: true}
	c.Debts = Debts{At: h.At, Read: h.ReadDone, Total: h.ReadAll}
	if n := h.ReadAll - h.ReadDone; n > 0 {
		c.Debts.Groups = []DebtGroup{{Kind: DebtUnread, Live: true, Unknown: n}}
	}
	return c
}
