package model

import (
	"slices"
	"time"
)

// Usual is what is usual on one day: for each quarter hour of it the Band of
// each figure's half hour. It is made from the history and travels once a day;
// of two of one day (Start) the newest (At) wins.
type Usual struct {
	Start   time.Time     `json:"start"` // the first moment of the day, in the floor's zone; slot i ends at Start + i × 15 min
	At      time.Time     `json:"at"`
	Figures []UsualSeries `json:"figures,omitempty"`
	Load    *LoadTable    `json:"load,omitempty"`
	Error   float64       `json:"error,omitempty"` // mean error of the expected new chats over the last 20 days, in per cent; 0: not known

	Hour      UsualSeries `json:"hour,omitzero"`        // new chats of the hour that ends with each slot
	ErrorHour float64     `json:"error_hour,omitempty"` // as Error, of the chats expected in an hour
}

// A UsualSeries is the Bands of one figure over a day. The lists have a value for
// each slot: 96, on days when the clocks change 92 to 100. A shorter list has
// no value for the rest.
type UsualSeries struct {
	Figure UsualFigure `json:"figure"`
	Lo     []int       `json:"lo"`
	Median []int       `json:"median"`
	Hi     []int       `json:"hi"`
	N      []int       `json:"n"` // 0: the rest means nothing
	Days   []int       `json:"days"`
}

// Bounds of what a stream may hold of the usual.
const (
	UsualSlot    = 15 * time.Minute // of one entry in the lists of a UsualSeries
	usualDays    = 8                // the latest stay
	usualFigures = 64
	UsualSlots   = 100 // in the longest list
	usualLoads   = 64
)

// Bands returns what is usual of the half hour that ends at a moment, which is rounded to the quarter hour.
func (u *Usual) Bands(at time.Time) (bands UsualBands) {
	i := u.slot(at)
	for j := range u.Figures {
		if f := &u.Figures[j]; f.Figure >= 0 && f.Figure < UsualFigures {
			bands[f.Figure] = f.at(i)
		}
	}
	return bands
}

func (u *Usual) compare(v *Usual) int { return compareNewest(u.At, v.At, u, v) }

// Bound cuts what a stranger's stream may hold down to what a program of ours sends.
func (u *Usual) Bound() {
	u.Figures = slices.Clone(u.Figures[:min(len(u.Figures), usualFigures)])
	for i := range u.Figures {
		u.Figures[i].bound()
	}
	u.Hour.bound()
	if u.Load != nil && len(u.Load.Classes) > usualLoads {
		own := *u.Load
		own.Classes = own.Classes[:usualLoads]
		u.Load = &own
	}
}

func short[T any](list []T) []T { return list[:min(len(list), UsualSlots)] }

// MergeUsual keeps the newest for each day, of the latest days.
func MergeUsual(a, b []Usual) []Usual {
	list := newestOf(append(a, b...), func(a, b Usual) int { return a.Start.Compare(b.Start) }, (*Usual).compare)
	return list[max(0, len(list)-usualDays):]
}
