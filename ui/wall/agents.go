package wall

import (
	"cmp"
	"slices"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// agentsPage lists the agents, those whose visitors wait longest first. It says
// what they are doing, and nothing that would rank them in public.
func (b *wallBody) agentsPage() []string {
	return b.below(func(w, h int) []string {
		return b.box("Agents", "by wait", w, h, b.agentList)
	})
}

func (b *wallBody) agentList(w, h int) []string {
	agents := slices.Clone(b.snap.Agents)
	if len(agents) == 0 {
		return b.words(w, "No agent has been seen yet.")
	}
	slices.SortStableFunc(agents, byOldest)
	c := agentWallCols(w)
	c.most = 1
	for i := range agents {
		for _, n := range agents[i].PerMinute {
			c.most = max(c.most, n)
		}
	}
	out := []string{c.head(b.lk)}
	for i := range agents {
		out = append(out, c.draw(b, &agents[i]))
	}
	return b.list(out, w, h)
}

// byOldest puts those first whose visitors wait longest, and those who are gone last.
func byOldest(a, b model.AgentRow) int {
	gone := func(x *model.AgentRow) int {
		if x.State == model.AgentGone && x.Active == 0 && x.Waiting == 0 {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(b.Oldest.For, a.Oldest.For), cmp.Compare(gone(&a), gone(&b)))
}

// agentCells are the widths of the columns of agents on the wall, 0 where a column is left out.
type agentCells struct {
	name, state, active, waiting, oldest, seen, bars int

	w    int // of the row
	most int // words in a minute of whoever wrote the most: one scale for all
}

// agentWallCols divides w cells. What matters least goes first when it gets narrow.
func agentWallCols(w int) agentCells {
	c := agentCells{name: 16, state: 11, active: 6, waiting: 7, oldest: 7, seen: 5, bars: 30, w: w}
	for _, col := range []*int{&c.bars, &c.seen, &c.active, &c.oldest, &c.waiting} {
		if c.total() <= w {
			break
		}
		*col = 0
	}
	air := draw.Clamp(w-c.total(), 0, 12)
	c.name += air / 2
	c.state += air / 2
	return c
}

func (c agentCells) total() int {
	n := 3
	for _, w := range []int{c.name, c.state, c.active, c.waiting, c.oldest, c.seen, c.bars} {
		if w > 0 {
			n += w + 2
		}
	}
	return n
}

// head names the columns.
func (c agentCells) head(lk *draw.Style) string {
	l := lk.Line(draw.OnScreen, c.w)
	l.Gap(3)
	l.Cell(draw.RoleDim, "agent", c.name)
	l.Gap(2)
	l.Cell(draw.RoleDim, "doing", c.state)
	l.Gap(2)
	for _, f := range []struct {
		name string
		w    int
	}{{"chats", c.active}, {"waiting", c.waiting}, {"longest", c.oldest}, {"seen", c.seen}} {
		if f.w > 0 {
			l.Right(draw.RoleDim, f.name, f.w)
			l.Gap(2)
		}
	}
	if c.bars > 0 {
		l.Put(draw.RoleDim, "replies a minute")
	}
	return l.String()
}

// draw draws one agent, by number unless names are wanted.
func (c agentCells) draw(b *wallBody, a *model.AgentRow) string {
	lk := b.lk
	l := lk.Line(draw.OnScreen, c.w)
	of, mark := lk.Level(a.Level)
	l.Gap(1)
	l.Cell(draw.MarkRole(of), mark, 2)
	if b.cfg.Names && !a.Name.IsEmpty() {
		l.Text(draw.RoleText, a.Name, c.name)
	} else {
		l.Cell(draw.RoleText, draw.AgentNumber(a.ID), c.name)
	}
	l.Gap(2)
	of, word := draw.StateWord(a.State, a.Busy)
	if a.State == model.AgentNone {
		word = ""
	}
	l.Cell(of, word, c.state)
	l.Gap(2)
	load, _ := lk.Level(a.ActiveLevel)
	wait, _ := lk.Level(a.Oldest.Level)
	said := func(id model.FigureID) string { return lk.Value(model.FigureOf(id).OfAgent(b.snap, a, false)) }
	for _, f := range []struct {
		of   draw.Role
		text string
		w    int
	}{
		{draw.Quiet(load), said(model.FigureAgentActive), c.active}, {draw.RoleText, said(model.FigureAgentWaiting), c.waiting},
		{draw.Quiet(wait), said(model.FigureAgentOldest), c.oldest}, {draw.RoleText, said(model.FigureAgentSeenNoReply), c.seen},
	} {
		if f.w > 0 {
			l.Right(f.of, f.text, f.w)
			l.Gap(2)
		}
	}
	for _, n := range a.PerMinute[max(0, len(a.PerMinute)-c.bars):] {
		l.Put(draw.RoleOtherBars, lk.Eighth(8*n, c.most, 0))
	}
	return l.String()
}
