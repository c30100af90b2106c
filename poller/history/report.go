package history

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

// A Query describes the report that NewReport computes.
type Query struct {
	Period                Period
	By                    By
	Team                  string        // only this team
	Agent                 model.AgentID // only this agent; 0: all
	Teams                 []model.Team  // of the configuration; they may not have figures yet
	Now                   time.Time
	FirstReply, NextReply model.ServiceThresholds // thresholds of the service levels; days store the floor's goals, so a team's are taken from here
	Heat                  bool                    // also by weekday and hour, if the period is a week or longer
	Usual                 UsualOptions
	Chats                 int // list only so many chats to look at, the longest waits; 0: all
}

// A NothingError reports that the history has nothing of a period.
type NothingError struct{ Why string } // a sentence for people

// Error returns Why, a sentence for the user.
func (e *NothingError) Error() string { return e.Why }

// worst is how many late chats are listed. Each slot stores its ten longest, so the ten longest of any period are among
// them.
const worst = 10

// NewReport computes a report from the days of src. It returns a *NothingError if there are no figures of the period, and
// an *UnknownError if neither the configuration nor any file has the requested team or agent.
func NewReport(src Source, q Query) (*ledger.PeriodReport, error) {
	b := &builder{src: src, q: q, agents: map[model.AgentID]*ledger.PeriodRow{}, teams: map[teamKey]*teamRow{}, sums: map[safetext.Text]model.AgentID{}, damaged: map[string]string{}}
	if err := b.headers(); err != nil {
		return nil, err
	}
	b.begin()
	if err := b.read(); err != nil {
		return nil, err
	}
	if err := b.withoutLost(); err != nil {
		return nil, err
	}
	if err := b.known(); err != nil {
		return nil, err
	}
	b.finish()
	if err := b.usual(); err != nil {
		return nil, err
	}
	if q.By == ByLoad {
		var err error
		if b.r.Load, err = ReadLoad(src, q.Now, q.Period.Loc, q.Usual, b.days[len(b.days)-1].head.Hours, q.FirstReply.Warn, q.FirstReply.MinTurns); err != nil {
			return nil, err
		}
	}
	return b.r, nil
}

// read reads the days and adds them up.
func (b *builder) read() error {
	var names []string
	for _, e := range b.days {
		names = append(names, e.head.Date)
	}
	return readAhead(b.src, names, func(i int) Depth { return b.depth(b.days[i]) }, func(i int, r readFile) error { return b.day(b.days[i], r) })
}

// An entry is a day's file and the span of slots that is used from it.
type entry struct {
	head *ledger.Day
	span ledger.TimeSpan
}

type builder struct {
	src     Source
	q       Query
	r       *ledger.PeriodReport
	days    []entry
	until   time.Time
	buckets *buckets
	agents  map[model.AgentID]*ledger.PeriodRow
	teams   map[teamKey]*teamRow
	sums    map[safetext.Text]model.AgentID // of a team's agents together, where no figures of agents are kept
	wrote   map[*ledger.PeriodRow]map[model.AgentID]bool
	late    []ledger.Finding
	damaged map[string]string // by day: that its file cannot be used
	lost    []string          // days whose header could be read and whose figures could not
}

// headers reads the headers of the days that overlap the period.
func (b *builder) headers() error {
	names, err := b.src.Days()
	if err != nil {
		return err
	}
	spans := b.q.Period.Spans
	first, last := spans[0].From, spans[len(spans)-1].To
	until := model.EarlierTime(last, b.q.Now) // the year 10000 would sort before ours
	from, to := first.AddDate(0, 0, -2).Format(time.DateOnly), until.AddDate(0, 0, 2).Format(time.DateOnly)
	for _, name := range names {
		if name < from || name > to {
			continue
		}
		head, err := b.file(name, DepthHeader)
		if err != nil {
			return err
		}
		if head != nil && head.From.Before(last) && head.To.After(first) {
			b.days = append(b.days, entry{head, ledger.TimeSpan{From: head.From, To: head.To}})
		}
	}
	for i := 1; i < len(b.days); i++ {
		before, after := &b.days[i-1], &b.days[i]
		after.span.From = handover(before.head, after.head)
		before.span.To = model.EarlierTime(before.span.To, after.span.From)
	}
	if len(b.days) == 0 {
		return b.nothing(names)
	}
	return nil
}

