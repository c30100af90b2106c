package explain

import (
	"slices"
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/keymap"
)

// Widths of the explanation: both sides are shown from explainBoth cells; sentences are
// at most sentenceCols wide; the names of a part need namesCols beside it.
const (
	explainBoth  = 56
	sentenceCols = 96
	namesCols    = 18
)

// Draw draws both sides on w by h cells, or only the focused side if there is no room for both.
func (p *Pane) Draw(w, h int) []string {
	left := p.listWidth(w)
	switch left {
	case 0:
		return p.drawExplanation(w, h)
	case w:
		return p.drawList(w, h)
	}
	out := p.drawList(left, h)
	for y, l := range p.drawExplanation(w-left, h) {
		out[y] += l
	}
	return out
}

// listWidth is how many of w cells the list of figures takes.
func (p *Pane) listWidth(w int) int {
	switch {
	case w >= explainBoth:
		return draw.Clamp(w*35/100, 26, 34)
	case p.partsFocused:
		return 0
	}
	return w
}

// onExplanation reports whether column x of w belongs to the explanation.
func (p *Pane) onExplanation(x, w int) bool { return x >= p.listWidth(w) }

func (p *Pane) drawList(w, h int) []string {
	style := p.now.Style
	iw, _ := draw.Inner(w, h)
	var lines []string
	from, to := p.Window()
	for i := from; i < to; i++ {
		q := p.items[i]
		if q.heading {
			lines = append(lines, p.heading(style, q, iw))
			continue
		}
		back := draw.OnScreen
		if i == p.Cursor {
			back = draw.SelectionBackground(!p.partsFocused)
		}
		l := draw.Pointed(style, back, iw)
		title, value := style.Ours(q.title), p.value(q)
		of := p.valueRole(q)
		room := l.Left - style.Width(value) - 1
		if q.short != "" && style.Width(title) > room {
			title = style.Ours(q.short)
			if room < style.Width(title) && q.fact == factOwner && p.row.Owner != 0 { // "Tomasz N."
				value = draw.NamesOf(p.now.Snap.Agents).Text(style, p.row.Owner, p.row.OwnerName, l.Left-style.Width(title)-1).String()
				room = style.Width(title)
			}
		}
		l.Cell(draw.RoleText, title, max(0, room))
		l.Right(of, value, l.Left)
		lines = append(lines, l.String())
	}
	return style.Frame(p.listFrame(), w, h, lines)
}

// level is how bad a listed value is; model.LevelNone if it has no level, as a minute of the past.
func (p *Pane) level(q listItem) model.Level {
	switch {
	case q.heading || !q.subject.Minute.IsZero() || q.figure == model.FigureAgentState:
		return model.LevelNone
	case q.figure == model.FigureNone:
		return q.fact.level(p.row)
	}
	return model.FigureOf(q.figure).Value(p.now.Snap, q.subject).Level
}

// valueRole is how a value in the list is drawn: in the background unless it has reached a limit.
func (p *Pane) valueRole(q listItem) draw.Role {
	if at := stateOf(p.now.Snap, q); at >= 0 {
		if of, _ := draw.AgentState(&p.now.Snap.Agents[at], p.now.Snap.Now); of == draw.RoleWarn {
			return of
		}
	}
	if level := p.level(q); level >= model.LevelWarn {
		of, _ := p.now.Style.Level(level)
		return draw.Quiet(of)
	}
	return draw.RoleDim
}

// value is the current value of a figure in the list, with the mark of its level.
func (p *Pane) value(q listItem) string {
	return withMark(p.now.Style, p.plainValue(q), p.level(q))
}

// withMark is a value with the mark of its level behind it, as in the headline.
func withMark(style *draw.Style, value string, level model.Level) string {
	if _, mark := style.Level(level); mark != "" {
		return value + " " + mark
	}
	return value
}

func (p *Pane) plainValue(q listItem) string {
	style := p.now.Style
	if q.value != "" {
		return style.Ours(q.value)
	}
	if q.figure == model.FigureNone {
		return q.fact.value(style, p.row, p.nthChat)
	}
	if word := p.stateWord(q); word != "" {
		return word
	}
	return style.Value(model.FigureOf(q.figure).Value(p.now.Snap, q.subject))
}

