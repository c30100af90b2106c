package history

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

// finish sorts everything and notes what is missing.
func (b *builder) finish() {
	b.watched()
	b.keepWorstLate()
	b.r.Found = append(b.r.Found, b.late...)
	slices.SortStableFunc(b.r.Found, func(x, y ledger.Finding) int {
		if x, y := x.Kind == ledger.FindingWaiting, y.Kind == ledger.FindingWaiting; x != y {
			return map[bool]int{true: -1, false: 1}[x]
		}
		return x.At.Compare(y.At)
	})
	for id, row := range b.agents {
		row.Name, row.Ended = b.r.Labels[id].Name, b.r.Total.Ended
		b.r.Agents = append(b.r.Agents, *row)
	}
	if _, nobody := b.agents[0]; b.r.OnlyTeams && nobody && len(b.agents) == 1 {
		b.r.Agents = nil // the teams' table has the chats without an owner
	}
	for _, row := range b.teams { // each slot of an agent is in exactly one of them
		b.r.Total.AddConcurrent(&row.SlotFigures)
		row.Ended = b.r.Total.Ended
		b.r.Teams = append(b.r.Teams, row.PeriodRow)
	}
	slices.SortFunc(b.r.Agents, byName)
	slices.SortFunc(b.r.Teams, byName)
	if len(b.r.Teams) == 0 || !slices.ContainsFunc(b.r.Teams, func(r ledger.PeriodRow) bool { return !r.Name.IsEmpty() }) {
		b.r.Teams = nil
	}
	b.r.Buckets = b.buckets.rows
	if b.q.By == ByWeekday { // those that the period has
		b.r.Buckets = slices.DeleteFunc(b.r.Buckets, func(r ledger.PeriodRow) bool { return r.Length == 0 })
	}
	b.r.Notes = slices.Concat(b.missing(), b.damagedDays(), b.nobody())
}

// nobody returns a note if the requested team or agent has no figures in the period.
func (b *builder) nobody() []string {
	switch {
	case len(b.teams) > 0:
		return nil
	case b.q.Team != "":
		return []string{"no figures of this team"}
	case b.q.Agent != 0:
		return []string{"no figures of this agent"}
	}
	return nil
}

