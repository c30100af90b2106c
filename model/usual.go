package model

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"
)

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

// Shortfall says how much there is of what a Band needs to be known: "2 of 4 Mondays", or, where the days
// suffice, "7 of 12 windows".
func (b Band) Shortfall(day time.Weekday) string {
	if b.Days < BandDays {
		return fmt.Sprintf("%d of %d %ss", b.Days, BandDays, day)
	}
	return fmt.Sprintf("%d of %d windows", b.N, BandWindows)
}

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

// Usual is what is usual on one day: for each quarter hour of it the Band of
// each figure's half hour. It is made from the history and travels once a day;
// of two of one day (Start) the newest (At) wins.
type Usual struct {
	Start   time.Time     `json:"start"` // the first moment of the day, in the floor's zone; slot i ends at Start + i × 15 min
	At      time.Time     `json:"at"`
	Figures []UsualSeries `json:"figures,omitempty"`
	Load    *LoadTable    `json:"load,omitempty"`
	Error   float64       `json:"error,omitempty"` // mean error of the expected new chats over the last 20 days, in per cent; 0: not known

	Day []UsualSeries `json:"day,omitempty"` // of the day from its start to each slot's end; older programs have none

	Hour      UsualSeries `json:"hour,omitzero"`        // new chats of the hour that ends with each slot
	ErrorHour float64     `json:"error_hour,omitempty"` // as Error, of the chats expected in an hour
}

// A UsualSeries is the Bands of one figure over a day. The lists have a value for
// each slot: 96, on days when the clocks change 92 to 100. A shorter list has
// no value for the rest.
type UsualSeries struct {
	Figure UsualFigure `json:"figure"`
	Lo     []int       `json:"lo"`
	Median []int       `json:"median"`
	Hi     []int       `json:"hi"`
	N      []int       `json:"n"` // 0: the rest means nothing
	Days   []int       `json:"days"`
}

// Bounds of what a stream may hold of the usual.
const (
	UsualSlot    = 15 * time.Minute // of one entry in the lists of a UsualSeries
	usualDays    = 8                // the latest stay
	usualFigures = 64
	UsualSlots   = 100 // in the longest list
	usualLoads   = 64
)

// Bands returns what is usual of the half hour that ends at a moment, which is rounded to the quarter hour.
func (u *Usual) Bands(at time.Time) UsualBands { return bandsOf(u.Figures, u.slot(at)) }

// SoFar returns what is usual of the day from its start to a moment, which is rounded to the quarter hour.
func (u *Usual) SoFar(at time.Time) UsualBands { return bandsOf(u.Day, u.slot(at)) }

func bandsOf(series []UsualSeries, slot int) (bands UsualBands) {
	for i := range series {
		if f := &series[i]; f.Figure >= 0 && f.Figure < UsualFigures {
			bands[f.Figure] = f.at(slot)
		}
	}
	return bands
}

func (u *Usual) compare(v *Usual) int { return compareNewest(u.At, v.At, u, v) }

// Clamp cuts what a stranger's stream may hold down to what a program of ours sends.
func (u *Usual) Clamp() {
	u.Figures, u.Day = clampSeries(u.Figures), clampSeries(u.Day)
	u.Hour.clamp()
	if u.Load != nil && len(u.Load.Classes) > usualLoads {
		own := *u.Load
		own.Classes = own.Classes[:usualLoads]
		u.Load = &own
	}
}

func clampSeries(list []UsualSeries) []UsualSeries {
	list = slices.Clone(list[:min(len(list), usualFigures)])
	for i := range list {
		list[i].clamp()
	}
	return list
}

func clampSlots[T any](list []T) []T { return list[:min(len(list), UsualSlots)] }

// MergeUsual keeps the newest for each day, of the latest days.
func MergeUsual(a, b []Usual) []Usual {
	list := newestOf(append(a, b...), func(a, b Usual) int { return a.Start.Compare(b.Start) }, (*Usual).compare)
	return list[max(0, len(list)-usualDays):]
}

// usualNames are the figures of which is known what is usual, as JSON calls them.
var usualNames = [UsualFigures]string{
	"first_reply", "next_reply", "first_service", "next_service", "new", "missed", "dropped", "bot_only", "transfers", "overtakes",
	"visitor_messages", "agent_messages",
}

// String is the figure's name in JSON.
func (id UsualFigure) String() string {
	if id < 0 || id >= UsualFigures {
		return ""
	}
	return usualNames[id]
}

