// Package explain says how a figure came about: it lists every figure of the registry
// and of the selected thread and agent, and shows what the Board says of the chosen
// one. It may import draw, keymap, model and safetext: no other pane, nor ui. It
// knows the floor by its Context and answers keys with actions.
package explain

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
)

// An Pane says how a figure came about: the figures to choose from on
// one side, the chosen one on the other.
type Pane struct {
	draw.Viewport // of questions
	keys          keymap.Map
	start         Start // where it begins; nil: it has begun
	now           draw.Context
	w, h          int
	scopes        []scope
	of            int        // the one of scopes that is listed
	questions     []question // of that
	chosen        question
	row           *model.Row    // the thread whose figures are listed; nil: none
	agent         model.AgentID // whose figures are listed; 0: nobody
	key           model.Key     // of row
	minute        model.Subject // of the Activity whose bars are explained first; zero: none
	nthChat       string        // which of the visitor's chats row is, in words; "": it is not known

	answer   model.Explanation
	why      string          // of a thread: why it waits or not
	compared []string        // what is usual, see usual
	before   *model.Snapshot // of the half hour before, see sideBefore
	names    map[model.Key]safetext.Text
	agents   map[model.AgentID]safetext.Text

	reading bool // the focus is on the explanation, to go to what it includes
	part    int  // selected, of those included and then those left out
}

// A Start chooses the figure that an explanation begins with.
type Start func(question) bool

// AtFigure begins with a figure, of now or of the last half hour.
func AtFigure(id model.FigureID) Start {
	return func(q question) bool { return q.figure == id && !q.subject.Today }
}

// AtToday begins with a figure of today.
func AtToday(id model.FigureID) Start {
	return func(q question) bool { return q.figure == id && q.subject.Today && q.subject.Agent == 0 }
}

// AtSight begins with the gap in a thread where it has one, else with what has been seen of it.
func AtSight(q question) bool { return q.fact == factGap || q.fact == factSight }

// New returns the explanation of the figures of a thread, an agent and the
// floor. Where none of them fits start it begins with who waits.
func New(keys keymap.Map, thread model.Key, agent model.AgentID, start Start) *Pane {
	return &Pane{keys: keys, key: thread, agent: agent, start: start}
}

// OfMinute returns the explanation of the bars of a minute of the Activity, of whatever that is of.
func OfMinute(keys keymap.Map, thread model.Key, agent model.AgentID, minute model.Subject) *Pane {
	p := New(keys, thread, agent, func(q question) bool { return q.subject == minute })
	p.minute = minute
	return p
}

// ask lists the questions. The thread and the agent are those of when it was opened.
func (p *Pane) ask() {
	snap := p.now.Snap
	p.row = nil
	for i := range snap.Threads {
		if snap.Threads[i].Key == p.key {
			p.row = snap.Threads[i]
		}
	}
	var agent *model.AgentRow
	for i := range snap.Agents {
		if snap.Agents[i].ID == p.agent {
			agent = &snap.Agents[i]
		}
	}
	if p.nthChat = ""; p.row != nil {
		p.nthChat = draw.NthChat(p.now.Floor.Earlier(p.key, p.now.At), p.now.Floor.Truncated(p.key), p.now.At, p.now.Zone)
	}
	p.scopes = scopesOf(p.row, agent)
	if !p.minute.Minute.IsZero() {
		p.scopes = slices.Insert(p.scopes, 0, scope{
			word: "minute", title: "the minute " + draw.ClockTime(p.minute.Minute, p.now.Zone, 5), questions: minuteQuestions(p.now, p.minute),
		})
	}
}

// Refresh explains the chosen figure at another moment or size.
func (p *Pane) Refresh(c draw.Context, w, h int) {
	p.now, p.w, p.h = c, w, h
	p.ask()
	_, ih := draw.Inner(w, h)
	p.Height = max(0, ih)
	of, at := find(p.scopes, p.wanted)
	p.start = nil
	p.list(of, at)
}

// list lists the figures of a scope and explains one of them.
func (p *Pane) list(of, at int) {
	p.of, p.questions = of, p.scopes[of].questions
	p.N = len(p.questions)
	for p.questions[at].heading {
		at++
	}
	p.center(at)
	p.chosen = p.questions[at]
	p.explain()
}

// turn lists the figures of the scope d further on.
func (p *Pane) turn(d int) {
	p.part = 0
	p.list((p.of+d+len(p.scopes))%len(p.scopes), 0)
}

// wanted reports whether a question is the one to explain.
func (p *Pane) wanted(q question) bool {
	if p.start != nil {
		return p.start(q)
	}
	return q.same(p.chosen)
}

// center puts the cursor on a row and the row into the middle, so that its heading is seen too.
func (p *Pane) center(at int) {
	p.Cursor = at
	p.Viewport.Top = draw.Clamp(at-p.Height/2, 0, p.N-p.Height)
}

