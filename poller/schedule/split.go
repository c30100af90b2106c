package schedule

import "time"

// A split is the largest share of the budget for waiting threads, and for their visitors'
// thread lists.
type split struct{ waiting, lists float64 }

// If the profile list shows every new message within seconds, polls of waiting threads add only the seen
// marks; closings and joins, which only the thread lists show, are then as urgent. While the last hour is
// being read, unknown waits come before both.
var (
	splitBlind        = split{0.65, 0.15}
	splitBlindReading = split{0.35, 0.075}
	splitSoon         = split{0.40, 0.42}
	splitSoonHot      = split{0.15, 0.05}
	splitSoonCold     = split{0.14, 0.30}
	splitSoonLong     = split{0.14, 0.45} // the rest of the day takes longer than longDay
	splitTurns        = split{0.30, 0.10} // the first read, if changes are found only by reading all pages in turn
)

// longDay is how long the rest of the first read takes, with the whole budget, to count as long.
const longDay = 10 * time.Minute

func (s *Schedule) split(hot, cold bool) split {
	switch {
	case s.Pages == TurnShare && (hot || cold):
		return splitTurns
	case !s.ListIsQuick && (hot || cold):
		return splitBlindReading
	case !s.ListIsQuick:
		return splitBlind
	case hot:
		return splitSoonHot
	case cold && float64(len(s.queues[PriorityFirstRead])+len(s.queues[PriorityFirstLists])) > longDay.Seconds()*s.budget:
		return splitSoonLong
	case cold:
		return splitSoonCold
	}
	return splitSoon
}
