package feedtest

import (
	"strings"

	"floorwatch/model"
)

// Counted counts rows of some parts in Events, and lists the words of the states in order.
type Counted struct {
	Messages, Threads, Visitors, Agents, Acks, Polled int
	States                                            string
}

// Add adds an Event's rows and states to the counts.
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
