package model

import (
	"math"
	"strconv"
	"time"
)

// A Bound says how the value of a figure relates to the truth, where something
// that could change it has not been read.
type Bound uint8

// Bounds.
const (
	BoundExact   Bound = iota
	BoundLeast         // the truth may be more
	BoundMost          // the truth may be less
	BoundAbout         // the truth may be either
	BoundBetween       // the truth is between the value and Value.UpTo
	BoundUnknown       // nothing can be said
)

// String is the bound's name in JSON and Prometheus.
func (b Bound) String() string {
	return [...]string{"exact", "least", "most", "about", "between", "unknown"}[min(b, BoundUnknown)]
}

// A Unit says what a figure counts, and so how the parts of its explanation add up.
type Unit uint8

// Units. The values of UnitMedian, UnitP90 and UnitMax are seconds, of whole
// seconds; the value of UnitShare is a percentage, rounded down.
const (
	UnitCount  Unit = iota // how many
	UnitPeak               // how many at once, at most
	UnitMean               // how many on average
	UnitMedian             // the median of durations
	UnitP90                // the duration within which 90 % are
	UnitMax                // the longest of clocks that run
	UnitShare              // per cent
)

// IsDuration reports whether the number of a value is in seconds.
func (u Unit) IsDuration() bool { return u == UnitMedian || u == UnitP90 || u == UnitMax }

// A Value is what a figure says at one moment. OK is false where there is no
// data, which is not 0: the median of no reply, the longest of no wait.
type Value struct {
	Unit   Unit
	OK     bool
	Number float64 // in the unit
	N      int     // of how many values, where the figure says so
	In     int     // of a share: how many of N
	Loose  int     // as many of N may have to be left out
	Level  Level
	Bound  Bound
	UpTo   float64 // with BoundBetween: the largest that the truth can be
}

// Known reports whether there is a number to show.
func (v Value) Known() bool { return v.OK && v.Bound != BoundUnknown }

// Duration is the value of a figure in seconds.
func (v Value) Duration() time.Duration { return time.Duration(v.Number * float64(time.Second)) }

// Bounded is v with a bound. At least none, or about none, says nothing, so that
// is unknown; a clock that has just begun to run was found.
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
		if v.Unit == UnitShare {
			v.Level = LevelNone // it may as well be good
		}
	case BoundUnknown:
		v.Level = LevelNone
	}
	return v
}

// upTo is v with the largest that the truth can be, where its bound turns out to be BoundBetween.
func (v Value) upTo(n int) Value {
	v.UpTo = float64(n)
	return v
}

// Notation are the ways to write a value down: what stands for no data, before a
// bounded value, between two, and how a clock that runs is written.
type Notation struct {
	None, Least, Most, About, Between string
	Clock                             func(time.Duration) string // nil: FormatDuration
}

// ScreenNotation are those of a screen that can show more than ASCII.
func ScreenNotation() Notation {
	return Notation{None: "–", Least: "≥", Most: "≤", About: "~", Between: "–"}
}

// ASCIINotation are those of text for other programs and of a screen without Unicode.
func ASCIINotation() Notation {
	return Notation{None: "-", Least: ">=", Most: "<=", About: "~", Between: "-"}
}

// SpokenNotation are words, for those who listen.
func SpokenNotation() Notation {
	return Notation{None: "unknown", Least: "at least ", Most: "at most ", About: "about ", Between: " to "}
}

// String is the value as the screen shows it: "3", "≥4m12s", "7–10", "–".
func (v Value) String() string { return v.Format(ScreenNotation()) }

// Format writes the value down. Every place that shows a figure does it through here.
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

// FormatOf is Format, and after a share what it is a share of: "85% of 42".
func (v Value) FormatOf(s Notation) string {
	if v.Unit != UnitShare || !v.Known() {
		return v.Format(s)
	}
	return v.Format(s) + " of " + v.Count().Format(s)
}

// Count is of how many values v is, as a value of its own: where not all is read there may be more, and some may
// have to be left out.
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

// InTime is of how many of Count a share is.
func (v Value) InTime() Value {
	b := v.Bound
	switch b {
	case BoundBetween:
		b = BoundExact // what may have to be left out was not in time
	case BoundAbout:
		b = BoundLeast
	}
	return countValue(v.In, LevelNone).Bounded(b, 0)
}

// SameBound is another count of what v counts, known as well as v is.
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

// FormatReply writes how long an answer took. The API counts whole seconds, so
// an answer within the same one took "<1s".
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

// decimal writes a number down with at most one decimal.
func decimal(n float64) string {
	if n == float64(int64(n)) {
		return strconv.FormatInt(int64(n), 10)
	}
	const millions = 1e6 // one mean summed in two orders differs in the last bits, and both shall round alike
	return strconv.FormatFloat(math.Round(n*millions)/millions, 'f', 1, 64)
}

func countValue(n int, l Level) Value {
	return Value{Unit: UnitCount, OK: true, Number: float64(n), N: n, Level: l}
}

// ClockValue is the value of a clock: no data where it does not run.
func ClockValue(c Clock) Value {
	v := Value{Unit: UnitMax, OK: c.Running, Level: c.Level}
	if !c.Running {
		return v
	}
	v.Number = c.For.Seconds()
	if c.AtLeast {
		v = v.Bounded(BoundLeast, 0)
	}
	return v
}

// durationValue is the value of a median or p90 of n durations.
func durationValue(u Unit, d time.Duration, n int) Value {
	v := Value{Unit: u, OK: n > 0, Number: d.Seconds(), N: n}
	if v.OK {
		v.Level = LevelOK // no limit: it is never bad
	}
	return v
}

func (q Quantile) median() Value { return durationValue(UnitMedian, q.Median, q.N) }
func (q Quantile) p90() Value    { return durationValue(UnitP90, q.P90, q.N) }

// Value is the share in whole per cent, with its level; unknown where no turn was decided.
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

// RequestRate writes a rate in words: "1 request a second", "2.5 requests a second"; without decimals from 10 on.
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
