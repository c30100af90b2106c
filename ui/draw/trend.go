package draw

import (
	"strconv"
	"time"

	"floorwatch/model"
)

// A HalfHour is the last half hour of a floor, for what shows the trend of its
// figures. It is read once a minute: its cells are of minutes, and it costs a look
// at every chat. The zero HalfHour has read nothing.
type HalfHour struct {
	cells  model.Trend
	minute time.Time // that it is of
	floor  Board
}

// Update brings it up to the minute of a snapshot, where all of the half hour is known.
func (t *HalfHour) Update(floor Board, s *model.Snapshot) {
	if !halfHourKnown(s) {
		t.minute = time.Time{}
		return
	}
	if minute := s.Now.Truncate(time.Minute); !minute.Equal(t.minute) || floor != t.floor {
		t.cells, t.minute, t.floor = floor.Trend(s.Now), minute, floor
	}
}

// Trend is that of a snapshot; nil where not all that was written in the half hour is
// known. began is as in WatchedSince.
func (t *HalfHour) Trend(s *model.Snapshot, began time.Time) *model.Trend {
	if !halfHourKnown(s) {
		return nil
	}
	cells, since := t.cells, WatchedSince(s, began)
	for i := range cells {
		cells[i].Unwatched = cells[i].End.Before(since)
	}
	return &cells
}

// WatchedSince is since when a floor is read, which may be long before the program started: a recording was
// restored, a server was read before it, or a demo has a past. began, the time of the oldest Event, stands in for
// it where the stream does not say.
func WatchedSince(s *model.Snapshot, began time.Time) time.Time {
	if since := s.Coverage.Observed.Since; !since.IsZero() {
		return since
	}
	return began
}

// halfHourKnown reports whether all that was written in the half hour is known.
func halfHourKnown(s *model.Snapshot) bool {
	return model.FigureOf(model.FigureFirst).Value(s, model.Subject{}).Bound == model.BoundExact
}

// HasTrend reports whether a figure of the floor has a trend. When what was seen is
// not kept for every moment.
func HasTrend(id model.FigureID) bool {
	switch id {
	case model.FigureWaiting, model.FigureLongest, model.FigureFirst, model.FigureFirstService, model.FigureMissed, model.FigureActive:
		return true
	}
	return false
}

// TrendValue is what a figure was in a cell of its trend, seconds where it is a
// time; known is false where there is nothing to tell.
func TrendValue(id model.FigureID, c *model.TrendCell) (n int, known bool) {
	switch id {
	case model.FigureWaiting:
		return c.Waiting, !c.Unwatched
	case model.FigureLongest:
		return int(c.Longest / time.Second), !c.Unwatched
	case model.FigureFirst:
		return int(c.First.Median / time.Second), c.First.N > 0
	case model.FigureFirstService:
		return c.FirstService.Percent()
	case model.FigureMissed:
		return c.Missed, !c.Unwatched
	case model.FigureActive:
		return c.Active, !c.Unwatched
	}
	return 0, false
}

// Change writes by how much a figure is more or less at the end of its trend than at its
// beginning, half an hour before; empty where that is not known, or nothing has changed, or the
// number beside it would be one of the trend's own anyway.
func (lk *Style) Change(id model.FigureID, t *model.Trend) string {
	if id == model.FigureLongest || id == model.FigureMissed || !HasTrend(id) {
		return ""
	}
	was, known := TrendValue(id, &t[0])
	is, now := TrendValue(id, &t[len(t)-1])
	if !known || !now || is == was {
		return ""
	}
	sign, by := lk.Glyphs.Rise, is-was
	if by < 0 {
		sign, by = lk.Glyphs.Fall, -by
	}
	if id == model.FigureFirst {
		return sign + Duration(time.Duration(by)*time.Second)
	}
	return sign + strconv.Itoa(by)
}

// Trend scales the trend of a figure to so many steps, from 0 to its highest; a
// share from its lowest, which is a step high. -1 stands for what is not known.
func Trend(id model.FigureID, t *model.Trend, steps int) []int {
	out := make([]int, len(t))
	share := model.FigureOf(id).Unit == model.UnitShare
	least, most, any := 0, 0, false
	for i := range t {
		n, known := TrendValue(id, &t[i])
		if !known {
			continue
		}
		if share && (!any || n < least) {
			least = n
		}
		most, any = max(most, n), true
	}
	for i := range t {
		n, known := TrendValue(id, &t[i])
		switch {
		case !known:
			out[i] = -1
		case share:
			out[i] = 1 + (n-least)*(steps-1)/max(1, most-least)
		default:
			out[i] = (n*steps + max(0, most-1)) / max(1, most)
		}
	}
	return out
}
