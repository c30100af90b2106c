package wall

import (
	"slices"
	"strconv"
	"strings"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// A barMessage is what the alert bar says: a mark and words, the longest form first,
// and whose wait the worst is.
type barMessage struct {
	of       draw.Role // RoleChip or RoleSevere: the bar is filled
	mark     string
	forms    []string
	waitText string        // in body type before the agent, behind a form that does not say it; empty: none
	agent    safetext.Text // behind the words; empty: none
	floor    string        // behind that, of several floors
}

// barView draws the alert bar.
type barView struct{ *pageView }

// filled reports whether the bar is a block across the screen.
func (a *barMessage) filled() bool { return a.of == draw.RoleChip || a.of == draw.RoleSevere }

// message is what is to be said of all floors together: how many alerts there are, the
// worst wait and its agent. A floor that is not read is said first: of it nothing is
// known. It always has its rows, so the page below does not jump.
func (b barView) message() barMessage {
	count, figures, bound := 0, true, model.BoundExact
	var worst *model.Row
	of := b.floor
	for _, f := range b.floors {
		count += f.openAlerts()
		if v := f.over(); !f.reading.Stale && v.Bound != model.BoundExact {
			bound = model.BoundLeast // of what is not known more may be over
		}
		figures = figures && (f.reading.Stale || !f.dataAlert())
		if r := f.worst(); r != nil && !f.reading.Stale && (worst == nil || r.Wait.For > worst.Wait.For) {
			worst, of = r, f
		}
	}
	gone := b.staleFloors()
	switch {
	case gone != "" && count == 0:
		return barMessage{of: draw.RoleStrong, mark: "?", forms: b.staleForms()} // filled it would look like an alert
	case count > 0 && worst != nil:
		return b.chatMessage(countWords(count, bound), worst, of, gone, figures)
	case count > 0:
		return b.figureMessage(count, bound, gone)
	}
	return b.quietMessage()
}

// dataAlert reports whether an alert is about the data, not about a limit of the floor.
func (f *floor) dataAlert() bool {
	return slices.ContainsFunc(f.concerns, func(c model.Concern) bool {
		return (c.Kind == model.ConcernData || c.Kind == model.ConcernCoverage) && c.Level >= model.LevelCritical
	})
}

// over is how many chats are over their limit; of a stale floor, how many were.
func (f *floor) over() model.Value {
	return model.FigureOf(model.FigureWaitingOver).Value(f.snap, model.Subject{})
}

// countWords are the forms of a count, the longest first: that it is the least there are
// stands in words where there is room.
func countWords(n int, bound model.Bound) []string {
	s := strconv.Itoa(n)
	if bound == model.BoundExact {
		return []string{s}
	}
	return []string{"AT LEAST " + s, "≥" + s}
}

// chatMessage says how many alerts there are, in the forms of their number, and which wait
// is the worst.
func (b barView) chatMessage(count []string, worst *model.Row, of *floor, gone string, limits bool) barMessage {
	a := barMessage{of: draw.RoleChip, mark: "!"}
	if worst.Level >= model.LevelSevere {
		a.of, a.mark = draw.RoleSevere, "!!"
	}
	wait := blockValue(model.ClockValue(worst.Wait))
	over := " OVER LIMIT  "
	if !limits {
		over = " ALERTS  "
	}
	for _, words := range [][]string{{over + "WORST ", " OVER  WORST "}, {over, " OVER  "}, {" "}} {
		for _, n := range count { // the words of a bound rather than those of the limit: its sign is lost across a room
			a.forms = append(a.forms, countForms(n, words, wait, gone)...)
		}
	}
	b.nameAgent(&a, worst, of)
	return a
}

// countForms says a number of alerts in some words, and the worst wait unless floors that are gone need its room.
func countForms(n string, words []string, wait, gone string) []string {
	var forms []string
	for _, w := range words {
		switch {
		case gone == "":
			forms = append(forms, n+w+wait)
		case w == " ":
			age := strings.LastIndexByte(gone, ' ') // its page has it too; a bare number says nothing
			forms = append(forms, joinWords(gone[:age], n+" OVER", wait), joinWords(gone, n, wait))
		case !strings.Contains(w, "WORST"):
			forms = append(forms, gone+"  "+n+w+wait)
		}
	}
	return forms
}

// figureMessage is that of figures over their limit where no chat is.
func (b barView) figureMessage(count int, bound model.Bound, gone string) barMessage {
	a := barMessage{of: draw.RoleChip, mark: "!"}
	n, what := countWords(count, bound)[0]+" OVER LIMIT", ""
	if count == 1 && bound == model.BoundExact {
		n = "1 ALERT"
	}
	for _, f := range b.floors {
		if list := f.tracker.List(); what == "" && f.openAlerts() > 0 {
			what = strings.ToUpper(list[0].What)
		}
	}
	a.forms = []string{n + "  " + what, n}
	if gone != "" {
		a.forms = []string{gone + "  " + n}
	}
	return a
}

// quietMessage says how it is where nothing is over its limit; that all is well only where
// that is known.
func (b barView) quietMessage() barMessage {
	level, current, state, warnings, late := model.LevelOK, true, model.StateLive, 0, 0
	var longest *model.Row
	of := b.floor
	word := ""
	for _, f := range b.floors {
		level, current = max(level, f.level), current && f.current
		for i := range f.concerns {
			if c := &f.concerns[i]; c.Level == model.LevelWarn && c.Kind != model.ConcernData && c.Kind != model.ConcernCoverage {
				warnings++
			}
		}
		late += f.snap.PastGoal()
		if r := f.longest(); r != nil && (longest == nil || r.Wait.For > longest.Wait.For) {
			longest, of = r, f
		}
		if s := f.reading.Health.State; s.Rank() < state.Rank() {
			state, word = s, strings.ToUpper(f.reading.Health.Word())
		}
	}
	switch {
	case level >= model.LevelCritical: // all of it is acknowledged
		return barMessage{of: draw.RoleDim, forms: []string{"ALL ALERTS ARE KNOWN"}}
	case level == model.LevelWarn && warnings > 0:
		return barMessage{of: draw.RoleWarn, mark: "^", forms: []string{strconv.Itoa(warnings) + " AT FIRST LIMIT, NONE OVER LIMIT", strconv.Itoa(warnings) + " AT FIRST LIMIT"}}
	case state == model.StateReading || state == model.StateStarting:
		return barMessage{of: draw.RoleDim, mark: "?", forms: []string{word}}
	case !current && !state.Current():
		return barMessage{of: draw.RoleDim, mark: "?", forms: []string{word + "  NO ANSWER FROM ACQUIRE", word}}
	case !current:
		return barMessage{of: draw.RoleDim, mark: "?", forms: []string{"NOT ALL OF THE FLOOR IS READ", "NOT ALL IS READ"}}
	}
	a := barMessage{of: draw.RoleDim, forms: []string{"ALL WITHIN LIMITS"}}
	if late > 0 && longest != nil {
		n := "ALL WITHIN LIMITS  " + strconv.Itoa(late) + " PAST GOAL" // never the calm half of it alone
		a.waitText = "longest " + blockValue(model.ClockValue(longest.Wait))
		a.of, a.forms = draw.RoleStrong, []string{n + "  " + strings.ToUpper(a.waitText), n}
		b.nameAgent(&a, longest, of)
	}
	return a
}

// nameAgent adds whose wait it is that the bar is about.
func (b barView) nameAgent(a *barMessage, r *model.Row, of *floor) {
	at := *b.pageView
	at.floor = of
	if a.agent = at.owner(r); len(b.floors) > 1 {
		a.floor = of.reading.Name
	}
}

// staleFloors says which floors are stale, the longest first; empty where none is.
func (b barView) staleFloors() string {
	oldest, n := (*floor)(nil), 0
	for _, f := range b.floors {
		if !f.reading.Stale {
			continue
		}
		if n++; oldest == nil || f.reading.Age.For > oldest.reading.Age.For {
			oldest = f
		}
	}
	switch {
	case n == 0:
		return ""
	case n > 1:
		return strconv.Itoa(n) + " FLOORS STALE " + blockClock(oldest.reading.Age.For)
	case len(b.floors) > 1:
		return strings.ToUpper(oldest.reading.Name) + " STALE " + blockClock(oldest.reading.Age.For)
	}
	return "STALE " + blockClock(oldest.reading.Age.For)
}

// staleForms are gone with why, as far as all the stale floors have one reason, and how many were over their limit
// then. The reason goes before the count, which the tile of the waiting chats has as well.
func (b barView) staleForms() []string {
	gone, why, mixed := b.staleFloors(), "", false
	over, bound := 0, model.BoundExact
	for _, f := range b.floors {
		if !f.reading.Stale {
			continue
		}
		if v := f.over(); v.Known() {
			over += int(v.Number)
			bound = max(bound, v.Bound)
		}
		word := "NO ANSWER FROM ACQUIRE"
		if s := f.reading.Health.State; s != model.StateRetrying && !s.Current() {
			word = s.String()
		}
		mixed = mixed || why != "" && why != word
		why = word
	}
	var forms []string
	if !mixed {
		forms = []string{gone + "  " + why}
	}
	if over > 0 {
		count := countWords(over, bound)
		long, short := gone+"  "+count[0], gone+"  "+count[len(count)-1]+" OVER THEN"
		if !mixed {
			forms = []string{short + "  " + why, gone + "  " + why}
		}
		forms = append(forms, long+" OVER LIMIT THEN", long+" OVER THEN", short)
	}
	return append(forms, gone)
}

// alertBar draws the alert bar: filled across the screen where something is over its
// limit or out of date, else dim.
func (b barView) alertBar() []string {
	a := b.message()
	ground := draw.RoleText
	if a.filled() {
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

// barLetters chooses the longest form that fits, the agent with it, and returns what
// writes a row of it. An agent's name that block letters do not have, or that is too
// long, is in body type: it is never left out.
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
	if names, ok := spell(joinWords(a.agent.String(), a.floor)); ok {
		for i, form := range forms {
			if !a.namesWait(form) {
				continue // whose a wait is that is not there?
			}
			if form = joinWords(form, names); i%2 == 1 {
				form = strings.ReplaceAll(form, "  ", " ") // closer together rather than fewer words
			}
			if draw.LettersWidth(form, b.size)+1 <= b.w {
				return func(l *draw.Line, y int) { l.Letters(a.of, form, b.size, y) }
			}
		}
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

// joinWords is words with two blanks between, as far as there are any.
func joinWords(words ...string) string {
	words = slices.DeleteFunc(words, func(s string) bool { return s == "" })
	return strings.Join(words, "  ")
}

// spell is draw.Spelled of words that two blanks part, which stay two.
func spell(s string) (spelled string, ok bool) {
	parts := strings.Split(s, "  ")
	for i, part := range parts {
		if parts[i], ok = draw.Spelled(part); !ok {
			return s, false
		}
	}
	return strings.Join(parts, "  "), true
}

// barWords writes the bar in body type.
func (b barView) barWords(a *barMessage, l *draw.Line) {
	lk := b.style
	switch a.mark {
	case "":
	case "!!":
		l.Put(a.of, lk.Glyphs.Severe+" ")
	case "^":
		l.Put(a.of, lk.Glyphs.Warn+" ")
	default:
		l.Put(a.of, a.mark+" ")
	}
	form := a.forms[len(a.forms)-1]
	for _, f := range a.forms {
		if lk.Width(f)+b.agentWidth(a, f)+2 <= l.Left {
			form = f
			break
		}
	}
	l.Put(a.of, strings.ReplaceAll(form, "  ", " "+lk.Glyphs.Dot+" "))
	l.Gap(1)
	b.putAgent(l, a, form)
}

// namesWait reports whether a form names the wait that the agent behind it is about.
func (a *barMessage) namesWait(form string) bool {
	return a.waitText == "" || strings.Contains(form, strings.ToUpper(a.waitText))
}

// agentWidth is how many cells nameIn takes at most.
func (b barView) agentWidth(a *barMessage, form string) int {
	n := b.style.Width(a.agent.String()) + b.style.Width(a.floor) + 1
	if !a.namesWait(form) {
		n += b.style.Width(a.waitText) + 1
	}
	return n
}

// putAgent writes the agent and the floor in body type, before them the wait where the form before does not say it.
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
