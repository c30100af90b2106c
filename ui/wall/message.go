package wall

import (
	"slices"
	"strconv"
	"strings"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
)

// A barMessage is what the alert bar says: a mark, words in several forms with the longest first, and who has
// the worst wait.
type barMessage struct {
	of       draw.Role // RoleChip and RoleSevere fill the bar
	mark     string
	forms    []string
	waitText string        // the longest wait, in body type after a form without it; empty: none
	agent    safetext.Text // who has the worst wait, after the words; empty: none
	floor    string        // of the worst wait, if there are several floors
	short    []string      // forms with the worst wait but without its floor, which stands in body type behind the agent
	behind   string        // that floor
	ending   string        // behind the worst wait and its agent alone, where no form fits; empty if no floor is stale
	rest     string        // the count in body type behind that
	bareWait string        // that wait
}

// filled reports whether the bar is filled across the screen.
func (a *barMessage) filled() bool { return a.of == draw.RoleChip || a.of == draw.RoleSevere }

// message is what the bar says of all floors together: how many alerts there are, the worst wait and its
// agent. Floors that are stale come first, since nothing current is known of them.
func (b barView) message() barMessage {
	count, figures, bound := 0, true, b.bound()
	var worst *model.Row
	of := b.floor
	for _, f := range b.floors {
		count += f.openAlerts()
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
		return b.figureMessage(count, bound, gone, figures)
	}
	return b.quietMessage()
}

// bound is the bound of what is counted on the floors that are not stale: more of what has not been read may be over.
func (b barView) bound() model.Bound {
	for _, f := range b.floors {
		if v := f.over(); !f.reading.Stale && v.Bound != model.BoundExact {
			return model.BoundLeast
		}
	}
	return model.BoundExact
}

// longestWait writes the longest wait that is known, as a lower bound while a floor may have a longer one.
func (b barView) longestWait(r *model.Row) string {
	v := model.ClockValue(r.Wait)
	for _, f := range b.floors {
		longest := model.FigureOf(model.FigureLongest).Value(f.snap, model.Subject{}).Bound
		if !f.reading.Stale && v.Bound == model.BoundExact && (longest == model.BoundLeast || longest == model.BoundUnknown) {
			v = v.Bounded(model.BoundLeast, 0)
		}
	}
	return blockValue(v)
}

// dataAlert reports whether there is an alert about something else than a limit of the floor, mostly the data.
func (f *floor) dataAlert() bool {
	return slices.ContainsFunc(f.concerns, func(c model.Concern) bool {
		return !c.Kind.OfFloor() && c.Level >= model.LevelCritical
	})
}

// over is how many chats are over their limit, or were when a stale floor was last read.
func (f *floor) over() model.Value {
	return model.FigureOf(model.FigureWaitingOver).Value(f.snap, model.Subject{})
}

// countWords are the forms of a count, the longest first. A lower bound is said in words if there is room.
func countWords(n int, bound model.Bound) []string {
	s := strconv.Itoa(n)
	if bound == model.BoundExact {
		return []string{s}
	}
	return []string{"AT LEAST " + s, "≥" + s}
}

// chatMessage is the message if chats are over their limit: how many alerts there are and the worst wait.
func (b barView) chatMessage(count []string, worst *model.Row, of *floor, gone string, limits bool) barMessage {
	a := barMessage{of: draw.RoleChip, mark: "!"}
	if worst.Level >= model.LevelSevere {
		a.of, a.mark = draw.RoleSevere, "!!"
	}
	wait := b.longestWait(worst)
	over, short := " "+strings.ToUpper(draw.OverLimit)+"  ", " OVER"
	if !limits {
		over, short = " ALERTS  ", " ALERTS"
	}
	b.nameAgent(&a, worst, of)
	a.behind = a.floor
	bare, few := count[len(count)-1], ""
	if gone != "" {
		few = strconv.Itoa(len(b.floors)-b.live()) + " STALE · "
	}
	a.short = []string{few + bare + over + "WORST " + wait, few + bare + short + "  WORST " + wait, few + bare + short + "  " + wait}
	if gone != "" {
		stale := strings.TrimSuffix(few, " · ") // behind the wait: before it that was read as how long the floor has been stale
		a.bareWait, a.ending, a.rest = wait, " · "+stale, strings.ToLower(bare+short)
	}
	if gone != "" { // the floor stands before its figures: behind them they were read as those of the stale one
		name := strings.ToUpper(a.floor) + " "
		a.floor = ""
		if b.live() == 1 {
			for i, n := range count {
				count[i] = name + n
			}
		} else {
			wait = name + wait
		}
	}
	for _, words := range [][]string{{over + "WORST ", short + "  WORST "}, {over, short + "  "}, {" "}} {
		for _, n := range count { // AT LEAST is kept longer than OVER LIMIT: the sign ≥ cannot be read across a room
			a.forms = append(a.forms, countForms(n, words, short, wait, gone)...)
		}
	}
	if gone != "" { // rather the wait in body type than all of it
		a.waitText = wait
		n := count[len(count)-1] + short
		a.forms = append(a.forms, joinWords(few+n, wait), withoutAge(gone)+" · "+n, few+n, few+bare+short)
	}
	return a
}

