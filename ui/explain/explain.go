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
	begin         Start // where it begins; nil: it has begun
	now           draw.Context
	w, h          int
	scopes        []scope
	scopeIndex    int        // the one of scopes that is listed
	items         []listItem // of that
	chosen        listItem
	row           *model.Row    // the thread whose figures are listed; nil: none
	agent         model.AgentID // whose figures are listed; 0: nobody
	key           model.Key     // of row
	minute        model.Subject // of the Activity whose bars are explained first; zero: none
	nthChat       string        // which of the visitor's chats row is, in words; "": it is not known

	explanation model.Explanation
	why         string          // of a thread: why it waits or not
	comparison  []string        // what is usual, see usual
	before      *model.Snapshot // of the half hour before, see sideBefore
	names       map[model.Key]safetext.Text
	agents      map[model.AgentID]safetext.Text

	partsFocused bool // the focus is on the explanation, to go to what it includes
	part         int  // selected, of those included and then those left out
}

// A Start chooses the figure that an explanation begins with.
type Start func(listItem) bool

// AtFigure begins with a figure, of now or of the last half hour.
func AtFigure(id model.FigureID) Start {
	return func(q listItem) bool { return q.figure == id && !q.subject.Today }
}

// AtToday begins with a figure of today.
func AtToday(id model.FigureID) Start {
	return func(q listItem) bool { return q.figure == id && q.subject.Today && q.subject.Agent == 0 }
}

// AtSight begins with the gap in a thread where it has one, else with what has been seen of it.
func AtSight(q listItem) bool { return q.fact == factGap || q.fact == factSight }

// New returns the explanation of the figures of a thread, an agent and the
// floor. Where none of them fits start it begins with who waits.
func New(keys keymap.Map, thread model.Key, agent model.AgentID, start Start) *Pane {
	return &Pane{keys: keys, key: thread, agent: agent, begin: start}
}

// OfMinute returns the explanation of the bars of a minute of the Activity, of whatever that is of.
func OfMinute(keys keymap.Map, thread model.Key, agent model.AgentID, minute model.Subject) *Pane {
	p := New(keys, thread, agent, func(q listItem) bool { return q.subject == minute })
	p.minute = minute
	return p
}

// listScopes lists the questions. The thread and the agent are those of when it was opened.
func (p *Pane) listScopes() {
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
			word: "minute", title: "the minute " + draw.ClockTime(p.minute.Minute, p.now.Zone, 5), items: minuteItems(p.now, p.minute),
		})
	}
}

// Refresh explains the chosen figure at another moment or size.
func (p *Pane) Refresh(c draw.Context, w, h int) {
	p.now, p.w, p.h = c, w, h
	p.listScopes()
	_, ih := draw.Inner(w, h)
	p.Height = max(0, ih)
	of, at := findItem(p.scopes, p.isChosen)
	p.begin = nil
	p.showScope(of, at)
}

// showScope lists the figures of a scope and explains one of them.
func (p *Pane) showScope(of, at int) {
	p.scopeIndex, p.items = of, p.scopes[of].items
	p.N = len(p.items)
	for p.items[at].heading {
		at++
	}
	p.center(at)
	p.chosen = p.items[at]
	p.explain()
}

// switchScope lists the figures of the scope d further on.
func (p *Pane) switchScope(d int) {
	p.part = 0
	p.showScope((p.scopeIndex+d+len(p.scopes))%len(p.scopes), 0)
}

// isChosen reports whether a question is the one to explain.
func (p *Pane) isChosen(q listItem) bool {
	if p.begin != nil {
		return p.begin(q)
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
		p.explanation = p.now.Floor.Explain(q.figure, q.subject, p.now.At)
	} else if p.row != nil {
		p.explanation = q.fact.explain(p.now.Style, p.row, p.nthChat, p.now.At)
	}
	p.why = ""
	if p.row != nil && q.subject.Key != (model.Key{}) {
		p.why = whyWaiting(p.now.Style, p.now.Snap, p.row, p.now.Zone) + asOf(p.row, p.now.Snap.WordsAt(p.row), p.now.Zone)
	}
	p.comparison = p.usualLines()
	p.part = draw.Clamp(p.part, 0, p.partCount()-1)
	p.lookUpNames(p.now.Snap)
}

