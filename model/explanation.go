package model

import (
	"time"

	"floorwatch/model/safetext"
)

// A Subject says whose figure is meant, and of when.
type Subject struct {
	Agent AgentID // where the figure is an agent's
	Key   Key     // where the figure is a row's
	Today bool    // a window's figure: of today instead of the last half hour

	// Minute is the start of a minute of the activity chart: a window's figure counts that minute, of the floor,
	// an agent or a thread, and a moment's figure is as of its end. Zero: none.
	Minute time.Time
}

// An Explanation shows how a figure came about: everything that was counted and what was left out. It is computed
// from the chats one by one and not from the running sums behind the screen, so that each checks the other.
type Explanation struct {
	Figure  FigureID
	Subject Subject
	Title   string    // "First response, median"
	Formula string    // in words
	From    time.Time // the window is (From, To]; zero where the figure is of the moment To
	To      time.Time

	Known  bool    // false: no data, "–"
	Number float64 // a count, seconds of a duration, per cent of a share, or a mean
	Value  string  // as the screen shows it
	N      int     // number of values behind it
	Bound  Bound   // how the number relates to the truth

	Included     []Part // largest contribution first, of a share the failures first; at most MaxParts
	MoreIncluded int
	Excluded     []Part // newest first, at most MaxParts
	MoreExcluded int
	Outside      int // how many were left out only because they are not in the window
	UpTo         int // how many of the excluded ones may have to count after all
}

// A Part is what one chat, turn or reply contributes to a figure, or why it does not.
type Part struct {
	Key    Key
	Chat   ChatID
	Agent  AgentID   // who replied or owns the chat; 0: nobody
	At     time.Time // when it was decided or sent, or began
	Number float64   // contribution in the figure's unit
	Least  bool      // it may be more
	About  bool      // of a frozen chat: as of when its thread was last read
	What   string    // if included: what it is
	Why    string    // if excluded: the reason
}

// MaxParts is the limit of each list of an Explanation; the rest is only counted.
const MaxParts = 100

// A TextSearch finds texts in everything that a Board holds. Each call of Board.Search does a part of the work, so
// that drawing is never blocked. Create it with Match set. Messages that arrive in threads that were searched
// already are not found.
type TextSearch struct {
	// Match reports whether a text is a hit. name is the visitor's.
	Match func(text, name safetext.Text) bool
	Until time.Time // later messages are ignored; zero: none are

	Found    []TextMatch // by thread, the newest message first
	Searched int         // texts searched so far …
	All      int         // … out of this many, counted at the start

	// The rest is the Board's.

	Unordered []Key           // threads not in Pending yet; nil: not listed yet
	Pending   [][]DatedThread // threads to search, in sorted runs, each with its newest last
	NextRow   int             // rows of the next pending thread that were searched
	Ordered   bool            // all threads are in Pending
}

// A DatedThread is a thread and the time of its newest message; Never where it has none.
type DatedThread struct {
	Key    Key
	Newest Instant
}

// A TextMatch is a thread with a hit.
type TextMatch struct {
	Key     Key
	Count   int // messages that match
	Message     // the newest of them
}

// Percent returns how much of the search is done.
func (s *TextSearch) Percent() int {
	switch {
	case !s.Ordered:
		return 0
	case s.All == 0:
		return 100
	}
	return min(100, 100*s.Searched/s.All)
}
