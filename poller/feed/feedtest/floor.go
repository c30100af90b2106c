// Package feedtest has Events and a fake Board for the tests of feed, record and serve. It imports model and safetext.
package feedtest

import (
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// Noon is the time from which Message, Said and Polled count seconds.
var Noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// Message returns a visitor's message, observed n seconds after Noon.
func Message(id model.MessageID, n int) model.Message {
	at := Noon.Add(time.Duration(n) * time.Second)
	var source safetext.Text
	if id%7 == 0 { // an HTML message
		source = safetext.Clean("<b>Hello\x1b[2J")
	}
	return model.Message{
		ID: id, Chat: 106241, Visitor: 61793, Thread: 7, Source: source, SentAt: at, Side: model.SideVisitor, Kind: model.KindMessage,
		Text: safetext.Clean(fmt.Sprintf("Hello %d, where is my order?", id)), Seen: model.SeenNo, FirstAt: at, LastAt: at,
	}
}

// Said returns an Event with one Message.
func Said(id model.MessageID, n int) model.Event {
	m := Message(id, n)
	return model.Event{At: m.LastAt, Messages: []model.Message{m}}
}

// Polled returns the Event of a poll with ten messages.
func Polled(first model.MessageID, n int) model.Event {
	e := model.Event{At: Noon.Add(time.Duration(n) * time.Second)}
	for i := range 10 {
		e.Messages = append(e.Messages, Message(first+model.MessageID(i), n))
	}
	e.Polled = []model.Polled{{Key: model.Key{Visitor: 61793, Thread: 7}, At: e.At}}
	return e
}

// A Floor is a fake Board: it merges by id, so that order and repeats do not
// matter. It is safe for concurrent use.
type Floor struct {
	mu       sync.Mutex
	Events   int
	messages map[model.MessageID]model.Message
	threads  map[model.ThreadID]model.ThreadInfo
	polled   map[model.Key]time.Time
	acks     map[model.ChatID]model.Ack
	Health   model.Health
}

// NewFloor returns a Floor to which nothing was applied.
func NewFloor() *Floor {
	return &Floor{
		messages: map[model.MessageID]model.Message{}, threads: map[model.ThreadID]model.ThreadInfo{},
		polled: map[model.Key]time.Time{}, acks: map[model.ChatID]model.Ack{},
	}
}

// Apply merges an Event: it keeps the newest of each item, and the earliest observation of a Message.
func (f *Floor) Apply(e model.Event) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.Events++
	for _, m := range e.Messages {
		f.messages[m.ID] = joinMessages(f.messages[m.ID], m)
	}
	for _, t := range e.Threads {
		if t.At.After(f.threads[t.ID].At) {
			f.threads[t.ID] = t
		}
	}
	for _, p := range e.Polled {
		if p.At.After(f.polled[p.Key]) {
			f.polled[p.Key] = p.At
		}
	}
	for _, a := range e.Acks {
		if a.At.After(f.acks[a.Chat].At) {
			f.acks[a.Chat] = a
		}
	}
	if e.Health != nil && e.Health.At.After(f.Health.At) {
		f.Health = *e.Health
	}
}

func joinMessages(a, b model.Message) model.Message {
	if a.ID == 0 {
		return b
	}
	out, old := a, b
	if b.LastAt.After(a.LastAt) {
		out, old = b, a
	}
	out.FirstAt = model.EarlierTime(out.FirstAt, old.FirstAt)
	if out.SeenAt.IsZero() || !old.SeenAt.IsZero() && old.SeenAt.Before(out.SeenAt) {
		out.SeenAt = old.SeenAt
	}
	return out
}

// Has reports whether all of the messages from first on are there.
func (f *Floor) Has(first model.MessageID, n int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := range n {
		if _, ok := f.messages[first+model.MessageID(i)]; !ok {
			return false
		}
	}
	return true
}

// Count returns how many Events were applied and how many messages they held, each message once.
func (f *Floor) Count() (events, messages int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.Events, len(f.messages)
}

// LastHealth returns the newest Health that was applied; the zero Health if none was.
func (f *Floor) LastHealth() model.Health {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.Health
}

