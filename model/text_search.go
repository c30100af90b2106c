package model

import (
	"time"

	"floorwatch/model/safetext"
)

// A TextSearch looks for texts among all that a Board holds, some at a time, so
// that whoever draws the Board is not kept waiting. It is made with Match; a
// Board's Search does the rest. What is applied meanwhile to threads that were
// looked at already is not found.
type TextSearch struct {
	// Match reports whether a text is one that is looked for. name is the visitor's.
	Match func(text, name safetext.Text) bool
	Until time.Time // messages after it are left out; zero: none

	Found  []TextMatch // by thread, those with the newest word first
	Looked int         // at so many texts
	All    int         // that are to be looked at, as of the beginning

	Pending []Key // threads that are still to be looked at, the next one last; of the Board
	Row     int   // of the first pending thread: how many rows have been looked at
	Begun   bool
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
	case !s.Begun:
		return 0
	case s.All == 0:
		return 100
	}
	return min(100, 100*s.Looked/s.All)
}
