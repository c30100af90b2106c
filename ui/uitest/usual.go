package uitest

import (
	"time"

	"floorwatch/model"
)

// UsualDay returns the usual figures of the day of Now, the same for every hour.
func UsualDay() *model.Usual {
	y, m, d := Now().Date()
	u := &model.Usual{Start: time.Date(y, m, d, 0, 0, 0, 0, time.UTC), At: Now(), Error: 14}
	bands := map[model.UsualFigure]model.Band{
		model.UsualFirst: {Lo: 31, Median: 36, Hi: 40}, model.UsualFirstService: {Lo: 88, Median: 92, Hi: 94},
		model.UsualMissed: {Lo: 3, Median: 4, Hi: 8}, model.UsualNew: {Lo: 30, Median: 34, Hi: 39}, model.UsualVisitors: {Lo: 90, Median: 120, Hi: 150},
	}
	for id := range model.UsualFigures {
		f := model.UsualSeries{Figure: id}
		for range model.UsualSlots {
			b := bands[id]
			b.N, b.Days = 24, 8
			f.Append(b)
			if id == model.UsualFirst {
				u.Hour.Append(model.Band{Lo: 100, Median: 130, Hi: 150, N: 24, Days: 8})
			}
		}
		u.Figures = append(u.Figures, f)
	}
	u.Load = &model.LoadTable{Target: 80, Classes: []model.LoadClass{
		{Lo: 1, Hi: 4.2, N: 58, HeldTarget: 50, P10: 82, P90: 95}, {Lo: 4.3, Hi: 9, N: 61, HeldTarget: 31, P10: 78, P90: 93}, {Lo: 9.1, Hi: 40, N: 61, P10: 40, P90: 60},
	}}
	return u
}
