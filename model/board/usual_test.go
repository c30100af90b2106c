package board

import (
	"testing"
	"time"

	"floorwatch/model"
)

// What is usual reaches the figures of the floor and its chart, on its own day, and
// of a part of the floor nothing is usual.
func TestUsualReachesTheFloor(t *testing.T) {
	start := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	now := start.Add(10*time.Hour + 7*time.Minute)
	u := model.Usual{Start: start, At: start}
	for _, id := range []model.UsualFigure{model.UsualVisitors, model.UsualReplies, model.UsualMissed} {
		f := model.UsualSeries{Figure: id}
		for slot := range 96 {
			f.Append(model.Band{Lo: slot, Median: 30 * slot, Hi: 60 * slot, N: 24, Days: 8})
		}
		u.Figures = append(u.Figures, f)
	}
	b := New(Config{})
	if b.At(now).Usual != nil || b.Activity(now, 1, model.Filter{})[0].UsualVisitors != 0 {
		t.Error("something is usual without a history")
	}
	b.Apply(model.Event{At: start, Usual: []model.Usual{u}})
	if band, ok := model.FigureOf(model.FigureMissed).Usual(b.At(now)); !ok || band.Lo != 40 {
		t.Errorf("missed until 10:07: %+v, want the half hour that ends at 10:00", band)
	}
	for i, m := range b.Activity(now, 3, model.Filter{}) {
		if m.UsualVisitors != 41 || m.UsualAgents != 41 { // 10:05 to 10:07 lie about the middle of 9:50 to 10:20
			t.Errorf("minute %d: %v, %v", i, m.UsualVisitors, m.UsualAgents)
		}
	}
	if m := b.Activity(now, 1, model.Filter{Agent: 7})[0]; m.UsualVisitors != 0 {
		t.Errorf("of an agent %v is usual", m.UsualVisitors)
	}
	if b.At(now.AddDate(0, 0, 2)).Usual != nil {
		t.Error("what is usual is said of another day")
	}
}
