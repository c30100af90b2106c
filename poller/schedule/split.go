package schedule

import "time"

// A split is how much of the budget threads that wait get at most, and how much the
// thread lists of their visitors.
type split struct{ waiting, lists float64 }

// Where the profile list tells of every word within seconds, polls of those who wait bring only what
// was seen, and closings and joins, which stand in the thread lists alone, are as urgent.
// While the last hour is read, whoever may wait and is not known yet comes before both.
var (
	splitBlind        = split{0.65, 0.15}
	splitBlindReading = split{0.35, 0.075}
	splitSoon         = split{0.40, 0.42}
	splitSoonHot      = split{0.15, 0.05}
	splitSoonCold     = split{0.14, 0.30}
	splitSoonLong     = split{0.14, 0.45} // of a day so long that nobody waits for it
	splitTurns        = split{0.30, 0.10}
)

// longDay is from when on what is left of the day is long: so much of the whole budget.
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
