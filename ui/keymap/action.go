package keymap

import (
	"time"

	"floorwatch/model"
)

// An Action is what a key or a click asks of the screen. It is one of the types
// below, or one of the package that answers with it; nil means that the key is
// not known there, so that the next may have it.
type Action any

type (
	// Done asks for nothing: all is done where the key was pressed.
	Done struct{}
	// Close asks to close what answers.
	Close struct{}
	// Say asks to tell something for a while.
	Say string
	// Jump asks to close what lies over the panes and to select a thread. The zero Key is of none.
	Jump struct{ Key model.Key }
	// Explain asks why a figure is what it is: of a chat where Key is set, else of the floor.
	Explain struct {
		Key    model.Key
		Figure model.FigureID
		Today  bool
	}
	// OpenChat asks to open a chat in Acquire.
	OpenChat struct {
		Key  model.Key
		Chat model.ChatID
	}
	// TravelTo asks to close what lies over the panes and to show the floor of a moment.
	TravelTo struct{ At time.Time }
)
