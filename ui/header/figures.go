package header

import (
	"image"
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A Figure is one of the headline figures, ready to draw.
type Figure struct {
	id     model.FigureID
	title  string // with its window
	short  string // for narrow boxes
	value  string
	level  model.Level
	notes  []string // whose it is, or the goal; longest form first
	tight  string   // for a box that has no room for the last of them
	change string   // difference to half an hour ago; empty: none, or unknown
	trend  []int    // of the last half hour in eighths, from 0 to trendSteps; -1: no data; nil: unknown
}

// trendSteps is the number of heights in a trend.
const trendSteps = 8

// A headlineBox is a figure of the registry in the header, with its notes from the longest to the shortest.
type headlineBox struct {
	id    model.FigureID
	grid  bool // also in the grid of narrow screens
	notes func(*draw.FigureReader) []string
}

// headlineBoxes returns the headline figures, the most important first.
func headlineBoxes() []headlineBox {
	return []headlineBox{
		{model.FigureWaiting, true, waitingNotes},
		{model.FigureLongest, true, longestNotes},
		{model.FigureSeenNoReply, false, seenNotes},
		{model.FigureFirst, true, firstNotes},
		{model.FigureFirstService, true, serviceNotes},
		{model.FigureMissed, true, missedNotes},
		{model.FigureActive, true, activeNotes},
	}
}

// Figures returns the headline figures, the most important first. Unknown values are dashes, because a 0 would
// mean a quiet floor. t is their last half hour; nil if unknown.
func Figures(style *draw.Style, s *model.Snapshot, t *model.Trend) []Figure {
	r := &draw.FigureReader{Style: style, S: s}
	list := headlineBoxes()
	out := make([]Figure, len(list))
	for i, b := range list {
		f := model.FigureOf(b.id)
		v := r.Value(b.id)
		out[i] = Figure{id: b.id, title: f.Title, short: f.Short, value: style.Value(v), level: v.Level}
		if b.id == model.FigureMissed {
			out[i].title = f.Windowed(f.Title, false)
		}
		if v.Bound == model.BoundUnknown {
			out[i].notes = []string{r.Unread(), "not known"}
			continue
		}
		out[i].notes = b.notes(r)
		if usual := r.Usual(b.id); usual != "" {
			notes := out[i].notes // usual is added to the shortest, or replaces them where both have no room
			out[i].notes = append([]string{notes[len(notes)-1] + " " + style.Glyphs.Dot + " " + usual, usual}, notes...)
		}
		out[i].tight = tightNote(b.id, r)
		if t != nil && draw.HasTrend(b.id) {
			out[i].trend, out[i].change = draw.ScaleTrend(b.id, t, trendSteps), style.Change(b.id, t)
		}
	}
	return out
}

// tightNote returns the note for a box without room for the shortest one, which is longer by a sign if a figure is
// not exact; empty: there is none.
func tightNote(id model.FigureID, r *draw.FigureReader) string {
	switch over, longest := r.Value(model.FigureWaitingOver), r.Value(model.FigureSeenLongest); {
	case id == model.FigureWaiting && over.Known() && over.Number > 0:
		return r.Style.Value(over) + " " + r.Style.Glyphs.Critical
	case id == model.FigureSeenNoReply && longest.Known():
		return "max " + clockNote(r, longest)
	}
	return ""
}

// waitingNotes say how many are past their goal, and how many have reached a critical limit.
func waitingNotes(r *draw.FigureReader) []string {
	over, dot := r.Value(model.FigureWaitingOver), " "+r.Style.Glyphs.Dot+" "
	past, say := r.PastGoal(over)
	late := r.Style.Value(past)
	switch {
	case !over.Known():
		return []string{"over limit: not known", "not known"}
	case past.Number == 0 && over.Number == 0 && !r.S.Old && r.Value(model.FigureWaiting).Bound != model.BoundExact:
		return []string{"past goal: not known", "not known"}
	case over.Number == 0 && r.Value(model.FigureWaiting).Level >= model.LevelCritical: // the level is held for some seconds
		return []string{"over limit until just now", "over just now"}
	case past.Number == 0 && over.Number == 0:
		return []string{"none past goal", "none past"}
	case over.Number == 0 && r.S.Old:
		return []string{late + " past goal then", late + " past then"}
	case !say:
		return append(r.OverLimit(), r.Style.Value(over)+" "+r.Style.Glyphs.Critical)
	case r.S.Old:
		words := r.OverLimit()
		return append([]string{late + " past goal" + dot + words[0], late + " past" + dot + words[len(words)-1]}, words...)
	}
	return []string{
		late + " past goal" + dot + r.OverLimit()[0],
		late + " past" + dot + r.Style.Value(over) + " " + r.Style.Glyphs.Critical,
		late + " past" + r.Style.Glyphs.Dot + r.Style.Value(over) + " " + r.Style.Glyphs.Critical,
	}
}

// longestNotes say who has the chat with the longest wait.
func longestNotes(r *draw.FigureReader) []string {
	h := &r.S.Headline
	if !h.Longest.Running {
		return []string{r.NobodyWaits()}
	}
	visitor := "#" + strconv.FormatInt(int64(h.LongestKey.Visitor), 10)
	row := r.S.Thread(h.LongestKey)
	if row == nil {
		return []string{"visitor " + visitor}
	}
	agent := Agent(row)
	notes := []string{agent + " " + r.Style.Glyphs.Dot + " " + visitor, agent}
	if r.Style.Width(agent) > shortName && row.Owner != 0 {
		notes = append(notes, draw.NamesOf(r.S.Agents).Text(r.Style, row.Owner, row.OwnerName, shortName).String())
	}
	return notes
}

// shortName is the width for an agent's name where the whole name may not fit.
const shortName = 10

// Agent returns the name of a chat's agent; UNASSIGNED if it has none.
func Agent(row *model.Row) string {
	switch {
	case row.Owner == 0:
		return draw.Unassigned
	case row.OwnerName.IsEmpty():
		return draw.AgentNumber(row.Owner)
	}
	return draw.AgentName(row.OwnerName).String()
}

// clockNote is a clock in a note. At least 0 s says nothing there: the number above it counts the chat already.
func clockNote(r *draw.FigureReader, v model.Value) string {
	if v.Bound == model.BoundLeast && v.Duration() < time.Second {
		return r.Style.Glyphs.None
	}
	return r.Style.Value(v)
}

func seenNotes(r *draw.FigureReader) []string {
	longest := r.Value(model.FigureSeenLongest)
	switch {
	case longest.Known():
	case r.Value(model.FigureSeenNoReply).Number > 0:
		return []string{"since when not known", "not known"}
	default:
		return []string{"nobody"}
	}
	s := "longest " + clockNote(r, longest)
	return []string{s + " " + r.Style.Glyphs.Dot + " limit " + draw.Span(r.S.Limits.SeenNoReply.Warn), s}
}

func firstNotes(r *draw.FigureReader) []string {
	v := r.Value(model.FigureFirstP90)
	if !v.Known() {
		return []string{"none in 30 min", "none"}
	}
	s := v.Unit.Words() + " " + r.Style.Value(v)
	if few := fewNote(r, r.Value(model.FigureFirst)); few != "" {
		return []string{few + " " + r.Style.Glyphs.Dot + " " + s, few}
	}
	return []string{model.UnitMedian.Words() + " " + r.Style.Glyphs.Dot + " " + s, s}
}

func serviceNotes(r *draw.FigureReader) []string {
	limits := r.S.Limits.FirstReply
	goal := "goal " + strconv.Itoa(limits.Warn) + "%"
	list := []string{goal + " in " + draw.Span(limits.Within), goal}
	v := r.Value(model.FigureFirstService)
	if few := fewNote(r, v); few != "" {
		return []string{list[0] + " " + r.Style.Glyphs.Dot + " " + few, goal + " " + r.Style.Glyphs.Dot + " " + few, few}
	}
	if v.Known() {
		list = append([]string{goal + " in " + draw.Span(limits.Within) + " " + r.Style.Glyphs.Dot + " of " + r.Style.Value(v.Count())}, list...)
	}
	return list
}

// fewNote says how many chats a figure of responses is made of if those are too few for a level: while the floor is read
// for the first time, "~100%" beside the goal was read as good, and was one chat. Empty otherwise.
func fewNote(r *draw.FigureReader, v model.Value) string {
	if !v.Known() || v.N == 0 || v.N >= r.S.Limits.FirstReply.MinTurns {
		return ""
	}
	return "of " + draw.Counted(r.Style, v.Count(), "chat", "chats")
}

func missedNotes(r *draw.FigureReader) []string {
	today := r.Today(model.FigureMissed) + " today"
	list := []string{"limit " + strconv.Itoa(r.S.Limits.Missed.Warn) + " " + r.Style.Glyphs.Dot + " " + today, today}
	if v := r.Value(model.FigureMissing); v.Known() && v.Number > 0 {
		list = append([]string{r.Style.Value(v) + " more soon " + r.Style.Glyphs.Dot + " " + today}, list...)
	}
	return list
}

// activeNotes say how many agents share the chats. Acquire does not tell who is logged in.
func activeNotes(r *draw.FigureReader) []string {
	active := r.Value(model.FigureAgentsActive)
	s := draw.Counted(r.Style, active, "agent", "agents")
	if !active.Known() {
		return []string{"agents not known", "not known"}
	}
	if active.Number == 0 {
		return []string{s}
	}
	list := []string{r.AgentsOf(), s}
	if each := r.ChatsEach(); each != "" {
		list = append([]string{list[0] + ", " + each}, list...)
	}
	return list
}

// FigureAt returns the figure at a point of what DrawFigures drew, or FigureNone.
func FigureAt(style *draw.Style, figures []Figure, w, h int, at image.Point) model.FigureID {
	if h >= draw.FramedHeight {
		for i, n := range boxWidths(len(figures), w) {
			if at.X -= n; at.X < 0 {
				return figures[i].id
			}
		}
		return model.FigureNone
	}
	cells := gridCells(style, gridFigures(figures), w)
	for i, n := range cells {
		if at.X -= n; at.X < 0 && h > 1 {
			if f, ok := gridAt(gridFigures(figures), at.Y, i); ok {
				return f.id
			}
			return model.FigureNone
		}
	}
	return model.FigureNone
}
