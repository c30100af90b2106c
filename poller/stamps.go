package poller

import (
	"slices"
	"time"

	"floorwatch/model"
)

// Evidence that it takes to judge what moves the stamps of the profile list.
const (
	stampGrace   = 3 * time.Second // how far a stamp may lag behind its message
	stampEnough  = 5               // messages or visitors that must be judged first
	stampRatio   = 15              // told for each silent one
	stampOld     = time.Hour       // a stamp of this age does not move without messages
	stampRow     = 3               // silent messages in a row that end the trust; more than stoppedFrom
	stoppedFrom  = 2               // silent messages in a row that show that a visitor's stamp has stopped
	stampSamples = 100             // counts above this are halved, so that recent evidence weighs most
	stampNews    = 5 * time.Minute // older messages prove nothing: their times may be off
)

// timestamps learn what moves the stamps of the profile list, which Acquire does not document: every message, only a
// new chat, or nothing. An old stamp proves that nothing was sent since only if every message moves it.
//
// The first read judges each visitor whose threads have all been read: their newest message is older than their stamp
// (told) or newer (silent). After that, a new message found by a poll is told if the visitor's row changed after it was
// sent, and silent if the row was read later and had not changed.
type timestamps struct {
	discover     bool
	told, silent int // messages
	old          int // of those told: in the first read, by a stamp older than stampOld …
	fresh        int // … and since, by a stamp that moved
	silentInRow  int // silent messages since the last told one, at most stoppedFrom of each visitor
	chats        int // new chats of known visitors with a changed stamp …
	quietChats   int // … and without one
	dated        bool
	listed       bool            // the whole list has been read
	delays       []time.Duration // from a message to the timestamp that it moved, of the last ones
}

// kind returns what is known to move stamps.
func (s *timestamps) kind() model.Timestamps {
	switch {
	case !s.discover:
		return model.TimestampsNever
	case s.byMessage():
		return model.TimestampsByMessage
	case s.chats >= stampEnough && s.quietChats*stampRatio <= s.chats && s.silent > 0:
		return model.TimestampsByChat
	case s.listed && !s.dated, s.quietChats >= stampEnough:
		return model.TimestampsNever
	}
	return model.TimestampsUnknown
}

// byMessage reports whether every message is known to move its visitor's stamp.
func (s *timestamps) byMessage() bool {
	return s.discover && s.silentInRow < stampRow && s.told >= stampEnough && s.silent*stampRatio <= s.told && max(s.old, s.fresh) >= stampEnough
}

// needLists reports whether new chats of known visitors are found only by reading all their thread lists in turn.
func (s *timestamps) needLists() bool {
	k := s.kind()
	return s.discover && (k == model.TimestampsUnknown || k == model.TimestampsNever)
}

// firstRead judges a visitor's stamp by their newest message once all their threads have been read. Times are by the
// server's clock.
func (s *timestamps) firstRead(v *visitor, listed, at time.Time) {
	if v.judged || v.stamp.IsZero() || v.listRead.IsZero() {
		return
	}
	var said, began time.Time
	for _, t := range v.targets {
		if !t.read || t.cursor.Pending() {
			return
		}
		said, began = model.LaterTime(said, t.lastMessage), model.LaterTime(began, t.cursor.NewestBegan())
	}
	if said.IsZero() || said.After(listed.Add(-stampGrace)) {
		return // the list may have been read before that message was sent
	}
	v.judged = true
	switch {
	case said.After(v.stamp.Add(stampGrace)):
		s.silent++
		if began.After(v.stamp.Add(stampOld)) { // not the first message of a chat that moved it
			s.quietChats++
		}
	case !v.probed:
		s.told++
		if at.Sub(v.stamp) > stampOld {
			s.old++
		}
	}
	s.forget()
}

// judge judges a visitor's stamp by a new message that a poll found, given when the visitor's row changed and was read
// last. Times are by the server's clock. Unless the thread is watched, only a silent message is evidence: threads that
// are polled seldom are mostly requested because a stamp moved. Nor is one of a visitor whose stamp is known to have
// stopped: that says nothing about the others, so it takes at least two visitors to end the trust in all stamps.
func (s *timestamps) judge(v *visitor, rowChanged, rowRead, sent, now time.Time, watched bool) {
	if sent.IsZero() || now.Sub(sent) > stampNews || sent.Sub(now) > stampGrace {
		return // the times prove neither
	}
	switch {
	case !rowChanged.Before(sent.Add(-time.Second)):
		v.silent, v.unproved = 0, time.Time{}
		if watched {
			s.told++
			s.fresh++
			s.silentInRow = 0
			s.noteDelay(v.stamp.Sub(sent))
		}
	case rowRead.Sub(sent) > stampGrace:
		if v.silent++; v.silent <= stoppedFrom {
			s.silent++
			s.silentInRow++
		}
	case v.silent > 0: // found too soon to prove anything; the next message shows whether it has changed the stamp since
		if !v.unproved.IsZero() && rowRead.Sub(v.unproved) > stampGrace && rowChanged.Before(v.unproved.Add(-time.Second)) {
			v.silent++
		}
		v.unproved = sent
	}
	s.forget()
}

// stampDelays is how many delays are kept.
const stampDelays = 9

// noteDelay records how long after a message its visitor's timestamp was.
func (s *timestamps) noteDelay(d time.Duration) {
	s.delays = append(s.delays, max(0, d))
	s.delays = s.delays[max(0, len(s.delays)-stampDelays):]
}

// delay returns how long after a message a timestamp usually is; at least stampGrace while too few are known.
func (s *timestamps) delay() time.Duration {
	if len(s.delays) < stampDelays {
		return stampGrace
	}
	sorted := slices.Sorted(slices.Values(s.delays))
	return sorted[len(sorted)/2]
}

// chat records a known visitor's new chat, and whether their stamp showed it.
func (s *timestamps) chat(told bool) {
	if told {
		s.chats++
	} else {
		s.quietChats++
	}
}

// forget halves large counts, so that a change in the meaning of stamps is noticed.
func (s *timestamps) forget() {
	if s.told+s.silent > stampSamples {
		s.told, s.silent, s.old, s.fresh = s.told/2, s.silent/2, s.old/2, s.fresh/2
	}
}
