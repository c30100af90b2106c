package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
)

// An explainPane says how a figure came about: the figures to choose from on
// one side, the chosen one on the other.
type explainPane struct {
	draw.Viewport // of questions
	questions     []question
	chosen        question
	row           *model.Row    // the thread whose figures are listed; nil: none
	agent         model.AgentID // whose figures are listed; 0: nobody
	key           model.Key     // of row

	answer model.Explanation
	why    string // of a thread: why it waits or not
	names  map[model.Key]safetext.Text
	agents map[model.AgentID]safetext.Text

	reading bool // the focus is on the explanation, to go to what it includes
	part    int  // selected, of those included and then those left out
}

// ask lists the questions. The thread and the agent are those of when it was opened.
func (p *explainPane) ask(a *App) {
	p.row = nil
	for i := range a.snap.Threads {
		if a.snap.Threads[i].Key == p.key {
			p.row = &a.snap.Threads[i]
		}
	}
	var agent *model.AgentRow
	for i := range a.snap.Agents {
		if a.snap.Agents[i].ID == p.agent {
			agent = &a.snap.Agents[i]
		}
	}
	p.questions = questionsOf(p.row, agent)
}

func (p *explainPane) refresh(a *App, w, h int) {
	p.ask(a)
	_, ih := draw.Inner(w, h)
	p.Height = max(0, ih)
	at := firstQuestion(p.questions)
	for i, q := range p.questions {
		if q.same(p.chosen) {
			at = i
		}
	}
	p.N = len(p.questions)
	p.center(at)
	p.chosen = p.questions[at]
	p.explain(a)
}

// center puts the cursor on a row and the row into the middle, so that its heading is seen too.
func (p *explainPane) center(at int) {
	p.Cursor = at
	p.Viewport.Top = draw.Clamp(at-p.Height/2, 0, p.N-p.Height)
}

// explain answers the chosen question for the moment that is shown.
func (p *explainPane) explain(a *App) {
	q := p.chosen
	if q.figure != model.FigureNone {
		p.answer = a.floor.Explain(q.figure, q.subject, a.moment())
	} else if p.row != nil {
		p.answer = q.fact.explain(a.look, p.row, a.moment())
	}
	p.why = ""
	if p.row != nil && q.subject.Key != (model.Key{}) {
		p.why = whyWaiting(p.row, a.zone)
	}
	p.part = draw.Clamp(p.part, 0, p.parts()-1)
	p.name(a.snap)
}

// name looks up who the parts are about.
func (p *explainPane) name(s *model.Snapshot) {
	p.names, p.agents = map[model.Key]safetext.Text{}, map[model.AgentID]safetext.Text{}
	for i := range p.parts() {
		p.names[p.nth(i).Key] = safetext.Text{}
	}
	for i := range s.Threads {
		if _, ok := p.names[s.Threads[i].Key]; ok {
			p.names[s.Threads[i].Key] = s.Threads[i].Name
		}
	}
	for i := range s.Agents {
		p.agents[s.Agents[i].ID] = s.Agents[i].Name
	}
}

// parts is how many parts the explanation has that can be gone to.
func (p *explainPane) parts() int { return len(p.answer.Included) + len(p.answer.Excluded) }

// nth is one of them.
func (p *explainPane) nth(i int) *model.Part {
	if n := len(p.answer.Included); i >= n {
		return &p.answer.Excluded[i-n]
	}
	return &p.answer.Included[i]
}

func (p *explainPane) press(a *App, msg tea.KeyPressMsg) bool {
	k := a.keys
	if a.travel.on && key.Matches(msg, k.Earlier, k.Later, k.AlertBefore, k.AlertAfter) {
		return false // these go through time, under whatever is explained
	}
	switch {
	case p.reading && key.Matches(msg, k.Open):
		a.jump(p.nth(p.part).Key)
	case p.reading && key.Matches(msg, k.Previous, k.Next, k.Back):
		p.reading = false
	case key.Matches(msg, k.Open, k.Next):
		p.goIn(a, key.Matches(msg, k.Open))
	case p.reading:
		d := k.Rows(msg, p.parts(), p.Height/2)
		p.part = draw.Clamp(p.part+d, 0, p.parts()-1)
		return d != 0
	default:
		return p.choose(a, k.Rows(msg, p.N, p.Height))
	}
	return true
}

// goIn puts the focus on the parts. Where there are none, enter goes to the thread itself.
func (p *explainPane) goIn(a *App, open bool) {
	switch {
	case p.parts() > 0:
		p.reading, p.part = true, 0
	case open && p.chosen.subject.Key != (model.Key{}):
		a.jump(p.chosen.subject.Key)
	default:
		a.say("This includes no chat to go to.")
	}
}

// choose moves to another question, past the headings.
func (p *explainPane) choose(a *App, d int) bool {
	if d == 0 {
		return false
	}
	at := draw.Clamp(p.Cursor+d, 0, p.N-1)
	for p.questions[at].heading {
		switch {
		case d < 0 && at > 0:
			at--
		default:
			d = 1
			at++
		}
	}
	p.chosen, p.part = p.questions[at], 0
	p.center(at)
	p.explain(a)
	return true
}

func (p *explainPane) hints(k keymap.Map) []keymap.Hint {
	if p.reading {
		return []keymap.Hint{{Binding: k.Open, Word: "go to the thread"}, {Binding: k.Previous, Word: "other figures"}, {Binding: k.Back, Word: "back"}}
	}
	return []keymap.Hint{{Binding: k.Down, Word: "other figures"}, {Binding: k.Open, Word: "what it includes"}, {Binding: k.Travel, Word: "time travel"}, {Binding: k.Back, Word: "close"}}
}

func (p *explainPane) clickQuestion(a *App, row int) {
	from, to := p.Window()
	if row < 0 || from+row >= to || p.questions[from+row].heading {
		return
	}
	p.reading = false
	p.choose(a, from+row-p.Cursor)
}

func (p *explainPane) clickAnswer(a *App, row, w, h int) {
	iw, ih := draw.Inner(w, h)
	lines, top := p.lines(a, iw), 0
	if p.reading {
		top = p.scrolled(lines, ih)
	}
	if row < 0 || row >= ih || top+row >= len(lines) || lines[top+row].part < 0 {
		return
	}
	part := lines[top+row].part
	if p.reading && part == p.part {
		a.jump(p.nth(part).Key)
		return
	}
	p.reading, p.part = true, part
}
