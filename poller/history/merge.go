package history

import (
	"maps"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

// Merge returns the new content of a day's file: fresh, except that slots which ended at or before keep are those of
// old. keep is the start of a program that had no undamaged recording to start from, or the moment since which the Board
// holds everything: a Board that did not see those slots counts too many chats as dropped, and must not overwrite a
// better file. Slots before keep that old neither watched nor has a row for come from fresh, and stay unwatched. With
// the zero keep everything comes from fresh.
//
// If the screen's time zone has changed, the same date has other bounds; the file then spans both days, because no other
// file has the beginning of the old one.
func Merge(old, fresh *ledger.Day, keep time.Time) *ledger.Day {
	if old == nil {
		return fresh
	}
	teams := map[safetext.Text]model.AgentID{}
	for id, label := range fresh.Agents {
		if id < 0 {
			teams[label.Team] = id
		}
	}
	renumberTeams(old, teams)
	out := *fresh
	out.From, out.To = model.EarlierTime(old.From, fresh.From), model.LaterTime(old.To, fresh.To) // the time zone may have changed
	if !keep.IsZero() {
		out.LeftOut.AtLeast(old.LeftOut) // includes what the slots that stay leave out
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
		maps.Copy(out.Agents, agents)
	}
	out.Sort()
	return &out
}

// renumberTeams gives the sums of teams, in a day without figures of agents, the ids that ids has for them, and adds to
// it those that it lacks: each such day numbers its own teams. It reports whether there are any, and changes d.
func renumberTeams(d *ledger.Day, ids map[safetext.Text]model.AgentID) (found bool) {
	lowest := model.AgentID(0)
	for _, id := range ids {
		lowest = min(lowest, id)
	}
	renamed, labels := map[model.AgentID]model.AgentID{}, map[model.AgentID]ledger.AgentLabel{}
	for id, label := range d.Agents {
		if renamed[id] = id; id < 0 {
			if found = true; ids[label.Team] == 0 {
				lowest--
				ids[label.Team] = lowest
			}
			renamed[id] = ids[label.Team]
		}
		labels[renamed[id]] = label
	}
	if !found {
		return false
	}
	d.Agents = labels
	rename := func(a *model.AgentID) {
		if id, ok := renamed[*a]; ok {
			*a = id
		}
	}
	for i := range d.Slots {
		rename(&d.Slots[i].Agent)
	}
	for i := range d.Found {
		rename(&d.Found[i].Agent)
	}
	return true
}

// handover returns the moment from which the later of two days is used. They overlap if the screen's time zone was
// changed in between. Normally the later day is used from its beginning; the earlier one is used during the overlap if it
// watched more of it, because a program that started in a zone further east did not see the beginning of its day.
func handover(before, after *ledger.Day) time.Time {
	overlap := ledger.TimeSpan{From: after.From, To: model.EarlierTime(before.To, before.Written.Truncate(ledger.SlotLength))}
	if overlap.From.Before(overlap.To) && before.WatchedIn(overlap) > after.WatchedIn(overlap) {
		return overlap.To
	}
	return after.From
}

// pick returns the values of old that stay and the values of fresh that do not.
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

// joinSpans sorts spans and joins those that touch or overlap.
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
