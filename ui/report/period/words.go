package period

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
	"floorwatch/ui/report/table"
)

// none is shown if there is no data, which is not 0.
const none = "–"

// duration formats a time as the screen does: 38s, 1m50s, 2h05m.
func duration(d time.Duration) string { return model.FormatReply(d) }

// span formats a length without seconds: 23h52m, 41 min.
func span(d time.Duration) string {
	m := int(d / time.Minute)
	switch {
	case m < 120:
		return fmt.Sprintf("%d min", m)
	case m%60 == 0:
		return fmt.Sprintf("%dh", m/60)
	}
	return fmt.Sprintf("%dh%02dm", m/60, m%60)
}

// number formats n with thousands grouped: 1,820.
func number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// median returns a quantile's median and p90; none for fewer than minTurns turns.
func median(q model.Quantile, minTurns int) (med, p90 string) {
	if q.N == 0 || q.N < minTurns {
		return none, none
	}
	return duration(q.Median), duration(q.P90)
}

// percent formats a share; "n=2" if too few were decided.
func percent(s model.ServiceLevel, minTurns int) string {
	p, ok := s.Percent()
	switch {
	case !ok:
		return none
	case s.Of < minTurns:
		return fmt.Sprintf("n=%d", s.Of)
	}
	return fmt.Sprintf("%d %%", p)
}

// mark returns a share's mark: "" good, "·" below the target, "!" critical.
func mark(limit *model.ServiceThresholds, s model.ServiceLevel) string {
	switch limit.Level(s) {
	case model.LevelCritical:
		return "!"
	case model.LevelWarn:
		return "·"
	}
	return ""
}

// interval returns a share's Wilson score interval in per cent: "91-98"; "" if too few were decided.
func interval(s model.ServiceLevel, minTurns int) string {
	lo, hi, ok := s.Wilson()
	if !ok || s.Of < minTurns {
		return ""
	}
	return fmt.Sprintf("%d-%d", lo, hi)
}

// low reports whether an agent's or team's share is below the floor's by more than chance.
func low(r *ledger.PeriodReport, s model.ServiceLevel) bool {
	return s.Of >= r.FirstReply.MinTurns && s.LowerThan(r.Total.Service())
}

// value formats a figure's value in its unit.
func value(id model.UsualFigure, v int) string {
	switch id {
	case model.UsualFirst, model.UsualNext:
		return duration(time.Duration(v) * time.Second)
	}
	return number(v)
}

// usual describes a figure's usual range: "usually 31s-40s"; "usual: 2 of 4 Mondays" if
// too few days are known; "" if nothing is compared.
func usual(r *ledger.PeriodReport, row *ledger.PeriodRow, id model.UsualFigure) string {
	if row.Usual == nil {
		return ""
	}
	b := row.Usual[id]
	if !b.Known() {
		return "usual: " + b.Shortfall(r.Spans[0].From.Weekday())
	}
	return "usually " + value(id, b.Lo) + "-" + value(id, b.Hi)
}

// outside returns "lower" or "higher" if a figure is outside its usual band.
func outside(r *ledger.PeriodReport, row *ledger.PeriodRow, id model.UsualFigure) string {
	if row.Usual == nil || row.Incomplete() {
		return ""
	}
	v, ok := row.SlotFigures.Usual(id, r.FirstReply.MinTurns)
	if !ok {
		return ""
	}
	return [...]string{"lower", "", "higher"}[row.Usual[id].Outside(v)+1]
}

// The rows of a report that are no agent's and no team's.
const (
	nobody = "nobody"
	noTeam = "no team"
)

// nameWidth is how many cells of a name Markdown and HTML show: one of 10,000 letters would fill pages. JSON and CSV have
// all of it.
const nameWidth = 60

// shortName returns a name that is cut at nameWidth.
func shortName(name safetext.Text) string {
	text := ""
	for _, span := range name.Truncate(nameWidth) {
		text += span.Text
	}
	return text
}

// named returns a name from outside, so that it cannot be taken for one of these rows or for an agent's number.
func named(name safetext.Text) safetext.Text {
	if apart := table.Name(name.String(), nobody, noTeam); apart != name.String() {
		return safetext.Line(apart)
	}
	return name
}

