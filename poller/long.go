package poller

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
)

// limitLeast is the smallest plausible row limit of an answer.
const limitLeast = 20

// An answerLimit learns the maximum number of rows of an answer, which is not documented:
// the largest number seen, once answers about two threads had it.
type answerLimit struct {
	rows  int
	by    model.Key
	twice bool // answers about two threads had it
}

func (l *answerLimit) note(k model.Key, rows int) {
	switch {
	case rows > l.rows:
		*l = answerLimit{rows: rows, by: k}
	case rows == l.rows && k != l.by:
		l.twice = true
	}
}

// reached reports whether an answer of so many rows was truncated, as far as is known.
func (l *answerLimit) reached(rows int) bool { return l.twice && rows >= limitLeast && rows == l.rows }

// A longChat is the oldest chat of a long answer whose beginning was not observed.
type longChat struct {
	rows      int       // of the answer
	oldest    time.Time // its oldest message
	truncated bool      // the decoder dropped messages
	begun     bool      // its oldest message is Acquire's start event
}

// short reports whether the chat's first messages are missing as far as is known.
func (l *answerLimit) short(x longChat) bool { return x.truncated || !x.begun && l.reached(x.rows) }

// noteLong applies the size of an answer, before the cursor processes its content.
func (s *threads) noteLong(t *target, ans *acquire.Messages) {
	s.limit.note(t.key, ans.Rows)
	if ans.Rows < limitLeast || len(ans.Messages) == 0 {
		return
	}
	first := slices.MinFunc(ans.Messages, func(a, b model.Message) int { return int(a.Chat - b.Chat) }).Chat
	x, known := t.long[first]
	if !known && t.cursor.Got(first) && len(ans.Cut) == 0 {
		return // it was read before when it was shorter, with its first messages
	}
	x.rows, x.truncated = ans.Rows, x.truncated || slices.ContainsFunc(ans.Cut, func(c model.ChatPast) bool { return c.Chat == first })
	if m := oldestOf(ans.Messages, first); m != nil {
		if x.oldest.IsZero() || m.SentAt.Before(x.oldest) {
			x.oldest = m.SentAt
		}
		x.begun = x.begun || starts(m)
	}
	if t.long == nil {
		t.long = map[model.ChatID]longChat{}
	}
	t.long[first] = x
}

// endMissing returns 1 if an answer was truncated and seems to lack the newest messages and not the oldest: it has as
// many rows as Acquire returns, and the visitor's timestamp, which moves with every message, is newer than all of them.
func (s *threads) endMissing(t *target, ans *acquire.Messages) int {
	v := s.visitors.byID[t.key.Visitor]
	if v == nil || !s.limit.reached(ans.Rows) || !s.stamps.byMessage() || v.silent > 0 || t.isClosed() || v.spokenLast() != t {
		return 0
	}
	newest := t.lastMessage
	for i := range ans.Messages {
		newest = model.LaterTime(newest, ans.Messages[i].SentAt)
	}
	if newest.Add(time.Minute).After(v.stamp) {
		return 0
	}
	return 1
}

// oldestOf returns a chat's first message in an answer by (sent time, id); nil if none has a time.
func oldestOf(msgs []model.Message, c model.ChatID) *model.Message {
	var oldest *model.Message
	for i := range msgs {
		m := &msgs[i]
		if m.Chat != c || m.SentAt.IsZero() {
			continue
		}
		if oldest == nil || cmp.Or(m.SentAt.Compare(oldest.SentAt), cmp.Compare(m.ID, oldest.ID)) < 0 {
			oldest = m
		}
	}
	return oldest
}

// starts reports whether a row is a chat's start event: Acquire writes "The visitor
// started chat." as the visitor's before the first message.
func starts(m *model.Message) bool {
	return m.Kind == model.KindEvent && m.Side == model.SideVisitor && strings.Contains(strings.ToLower(m.Text.String()), "started")
}

// unknownRows are the rows of a chat that tell neither sender nor time, or no time. Each may be the newest message of a waiting
// visitor, so a chat with such rows does not count as read.
type unknownRows struct {
	rows    int
	answers int       // consecutive answers with some
	since   time.Time // when the last of them was first seen, by the server's clock: none was sent later
	known   bool      // the thread had been read without them before
}

// noteUnknown applies the unknown rows of an answer about a chat; sure says that asking again does not change them.
func (t *target) noteUnknown(c model.ChatID, rows int, sure bool, at time.Time) {
	if rows == 0 {
		delete(t.unknown, c)
		return
	}
	x, again := t.unknown[c]
	if rows > x.rows {
		x.since = at
	}
	if !again {
		x.known = t.read && t.isNewest(c)
	}
	x.known = x.known && !sure
	x.rows, x.answers = rows, x.answers+1
	if t.unknown == nil {
		t.unknown = map[model.ChatID]unknownRows{}
	}
	t.unknown[c] = x
}

// owed reports whether the chat counts as unread: a single retry must not flicker.
func (x unknownRows) owed() bool { return x.answers > 1 || !x.known }

// isNewest reports whether a requested chat may be the thread's newest.
func (t *target) isNewest(c model.ChatID) bool { return c == 0 || c >= t.cursor.LastDelivered() }
