package model

import (
	"floorwatch/model/safetext"
	"time"
)

// A Subject says of whom and of when a figure is told.
type Subject struct {
	Agent AgentID // of an agent's figure
	Key   Key     // of a row's figure
	Today bool    // of a window's figure: today instead of the half hour before now

	// Minute is the start of a minute of the Activity whose number is told: a window's figure in that minute, of the
	// floor, an agent or a thread, and a moment's figure at its end. Zero: none.
	Minute time.Time
}

// An Explanation says how a figure came about: all that was counted and what
// was left out. It is worked out from the chats one by one, not from the sums
// that the screen shows, so the two can be held against each other.
type Explanation struct {
	Figure  FigureID
	Subject Subject
	Title   string    // "First response, median"
	Formula string    // in words
	From    time.Time // the window is (From, To]; zero where the figure is of the moment To
	To      time.Time

	Known  bool    // false: no data, "–"
	Number float64 // a count, seconds of a duration, per cent of a share, or a mean
	Value  string  // the same as the screen shows it
	N      int     // of how many values
	Bound  Bound   // how the number relates to the truth

	Included     []Part // those that weigh most first (of a share: that failed), at most MaxParts
	MoreIncluded int
	Excluded     []Part // the newest first, at most MaxParts
	MoreExcluded int
	Outside      int // what would count but for the window
	UpTo         int // how many more may count: of the excluded ones those of which it is not known
}

// A Part is what one chat, turn or reply contributes to a figure, or why it does not.
type Part struct {
	Key    Key
	Chat   ChatID
	Agent  AgentID   // who replied or owns the chat; 0: nobody
	At     time.Time // when it was decided, said or began
	Number float64   // its contribution, in the unit of the figure
	Least  bool      // it may be more
	What   string    // of an included one: what it is
	Why    string    // of an excluded one: the reason
}

// MaxParts bounds the lists of an Explanation; the rest is counted.
const MaxParts = 100

// A TextSearch looks for texts among all that a Board holds, some at a time, so
// that whoever draws the Board is not kept waiting. It is made with Match; a
// Board's Search does the rest. What is applied meanwhile to threads that were
// looked at already is not found.
type TextSearch struct {
	// Match reports whether a text is one that is looked for. name is the visitor's.
	Match func(text, name safetext.Text) bool
	Until time.Time // messages after it are left out; zero: none

	Found    []TextMatch // by thread, those with the newest word first
	Searched int         // at so many texts
	All      int         // that are to be looked at, as of the beginning

	// The rest is the Board's.

	Unordered []Key           // threads that are not in Pending yet; nil: they are not listed yet
	Pending   [][]DatedThread // those still to be looked at, in runs; the newest of a run stands last
	NextRow   int             // how many rows of the next pending thread have been looked at
	Ordered   bool            // all threads are in order
}

// A DatedThread is a thread and the time of its newest message; Never where it has none.
type DatedThread struct {
	Key    Key
	Newest Instant
}

// A TextMatch is a thread that holds what is looked for.
type TextMatch struct {
	Key     Key
	Count   int // messages that match
	Message     // the newest of them
}

// Percent is how much of a search is done.
func (s *TextSearch) Percent() int {
	switch {
	case !s.Ordered:
		return 0
	case s.All == 0:
		return 100
	}
	return min(100, 100*s.Searched/s.All)
}
