package history

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
)

// A Period is the time that a report covers.
type Period struct {
	Title string // "Friday 27 November 2026", "Week 48 of 2026", "November 2026"
	Spans []ledger.TimeSpan
	Shift bool // each span is a shift, which belongs to the day on which it begins, also after midnight
	Loc   *time.Location
}

// An Ask is a request for a period: either Word, optionally with a Shift, or From and To.
type Ask struct {
	Word     string // "", today, yesterday, monday, week, last-week, month, last-month, 2026-11-27, 2026-11, 2026-W48
	From, To string // "2026-11-27 06:00"
	Shift    *Shift
}

// A Shift is a [[shift]] section. It may cross midnight; then it belongs to the day on which it begins.
type Shift struct {
	Name string `toml:"name"`
	From string `toml:"from"` // "06:00"
	To   string `toml:"to"`
}

// Check returns an error if the shift is invalid.
func (s Shift) Check() error {
	from, err := clock(s.From)
	if err != nil {
		return fmt.Errorf("from: %w", err)
	}
	to, err := clock(s.To)
	switch {
	case err != nil:
		return fmt.Errorf("to: %w", err)
	case s.Name == "":
		return errors.New("the shift needs a name")
	case from == to:
		return errors.New("the shift has no length")
	}
	return nil
}

// clock parses a time of day that is a multiple of a quarter hour, up to 24:00.
func clock(s string) (time.Duration, error) {
	minute, err := model.MinuteOfDay(s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a time of day such as 06:00", s)
	}
	d := time.Duration(minute) * time.Minute
	if d%ledger.SlotLength != 0 {
		return 0, fmt.Errorf("%q: use a multiple of 15 min", s)
	}
	return d, nil
}

// Check returns the error that ParsePeriod returns at any time and in any zone.
func (a Ask) Check() error {
	if a.From == "" && a.To == "" {
		_, _, _, err := daysAsked(strings.ToLower(a.Word), time.Time{})
		return err
	}
	if a.Word != "" || a.Shift != nil {
		return errors.New("--from and --to go with no other period")
	}
	_, err := wallTimes(a.From, a.To)
	return err
}

// ParsePeriod returns the requested period. Weeks are ISO weeks and begin on Monday. A weekday means the last one before
// today.
func ParsePeriod(a Ask, now time.Time, loc *time.Location) (Period, error) {
	now = now.In(loc)
	if err := a.Check(); err != nil {
		return Period{}, err
	}
	if a.From != "" {
		p, err := between(a.From, a.To, loc)
		if err == nil && p.Spans[0].From.After(now) {
			err = &NothingError{a.From + " has not begun"}
		}
		return p, err
	}
	first, days, title, err := daysAsked(strings.ToLower(a.Word), now)
	if err != nil {
		return Period{}, err
	}
	if dayStart(first, loc).After(now) {
		return Period{}, &NothingError{a.Word + " has not begun"}
	}
	p := Period{Title: title, Loc: loc}
	if a.Shift == nil {
		p.Spans = []ledger.TimeSpan{{From: dayStart(first, loc), To: dayStart(first.AddDate(0, 0, days), loc)}}
		return p, nil
	}
	p.Shift = true
	why := " has not begun"
	p.Title += fmt.Sprintf(", shift %s %s-%s", a.Shift.Name, a.Shift.From, a.Shift.To)
	for i := range days {
		switch s := a.Shift.on(first.AddDate(0, 0, i), loc); {
		case !s.From.Before(s.To):
			why = " does not exist on " + title + ": clocks go forward then"
		case len(p.Spans) > 0 && s.From.Equal(p.Spans[len(p.Spans)-1].From): // of a date that the zone left out, as Samoa did
		case s.From.Before(now):
			p.Spans = append(p.Spans, s)
		}
	}
	if len(p.Spans) == 0 {
		return Period{}, &NothingError{"the shift " + a.Shift.Name + why}
	}
	return p, nil
}

// on returns the span of the shift that begins on a day.
func (s Shift) on(day time.Time, loc *time.Location) ledger.TimeSpan {
	from, _ := clock(s.From)
	to, _ := clock(s.To)
	if to <= from {
		to += 24 * time.Hour
	}
	at := func(d time.Duration) time.Time { // in local time, so that a clock change does not shift it
		y, m, dd := day.Date()
		t, _ := wallTime(time.Date(y, m, dd, 0, int(d/time.Minute), 0, 0, time.UTC), loc)
		return t
	}
	return ledger.TimeSpan{From: at(from), To: at(to)}
}

// daysAsked returns noon of the first day and the number of days. Unlike midnight, noon exists on every day in every
// zone.
func daysAsked(word string, now time.Time) (first time.Time, days int, title string, err error) {
	y, m, d := now.Date()
	noon := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 12, 0, 0, 0, now.Location()) }
	today := noon(y, m, d)
	monday := today.AddDate(0, 0, -(int(today.Weekday())+6)%7)
	switch word {
	case "", "today":
		return today, 1, dayTitle(today), nil
	case "yesterday":
		first = today.AddDate(0, 0, -1)
		return first, 1, dayTitle(first), nil
	case "week":
		return monday, 7, weekTitle(monday), nil
	case "last-week":
		first = monday.AddDate(0, 0, -7)
		return first, 7, weekTitle(first), nil
	case "month", "last-month":
		first = noon(y, m, 1)
		if word == "last-month" {
			first = noon(y, m-1, 1)
		}
		return first, daysOfMonth(first), first.Format("January 2006"), nil
	}
	for wd := range 7 {
		if word == strings.ToLower(time.Weekday(wd).String()) {
			back := (int(today.Weekday())-wd+6)%7 + 1
			first = today.AddDate(0, 0, -back)
			return first, 1, dayTitle(first), nil
		}
	}
	if t, err := time.Parse(time.DateOnly, word); err == nil {
		first = noon(t.Date())
		return first, 1, dayTitle(first), nil
	}
	if t, err := time.Parse("2006-01", word); err == nil {
		first = noon(t.Date())
		return first, daysOfMonth(first), first.Format("January 2006"), nil
	}
	if first, ok := isoWeek(word, noon); ok {
		return first, 7, weekTitle(first), nil
	}
	return first, 0, "", &PeriodError{Word: word}
}

