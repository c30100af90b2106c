package model

import (
	"cmp"
	"time"

	"floorwatch/model/safetext"
)

// A row is a Message as the Board holds it. What the rows of a chat have in
// common stands once, in a voice; times are stamps.
type row struct {
	id     MessageID
	sent   stamp // as the API says; never where it could not be read
	first  stamp // first observed
	last   stamp // when the content was observed
	seenAt stamp // first observed seen
	text   safetext.Text
	hash   uint32 // of the text, so that an edit shows after the text was let go
	voice  uint32 // index into the chat's voices
	side   Side
	kind   Kind
	seen   Seen
	flags  flags
}

type flags uint8

const (
	flagOffline flags = 1 << iota
	flagMissed
	flagEdited
	flagBare // retention let the text go
)

// A voice is what the rows of one speaker have in common.
type voice struct {
	visitor     VisitorID
	thread      ThreadID // the hint
	sender      AgentID
	name        safetext.Text
	visitorName safetext.Text
	typ         safetext.Text
}

// A line is a row with all that belongs to it, the form in which two
// observations are joined.
type line struct {
	row
	voice
	chat   ChatID
	source safetext.Text
}

// clockSlack is how far a message may be sent after it was read: the server's
// clock is known to about a second, and message times are whole seconds.
const clockSlack = stamp(2 * time.Second)

// at is the time that counts: when it was sent, or first seen by us where that
// is unreadable or cannot be, because it was read before it was sent.
func (r *row) at() stamp {
	if r.sent == never || r.clockError() {
		return r.first
	}
	return r.sent
}

// clockError reports a message that was read before it was sent.
func (r *row) clockError() bool {
	return r.first != never && r.sent != never && r.sent > r.first+clockSlack
}

// word returns who said a word that counts, or SideUnknown where it counts as nobody's.
func (r *row) word() Side {
	switch {
	case r.kind == KindMessage:
		return r.side
	case r.kind == KindUnknown && r.side == SideVisitor:
		return SideVisitor
	}
	return SideUnknown
}

// place is the order of rows: by time, then by id.
type place struct {
	at stamp
	id MessageID
}

func (r *row) place() place { return place{r.at(), r.id} }

func (p place) compare(q place) int {
	if p.at != q.at {
		return cmp.Compare(p.at, q.at)
	}
	return cmp.Compare(p.id, q.id)
}

func comparePlace(r row, p place) int { return r.place().compare(p) }

// lineOf returns m as a line. Where m does not say when it was observed, at does.
func lineOf(m *Message, at stamp) line {
	l := line{
		row: row{
			id: m.ID, sent: stampOf(m.SentAt), first: stampOf(m.FirstAt), last: stampOf(m.LastAt),
			seenAt: never, text: m.Text, hash: hashOf(m.Text), side: m.Side, kind: m.Kind, seen: m.Seen,
		},
		voice: voice{
			visitor: m.Visitor, thread: m.Thread, sender: m.Sender,
			name: m.Name, visitorName: m.VisitorName, typ: m.Type,
		},
		chat: m.Chat, source: m.Source,
	}
	if l.last == never {
		l.last = at
	}
	if l.first == never {
		l.first = l.last
	}
	if l.seen == SeenYes {
		if l.seenAt = stampOf(m.SeenAt); l.seenAt == never {
			l.seenAt = l.last
		}
	}
	l.set(flagOffline, m.Offline)
	l.set(flagMissed, m.Missed)
	l.set(flagEdited, m.Edited)
	if m.Bare {
		l.set(flagBare, true)
		l.text, l.source, l.hash = safetext.Text{}, safetext.Text{}, m.TextSum
	}
	return l
}

func (r *row) set(f flags, on bool) {
	if on {
		r.flags |= f
	}
}

func (r *row) has(f flags) bool { return r.flags&f != 0 }

// message is the reverse of lineOf.
func (l *line) message() Message {
	m := Message{
		ID: l.id, Chat: l.chat, Visitor: l.visitor, Thread: l.thread,
		SentAt: l.sent.time(), Side: l.side, Kind: l.kind, Type: l.typ,
		Sender: l.sender, Name: l.name, VisitorName: l.visitorName, Text: l.text, Source: l.source,
		Seen: l.seen, Offline: l.has(flagOffline), Missed: l.has(flagMissed), Edited: l.has(flagEdited),
		FirstAt: l.first.time(), LastAt: l.last.time(), SeenAt: l.seenAt.time(),
	}
	if l.has(flagBare) {
		m.Bare, m.TextSum = true, l.hash
	}
	return m
}

// hashOf is FNV-1a. It needs no secret: two texts that collide hide an edit mark, nothing more.
func hashOf(t safetext.Text) uint32 {
	h := uint32(2166136261)
	for s, i := t.String(), 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

// same reports whether m differs from l at most in when it was observed.
func (l *line) same(m *line) bool {
	a, b := l.row, m.row
	a.last, a.voice = b.last, b.voice
	return a == b && l.voice == m.voice && l.chat == m.chat && l.source == m.source
}

// seenBy reports whether the row was known to be seen at t.
func (r *row) seenBy(t stamp) bool { return r.seenAt != never && r.seenAt <= t }
