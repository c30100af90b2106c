package ledger

import (
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// A TimeSpan is the time (From, To].
type TimeSpan struct{ From, To time.Time }

// Overlap returns the length of the intersection of two spans.
func (s TimeSpan) Overlap(o TimeSpan) time.Duration {
	from, to := s.From, s.To
	from = model.LaterTime(from, o.From)
	to = model.EarlierTime(to, o.To)
	return max(0, to.Sub(from))
}

// A Slot is what one agent did in a quarter of an hour. Agent 0 is nobody: chats without an owner.
type Slot struct {
	Start time.Time
	Agent model.AgentID
	SlotFigures
}

// A FindingKind is why a chat is worth looking at.
type FindingKind string

// Finding kinds, as written in the file.
const (
	FindingMissed  FindingKind = "missed"
	FindingDropped FindingKind = "dropped"
	FindingLate    FindingKind = "late"    // one of the ten longest turns of its slot over the critical limit
	FindingWaiting FindingKind = "waiting" // one of the ten longest waits at its slot's end over the critical limit
)

// FindingKinds lists all kinds, in the order of a report.
var FindingKinds = []FindingKind{FindingMissed, FindingDropped, FindingLate, FindingWaiting}

// A Finding is a chat worth looking at. It does not identify the visitor.
type Finding struct {
	Kind       FindingKind
	At         time.Time
	Chat       model.ChatID
	Agent      model.AgentID // the owner at the end, or who replied; 0: nobody
	Waited     time.Duration
	Unanswered int // messages without a reply at the end
}

// An AgentLabel names a row of the history. If figures of single agents are not kept, a negative id stands for a
// team and Name is empty.
type AgentLabel struct{ Name, Team safetext.Text }

// LeftOutCounts is what a day's figures leave out.
type LeftOutCounts struct {
	ClockErrors int `json:"clock_errors"`
	UnknownType int `json:"unknown_type"`
	UnknownSide int `json:"unknown_side"`
	Messages    int `json:"messages"` // of a visitor, above 50 in a minute
}

// Add adds what another day's figures leave out.
func (c *LeftOutCounts) Add(o LeftOutCounts) {
	c.ClockErrors += o.ClockErrors
	c.UnknownType += o.UnknownType
	c.UnknownSide += o.UnknownSide
	c.Messages += o.Messages
}

// AtLeast raises each count to that of o.
func (c *LeftOutCounts) AtLeast(o LeftOutCounts) {
	c.ClockErrors = max(c.ClockErrors, o.ClockErrors)
	c.UnknownType = max(c.UnknownType, o.UnknownType)
	c.UnknownSide = max(c.UnknownSide, o.UnknownSide)
	c.Messages = max(c.Messages, o.Messages)
}

// A Day is one local day of the history, as the ledger computes it and a file stores it. It contains no text, no
// visitor and no thread.
type Day struct {
	Date            string // 2026-11-28
	Zone            string // IANA name of the time zone whose day it is
	From            time.Time
	To              time.Time
	Final           bool // it ended more than 10 minutes ago and will not change
	Written         time.Time
	By              safetext.Text
	Floor           safetext.Text // name of the floor; "" in older files
	Invented        bool          // of a demo
	First           time.Duration // goal of the first reply
	Next            time.Duration // goal of later replies
	Hours           string        // hash of the business hours; "" where the floor never closes
	Watched         []TimeSpan    // when the floor was live and being read
	LeftOut         LeftOutCounts
	Agents          map[model.AgentID]AgentLabel
	Slots           []Slot      // by start, then agent; without empty ones
	IncompleteSlots []time.Time // starts of slots of which something was not read
	Found           []Finding   // by time
}

// WatchedIn returns how long the floor was watched within a span.
func (d *Day) WatchedIn(s TimeSpan) time.Duration {
	var sum time.Duration
	for _, w := range d.Watched {
		sum += w.Overlap(s)
	}
	return sum
}

// Sort sorts slots, findings and incomplete slots as in the file.
func (d *Day) Sort() {
	slices.SortStableFunc(d.Slots, func(a, b Slot) int {
		if c := a.Start.Compare(b.Start); c != 0 {
			return c
		}
		return int(a.Agent - b.Agent)
	})
	slices.SortStableFunc(d.Found, func(a, b Finding) int { return a.At.Compare(b.At) })
	slices.SortFunc(d.IncompleteSlots, time.Time.Compare)
	d.IncompleteSlots = slices.CompactFunc(d.IncompleteSlots, time.Time.Equal)
}

// Sum adds up all slots of a day.
func (d *Day) Sum() SlotFigures {
	var f SlotFigures
	for _, a := range d.ByAgent() {
		f.AddConcurrent(a)
	}
	return f
}

// lastSlot returns the start of the slot in which the day, or its figures so far, ends.
func (d *Day) lastSlot() time.Time {
	if d.Written.Before(d.To) && !d.Written.IsZero() {
		return SlotStart(d.Written)
	}
	return SlotStart(d.To)
}

// ByAgent adds up the slots of each agent.
func (d *Day) ByAgent() map[model.AgentID]*SlotFigures {
	sums, last := map[model.AgentID]*SlotFigures{}, d.lastSlot()
	for i := range d.Slots {
		s := &d.Slots[i]
		f := sums[s.Agent]
		if f == nil {
			f = &SlotFigures{}
			sums[s.Agent] = f
		}
		if s.Start.Equal(last) {
			f.AddConcurrent(&s.SlotFigures)
			continue
		}
		f.Add(&s.SlotFigures)
	}
	return sums
}

// WithoutAgents returns the day with each agent's figures added to those of the agent's team, which has an id from
// -2 down in the order of the teams' names, or to id -1 if the agent has no team. Figures of nobody keep id 0.
func (d *Day) WithoutAgents() *Day {
	teams := []string{}
	for _, a := range d.Agents {
		if !a.Team.IsEmpty() && !slices.Contains(teams, a.Team.String()) {
			teams = append(teams, a.Team.String())
		}
	}
	slices.Sort(teams)
	out := *d
	out.Agents = map[model.AgentID]AgentLabel{}
	team := func(a model.AgentID) model.AgentID {
		if a == 0 {
			return 0
		}
		id := model.AgentID(-1)
		label := AgentLabel{Team: d.Agents[a].Team}
		if i := slices.Index(teams, label.Team.String()); i >= 0 {
			id = model.AgentID(-2 - i)
		}
		out.Agents[id] = label
		return id
	}
	type key struct {
		start int64
		agent model.AgentID
	}
	at := map[key]int{}
	out.Slots = nil
	for i := range d.Slots {
		s := d.Slots[i]
		s.Agent = team(s.Agent)
		if s.Agent != 0 {
			s.Peak = 0 // the peak of a team cannot be computed from those of its agents
		}
		k := key{s.Start.Unix(), s.Agent}
		j, found := at[k]
		if !found {
			j = len(out.Slots)
			at[k] = j
			out.Slots = append(out.Slots, Slot{Start: s.Start, Agent: s.Agent})
		}
		out.Slots[j].AddConcurrent(&s.SlotFigures)
	}
	out.Found = slices.Clone(d.Found)
	for i := range out.Found {
		out.Found[i].Agent = team(out.Found[i].Agent)
	}
	out.Sort()
	return &out
}
