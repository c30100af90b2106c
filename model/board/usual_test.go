package board

import (
	"testing"
	"time"

	"floorwatch/model"
)

func TestUsual(t *testing.T) {
	day := func(d int, at, high int) model.Usual {
		return model.Usual{Start: noon.AddDate(0, 0, d), At: sec(at), Figures: []model.UsualSeries{
			{Figure: model.UsualNew, Lo: []int{1, 2, 3}, Median: []int{4, 5, 6}, Hi: []int{7, high, 9}, N: []int{24, 12, 15}, Days: []int{8, 4}},
			{Figure: model.UsualFigures, Lo: []int{1}, Median: []int{1}, Hi: []int{1}, N: []int{24}, Days: []int{8}}, // of a newer program
		}}
	}
	b := New(Config{})
	b.Apply(model.Event{At: sec(9), Usual: []model.Usual{day(1, 9, 80), day(0, 9, 8)}})
	b.Apply(model.Event{At: sec(9), Usual: []model.Usual{day(0, 5, 99)}}) // an older one
	u, ok := b.Usual(noon.Add(20 * time.Minute))
	if !ok || !u.Start.Equal(noon) {
		t.Fatalf("the usual of the day is %+v, %v", u, ok)
	}
	for _, c := range []struct {
		at   time.Duration
		want model.Band
	}{
		{0, model.Band{Lo: 1, Median: 4, Hi: 7, N: 24, Days: 8}},
		{8 * time.Minute, model.Band{Lo: 2, Median: 5, Hi: 8, N: 12, Days: 4}}, // the nearest quarter hour
		{30 * time.Minute, model.Band{}},                                       // beyond the shortest list
		{time.Hour, model.Band{}},
		{-time.Hour, model.Band{}},
	} {
		got := u.Bands(noon.Add(c.at))
		if got[model.UsualNew] != c.want || got[model.UsualMissed] != (model.Band{}) {
			t.Errorf("after %v: %+v, want %+v and nothing of the missed", c.at, got, c.want)
		}
	}
	if u, ok := b.Usual(noon.AddDate(0, 0, 1)); !ok || u.Figures[0].Hi[1] != 80 {
		t.Errorf("the next day's is %+v, %v", u, ok)
	}
	for name, at := range map[string]time.Time{"before": noon.Add(-time.Second), "days after": noon.AddDate(0, 0, 5)} {
		if u, ok := b.Usual(at); ok {
			t.Errorf("%s all days %+v is usual", name, u)
		}
	}
	for d := range 20 {
		b.Apply(model.Event{At: sec(9), Usual: []model.Usual{day(d, 9, 8)}})
	}
	if len(b.usual) != 8 {
		t.Errorf("%d days are held, want 8", len(b.usual))
	}
}