// person returns an agent's name, or the number if names are not wanted or not known.
func person(r *ledger.PeriodReport, o Options, id model.AgentID) safetext.Text {
	label := r.Labels[id]
	switch {
	case id == 0:
		return safetext.Line(nobody)
	case id < 0 && label.Name.IsEmpty():
		return teamName(label.Team)
	case !o.Names || label.Name.IsEmpty():
		return safetext.Line(fmt.Sprintf("#%d", id))
	}
	return named(label.Name)
}

func teamName(t safetext.Text) safetext.Text {
	if t.IsEmpty() {
		return safetext.Line(noTeam)
	}
	return named(t)
}

// teamRow returns the name of a row of the teams' table.
func teamRow(row *ledger.PeriodRow) safetext.Text {
	if row.Agent == 0 {
		return safetext.Line(nobody)
	}
	return teamName(row.Name)
}

// kindWord returns why a chat is listed, in the figures' words; files and CSV keep the kind's name.
func kindWord(k ledger.FindingKind) string {
	switch k {
	case ledger.FindingMissed:
		return columnOf(model.FigureMissed)
	case ledger.FindingDropped:
		return columnOf(model.FigureDropped)
	case ledger.FindingWaiting:
		return columnOf(model.FigureWaiting)
	case ledger.FindingLate:
		return "breached"
	}
	return string(k)
}

// lookAt returns the heading of the chats to look at.
func lookAt(r *ledger.PeriodReport, most int) string {
	if n := r.Chats(); n > most {
		return fmt.Sprintf("To look at: the %d longest waits of %s", most, number(n))
	}
	return "To look at"
}

// chatNumber returns a chat as it is listed: #106241.
func chatNumber(id model.ChatID) string { return fmt.Sprintf("#%d", id) }

// what describes what happened in a listed chat.
func what(f ledger.Finding) string {
	switch f.Kind {
	case ledger.FindingMissed:
		s := "waited " + duration(f.Waited)
		if f.Unanswered > 0 {
			s += fmt.Sprintf(", %d unanswered", f.Unanswered)
		}
		return s
	case ledger.FindingDropped:
		return "ended while the visitor waited"
	case ledger.FindingWaiting:
		return "still waiting after " + duration(f.Waited)
	}
	return "answered after " + duration(f.Waited)
}

// watched describes how much of the period was watched, and when it was not.
func watched(r *ledger.PeriodReport) string {
	s := "watched " + span(r.Total.Watched) + " of " + span(r.Total.Length)
	var gaps []string
	for i, g := range r.Gaps {
		if i == 3 {
			gaps = append(gaps, fmt.Sprintf("%d more", len(r.Gaps)-i))
			break
		}
		from, to := clock(g.From), endClock(g.To)
		if len(r.Spans) > 1 || r.Total.Length > 26*time.Hour {
			from = r.Date(g.From) + " " + from
			if last := g.To.Add(-1); to == "24:00" || r.Date(last) != r.Date(g.From) {
				to = endDate(r, g.To)
			}
		}
		gaps = append(gaps, from+"-"+to)
	}
	if len(gaps) > 0 {
		s += "; not " + strings.Join(gaps, ", ")
	}
	if r.Total.HasUnread {
		s += "; not everything has been read"
	}
	return s
}

func clock(t time.Time) string { return t.Format("15:04") }

// endClock formats an end time: midnight is 24:00 of the day that ends.
func endClock(t time.Time) string {
	if s := clock(t); s != "00:00" {
		return s
	}
	return "24:00"
}

// endDate formats an end time with its date: midnight is 24:00 of the day that ends.
func endDate(r *ledger.PeriodReport, t time.Time) string {
	return r.Date(t.Add(-1)) + " " + endClock(t)
}

// bounds returns the period's time of day and zone.
func bounds(r *ledger.PeriodReport) string {
	if len(r.Spans) > 1 {
		return fmt.Sprintf("%d shifts, %s", len(r.Spans), r.Zone)
	}
	return clock(r.Spans[0].From) + "-" + endClock(r.Spans[0].To) + " " + r.Zone
}

