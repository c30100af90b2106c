package model

import (
	"cmp"
	"time"

	"floorwatch/model/safetext"
)

// A StoredMessage is a Message as a Board holds it: without what all messages of its sender in the chat have in
// common, which the chat holds once (Speaker).
type StoredMessage struct {
	ID           MessageID
	Sent         Instant // as the API says; Never if unreadable
	First        Instant // first observed
	Last         Instant // when this content was observed
	SeenAt       Instant // first observed to be seen
	Text         safetext.Text
	Hash         uint32 // of the text, by which an edit is noticed after retention dropped the text
	SpeakerIndex uint32 // index into the chat's speakers
	Side         Side
	Kind         Kind
	Seen         Seen
	Flags        Flags
}

// Flags are the boolean properties of a StoredMessage.
type Flags uint8

const (
	FlagOffline    Flags = 1 << iota // Message.Offline: sent to the offline inbox
	FlagMissed                       // Message.Missed: Acquire flags the chat as missed
	FlagEdited                       // the text has changed since it was first read
	FlagBare                         // Message.Bare: retention has dropped the text
	FlagAutomation                   // the sender is an automation; this and the next two are determined by the Board and not part of a Message
	FlagGone                         // it no longer exists in Acquire
	FlagFlood                        // the visitor had sent 50 others in the same minute
)

// A Speaker is what all messages of one sender in a chat have in common.
type Speaker struct {
	Visitor     VisitorID
	Thread      ThreadID // as in Message.Thread: a hint
	Sender      AgentID
	Name        safetext.Text
	VisitorName safetext.Text
	Type        safetext.Text
}

// An Observation is a message as one answer contained it: the stored part, its sender, its chat and the original
// text. Two of one message are combined by Merge.
type Observation struct {
	StoredMessage
	Speaker
	Chat   ChatID
	Source safetext.Text
}

// clockSlack is how long after its first read a message may appear to have been sent: the server's clock is known
// to about a second, and times are whole seconds.
const clockSlack = Instant(2 * time.Second)

// At returns the time that counts: when it was sent, or when it was first observed if the sent time is unreadable
// or impossible because the message was read before.
func (r *StoredMessage) At() Instant {
	if r.Sent == Never || r.ClockError() {
		return r.First
	}
	return r.Sent
}

// ClockError reports whether the message was read before it was sent, by the clocks.
func (r *StoredMessage) ClockError() bool {
	return r.First != Never && r.Sent != Never && r.Sent > r.First+clockSlack
}

// SenderSide returns the side of the sender, which for an automation is the bot's.
func (r *StoredMessage) SenderSide() Side {
	if r.Side == SideAgent && r.Has(FlagAutomation) {
		return SideBot
	}
	return r.Side
}

// MessageSide returns the side of the sender if the message counts in figures, else SideUnknown.
func (r *StoredMessage) MessageSide() Side {
	switch {
	case r.Has(FlagGone):
	case r.Kind == KindMessage:
		return r.SenderSide()
	case r.Kind == KindUnknown && r.Side == SideVisitor:
		return SideVisitor
	}
	return SideUnknown
}

// CountedSide is MessageSide for counts of messages, in which a flood counts only with the first 50 messages of a
// minute.
func (r *StoredMessage) CountedSide() Side {
	if r.Has(FlagFlood) {
		return SideUnknown
	}
	return r.MessageSide()
}

// A Position is the place of a message in a transcript: messages are ordered by time, then by id.
type Position struct {
	At Instant
	ID MessageID
}

// Position returns the message's position in a transcript.
func (r *StoredMessage) Position() Position { return Position{r.At(), r.ID} }

// Compare returns a negative number if p is before q, a positive one if after.
func (p Position) Compare(q Position) int {
	if p.At != q.At {
		return cmp.Compare(p.At, q.At)
	}
	return cmp.Compare(p.ID, q.ID)
}

// ComparePosition compares a message's position with p, for a binary search.
func ComparePosition(r StoredMessage, p Position) int { return r.Position().Compare(p) }