// lookUpNames looks up who the parts are about.
func (p *Pane) lookUpNames(s *model.Snapshot) {
	p.names, p.agents = map[model.Key]safetext.Text{}, map[model.AgentID]safetext.Text{}
	for i := range p.partCount() {
		p.names[p.partAt(i).Key] = safetext.Text{}
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

// partCount is how many parts the explanation has that can be gone to.
func (p *Pane) partCount() int { return len(p.explanation.Included) + len(p.explanation.Excluded) }

// partAt is one of them.
func (p *Pane) partAt(i int) *model.Part {
	if n := len(p.explanation.Included); i >= n {
		return &p.explanation.Excluded[i-n]
	}
	return &p.explanation.Included[i]
}

// Key chooses a figure, or one of the parts of what it includes.
func (p *Pane) Key(msg tea.KeyPressMsg) keymap.Action {
	k := p.keys
	if p.now.Past && key.Matches(msg, k.Earlier, k.Later, k.AlertBefore, k.AlertAfter) {
		return nil // these go through time, under whatever is explained
	}
	switch {
	case p.partsFocused && key.Matches(msg, k.Open):
		return keymap.Jump{Key: p.partAt(p.part).Key}
	case p.partsFocused && key.Matches(msg, k.Previous, k.Next, k.Back):
		p.partsFocused = false
		return keymap.Done{}
	case key.Matches(msg, k.Open):
		return p.focusParts()
	case key.Matches(msg, k.Next):
		p.switchScope(1)
	case key.Matches(msg, k.Previous):
		p.switchScope(-1)
	case !k.Moves(msg):
		return nil
	case p.partsFocused:
		p.part = draw.Clamp(p.part+k.Rows(msg, p.partCount(), p.Height/2), 0, p.partCount()-1)
	default:
		p.moveTo(k.Rows(msg, p.N, p.Height))
	}
	return keymap.Done{}
}

// focusParts puts the focus on the parts. Where there are none, enter goes to the thread itself.
func (p *Pane) focusParts() keymap.Action {
	switch {
	case p.partCount() > 0:
		p.partsFocused, p.part = true, 0
		return keymap.Done{}
	case p.chosen.subject.Key != (model.Key{}):
		return keymap.Jump{Key: p.chosen.subject.Key}
	}
	return keymap.Say("This includes no chat to go to.")
}

// moveTo moves to another question, past the headings.
func (p *Pane) moveTo(d int) {
	at := draw.Clamp(p.Cursor+d, 0, p.N-1)
	for p.items[at].heading {
		switch {
		case d < 0 && at > 0:
			at--
		default:
			d = 1
			at++
		}
	}
	p.chosen, p.part = p.items[at], 0
	p.center(at)
	p.explain()
}

// Hints are the keys of the footer.
func (p *Pane) Hints() []keymap.Hint {
	k := p.keys
	if p.partsFocused {
		return []keymap.Hint{{Binding: k.Open, Word: "go to the chat"}, {Binding: k.Previous, Word: "figures"}, {Binding: k.Back, Word: "back"}}
	}
	return []keymap.Hint{{Binding: k.Down, Word: "next figure"}, {Binding: k.Next, Word: "chat, agent, floor"}, {Binding: k.Open, Word: "what it includes"}, {Binding: k.Travel, Word: "time travel"}, {Binding: k.Back, Word: "close"}}
}

// Wheel moves through the side below the mouse.
func (p *Pane) Wheel(x, d int) {
	if p.onExplanation(x, p.w) {
		p.partsFocused = p.partCount() > 0
		p.part = draw.Clamp(p.part+d, 0, p.partCount()-1)
		return
	}
	p.partsFocused = false
	p.moveTo(d)
}

// Click chooses the figure or the part below the mouse; a second click goes to the part's thread.
func (p *Pane) Click(x, y int) keymap.Action {
	left := p.listWidth(p.w)
	if p.onExplanation(x, p.w) {
		_, row := draw.Inside(p.w-left, p.h, x-left, y)
		return p.clickExplanation(row)
	}
	_, row := draw.Inside(left, p.h, x, y)
	from, to := p.Window()
	if row >= 0 && from+row < to && !p.items[from+row].heading {
		p.partsFocused = false
		p.moveTo(from + row - p.Cursor)
	}
	return keymap.Done{}
}

func (p *Pane) clickExplanation(row int) keymap.Action {
	iw, ih := draw.Inner(p.w-p.listWidth(p.w), p.h)
	lines, top := p.lines(iw), 0
	if p.partsFocused {
		top = p.firstLine(lines, ih)
	}
	if row < 0 || row >= ih || top+row >= len(lines) || lines[top+row].part < 0 {
		return keymap.Done{}
	}
	part := lines[top+row].part
	if p.partsFocused && part == p.part {
		return keymap.Jump{Key: p.partAt(part).Key}
	}
	p.partsFocused, p.part = true, part
	return keymap.Done{}
}
