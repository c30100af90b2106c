package ledger

import (
	"cmp"
	"slices"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// A PeriodReport is the report of a period of the history, ready to be written in any format. Its times are in the
// report's zone.
type PeriodReport struct {
	Floor                 safetext.Text
	Invented              bool   // from a demo
	Title                 string // "Friday 27 November 2026"
	Zone                  string
	Spans                 []TimeSpan
	Until                 time.Time // end of the known data, if before the end of the period
	By                    string
	Team                  string // limited to this team, if set
	Agent                 model.AgentID
	Notes                 []string // what is missing, in sentences
	Gaps                  []TimeSpan
	LeftOut               LeftOutCounts // of the days that the period touches, all of each: they are counted by day alone
	First                 time.Duration // targets
	Next                  time.Duration
	FirstReply, NextReply model.ServiceThresholds // the limits of the service levels

	Total   PeriodRow
	Buckets []PeriodRow // by time, as By says
	Agents  []PeriodRow // by name; nobody last
	Teams   []PeriodRow // by name; agents without a team and nobody last
	Heat    *[7][24]PeriodRow
	Found   []Finding // still waiting ones first, then by time
	NotKept int       // how many others there are: where a limit was asked for, Found has only the Worst
	Labels  map[model.AgentID]AgentLabel
	Load    *model.LoadTable

	OnlyTeams bool // of some days there are no figures of agents, so that it is not known how many wrote
}

// DateLayout returns the layout of a date within spans in a zone, which has the year only if they touch more than one.
func DateLayout(spans []TimeSpan, zone *time.Location) string {
	if len(spans) > 0 && spans[0].From.In(zone).Year() != spans[len(spans)-1].To.Add(-1).In(zone).Year() {
		return "2 Jan 2006"
	}
	return "2 Jan"
}

// Date returns the date of a moment of the report, with the year if the report needs it.
func (r *PeriodReport) Date(at time.Time) string {
	return at.Format(DateLayout(r.Spans, at.Location()))
}

// Chats returns how many chats to look at there are.
func (r *PeriodReport) Chats() int { return len(r.Found) + r.NotKept }

// Worst returns at most most findings, in their order: those in which a visitor still waits or waited longest. The first
// ones of a week would all be from Monday.
func Worst(found []Finding, most int) []Finding {
	if len(found) <= most {
		return found
	}
	at := make([]int, len(found))
	for i := range at {
		at[i] = i
	}
	slices.SortStableFunc(at, func(a, b int) int {
		if w := found[a].Kind == FindingWaiting; w != (found[b].Kind == FindingWaiting) {
			return map[bool]int{true: -1, false: 1}[w] // these can still be answered
		}
		return cmp.Compare(found[b].Waited, found[a].Waited)
	})
	at = at[:most]
	slices.Sort(at)
	worst := make([]Finding, most)
	for i, j := range at {
		worst[i] = found[j]
	}
	return worst
}

// Rates reports whether the account asks for ratings: any were found in the period.
func (r *PeriodReport) Rates() bool { return r.Total.Rated > 0 }

// A PeriodRow is one row of a report's table.
type PeriodRow struct {
	Label        string        // of a time span: "08-09", "Mon 23 Nov"
	Name         safetext.Text // of an agent or a team
	Agent        model.AgentID
	From         time.Time
	To           time.Time
	ActiveAgents int // agents who wrote something
	Watched      time.Duration
	Length       time.Duration
	HasUnread    bool // part of it was not read
	Ended        bool // it was watched at its end, so Waiting is as of then
	Usual        *model.UsualBands
	SlotFigures
}

// Incomplete reports whether less than 80 % was watched or something was not read. Such a row is drawn grey and is
// not used for comparisons.
func (r *PeriodRow) Incomplete() bool { return r.HasUnread || r.Watched*5 < r.Length*4 }

// StillWaiting returns how many chats were waiting at the end of the row's time; ok is false if that is unknown.
func (r *PeriodRow) StillWaiting() (n int, ok bool) {
	return r.Waiting, r.Ended && r.Known(waitingCount)
}

// Service returns the service level of first and later replies together.
func (f *SlotFigures) Service() model.ServiceLevel {
	return model.ServiceLevel{In: f.FirstService.In + f.NextService.In, Of: f.FirstService.Of + f.NextService.Of}
}

// Usual returns a figure's value in the unit of its bands; ok is false if there is no data, or for a percentage
// fewer than minTurns turns.
func (f *SlotFigures) Usual(id model.UsualFigure, minTurns int) (value int, ok bool) {
	switch id {
	case model.UsualFirst, model.UsualNext:
		h := f.First
		if id == model.UsualNext {
			h = f.Next
		}
		q := h.Quantile()
		return int(q.Median / time.Second), q.N > 0
	case model.UsualFirstService, model.UsualNextService:
		s := f.FirstService
		if id == model.UsualNextService {
			s = f.NextService
		}
		p, ok := s.Percent()
		return p, ok && s.Of >= minTurns
	}
	counts := [...]int{f.NewChats(), f.Missed, f.Dropped, f.BotOnly, f.Transfers, f.Overtakes, f.Visitors, f.Replies}
	return counts[id-model.UsualNew], true
}