// concerns reports whether the day of a file's name is in the period. The bounds of a damaged file are not known.
func (b *builder) concerns(day string) bool {
	t, err := time.Parse(time.DateOnly, day)
	y, m, d := t.Date()
	from, to := dayBounds(time.Date(y, m, d, 12, 0, 0, 0, b.q.Period.Loc), b.q.Period.Loc)
	return err != nil || slices.ContainsFunc(b.q.Period.Spans, func(s ledger.TimeSpan) bool { return from.Before(s.To) && to.After(s.From) })
}

// file reads a day; nil if its file has just been removed or cannot be used, which the report notes.
func (b *builder) file(day string, depth Depth) (*ledger.Day, error) {
	d, err := b.src.Read(day, depth)
	return b.usable(day, readFile{d, err})
}

// usable returns a day that was read; nil if there is none or its file cannot be used, which it notes.
func (b *builder) usable(day string, r readFile) (*ledger.Day, error) {
	if !unusable(r.err) {
		return r.day, r.err
	}
	why := "damaged"
	var disk *fs.PathError
	switch {
	case errors.Is(r.err, ErrNewer):
		why = ErrNewer.Error()
	case errors.Is(r.err, fs.ErrPermission):
		why = "not open to this user"
	case errors.As(r.err, &disk):
		why = "cannot be read"
	}
	if !errors.Is(r.err, fs.ErrNotExist) && b.concerns(day) {
		b.damaged[day] = b.dayWord(day) + ": " + why + ", left out"
	}
	return nil, nil
}

// damagedDays returns what is noted of the days whose files cannot be used, by date.
func (b *builder) damagedDays() (notes []string) {
	for _, day := range slices.Sorted(maps.Keys(b.damaged)) {
		notes = append(notes, b.damaged[day])
	}
	return notes
}

// unusable reports whether an error is of one day's file, so that the others can be used without it: it is not there, it
// is damaged, or the disk or its mode keeps it from being read.
func unusable(err error) bool {
	var damaged *DamagedError
	var disk *fs.PathError
	return errors.As(err, &damaged) || errors.As(err, &disk) || errors.Is(err, fs.ErrNotExist)
}

// dayWord returns the date of a file in the words of the report.
func (b *builder) dayWord(day string) string {
	return dateOf(day, ledger.DateLayout(b.q.Period.Spans, b.q.Period.Loc))
}

func dateOf(day, layout string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format(layout)
}

func (b *builder) nothing(names []string) error {
	why := "nothing was kept of " + b.q.Period.Title
	switch {
	case len(b.damaged) > 0:
		why += ": " + strings.Join(b.damagedDays(), "; ")
	case len(names) == 0:
		why += ": the folder holds no figures yet; the program that polls with this dir under [history] writes them, the first within a minute"
	default:
		why += fmt.Sprintf(": what was kept begins on %s and ends on %s", dateOf(names[0], "2 Jan 2006"), dateOf(names[len(names)-1], "2 Jan 2006"))
	}
	return &NothingError{why}
}

// begin sets up the report once the days are known.
func (b *builder) begin() {
	p := b.q.Period
	end := p.Spans[len(p.Spans)-1].To
	b.until = model.EarlierTime(end, b.q.Now)
	if last := b.days[len(b.days)-1].head; !last.Final && last.Written.Before(b.until) && last.To.After(b.until) {
		b.until = last.Written
	}
	b.buckets = newBuckets(b.q.By, p, b.until)
	b.r = &ledger.PeriodReport{
		Title: p.Title, Zone: zoneName(p.Loc, p.Spans[0].From), By: string(b.q.By), Team: b.q.Team, Agent: b.q.Agent,
		Invented:   slices.ContainsFunc(b.days, func(e entry) bool { return e.head.Invented }),
		FirstReply: b.q.FirstReply, NextReply: b.q.NextReply, Labels: map[model.AgentID]ledger.AgentLabel{},
	}
	if b.until.Before(end) {
		b.r.Until = b.until.In(p.Loc)
	}
	for _, s := range p.Spans {
		b.r.Spans = append(b.r.Spans, ledger.TimeSpan{From: s.From.In(p.Loc), To: s.To.In(p.Loc)})
	}
	if b.q.Heat && end.Sub(p.Spans[0].From) > 6*24*time.Hour {
		b.r.Heat = &[7][24]ledger.PeriodRow{}
	}
	newest := b.days[len(b.days)-1].head
	b.r.First, b.r.Next = newest.First, newest.Next
	if b.q.Team != "" {
		b.r.First, b.r.Next = cmp.Or(b.q.FirstReply.Within, b.r.First), cmp.Or(b.q.NextReply.Within, b.r.Next)
	}
	b.wrote = map[*ledger.PeriodRow]map[model.AgentID]bool{}
}

