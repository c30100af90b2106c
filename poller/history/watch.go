package history

import (
	"time"

	"floorwatch/model/ledger"
)

// notedWithin is how far two notes may be apart for the time between them to count as watched.
const notedWithin = 3 * time.Minute

// A Watch remembers when the floor was watched: live, and the first read over.
// The zero Watch has not watched. It is not safe for concurrent use.
type Watch struct {
	spans []ledger.TimeSpan
	live  bool
}

// Note says whether the floor is watched now; it is to be called about once a minute.
func (w *Watch) Note(now time.Time, live bool) {
	last := len(w.spans) - 1
	goesOn := w.live && last >= 0 && now.Sub(w.spans[last].To) <= notedWithin && !now.Before(w.spans[last].To)
	switch {
	case goesOn: // until now it was, whatever comes
		w.spans[last].To = now
	case live:
		w.spans = append(w.spans, ledger.TimeSpan{From: now, To: now})
	}
	w.live = live
}

// Within returns the spans inside (from, to].
func (w *Watch) Within(from, to time.Time) []ledger.TimeSpan {
	var out []ledger.TimeSpan
	for _, s := range w.spans {
		s.From, s.To = later(s.From, from), earlier(s.To, to)
		if s.From.Before(s.To) {
			out = append(out, s)
		}
	}
	return out
}

// DayOf returns an empty Day that holds a moment, in a zone. A moment at a day's
// very end belongs to it.
func DayOf(at time.Time, loc *time.Location) *ledger.Day {
	from, to := dayBounds(at.Add(-time.Nanosecond), loc)
	return &ledger.Day{Date: from.Add(12 * time.Hour).In(loc).Format(time.DateOnly), Zone: zoneName(loc, from), From: from, To: to}
}

// FinalAfter is how long after its end a day stays open for late words.
const FinalAfter = 10 * time.Minute
