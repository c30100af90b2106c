package help

import (
	"strconv"

	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
)

// diagnostics says what the figures leave out, so that nothing is left out silently: what the Board could not use,
// what retention dropped, and what nothing could understand.
func (p *Pane) diagnostics(w int) []string {
	style, d, h := p.now.Style, &p.now.Snap.Diagnostics, &p.now.Health
	lines := []string{style.Words(w), style.Words(w, draw.Piece{Role: draw.RoleStrong, Text: "What the figures leave out"})}
	for _, e := range []struct {
		n    int
		what string
	}{
		{d.UnknownType, "messages of an unknown type"},
		{d.UnknownSide, "messages from an unknown sender"},
		{d.ClockErrors, "negative times, counted as 0"},
		{d.Automated, "messages of automations: no response"},
		{d.Gone, "messages no longer in Acquire"},
		{d.Flood, "messages above 50 in a minute"},
		{d.Ignored, "threads of ignored visitors"},
		{d.TextsDropped, "texts dropped, still counted"},
		{d.RowsDropped, "messages dropped entirely"},
		{h.Dropped, "messages the screen could not keep up with"},
		{h.Drift.Malformed, "rows that could not be read"},
		{h.Drift.OddID + h.Drift.OddTime + h.Drift.UnknownSeen, "odd ids, times or seen values"},
		{h.Drift.WrongThread, "rows of another visitor"},
		{h.Drift.OddEnvelope + h.Drift.UnknownField, "other oddities of the API"},
	} {
		l := style.Line(draw.OnScreen, w)
		l.Gap(2)
		l.Cell(draw.DimZero(e.n, draw.RoleText), strconv.Itoa(e.n), keymap.KeyCol)
		l.Put(draw.RoleText, e.what)
		lines = append(lines, l.String())
	}
	l := style.Line(draw.OnScreen, w)
	l.Gap(2)
	l.Cell(draw.RoleText, draw.Rate(h.Rate), keymap.KeyCol)
	l.Put(draw.RoleText, "requests a second to Acquire")
	lines = append(lines, l.String())
	l = style.Line(draw.OnScreen, w)
	l.Gap(2)
	l.Cell(draw.RoleText, strconv.Itoa(d.Messages), keymap.KeyCol)
	l.Put(draw.RoleText, "messages held, "+strconv.Itoa(d.Edited)+" of them edited")
	return append(lines, l.String())
}
