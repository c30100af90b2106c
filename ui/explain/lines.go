package explain

import (
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/ui/draw"
)

// A lineWriter writes the lines of an explanation on w cells.
type lineWriter struct {
	style *draw.Style
	w     int
	out   []explainLine
}

func (t *lineWriter) writeLine(pieces ...draw.Piece) {
	t.out = append(t.out, explainLine{t.style.Words(t.w, pieces...), -1})
}

func (t *lineWriter) blankLine() { t.writeLine() }

// heading writes the title of a section, below a blank line.
func (t *lineWriter) heading(s string) {
	t.blankLine()
	t.paragraph(0, draw.RoleStrong, s)
}

// paragraph writes a wrapped sentence, indented by some cells.
func (t *lineWriter) paragraph(indent int, of draw.Role, s string) {
	t.hanging(strings.Repeat(" ", indent), strings.Repeat(" ", indent), of, s)
}

// hanging writes a wrapped sentence with one prefix before its first line and another before the rest.
func (t *lineWriter) hanging(first, rest string, of draw.Role, s string) {
	before := first
	for _, l := range t.style.WrapWords(t.style.Ours(s), max(1, min(t.w, sentenceCols)-t.style.Width(first))) {
		t.writeLine(draw.Piece{Role: draw.RoleDim, Text: before}, draw.Piece{Role: of, Text: l})
		before = rest
	}
}

// valueLine writes the first line: the figure's value, with the mark and in the colour of its level, and title.
func (t *lineWriter) valueLine(x *model.Explanation, level model.Level) {
	value, of := t.style.Ours(x.Value), draw.RoleStrong
	if level >= model.LevelWarn {
		value = withMark(t.style, value, level)
		of, _ = t.style.Level(level)
	}
	for i, l := range t.style.WrapWords(t.style.Ours(x.Title), max(1, t.w-t.style.Width(value)-2)) {
		if i > 0 {
			t.writeLine(draw.Piece{Role: draw.RoleText, Text: l})
			continue
		}
		t.writeLine(draw.Piece{Role: draw.Quiet(of), Text: value + "  "}, draw.Piece{Role: draw.RoleText, Text: l})
	}
}

// steps writes the steps of a calculation, numbered if there are several.
func (t *lineWriter) steps(steps []string) {
	if len(steps) == 1 {
		t.paragraph(2, draw.RoleText, steps[0])
		return
	}
	for i, s := range steps {
		t.hanging("  "+strconv.Itoa(i+1)+"  ", "     ", draw.RoleText, s)
	}
}

// parts writes the lines of included or excluded parts, and how many more there are.
func (t *lineWriter) parts(lines []explainLine, more int) {
	t.out = append(t.out, lines...)
	if more > 0 {
		t.writeLine(draw.Piece{Role: draw.RoleDim, Text: "and " + strconv.Itoa(more) + " more"})
	}
}

// overLimits says how far a wait is past its limit and its goal; "" for anything else.
func (p *Pane) overLimits() string {
	if !p.explainsWait() {
		return ""
	}
	r := p.row
	steps := p.now.Floor.LimitsOf(r.Owner).Thresholds(r.First)
	goal := r.TimeLeft + r.Wait.For
	var parts []string
	if r.Wait.Level >= model.LevelCritical {
		parts = append(parts, "over the limit of "+draw.Span(steps.Critical)+" by "+draw.Duration(r.Wait.For-steps.Critical))
	}
	if r.PastGoal() {
		parts = append(parts, "past the goal of "+draw.Span(goal)+" by "+draw.Duration(-r.Left()))
	} else {
		parts = append(parts, draw.Duration(r.Left())+" left to the goal of "+draw.Span(goal))
	}
	return strings.Join(parts, ", ")
}

// explainsWait reports whether the current wait of a waiting chat is explained.
func (p *Pane) explainsWait() bool {
	return p.row != nil && p.row.Wait.Running && !p.row.Unsure && p.row.AsOf.IsZero() && (p.chosen.figure == model.FigureWait || p.chosen.fact == factSLA)
}

// steps says how a figure is computed: for a wait with its own times, else its formula, sentence by sentence.
func (p *Pane) steps() []string {
	if p.explainsWait() {
		return p.waitSteps()
	}
	return strings.SplitAfter(strings.TrimSuffix(p.explanation.Formula, " "), ". ")
}

