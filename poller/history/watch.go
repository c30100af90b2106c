package history

import (
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
)

// notedWithin is the longest time between two notes that still counts as watched.
const notedWithin = 3 * time.Minute

// A Watch records when the floor was watched, which means live and completely read once. The zero Watch has recorded
// nothing. It is not safe for concurrent use.
type Watch struct {
	spans []ledger.TimeSpan
	live  bool
}

// Note records whether the floor is watched now. Call it about once a minute.
func (w *Watch) Note(now time.Time, live bool) {
	last := len(w.spans) - 1
	goesOn := w.live && last >= 0 && now.Sub(w.spans[last].To) <= notedWithin && !now.Before(w.spans[last].To)
	switch {
	case goesOn: // it was watched until now, even if it no longer is
		w.spans[last].To = now
	case live:
		w.spans = append(w.spans, ledger.TimeSpan{From: now, To: now})
	}
	w.live = live
}

// Within returns the watched spans inside (from, to].
func (w *Watch) Within(from, to time.Time) []ledger.TimeSpan {
	var out []ledger.TimeSpan
	for _, s := range w.spans {
		s.From, s.To = model.LaterTime(s.From, from), model.EarlierTime(s.To, to)
		if s.From.Before(s.To) {
			out = append(out, s)
		}
	}
	return out
}

// DayOf returns an empty Day for the local day that contains a moment. The last moment of a day, 24:00, belongs to it.
func DayOf(at time.Time, loc *time.Location) *ledger.Day {
	from, to := dayBounds(at.Add(-time.Nanosecond), loc)
	return &ledger.Day{Date: from.Add(12 * time.Hour).In(loc).Format(time.DateOnly), Zone: zoneName(loc, from), From: from, To: to}
}

// FinalAfter is how long a day stays open for late messages after its end.
const FinalAfter = 10 * time.Minute
