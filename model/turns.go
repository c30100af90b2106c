package model

import (
	"slices"
	"time"
)

// shortAbandon is how soon after its start a turn's chat is closed for the turn to be left out.
const shortAbandon = 10 * time.Second

// decided returns when a turn is decided given its target, and whether the
// reply came in time. A turn that is open, too, is decided once its target has passed.
func (t *turn) decided(target time.Duration) (at stamp, in bool) {
	due := t.start.add(target)
	if t.reply != never && t.reply <= due {
		return t.reply, true
	}
	return due, false
}

func (t *turn) took() time.Duration { return t.reply.since(t.start) }

// openTurn returns the turn that nobody has answered. One whose chat was closed
// within 10 s of its start counts as none.
func (c *course) openTurn(now stamp) (turn, bool) {
	t, ok := c.open(now)
	if ok && c.abandoned(t.start) {
		return turn{}, false
	}
	return t, ok
}

// abandoned reports whether the chat was closed within 10 s of start.
func (c *course) abandoned(start stamp) bool {
	return c.closed != never && c.closed.since(start) <= shortAbandon
}

// quantileOf returns the median and the p90 of list by nearest rank. It reorders list.
func quantileOf(list []time.Duration) Quantile {
	n := len(list)
	if n == 0 {
		return Quantile{}
	}
	median, p90 := rank(n, 50), rank(n, 90)
	q := Quantile{N: n, P90: nth(list, p90)}
	q.Median = nth(list[:p90+1], median)
	return q
}

// nth returns the i-th smallest of list, from 0, and puts what is not larger
// before it. Its cost grows with the length of list, not with that of sorting it.
func nth(list []time.Duration, i int) time.Duration {
	lo, hi := 0, len(list)-1
	for lo < hi {
		a, b := lo, hi
		for pivot := list[lo+(hi-lo)/2]; a <= b; {
			for list[a] < pivot {
				a++
			}
			for pivot < list[b] {
				b--
			}
			if a <= b {
				list[a], list[b] = list[b], list[a]
				a++
				b--
			}
		}
		switch {
		case i <= b:
			hi = b
		case i >= a:
			lo = a
		default:
			return list[i]
		}
	}
	return list[i]
}

// rank is the index of the p-th percentile of n values by nearest rank: the
// smallest value that at least p per cent do not exceed.
func rank(n, p int) int { return (n*p+99)/100 - 1 }

// countIn counts the moments of a sorted list in (from, now].
func countIn(list []stamp, from, now stamp) int {
	a, _ := slices.BinarySearch(list, from+1)
	z, _ := slices.BinarySearch(list, now+1)
	return z - a
}
