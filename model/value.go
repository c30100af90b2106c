package model

import (
	"math"
	"strconv"
	"time"
)

// A Bound says how the value of a figure relates to the truth when something that affects it has not been read.
type Bound uint8

// Bounds.
const (
	BoundExact   Bound = iota // the value is the truth: nothing that matters is unread
	BoundLeast                // the truth may be higher
	BoundMost                 // the truth may be lower
	BoundAbout                // the truth may be higher or lower
	BoundBetween              // the truth is between the value and Value.UpTo
	BoundUnknown              // there is no meaningful value
)

// String is the name in JSON and Prometheus.
func (b Bound) String() string {
	return [...]string{"exact", "least", "most", "about", "between", "unknown"}[min(b, BoundUnknown)]
}

// A Unit says what a figure measures, and thereby how the parts of its explanation add up.
type Unit uint8

// Units. UnitMedian, UnitP90 and UnitMax are in whole seconds; UnitShare is a percentage, rounded down.
const (
	UnitCount  Unit = iota // number of things
	UnitPeak               // highest number at once
	UnitMean               // average number
	UnitMedian             // median of durations
	UnitP90                // 90th percentile of durations
	UnitMax                // longest of running clocks
	UnitShare              // per cent
)

// IsDuration reports whether values of the unit are in seconds.
func (u Unit) IsDuration() bool { return u == UnitMedian || u == UnitP90 || u == UnitMax }

// Words are how a sentence begins that says such a value; "" for units that need none.
func (u Unit) Words() string {
	switch u {
	case UnitMedian:
		return "median"
	case UnitP90:
		return "90% in"
	}
	return ""
}

// A Value is a figure at one moment. OK is false if there is no data, which is not zero: a median of no replies, a
// longest of no waits.
type Value struct {
	Unit   Unit
	OK     bool
	Number float64 // in Unit
	N      int     // number of values behind it, where the figure has that
	In     int     // of a share: how many of N
	Loose  int     // how many of N may have to be left out
	Level  Level
	Sure   bool // Level is that of chats which certainly have it, not of Number, so that it holds whatever Number really is
	Bound  Bound
	UpTo   float64 // with BoundBetween: the largest possible value
}

// Known reports whether there is a number to show.
func (v Value) Known() bool { return v.OK && v.Bound != BoundUnknown }

// Duration returns a value in seconds as a Duration.
func (v Value) Duration() time.Duration { return time.Duration(v.Number * float64(time.Second)) }

// Bounded returns v with a bound. "At least none" and "about none" say nothing and become BoundUnknown; a clock at
// zero is exempt, because it was observed to start. The level stays only if it holds for every value that the bound
// allows: at least so many are over a limit, but about so many may not be.
func (v Value) Bounded(b Bound, upTo float64) Value {
	none := !v.OK || v.Number == 0 && (v.Unit == UnitCount || v.Unit == UnitPeak || v.Unit == UnitMean)
	switch {
	case none && (b == BoundLeast || b == BoundAbout):
		b = BoundUnknown
	case b == BoundBetween && upTo <= v.Number:
		b = BoundExact
	}
	v.Bound, v.UpTo = b, 0
	switch b {
	case BoundBetween:
		v.UpTo = upTo
	case BoundAbout:
		if !v.Sure {
			v.Level = LevelNone // it may well be good
		}
	case BoundUnknown:
		v.Level = LevelNone
	}
	return v
}

// upTo returns v with its largest possible value, for BoundBetween.
func (v Value) upTo(n int) Value {
	v.UpTo = float64(n)
	return v
}

// aboutIf bounds v where some of what it counts may be over by now.
func (v Value) aboutIf(some bool) Value {
	if some {
		return v.Bounded(BoundAbout, v.UpTo)
	}
	return v
}

// seen bounds a value about what has been seen, if that is not known of some chats, or some are frozen.
func (v Value) seen(unknown, frozen int) Value {
	if unknown > 0 {
		v = v.Bounded(max(v.Bound, BoundLeast), 0)
	}
	return v.aboutIf(frozen > 0)
}

// A Notation is a way of writing values: for no data, before a bounded value, between two values, and for running
// clocks.
type Notation struct {
	None, Least, Most, About, Between string
	Clock                             func(time.Duration) string // nil: FormatDuration
}

// ScreenNotation is for screens with Unicode.
func ScreenNotation() Notation {
	return Notation{None: "–", Least: "≥", Most: "≤", About: "~", Between: "–"}
}

// ASCIINotation is for text that programs read and for screens without Unicode.
func ASCIINotation() Notation {
	return Notation{None: "-", Least: ">=", Most: "<=", About: "~", Between: "-"}
}

// SpokenNotation uses words, for text that is read aloud.
func SpokenNotation() Notation {
	return Notation{None: "unknown", Least: "at least ", Most: "at most ", About: "about ", Between: " to "}
}

// String formats v as the screen does: "3", "≥4m12s", "7–10", "–".
func (v Value) String() string { return v.Format(ScreenNotation()) }

// Format formats v. Every place that shows a figure uses it.
func (v Value) Format(s Notation) string {
	if !v.Known() {
		return s.None
	}
	text := v.format(v.Number, s)
	switch v.Bound {
	case BoundLeast:
		return s.Least + text
	case BoundMost:
		return s.Most + text
	case BoundAbout:
		return s.About + text
	case BoundBetween:
		if v.Number == 0 {
			return s.Most + v.format(v.UpTo, s)
		}
		return text + s.Between + v.format(v.UpTo, s)
	}
	return text
}