// waitSteps are the steps that compute the chat's wait. Messages are not quoted: they may be hidden.
func (p *Pane) waitSteps() []string {
	r, at := p.row, func(t time.Time) string { return draw.ClockTime(t, p.now.Zone, 8) }
	steps := []string{"Start at the first message that nobody has answered: " + at(r.Wait.Since) + "."}
	if later := p.laterWords(r); len(later) > 0 {
		steps = append(steps, "Later messages ("+strings.Join(later, ", ")+") do not restart it.")
	}
	if r.Wait.AtLeast {
		steps = append(steps, "Messages before it are not known, so that it is this long at least.")
	}
	sum := "Now " + at(p.explanation.To) + " - " + at(r.Wait.Since) + " = " + draw.Duration(p.explanation.To.Sub(r.Wait.Since))
	if closed := p.explanation.To.Sub(r.Wait.Since) - r.Wait.For; closed >= time.Second {
		sum += ", less " + draw.Duration(closed) + " outside business hours = " + draw.Duration(r.Wait.For)
	}
	steps = append(steps, sum+".")
	if p.chosen.fact == factSLA {
		steps = append(steps, "The goal of "+draw.Span(r.TimeLeft+r.Wait.For)+" minus that.")
	}
	return steps
}

// mostLater is how many times of later messages are listed.
const mostLater = 4

// laterWords are the times at which the visitor wrote again during the wait.
func (p *Pane) laterWords(r *model.Row) []string {
	var out []string
	for _, m := range p.now.Floor.Transcript(r.Key) {
		if m.Chat == r.Chat && m.Side == model.SideVisitor && m.SentAt.After(r.Wait.Since) && !m.SentAt.After(p.explanation.To) {
			out = append(out, draw.ClockTime(m.SentAt, p.now.Zone, 8))
		}
	}
	if n := len(out) - mostLater; n > 0 {
		out = append([]string{strconv.Itoa(n) + " more"}, out[n:]...)
	}
	return out
}

// endsWhen says what stops a chat's clock, and when a chat leaves a figure.
func (p *Pane) endsWhen() string {
	x := &p.explanation
	if p.row == nil || p.chosen.subject.Key != p.row.Key || x.Figure == model.FigureAssigned {
		return leavesWhen(x, p.now.Zone)
	}
	switch {
	case p.chosen.fact == factGap:
		return "one answer of Acquire holds a message of both sides."
	case p.chosen.fact == factChat, p.chosen.fact == factFirst && !awaitsFirst(p.row):
		return "never: it is what happened."
	case !p.row.Wait.Running:
		return "it does not run: see above."
	}
	acknowledge := "somebody acknowledges it"
	if key := p.keys.Acknowledge.Keys(); len(key) > 0 {
		acknowledge += " (" + key[0] + ")"
	}
	end := ", " + acknowledge + ", the chat ends, or nobody writes for 30 min."
	switch p.chosen.fact {
	case factUnseen, factSight:
		return "an agent sees the newest message, an agent answers" + end
	case factOwner:
		return "an agent who was not named before joins, is named or answers."
	}
	return "an agent answers" + end
}

// leavesWhen says when something that a figure includes leaves it.
func leavesWhen(x *model.Explanation, zone *time.Location) string {
	f := model.FigureOf(x.Figure)
	switch {
	case x.Figure == model.FigureAssigned:
		return "another agent has the chat, or it ends."
	case !f.Scope.Windowed():
		return "what stands beside a chat below no longer holds of it."
	case x.Subject.Today:
		if zone == time.Local {
			return "the day ends, at midnight by the clock of this machine."
		}
		return "the day ends, at midnight in " + zone.String() + "."
	}
	return "30 min have gone by since the time beside it."
}

// reasonFor gives the reason for a figure's value in a sentence.
func reasonFor(x *model.Explanation) string {
	n := len(x.Included) + x.MoreIncluded
	switch {
	case x.Bound == model.BoundUnknown:
		return "What it needs is not known now."
	case n == 0:
		return "Nothing counts in it."
	}
	first, f := &x.Included[0], model.FigureOf(x.Figure)
	switch f.Unit {
	case model.UnitMax:
		return "Chat " + strconv.FormatInt(int64(first.Chat), 10) + " has the longest: " + first.What + "."
	case model.UnitMedian:
		return "Of " + draw.Count(n, "response", "responses") + " half took no longer. The slowest comes first below."
	case model.UnitP90:
		return "Of " + draw.Count(n, "response", "responses") + " nine in ten took no longer. The slowest comes first below."
	case model.UnitShare:
		return "So many of " + draw.Count(n, "response", "responses") + " came within the goal. Those that did not come first below."
	case model.UnitPeak, model.UnitMean:
		return draw.Count(n, "chat was", "chats were") + " open in that time."
	}
	if x.Figure == model.FigureAgentState {
		return "It follows from " + draw.Count(n, "message", "messages") + " of the agent: " + first.What + "."
	}
	return draw.Count(n, "counts", "count") + ", each for what stands beside it below."
}
