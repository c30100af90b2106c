package ui

import (
	"strconv"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// A question is a figure that can be explained, or the heading above some.
type question struct {
	title   string
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

// A named is a figure and its title in the list.
type named struct {
	title  string
	figure model.FigureID
}

func figuresNow() []named {
	return []named{
		{"Waiting", model.FigureWaiting}, {"Waiting, over limit", model.FigureWaitingOver}, {"Longest wait", model.FigureLongest},
		{"Seen, no reply", model.FigureSeenNoReply}, {"Seen, longest", model.FigureSeenLongest}, {"Unseen", model.FigureUnseen},
		{"Missed?", model.FigureMissing}, {"Active chats", model.FigureActive}, {"Agents in them", model.FigureAgentsActive},
		{"With a bot", model.FigureBotLane}, {"Offline inbox", model.FigureOfflineInbox}, {"Offline, oldest", model.FigureOfflineOldest},
	}
}

func figuresOfWindow() []named {
	return []named{
		{"First reply, median", model.FigureFirst}, {"First reply, p90", model.FigureFirstP90},
		{"… with bot, median", model.FigureFirstTotal}, {"… with bot, p90", model.FigureFirstTotalP90},
		{"Next reply, median", model.FigureNext}, {"Next reply, p90", model.FigureNextP90},
		{"Service, first reply", model.FigureFirstService}, {"Service, next reply", model.FigureNextService},
		{"Missed", model.FigureMissed}, {"Dropped", model.FigureDropped}, {"Bot only", model.FigureBotOnly},
		{"Transfers", model.FigureTransfers}, {"Overtakes", model.FigureOvertakes},
		{"Visitors' messages", model.FigureVisitors}, {"Agents' messages", model.FigureReplies},
	}
}

func figuresOfAgent() []named {
	return []named{
		{"State", model.FigureAgentState}, {"Chats now", model.FigureAgentActive}, {"Chats, peak", model.FigureAgentPeak},
		{"Chats, mean", model.FigureAgentMean}, {"Waiting", model.FigureAgentWaiting}, {"Longest wait", model.FigureAgentOldest},
		{"Seen, no reply", model.FigureAgentSeenNoReply}, {"Silent for", model.FigureAgentSilent},
		{"Turns answered", model.FigureAgentTurns}, {"Reply, median", model.FigureAgentMedian}, {"Reply, p90", model.FigureAgentP90},
		{"Over target", model.FigureAgentBreaches}, {"Overtakes", model.FigureAgentOvertakes}, {"Chats taken over", model.FigureAgentTransfers},
	}
}

// questionsOf lists every figure: of the selected thread, of the selected
// agent, of the floor now, in the last half hour and today.
func questionsOf(row *model.Row, agent *model.AgentRow) []question {
	var out []question
	if row != nil {
		out = append(out, threadQuestions(row)...)
	}
	if agent != nil {
		s := model.Subject{Agent: agent.ID}
		out = append(out, question{title: "Agent " + strconv.FormatInt(int64(agent.ID), 10), name: agent.Name, heading: true})
		out = append(out, asked(figuresOfAgent(), s)...)
		s.Today = true
		out = append(out, asked([]named{{"Turns today", model.FigureAgentTurns}, {"Reply today, median", model.FigureAgentMedian}}, s)...)
	}
	out = append(out, question{title: "Floor, now", heading: true})
	out = append(out, asked(figuresNow(), model.Subject{})...)
	out = append(out, question{title: "Floor, last 30 min", heading: true})
	out = append(out, asked(figuresOfWindow(), model.Subject{})...)
	out = append(out, question{title: "Floor, today", heading: true})
	return append(out, asked(figuresOfWindow(), model.Subject{Today: true})...)
}

func threadQuestions(row *model.Row) []question {
	s := model.Subject{Key: row.Key}
	out := []question{
		{title: "Visitor " + visitorNumber(row), name: row.Name, heading: true},
		{title: "Wait", figure: model.FigureWait, subject: s},
		{title: "Seen, no reply", figure: model.FigureSeenFor, subject: s},
	}
	if len(row.Gaps) > 0 {
		out = append(out, question{title: factGap.title(), fact: factGap, subject: s})
	}
	for f := factUnseen; f < facts; f++ {
		out = append(out, question{title: f.title(), fact: f, subject: s})
	}
	return out
}

func asked(list []named, s model.Subject) []question {
	out := make([]question, len(list))
	for i, n := range list {
		out[i] = question{title: n.title, figure: n.figure, subject: s}
	}
	return out
}

// fitting is the question that fits the pane with the focus.
func fitting(p Pane) func(question) bool {
	return map[Pane]func(question) bool{
		PaneThreads:    func(q question) bool { return q.figure == model.FigureWait },
		PaneTranscript: func(q question) bool { return q.fact == factGap || q.fact == factSight },
		PaneAgents:     func(q question) bool { return q.figure == model.FigureAgentState },
		PaneActivity:   func(q question) bool { return q.figure == model.FigureReplies && !q.subject.Today },
	}[p]
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
