package model

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Hours are the [hours] section, and the hours of a [[team]]: when the floor is open. Without Open it never closes
// and every clock runs in real time.
type Hours struct {
	Open     []string `toml:"open"`     // "mon-fri 08:00-18:00"; 24:00 is the end of a day, and a range may cross midnight
	Except   []string `toml:"except"`   // single dates: "2026-12-24 08:00-12:00", "2026-12-25 closed"
	Timezone string   `toml:"timezone"` // empty: screen.timezone
}

// WithDefaults returns h with the floor's values for what h does not set.
func (h Hours) WithDefaults(floor Hours) Hours {
	if len(h.Open) == 0 {
		h.Open = floor.Open
	}
	if h.Except == nil {
		h.Except = floor.Except
	}
	if h.Timezone == "" {
		h.Timezone = floor.Timezone
	}
	return h
}

// Validate returns all errors in the hours, joined; each begins with its key below prefix.
func (h Hours) Validate(prefix string) error {
	var errs []error
	for i, text := range h.Open {
		if _, _, err := parseOpen(text); err != nil {
			errs = append(errs, fmt.Errorf("%s.open[%d] %w", prefix, i, err))
		}
	}
	for i, text := range h.Except {
		if _, _, err := parseExcept(text); err != nil {
			errs = append(errs, fmt.Errorf("%s.except[%d] %w", prefix, i, err))
		}
	}
	if len(h.Open) == 0 && len(h.Except) > 0 {
		errs = append(errs, fmt.Errorf("%s.open must say when it is open where except is set", prefix))
	}
	if _, err := time.LoadLocation(h.Timezone); err != nil {
		errs = append(errs, fmt.Errorf("%s.timezone is not a time zone like \"Europe/Vienna\"", prefix))
	}
	return errors.Join(errs...)
}

// HoursHash identifies the hours of a floor and its teams; "" if none close. Figures of days with different hours
// are not compared.
func HoursHash(floor Hours, teams []Team) string {
	text := ""
	write := func(name string, h Hours) {
		if len(h.Open) > 0 {
			text += fmt.Sprintf("%q %q %q\n", name, h.Open, h.Timezone)
		}
	}
	write("", floor)
	for _, t := range teams {
		if t.Hours != nil {
			write(t.Name, *t.Hours)
		}
	}
	if text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:4])
}

// A minuteRange is a part of a day in minutes since midnight; to exceeds 24 h if it crosses midnight.
type minuteRange struct{ from, to int }

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// parseOpen reads "mon-fri 08:00-18:00" or "sat 10:00-14:00".
func parseOpen(text string) (days []time.Weekday, s minuteRange, err error) {
	bad := fmt.Errorf(`is %q: write it like "mon-fri 08:00-18:00"`, text)
	span, clock, ok := strings.Cut(strings.ToLower(strings.TrimSpace(text)), " ")
	if s, err = parseMinuteRange(clock); !ok || err != nil {
		return nil, s, bad
	}
	first, last, ranged := strings.Cut(span, "-")
	if !ranged {
		last = first
	}
	from, to := slices.Index(weekdays, first), slices.Index(weekdays, last)
	if from < 0 || to < 0 {
		return nil, s, bad
	}
	for d := from; ; d = (d + 1) % 7 {
		if days = append(days, time.Weekday(d)); d == to {
			return days, s, nil
		}
	}
}

// parseExcept reads "2026-12-24 08:00-12:00" or "2026-12-25 closed", whose range is empty.
func parseExcept(text string) (date string, s minuteRange, err error) {
	date, clock, ok := strings.Cut(strings.TrimSpace(text), " ")
	_, wrong := time.Parse(time.DateOnly, date)
	if clock = strings.TrimSpace(clock); ok && wrong == nil && clock == "closed" {
		return date, s, nil
	}
	if s, err = parseMinuteRange(clock); !ok || wrong != nil || err != nil {
		return "", s, fmt.Errorf(`is %q: write it like "2026-12-24 08:00-12:00" or "2026-12-25 closed"`, text)
	}
	return date, s, nil
}

func parseMinuteRange(text string) (minuteRange, error) {
	from, to, err := fromTo(text)
	if err != nil || from == to || from == day {
		return minuteRange{}, errors.New("no stretch of a day")
	}
	if to < from {
		to += day
	}
	return minuteRange{from, to}, nil
}