// String returns the whole floor except what a recording leaves out: when a row was
// last observed unchanged, and Health.
func (f *Floor) String() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var lines []string
	for _, m := range f.messages {
		m.LastAt = time.Time{}
		lines = append(lines, Canonical(m))
	}
	for _, t := range f.threads {
		t.At = time.Time{}
		lines = append(lines, Canonical(t))
	}
	for _, a := range f.acks {
		lines = append(lines, Canonical(a))
	}
	for k, at := range f.polled {
		lines = append(lines, Canonical(model.Polled{Key: k, At: at}))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// Canonical returns v as JSON after a round trip through JSON, so that decoded and
// original values compare equal.
func Canonical[T any](v T) string {
	var back T
	line, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(line, &back)
	}
	if err == nil {
		line, err = json.Marshal(back)
	}
	if err != nil {
		return err.Error()
	}
	return string(line)
}

// SameFloor compares two floors and shows the first difference.
func SameFloor(t *testing.T, what string, got, want *Floor) {
	t.Helper()
	g, w := strings.Split(got.String(), "\n"), strings.Split(want.String(), "\n")
	for i := range max(len(g), len(w)) {
		switch {
		case i >= len(g):
			t.Errorf("%s: %d rows, want %d; missing %s", what, len(g), len(w), w[i])
		case i >= len(w):
			t.Errorf("%s: %d rows, want %d; too many %s", what, len(g), len(w), g[i])
		case g[i] != w[i]:
			t.Errorf("%s: row %d\n got %s\nwant %s", what, i, g[i], w[i])
		default:
			continue
		}
		return
	}
}

// Snapshot implements serve.Source with a single Event.
func (f *Floor) Snapshot() iter.Seq[model.Event] { return slices.Values([]model.Event{f.whole()}) }

func (f *Floor) whole() model.Event {
	f.mu.Lock()
	defer f.mu.Unlock()
	e := model.Event{
		At: Noon, Messages: slices.Collect(maps.Values(f.messages)), Threads: slices.Collect(maps.Values(f.threads)),
		Acks: slices.Collect(maps.Values(f.acks)),
	}
	for k, at := range f.polled {
		e.Polled = append(e.Polled, model.Polled{Key: k, At: at})
	}
	if !f.Health.At.IsZero() {
		h := f.Health
		e.Health = &h
	}
	return e
}

// Script returns the Events of a floor that is polled: the same chats again and again, with a new message, seen
// state or edit now and then.
func Script(seed uint64, polls int, from time.Time, every time.Duration) []model.Event {
	rng := rand.New(rand.NewPCG(seed, 1))
	chats := make([][]model.Message, 5)
	ids := []model.ChatID{1, 2, 3, 4, 5}
	var id model.MessageID
	var events []model.Event
	for n := range polls {
		now := from.Add(time.Duration(n) * every)
		chat := rng.IntN(len(chats))
		key := model.Key{Visitor: model.VisitorID(chat + 1), Thread: model.ThreadID(chat + 1)}
		if len(chats[chat]) == 40 {
			chats[chat] = nil
			ids[chat] += 5
		}
		if rng.IntN(3) == 0 {
			id++
			m := Message(id, 0)
			m.Chat, m.Visitor, m.Thread = ids[chat], key.Visitor, key.Thread
			m.SentAt, m.FirstAt = now, now
			if rng.IntN(2) == 0 {
				m.Side, m.Sender = model.SideAgent, model.AgentID(1+rng.IntN(3))
			}
			chats[chat] = append(chats[chat], m)
		}
		for i := range chats[chat] {
			m := &chats[chat][i]
			m.LastAt = now
			if m.Seen == model.SeenNo && rng.IntN(10) == 0 {
				m.Seen, m.SeenAt = model.SeenYes, now
			}
			if rng.IntN(50) == 0 {
				m.Missed = !m.Missed
			}
		}
		e := model.Event{At: now, Messages: slices.Clone(chats[chat]), Polled: []model.Polled{{Key: key, At: now}}}
		switch rng.IntN(8) {
		case 0:
			e.Threads = []model.ThreadInfo{{ID: key.Thread, Visitor: key.Visitor, Unseen: rng.IntN(2), At: now}}
		case 1:
			e.Acks = []model.Ack{{Chat: ids[chat], Upto: id, Undo: rng.IntN(2) == 0, At: now}}
		case 2:
			e.Health = &model.Health{At: now, State: model.State(rng.IntN(2)), LastGood: now}
		}
		events = append(events, e)
	}
	return events
}
