package explain

import (
	"slices"
	"strconv"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// A question is a figure that can be explained, or the heading above some.
type question struct {
	title   string
	short   string // the title where it is narrow; empty: there is none
	heading bool
	figure  model.FigureID
	subject model.Subject
	fact    fact   // where figure is FigureNone: what the row itself says
	value   string // of a minute's; of others it is worked out when it is drawn
}

// same reports whether two questions ask the same, so that the selection stays where it is.
func (q question) same(o question) bool {
	return q.heading == o.heading && q.title == o.title && q.figure == o.figure && q.subject == o.subject && q.fact == o.fact
}

// A scope is what the figures of one list are of: a chat, an agent, the floor.
type scope struct {
	word      string        // in the foot, for the key that goes there
	title     string        // of what, in our words
	name      safetext.Text // of whom, in place of title where it is known
	questions []question
}

// scopesOf lists every figure of the registry: of the selected chat, of the selected
// agent, and of the floor now, in the last half hour and today.
func scopesOf(row *model.Row, agent *model.AgentRow) []scope {
	var out []scope
	if row != nil {
		out = append(out, scope{word: "chat", title: draw.VisitorNumber(row), questions: threadQuestions(row)})
	}
	if agent != nil {
		s := model.Subject{Agent: agent.ID}
		list := asked(model.Scope.OfAgent, s)
		s.Today = true
		out = append(out, scope{"agent", "agent " + strconv.FormatInt(int64(agent.ID), 10), agent.Name, append(list, asked(model.Scope.OfAgent, s)...)})
	}
	return append(out, scope{word: "floor", title: "the floor", questions: floorQuestions()})
}

func floorQuestions() []question {
	var out []question
	moment := func(s model.Scope) bool { return s == model.ScopeMoment }
	window := func(s model.Scope) bool { return s == model.ScopeWindow }
	out = append(out, question{title: "Floor, now", heading: true})
	out = append(out, asked(moment, model.Subject{})...)
	out = append(out, question{title: "Floor, last 30 min", heading: true})
	out = append(out, asked(window, model.Subject{})...)
	out = append(out, question{title: "Floor, today", heading: true})
	return append(out, asked(window, model.Subject{Today: true})...)
}

// minuteQuestions are the bars of a minute of the Activity. Who waited it shows of the floor alone.
func minuteQuestions(c draw.Context, s model.Subject) []question {
	figures := []model.FigureID{model.FigureReplies, model.FigureVisitors, model.FigureMissed}
	if s.Agent == 0 && s.Key == (model.Key{}) {
		figures = slices.Insert(figures, 0, model.FigureWaiting)
	}
	var out []question
	for _, id := range figures {
		f := model.FigureOf(id)
		x := c.Floor.Explain(id, s, c.At)
		out = append(out, question{title: f.Title, short: f.Short, figure: id, subject: s, value: x.Value})
	}
	return out
}

// threadQuestions are those of a chat that have something to say, the clock that a leader looks at first.
func threadQuestions(row *model.Row) []question {
	s := model.Subject{Key: row.Key}
	running := map[model.FigureID]bool{model.FigureWait: true, model.FigureSeenFor: row.SeenFor.Running, model.FigureAssigned: row.Assigned.Running}
	out := slices.DeleteFunc(asked(func(s model.Scope) bool { return s == model.ScopeRow }, s), func(q question) bool { return !running[q.figure] })
	for f := factGap; f < facts; f++ {
		if f.has(row) {
			out = append(out, question{title: f.title(), fact: f, subject: s})
		}
	}
	return out
}

// asked lists the figures of some scopes; of today those that there are of today.
func asked(of func(model.Scope) bool, s model.Subject) []question {
	var out []question
	list := model.Figures()
	for i := range list {
		f := &list[i]
		if !of(f.Scope) || s.Today && !f.Scope.Daily() {
			continue
		}
		q := question{title: f.Title, short: f.Short, figure: f.ID, subject: s}
		if s.Today && s.Agent != 0 { // it stands among those of now
			q.title, q.short = f.Windowed(f.Title, true), f.Windowed(f.Short, true)
		}
		out = append(out, q)
	}
	return out
}

// find is where the first question stands that fits: its scope and its place in that list. Where
// none does, it is who waits, of the floor.
func find(scopes []scope, fits func(question) bool) (of, at int) {
	waiting := func(q question) bool { return q.figure == model.FigureWaiting }
	for _, fits := range []func(question) bool{fits, waiting} {
		for i := range scopes {
			if at := slices.IndexFunc(scopes[i].questions, fits); at >= 0 {
				return i, at
			}
		}
	}
	return 0, 0
}
