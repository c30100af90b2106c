package explain

import (
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// Widths of the explanation: from the first on both sides are shown; sentences
// are no wider than the second; the third is what a part's names need beside it.
const (
	explainBoth  = 56
	sentenceCols = 96
	namesCols    = 18
)

// Draw draws both sides on w by h cells, or the one with the focus where it is narrow.
func (p *Pane) Draw(w, h int) []string {
	left := p.leftOf(w)
	switch left {
	case 0:
		return p.drawAnswer(w, h)
	case w:
		return p.drawQuestions(w, h)
	}
	out := p.drawQuestions(left, h)
	for y, l := range p.drawAnswer(w-left, h) {
		out[y] += l
	}
	return out
}

// leftOf is how much of w cells the figures to choose from have.
func (p *Pane) leftOf(w int) int {
	switch {
	case w >= explainBoth:
		return draw.Clamp(w*3/10, 26, 34)
	case p.reading:
		return 0
	}
	return w
}

// onAnswer reports whether column x of w belongs to the explanation.
func (p *Pane) onAnswer(x, w int) bool { return x >= p.leftOf(w) }

func (p *Pane) drawQuestions(w, h int) []string {
	lk := p.now.Style
	iw, _ := draw.Inner(w, h)
	var lines []string
	from, to := p.Window()
	for i := from; i < to; i++ {
		q := p.questions[i]
		if q.heading {
			lines = append(lines, p.heading(lk, q, iw))
			continue
		}
		back := draw.OnScreen
		if i == p.Cursor {
			back = draw.BackingOf(!p.reading)
		}
		l := draw.Pointed(lk, back, iw)
		title := lk.Ours(q.title)
		if q.short != "" && lk.Width(title) > l.Left {
			title = lk.Ours(q.short)
		}
		l.Put(draw.RoleText, title)
		lines = append(lines, l.String())
	}
	f := draw.Frame{Title: draw.PaneTitle("Figures", !p.reading), Focused: !p.reading}
	if to-from < p.N {
		f.Foot = []draw.Piece{{Role: draw.RoleDim, Text: strconv.Itoa(p.Cursor+1) + " of " + strconv.Itoa(p.N)}}
	}
	return lk.Frame(f, w, h, lines)
}

// heading names whose figures follow: by name where there is one.
func (p *Pane) heading(lk *draw.Style, q question, w int) string {
	l := lk.Line(draw.OnScreen, w)
	if q.name.IsEmpty() {
		l.Put(draw.RoleStrong, q.title)
	} else {
		l.Text(draw.RoleStrong, q.name, w)
	}
	return l.String()
}

// A told is a line of an explanation, and which part it is of; -1: of none.
type told struct {
	line string
	part int
}

func (p *Pane) drawAnswer(w, h int) []string {
	lk := p.now.Style
	iw, ih := draw.Inner(w, h)
	lines := p.lines(iw)
	top := 0
	if p.reading {
		top = p.scrolled(lines, ih)
	}
	var out []string
	for _, l := range lines[top:] {
		out = append(out, l.line)
	}
	f := draw.Frame{Title: draw.PaneTitle("Explained", p.reading), Focused: p.reading}
	if more := len(lines) - top - ih; more > 0 {
		f.Foot = []draw.Piece{{Role: draw.RoleDim, Text: lk.Glyphs.Below + " " + draw.Count(more, "line", "lines") + " below"}}
	}
	return lk.Frame(f, w, h, out)
}

// scrolled is the first line to show so that the selected part stands in the
// middle; the figure itself goes out of sight last.
func (p *Pane) scrolled(lines []told, height int) int {
	at := 0
	for i, l := range lines {
		if l.part == p.part {
			at = i
		}
	}
	return draw.Clamp(at-height/2, 0, len(lines)-height)
}

// lines are the whole explanation.
func (p *Pane) lines(w int) []told {
	lk, x := p.now.Style, &p.answer
	var out []told
	add := func(pieces ...draw.Piece) { out = append(out, told{lk.Words(w, pieces...), -1}) }
	para := func(of draw.Role, s string) {
		for _, l := range lk.WrapWords(lk.Ours(s), min(w, sentenceCols)) {
			add(draw.Piece{Role: of, Text: l})
		}
	}
	value := lk.Ours(x.Value)
	for i, l := range lk.WrapWords(lk.Ours(x.Title), max(1, w-lk.Width(value)-2)) {
		if i > 0 {
			add(draw.Piece{Role: draw.RoleText, Text: l})
			continue
		}
		add(draw.Piece{Role: draw.RoleText, Text: l + "  "}, draw.Piece{Role: draw.RoleStrong, Text: value})
	}
	para(draw.RoleDim, windowWords(x, p.now.Now, p.now.Zone))
	if p.why != "" {
		add()
		para(draw.RoleText, p.why)
	}
	add()
	para(draw.RoleText, x.Formula)
	for _, words := range p.compared {
		add()
		para(draw.RoleText, words)
	}
	if x.Figure == model.FigureNone {
		return out
	}
	add()
	para(draw.RoleStrong, "Includes "+includes(x))
	out = append(out, p.partLines(w, 0, len(x.Included))...)
	if x.MoreIncluded > 0 {
		add(draw.Piece{Role: draw.RoleDim, Text: "and " + strconv.Itoa(x.MoreIncluded) + " more"})
	}
	if len(x.Excluded)+x.Outside > 0 {
		add()
		para(draw.RoleStrong, "Leaves out "+leavesOut(x))
		out = append(out, p.partLines(w, len(x.Included), p.parts())...)
		if x.MoreExcluded > 0 {
			add(draw.Piece{Role: draw.RoleDim, Text: "and " + strconv.Itoa(x.MoreExcluded) + " more"})
		}
	}
	return out
}

// windowWords name the window of a figure.
func windowWords(x *model.Explanation, now time.Time, zone *time.Location) string {
	if x.From.IsZero() {
		return "At " + draw.DayTime(x.To, now, zone) + "."
	}
	return "After " + draw.DayTime(x.From, now, zone) + ", up to " + draw.DayTime(x.To, now, zone) + "."
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

// partLines are the lines of the parts from one to before another.
func (p *Pane) partLines(w, from, to int) []told {
	var out []told
	said := p.saidCols(p.now.Style, w, from, to)
	for i := from; i < to; i++ {
		back := draw.OnScreen
		if p.reading && i == p.part {
			back = draw.OnSelected
		}
		for _, l := range p.partRows(p.nth(i), back, w, said) {
			out = append(out, told{l, i})
		}
	}
	return out
}

// partCols are the columns of a part before what it says.
const partCols = 2 + 9 + 8 + 2

// saidCols is the column for what some parts say, or 0 where it takes lines of its own.
func (p *Pane) saidCols(lk *draw.Style, w, from, to int) int {
	n := 0
	for i := from; i < to; i++ {
		t := p.nth(i)
		n = max(n, lk.Width(t.What), lk.Width(t.Why))
	}
	if partCols+n+1+namesCols > w {
		return 0
	}
	return n + 1
}

// partRows draw one part: when, which chat and what; whose it is comes last.
func (p *Pane) partRows(t *model.Part, back draw.Backing, w, saidCols int) []string {
	lk := p.now.Style
	said, of := t.What, draw.RoleText
	if t.Why != "" {
		said, of = t.Why, draw.RoleDim
	}
	said = lk.Ours(said)
	first := draw.Pointed(lk, back, w)
	first.Cell(draw.RoleDim, partTime(t.At, p.now.Now, p.now.Zone), 9)
	first.Right(of, strconv.FormatInt(int64(t.Chat), 10), 8)
	first.Gap(2)
	if saidCols > 0 {
		first.Cell(of, said, saidCols)
		p.who(first, t, first.Left)
		return []string{first.String()}
	}
	p.who(first, t, first.Left)
	out := []string{first.String()}
	for _, s := range lk.WrapWords(said, max(1, w-4)) {
		l := lk.Line(back, w)
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

// who writes the visitor and the agent of a part, as far as they have names.
func (p *Pane) who(l *draw.Line, t *model.Part, w int) {
	visitor, agent := p.names[t.Key], p.agents[t.Agent]
	if visitor.IsEmpty() {
		visitor = safetext.Line("#" + strconv.FormatInt(int64(t.Key.Visitor), 10))
	}
	if agent.IsEmpty() || w < 24 || p.answer.Subject.Agent != 0 {
		l.Text(draw.RoleText, visitor, w)
		return
	}
	n := min(w/2, 26)
	l.Text(draw.RoleText, visitor, n)
	l.Gap(1)
	l.Text(draw.RoleDim, agent, w-n-1)
}
