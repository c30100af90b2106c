package model

import (
	"reflect"
	"slices"
	"time"
)

// Coverage is what is known of the floor and what is not, so that a figure can
// say what it lacks. The zero Coverage is a floor that is known whole. It
// travels in Events like Health; of each of its parts the newest (At) wins,
// and a part whose At is zero says nothing.
type Coverage struct {
	Observed  Observed   `json:"observed,omitzero"`
	List      ListHealth `json:"list,omitzero"`
	Discovery Discovery  `json:"watching,omitzero"`
	Debts     Debts      `json:"debts,omitzero"`
	Anomalies Anomalies  `json:"doubt,omitzero"`
	Freshness Freshness  `json:"pace,omitzero"`

	// Now is when a Snapshot asks; zero: when its newest part was so.
	Now time.Time `json:"-"`

	// Derived: the stream carries no coverage (an older program wrote it), and this was read off its Health.
	Derived bool `json:"-"`
}

// Observed says since when the floor has been read without a hole. Closings,
// changes of owner and the moment of being seen have no time before that.
type Observed struct {
	At    time.Time `json:"at"`
	Since time.Time `json:"since,omitzero"` // zero: it is not known
	Holes []Hole    `json:"holes,omitempty"`
}

// A Hole is a time [From, To) in which nothing was read: an outage, a pause, or the program did not run.
type Hole struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to,omitzero"` // zero: it goes on
}

// maxHoles bounds the holes that are carried; the latest stay.
const maxHoles = 64

// ListHealth is how the visitors' list (Acquire's profile list) is read.
type ListHealth struct {
	At              time.Time `json:"at"`
	Off             bool      `json:"off,omitempty"`        // discovery is off: only watched visitors are read
	Unfinished      bool      `json:"unfinished,omitempty"` // the first pass is not over, or its first page has not been read again after it
	Read            int       `json:"read,omitempty"`       // pages of the first pass that have been read …
	Pages           int       `json:"pages,omitempty"`      // … of so many
	Missing         int       `json:"lacks,omitempty"`      // visitors whom it counts and, read again and again, does not name
	MissingSince    time.Time `json:"lacks_since,omitzero"` // … since then; zero: that may pass
	AcceptedMissing int       `json:"accepted,omitempty"`   // so many of them do not matter (poll.accept_lacks)
	LastGood        time.Time `json:"good,omitzero"`        // the last good round
	FailingSince    time.Time `json:"fails_since,omitzero"` // zero: it does not fail
}

// Timestamps says what moves the time that the profile list gives of a visitor.
type Timestamps uint8

// What moves stamps. The numbers travel: append only.
const (
	TimestampsUnknown   Timestamps = iota // not learned yet
	TimestampsByMessage                   // each word moves them
	TimestampsByChat                      // only a new chat does
	TimestampsNever                       // nothing, or there are none
)

// Discovery says how a new chat of a known visitor is found.
type Discovery struct {
	At           time.Time     `json:"at"`
	Timestamps   Timestamps    `json:"stamps,omitempty"`
	NewestFirst  bool          `json:"falls,omitempty"`     // the list begins with the newest stamp, so what has changed stands on its first page
	Unwatched    int           `json:"unwatched,omitempty"` // known visitors whose new chat only a turn over all of them finds
	FullPass     time.Duration `json:"turn,omitempty"`      // how long one such turn takes
	AcceptedPass time.Duration `json:"accepted,omitempty"`  // the longest turn that the configuration accepts (poll.accept_turn)
}

// Anomalies names what Acquire sends and the program cannot trust.
type Anomalies struct {
	At     time.Time     `json:"at"`
	Seen   bool          `json:"seen,omitempty"`   // the seen values are not understood
	Zone   bool          `json:"zone,omitempty"`   // the times are off, most likely by a time zone
	Off    time.Duration `json:"off,omitempty"`    // … by so much, as measured
	Closed bool          `json:"closed,omitempty"` // chats end and none is ever reported closed
	Side   bool          `json:"side,omitempty"`   // too many senders of an unknown kind
	Rows   bool          `json:"rows,omitempty"`   // too many of the last minute's rows could not be read
	Mail   bool          `json:"mail,omitempty"`   // many messages have mail fields: a remark, nothing is missing
}

