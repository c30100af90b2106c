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

// read brings it up to the minute of a snapshot, where all of the half hour is known.
func (t *trend) read(floor draw.Board, s *model.Snapshot) {
	if !halfHourKnown(s) {
		t.minute = time.Time{}
		return
	}
	if minute := s.Now.Truncate(time.Minute); !minute.Equal(t.minute) || floor != t.floor {
		t.cells, t.minute, t.floor = floor.Trend(s.Now), minute, floor
	}
}

// of is the trend for a snapshot of a floor that is read since began; nil where
// not all that was written in the half hour is known.
func (t *trend) of(s *model.Snapshot, began time.Time) *model.Trend {
	if !halfHourKnown(s) {
		return nil
	}
	cells := t.cells
	for i := range cells {
		cells[i].Unwatched = cells[i].End.Before(began)
	}
	return &cells
}

// halfHourKnown reports whether all that was written in the half hour is known.
func halfHourKnown(s *model.Snapshot) bool {
	return model.FigureOf(model.FigureFirst).Value(s, model.Subject{}).Bound == model.BoundExact
}