// byName sorts rows by name, then those without a name, then the chats without an owner.
func byName(x, y ledger.PeriodRow) int {
	rank := func(r ledger.PeriodRow) int {
		switch {
		case r.Agent == 0:
			return 2
		case r.Name.IsEmpty():
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(rank(x), rank(y)),
		strings.Compare(strings.ToLower(x.Name.String()), strings.ToLower(y.Name.String())), cmp.Compare(x.Agent, y.Agent))
}

// watched fills in how much of the report and its rows was watched.
func (b *builder) watched() {
	var watched []ledger.TimeSpan
	var part []time.Time
	for _, e := range b.days {
		for _, w := range e.head.Watched {
			w.From, w.To = model.LaterTime(w.From, e.span.From), model.EarlierTime(w.To, e.span.To)
			if w.From.Before(w.To) {
				watched = append(watched, w)
			}
		}
		part = append(part, e.head.IncompleteSlots...)
	}
	watched = joinSpans(watched)
	b.buckets.fillWatched(b.q.Period, b.until, watched, part)
	for _, s := range b.q.Period.Spans {
		row := ledger.PeriodRow{From: s.From, To: model.EarlierTime(s.To, b.until)}
		if !row.From.Before(row.To) {
			continue
		}
		fillRowWatched(&row, watched, part)
		t := &b.r.Total
		t.Length, t.Watched, t.HasUnread, t.Ended = t.Length+row.Length, t.Watched+row.Watched, t.HasUnread || row.HasUnread, row.Ended
		b.gaps(ledger.TimeSpan{From: row.From, To: row.To}, watched)
		b.heatWatched(ledger.TimeSpan{From: row.From, To: row.To}, watched)
	}
	b.r.Total.From, b.r.Total.To = b.r.Spans[0].From, b.until.In(b.q.Period.Loc)
}

// heatWatched adds how much of a span's weekdays and hours was watched: an hour without chats that was not watched is
// unknown, and not 0.
func (b *builder) heatWatched(s ledger.TimeSpan, watched []ledger.TimeSpan) {
	if b.r.Heat == nil {
		return
	}
	for at := s.From; at.Before(s.To); at = at.Add(ledger.SlotLength) {
		slot := ledger.TimeSpan{From: at, To: model.EarlierTime(at.Add(ledger.SlotLength), s.To)}
		for len(watched) > 0 && !watched[0].To.After(at) {
			watched = watched[1:]
		}
		cell := b.heat(at)
		cell.Length += slot.To.Sub(slot.From)
		for _, w := range watched {
			if !w.From.Before(slot.To) {
				break
			}
			cell.Watched += w.Overlap(slot)
		}
	}
}

// heat returns the row of a moment's weekday and hour.
func (b *builder) heat(at time.Time) *ledger.PeriodRow {
	at = at.In(b.q.Period.Loc)
	return &b.r.Heat[(int(at.Weekday())+6)%7][at.Hour()]
}

// gaps adds the gaps of at least a minute in which a span was not watched.
func (b *builder) gaps(s ledger.TimeSpan, watched []ledger.TimeSpan) {
	at := s.From
	note := func(to time.Time) {
		if to.Sub(at) >= time.Minute {
			b.r.Gaps = append(b.r.Gaps, ledger.TimeSpan{From: at.In(b.q.Period.Loc), To: to.In(b.q.Period.Loc)})
		}
	}
	for _, w := range watched {
		if w.To.Before(s.From) || !w.From.Before(s.To) {
			continue
		}
		note(w.From)
		at = model.LaterTime(at, w.To)
	}
	note(s.To)
}

// missing notes the days without figures.
func (b *builder) missing() []string {
	var gone []string
	for _, s := range b.q.Period.Spans {
		for at := dayStart(s.From, b.q.Period.Loc); at.Before(model.EarlierTime(s.To, b.until)); {
			from, to := dayBounds(at, b.q.Period.Loc)
			day := from.Add(12 * time.Hour).In(b.q.Period.Loc).Format(time.DateOnly)
			has := slices.ContainsFunc(b.days, func(e entry) bool { return e.span.From.Before(to) && e.span.To.After(from) })
			if !has && b.damaged[day] == "" {
				gone = append(gone, b.dayWord(day))
			}
			at = to
		}
	}
	if len(gone) == 0 {
		return nil
	}
	gone = slices.Compact(gone)
	more := ""
	if n := len(gone); n > 5 {
		gone, more = gone[:5], fmt.Sprintf(" and %d more days", n-5)
	}
	return []string{"nothing was kept of " + strings.Join(gone, ", ") + more}
}

// usual adds the usual bands of the whole period and of its hours. Teams and agents
// have none: they have too few turns.
func (b *builder) usual() error {
	if b.q.Team != "" || b.q.Agent != 0 || b.q.Usual.Weeks == 0 || b.r.Total.Length > 26*time.Hour || len(b.q.Period.Spans) > 1 {
		return nil
	}
	past, err := ReadPast(b.src, b.q.Period.Spans[0].From, b.q.Period.Loc, b.q.Usual, b.days[len(b.days)-1].head.Hours)
	if err != nil {
		return err
	}
	bands := past.Bands(b.r.Total.To, b.r.Total.To.Sub(b.r.Total.From), b.q.FirstReply.MinTurns)
	b.r.Total.Usual = &bands
	for i := range b.r.Buckets {
		if r := &b.r.Buckets[i]; b.q.By == ByHour && r.To.Sub(r.From) >= ledger.SlotLength {
			bands := past.Bands(r.To, r.To.Sub(r.From), b.q.FirstReply.MinTurns)
			r.Usual = &bands
		}
	}
	return nil
}

// An UnknownError reports a query for a team or an agent that neither the configuration nor any file names.
type UnknownError struct {
	Team   string        // asked for; "" if an agent was
	Agent  model.AgentID // asked for; 0 if a team was
	Teams  []string      // all known teams, by name
	Agents []model.AgentID
}

// Error names what was asked for; a command adds what there is, from Teams and Agents.
func (e *UnknownError) Error() string {
	if e.Team != "" {
		return fmt.Sprintf("no team is called %q", e.Team)
	}
	return fmt.Sprintf("no agent has the number %d", e.Agent)
}

// known returns an *UnknownError if neither the configuration nor any file names the team or agent asked for. It reads
// the files of all days, but only in the rare case that the period has no figures of it.
func (b *builder) known() error {
	if len(b.teams) > 0 && b.q.Agent >= 0 || b.q.Team == "" && b.q.Agent == 0 {
		return nil
	}
	teams, agents := map[string]bool{}, map[model.AgentID]bool{}
	for _, t := range b.q.Teams {
		teams[CleanTeam(t.Name)] = true
		for _, a := range t.Agents {
			agents[a] = true
		}
	}
	names, err := b.src.Days()
	if err != nil {
		return err
	}
	for _, name := range names {
		d, err := b.src.Read(name, DepthDays)
		if err != nil {
			continue // the report says which days of its period are damaged
		}
		for id, label := range d.Agents {
			agents[id] = agents[id] || id > 0 // those below 0 are the sums of teams
			teams[label.Team.String()] = true
		}
	}
	delete(teams, "")
	delete(agents, 0)
	if teams[b.q.Team] || agents[b.q.Agent] {
		return nil
	}
	maps.DeleteFunc(agents, func(_ model.AgentID, person bool) bool { return !person })
	return &UnknownError{b.q.Team, b.q.Agent, slices.Sorted(maps.Keys(teams)), slices.Sorted(maps.Keys(agents))}
}

// CleanTeam cleans a team's name from the command line as those in files are, so that they can be compared.
func CleanTeam(name string) string { return safetext.Line(name).String() }
