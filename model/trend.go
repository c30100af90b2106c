package model

import "time"

// TrendCells is the number of cells in a headline's trend. Cell i covers the minutes from ⌊30i/8⌋ up to but
// excluding ⌊30(i+1)/8⌋.
const TrendCells = 8

// TrendSpan is the time that a trend covers.
const TrendSpan = 30 * time.Minute

// A TrendCell is a part of the last half hour. Waiting, Longest and Active are as of its end; the others cover all
// of it. Without an answer or a decided turn their n is 0.
type TrendCell struct {
	End          time.Time
	Unwatched    bool // the floor was not read yet: ends are unknown, so only replies count
	Waiting      int
	Longest      time.Duration
	Active       int
	First        Quantile // first responses
	FirstService ServiceLevel
	Missed       int
}

// A Trend is the last half hour up to now, the oldest cell first.
type Trend [TrendCells]TrendCell

// TrendEnds returns the ends of the cells of a half hour that ends at now.
func TrendEnds(now time.Time) [TrendCells]time.Time {
	var ends [TrendCells]time.Time
	for i := range ends {
		ends[i] = now.Add(-TrendSpan + time.Duration(30*(i+1)/TrendCells)*time.Minute)
	}
	return ends
}