// FormatOf is Format, with the total after a share: "85% of 42".
func (v Value) FormatOf(s Notation) string {
	if v.Unit != UnitShare || !v.Known() {
		return v.Format(s)
	}
	return v.Format(s) + " of " + v.Count().Format(s)
}

// Count returns N as a value with a bound of its own: there may be more if not all is read, and some may have to
// be left out.
func (v Value) Count() Value {
	b := v.Bound
	switch {
	case b == BoundBetween && v.Loose > 0:
		b = BoundMost
	case b == BoundAbout && v.Loose == 0:
		b = BoundLeast
	}
	return countValue(v.N, LevelNone).Bounded(b, 0)
}

// InTime returns, of a share, how many of Count were in time.
func (v Value) InTime() Value {
	b := v.Bound
	switch b {
	case BoundBetween:
		b = BoundExact // turns that may have to be left out were not in time
	case BoundAbout:
		b = BoundLeast
	}
	return countValue(v.In, LevelNone).Bounded(b, 0)
}

// SameBound returns another count of the same things, which is known as well as v is.
func (v Value) SameBound(n int) Value {
	b := v.Bound
	if b == BoundBetween {
		b = BoundLeast
	}
	return countValue(n, LevelNone).Bounded(b, 0)
}

func (v Value) format(n float64, s Notation) string {
	d := time.Duration(n * float64(time.Second))
	switch v.Unit {
	case UnitMax:
		if s.Clock != nil {
			return s.Clock(d)
		}
		return FormatDuration(d)
	case UnitMedian, UnitP90:
		return FormatReply(d)
	case UnitShare:
		return decimal(n) + "%"
	}
	return decimal(n)
}

// FormatDuration writes a clock as a person says it: "38s", "4m12s", "1h05m",
// "2d03h". It is at most five characters below 100 days, and never negative.
func FormatDuration(d time.Duration) string {
	s := max(0, int64(d/time.Second))
	m, h, days := s/60, s/3600, s/86400
	switch {
	case s < 60:
		return strconv.FormatInt(s, 10) + "s"
	case m < 60:
		return strconv.FormatInt(m, 10) + "m" + TwoDigits(s%60) + "s"
	case h < 24:
		return strconv.FormatInt(h, 10) + "h" + TwoDigits(m%60) + "m"
	case days < 100:
		return strconv.FormatInt(days, 10) + "d" + TwoDigits(h%24) + "h"
	}
	return ">99d"
}

// FormatReply formats how long a reply took. The API counts whole seconds, so a reply within the same second took
// "<1s".
func FormatReply(d time.Duration) string {
	if d < time.Second {
		return "<1s"
	}
	return FormatDuration(d)
}

// TwoDigits writes n with a leading zero below ten.
func TwoDigits(n int64) string {
	if n < 10 {
		return "0" + strconv.FormatInt(n, 10)
	}
	return strconv.FormatInt(n, 10)
}

// decimal formats a number with at most one decimal.
func decimal(n float64) string {
	if n == float64(int64(n)) {
		return strconv.FormatInt(int64(n), 10)
	}
	const millions = 1e6 // one mean summed in two orders differs in the last bits, and both shall round alike
	return strconv.FormatFloat(math.Round(n*millions)/millions, 'f', 1, 64)
}

// sureLevel returns v with a level that chats certainly have, see Sure.
func (v Value) sureLevel(l Level) Value {
	v.Level, v.Sure = l, true
	return v
}

func countValue(n int, l Level) Value {
	return Value{Unit: UnitCount, OK: true, Number: float64(n), N: n, Level: l}
}

// plainCount returns a count without a limit: it is never bad.
func plainCount(n int) Value { return countValue(n, LevelNone).sureLevel(LevelOK) }

// ClockValue returns the value of a clock; not OK if it does not run.
func ClockValue(c Clock) Value {
	v := Value{Unit: UnitMax, OK: c.Running, Level: c.Level}
	if !c.Running {
		return v
	}
	v.Number = c.For.Seconds()
	switch {
	case c.About:
		v = v.Bounded(BoundAbout, 0)
	case c.AtLeast:
		v = v.Bounded(BoundLeast, 0)
	}
	return v
}

// longestValue is ClockValue for the longest of several clocks, which has the level of those that are known.
func longestValue(c Clock) Value { return ClockValue(c).sureLevel(c.Level) }

// durationValue returns a median or percentile of n durations.
func durationValue(u Unit, d time.Duration, n int) Value {
	v := Value{Unit: u, OK: n > 0, Number: d.Seconds(), N: n}
	if v.OK {
		return v.sureLevel(LevelOK) // no limit: it is never bad
	}
	return v
}

func (q Quantile) median() Value { return durationValue(UnitMedian, q.Median, q.N) }
func (q Quantile) p90() Value    { return durationValue(UnitP90, q.P90, q.N) }

// Value returns the share in whole per cent with its level; not OK if no turn was decided.
func (s ServiceLevel) Value() Value {
	p, ok := s.Percent()
	v := Value{Unit: UnitShare, OK: ok, Number: float64(p), N: s.Of, In: s.In, Loose: s.Unsure, Level: s.Level}
	if s.Unsure == 0 {
		return v
	}
	best, some := s.Best().Percent()
	if !some { // perhaps no turn counts at all
		return v.Bounded(BoundUnknown, 0)
	}
	return v.upTo(best)
}

// RequestRate formats a rate: "1 request a second", "2.5 requests a second"; without decimals from 10 on.
func RequestRate(perSecond float64) string {
	tenths := 10.0
	if perSecond >= 10 {
		tenths = 1
	}
	n := strconv.FormatFloat(math.Round(perSecond*tenths)/tenths, 'f', -1, 64)
	if n == "1" {
		return "1 request a second"
	}
	return n + " requests a second"
}

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