// whose returns the part of the title that names an agent or a team.
func whose(r *ledger.PeriodReport, o Options) string {
	switch {
	case r.Agent != 0:
		return "agent " + shortName(person(r, o, r.Agent))
	case r.Team != "":
		return "team " + shortName(safetext.Line(r.Team))
	}
	return ""
}

// title returns the report's first line.
func title(r *ledger.PeriodReport, o Options) string {
	parts := []string{r.Title, bounds(r)}
	if w := whose(r, o); w != "" {
		parts = append([]string{w}, parts...)
	}
	if !r.Floor.IsEmpty() {
		parts = append([]string{r.Floor.String()}, parts...)
	}
	if r.Invented {
		parts = append([]string{"INVENTED FIGURES"}, parts...)
	}
	return strings.Join(parts, " · ")
}

// state describes how much is known: what was watched, and until when.
func state(r *ledger.PeriodReport) string {
	s := watched(r)
	if !r.Until.IsZero() {
		s = "so far, until " + clock(r.Until) + "; " + s
	}
	if l := leftOut(r); l != "" {
		s += "; " + l
	}
	return s
}

// leftOut describes what the figures leave out, in the help's words; "" for nothing. It is stored by day, so a
// shift or a team has that of whole days.
func leftOut(r *ledger.PeriodReport) string {
	var parts []string
	for _, c := range []struct {
		n         int
		one, many string
	}{
		{r.LeftOut.UnknownType, "message of an unknown type", "messages of an unknown type"},
		{r.LeftOut.UnknownSide, "message from an unknown sender", "messages from an unknown sender"},
		{r.LeftOut.Messages, "message above 50 in a minute", "messages above 50 in a minute"},
		{r.LeftOut.ClockErrors, "negative time, counted as 0", "negative times, counted as 0"},
	} {
		switch {
		case c.n == 1:
			parts = append(parts, "1 "+c.one)
		case c.n > 1:
			parts = append(parts, number(c.n)+" "+c.many)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "left out or uncertain: " + strings.Join(parts, ", ")
}

// quality returns why a row's figures are not reliable; "" if they are.
func quality(row *ledger.PeriodRow) string {
	switch {
	case row.Watched*5 < row.Length*4:
		return "watched " + minutes(row.Watched) + " of " + span(row.Length)
	case row.HasUnread:
		return "part"
	}
	return ""
}

func minutes(d time.Duration) string { return strings.TrimSuffix(span(d), " min") }

// unknown reports whether a row has no data, which is not 0.
func unknown(row *ledger.PeriodRow) bool { return row.Length > 0 && row.Watched == 0 && row.Empty() }

// count formats a row's count; none if the row is unknown.
func count(row *ledger.PeriodRow, n int) string {
	if unknown(row) {
		return none
	}
	return number(n)
}

// writers formats how many agents wrote something.
func writers(r *ledger.PeriodReport, row *ledger.PeriodRow) string {
	if r.OnlyTeams {
		return none
	}
	return count(row, row.ActiveAgents)
}

// trimmed returns the report without the watched hours before the first and after the
// last in which anything happened.
func trimmed(r *ledger.PeriodReport) *ledger.PeriodReport {
	if r.By != "hour" {
		return r
	}
	dull := func(row *ledger.PeriodRow) bool { return row.Empty() && quality(row) == "" }
	out := *r
	for len(out.Buckets) > 0 && dull(&out.Buckets[0]) {
		out.Buckets = out.Buckets[1:]
	}
	for len(out.Buckets) > 0 && dull(&out.Buckets[len(out.Buckets)-1]) {
		out.Buckets = out.Buckets[:len(out.Buckets)-1]
	}
	return &out
}

// headOf returns the heading of the buckets' first column.
func headOf(r *ledger.PeriodReport) string {
	switch r.By {
	case "weekday", "day":
		return r.By
	}
	return "hour"
}

// loadLine describes the service level at a class of loads.
func loadLine(c model.LoadClass) string {
	s := fmt.Sprintf("%.1f-%.1f chats an agent: %d-%d %% in %d half hours", c.Lo, c.Hi, c.P10, c.P90, c.N)
	if c.N < model.ClassMin {
		s += ", too few to say"
	}
	return s
}
