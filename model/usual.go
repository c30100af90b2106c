package model

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"time"
)

// A UsualFigure is a figure whose usual values are computed from the history.
type UsualFigure int

// The figures; their units are seconds, per cent or a count. They are sent as numbers: append only.
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

// A Band is the range of a figure on comparable days: the 10th to the 90th percentile by nearest rank.
type Band struct {
	Lo, Median, Hi int
	N              int // windows behind it
	Days           int // days that these are from
}

// What a Band needs to be meaningful.
const (
	BandWindows = 12
	BandDays    = 4
)

// Known reports whether there is enough data behind the band.
func (b Band) Known() bool { return b.N >= BandWindows && b.Days >= BandDays }

// Shortfall says how much data there is of what a Band needs: "2 of 4 Mondays" or, if there are enough days, "7 of
// 12 windows".
func (b Band) Shortfall(day time.Weekday) string {
	if b.Days < BandDays {
		return fmt.Sprintf("%d of %d %ss", b.Days, BandDays, day)
	}
	return fmt.Sprintf("%d of %d windows", b.N, BandWindows)
}

// Outside returns -1 for a value below the band, 1 for one above it, else 0; also 0 if the band is not known.
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

// UsualBands are the bands of all figures, indexed by UsualFigure.
type UsualBands [UsualFigures]Band

// Usual is what is usual on one day: for the end of each quarter hour the Band of each figure's last half hour. It
// is computed from the history and sent once a day; of two for one day (Start) the newer (At) wins.
type Usual struct {
	Start   time.Time     `json:"start"` // start of the day in the floor's zone; slot i ends at Start + i × 15 min
	At      time.Time     `json:"at"`
	Figures []UsualSeries `json:"figures,omitempty"`
	Load    *LoadTable    `json:"load,omitempty"`
	Error   float64       `json:"error,omitempty"` // mean error of the expected new chats over the last 20 days, in per cent; 0: unknown

	Day []UsualSeries `json:"day,omitempty"` // from the start of the day to each slot's end; older programs do not send it

	Hour      UsualSeries `json:"hour,omitzero"`        // new chats in the hour that ends with each slot
	ErrorHour float64     `json:"error_hour,omitempty"` // as Error, for the chats expected in an hour
}

// A UsualSeries holds the Bands of one figure over a day. The lists have one value for each slot: 96, or 92 to 100
// on days when the clocks change. A shorter list has no values for the remaining slots.
type UsualSeries struct {
	Figure UsualFigure `json:"figure"`
	Lo     []int       `json:"lo"`
	Median []int       `json:"median"`
	Hi     []int       `json:"hi"`
	N      []int       `json:"n"` // 0: the other values mean nothing
	Days   []int       `json:"days"`
}

// Limits of what a stream may contain.
const (
	UsualSlot    = 15 * time.Minute // length of a slot in a UsualSeries
	usualDays    = 8                // the latest are kept
	usualFigures = 64
	UsualSlots   = 100 // maximum length of a list
	usualLoads   = 64
)

// Bands returns the bands of the half hour that ends at a moment, rounded to the quarter hour.
func (u *Usual) Bands(at time.Time) UsualBands { return bandsOf(u.Figures, u.slot(at)) }

// SoFar returns the bands of the day from its start to a moment, rounded to the quarter hour.
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

// Clamp cuts what came over a socket or out of a file down to the sizes that this program itself writes.
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

// MergeUsual keeps the newest Usual of each day, for the latest eight days.
func MergeUsual(a, b []Usual) []Usual {
	list := newestOf(append(a, b...), func(a, b Usual) int { return a.Start.Compare(b.Start) }, (*Usual).compare)
	return list[max(0, len(list)-usualDays):]
}

// usualNames are the names in JSON.
var usualNames = [UsualFigures]string{
	"first_reply", "next_reply", "first_service", "next_service", "new", "missed", "dropped", "bot_only", "transfers", "overtakes",
	"visitor_messages", "agent_messages",
}

// String is the name in JSON.
func (id UsualFigure) String() string {
	if id < 0 || id >= UsualFigures {
		return ""
	}
	return usualNames[id]
}

// usualOf maps figures of the floor's last half hour to their usual.
var usualOf = map[FigureID]UsualFigure{
	FigureFirst: UsualFirst, FigureNext: UsualNext, FigureFirstService: UsualFirstService, FigureNextService: UsualNextService,
	FigureMissed: UsualMissed, FigureDropped: UsualDropped, FigureBotOnly: UsualBotOnly, FigureTransfers: UsualTransfers,
	FigureOvertakes: UsualOvertakes, FigureVisitors: UsualVisitors, FigureReplies: UsualReplies,
}

// Usual returns the figure's band for the half hour before the Snapshot's moment; ok is false if the figure has
// none or there is no history. The band may not be Known.
func (f *Figure) Usual(s *Snapshot) (b Band, ok bool) {
	id, ok := usualOf[f.ID]
	if !ok || s.Usual == nil {
		return Band{}, false
	}
	return s.Usual.Bands(s.Now)[id], true
}

// Range formats a Band like the figure's value; a share without its sign.
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

// MarshalJSON writes a Band as reports do: without values if it is not Known.
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

// ExpectedChats returns the expected number of new chats: what is usual for the time, scaled by how much busier
// the last hour was (o new chats) than usual (u). The constant 20 damps the effect of a quiet hour. Half a chat is
// rounded up.
func ExpectedChats(usual, o, u int) int {
	return int(math.Floor(float64(usual)*float64(o+20)/float64(u+20) + 0.5))
}

// An Expectation is the expected number of new chats.
type Expectation struct {
	Chats int
	Usual int
	Error float64 // ± per cent: mean error of this formula over the last 20 days; 0: unknown
}

// Expect returns the expected number of new chats in (now, now + 30 min], or in the next hour if hour is set.
// lastHour is the number of new chats in the last hour. ok is false if there are too few days to compare, and
// beyond midnight.
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

// hour returns the band of new chats in the hour that ends at a moment.
func (u *Usual) hour(at time.Time) Band { return u.Hour.at(u.slot(at)) }

// slot returns the index of a moment, rounded to the quarter hour, in the lists of a UsualSeries.
func (u *Usual) slot(at time.Time) int { return int(at.Sub(u.Start).Round(UsualSlot) / UsualSlot) }

// at returns a slot's Band, or the zero Band if there is none.
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
