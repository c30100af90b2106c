package model

import "time"

// An Event is what one observation found. All parts are optional. It is the only unit of the data path: it comes
// from the API, a recording or a socket, and goes to the screen, a recording or a socket. As JSON it is one line.
// Applying an Event twice, or Events in any order, gives the same Board.
//
// A reader ignores parts that it does not know, so parts may be added and names never change. The list parts says
// how each is merged, cut and dated, and package board how it is applied.
type Event struct {
	At       time.Time     `json:"at"` // when observed, by the server's clock
	Messages []Message     `json:"messages,omitempty"`
	Threads  []ThreadInfo  `json:"threads,omitempty"`
	Visitors []VisitorInfo `json:"visitors,omitempty"`
	Agents   []AgentInfo   `json:"agents,omitempty"`
	Polled   []Polled      `json:"polled,omitempty"`
	Acks     []Ack         `json:"acks,omitempty"`
	Claims   []Claim       `json:"claims,omitempty"`
	Chats    []ChatPast    `json:"chats,omitempty"`
	Gaps     []Gap         `json:"gaps,omitempty"`
	Gone     []Gone        `json:"gone,omitempty"`
	Evicted  *Evicted      `json:"let_go,omitempty"`
	Totals   *DayTotals    `json:"totals,omitempty"`
	Usual    []Usual       `json:"usual,omitempty"`
	Floor    *Floor        `json:"floor,omitempty"`
	Coverage *Coverage     `json:"coverage,omitempty"`
	Health   *Health       `json:"health,omitempty"`
}

// MaxExportRows is how many rows an Event of Board.Export has at most, so that its line stays within every
// reader's limit.
const MaxExportRows = 1000

// Rows returns how many rows e has in all parts; an Event with 0 says nothing.
func (e *Event) Rows() int {
	n := 0
	for _, p := range parts {
		n += p.rows(e)
	}
	return n
}

// Dated reports whether e.At is a time of the server's clock. Until the first answer that clock is unknown; such
// Events count up from the Unix epoch, which keeps them in order and before everything that follows.
func (e *Event) Dated() bool { return e.At.Year() > 1970 }

// OnlyHealth reports whether e holds a Health and nothing else.
func (e *Event) OnlyHealth() bool { return e.Health != nil && e.Rows() == 1 }

// Halve splits e into two Events with half of its rows each. They share its memory. If e has two rows or more,
// both halves are smaller than e.
func (e *Event) Halve() (head, tail Event) {
	n := e.Rows() / 2
	head.At, tail.At = e.At, e.At
	for _, p := range parts {
		p.split(e, &head, &tail, &n)
	}
	return head, tail
}

// Add appends the content of other to e. Unlike Merge it does not look for duplicates, which is cheaper when an
// Event is made of many. Other must not be used afterwards.
func (e *Event) Add(other *Event) {
	other.fillAllTimes()
	for _, p := range parts {
		p.concat(e, other)
	}
	e.At = LaterTime(e.At, other.At)
}

// fillAllTimes writes the time of e into all of its parts that have no time of their own.
func (e *Event) fillAllTimes() {
	for _, p := range parts {
		p.fillTimes(e)
	}
}

// FillTimes writes the time of e into all of its parts that have no time of their own, and copies the lists that
// it changes.
func (e *Event) FillTimes() {
	for _, p := range parts {
		if p.lacksTime(e) {
			p.cloneLists(e)
			p.fillTimes(e)
		}
	}
}
