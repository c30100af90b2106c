package model

import (
	"testing"
	"time"
)

func TestUsual(t *testing.T) {
	day := func(d int, at, high int) Usual {
		return Usual{Start: noon.AddDate(0, 0, d), At: sec(at), Figures: []UsualSeries{
			{Figure: UsualNew, Lo: []int{1, 2, 3}, Median: []int{4, 5, 6}, Hi: []int{7, high, 9}, N: []int{24, 12, 15}, Days: []int{8, 4}},
			{Figure: UsualFigures, Lo: []int{1}, Median: []int{1}, Hi: []int{1}, N: []int{24}, Days: []int{8}}, // of a newer program
		}}
	}
	b := NewBoard(Config{})
	b.Apply(Event{At: sec(9), Usual: []Usual{day(1, 9, 80), day(0, 9, 8)}})
	b.Apply(Event{At: sec(9), Usual: []Usual{day(0, 5, 99)}}) // an older one
	u, ok := b.Usual(noon.Add(20 * time.Minute))
	if !ok || !u.Start.Equal(noon) {
		t.Fatalf("the usual of the day is %+v, %v", u, ok)
	}
	for _, c := range []struct {
		at   time.Duration
		want Band
	}{
		{0, Band{1, 4, 7, 24, 8}},
		{8 * time.Minute, Band{2, 5, 8, 12, 4}}, // the nearest quarter hour
		{30 * time.Minute, Band{}},              // beyond the shortest list
		{time.Hour, Band{}},
		{-time.Hour, Band{}},
	} {
		got := u.Bands(noon.Add(c.at))
		if got[UsualNew] != c.want || got[UsualMissed] != (Band{}) {
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
		b.Apply(Event{At: sec(9), Usual: []Usual{day(d, 9, 8)}})
	}
	if len(b.usual) != 8 {
		t.Errorf("%d days are held, want 8", len(b.usual))
	}
}
