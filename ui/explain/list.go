package explain

import (
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
	name    safetext.Text // of a heading: whose figures these are
	figure  model.FigureID
	subject model.Subject
	fact    fact // where figure is FigureNone: what the row itself says
}

// same reports whether two questions ask the same, so that the selection stays where it is.
func (q question) same(o question) bool {
	return q.heading == o.heading && q.title == o.title && q.figure == o.figure && q.subject == o.subject && q.fact == o.fact
}

// questionsOf lists every figure of the registry: of the selected thread, of
// the selected agent, of the floor now, in the last half hour and today.
func questionsOf(row *model.Row, agent *model.AgentRow) []question {
	var out []question
	if row != nil {
		out = append(out, threadQuestions(row)...)
	}
	if agent != nil {
		s := model.Subject{Agent: agent.ID}
		out = append(out, question{title: "Agent " + strconv.FormatInt(int64(agent.ID), 10), name: agent.Name, heading: true})
		out = append(out, asked(model.Scope.OfAgent, s)...)
		s.Today = true
		out = append(out, asked(model.Scope.OfAgent, s)...)
	}
	moment := func(s model.Scope) bool { return s == model.ScopeMoment }
	window := func(s model.Scope) bool { return s == model.ScopeWindow }
	out = append(out, question{title: "Floor, now", heading: true})
	out = append(out, asked(moment, model.Subject{})...)
	out = append(out, question{title: "Floor, last 30 min", heading: true})
	out = append(out, asked(window, model.Subject{})...)
	out = append(out, question{title: "Floor, today", heading: true})
	return append(out, asked(window, model.Subject{Today: true})...)
}

func threadQuestions(row *model.Row) []question {
	s := model.Subject{Key: row.Key}
	out := []question{{title: "Visitor " + draw.VisitorNumber(row), name: row.Name, heading: true}}
	out = append(out, asked(func(s model.Scope) bool { return s == model.ScopeRow }, s)...)
	if len(row.Gaps) > 0 {
		out = append(out, question{title: factGap.title(), fact: factGap, subject: s})
	}
	for f := factUnseen; f < facts; f++ {
		out = append(out, question{title: f.title(), fact: f, subject: s})
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

// firstQuestion is where a list without anything fitting begins.
func firstQuestion(list []question) int {
	for i, q := range list {
		if q.figure == model.FigureWaiting {
			return i
		}
	}
	return 0
}