// fromTo parses two times of day such as 22:00-07:00.
func fromTo(text string) (from, to int, err error) {
	a, b, _ := strings.Cut(text, "-") // without a dash b is empty, which is no time
	from, err1 := MinuteOfDay(a)
	to, err2 := MinuteOfDay(b)
	return from, to, errors.Join(err1, err2)
}

// A DailySpan is the same part of every day; it may cross midnight. The zero value is no time at all.
type DailySpan struct{ from, to int } // minutes since midnight

// ParseDailySpan parses a span such as 22:00-07:00, from the first time on and up to the second. 24:00 is midnight, so
// 24:00-00:00 is refused like any span that ends when it begins: it would be taken for the whole day.
func ParseDailySpan(text string) (DailySpan, error) {
	from, to, err := fromTo(text)
	if err != nil {
		return DailySpan{}, err
	}
	if from %= day; from == to {
		return DailySpan{}, errors.New("it ends when it begins")
	}
	return DailySpan{from, to}, nil
}

// Contains reports whether a moment is in the span, by the time of day in its own zone.
func (s DailySpan) Contains(t time.Time) bool {
	m := 60*t.Hour() + t.Minute()
	if s.from <= s.to {
		return m >= s.from && m < s.to
	}
	return m >= s.from || m < s.to
}

const day = 24 * 60 // minutes

// MinuteOfDay returns the minutes since midnight of a time of day such as 06:00. 24:00, the end of the day, is 1440. Every
// time of day of the configuration and of the flags is read by it.
func MinuteOfDay(text string) (int, error) {
	if text = strings.TrimSpace(text); text == "24:00" {
		return day, nil
	}
	t, err := time.Parse("15:04", text)
	return t.Hour()*60 + t.Minute(), err
}

// A Calendar tells how much of a span of time lies within business hours. Waits, turns, their levels and alerts
// all use it. A nil Calendar is always open. It caches days and is not safe for concurrent use.
type Calendar struct {
	zone   *time.Location
	week   [7][]minuteRange
	except map[string][]minuteRange
	days   map[int64][]openSpan
}

// An openSpan is an uninterrupted time of being open, [from, to).
type openSpan struct{ from, to Instant }

// NewCalendar returns the Calendar of valid hours, or nil if they never close. zone applies if the hours name
// none; nil means UTC.
func NewCalendar(h Hours, zone *time.Location) *Calendar {
	if len(h.Open) == 0 {
		return nil
	}
	if own, err := time.LoadLocation(h.Timezone); err == nil && h.Timezone != "" {
		zone = own
	}
	if zone == nil {
		zone = time.UTC
	}
	c := &Calendar{zone: zone, except: map[string][]minuteRange{}, days: map[int64][]openSpan{}}
	for _, text := range h.Open {
		days, s, err := parseOpen(text)
		for _, d := range days {
			if err == nil {
				c.week[d] = append(c.week[d], s)
			}
		}
	}
	for _, text := range h.Except {
		if date, s, err := parseExcept(text); err == nil {
			c.except[date] = append(c.except[date], s)
		}
	}
	for _, list := range slices.Concat(c.week[:], slices.Collect(maps.Values(c.except))) {
		slices.SortFunc(list, func(a, b minuteRange) int { return a.from - b.from })
	}
	return c
}

// lookAheadDays is how far a Calendar searches; what is closed for longer counts as closed for good.
const lookAheadDays = 366

// OpenTime returns how long it was open in (from, to]; of spans longer than a year only the last year counts.
func (c *Calendar) OpenTime(from, to Instant) time.Duration {
	if c == nil || from == Never || from >= to {
		return to.Since(from)
	}
	from = max(from, to.Add(-lookAheadDays*24*time.Hour))
	var sum time.Duration
	c.eachOpen(from, to, func(s openSpan) bool {
		sum += s.to.Since(s.from)
		return true
	})
	return sum
}

// IsOpen reports whether it is open at a moment.
func (c *Calendar) IsOpen(at Instant) bool { return c == nil || c.NextOpen(at) == at }

// ClockSince returns a clock that has run since a moment, in business hours (nil: always open), and is below its
// limits.
func ClockSince(since, now Instant, hours *Calendar) Clock {
	c := Clock{Running: true, Level: LevelOK, Since: since.Time(), For: hours.OpenTime(since, now)}
	if c.Paused = !hours.IsOpen(now); c.Paused {
		c.Opens = hours.NextOpen(now).Time()
	}
	return c
}

