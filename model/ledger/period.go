package ledger

import (
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// A PeriodReport is the figures of a period of the history, ready to be written in any
// format. Its moments are in the report's zone.
type PeriodReport struct {
	Floor                 safetext.Text
	Invented              bool   // the figures are made up
	Title                 string // "Friday 27 November 2026"
	Zone                  string
	Spans                 []TimeSpan
	Until                 time.Time // what is known ends here, where that is before the period's end
	By                    string
	Team                  string // only this team, where set
	Agent                 model.AgentID
	Notes                 []string // what is missing, as sentences
	Gaps                  []TimeSpan
	First                 time.Duration // targets
	Next                  time.Duration
	FirstReply, NextReply model.ServiceThresholds // by which service levels of first and of later replies are judged

	Total   PeriodRow
	Buckets []PeriodRow // by time, as By says
	Agents  []PeriodRow // by name; nobody last
	Teams   []PeriodRow // by name; those without a team and nobody last
	Heat    *[7][24]PeriodRow
	Found   []Finding // who still waits first, then by time
	Labels  map[model.AgentID]AgentLabel
	Load    *model.LoadTable
}

// Rates reports whether the account asks for ratings: some were found in the period.
func (r *PeriodReport) Rates() bool { return r.Total.Rated > 0 }

// A PeriodRow is one line of a report's table.
type PeriodRow struct {
	Label        string        // of a time: "08-09", "Mon 23 Nov"; ours
	Name         safetext.Text // of an agent or a team
	Agent        model.AgentID
	From         time.Time
	To           time.Time
	ActiveAgents int // agents with a word in it
	Watched      time.Duration
	Length       time.Duration
	HasUnread    bool // something of it has not been read
	Ended        bool // it was watched at its end, so that Waiting is of that moment
	Usual        *model.UsualBands
	SlotFigures
}

// Incomplete reports whether less than 80 % was watched or something has not been
// read: such a row is shown, but it is no measure of anything.
func (r *PeriodRow) Incomplete() bool { return r.HasUnread || r.Watched*5 < r.Length*4 }

// StillWaiting is how many chats waited when the row's time ended; ok is false where that is not known.
func (r *PeriodRow) StillWaiting() (n int, ok bool) { return r.Waiting, r.Ended && r.WaitingKnown() }

// Service is the share of all decided turns that were in time, first and later ones together.
func (f *SlotFigures) Service() model.ServiceLevel {
	return model.ServiceLevel{In: f.FirstService.In + f.NextService.In, Of: f.FirstService.Of + f.NextService.Of}
}

// Usual returns a figure's value as bands measure it; ok is false where there is
// no data, and for a percentage where there were fewer than minTurns turns.
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
