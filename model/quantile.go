package model

import (
	"slices"
	"time"
)

// NearestRank returns the index of the p-th percentile of n sorted values: the
// smallest value that at least p per cent do not exceed. n must be positive.
func NearestRank(n, p int) int { return (n*p+99)/100 - 1 }

// QuantileAt returns the median and the p90 of n durations by nearest rank; at
// returns the i-th smallest, from 0.
func QuantileAt(n int, at func(i int) time.Duration) Quantile {
	if n == 0 {
		return Quantile{}
	}
	return Quantile{N: n, Median: at(NearestRank(n, 50)), P90: at(NearestRank(n, 90))}
}

// QuantileOf returns the median and the p90 of list. It sorts list.
func QuantileOf(list []time.Duration) Quantile {
	slices.Sort(list)
	return QuantileAt(len(list), func(i int) time.Duration { return list[i] })
}
