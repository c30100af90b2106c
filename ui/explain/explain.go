// Package explain is the overlay that explains a figure: it lists every figure of the registry
// and those of the selected thread and agent, and shows the Board's explanation of the chosen
// one. It may import draw, keymap, model and safetext, but no other pane and not ui. It gets
// the floor in its Context and answers keys with actions.
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

// A Pane shows the list of figures on one side and the explanation of the chosen one on
// the other.
type Pane struct {
	draw.Viewport // of items
	keys          keymap.Map
	begin         Start // chooses the first figure; nil after that
	now           draw.Context
	w, h          int
	scopes        []scope
	scopeIndex    int        // the scope that is listed
	items         []listItem // of that scope
	chosen        listItem
	row           *model.Row    // the thread whose figures are listed; nil: none
	agent         model.AgentID // whose figures are listed; 0: none
	key           model.Key     // of row
	minute        model.Subject // the minute of the Activity that is explained first; zero: none
	nthChat       string        // which of the visitor's chats row is, in words; "": unknown

	explanation model.Explanation
	why         string          // why a thread is waiting or not
	comparison  []string        // see usualLines
	before      *model.Snapshot // the floor half an hour before, see sideBefore
	names       map[model.Key]safetext.Text
	agents      map[model.AgentID]safetext.Text

	partsFocused bool // the focus is on the parts, to select one
	part         int  // the selected part; included parts come before excluded ones
}

// A Start chooses the figure that an explanation begins with.
type Start func(listItem) bool

// AtFigure begins with a figure of the moment or of the last half hour.
func AtFigure(id model.FigureID) Start {
	return func(q listItem) bool { return q.figure == id && !q.subject.Today }
}

// AtToday begins with a figure of today.
func AtToday(id model.FigureID) Start {
	return func(q listItem) bool { return q.figure == id && q.subject.Today && q.subject.Agent == 0 }
}

// AtSight begins with the gap in a thread if it has one, else with what has been seen of it.
func AtSight(q listItem) bool {
	return q.fact == factGap || q.fact == factSight || q.fact == factUnseen || q.figure == model.FigureSeenFor
}

// New returns a Pane with the figures of a thread, an agent and the floor. If start fits none
// of them it begins with the number of waiting chats.
func New(keys keymap.Map, thread model.Key, agent model.AgentID, start Start) *Pane {
	return &Pane{keys: keys, key: thread, agent: agent, begin: start}
}

// OfMinute returns a Pane that begins with the figures of a minute of the Activity.
func OfMinute(keys keymap.Map, thread model.Key, agent model.AgentID, minute model.Subject) *Pane {
	p := New(keys, thread, agent, func(q listItem) bool { return q.subject == minute })
	p.minute = minute
	return p
}

// listScopes lists the items of every scope. Thread and agent stay those that New was given.
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

// Refresh shows the explanation at another moment, style or size.
func (p *Pane) Refresh(c draw.Context, w, h int) {
	p.now, p.w, p.h = c, w, h
	p.listScopes()
	_, ih := draw.Inner(w, h)
	p.Height = max(0, ih)
	of, at := findItem(p.scopes, p.isChosen)
	p.begin = nil
	p.showScope(of, at)
}

// showScope lists the items of a scope and explains the one at an index.
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

// switchScope goes d scopes on.
func (p *Pane) switchScope(d int) {
	p.part = 0
	p.showScope((p.scopeIndex+d+len(p.scopes))%len(p.scopes), 0)
}

// isChosen reports whether an item is the one to explain.
func (p *Pane) isChosen(q listItem) bool {
	if p.begin != nil {
		return p.begin(q)
	}
	return q.same(p.chosen)
}

// center puts the cursor on a row and scrolls that row to the middle, so that its heading is visible too.
func (p *Pane) center(at int) {
	p.Cursor = at
	p.Viewport.Top = draw.Clamp(at-p.Height/2, 0, p.N-p.Height)
}

// explain computes the explanation of the chosen item at the moment that is shown.
func (p *Pane) explain() {
	q := p.chosen
	if q.figure != model.FigureNone {
		p.explanation = p.now.Floor.Explain(q.figure, q.subject, p.now.At)
		if word := p.stateWord(q); word != "" {
			p.explanation.Value = word
		}
	} else if p.row != nil {
		p.explanation = q.fact.explain(p.now.Style, p.row, p.nthChat, p.now.At)
	}
	p.why = ""
	if p.row != nil && q.subject.Key != (model.Key{}) {
		p.why = whyWaiting(&p.now, p.row)
		if q.fact == factFirst {
			p.why = whyFirst(&p.now, p.row) + p.why
		}
		p.why += asOf(p.row, p.now.Snap.KnownUntil(p.row), p.now.Zone)
	}
	p.comparison = p.usualLines()
	p.part = draw.Clamp(p.part, 0, p.partCount()-1)
	p.lookUpNames(p.now.Snap)
}

// lookUpNames looks up the names of the parts' visitors and agents.
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

// partCount is the number of parts that can be selected.
func (p *Pane) partCount() int { return len(p.explanation.Included) + len(p.explanation.Excluded) }

// partAt is part i: included parts come before excluded ones.
func (p *Pane) partAt(i int) *model.Part {
	if n := len(p.explanation.Included); i >= n {
		return &p.explanation.Excluded[i-n]
	}
	return &p.explanation.Included[i]
}

// Key handles a key: it chooses a figure, or a part of the explanation.
func (p *Pane) Key(msg tea.KeyPressMsg) keymap.Action {
	k := p.keys
	if p.now.Past && key.Matches(msg, k.Earlier, k.Later, k.AlertBefore, k.AlertAfter) {
		return nil // the dashboard moves through time; the explanation follows
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

// focusParts puts the focus on the parts. If there are none, it goes to the thread itself.
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

// moveTo moves d items on, past headings.
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

// Wheel scrolls the side below the mouse.
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
