package poller

import (
	"time"

	"floorwatch/model"
)

// How many observations it takes to judge what moves the stamps of the profile list.
const (
	stampGrace   = 3 * time.Second // a stamp may lag behind its word by so much
	stampWords   = 5               // words, or visitors, that have to be judged
	stampRatio   = 15              // so many told for one that was not
	stampOld     = time.Hour       // a stamp this old proves that it stands still where nobody speaks
	stampRow     = 3               // silent words in a row end the trust: they no longer move
	stoppedFrom  = 2               // silent words in a row of a visitor whose stamp has stopped
	stampSamples = 100             // above, the counts are halved, so that the last ones count most
	wordNews     = 5 * time.Minute // a word that was sent longer ago proves nothing: its time may be off
)

// timestamps learn what moves the stamps of the profile list, which Acquire does not document:
// each word, a new chat only, or nothing. Only where each word moves one does an old
// stamp say that nothing was said since.
//
// The first read judges it by each visitor whose threads have been read: their
// newest word is not newer than their stamp (told) or it is (silent). Later each new
// word that a poll brings is told where the row has changed since it was sent, and
// silent where the row was read after that and has not.
type timestamps struct {
	discover     bool
	told, silent int // words
	old          int // of those told by the first read: by a stamp that stands still
	fresh        int // … told since, by a stamp that moved
	silentInRow  int // silent words since the last that was told
	chats        int // new chats of known visitors that a stamp told …
	quietChats   int // … and that none did
	dated        bool
	listed       bool // the whole list has been read
}

// kind returns what moves stamps, as far as is known.
func (s *timestamps) kind() model.Timestamps {
	switch {
	case !s.discover:
		return model.TimestampsNever
	case s.byWords():
		return model.TimestampsByMessage
	case s.chats >= stampWords && s.quietChats*stampRatio <= s.chats && s.silent > 0:
		return model.TimestampsByChat
	case s.listed && !s.dated, s.quietChats >= stampWords:
		return model.TimestampsNever
	}
	return model.TimestampsUnknown
}

// byWords reports whether each word is known to move a stamp.
func (s *timestamps) byWords() bool {
	return s.discover && s.silentInRow < stampRow && s.told >= stampWords && s.silent*stampRatio <= s.told && max(s.old, s.fresh) >= stampWords
}

// needLists reports whether new chats of known visitors are found only by reading all their thread lists in turn.
func (s *timestamps) needLists() bool {
	k := s.kind()
	return s.discover && (k == model.TimestampsUnknown || k == model.TimestampsNever)
}

// firstRead judges a visitor's stamp by their newest word, once all of their threads have been read; at is by the server's clock.
func (s *timestamps) firstRead(v *visitor, listed, at time.Time) {
	if v.judged || v.stamp.IsZero() || v.listRead.IsZero() {
		return
	}
	var said time.Time
	for _, t := range v.targets {
		if !t.read || t.cursor.Pending() {
			return
		}
		said = later(said, t.lastMessage)
	}
	if said.IsZero() || said.After(listed.Add(-stampGrace)) {
		return // the list may have been read before it
	}
	v.judged = true
	switch {
	case said.After(v.stamp.Add(stampGrace)):
		s.silent++
	default:
		s.told++
		if at.Sub(v.stamp) > stampOld {
			s.old++
		}
	}
	s.forget()
}

// word judges the stamp of a visitor by a new word in a known chat that a poll brought, with
// when their row moved and was read last. All times are by the server's clock. In a thread that is not watched, told words prove
// nothing: it was asked because a stamp moved, and those of which none told are not found.
func (s *timestamps) word(moved, listed, sent, now time.Time, watched bool) judgement {
	if sent.IsZero() || now.Sub(sent) > wordNews || sent.Sub(now) > stampGrace {
		return wordUnclear
	}
	defer s.forget()
	switch {
	case !moved.Before(sent.Add(-time.Second)):
		if watched {
			s.told++
			s.fresh++
			s.silentInRow = 0
		}
		return wordTold
	case listed.Sub(sent) > stampGrace:
		s.silent++
		s.silentInRow++
		return wordSilent
	}
	return wordUnclear
}

// A judgement says whether a stamp told of a word.
type judgement uint8

const (
	wordUnclear judgement = iota // its time, or that of the row, does not say
	wordTold
	wordSilent
)

// chat notes that a known visitor has a new chat, and whether a stamp told of it.
func (s *timestamps) chat(told bool) {
	if told {
		s.chats++
	} else {
		s.quietChats++
	}
}

// forget halves the counts, so that an account whose stamps change their meaning is noticed.
func (s *timestamps) forget() {
	if s.told+s.silent > stampSamples {
		s.told, s.silent, s.old, s.fresh = s.told/2, s.silent/2, s.old/2, s.fresh/2
	}
}
