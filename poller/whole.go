package poller

import (
	"time"

	"floorwatch/model"
	"floorwatch/poller/acquire"
	"floorwatch/poller/evidence"
)

// Empty answers about who, or what, is known to have chats.
const (
	emptyBelieved = 3               // in a row are believed
	emptyAgain    = 2 * time.Second // between two of them
)

// judgeList takes in that a visitor's thread list came with so many rows, and whether it was whole.
func (s *visitors) judgeList(v *visitor, rows int) {
	if v.empty++; rows > 0 {
		v.empty = 0
	}
	switch {
	case v.partly:
		v.short++
	case v.empty == 0 || v.empty >= emptyBelieved: // else it makes nothing whole that was not
		v.short = 0
	}
	v.partly = false
}

// doubtful reports whether an empty thread list is all there is of a visitor whom the
// profile list has for his chats: it is believed the third time.
func (v *visitor) doubtful() bool {
	if v.empty == 0 || v.empty >= emptyBelieved {
		return false
	}
	for _, t := range v.targets {
		if t.newestID != 0 {
			return false
		}
	}
	return true
}

// noteChat takes in that a look brought a new chat of a visitor.
func (s *visitors) noteChat(v *visitor) {
	if v.relooked {
		s.threads.stamps.chat(v.stirred)
	}
}

// stamped takes in a row of the profile list; moved: it is another than the time before.
func (s *visitors) stamped(row *acquire.Profile, moved bool, now time.Time) {
	v := s.byID[row.ID]
	if v == nil {
		return
	}
	v.listed = now
	if moved {
		v.moved, v.stamp = now, row.Changed
	}
	s.threads.stamps.dated = s.threads.stamps.dated || !row.Changed.IsZero()
}

// weighWord takes from a message what it tells of the account's times and stamps.
func (s *threads) weighWord(t *target, m *model.Message, now time.Time) {
	t.cursor.Began(m.Chat, m.SentAt)
	if m.Kind != model.KindMessage {
		return
	}
	if m.SentAt.After(t.said) && m.Side != model.SideUnknown {
		t.said = m.SentAt
	}
	if m.ID <= t.newestID || !t.read || now.Sub(t.good) > evidence.ZonePolled {
		return
	}
	s.doubts.Word(m.SentAt, s.out.server(now), now)
	if m.Chat == t.heard {
		s.visitors.judgeWord(t.key.Visitor, m.SentAt, now)
	}
}

// judgeWord judges the visitor's stamp by a new word of his, or to him, in a known chat.
func (s *visitors) judgeWord(id model.VisitorID, sent, now time.Time) {
	if v := s.byID[id]; v != nil {
		s.threads.stamps.word(v, sent.Add(now.Sub(s.out.server(now))), now)
	}
}

// judgeFirst judges the visitor's stamp once all of his threads have been read.
func (s *visitors) judgeFirst(id model.VisitorID, now time.Time) {
	if v := s.byID[id]; v != nil {
		s.threads.stamps.firstRead(v, s.out.server(v.listed), s.out.server(now))
	}
}

// inTurn reports whether a visitor's thread list is to be read again and again
// where no stamp tells of new chats.
func (s *visitors) inTurn(v *visitor, now time.Time) bool {
	return len(v.targets) > 0 || now.Sub(v.since) < s.cfg.Lookback
}