// stateWord is an agent's state as the list of agents has it; empty for any other figure. The number behind it, of messages
// elsewhere, is a zero for most states.
func (p *Pane) stateWord(q listItem) string {
	at := stateOf(p.now.Snap, q)
	if at < 0 {
		return ""
	}
	_, word := draw.AgentState(&p.now.Snap.Agents[at], p.now.Snap.Now)
	return word
}

// stateOf returns the index of the agent whose state a listed figure is; -1 if it is another figure.
func stateOf(s *model.Snapshot, q listItem) int {
	if q.figure != model.FigureAgentState {
		return -1
	}
	return slices.IndexFunc(s.Agents, func(a model.AgentRow) bool { return a.ID == q.subject.Agent })
}

// listFrame is the list's frame: it names the scope, and the scope that the next key shows.
func (p *Pane) listFrame() draw.Frame {
	style, s := p.now.Style, &p.scopes[p.scopeIndex]
	f := draw.Frame{Focused: !p.partsFocused, Title: draw.PaneTitle("Explain ", !p.partsFocused)}
	if s.name.IsEmpty() {
		f.Title = draw.PaneTitle("Explain "+s.title, !p.partsFocused)
	} else {
		f.Title = append(f.Title, style.Pieces(draw.RoleText, style.Known(s.name).Truncate(longestName))...)
	}
	foot := strconv.Itoa(p.Cursor+1) + " of " + strconv.Itoa(p.N)
	if n := len(p.scopes); n > 1 {
		foot += " " + style.Glyphs.Dot + " " + keymap.FirstKey(p.keys.Next) + " " + p.scopes[(p.scopeIndex+1)%n].word
	}
	f.Foot = []draw.Piece{{Role: draw.RoleDim, Text: foot}}
	return f
}

// longestName is how many cells of an agent's name fit into the frame.
const longestName = 18

// heading draws the heading above a group of figures.
func (p *Pane) heading(style *draw.Style, q listItem, w int) string {
	l := style.Line(draw.OnScreen, w)
	l.Put(draw.RoleStrong, q.title)
	return l.String()
}

// An explainLine is a line of an explanation and the index of its part; -1: of no part.
type explainLine struct {
	text string
	part int
}

func (p *Pane) drawExplanation(w, h int) []string {
	style := p.now.Style
	iw, ih := draw.Inner(w, h)
	lines := p.lines(iw)
	top := 0
	if p.partsFocused {
		top = p.firstLine(lines, ih)
	}
	var out []string
	for _, l := range lines[top:] {
		out = append(out, l.text)
	}
	f := draw.Frame{Title: draw.PaneTitle("Explained", p.partsFocused), Focused: p.partsFocused}
	if x := &p.explanation; x.From.IsZero() {
		f.Right = []draw.Piece{{Role: draw.RoleDim, Text: "at " + draw.DayTime(x.To, p.now.Now, p.now.Zone)}}
	}
	if more := len(lines) - top - ih; more > 0 {
		f.Foot = []draw.Piece{{Role: draw.RoleDim, Text: style.Glyphs.Below + " " + draw.Count(more, "line", "lines") + " below"}}
	}
	return style.Frame(f, w, h, out)
}

// firstLine is the first line to show so that the selected part is in the middle.
func (p *Pane) firstLine(lines []explainLine, height int) int {
	at := 0
	for i, l := range lines {
		if l.part == p.part {
			at = i
		}
	}
	return draw.Clamp(at-height/2, 0, len(lines)-height)
}

