package feed

import (
	"encoding/json"
	"hash/maphash"
	"slices"
	"time"

	"floorwatch/model"
)

// A Deduper removes from a stream what has passed already. The API's cursor is
// inclusive, so every poll returns the whole chat again: of ten polls a second with
// twenty messages each almost nothing is new, and recording it would take 5 GB a
// day. Applying the rest gives the same figures; only LastAt, which distinguishes
// versions of a row, stays at the first observation of a version.
//
// It remembers at least as many rows of a kind as it is made for, those that passed or were compared
// last, and at most half as many more; forgotten rows pass once more.
type Deduper struct {
	seed     maphash.Seed
	messages generations[model.MessageID, messageMark]
	threads  generations[model.ThreadID, threadMark]
	visitors generations[model.VisitorID, uint64]
	agents   generations[model.AgentID, uint64]

	healthEvery time.Duration // minimum time between unchanged Healths; 0: none
	health      model.Health  // the last one that passed …
	healthAt    time.Time     // … and when

	coverageEvery time.Duration   // minimum time before a better coverage; a worse one passes at once
	coverage      model.Coverage  // the last that passed …
	coverageAt    time.Time       // … and when; zero: none yet
	better        *model.Coverage // held back until then
	floor         model.Floor
}

// A messageMark is what is remembered of a message: its content, and the two times
// of which only earlier values are news.
type messageMark struct {
	content     uint64
	first, seen int64
}

// A threadMark is what is remembered of a thread: its content, and the newest
// observation that repeated it; nil if none did.
type threadMark struct {
	content uint64
	again   *model.ThreadInfo
}

// NewDeduper returns a Deduper for a Board that holds so many rows; 0 means the
// default. An unchanged Health, and a better coverage, pass after these intervals;
// 0 means always.
func NewDeduper(held int, healthEvery, coverageEvery time.Duration) *Deduper {
	if held <= 0 {
		held = model.DefaultRetention().HeldRows()
	}
	return &Deduper{
		seed:        maphash.MakeSeed(),
		messages:    newGenerations[model.MessageID, messageMark](held),
		threads:     newGenerations[model.ThreadID, threadMark](held),
		visitors:    newGenerations[model.VisitorID, uint64](held),
		agents:      newGenerations[model.AgentID, uint64](held),
		healthEvery: healthEvery, coverageEvery: coverageEvery,
	}
}

// Filter returns the part of e that has not passed yet, at now; ok is false if nothing
// is left. It does not change e's content.
func (t *Deduper) Filter(e model.Event, now time.Time) (_ model.Event, ok bool) {
	e.Messages = Without(e.Messages, t.oldMessage)
	e.Threads = t.newThreads(e.Threads, e.At)
	e.Visitors = Without(e.Visitors, func(v model.VisitorInfo) bool {
		id := v.ID
		v.At = time.Time{}
		return t.visitors.same(id, maphash.Comparable(t.seed, v))
	})
	e.Agents = Without(e.Agents, func(a model.AgentInfo) bool {
		id := a.ID
		a.At = time.Time{}
		return t.agents.same(id, maphash.Comparable(t.seed, a))
	})
	e.Coverage = t.newCoverage(e.Coverage, e.At, now)
	e.Floor = t.newFloor(e.Floor)
	if e.Health != nil {
		if e.OnlyHealth() && t.oldHealth(*e.Health, now) {
			return e, false
		}
		t.health, t.healthAt = *e.Health, now
	}
	return e, e.Rows() > 0
}

func (t *Deduper) oldHealth(h model.Health, now time.Time) bool {
	same := h.State == t.health.State && h.Why == t.health.Why && h.RetryAt.Equal(t.health.RetryAt)
	return same && now.Sub(t.healthAt) < t.healthEvery
}

// newCoverage returns the coverage that passes at now for an Event of at with c, or nil. A better
// one that is too early passes with a later Event.
func (t *Deduper) newCoverage(c *model.Coverage, at, now time.Time) *model.Coverage {
	if c != nil {
		known := t.coverage
		if t.better != nil {
			known = *t.better
		}
		add := *c
		add.FillTimes(at)
		all := known.Merge(add) // an Event may have only some parts
		t.better = &all
	}
	switch out, has := t.better, !t.coverageAt.IsZero(); {
	case out == nil:
		return nil
	case has && out.SameAs(&t.coverage):
		t.better = nil
		return nil
	case has && !out.WorseThan(&t.coverage) && now.Sub(t.coverageAt) < t.coverageEvery:
		return nil
	default:
		t.coverage, t.coverageAt, t.better = *out, now, nil
		return out
	}
}

