package explain

import (
	"strings"
	"testing"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/ui/uitest"
)

// questionsOf are the questions of all scopes.
func questionsOf(row *model.Row, agent *model.AgentRow) []listItem {
	var out []listItem
	for _, s := range scopesOf(row, agent) {
		out = append(out, s.items...)
	}
	return out
}

func TestEveryFigureCanBeAsked(t *testing.T) {
	board := board.New(board.Config{})
	asked := map[model.FigureID]bool{}
	for _, q := range questionsOf(&model.Row{Sight: model.SightSeen, SeenFor: model.Clock{Running: true}, Assigned: model.Clock{Running: true}}, &model.AgentRow{ID: 1}) {
		if q.heading || q.figure == model.FigureNone {
			continue
		}
		asked[q.figure] = true
		if x := board.Explain(q.figure, q.subject, uitest.Now()); x.Title == "?" || x.Formula == "" {
			t.Errorf("%q: the Board knows no figure %d", q.title, q.figure)
		}
	}
	for id := range model.FigureID(255) {
		if x := board.Explain(id, model.Subject{}, uitest.Now()); x.Title != "?" && !asked[id] {
			t.Errorf("%q, which the Board explains, is not in the list", x.Title)
		}
	}
}

func TestEveryFigureIsListed(t *testing.T) {
	row, agent := &model.Row{Key: model.Key{Visitor: 1, Thread: 2}, Sight: model.SightSeen, SeenFor: model.Clock{Running: true}, Assigned: model.Clock{Running: true}}, &model.AgentRow{ID: 3}
	list := questionsOf(row, agent)
	for i := range model.Figures() {
		f := &model.Figures()[i]
		var of model.Subject
		switch {
		case f.Scope.OfAgent():
			of.Agent = agent.ID
		case f.Scope == model.ScopeRow:
			of.Key = row.Key
		}
		subjects := []model.Subject{of}
		if f.Scope.Daily() {
			of.Today = true
			subjects = append(subjects, of)
		}
		for _, of := range subjects {
			if n := countQuestions(list, f.ID, of); n != 1 {
				t.Errorf("%q of %+v is listed %d times, want once", f.Title, of, n)
			}
		}
	}
	for _, q := range list {
		if f := model.FigureOf(q.figure); q.figure != model.FigureNone && !strings.HasPrefix(q.title, f.Title) {
			t.Errorf("%q is listed as %q: a figure has one title", f.Title, q.title)
		}
	}
}

func countQuestions(list []listItem, id model.FigureID, of model.Subject) int {
	n := 0
	for _, q := range list {
		if q.figure == id && q.subject == of {
			n++
		}
	}
	return n
}

// A waiting chat has seven rows, whatever is known of it, and one more where messages may be missing; each chat has its
// first response, given or not.
func TestRowsOfAChat(t *testing.T) {
	on := model.Clock{Running: true}
	for name, c := range map[string]struct {
		row  model.Row
		want string
	}{
		"unseen":       {model.Row{Wait: on, Unseen: on, Sight: model.SightUnseen, Assigned: on}, "Wait, SLA, Unseen for, Unanswered, Assigned to, Chat, First response"},
		"seen":         {model.Row{Wait: on, SeenFor: on, Sight: model.SightSeen}, "Wait, SLA, Seen, waiting, Unanswered, Assigned to, Chat, First response"},
		"part":         {model.Row{Wait: on, Unseen: on, SeenFor: on, Sight: model.SightPart, Assigned: on}, "Wait, SLA, Unseen for, Unanswered, Assigned to, Chat, First response"},
		"over by seen": {model.Row{Wait: on, Unseen: on, SeenFor: on, Sight: model.SightPart, Level: model.LevelCritical, Reason: model.Reason{Clock: model.ClockSeen}}, "Wait, SLA, Seen, waiting, Unanswered, Assigned to, Chat, First response"},
		"not known":    {model.Row{Wait: on}, "Wait, SLA, What is seen, Unanswered, Assigned to, Chat, First response"},
		"answered":     {model.Row{Assigned: on}, "Wait, What is seen, Assigned to, Assigned for, Chat, First response"},
		"a gap":        {model.Row{Wait: on, Gaps: []model.MessageID{1}}, "Wait, Missing messages, SLA, What is seen, Unanswered, Assigned to, Chat, First response"},
	} {
		var titles []string
		for _, q := range threadItems(&c.row) {
			titles = append(titles, q.title)
		}
		if got := strings.Join(titles, ", "); got != c.want {
			t.Errorf("%s: %s; want %s", name, got, c.want)
		}
	}
}
