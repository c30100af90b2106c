package history

import (
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
)

// Merge returns what the file of a day is to hold after a write: fresh, except that
// slots which ended at or before keep stay as they are in old. keep is the start
// of a program that has no undamaged recording to begin from, or how far back
// the Board still holds everything: a Board that was not there counts too many
// as dropped, so it does not overwrite a better file. Slots before keep that
// old neither watched nor has a row of come from fresh, and stay unwatched.
// The zero keep takes everything from fresh.
//
// Where the zone of the screen has changed, the days of one date have other bounds: the file then spans both, since
// what the old day began with is in no other file.
func Merge(old, fresh *ledger.Day, keep time.Time) *ledger.Day {
	if old == nil {
		return fresh
	}
	out := *fresh
	out.From, out.To = earlier(old.From, fresh.From), later(old.To, fresh.To) // the zone may have changed
	if !keep.IsZero() {
		out.LeftOut.AtLeast(old.LeftOut) // the slots that stay were counted by whoever wrote them
	}
	out.Watched = joinSpans(append(slices.Clone(old.Watched), fresh.Watched...))
	had := map[int64]bool{}
	for i := range old.Slots {
		had[old.Slots[i].Start.Unix()] = true
	}
	for _, p := range old.IncompleteSlots {
		had[p.Unix()] = true
	}
	stays := func(start time.Time) bool {
		end := start.Add(ledger.SlotLength)
		if start.Before(fresh.From) || end.After(fresh.To) {
			return true
		}
		return !end.After(keep) && (had[start.Unix()] || old.WatchedIn(ledger.TimeSpan{From: start, To: end}) > 0)
	}
	out.Slots = pick(old.Slots, fresh.Slots, func(s ledger.Slot) bool { return stays(s.Start) })
	out.IncompleteSlots = pick(old.IncompleteSlots, fresh.IncompleteSlots, stays)
	out.Found = pick(old.Found, fresh.Found, func(f ledger.Finding) bool { return stays(ledger.SlotStart(f.At)) })
	out.Agents = map[model.AgentID]ledger.AgentLabel{}
	for _, agents := range []map[model.AgentID]ledger.AgentLabel{old.Agents, fresh.Agents} {
		for id, a := range agents {
			out.Agents[id] = a
		}
	}
	out.Sort()
	return &out
}

// handover returns from when on the later of two days counts. Where the zone of the screen was changed, days of the old and
// of the new one overlap, and the later one counts, but for the time in which the earlier one watched more: a
// program that started in a new zone, east of the old one, was not there when its day began.
func handover(before, after *ledger.Day) time.Time {
	overlap := ledger.TimeSpan{From: after.From, To: earlier(before.To, before.Written.Truncate(ledger.SlotLength))}
	if overlap.From.Before(overlap.To) && before.WatchedIn(overlap) > after.WatchedIn(overlap) {
		return overlap.To
	}
	return after.From
}

// pick returns those of old that stay and those of fresh that do not.
func pick[T any](old, fresh []T, stays func(T) bool) []T {
	var out []T
	for _, v := range old {
		if stays(v) {
			out = append(out, v)
		}
	}
	for _, v := range fresh {
		if !stays(v) {
			out = append(out, v)
		}
	}
	return out
}

// joinSpans sorts spans and joins those that touch.
func joinSpans(list []ledger.TimeSpan) []ledger.TimeSpan {
	slices.SortFunc(list, func(a, b ledger.TimeSpan) int { return a.From.Compare(b.From) })
	out := list[:0]
	for _, s := range list {
		last := len(out) - 1
		switch {
		case last < 0 || s.From.After(out[last].To):
			out = append(out, s)
		case s.To.After(out[last].To):
			out[last].To = s.To
		}
	}
	return out
}