// usualOf are the figures of the floor's half hour of which is known what is usual.
var usualOf = map[FigureID]UsualFigure{
	FigureFirst: UsualFirst, FigureNext: UsualNext, FigureFirstService: UsualFirstService, FigureNextService: UsualNextService,
	FigureMissed: UsualMissed, FigureDropped: UsualDropped, FigureBotOnly: UsualBotOnly, FigureTransfers: UsualTransfers,
	FigureOvertakes: UsualOvertakes, FigureVisitors: UsualVisitors, FigureReplies: UsualReplies,
}

// Usual returns what is usual of the figure in the half hour before a Snapshot's moment;
// ok is false where the figure is never compared or no history is known. The Band may be
// one that says nothing, see Known.
func (f *Figure) Usual(s *Snapshot) (b Band, ok bool) {
	id, ok := usualOf[f.ID]
	if !ok || s.Usual == nil {
		return Band{}, false
	}
	return s.Usual.Bands(s.Now)[id], true
}

// Range writes a Band down as the figure's value is written; a share without its sign.
func (f *Figure) Range(b Band, s Notation) string {
	v := Value{Unit: f.Unit, OK: true}
	if v.Unit == UnitShare {
		v.Unit = UnitCount
	}
	if b.Lo == b.Hi {
		return v.format(float64(b.Lo), s)
	}
	return v.format(float64(b.Lo), s) + s.Between + v.format(float64(b.Hi), s)
}

// ByName returns the bands by their names in JSON.
func (u *UsualBands) ByName() map[string]Band {
	m := map[string]Band{}
	for id, b := range u {
		m[UsualFigure(id).String()] = b
	}
	return m
}

// MarshalJSON writes a Band as reports do: without numbers where too little is behind it.
func (b Band) MarshalJSON() ([]byte, error) {
	out := struct {
		Lo      *int `json:"low"`
		Median  *int `json:"median"`
		Hi      *int `json:"high"`
		Windows int  `json:"windows"`
		Days    int  `json:"days"`
	}{Windows: b.N, Days: b.Days}
	if b.Known() {
		out.Lo, out.Median, out.Hi = &b.Lo, &b.Median, &b.Hi
	}
	return json.Marshal(out)
}

// ExpectedChats is the expected number of new chats: what is usual then, times how
// much busier the last hour was (o new chats) than usual (u); the 20 keep a quiet hour
// from counting too much. Half a chat is rounded up.
func ExpectedChats(usual, o, u int) int {
	return int(math.Floor(float64(usual)*float64(o+20)/float64(u+20) + 0.5))
}

// An Expectation is how many new chats are to be expected.
type Expectation struct {
	Chats int
	Usual int
	Error float64 // ± per cent: the mean error of this formula over the last 20 days; 0: not known
}

// Expect returns how many new chats are to be expected in (now, now + 30 min], or in
// the hour where hour is set, after lastHour new chats in the last hour. ok is false
// where too few same weekdays are known, and beyond midnight.
func (u *Usual) Expect(now time.Time, hour bool, lastHour int) (e Expectation, ok bool) {
	usual, off := u.Bands(now.Add(30 * time.Minute))[UsualNew], u.Error
	if hour {
		usual, off = u.hour(now.Add(time.Hour)), u.ErrorHour
	}
	last := u.hour(now)
	if !usual.Known() || !last.Known() {
		return e, false
	}
	return Expectation{ExpectedChats(usual.Median, lastHour, last.Median), usual.Median, off}, true
}

// hour is the band of new chats of the hour that ends at a moment.
func (u *Usual) hour(at time.Time) Band { return u.Hour.at(u.slot(at)) }

// slot is the place of a moment, rounded to the quarter hour, in the lists of a UsualSeries.
func (u *Usual) slot(at time.Time) int { return int(at.Sub(u.Start).Round(UsualSlot) / UsualSlot) }

// at is a slot's Band; the zero Band where there is none.
func (f *UsualSeries) at(i int) Band {
	if i < 0 || i >= min(len(f.Lo), len(f.Median), len(f.Hi), len(f.N), len(f.Days)) {
		return Band{}
	}
	return Band{Lo: f.Lo[i], Median: f.Median[i], Hi: f.Hi[i], N: f.N[i], Days: f.Days[i]}
}

// Append adds the Band of the next slot.
func (f *UsualSeries) Append(b Band) {
	f.Lo, f.Median, f.Hi = append(f.Lo, b.Lo), append(f.Median, b.Median), append(f.Hi, b.Hi)
	f.N, f.Days = append(f.N, b.N), append(f.Days, b.Days)
}

func (f *UsualSeries) clamp() {
	f.Lo, f.Median, f.Hi = clampSlots(f.Lo), clampSlots(f.Median), clampSlots(f.Hi)
	f.N, f.Days = clampSlots(f.N), clampSlots(f.Days)
}
