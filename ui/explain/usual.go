package explain

import (
	"fmt"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// usualLines says what is usual for the explained figure, what to expect of the next hour, and
// how such a load went before; none without history. They have no level and no colour.
func (p *Pane) usualLines() []string {
	s, x := p.now.Snap, &p.explanation
	if s.Usual == nil || x.Subject != (model.Subject{}) {
		return nil
	}
	var lines []string
	if b, ok := model.FigureOf(x.Figure).Usual(s); ok {
		lines = append(lines, p.usualWords(b))
	}
	switch x.Figure {
	case model.FigureFirstService, model.FigureNextService, model.FigureActive:
		lines = append(lines, p.expectedLines()...)
	}
	return lines
}

// usualWords describes the usual range, and says if the figure has been outside it for two half hours.
func (p *Pane) usualWords(b model.Band) string {
	style, s := p.now.Style, p.now.Snap
	f := model.FigureOf(p.explanation.Figure)
	at := s.Now.In(p.now.Zone).Round(model.UsualSlot)
	if !b.Known() {
		return "Usual: not known yet, " + b.Shortfall(at.Weekday()) + "."
	}
	unit := ""
	if f.Unit == model.UnitShare {
		unit = " %"
	}
	median := model.Band{Lo: b.Median, Hi: b.Median}
	words := fmt.Sprintf("Usual for a %s at %s: %s%s, median %s, %d half hours of %d %ss.",
		at.Weekday(), at.Format("15:04"), f.Range(b, style.Signs()), unit, f.Range(median, style.Signs()), b.N, b.Days, at.Weekday())
	if side := outside(f, s); side != 0 && side == p.sideBefore(f) {
		words += map[int]string{-1: " It is lower than usual, as in the half hour before.", 1: " It is higher than usual, as in the half hour before."}[side]
	}
	return words
}

// outside tells on which side of its usual range a figure is: -1 below, 1 above, 0 inside or unknown.
func outside(f *model.Figure, s *model.Snapshot) int {
	b, ok := f.Usual(s)
	v := f.Value(s, model.Subject{})
	if !ok || !v.OK || v.Bound != model.BoundExact {
		return 0
	}
	return b.Outside(int(v.Number))
}

// sideBefore is outside for half an hour ago, computed once a minute.
func (p *Pane) sideBefore(f *model.Figure) int {
	at := p.now.Snap.Now.Add(-30 * time.Minute).Truncate(time.Minute)
	if p.before == nil || !p.before.Now.Equal(at) {
		p.before = p.now.Floor.At(at)
	}
	return outside(f, p.before)
}

// expectedLines says how many new chats to expect and how such a load went before.
func (p *Pane) expectedLines() []string {
	s, style := p.now.Snap, p.now.Style
	last := 0
	for _, m := range p.now.Floor.Activity(s.Now, 60, model.Filter{}) {
		last += m.Firsts + m.Missed
	}
	var lines []string
	half, ok := s.Usual.Expect(s.Now, false, last)
	if !ok {
		return nil
	}
	lines = append(lines, "New chats expected: "+expectedWords(half, "30 min"))
	if hour, ok := s.Usual.Expect(s.Now, true, last); ok {
		lines[0] += "; " + expectedWords(hour, "an hour")
	}
	lines[0] += ". This is what is usual, times how busy the last hour was."
	if s.Usual.Load == nil {
		return lines
	}
	return append(lines, loadWords(s.Usual.Load, half.Chats, writers(s), style.Signs()))
}

func expectedWords(e model.Expectation, in string) string {
	words := fmt.Sprintf("about %d in %s (usually %d", e.Chats, in, e.Usual)
	if e.Error > 0 {
		words += fmt.Sprintf(", ±%.0f %%", e.Error)
	}
	return words + ")"
}

// writers counts the agents who wrote in the last half hour: v1 of the API does not say who is present.
func writers(s *model.Snapshot) int {
	n := 0
	for i := range s.Agents {
		for _, words := range s.Agents[i].PerMinute {
			if words > 0 {
				n++
				break
			}
		}
	}
	return n
}

// loadWords gives the service level of past half hours with as many new chats per agent.
func loadWords(t *model.LoadTable, chats, agents int, s model.Notation) string {
	if agents == 0 {
		return "Nobody has written in the last half hour, so what this load has meant cannot be said."
	}
	say := func(agents int) (string, bool) {
		load := float64(chats) / float64(agents)
		c, ok := t.Class(load)
		if !ok {
			return fmt.Sprintf("%.1f each, and too little was ever seen at this load", load), false
		}
		return fmt.Sprintf("%.1f each; in %d such half hours the service level was %d%s%d %%", load, c.N, c.P10, s.Between, c.P90), true
	}
	now, _ := say(agents)
	words := fmt.Sprintf("%s, if the %s who wrote in the last half hour stay: %s", draw.Count(chats, "chat", "chats"), draw.Count(agents, "agent", "agents"), now)
	if more, ok := say(agents + 1); ok {
		words += fmt.Sprintf("; with %d %s", agents+1, more)
	}
	words += "."
	if need, ok := t.Needed(chats); ok {
		words += fmt.Sprintf(" %s held %d %% in three of four such half hours.", draw.Count(need, "agent", "agents"), t.Target)
	}
	return words
}
