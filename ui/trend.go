package ui

import (
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A trend is the last half hour of the floor for the figures at the top. It is
// read once a minute: its cells are of minutes, and it costs a look at every chat.
type trend struct {
	cells  model.Trend
	minute time.Time // that it is of
	floor  draw.Board
}

// read brings it up to the minute of a snapshot.
func (t *trend) read(floor draw.Board, s *model.Snapshot) {
	if minute := s.Now.Truncate(time.Minute); !minute.Equal(t.minute) || floor != t.floor {
		t.cells, t.minute, t.floor = floor.Trend(s.Now), minute, floor
	}
}

// of is the trend for a snapshot; nil where not all of the half hour is known.
func (t *trend) of(s *model.Snapshot) *model.Trend {
	if !s.KnownSince(s.Now.Add(-model.TrendSpan)) {
		return nil
	}
	return &t.cells
}
