package help

import (
	"strconv"

	"floorwatch/ui/draw"
)

// leftOut says what the figures leave out, so that nothing is left out silently: what the Board could not use, what
// retention dropped, and what nothing could understand. What there is none of is not listed.
func (p *Pane) leftOut() section {
	d, h := &p.now.Snap.Diagnostics, &p.now.Health
	s := section{title: "What the figures leave out"}
	for _, e := range []struct {
		n    int
		what string
	}{
		{d.UnknownType, "of unknown type"},
		{d.UnknownSide, "of unknown senders"},
		{d.ClockErrors, "negative times, as 0"},
		{d.Automated, "of automations"},
		{d.Gone, "deleted in Acquire"},
		{d.Flood, "above 50 in a minute"},
		{d.Ignored, "of ignored visitors"},
		{d.TextsDropped, "texts dropped; counted"},
		{d.RowsDropped, "messages dropped"},
		{h.Dropped, "too fast for a screen"},
		{h.Drift.Malformed, "rows were unreadable"},
		{h.Drift.OddID + h.Drift.OddTime + h.Drift.UnknownSeen, "odd ids, times or seen"},
		{h.Drift.WrongThread, "of another visitor"},
		{h.Drift.OddEnvelope + h.Drift.UnknownField, "other oddities"},
	} {
		if e.n != 0 {
			s.entries = append(s.entries, entry{draw.RoleText, strconv.Itoa(e.n), e.what})
		}
	}
	if len(s.entries) == 0 {
		s.entries = []entry{{draw.RoleText, "nothing", ""}}
	}
	return s
}

// held says how much the program holds and asks.
func (p *Pane) held() section {
	s := section{title: "Held and asked"}
	if d := &p.now.Snap.Diagnostics; d.Messages > 0 {
		s.entries = append(s.entries, entry{draw.RoleText, strconv.Itoa(d.Messages), "messages, " + strconv.Itoa(d.Edited) + " edited"})
	}
	s.entries = append(s.entries, entry{draw.RoleText, draw.Rate(p.now.Health.Rate), "requests a second"})
	return s
}