// depth returns how much of a file is needed: only the agents' days if they are enough.
func (b *builder) depth(e entry) Depth {
	if b.whole(e) {
		return DepthDays
	}
	return DepthAll
}

// withoutLost drops the days of which only the header could be read. They count as not watched, because their figures
// are unknown.
func (b *builder) withoutLost() error {
	b.days = slices.DeleteFunc(b.days, func(e entry) bool { return slices.Contains(b.lost, e.head.Date) })
	if len(b.days) == 0 {
		return b.nothing(nil)
	}
	return nil
}

// day adds one file.
func (b *builder) day(e entry, r readFile) error {
	depth := b.depth(e)
	d, err := b.usable(e.head.Date, r)
	if d == nil || err != nil {
		b.lost = append(b.lost, e.head.Date)
		return err
	}
	b.r.OnlyTeams = renumberTeams(d, b.sums) || b.r.OnlyTeams
	maps.Copy(b.r.Labels, d.Agents)
	b.r.LeftOut.Add(d.LeftOut)
	b.slots(e, d, depth)
	for _, f := range d.Found {
		if b.taken(e, ledger.SlotStart(f.At)) && b.wanted(d, f.Agent) {
			b.found(f)
		}
	}
	if b.r.Heat == nil {
		return nil
	}
	if depth == DepthDays {
		if d, err = b.file(e.head.Date, DepthFloor); d == nil || err != nil {
			return err
		}
	}
	for i := range d.Slots {
		if s := &d.Slots[i]; b.taken(e, s.Start) && (depth == DepthDays || b.wanted(d, s.Agent)) {
			b.heat(s.Start).Add(&s.SlotFigures)
		}
	}
	return nil
}

// slots adds the slots of a file, or its agents' days. They are in order of their starts.
func (b *builder) slots(e entry, d *ledger.Day, depth Depth) {
	var start, end time.Time
	for i := range d.Slots {
		s := &d.Slots[i]
		if !b.taken(e, s.Start) || !b.wanted(d, s.Agent) {
			continue
		}
		if !s.Start.Equal(start) {
			b.slotOver(start, end)
			start, end = s.Start, s.Start.Add(ledger.SlotLength)
			if depth == DepthDays {
				end = e.span.To
			}
			end = model.EarlierTime(end, b.until)
		}
		b.slot(d, s, end)
	}
	b.slotOver(start, end)
}

// whole reports whether all of a file goes into one row of the report, so that the agents' days are enough.
func (b *builder) whole(e entry) bool {
	if b.q.By == ByHour || b.r.Heat != nil && (b.q.Team != "" || b.q.Agent != 0) {
		return false
	}
	from, to := dayBounds(e.head.From.Add(12*time.Hour), b.q.Period.Loc)
	if !from.Equal(e.head.From) || !to.Equal(e.span.To) || !from.Equal(e.span.From) || to.After(b.until) && e.head.Written.After(b.until) {
		return false
	}
	return slices.ContainsFunc(b.q.Period.Spans, func(s ledger.TimeSpan) bool { return !from.Before(s.From) && !to.After(s.To) })
}

// taken reports whether a slot of a file is in the report. Where the clock has been set back a file goes on after now.
func (b *builder) taken(e entry, start time.Time) bool {
	if start.Before(e.span.From) || !start.Before(e.span.To) || !start.Before(b.until) {
		return false
	}
	return slices.ContainsFunc(b.q.Period.Spans, func(s ledger.TimeSpan) bool { return !start.Before(s.From) && start.Before(s.To) })
}

func (b *builder) wanted(d *ledger.Day, a model.AgentID) bool {
	return (b.q.Agent == 0 || a == b.q.Agent) && (b.q.Team == "" || d.Agents[a].Team.String() == b.q.Team)
}