// Freshness says how old the words are of the threads in which somebody waits, and what keeps them from being younger.
type Freshness struct {
	At         time.Time     `json:"at"`
	OldestRead time.Time     `json:"since,omitzero"`       // when the one of them that was read least lately was read; zero: none is late
	LateAfter  time.Duration `json:"bound,omitempty"`      // words older than this are late
	Cause      LateCause     `json:"cause,omitempty"`      // of their being late
	Threads    int           `json:"threads,omitempty"`    // that are polled
	Latency    time.Duration `json:"latency,omitempty"`    // of the last answers, as a rule
	InFlight   int           `json:"in_flight,omitempty"`  // requests that may be under way at once
	PerSecond  float64       `json:"per_second,omitempty"` // requests that the budget allows
}

// A LateCause is what keeps the floor from being read in time.
type LateCause uint8

// Causes. The numbers travel: append only.
const (
	CauseNone     LateCause = iota
	CauseBackOff            // the thread failed, and is left alone for a while
	CauseLatency            // an answer takes longer than the words may be old
	CauseInFlight           // so few requests may be under way at once that the budget cannot be spent
	CauseBudget             // there is more to ask than the budget allows
	CauseSlowed             // Acquire has asked for fewer requests than the budget allows
)

// Exact reports whether the floor is known whole: nothing is owed, failing or in doubt.
func (c *Coverage) Exact() bool {
	d := c.Anomalies
	return !c.List.Unfinished && c.List.FailingSince.IsZero() && c.Debts.Count() == 0 && !d.Seen && !d.Zone && !d.Closed && !d.Side && !d.Rows
}

// AsOf is the moment that c is about.
func (c *Coverage) AsOf() time.Time {
	at := c.Now
	for _, part := range []time.Time{c.Observed.At, c.List.At, c.Discovery.At, c.Debts.At, c.Anomalies.At, c.Freshness.At} {
		if c.Now.IsZero() && part.After(at) {
			at = part
		}
	}
	return at
}

// Merge returns the newest of each part of two.
func (c Coverage) Merge(o Coverage) Coverage {
	if o.Observed.compare(&c.Observed) > 0 {
		c.Observed = o.Observed
	}
	if o.List.compare(&c.List) > 0 {
		c.List = o.List
	}
	if o.Discovery.compare(&c.Discovery) > 0 {
		c.Discovery = o.Discovery
	}
	if o.Debts.compare(&c.Debts) > 0 {
		c.Debts = o.Debts
	}
	if o.Anomalies.compare(&c.Anomalies) > 0 {
		c.Anomalies = o.Anomalies
	}
	if o.Freshness.compare(&c.Freshness) > 0 {
		c.Freshness = o.Freshness
	}
	c.Derived = c.Derived && o.Derived
	return c
}

// WorseThan reports whether c says that more is missing, or in doubt, than o says.
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

// SameAs reports whether c says what o says, whenever that was.
func (c *Coverage) SameAs(o *Coverage) bool {
	x, y := *c, *o
	for _, c := range []*Coverage{&x, &y} {
		c.Observed.At, c.List.At, c.Discovery.At, c.Debts.At, c.Anomalies.At, c.Freshness.At, c.List.LastGood = noTime, noTime, noTime, noTime, noTime, noTime, noTime
	}
	return reflect.DeepEqual(x, y)
}

var noTime time.Time

func (o *Observed) compare(p *Observed) int     { return compareNewest(o.At, p.At, o, p) }
func (l *ListHealth) compare(m *ListHealth) int { return compareNewest(l.At, m.At, l, m) }
func (w *Discovery) compare(v *Discovery) int   { return compareNewest(w.At, v.At, w, v) }
func (d *Debts) compare(e *Debts) int           { return compareNewest(d.At, e.At, d, e) }
func (d *Anomalies) compare(e *Anomalies) int   { return compareNewest(d.At, e.At, d, e) }

func (p *Freshness) compare(q *Freshness) int { return compareNewest(p.At, q.At, p, q) }

func mergeCoverage(a, b *Coverage) *Coverage {
	c := a.Merge(*b)
	return &c
}

// FillTimes gives the parts that say something and have no time the time at.
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

// Clamp cuts what a stream may have sent down to what a program of ours sends.
func (c *Coverage) Clamp() {
	if n := len(c.Observed.Holes); n > maxHoles {
		c.Observed.Holes = slices.Clone(c.Observed.Holes[n-maxHoles:])
	}
	c.Observed.Holes = nilIfEmpty(c.Observed.Holes)
	c.Debts.clamp()
}

// CoverageOf reads off a Health what a stream without coverage can tell:
// until the first read was over an unknown part of the floor was missing, and
// from then on nothing. Where there is no Health yet nothing has been read.
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
