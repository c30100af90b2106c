package explain

import (
	"slices"
	"strconv"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// A listItem is a figure that can be explained, or the heading above some.
type listItem struct {
	title   string
	short   string // the title where it is narrow; empty: there is none
	heading bool
	figure  model.FigureID
	subject model.Subject
	fact    rowFact // where figure is FigureNone: what the row itself says
	value   string  // of a minute's; of others it is worked out when it is drawn
}

// same reports whether two questions ask the same, so that the selection stays where it is.
func (q listItem) same(o listItem) bool {
	return q.heading == o.heading && q.title == o.title && q.figure == o.figure && q.subject == o.subject && q.fact == o.fact
}

// A scope is what the figures of one list are of: a chat, an agent, the floor.
type scope struct {
	word  string        // in the foot, for the key that goes there
	title string        // of what, in our words
	name  safetext.Text // of whom, in place of title where it is known
	items []listItem
}

// scopesOf lists every figure of the registry: of the selected chat, of the selected
// agent, and of the floor now, in the last half hour and today.
func scopesOf(row *model.Row, agent *model.AgentRow) []scope {
	var out []scope
	if row != nil {
		out = append(out, scope{word: "chat", title: draw.VisitorNumber(row), items: threadItems(row)})
	}
	if agent != nil {
		s := model.Subject{Agent: agent.ID}
		list := figureItems(model.Scope.OfAgent, s)
		s.Today = true
		out = append(out, scope{"agent", "agent " + strconv.FormatInt(int64(agent.ID), 10), agent.Name, append(list, figureItems(model.Scope.OfAgent, s)...)})
	}
	return append(out, scope{word: "floor", title: "the floor", items: floorItems()})
}

func floorItems() []listItem {
	var out []listItem
	moment := func(s model.Scope) bool { return s == model.ScopeMoment }
	window := func(s model.Scope) bool { return s == model.ScopeWindow }
	out = append(out, listItem{title: "Floor, now", heading: true})
	out = append(out, figureItems(moment, model.Subject{})...)
	out = append(out, listItem{title: "Floor, last 30 min", heading: true})
	out = append(out, figureItems(window, model.Subject{})...)
	out = append(out, listItem{title: "Floor, today", heading: true})
	return append(out, figureItems(window, model.Subject{Today: true})...)
}

// minuteItems are the bars of a minute of the Activity. Who waited it shows of the floor alone.
func minuteItems(c draw.Context, s model.Subject) []listItem {
	figures := []model.FigureID{model.FigureReplies, model.FigureVisitors, model.FigureMissed}
	if s.Agent == 0 && s.Key == (model.Key{}) {
		figures = slices.Insert(figures, 0, model.FigureWaiting)
	}
	var out []listItem
	for _, id := range figures {
		f := model.FigureOf(id)
		x := c.Floor.Explain(id, s, c.At)
		out = append(out, listItem{title: f.Title, short: f.Short, figure: id, subject: s, value: x.Value})
	}
	return out
}

// threadItems are those of a chat that have something to say, the clock that a leader looks at first.
func threadItems(row *model.Row) []listItem {
	s := model.Subject{Key: row.Key}
	running := map[model.FigureID]bool{model.FigureWait: true, model.FigureSeenFor: row.SeenFor.Running, model.FigureAssigned: row.Assigned.Running}
	out := slices.DeleteFunc(figureItems(func(s model.Scope) bool { return s == model.ScopeRow }, s), func(q listItem) bool { return !running[q.figure] })
	for f := factGap; f < factCount; f++ {
		if f.has(row) {
			out = append(out, listItem{title: f.title(), fact: f, subject: s})
		}
	}
	return out
}

// figureItems lists the figures of some scopes; of today those that there are of today.
func figureItems(of func(model.Scope) bool, s model.Subject) []listItem {
	var out []listItem
	list := model.Figures()
	for i := range list {
		f := &list[i]
		if !of(f.Scope) || s.Today && !f.Scope.Daily() {
			continue
		}
		q := listItem{title: f.Title, short: f.Short, figure: f.ID, subject: s}
		if s.Today && s.Agent != 0 { // it stands among those of now
			q.title, q.short = f.Windowed(f.Title, true), f.Windowed(f.Short, true)
		}
		out = append(out, q)
	}
	return out
}

// findItem is where the first question stands that fits: its scope and its place in that list. Where
// none does, it is who waits, of the floor.
func findItem(scopes []scope, fits func(listItem) bool) (of, at int) {
	waiting := func(q listItem) bool { return q.figure == model.FigureWaiting }
	for _, fits := range []func(listItem) bool{fits, waiting} {
		for i := range scopes {
			if at := slices.IndexFunc(scopes[i].items, fits); at >= 0 {
				return i, at
			}
		}
	}
	return 0, 0
}
