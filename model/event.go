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