// A PeriodError is of a word that is not a period.
type PeriodError struct {
	Word  string
	Meant string // the period that the word resembles, for whoever can tell
}

// Error says what a period is.
func (e *PeriodError) Error() string {
	meant := ""
	if e.Meant != "" {
		meant = " (did you mean " + e.Meant + "?)"
	}
	return fmt.Sprintf("%q is not a period%s: say today, yesterday, monday, 2026-11-27, week, last-week, 2026-W48, month, last-month or 2026-11", e.Word, meant)
}

// PeriodWords are the periods that have a name.
func PeriodWords() []string {
	words := []string{"today", "yesterday", "week", "last-week", "month", "last-month"}
	for wd := range 7 {
		words = append(words, strings.ToLower(time.Weekday(wd).String()))
	}
	return words
}

func daysOfMonth(first time.Time) int { return first.AddDate(0, 1, -1).Day() }

func dayTitle(t time.Time) string { return t.Format("Monday 2 January 2006") }

func weekTitle(monday time.Time) string {
	y, w := monday.ISOWeek()
	sunday, from := monday.AddDate(0, 0, 6), "2 January"
	if sunday.Year() != monday.Year() {
		from = "2 January 2006"
	}
	return fmt.Sprintf("Week %d of %d, %s to %s", w, y, monday.Format(from), sunday.Format("2 January 2006"))
}

// isoWeek parses 2026-w48.
func isoWeek(word string, noon func(int, time.Month, int) time.Time) (monday time.Time, ok bool) {
	var y, w int
	if n, err := fmt.Sscanf(word, "%4d-w%2d", &y, &w); n != 2 || err != nil || fmt.Sprintf("%04d-w%02d", y, w) != word {
		return monday, false
	}
	fourth := noon(y, 1, 4) // always in week 1
	monday = fourth.AddDate(0, 0, 7*(w-1)-(int(fourth.Weekday())+6)%7)
	gotY, gotW := monday.ISOWeek()
	return monday, gotY == y && gotW == w
}

// between returns the period from --from to --to.
func between(from, to string, loc *time.Location) (Period, error) {
	walls, err := wallTimes(from, to)
	if err != nil {
		return Period{}, err
	}
	var bounds [2]time.Time
	for i, wall := range walls {
		at, exists := wallTime(wall, loc)
		if !exists {
			return Period{}, fmt.Errorf("%s %s does not exist: clocks go forward then; the next that does is %s", boundFlags[i], []string{from, to}[i], at.Format("15:04"))
		}
		bounds[i] = at
	}
	if !bounds[1].After(bounds[0]) {
		return Period{}, errors.New("--to must be after --from")
	}
	title := fmt.Sprintf("%s to %s", bounds[0].Format("Mon 2 January 2006 15:04"), bounds[1].Format("Mon 2 January 2006 15:04"))
	return Period{Title: title, Spans: []ledger.TimeSpan{{From: bounds[0], To: bounds[1]}}, Loc: loc}, nil
}

// boundFlags are the flags of the bounds of a period.
var boundFlags = [2]string{"--from", "--to"}

// wallTimes reads --from and --to as times that clocks show, in UTC.
func wallTimes(from, to string) (walls [2]time.Time, err error) {
	if from == "" || to == "" {
		return walls, errors.New("--from and --to go together")
	}
	for i, s := range []string{from, to} {
		if walls[i], err = parseWall(s); err != nil {
			return walls, fmt.Errorf("%s %s: %w", boundFlags[i], s, err)
		}
	}
	return walls, nil
}

// parseWall reads a date with or without a time of day, separated by a space or T. 24:00 is the next midnight.
func parseWall(s string) (time.Time, error) {
	date, of, timed := strings.Cut(strings.Replace(s, "T", " ", 1), " ")
	t, err := time.Parse(time.DateOnly, date)
	minute := 0
	if timed && err == nil {
		minute, err = model.MinuteOfDay(of)
	}
	if err != nil {
		return time.Time{}, errors.New("write it as 2026-11-27 06:00")
	}
	if t = t.Add(time.Duration(minute) * time.Minute); !onSlot(t) {
		return t, errors.New("use a multiple of 15 min")
	}
	return t, nil
}

// wallTime returns the moment at which clocks in loc show the time that wall has in UTC. If they show it twice, it is
// the first of the two. If they never show it, exists is false and the result is the first moment at which they show a
// later time.
func wallTime(wall time.Time, loc *time.Location) (at time.Time, exists bool) {
	y, m, d := wall.Date()
	at = time.Date(y, m, d, wall.Hour(), wall.Minute(), 0, 0, loc).Add(-4 * time.Hour)
	for ; ; at = at.Add(ledger.SlotLength) {
		shown := time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), 0, 0, time.UTC)
		if !shown.Before(wall) {
			return at, shown.Equal(wall)
		}
	}
}