// withoutAge is what staleFloors says without how long ago that was.
func withoutAge(gone string) string { return gone[:strings.LastIndexByte(gone, ' ')] }

// countForms are the forms of a count with some words and the worst wait, which is left out if stale floors
// need its room; short is the word beside those floors.
func countForms(n string, words []string, short, wait, gone string) []string {
	var forms []string
	for _, w := range words {
		switch {
		case gone == "":
			forms = append(forms, n+w+wait)
		case w == " ":
			// the age is on that floor's page too, and a bare count says nothing
			forms = append(forms, joinWords(withoutAge(gone)+" · "+n+short, wait), joinWords(gone+" · "+n, wait))
		case !strings.Contains(w, "WORST"):
			forms = append(forms, gone+" · "+n+w+wait)
		}
	}
	return forms
}

// figureMessage is the message if figures are over their limit but no chat is.
func (b barView) figureMessage(count int, bound model.Bound, gone string, limits bool) barMessage {
	a := barMessage{of: draw.RoleChip, mark: "!"}
	n, what := countWords(count, bound)[0]+" "+strings.ToUpper(draw.OverLimit), ""
	if !limits || count == 1 && bound == model.BoundExact {
		n = strings.ToUpper(draw.Count(count, "alert", "alerts"))
	}
	name := ""
	for _, f := range b.floors {
		if list := f.tracker.List(); what == "" && f.openAlerts() > 0 {
			what, name = strings.ToUpper(list[0].What), strings.ToUpper(f.reading.Name)
		}
	}
	a.forms = []string{n + "  " + what, n}
	if gone != "" {
		a.forms = []string{gone + " · " + n}
		if b.live() == 1 {
			a.forms = []string{gone + " · " + name + " " + n}
		}
	}
	return a
}

// quietMessage is the message if nothing is over its limit. It says that all is well only if that is known.
func (b barView) quietMessage() barMessage {
	level, current, state, warnings, late := model.LevelOK, true, model.StateLive, 0, 0
	var longest *model.Row
	of := b.floor
	word := ""
	for _, f := range b.floors {
		level, current = max(level, f.level), current && f.current
		for i := range f.concerns {
			if c := &f.concerns[i]; c.Level == model.LevelWarn && c.Counts() {
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
	case level >= model.LevelCritical: // every alert is acknowledged
		if b.bound() != model.BoundExact {
			return barMessage{of: draw.RoleDim, forms: []string{"ALL ALERTS SO FAR ARE KNOWN"}}
		}
		return barMessage{of: draw.RoleDim, forms: []string{"ALL ALERTS ARE KNOWN"}}
	case level == model.LevelWarn && warnings > 0:
		return barMessage{of: draw.RoleWarn, mark: "^", forms: warningForms(warnings, b.bound())}
	case state == model.StateReading || state == model.StateStarting:
		return barMessage{of: draw.RoleDim, mark: "?", forms: []string{word}}
	case !current && !state.Current():
		return barMessage{of: draw.RoleDim, mark: "?", forms: []string{word + "  NO ANSWER FROM ACQUIRE", word}}
	case !current:
		return barMessage{of: draw.RoleDim, mark: "?", forms: []string{"NOT ALL OF THE FLOOR IS READ", "NOT ALL IS READ"}}
	}
	a := barMessage{of: draw.RoleDim, forms: []string{"ALL WITHIN LIMITS"}}
	if late > 0 && longest != nil {
		n := "ALL WITHIN LIMITS  " + strconv.Itoa(late) + " PAST GOAL" // never only the reassuring half
		a.waitText = "longest " + b.longestWait(longest)
		a.of, a.forms = draw.RoleStrong, []string{n + "  " + strings.ToUpper(a.waitText), n}
		b.nameAgent(&a, longest, of)
	}
	return a
}

// warningForms say how many are at their first limit, and that none is over one where that is known.
func warningForms(n int, bound model.Bound) []string {
	var forms []string
	for _, count := range countWords(n, bound) {
		forms = append(forms, count+" AT FIRST LIMIT")
	}
	if bound == model.BoundExact {
		forms = slices.Insert(forms, 0, forms[0]+", NONE OVER LIMIT")
	}
	return forms
}

// nameAgent adds the agent and the floor of the wait that the message is about.
func (b barView) nameAgent(a *barMessage, r *model.Row, of *floor) {
	at := *b.pageView
	at.floor = of
	if a.agent = at.owner(r); len(b.floors) > 1 {
		a.floor = of.reading.Name
	}
}

// staleFloors names the stale floors and the age of the oldest; empty if there are none.
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

// staleForms say which floors are stale, why, if all have the same reason, and how many chats were over their
// limit then. The reason comes before the count, which the Waiting tile shows as well.
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
		overThen, overLimitThen := " "+strings.ToUpper(draw.OverThen), " "+strings.ToUpper(draw.OverLimitThen)
		long, short := gone+"  "+count[0], gone+"  "+count[len(count)-1]+overThen
		if !mixed { // over limit rather than over: the rows below are past their goal too
			forms = []string{gone + "  " + count[len(count)-1] + overLimitThen + "  " + why, gone + "  " + why}
		}
		forms = append(forms, long+overLimitThen, long+overThen, short)
	}
	return append(forms, gone)
}
