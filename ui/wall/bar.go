package wall

import (
	"slices"
	"strings"

	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// barView draws the alert bar.
type barView struct{ *pageView }

// alertBar draws the alert bar: filled across the screen if something is over its limit.
func (b barView) alertBar() []string {
	a := b.message()
	ground := draw.RoleText
	switch {
	case a.filled() && b.bare: // the strokes at the edges of a block would be lost in the dark
		a.of = draw.RoleCritical
	case a.filled():
		ground = a.of
	}
	write := b.barLetters(&a)
	letters := b.letters
	if b.bar == 1 {
		letters = 1
	}
	var rows []string
	for y := range b.bar {
		l := b.style.FilledLine(ground, b.w)
		l.Gap(1)
		if at := y - (b.bar-letters+1)/2; at >= 0 && at < letters {
			write(l, at)
		}
		rows = append(rows, l.String())
	}
	return rows
}

// barLetters chooses the longest form that fits together with the agent, and returns what writes one row of
// it. An agent whose name is too long for block letters, or has none of their signs, is written in body type,
// and never left out.
func (b barView) barLetters(a *barMessage) func(*draw.Line, int) {
	if b.bar == 1 {
		return func(l *draw.Line, _ int) { b.barWords(a, l) }
	}
	var forms []string
	for _, form := range a.forms {
		if form, ok := spell(form); ok {
			if a.mark != "" {
				form = a.mark + "  " + form
			}
			forms = append(forms, form, strings.ReplaceAll(form, "  ", " "))
		}
	}
	letters := func(form, behind string) func(*draw.Line, int) {
		return func(l *draw.Line, y int) {
			l.Letters(a.of, form, b.size, y)
			if l.Gap(2); y == b.letters/2 {
				l.Text(a.of, safetext.Line(behind), max(0, l.Left-1))
			}
		}
	}
	if form, ok := b.formWithAgent(a, forms, false); ok { // rather a shorter name than a count without a word
		return letters(form, "")
	}
	if form, behind, ok := b.shortWithAgent(a); ok { // rather the floor in body type than the agent
		return letters(form, behind)
	}
	if form, ok := b.formWithAgent(a, forms, true); ok {
		return letters(form, "")
	}
	for _, form := range forms {
		if draw.LettersWidth(form, b.size)+4+b.agentWidth(a, form) <= b.w {
			return func(l *draw.Line, y int) {
				l.Letters(a.of, form, b.size, y)
				if l.Gap(2); y == b.letters/2 {
					b.putAgent(l, a, form)
				}
			}
		}
	}
	return func(l *draw.Line, y int) {
		if y == b.letters/2 {
			b.barWords(a, l)
		}
	}
}

// formWithAgent is the longest of the forms that fits together with the agent in block letters, and with the longest
// form of the agent's name; bare forms have no words but only numbers.
func (b barView) formWithAgent(a *barMessage, forms []string, bare bool) (string, bool) {
	for _, name := range nameForms(a.agent.String()) {
		names, ok := spell(joinWords(name, a.floor))
		if !ok {
			continue
		}
		for i, form := range forms {
			if !a.namesWait(form) || bare != (strings.ToLower(form) == form) {
				continue // an agent means nothing without the wait
			}
			if form = joinWords(form, names); i%2 == 1 {
				form = strings.ReplaceAll(form, "  ", " ") // narrower gaps rather than fewer words
			}
			if draw.LettersWidth(form, b.size)+1 <= b.w {
				return form, true
			}
		}
	}
	return "", false
}

// leastFloor is how many cells of a floor's name have to fit behind letters.
const leastFloor = 8

// shortWithAgent is the longest of the short forms that fits together with the agent in block letters and with the floor,
// or the beginning of its name, in body type behind them, and with the longest form of the agent's name; else only the
// wait and how many floors are stale, with the count and as much of the floor behind them.
func (b barView) shortWithAgent(a *barMessage) (form, behind string, ok bool) {
	if a.behind == "" {
		return "", "", false
	}
	whole := b.style.Width(a.behind)
	for _, room := range []int{whole, min(whole, leastFloor)} {
		if form, ok = b.fitAgent(a, a.short, "", room); ok {
			return form, a.behind, true
		}
	}
	if a.ending != "" {
		form, ok = b.fitAgent(a, []string{a.bareWait}, a.ending, b.style.Width(a.rest))
	}
	return form, a.rest + "  " + a.behind, ok
}

// fitAgent is the longest of some forms that fits together with the agent and an ending in block letters, and with room
// cells of body type behind them.
func (b barView) fitAgent(a *barMessage, forms []string, ending string, room int) (string, bool) {
	for _, name := range nameForms(a.agent.String()) {
		for _, form := range forms {
			form, ok := spell(a.mark + "  " + joinWords(form, name) + ending)
			form = strings.ReplaceAll(form, "  ", " ")
			if ok && draw.LettersWidth(form, b.size)+4+room <= b.w {
				return form, true
			}
		}
	}
	return "", false
}

// joinWords joins the words that are not empty by two blanks.
func joinWords(words ...string) string {
	words = slices.DeleteFunc(words, func(s string) bool { return s == "" })
	return strings.Join(words, "  ")
}

// spell is draw.Spelled for words that are separated by two blanks, which it keeps.
func spell(s string) (spelled string, ok bool) {
	parts := strings.Split(s, "  ")
	for i, part := range parts {
		if parts[i], ok = draw.Spelled(plusBehind(part)); !ok {
			return s, false
		}
	}
	return strings.Join(parts, "  "), true
}

// barWords writes the bar in body type.
func (b barView) barWords(a *barMessage, l *draw.Line) {
	style := b.style
	switch a.mark {
	case "":
	case "!!":
		l.Put(a.of, style.Glyphs.Severe+" ")
	case "^":
		l.Put(a.of, style.Glyphs.Warn+" ")
	default:
		l.Put(a.of, a.mark+" ")
	}
	form := a.forms[len(a.forms)-1]
	for _, f := range a.forms {
		if style.Width(f)+b.agentWidth(a, f)+2 <= l.Left {
			form = f
			break
		}
	}
	l.Put(a.of, strings.ReplaceAll(form, "  ", " "+style.Glyphs.Dot+" "))
	l.Gap(1)
	b.putAgent(l, a, form)
}

// namesWait reports whether a form includes the wait that its agent belongs to.
func (a *barMessage) namesWait(form string) bool {
	wait := strings.ToUpper(a.waitText)
	return strings.Contains(form, wait) || strings.Contains(form, plusBehind(wait)) // as it is, and as letters write it
}

// agentWidth is how many cells putAgent takes at most.
func (b barView) agentWidth(a *barMessage, form string) int {
	n := b.style.Width(a.agent.String()) + b.style.Width(a.floor) + 1
	if !a.namesWait(form) {
		n += b.style.Width(a.waitText) + 1
	}
	return n
}

// putAgent writes the agent and the floor in body type, after the wait if the form does not include it.
func (b barView) putAgent(l *draw.Line, a *barMessage, form string) {
	if !a.namesWait(form) {
		l.Put(a.of, a.waitText+" ")
	}
	if !a.agent.IsEmpty() {
		l.Text(a.of, a.agent, min(l.Left, b.style.Width(a.agent.String())))
		l.Gap(1)
	}
	l.Put(a.of, a.floor)
}
