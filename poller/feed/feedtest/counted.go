package feedtest

import (
	"strings"

	"floorwatch/model"
)

// Counted is how many rows of some parts there are in Events, and the words of the states in their order.
type Counted struct {
	Messages, Threads, Visitors, Agents, Acks, Polled int
	States                                            string
}

// Add counts an Event.
func (c *Counted) Add(e model.Event) {
	c.Messages += len(e.Messages)
	c.Threads += len(e.Threads)
	c.Visitors += len(e.Visitors)
	c.Agents += len(e.Agents)
	c.Acks += len(e.Acks)
	c.Polled += len(e.Polled)
	if e.Health == nil {
		return
	}
	if s := e.Health.State.String(); !strings.HasSuffix(c.States, s) {
		c.States += " " + s
	}
}
