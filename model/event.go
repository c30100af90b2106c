package model

import "time"

// An Event is what one observation brought. All parts are optional. It is the
// one unit of the program's data path: it can come from the API, a recording
// or a socket and go to the screen, a recording or a socket. As JSON it is one
// line. Applying an Event twice, or Events in any order, gives the same Board.
type Event struct {
	At       time.Time     `json:"at"` // when observed, by the server's clock
	Messages []Message     `json:"messages,omitempty"`
	Threads  []ThreadInfo  `json:"threads,omitempty"`
	Visitors []VisitorInfo `json:"visitors,omitempty"`
	Agents   []AgentInfo   `json:"agents,omitempty"`
	Polled   []Polled      `json:"polled,omitempty"`
	Acks     []Ack         `json:"acks,omitempty"`
	Chats    []ChatPast    `json:"chats,omitempty"`
	Gaps     []Gap         `json:"gaps,omitempty"`
	LetGo    *LetGo        `json:"let_go,omitempty"`
	Totals   *DayTotals    `json:"totals,omitempty"`
	Health   *Health       `json:"health,omitempty"`
}

// OnlyHealth reports whether e says how the reading is and nothing else.
func (e *Event) OnlyHealth() bool {
	return e.Health != nil && len(e.Messages) == 0 && len(e.Threads) == 0 && len(e.Visitors) == 0 && len(e.Agents) == 0 &&
		len(e.Polled) == 0 && len(e.Acks) == 0 && len(e.Chats) == 0 && len(e.Gaps) == 0 && e.LetGo == nil && e.Totals == nil
}
