package model

import "time"

// Config is what a Board is made with.
type Config struct {
	Limits   Limits
	Keep     Keep
	Teams    []Team
	Location *time.Location // of "today"; nil means UTC
}

// A Board is all that is known of the floor. It is not safe for concurrent use:
// the goroutine that draws it owns it.
type Board struct {
	cfg Config
}

// NewBoard returns an empty Board.
func NewBoard(cfg Config) *Board { return &Board{cfg: cfg} }

// Apply takes an Event in. The same Event twice, or Events in any order, give the same Board.
func (b *Board) Apply(e Event) {}

// Health returns the newest Health applied.
func (b *Board) Health() Health { return Health{} }

// At returns the floor at now. The Snapshot stays valid after later calls.
func (b *Board) At(now time.Time) *Snapshot { return &Snapshot{Now: now} }

// Transcript returns the messages of a thread by (sent time, id), all its chats, the oldest first.
func (b *Board) Transcript(k Key) []Message { return nil }

// Activity returns one Minute for each of the last n minutes before now, the oldest first. A filter
// restricts it to one thread or one agent; the zero Filter is the whole floor.
func (b *Board) Activity(now time.Time, n int, f Filter) []Minute { return nil }

// A Filter picks a part of the floor; zero fields pick all.
type Filter struct {
	Key   Key
	Agent AgentID
}
