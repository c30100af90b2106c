package feed

import (
	"time"

	"floorwatch/model"
)

// batchRows is about how much a batch holds before it is handed on: enough that
// the screen is drawn a few times for a whole day, not once an Event.
const batchRows = 5000

// A batch is many Events in one. The zero batch is empty.
type batch struct{ e model.Event }

func (b *batch) add(e model.Event) {
	all := &b.e
	if e.At.After(all.At) {
		all.At = e.At
	}
	all.Messages = append(all.Messages, e.Messages...)
	all.Threads = append(all.Threads, e.Threads...)
	all.Visitors = append(all.Visitors, e.Visitors...)
	all.Agents = append(all.Agents, e.Agents...)
	all.Polled = append(all.Polled, e.Polled...)
	all.Acks = append(all.Acks, e.Acks...)
	all.Gaps = append(all.Gaps, e.Gaps...)
	if e.Totals != nil && (all.Totals == nil || !e.Totals.At.Before(all.Totals.At)) {
		all.Totals = e.Totals
	}
	if e.Health != nil && (all.Health == nil || !e.Health.At.Before(all.Health.At)) {
		all.Health = e.Health
	}
}

func (b *batch) isFull() bool { return rows(b.e) >= batchRows }

// take returns the Event and empties the batch; ok is false where it was empty.
func (b *batch) take() (e model.Event, ok bool) {
	e, b.e = b.e, model.Event{}
	e.Polled = newestPolled(e.Polled)
	return e, !e.At.IsZero()
}

// newestPolled keeps the newest of each thread: most of a recording's lines say
// only that a thread was read once more.
func newestPolled(list []model.Polled) []model.Polled {
	newest := make(map[model.Key]time.Time, min(len(list), 1000))
	for _, p := range list {
		if at, ok := newest[p.Key]; !ok || p.At.After(at) {
			newest[p.Key] = p.At
		}
	}
	return without(list, func(p model.Polled) bool {
		at, ok := newest[p.Key]
		if !ok || !at.Equal(p.At) {
			return true
		}
		delete(newest, p.Key)
		return false
	})
}
