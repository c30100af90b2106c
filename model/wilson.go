package model

import "math"

// Wilson returns the Wilson score interval (95 %) of the share in per cent, rounded: how far chance alone reaches
// with so few turns. ok is false if no turn was decided.
func (s ServiceLevel) Wilson() (lo, hi int, ok bool) {
	if s.Of == 0 {
		return 0, 0, false
	}
	l, h := s.wilson()
	return int(math.Round(l * 100)), int(math.Round(h * 100)), true
}

func (s ServiceLevel) wilson() (lo, hi float64) {
	const z = 1.959964 // of 95 %
	n := float64(s.Of)
	p := float64(s.In) / n
	mid := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return max(0, mid-half), min(1, mid+half)
}

// LowerThan reports whether even the upper end of the interval is below the share of floor.
func (s ServiceLevel) LowerThan(floor ServiceLevel) bool {
	if s.Of == 0 || floor.Of == 0 {
		return false
	}
	_, hi := s.wilson()
	return hi < float64(floor.In)/float64(floor.Of)
}
