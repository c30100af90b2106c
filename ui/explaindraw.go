package ui

import (
	"strconv"
	"time"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

// Widths of the explanation: from the first on both sides are shown; sentences
// are no wider than the second; the third is what a part's names need beside it.
const (
	explainBoth  = 56
	sentenceCols = 96
	namesCols    = 18
)

// draw draws both sides on w by h cells, or the one with the focus where it is narrow.
func (p *explainPane) draw(a *App, w, h int) []string {
	left := p.leftOf(w)
	switch left {
	case 0:
		return p.drawAnswer(a, w, h)
	case w:
		return p.drawQuestions(a.look, w, h)
	}
	out := p.drawQuestions(a.look, left, h)
	for y, l := range p.drawAnswer(a, w-left, h) {
		out[y] += l
	}
	return out
}

// leftOf is how much of w cells the figures to choose from have.
func (p *explainPane) leftOf(w int) int {
	switch {
	case w >= explainBoth:
		return clamp(w*3/10, 26, 34)
	case p.reading:
		return 0
	}
	return w
}

// onAnswer reports whether column x of w belongs to the explanation.
func (p *explainPane) onAnswer(x, w int) bool { return x >= p.leftOf(w) }

func (p *explainPane) drawQuestions(lk *look, w, h int) []string {
	iw, _ := inner(w, h)
	var lines []string
	from, to := p.window()
	for i := from; i < to; i++ {
		q := p.questions[i]
		if q.heading {
			lines = append(lines, p.heading(lk, q, iw))
			continue
		}
		back := onScreen
		if i == p.cursor {
			back = backingOf(!p.reading)
		}
		l := pointed(lk, back, iw)
		title := lk.ours(q.title)
		if q.short != "" && lk.width(title) > l.left {
			title = lk.ours(q.short)
		}
		l.put(roleText, title)
		lines = append(lines, l.String())
	}
	f := frame{title: title("Figures", !p.reading), focused: !p.reading}
	if to-from < p.n {
		f.foot = []piece{{roleDim, strconv.Itoa(p.cursor+1) + " of " + strconv.Itoa(p.n)}}
	}
	return lk.frame(f, w, h, lines)
}

// heading names whose figures follow: by name where there is one.
func (p *explainPane) heading(lk *look, q question, w int) string {
	l := lk.line(onScreen, w)
	if q.name.IsEmpty() {
		l.put(roleStrong, q.title)
	} else {
		l.text(roleStrong, q.name, w)
	}
	return l.String()
}

// A told is a line of an explanation, and which part it is of; -1: of none.
type told struct {
	line string
	part int
}

func (p *explainPane) drawAnswer(a *App, w, h int) []string {
	lk := a.look
	iw, ih := inner(w, h)
	lines := p.lines(a, iw)
	top := 0
	if p.reading {
		top = p.scrolled(lines, ih)
	}
	var out []string
	for _, l := range lines[top:] {
		out = append(out, l.line)
	}
	f := frame{title: title("Explained", p.reading), focused: p.reading}
	if more := len(lines) - top - ih; more > 0 {
		f.foot = []piece{{roleDim, lk.glyphs.below + " " + count(more, "line", "lines") + " below"}}
	}
	return lk.frame(f, w, h, out)
}

// scrolled is the first line to show so that the selected part stands in the
// middle; the figure itself goes out of sight last.
func (p *explainPane) scrolled(lines []told, height int) int {
	at := 0
	for i, l := range lines {
		if l.part == p.part {
			at = i
		}
	}
	return clamp(at-height/2, 0, len(lines)-height)
}

// lines are the whole explanation.
func (p *explainPane) lines(a *App, w int) []told {
	lk, x := a.look, &p.answer
	var out []told
	add := func(pieces ...piece) { out = append(out, told{lk.words(w, pieces...), -1}) }
	para := func(of role, s string) {
		for _, l := range lk.wrapWords(lk.ours(s), min(w, sentenceCols)) {
			add(piece{of, l})
		}
	}
	value := lk.ours(x.Value)
	for i, l := range lk.wrapWords(lk.ours(x.Title), max(1, w-lk.width(value)-2)) {
		if i > 0 {
			add(piece{roleText, l})
			continue
		}
		add(piece{roleText, l + "  "}, piece{roleStrong, value})
	}
	para(roleDim, a.windowWords(x))
	if p.why != "" {
		add()
		para(roleText, p.why)
	}
	add()
	para(roleText, x.Formula)
	if x.Figure == model.FigureNone {
		return out
	}
	add()
	para(roleStrong, "Includes "+includes(x))
	out = append(out, p.partLines(a, w, 0, len(x.Included))...)
	if x.MoreIncluded > 0 {
		add(piece{roleDim, "and " + strconv.Itoa(x.MoreIncluded) + " more"})
	}
	if len(x.Excluded)+x.Outside > 0 {
		add()
		para(roleStrong, "Leaves out "+leavesOut(x))
		out = append(out, p.partLines(a, w, len(x.Included), p.parts())...)
		if x.MoreExcluded > 0 {
			add(piece{roleDim, "and " + strconv.Itoa(x.MoreExcluded) + " more"})
		}
	}
	return out
}

// windowWords name the window of a figure.
func (a *App) windowWords(x *model.Explanation) string {
	if x.From.IsZero() {
		return "At " + a.dayTime(x.To) + "."
	}
	return "After " + a.dayTime(x.From) + ", up to " + a.dayTime(x.To) + "."
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
func (p *explainPane) partLines(a *App, w, from, to int) []told {
	var out []told
	said := p.saidCols(a.look, w, from, to)
	for i := from; i < to; i++ {
		back := onScreen
		if p.reading && i == p.part {
			back = onSelected
		}
		for _, l := range p.partRows(a, p.nth(i), back, w, said) {
			out = append(out, told{l, i})
		}
	}
	return out
}

// partCols are the columns of a part before what it says.
const partCols = 2 + 9 + 8 + 2

// saidCols is the column for what some parts say, or 0 where it takes lines of its own.
func (p *explainPane) saidCols(lk *look, w, from, to int) int {
	n := 0
	for i := from; i < to; i++ {
		t := p.nth(i)
		n = max(n, lk.width(t.What), lk.width(t.Why))
	}
	if partCols+n+1+namesCols > w {
		return 0
	}
	return n + 1
}

// partRows draw one part: when, which chat and what; whose it is comes last.
func (p *explainPane) partRows(a *App, t *model.Part, back backing, w, saidCols int) []string {
	lk := a.look
	said, of := t.What, roleText
	if t.Why != "" {
		said, of = t.Why, roleDim
	}
	said = lk.ours(said)
	first := pointed(lk, back, w)
	first.cell(roleDim, a.partTime(t.At), 9)
	first.right(of, strconv.FormatInt(int64(t.Chat), 10), 8)
	first.gap(2)
	if saidCols > 0 {
		first.cell(of, said, saidCols)
		p.who(first, t, first.left)
		return []string{first.String()}
	}
	p.who(first, t, first.left)
	out := []string{first.String()}
	for _, s := range lk.wrapWords(said, max(1, w-4)) {
		l := lk.line(back, w)
		l.gap(4)
		l.put(of, s)
		out = append(out, l.String())
	}
	return out
}

func (a *App) partTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return a.dayTime(t)
}

// who writes the visitor and the agent of a part, as far as they have names.
func (p *explainPane) who(l *line, t *model.Part, w int) {
	visitor, agent := p.names[t.Key], p.agents[t.Agent]
	if visitor.IsEmpty() {
		visitor = safetext.Line("#" + strconv.FormatInt(int64(t.Key.Visitor), 10))
	}
	if agent.IsEmpty() || w < 24 || p.answer.Subject.Agent != 0 {
		l.text(roleText, visitor, w)
		return
	}
	n := min(w/2, 26)
	l.text(roleText, visitor, n)
	l.gap(1)
	l.text(roleDim, agent, w-n-1)
}
