package model

import (
	"slices"
	"time"
)

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

	chats   map[ChatID]*chat // those with rows
	byID    map[MessageID]*chat
	threads map[Key]*thread
	facts   map[ChatID]*facts
	noFacts *facts

	infos    map[Key]ThreadInfo
	namedBy  map[ChatID][]Key // those of infos that name a chat
	visitors map[VisitorID]VisitorInfo
	agents   map[AgentID]AgentInfo
	polled   map[Key]stamp
	gaps     gapSet
	limitsOf map[AgentID]*Limits // by team, as looked up
	totals   *DayTotals
	health   Health
	coverage *Coverage // nil: none has come
	floor    *Floor
	usual    []Usual // by day
	gone     goneSet
	claims   map[ChatID]Claim

	keeper keeper
	dirty  []*chat   // to be settled
	fresh  []*thread // to be put into the book
	book   *book     // of the latest moment asked for; nil where it has to be made anew
	past   *book     // of the last moment asked for that lies before
}

// NewBoard returns an empty Board. Limits or numbers to keep that are all zero mean the defaults.
func NewBoard(cfg Config) *Board {
	if cfg.Limits == (Limits{}) {
		cfg.Limits = DefaultLimits()
	}
	if cfg.Location == nil {
		cfg.Location = time.UTC
	}
	return &Board{
		cfg:      cfg,
		chats:    map[ChatID]*chat{},
		byID:     map[MessageID]*chat{},
		threads:  map[Key]*thread{},
		facts:    map[ChatID]*facts{},
		noFacts:  newFacts(),
		infos:    map[Key]ThreadInfo{},
		namedBy:  map[ChatID][]Key{},
		visitors: map[VisitorID]VisitorInfo{},
		agents:   map[AgentID]AgentInfo{},
		polled:   map[Key]stamp{},
		gaps:     gapSet{},
		limitsOf: map[AgentID]*Limits{},
		gone:     goneSet{},
		claims:   map[ChatID]Claim{},
		keeper:   newKeeper(cfg),
	}
}

// Health returns the newest Health applied.
func (b *Board) Health() Health { return b.health }

// Coverage returns what is known of the floor and what is not. Of a stream that
// tells neither of the list nor of what is owed, as those of older programs,
// these are read off the Health.
func (b *Board) Coverage() Coverage {
	if b.coverage == nil {
		return CoverageOf(b.health)
	}
	if c := b.coverage; !c.List.At.IsZero() || !c.Debts.At.IsZero() {
		return *c
	}
	c, told := CoverageOf(b.health), b.coverage
	c.Observed, c.Watching, c.Doubt, c.Pace = told.Observed, told.Watching, told.Doubt, told.Pace
	return c
}

// Floor returns which floor this is, as the stream says; the zero Floor where it does not.
func (b *Board) Floor() Floor {
	if b.floor == nil {
		return Floor{}
	}
	return *b.floor
}

// Claim returns the newest claim of a chat; ok is false where there is none or it was taken back.
func (b *Board) Claim(c ChatID) (claim Claim, ok bool) {
	claim, ok = b.claims[c]
	return claim, ok && !claim.Undo
}

// Cut reports whether retention let messages of a thread go whole, as far back
// as it remembers. How many is not known: what is refused may come again with each reading.
func (b *Board) Cut(k Key) bool {
	b.settle()
	cut := func(id ChatID) bool {
		at := b.factsOf(id).cutLast
		return at != never && at >= b.keeper.horizon
	}
	if t := b.threads[k]; t != nil && slices.ContainsFunc(t.chats, func(c *chat) bool { return cut(c.id) }) {
		return true
	}
	info := b.infos[k]
	return slices.ContainsFunc(info.all(), func(id ChatID) bool { return b.chats[id] == nil && cut(id) })
}

// Transcript returns the messages of a thread by (sent time, id), all its chats, the oldest first.
func (b *Board) Transcript(k Key) []Message {
	b.settle()
	t := b.threads[k]
	if t == nil {
		return nil
	}
	var list []line
	for _, c := range t.chats {
		for i := range c.rows {
			list = append(list, c.line(i))
		}
	}
	if len(t.chats) > 1 {
		slices.SortFunc(list, func(x, y line) int { return x.place().compare(y.place()) })
	}
	msgs := make([]Message, len(list))
	for i := range list {
		msgs[i] = list[i].message()
	}
	return msgs
}

// Gone returns when a message of a chat, or with 0 the whole chat, was last
// found not to be in Acquire any more; ok is false where it never was.
func (b *Board) Gone(c ChatID, m MessageID) (at time.Time, ok bool) {
	s, ok := b.gone[goneID{c, m}]
	if !ok {
		return time.Time{}, false
	}
	return s.time(), true
}

// Usual returns what is usual on the day of a moment; ok is false where nothing is known.
func (b *Board) Usual(at time.Time) (u Usual, ok bool) {
	for _, u := range slices.Backward(b.usual) {
		if since := at.Sub(u.Start); since >= 0 {
			return u, since < usualSlots*usualSlot
		}
	}
	return Usual{}, false
}

// At returns the floor at now. The Snapshot stays valid after later calls.
//
// It depends on what was applied and on now, not on earlier calls. now may lie
// in the past, at a higher cost: what was sent, seen, acknowledged, named or
// closed after it is left out then. What is known only as a present state is
// not dated back: which thread a chat belongs to, names, teams, edited texts and
// the flags of missed and offline chats are those of the last observation; a
// thread that was read after now counts as read at now, and Acquire's totals
// are left out if they are from after now.
//
// With 5,000 threads and 200,000 messages a second's tick costs 4 ms, mostly for
// the copy and the order of the rows; the first call 28 ms and each moment of the
// past 14 ms, for it looks at every chat. The same moment again is free of that.
func (b *Board) At(now time.Time) *Snapshot {
	k := b.bookAt(now)
	s := &Snapshot{Now: now, Threads: k.rows(), Agents: k.agentRows(), Diag: k.diag(), Coverage: k.b.Coverage()}
	k.headline(&s.Headline)
	return s
}
