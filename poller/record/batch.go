package record

import (
	"time"

	"floorwatch/model"
	"floorwatch/poller/feed"
)

// batchRows is about how many rows a batch has before it is emitted, so that the
// screen is drawn a few times for a whole day and not once for each Event.
const batchRows = 5000

// A batch merges many Events into one. The zero batch is empty.
type batch struct{ e model.Event }

func (b *batch) merge(e model.Event) { b.e.Add(&e) }

func (b *batch) isFull() bool { return b.e.Rows() >= batchRows }

// take returns the Event and empties the batch; ok is false if it was empty.
func (b *batch) take() (e model.Event, ok bool) {
	e, b.e = b.e, model.Event{}
	e.Polled = newestPolled(e.Polled)
	return e, !e.At.IsZero()
}

// newestPolled keeps the newest Polled of each thread: most lines of a recording only say
// that a thread was read again.
func newestPolled(list []model.Polled) []model.Polled {
	newest := make(map[model.Key]time.Time, min(len(list), 1000))
	for _, p := range list {
		if at, ok := newest[p.Key]; !ok || p.At.After(at) {
			newest[p.Key] = p.At
		}
	}
	return feed.Without(list, func(p model.Polled) bool {
		at, ok := newest[p.Key]
		if !ok || !at.Equal(p.At) {
			return true
		}
		delete(newest, p.Key)
		return false
	})
}
