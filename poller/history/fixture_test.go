package history

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// randomFigures are figures of anything that can happen.
func randomFigures(r *rand.Rand) ledger.SlotFigures {
	var f ledger.SlotFigures
	for range r.IntN(4) {
		wait := int32(r.IntN(200))
		f.First.Add(wait, 1)
		f.Total.Add(wait+int32(r.IntN(2)*r.IntN(60)), 1)
		f.FirstService.Of++
		if wait <= 30 {
			f.FirstService.In++
		}
	}
	for range r.IntN(8) {
		f.Next.Add(int32(r.IntN(150)), 1+r.IntN(2))
	}
	f.NextService = model.ServiceLevel{In: r.IntN(5), Of: 5 + r.IntN(3)}
	f.Missed, f.Dropped, f.BotOnly, f.Transfers = r.IntN(3), r.IntN(2), r.IntN(2), r.IntN(2)
	f.Overtakes, f.Visitors, f.Replies = r.IntN(3), r.IntN(30), r.IntN(30)
	f.Rated, f.OutOfHours = r.IntN(3), r.IntN(3)
	f.Waiting = r.IntN(3)
	if f.Unknown = r.IntN(5); f.Unknown > 0 {
		f.Waiting = 0
	}
	if f.Unknown > 1 {
		f.OutOfHours = 0
	}
	if f.Unknown > 3 {
		f.Rated = 0
	}
	f.Peak = float64(r.IntN(6))
	return f
}

// randomDay is a day with what a floor of some agents may leave.
func randomDay(r *rand.Rand, date string, loc *time.Location) *ledger.Day {
	when, _ := time.ParseInLocation(time.DateOnly, date, loc)
	from, to := dayBounds(when, loc)
	d := &ledger.Day{
		Date: date, Zone: loc.String(), From: from, To: to, Written: to.Add(10 * time.Minute), Final: true,
		By: safetext.Line("floorwatch test"), First: 30 * time.Second, Next: time.Minute, Hours: "c0ffee",
		Watched: []ledger.TimeSpan{{From: from.Add(time.Hour), To: to}},
		LeftOut: ledger.LeftOutCounts{UnknownType: r.IntN(3)},
		Agents:  map[model.AgentID]ledger.AgentLabel{},
	}
	for i := range 6 {
		label := ledger.AgentLabel{Name: safetext.Line("Agent " + string(rune('A'+i)))}
		if i < 4 {
			label.Team = safetext.Line([]string{"Sales", "Support"}[i%2])
		}
		d.Agents[model.AgentID(i+1)] = label
	}
	for at := from; at.Before(to); at = at.Add(ledger.SlotLength) {
		for agent := range model.AgentID(7) {
			if f := randomFigures(r); r.IntN(3) == 0 && !f.Empty() {
				d.Slots = append(d.Slots, ledger.Slot{Start: at, Agent: agent, SlotFigures: f})
			}
		}
		if r.IntN(20) == 0 {
			d.IncompleteSlots = append(d.IncompleteSlots, at)
		}
		if r.IntN(4) == 0 {
			d.Found = append(d.Found, ledger.Finding{
				Kind: ledger.FindingMissed, At: at.Add(time.Second), Chat: model.ChatID(r.IntN(1000)), Waited: time.Minute, Unanswered: 2,
			})
		}
	}
	return d
}

func encoded(t testing.TB, d *ledger.Day) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Encode(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
