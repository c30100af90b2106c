package draw

import (
	"strconv"
	"time"

	"floorwatch/model"
)

// A HalfHour caches the last half hour of a floor for showing trends. It is updated once a minute, because its
// cells are of minutes and reading it visits every chat. The zero HalfHour is empty.
type HalfHour struct {
	cells  model.Trend
	minute time.Time // that it is of
	floor  Board
}

// Update updates it to the minute of a snapshot, if the whole half hour is known.
func (t *HalfHour) Update(floor Board, s *model.Snapshot) {
	if !halfHourKnown(s) {
		t.minute = time.Time{}
		return
	}
	if minute := s.Now.Truncate(time.Minute); !minute.Equal(t.minute) || floor != t.floor {
		t.cells, t.minute, t.floor = floor.Trend(s.Now), minute, floor
	}
}

// Trend returns the trend for a snapshot; nil if messages of the half hour may be missing. began is as in
// WatchedSince. Its counts of waiting and active chats end with those of the snapshot, which stand beside it; the longest
// wait is that of the minute: if it grew with every second, so would the scale of all the bars.
func (t *HalfHour) Trend(s *model.Snapshot, began time.Time) *model.Trend {
	if !halfHourKnown(s) {
		return nil
	}
	cells, since := t.cells, WatchedSince(s, began)
	for i := range cells {
		cells[i].Unwatched = cells[i].End.Before(since)
	}
	last := &cells[len(cells)-1]
	last.Waiting, last.Active = s.Headline.Waiting, s.Headline.Active
	return &cells
}

// WatchedSince returns since when a floor has been read, which may be long before the program started: a recording
// was restored, a server read it before, or a demo has a past. began, the time of the oldest Event, is used if the
// stream does not say.
func WatchedSince(s *model.Snapshot, began time.Time) time.Time {
	if since := s.Coverage.Observed.Since; !since.IsZero() {
		return since
	}
	return began
}

// halfHourKnown reports whether all messages of the half hour are known.
func halfHourKnown(s *model.Snapshot) bool {
	return model.FigureOf(model.FigureFirst).Value(s, model.Subject{}).Bound == model.BoundExact
}

// HasTrend reports whether a figure of the floor has a trend. Seen states are not kept for every moment.
func HasTrend(id model.FigureID) bool {
	switch id {
	case model.FigureWaiting, model.FigureLongest, model.FigureFirst, model.FigureFirstService, model.FigureMissed, model.FigureActive:
		return true
	}
	return false
}

// TrendValue returns a figure in a cell of its trend, in seconds if it is a duration; known is false if there is
// no value.
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

// Change formats the difference of a figure between the end of its trend and its beginning half an hour before;
// empty if unknown or zero, or if the figure itself is already one of the trend.
func (st *Style) Change(id model.FigureID, t *model.Trend) string {
	if id == model.FigureLongest || id == model.FigureMissed || !HasTrend(id) {
		return ""
	}
	was, known := TrendValue(id, &t[0])
	is, now := TrendValue(id, &t[len(t)-1])
	if !known || !now || is == was {
		return ""
	}
	sign, by := st.Glyphs.Rise, is-was
	if by < 0 {
		sign, by = st.Glyphs.Fall, -by
	}
	if id == model.FigureFirst {
		return sign + Duration(time.Duration(by)*time.Second)
	}
	return sign + strconv.Itoa(by)
}

// ScaleTrend scales the trend of a figure to the given number of steps, from 0 to its highest; a share from its lowest,
// which is one step high, or from 0 to 100 if all are the same: at 100% one step would look like nothing. -1: unknown.
func ScaleTrend(id model.FigureID, t *model.Trend, steps int) []int {
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
		case share && least == most:
			out[i] = max(1, n*steps/100)
		case share:
			out[i] = 1 + (n-least)*(steps-1)/(most-least)
		default:
			out[i] = (n*steps + max(0, most-1)) / max(1, most)
		}
	}
	return out
}
