package wall

import (
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

// A trend is lower than the digits beside it: without colours bars of their height were read as more digits.
func TestATrendIsLowerThanTheDigits(t *testing.T) {
	for _, h := range []int{5, 7, 12, 17} {
		w := room(uitest.NewFloor())
		b := tileView{&pageView{Wall: w, floor: w.shown(), pageStyle: withInk(w.style)}}
		x := tile{id: model.FigureMissed, known: true, trend: &model.Trend{{Missed: 1}, {Missed: 1}, {Missed: 1}, {Missed: 1}, {Missed: 1}, {Missed: 1}, {Missed: 1}, {Missed: 1}}}
		for y := range h {
			l := b.pageStyle.Line(draw.OnScreen, 40)
			b.trendRow(l, &x, &tileRoles{}, 10, 39, h, y)
			if inked := strings.ContainsAny(l.String(), "▁▂▃▄▅▆▇█"); inked != (y >= h/2) {
				t.Errorf("row %d of %d has a bar: %v", y, h, inked)
			}
		}
	}
}

// A tile says how its figure has changed in half an hour, with a sign that has no colour.
func TestTilesSayHowAFigureHasChanged(t *testing.T) {
	change := func(id model.FigureID, ascii bool, from, to model.TrendCell) string {
		screen := drawtest.Screen()
		screen.ASCII = ascii
		w := wallOn(uitest.NewFloor(), DefaultConfig(), screen, 160, 45)
		trend := model.Trend{0: from, model.TrendCells - 1: to}
		b := tileView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style}}
		for i := 1; i < model.TrendCells-1; i++ {
			trend[i].Unwatched = from.Unwatched
		}
		return strings.Join(b.change(&tile{id: id, known: true, trend: &trend}), "|")
	}
	for _, c := range []struct {
		id       model.FigureID
		from, to model.TrendCell
		ascii    bool
		want     string
	}{
		{model.FigureWaiting, model.TrendCell{Waiting: 12}, model.TrendCell{Waiting: 17}, false, "▲5 · 12 to 17 in 30 min|▲5 in 30 min"},
		{model.FigureWaiting, model.TrendCell{Waiting: 17}, model.TrendCell{Waiting: 12}, true, "-5 - 17 to 12 in 30 min|-5 in 30 min"},
		{model.FigureWaiting, model.TrendCell{Waiting: 3}, model.TrendCell{Waiting: 3}, false, "3 to 3 in 30 min"},
		{model.FigureFirst, cellOf(2 * time.Minute), cellOf(90 * time.Second), false, "first bar 2:00, last 1:30|bars 2:00 to 1:30"},
		{model.FigureFirstService, model.TrendCell{FirstService: model.ServiceLevel{Of: 100, In: 80}}, model.TrendCell{FirstService: model.ServiceLevel{Of: 100, In: 60}}, false, "first bar 80%, last 60%|bars 80% to 60%"},
		{model.FigureFirst, cellOf(2 * time.Minute), model.TrendCell{}, false, ""},                       // none in the last cell is not 0:00
		{model.FigureWaiting, model.TrendCell{Unwatched: true}, model.TrendCell{Waiting: 14}, false, ""}, // one cell has no change
		{model.FigureMissed, model.TrendCell{Missed: 1}, model.TrendCell{}, false, ""},
		{model.FigureLongest, model.TrendCell{Longest: 2 * time.Minute}, model.TrendCell{Longest: time.Minute}, false, "from 2:00 in 30 min"}, // it ticks
		{model.FigureFirst, model.TrendCell{}, model.TrendCell{}, false, ""},
	} {
		if got := change(c.id, c.ascii, c.from, c.to); got != c.want {
			t.Errorf("%v: %q, want %q", c.id, got, c.want)
		}
	}
	w := room(uitest.NewFloor())
	b := tileView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style}}
	trend := model.Trend{{Unwatched: true}, {Unwatched: true}, {Waiting: 4}, model.TrendCells - 1: {Waiting: 14}}
	if got := b.change(&tile{id: model.FigureWaiting, known: true, trend: &trend}); got[1] != "▲10 in 22 min" {
		t.Errorf("of six cells it says %q", got)
	}
	if got := b.change(&tile{id: model.FigureWaiting, known: true, trend: &trend, bound: "AT LEAST"}); got != nil {
		t.Errorf("beside at least 14 stands %q", got)
	}
	f := w.floors[0]
	f.snap.Headline.Waiting, f.snap.Headline.Active = 33, 77 // since the minute of the last cell
	for _, x := range b.tiles() {
		want, ok := map[model.FigureID]string{model.FigureWaiting: " to 33 in", model.FigureActive: " to 77 in"}[x.id]
		last := draw.ScaleTrend(x.id, x.trend, 100)[model.TrendCells-1]
		if got := b.change(&x); ok && (!strings.Contains(got[0], want) || last != 100) {
			t.Errorf("beside %s stands %q, and its last bar is %d of 100 high", x.big, got, last)
		}
	}
	wallHas(t, room(uitest.NewFloor()), "limit 1 · 30 min, each bar 4 min, highest 1")
	s := wallScreen(w)
	if !strings.Contains(s, "▲") && !strings.Contains(s, "▼") {
		t.Errorf("no trend mark on the wall:\n%s", s)
	}
}

// A share that was the same in all bars is drawn as high as it is.
func TestAShareThatDidNotChange(t *testing.T) {
	all := model.TrendCell{FirstService: model.ServiceLevel{In: 4, Of: 4}}
	var trend model.Trend
	for i := range trend {
		trend[i] = all
	}
	for i, n := range draw.ScaleTrend(model.FigureFirstService, &trend, 40) {
		if n != 40 {
			t.Errorf("bar %d of 100%% is %d of 40 steps high", i, n)
		}
	}
}

// cellOf is a cell of a trend in which one first response took so long.
func cellOf(d time.Duration) model.TrendCell {
	return model.TrendCell{First: model.Quantile{N: 1, Median: d}}
}