// Pending returns the coverage held back, for the end of a stream; nil if there is none.
func (t *Deduper) Pending() *model.Coverage {
	c := t.better
	if t.better = nil; c != nil {
		t.coverage = *c
	}
	return c
}

func (t *Deduper) newFloor(f *model.Floor) *model.Floor {
	if f == nil {
		return nil
	}
	now := *f
	if now.At = t.floor.At; now == t.floor {
		return nil
	}
	t.floor = *f
	return f
}

func (t *Deduper) oldMessage(m model.Message) bool {
	mark := messageMark{first: nanos(m.FirstAt), seen: nanos(m.SeenAt)}
	id := m.ID
	m.SentAt = m.SentAt.UTC().Round(0) // normalised: equal moments compare equal
	m.FirstAt, m.LastAt, m.SeenAt = time.Time{}, time.Time{}, time.Time{}
	mark.content = maphash.Comparable(t.seed, m)
	old, ok := t.messages.get(id)
	if ok && old.content == mark.content && old.first <= mark.first &&
		(mark.seen == 0 || old.seen != 0 && old.seen <= mark.seen) {
		return true
	}
	t.messages.put(id, mark)
	return false
}

// newThreads returns the part of list, observed at a moment, that has not passed yet.
// A thread whose state or agents have changed follows the newest observation that
// found it unchanged: until then the chat was open and had the old owner.
func (t *Deduper) newThreads(list []model.ThreadInfo, at time.Time) []model.ThreadInfo {
	var out []model.ThreadInfo
	for i := range list {
		info := &list[i]
		content, ok := t.contentOf(*info)
		old, known := t.threads.get(info.ID)
		switch {
		case ok && known && old.content == content:
			again := *info
			stampZero(&again.At, at)
			if old.again == nil || old.again.At.Before(again.At) {
				t.threads.put(info.ID, threadMark{content, &again})
			}
			continue
		case known && old.again != nil && movedOn(old.again, info):
			out = append(out, *old.again)
		}
		t.threads.put(info.ID, threadMark{content: content})
		out = append(out, *info)
	}
	return out
}

// movedOn reports whether a thread's state, newest chat or agents have changed.
func movedOn(before, now *model.ThreadInfo) bool {
	return before.Status != now.Status || before.NewestChat() != now.NewestChat() || !slices.Equal(before.Agents, now.Agents)
}

func stampZero(t *time.Time, at time.Time) {
	if t.IsZero() {
		*t = at
	}
}

// contentOf returns a hash of a thread's content without its time; ok is false if it cannot be encoded.
func (t *Deduper) contentOf(info model.ThreadInfo) (content uint64, ok bool) {
	info.At = time.Time{}
	var h maphash.Hash
	h.SetSeed(t.seed)
	err := json.NewEncoder(&h).Encode(info)
	return h.Sum64(), err == nil
}

// nanos returns t in nanoseconds since 1970; 0 for the zero time.
func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// Without returns list without the items for which drop is true; list itself if there are none.
func Without[T any](list []T, drop func(T) bool) []T {
	for i, v := range list {
		if !drop(v) {
			continue
		}
		kept := append([]T(nil), list[:i]...)
		for _, v := range list[i+1:] {
			if !drop(v) {
				kept = append(kept, v)
			}
		}
		return kept
	}
	return list
}

// generations is a map of limited size: once the youngest generation is full, the
// oldest is dropped and an empty one begins. Entries that are used stay.
type generations[K comparable, V comparable] struct {
	maps  [3]map[K]V // the youngest first
	limit int        // of each
}

// newGenerations returns a map that keeps at least so many of the last keys.
func newGenerations[K comparable, V comparable](holds int) generations[K, V] {
	return generations[K, V]{maps: [3]map[K]V{{}}, limit: (holds + 1) / 2}
}

func (g *generations[K, V]) get(k K) (v V, ok bool) {
	for i, m := range g.maps {
		if v, ok = m[k]; !ok {
			continue
		}
		if i > 0 {
			g.put(k, v)
		}
		break
	}
	return v, ok
}

func (g *generations[K, V]) put(k K, v V) {
	if _, ok := g.maps[0][k]; !ok && len(g.maps[0]) >= g.limit {
		g.maps = [3]map[K]V{{}, g.maps[0], g.maps[1]}
	}
	g.maps[0][k] = v
}

// same reports whether k has the value v, and stores it.
func (g *generations[K, V]) same(k K, v V) bool {
	if old, ok := g.get(k); ok && old == v {
		return true
	}
	g.put(k, v)
	return false
}
