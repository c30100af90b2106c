package model

import (
	"cmp"

	"floorwatch/model/safetext"
)

// join merges two observations of one message: the content of the newest, the
// earliest of first and seen, edited once two texts differ. The order of
// joining does not matter, nor does joining twice.
func (l line) join(m line) line {
	out, other := l, m
	if l.compare(&m) < 0 {
		out, other = m, l
	}
	out.first = earlier(l.first, m.first)
	out.seenAt = earlier(l.seenAt, m.seenAt)
	out.thread = betterHint(l.thread, m.thread)
	switch {
	case l.seen == SeenYes || m.seen == SeenYes:
		out.seen = SeenYes
	case l.compare(&m) == 0:
		out.seen = max(l.seen, m.seen)
	}
	out.flags |= other.flags & (flagEdited | flagBare)
	if l.hash != m.hash {
		out.flags |= flagEdited
	}
	if out.has(flagBare) {
		out.text, out.source = safetext.Text{}, safetext.Text{}
	}
	return out
}

// compare orders two observations of one message: by when they were made, and
// where that ties by their content, so that one of them wins whatever the order.
// The text stands in by its hash, which outlives it.
func (l *line) compare(m *line) int {
	if c := cmp.Compare(l.last, m.last); c != 0 {
		return c
	}
	const content = flagOffline | flagMissed
	return cmp.Or(
		cmp.Compare(l.chat, m.chat),
		cmp.Compare(l.visitor, m.visitor),
		cmp.Compare(l.sent, m.sent),
		cmp.Compare(l.side, m.side),
		cmp.Compare(l.kind, m.kind),
		cmp.Compare(l.sender, m.sender),
		cmp.Compare(l.hash, m.hash),
		cmp.Compare(l.flags&content, m.flags&content),
		compareText(l.name, m.name),
		compareText(l.visitorName, m.visitorName),
		compareText(l.typ, m.typ),
		compareText(l.source, m.source),
	)
}

// betterHint is the thread of two that says more: a known one over none, then
// the larger, which is the later.
func betterHint(a, b ThreadID) ThreadID {
	switch {
	case noThread(a):
		if noThread(b) {
			return max(a, b)
		}
		return b
	case noThread(b):
		return a
	}
	return max(a, b)
}

// noThread reports whether t names no thread; 0 is an unset id.
func noThread(t ThreadID) bool { return t == NoThread || t == 0 }

func compareText(a, b safetext.Text) int { return cmp.Compare(a.String(), b.String()) }
