package model

import (
	"math"
	"time"

	"floorwatch/model/safetext"
)

// A PeriodReport is the figures of a period of the history, ready to be written in any
// format. Its moments are in the report's zone.
type PeriodReport struct {
	Floor    safetext.Text
	Invented bool   // the figures are made up
	Title    string // "Friday 27 November 2026"
	Zone     string
	Spans    []TimeSpan
	Until    time.Time // what is known ends here, where that is before the period's end
	By       string
	Team     string // only this team, where set
	Agent    AgentID
	Notes    []string // what is missing, as sentences
	Gaps     []TimeSpan
	First    time.Duration // targets
	Next     time.Duration
	Target   int // per cent below which a service level is not good
	Critical int // … and is bad
	MinTurns int

	Total   PeriodRow
	Buckets []PeriodRow // by time, as By says
	Agents  []PeriodRow // by name; nobody last
	Teams   []PeriodRow // by name; those without a team and nobody last
	Heat    *[7][24]PeriodRow
	Found   []Finding // by time
	Labels  map[AgentID]AgentLabel
	Load    *LoadTable
}

// A PeriodRow is one line of a report's table.
type PeriodRow struct {
	Label   string        // of a time: "08-09", "Mon 23 Nov"; ours
	Name    safetext.Text // of an agent or a team
	Agent   AgentID
	From    time.Time
	To      time.Time
	Writers int // agents with a word in it
	Watched time.Duration
	Length  time.Duration
	Part    bool // something of it has not been read
	Usual   *UsualBands
	SlotFigures
}

// Grey reports whether less than 80 % was watched or something has not been
// read: such a row is shown, but it is no measure of anything.
func (r *PeriodRow) Grey() bool { return r.Part || r.Watched*5 < r.Length*4 }

// Service is the share of all decided turns that were in time, first and later ones together.
func (f *SlotFigures) Service() ServiceLevel {
	return ServiceLevel{In: f.FirstService.In + f.NextService.In, Of: f.FirstService.Of + f.NextService.Of}
}

// Wilson returns the 95 % interval of a share in per cent, rounded; ok is false
// where nothing was decided. It says how far chance alone reaches with so few.
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

// LowerThan reports whether even the upper end of the share's interval is below another share.
func (s ServiceLevel) LowerThan(floor ServiceLevel) bool {
	if s.Of == 0 || floor.Of == 0 {
		return false
	}
	_, hi := s.wilson()
	return hi < float64(floor.In)/float64(floor.Of)
}

// A UsualFigure is a figure of which is known what is usual.
type UsualFigure int

// The figures, with their unit: seconds, per cent or a count. The numbers travel: append only.
const (
	UsualFirst UsualFigure = iota // median
	UsualNext
	UsualFirstService
	UsualNextService
	UsualNew
	UsualMissed
	UsualDropped
	UsualBotOnly
	UsualTransfers
	UsualOvertakes
	UsualVisitors
	UsualReplies
	UsualFigures // how many there are
)

// A Band is where a figure is on most comparable days: p10 to p90 by nearest rank.
type Band struct {
	Lo, Median, Hi int
	N              int // windows it is made of
	Days           int // days they are of
}

// What a Band needs at least to be said.
const (
	BandWindows = 12
	BandDays    = 4
)

// Known reports whether there is enough behind the band.
func (b Band) Known() bool { return b.N >= BandWindows && b.Days >= BandDays }

// Outside returns -1 for a value below the band, 1 for one above it, else 0; 0 where the band is not known.
func (b Band) Outside(value int) int {
	switch {
	case !b.Known():
		return 0
	case value < b.Lo:
		return -1
	case value > b.Hi:
		return 1
	}
	return 0
}

// UsualBands are the bands of all figures.
type UsualBands [UsualFigures]Band

// Usual returns a figure's value as bands measure it; ok is false where there is
// no data, and for a percentage where there were fewer than minTurns turns.
func (f *SlotFigures) Usual(id UsualFigure, minTurns int) (value int, ok bool) {
	switch id {
	case UsualFirst, UsualNext:
		h := f.First
		if id == UsualNext {
			h = f.Next
		}
		q := h.Quantile()
		return int(q.Median / time.Second), q.N > 0
	case UsualFirstService, UsualNextService:
		s := f.FirstService
		if id == UsualNextService {
			s = f.NextService
		}
		p, ok := s.Percent()
		return p, ok && s.Of >= minTurns
	}
	counts := [...]int{f.NewChats(), f.Missed, f.Dropped, f.BotOnly, f.Transfers, f.Overtakes, f.Visitors, f.Replies}
	return counts[id-UsualNew], true
}

// A LoadTable says what a load has meant here: the service level of past half
// hours by how many new chats each agent had.
type LoadTable struct {
	Classes []LoadClass `json:"classes"` // by load; of equal size
	Target  int         `json:"target"`  // per cent
}

// A LoadClass is the half hours of a similar load.
type LoadClass struct {
	Lo   float64 `json:"lo"` // new chats for each agent with a word in the half hour, from …
	Hi   float64 `json:"hi"` // … to
	N    int     `json:"n"`
	Held int     `json:"held"` // half hours of it whose service level held the target
	P10  int     `json:"p10"`  // of the service level, per cent
	P90  int     `json:"p90"`
}

// ClassMin is how many half hours a class must have to be spoken of.
const ClassMin = 20

// Class returns the class of a load, each of which reaches up from that before
// it; ok is false where too little was ever seen at it.
func (t *LoadTable) Class(load float64) (c LoadClass, ok bool) {
	for i, c := range t.Classes {
		if load <= c.Hi {
			return c, c.N >= ClassMin && (i > 0 || load >= c.Lo)
		}
	}
	return LoadClass{}, false
}

// Needed returns the fewest agents with whom chats of a half hour have held the
// target in 3 of 4 half hours; ok is false where too little was ever seen.
func (t *LoadTable) Needed(chats int) (agents int, ok bool) {
	for agents = 1; agents <= max(chats, 1); agents++ {
		c, ok := t.Class(float64(chats) / float64(agents))
		if ok && 4*c.Held >= 3*c.N {
			return agents, true
		}
	}
	return 0, false
}
