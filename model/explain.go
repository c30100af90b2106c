package model

import (
	"cmp"
	"slices"
	"time"
)

// A Subject says of whom and of when a figure is told.
type Subject struct {
	Agent AgentID // of an agent's figure
	Key   Key     // of a row's figure
	Today bool    // of a window's figure: today instead of the half hour before now
}

// An Explanation says how a figure came about: all that was counted and what
// was left out. It is worked out from the chats one by one, not from the sums
// that the screen shows, so the two can be held against each other.
type Explanation struct {
	Figure  FigureID
	Subject Subject
	Title   string    // "First response, median"
	Formula string    // in words
	From    time.Time // the window is (From, To]; zero where the figure is of the moment To
	To      time.Time

	Known  bool    // false: no data, "–"
	Number float64 // a count, seconds of a duration, per cent of a share, or a mean
	Value  string  // the same as the screen shows it
	N      int     // of how many values

	Included     []Part // those that weigh most first (of a share: that failed), at most MaxParts
	MoreIncluded int
	Excluded     []Part // the newest first, at most MaxParts
	MoreExcluded int
	Outside      int // what would count but for the window
}

// A Part is what one chat, turn or reply contributes to a figure, or why it does not.
type Part struct {
	Key    Key
	Chat   ChatID
	Agent  AgentID   // who replied or owns the chat; 0: nobody
	At     time.Time // when it was decided, said or began
	Number float64   // its contribution, in the unit of the figure
	What   string    // of an included one: what it is
	Why    string    // of an excluded one: the reason
}

// MaxParts bounds the lists of an Explanation; the rest is counted.
const MaxParts = 100

// Explain returns how a figure at now came about.
func (b *Board) Explain(f FigureID, s Subject, now time.Time) Explanation {
	k := b.bookAt(now)
	spec := f.spec()
	x := explainer{k: k, from: never, agent: s.Agent, key: s.Key, Explanation: Explanation{
		Figure: f, Subject: s, Title: spec.title, Formula: spec.formula, To: now,
	}}
	if spec.window {
		if x.from = k.now.add(-halfHour); s.Today && !spec.halfOnly {
			x.from = k.day
		}
		x.From = x.from.time()
	}
	if spec.collect != nil {
		spec.collect(&x)
	}
	x.total(spec.unit)
	x.bound(spec.unit == unitShare)
	return x.Explanation
}

// An explainer collects the parts of an Explanation.
type explainer struct {
	Explanation
	k     *book
	from  stamp
	agent AgentID
	key   Key
}

// in reports whether a moment lies in the window.
func (x *explainer) in(t stamp) bool { return x.from < t && t <= x.k.now }

// mine reports whether an agent's doing belongs to the figure: any, unless the figure is of one agent.
func (x *explainer) mine(a AgentID) bool { return x.agent == 0 || x.agent == a }

func (x *explainer) include(e *entry, a AgentID, at stamp, n float64, what string) {
	x.Included = append(x.Included, Part{
		Key: e.c.thread.key, Chat: e.c.id, Agent: a, At: at.time(), Number: n, What: what,
	})
}

func (x *explainer) leaveOut(e *entry, a AgentID, at stamp, why string) {
	x.Excluded = append(x.Excluded, Part{Key: e.c.thread.key, Chat: e.c.id, Agent: a, At: at.time(), Why: why})
}

// each calls do for every chat that had begun.
func (x *explainer) each(do func(e *entry)) {
	for _, s := range x.k.shelves {
		for _, e := range s.entries {
			do(e)
		}
	}
}

// A unit says what the parts add up to.
type unit uint8

const (
	unitCount  unit = iota // how many
	unitMedian             // of seconds
	unitP90                // of seconds
	unitMax                // of seconds
	unitShare              // per cent that are 1
	unitSum                // of contributions
	unitPeak               // how many at once
)

// total adds the parts up.
func (x *explainer) total(u unit) {
	x.N = len(x.Included)
	x.Known = x.N > 0
	switch u {
	case unitMedian:
		x.rank(50)
	case unitP90:
		x.rank(90)
	case unitMax:
		x.rank(100)
	case unitShare:
		x.share()
	case unitSum:
		x.Known = true
		for _, p := range x.Included {
			x.Number += p.Number
		}
		x.Value = decimal(x.Number)
	default:
		x.Known, x.Number = true, float64(x.N)
		x.Value = decimal(x.Number)
	}
	if !x.Known {
		x.Value = "–"
	}
}

// rank takes the p-th percentile by nearest rank.
func (x *explainer) rank(p int) {
	if x.N == 0 {
		return
	}
	list := make([]float64, x.N)
	for i := range x.Included {
		list[i] = x.Included[i].Number
	}
	slices.Sort(list)
	x.Number = list[rank(x.N, p)]
	x.Value = shown(time.Duration(x.Number * float64(time.Second)))
}

func (x *explainer) share() {
	if x.N == 0 {
		return
	}
	s := ServiceLevel{Of: x.N}
	for _, p := range x.Included {
		s.In += int(p.Number)
	}
	p, _ := s.Percent()
	x.Number = float64(p)
	x.Value = decimal(x.Number) + " %"
}

// bound sorts the parts, of a share those that failed first, and cuts the lists.
func (x *explainer) bound(failedFirst bool) {
	key := func(a, b *Part) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Chat, b.Chat), cmp.Compare(a.Agent, b.Agent))
	}
	weight := func(p *Part) float64 {
		if failedFirst {
			return -p.Number
		}
		return p.Number
	}
	slices.SortFunc(x.Included, func(a, b Part) int {
		return cmp.Or(cmp.Compare(weight(&b), weight(&a)), key(&a, &b), cmp.Compare(a.What, b.What))
	})
	slices.SortFunc(x.Excluded, func(a, b Part) int { return cmp.Or(key(&a, &b), cmp.Compare(a.Why, b.Why)) })
	x.Included, x.MoreIncluded = cut(x.Included)
	x.Excluded, x.MoreExcluded = cut(x.Excluded)
}

func cut(list []Part) ([]Part, int) {
	if len(list) <= MaxParts {
		return list, 0
	}
	return slices.Clone(list[:MaxParts]), len(list) - MaxParts
}