// explain answers the chosen question for the moment that is shown.
func (p *Pane) explain() {
	q := p.chosen
	if q.figure != model.FigureNone {
		p.answer = p.now.Floor.Explain(q.figure, q.subject, p.now.At)
	} else if p.row != nil {
		p.answer = q.fact.explain(p.now.Style, p.row, p.nthChat, p.now.At)
	}
	p.why = ""
	if p.row != nil && q.subject.Key != (model.Key{}) {
		p.why = whyWaiting(p.now.Style, p.now.Snap, p.row, p.now.Zone) + asOf(p.row, p.now.Snap.WordsAt(p.row), p.now.Zone)
	}
	p.compared = p.usual()
	p.part = draw.Clamp(p.part, 0, p.parts()-1)
	p.name(p.now.Snap)
}

// name looks up who the parts are about.
func (p *Pane) name(s *model.Snapshot) {
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
func (p *Pane) parts() int { return len(p.answer.Included) + len(p.answer.Excluded) }

// nth is one of them.
func (p *Pane) nth(i int) *model.Part {
	if n := len(p.answer.Included); i >= n {
		return &p.answer.Excluded[i-n]
	}
	return &p.answer.Included[i]
}

// Key chooses a figure, or one of the parts of what it includes.
func (p *Pane) Key(msg tea.KeyPressMsg) keymap.Action {
	k := p.keys
	if p.now.Past && key.Matches(msg, k.Earlier, k.Later, k.AlertBefore, k.AlertAfter) {
		return nil // these go through time, under whatever is explained
	}
	switch {
	case p.reading && key.Matches(msg, k.Open):
		return keymap.Jump{Key: p.nth(p.part).Key}
	case p.reading && key.Matches(msg, k.Previous, k.Next, k.Back):
		p.reading = false
		return keymap.Done{}
	case key.Matches(msg, k.Open):
		return p.goIn()
	case key.Matches(msg, k.Next):
		p.turn(1)
	case key.Matches(msg, k.Previous):
		p.turn(-1)
	case !k.Moves(msg):
		return nil
	case p.reading:
		p.part = draw.Clamp(p.part+k.Rows(msg, p.parts(), p.Height/2), 0, p.parts()-1)
	default:
		p.choose(k.Rows(msg, p.N, p.Height))
	}
	return keymap.Done{}
}

// goIn puts the focus on the parts. Where there are none, enter goes to the thread itself.
func (p *Pane) goIn() keymap.Action {
	switch {
	case p.parts() > 0:
		p.reading, p.part = true, 0
		return keymap.Done{}
	case p.chosen.subject.Key != (model.Key{}):
		return keymap.Jump{Key: p.chosen.subject.Key}
	}
	return keymap.Say("This includes no chat to go to.")
}

// choose moves to another question, past the headings.
func (p *Pane) choose(d int) {
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
	p.explain()
}

// Hints are the keys of the footer.
func (p *Pane) Hints() []keymap.Hint {
	k := p.keys
	if p.reading {
		return []keymap.Hint{{Binding: k.Open, Word: "go to the chat"}, {Binding: k.Previous, Word: "figures"}, {Binding: k.Back, Word: "back"}}
	}
	return []keymap.Hint{{Binding: k.Down, Word: "next figure"}, {Binding: k.Next, Word: "chat, agent, floor"}, {Binding: k.Open, Word: "what it includes"}, {Binding: k.Travel, Word: "time travel"}, {Binding: k.Back, Word: "close"}}
}

// Wheel moves through the side below the mouse.
func (p *Pane) Wheel(x, d int) {
	if p.onAnswer(x, p.w) {
		p.reading = p.parts() > 0
		p.part = draw.Clamp(p.part+d, 0, p.parts()-1)
		return
	}
	p.reading = false
	p.choose(d)
}

// Click chooses the figure or the part below the mouse; a second click goes to the part's thread.
func (p *Pane) Click(x, y int) keymap.Action {
	left := p.leftOf(p.w)
	if p.onAnswer(x, p.w) {
		_, row := draw.Inside(p.w-left, p.h, x-left, y)
		return p.clickAnswer(row)
	}
	_, row := draw.Inside(left, p.h, x, y)
	from, to := p.Window()
	if row >= 0 && from+row < to && !p.questions[from+row].heading {
		p.reading = false
		p.choose(from + row - p.Cursor)
	}
	return keymap.Done{}
}

func (p *Pane) clickAnswer(row int) keymap.Action {
	iw, ih := draw.Inner(p.w-p.leftOf(p.w), p.h)
	lines, top := p.lines(iw), 0
	if p.reading {
		top = p.scrolled(lines, ih)
	}
	if row < 0 || row >= ih || top+row >= len(lines) || lines[top+row].part < 0 {
		return keymap.Done{}
	}
	part := lines[top+row].part
	if p.reading && part == p.part {
		return keymap.Jump{Key: p.nth(part).Key}
	}
	p.reading, p.part = true, part
	return keymap.Done{}
}
