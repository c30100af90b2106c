package model

import (
	"cmp"

	"floorwatch/model/safetext"
)

// Join merges two observations of one message: the content of the newest, the
// earliest of first and seen, edited once two texts differ. The order of
// joining does not matter, nor does joining twice.
func (l Observation) Join(m Observation) Observation {
	out, other := l, m
	if l.compare(&m) < 0 {
		out, other = m, l
	}
	out.First = Earlier(l.First, m.First)
	out.SeenAt = Earlier(l.SeenAt, m.SeenAt)
	out.Thread = BetterHint(l.Thread, m.Thread)
	switch {
	case l.Seen == SeenYes || m.Seen == SeenYes:
		out.Seen = SeenYes
	case l.compare(&m) == 0:
		out.Seen = max(l.Seen, m.Seen)
	}
	out.Flags |= other.Flags & (FlagEdited | FlagBare)
	if l.Hash != m.Hash {
		out.Flags |= FlagEdited
	}
	if out.Has(FlagBare) {
		out.Text, out.Source = safetext.Text{}, safetext.Text{}
	}
	return out
}

// compare orders two observations of one message: by when they were made, and
// where that ties by their content, so that one of them wins whatever the order.
// The text stands in by its hash, which outlives it.
func (l *Observation) compare(m *Observation) int {
	if c := cmp.Compare(l.Last, m.Last); c != 0 {
		return c
	}
	const content = FlagOffline | FlagMissed
	return cmp.Or(
		cmp.Compare(l.Chat, m.Chat),
		cmp.Compare(l.Visitor, m.Visitor),
		cmp.Compare(l.Sent, m.Sent),
		cmp.Compare(l.Side, m.Side),
		cmp.Compare(l.Kind, m.Kind),
		cmp.Compare(l.Sender, m.Sender),
		cmp.Compare(l.Hash, m.Hash),
		cmp.Compare(l.Flags&content, m.Flags&content),
		CompareText(l.Name, m.Name),
		CompareText(l.VisitorName, m.VisitorName),
		CompareText(l.Type, m.Type),
		CompareText(l.Source, m.Source),
	)
}

// BetterHint is the thread of two that says more: a known one over none, then
// the larger, which is the later.
func BetterHint(a, b ThreadID) ThreadID {
	switch {
	case IsNoThread(a):
		if IsNoThread(b) {
			return max(a, b)
		}
		return b
	case IsNoThread(b):
		return a
	}
	return max(a, b)
}

// IsNoThread reports whether t names no thread; 0 is an unset id.
func IsNoThread(t ThreadID) bool { return t == NoThread || t == 0 }

// CompareText orders texts by their bytes.
func CompareText(a, b safetext.Text) int { return cmp.Compare(a.String(), b.String()) }
