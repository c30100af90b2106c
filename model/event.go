package model

import "time"

// An Event is what one observation brought. All parts are optional. It is the
// one unit of the program's data path: it can come from the API, a recording
// or a socket and go to the screen, a recording or a socket. As JSON it is one
// line. Applying an Event twice, or Events in any order, gives the same Board.
//
// A reader ignores a part that it does not know, so parts are added and their
// names stay. What must be done with each part stands in
// parts, and how a Board holds it in the package board.
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

// MaxExportRows is how many rows an Event of a Board's Export holds at most, so
// that one line of it stays within what every reader takes.
const MaxExportRows = 1000

// Rows is how much e holds; 0 is an Event that says nothing.
func (e *Event) Rows() int {
	n := 0
	for _, p := range parts {
		n += p.rows(e)
	}
	return n
}

// Dated reports whether e's time is one of the server's clock. Before the first
// answer that clock is not known: such Events count up from the Unix epoch, so
// that they are in order and older than all that follows.
func (e *Event) Dated() bool { return e.At.Year() > 1970 }

// OnlyHealth reports whether e says how the reading is and nothing else.
func (e *Event) OnlyHealth() bool { return e.Health != nil && e.Rows() == 1 }

// Halve returns two Events with half of the rows of e each; together they say
// what e says. They share its memory. With two rows or more both hold fewer than e.
func (e *Event) Halve() (head, tail Event) {
	n := e.Rows() / 2
	head.At, tail.At = e.At, e.At
	for _, p := range parts {
		p.split(e, &head, &tail, &n)
	}
	return head, tail
}

// Add makes e say what both say, as Merge does but without looking for what
// is in both, which costs less where an Event is made of many others. Other
// must not be used any more.
func (e *Event) Add(other *Event) {
	other.fillAllTimes()
	for _, p := range parts {
		p.concat(e, other)
	}
	e.At = latest(e.At, other.At)
}

// fillAllTimes writes into each part that has no time of its own the time of e, which it is about to lose.
func (e *Event) fillAllTimes() {
	for _, p := range parts {
		p.fillTimes(e)
	}
}

// FillTimes writes the time of e into each thing in it that has none of its own.
// Lists that others may hold stay as they are: one that needs a time is copied.
func (e *Event) FillTimes() {
	for _, p := range parts {
		if p.lacksTime(e) {
			p.cloneLists(e)
			p.fillTimes(e)
		}
	}
}