// NextOpen returns at if it is open then, else the next moment of opening, or Never if there is none within a
// year.
func (c *Calendar) NextOpen(at Instant) Instant {
	if c == nil {
		return at
	}
	opens := Never
	c.eachOpen(at, at.Add(lookAheadDays*24*time.Hour), func(s openSpan) bool {
		opens = s.from
		return false
	})
	return opens
}

// AddOpen returns the moment at which it has been open for d since from: the reverse of OpenTime. It is from plus a
// year if that is never reached.
func (c *Calendar) AddOpen(from Instant, d time.Duration) Instant {
	if c == nil || from == Never {
		return from.Add(d)
	}
	end := from.Add(lookAheadDays * 24 * time.Hour)
	c.eachOpen(from, end, func(s openSpan) bool {
		if open := s.to.Since(s.from); open < d {
			d -= open
			return true
		}
		end = s.from.Add(d)
		return false
	})
	return end
}

// eachOpen calls do for the open spans of [from, to), in order and without overlaps, until do returns false.
func (c *Calendar) eachOpen(from, to Instant, do func(openSpan) bool) {
	first := c.dayNumber(from) - 1 // a range of the day before may cross midnight
	for d := first; d <= first+lookAheadDays+2; d++ {
		for _, s := range c.openSpansOn(d) {
			if s.from >= to {
				return
			}
			if s.from, s.to = max(s.from, from), min(s.to, to); s.from >= s.to {
				continue
			}
			if from = s.to; !do(s) {
				return
			}
		}
	}
}

// dayNumber returns the local date of a moment as days since 1970.
func (c *Calendar) dayNumber(at Instant) int64 {
	y, m, d := at.Time().In(c.zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60)
}

// maxCachedDays limits the cache; a stranger's times can lie anywhere.
const maxCachedDays = 1000

// openSpansOn returns the open spans that begin on a day, in order.
func (c *Calendar) openSpansOn(number int64) []openSpan {
	list, ok := c.days[number]
	if ok {
		return list
	}
	date := time.Unix(number*24*60*60, 0).UTC()
	stretches, special := c.except[date.Format(time.DateOnly)]
	if !special {
		stretches = c.week[date.Weekday()]
	}
	for _, s := range stretches {
		if o := (openSpan{c.localTime(date, s.from), c.localTime(date, s.to)}); o.from < o.to {
			list = append(list, o)
		}
	}
	if len(c.days) >= maxCachedDays {
		clear(c.days)
	}
	c.days[number] = list
	return list
}

// localTime returns when local clocks first show the given minutes after midnight of date. If they skip that time,
// it is the moment of the change.
func (c *Calendar) localTime(date time.Time, minutes int) Instant {
	wall := date.Add(time.Duration(minutes) * time.Minute) // as if it were UTC
	at := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), 0, 0, c.zone)
	before, after := offset(at.Add(-26*time.Hour)), offset(at.Add(26*time.Hour))
	first := time.Time{}
	for _, o := range []time.Duration{before, after} {
		t := wall.Add(-o).In(c.zone)
		if offset(t) == o && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	if !first.IsZero() {
		return InstantOf(first)
	}
	start, end := at.ZoneBounds()
	if end.IsZero() || !start.IsZero() && at.Sub(start) < end.Sub(at) {
		return InstantOf(start)
	}
	return InstantOf(end)
}

// OpensAt says when closed hours open again, in a zone: "opens 08:00", or "opens Mon 08:00" on a later day.
func OpensAt(opens, now time.Time, zone *time.Location) string {
	if opens.IsZero() {
		return "closed for good"
	}
	if zone == nil {
		zone = time.UTC
	}
	opens, now = opens.In(zone), now.In(zone)
	switch {
	case opens.Format(time.DateOnly) == now.Format(time.DateOnly):
		return "opens " + opens.Format("15:04")
	case opens.Sub(now) < 6*24*time.Hour:
		return "opens " + opens.Format("Mon 15:04")
	}
	return "opens " + opens.Format("2 Jan 15:04")
}

// offset returns how far the zone of t is ahead of UTC at t.
func offset(t time.Time) time.Duration {
	_, seconds := t.Zone()
	return time.Duration(seconds) * time.Second
}