// lines are the whole explanation: the value, the reason, how it is counted, when it stops, and
// its parts.
func (p *Pane) lines(w int) []explainLine {
	x := &p.explanation
	t := lineWriter{style: p.now.Style, w: w}
	t.valueLine(x, p.level(p.chosen))
	if limits := p.overLimits(); limits != "" {
		t.paragraph(0, draw.RoleText, limits)
	}
	if !x.From.IsZero() {
		t.paragraph(0, draw.RoleDim, "After "+draw.DayTime(x.From, p.now.Now, p.now.Zone)+", up to "+draw.DayTime(x.To, p.now.Now, p.now.Zone)+".")
	}
	t.heading("Because")
	if p.why != "" {
		t.paragraph(2, draw.RoleText, p.why)
	} else {
		t.paragraph(2, draw.RoleText, reasonFor(x))
	}
	t.heading("How it is counted")
	t.steps(p.steps())
	for _, words := range p.comparison {
		t.blankLine()
		t.paragraph(0, draw.RoleText, words)
	}
	t.heading("It stops when")
	t.paragraph(2, draw.RoleText, p.endsWhen())
	if x.Figure == model.FigureNone {
		return t.out
	}
	dot := " " + t.style.Glyphs.Dot + " "
	t.heading("Included" + dot + includes(x))
	t.parts(p.partLines(w, 0, len(x.Included)), x.MoreIncluded)
	if len(x.Excluded)+x.Outside > 0 {
		t.heading("Left out" + dot + leavesOut(x))
		t.parts(p.partLines(w, len(x.Included), p.partCount()), x.MoreExcluded)
	}
	return t.out
}

func includes(x *model.Explanation) string {
	n := len(x.Included) + x.MoreIncluded
	if n == 0 {
		return "nothing"
	}
	return strconv.Itoa(n)
}

func leavesOut(x *model.Explanation) string {
	s := strconv.Itoa(len(x.Excluded) + x.MoreExcluded)
	if x.Outside > 0 {
		s += ", and " + strconv.Itoa(x.Outside) + " outside the window"
	}
	return s
}

// partLines are the lines of parts from up to but without to.
func (p *Pane) partLines(w, from, to int) []explainLine {
	var out []explainLine
	whatCols := p.whatCols(p.now.Style, w, from, to)
	for i := from; i < to; i++ {
		back := draw.OnScreen
		if p.partsFocused && i == p.part {
			back = draw.OnSelected
		}
		for _, l := range p.partRows(p.partAt(i), back, w, whatCols) {
			out = append(out, explainLine{l, i})
		}
	}
	return out
}

// partCols is the width of a part's time and chat, before its words.
const partCols = 2 + 9 + 8 + 2

// whatCols is the width of the column for the words of some parts, or 0 if they take lines of their own.
func (p *Pane) whatCols(style *draw.Style, w, from, to int) int {
	n := 0
	for i := from; i < to; i++ {
		t := p.partAt(i)
		n = max(n, style.Width(t.What), style.Width(t.Why))
	}
	if partCols+n+1+namesCols > w {
		return 0
	}
	return n + 1
}

// partRows draws one part: time, chat, words, and names last.
func (p *Pane) partRows(t *model.Part, back draw.Background, w, saidCols int) []string {
	style := p.now.Style
	said, of := t.What, draw.RoleText
	if t.Why != "" {
		said, of = t.Why, draw.RoleDim
	}
	said = style.Ours(said)
	first := draw.Pointed(style, back, w)
	first.Cell(draw.RoleDim, partTime(t.At, p.now.Now, p.now.Zone), 9)
	first.Right(of, strconv.FormatInt(int64(t.Chat), 10), 8)
	first.Gap(2)
	if saidCols > 0 {
		first.Cell(of, said, saidCols)
		p.drawNames(first, t, first.Left)
		return []string{first.String()}
	}
	p.drawNames(first, t, first.Left)
	out := []string{first.String()}
	for _, s := range style.WrapWords(said, max(1, w-4)) {
		l := style.Line(back, w)
		l.Gap(4)
		l.Put(of, s)
		out = append(out, l.String())
	}
	return out
}

func partTime(t, now time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return draw.DayTime(t, now, zone)
}

// drawNames draws the names of a part's visitor and agent, as far as they are known.
func (p *Pane) drawNames(l *draw.Line, t *model.Part, w int) {
	visitor, agent := p.names[t.Key], p.agents[t.Agent]
	if visitor.IsEmpty() {
		visitor = safetext.Line("#" + strconv.FormatInt(int64(t.Key.Visitor), 10))
	}
	if agent.IsEmpty() || w < 24 || p.explanation.Subject.Agent != 0 {
		l.Text(draw.RoleText, visitor, w)
		return
	}
	n := min(w/2, 26)
	l.Text(draw.RoleText, visitor, n)
	l.Gap(1)
	l.Text(draw.RoleDim, agent, w-n-1)
}