// ObservationOf returns m as an Observation. at stands in for a missing time of observation.
func ObservationOf(m *Message, at Instant) Observation {
	l := Observation{
		StoredMessage: StoredMessage{
			ID: m.ID, Sent: InstantOf(m.SentAt), First: InstantOf(m.FirstAt), Last: InstantOf(m.LastAt),
			SeenAt: Never, Text: m.Text, Hash: textHash(m.Text), Side: m.Side, Kind: m.Kind, Seen: m.Seen,
		},
		Speaker: Speaker{
			Visitor: m.Visitor, Thread: m.Thread, Sender: m.Sender,
			Name: m.Name, VisitorName: m.VisitorName, Type: m.Type,
		},
		Chat: m.Chat, Source: m.Source,
	}
	if l.Last == Never {
		l.Last = at
	}
	if l.First == Never {
		l.First = l.Last
	}
	if l.Seen == SeenYes {
		if l.SeenAt = InstantOf(m.SeenAt); l.SeenAt == Never {
			l.SeenAt = l.Last
		}
	}
	l.SetFlags(FlagOffline, m.Offline)
	l.SetFlags(FlagMissed, m.Missed)
	l.SetFlags(FlagEdited, m.Edited)
	if m.TextSum != 0 { // retention dropped the text
		l.Hash = m.TextSum
	}
	if m.Bare {
		l.SetFlags(FlagBare, true)
		l.Text, l.Source, l.Hash = safetext.Text{}, safetext.Text{}, m.TextSum
	}
	return l
}

// SetFlags sets flags if on; it never clears any.
func (r *StoredMessage) SetFlags(f Flags, on bool) {
	if on {
		r.Flags |= f
	}
}

// Has reports whether any of f is set.
func (r *StoredMessage) Has(f Flags) bool { return r.Flags&f != 0 }

// Message is the reverse of ObservationOf.
func (l *Observation) Message() Message {
	m := Message{
		ID: l.ID, Chat: l.Chat, Visitor: l.Visitor, Thread: l.Thread,
		SentAt: l.Sent.Time(), Side: l.Side, Kind: l.Kind, Type: l.Type,
		Sender: l.Sender, Name: l.Name, VisitorName: l.VisitorName, Text: l.Text, Source: l.Source,
		Seen: l.Seen, Offline: l.Has(FlagOffline), Missed: l.Has(FlagMissed), Edited: l.Has(FlagEdited),
		FirstAt: l.First.Time(), LastAt: l.Last.Time(), SeenAt: l.SeenAt.Time(),
	}
	if l.Has(FlagBare | FlagGone) {
		m.Bare, m.TextSum = l.Has(FlagBare), l.Hash
	}
	return m
}

// textHash is FNV-1a. It needs no secret: if two texts collide, an edit goes unnoticed, nothing worse.
func textHash(t safetext.Text) uint32 {
	h := uint32(2166136261)
	for s, i := t.String(), 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// Same reports whether l and m differ at most in when they were observed.
func (l *Observation) Same(m *Observation) bool {
	a, b := l.StoredMessage, m.StoredMessage
	a.Last, a.SpeakerIndex = b.Last, b.SpeakerIndex
	return a == b && l.Speaker == m.Speaker && l.Chat == m.Chat && l.Source == m.Source
}

// SeenBy reports whether the message was known to be seen at t.
func (r *StoredMessage) SeenBy(t Instant) bool { return r.SeenAt != Never && r.SeenAt <= t }

// Merge merges two observations of one message: the newer content, the earlier First and SeenAt, and edited if the
// texts differ. Order and repetition do not matter.
func (l Observation) Merge(m Observation) Observation {
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

// compare orders two observations of one message by time and then by content, so that the result of a merge does
// not depend on the order. The text is compared by its hash, which outlives it.
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

// BetterHint returns the more informative of two thread hints: a known thread over none, then the larger, which is
// the later.
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

// IsNoThread reports whether t is not a thread; 0 is an unset id.
func IsNoThread(t ThreadID) bool { return t == NoThread || t == 0 }

// CompareText orders texts by their bytes.
func CompareText(a, b safetext.Text) int { return cmp.Compare(a.String(), b.String()) }
