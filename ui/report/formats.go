package report

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"floorwatch/model"
	"floorwatch/ui/report/table"
)

// Formats returns the functions that write a report, by the format's name.
func Formats() map[string]func(io.Writer, *Report) error {
	return map[string]func(io.Writer, *Report) error{
		"text": writeText, "json": writeJSON, "csv": writeCSV, "prometheus": writePrometheus,
	}
}

func writeJSON(out io.Writer, r *Report) error {
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// nagiosWords are the words of Nagios' plugins for exit statuses.
var nagiosWords = [...]string{ExitOK: "OK", ExitWarn: "WARNING", ExitCritical: "CRITICAL", ExitUnknown: "UNKNOWN"}

// writeText writes a line as Nagios plugins do, with performance data after the bar, a line
// about what is missing, if anything, and one for each waiting chat. There is only one bar:
// after another Nagios would look for more performance data.
func writeText(out io.Writer, r *Report) error {
	word := nagiosWords[r.ExitCode()]
	var parts []string
	if r.Level == levelUnknown {
		parts = append(parts, strings.TrimSuffix(r.State+": "+r.Why, ": "))
	}
	if r.Figures != nil {
		parts = append(parts, textFigures(r.Figures)...)
	}
	rest := &strings.Builder{}
	if r.Level != levelUnknown && r.Why != "" {
		fmt.Fprintf(rest, "%s: %s\n", oneLine(r.State), oneLine(r.Why))
	}
	if r.inexact != "" {
		fmt.Fprintf(rest, "%s\n", oneLine(r.inexact))
	}
	for _, c := range r.Waiting {
		fmt.Fprintf(rest, "%-8s %8s  visitor #%d  chat %d  %-6s  x%d  %s%s\n", c.Level, c.wait(), c.Visitor, c.Chat, c.Sight, c.Unanswered, oneLine(c.owner()), c.asOf())
		if c.Name != "" {
			fmt.Fprintf(rest, "%19s%s\n", "", oneLine(c.Name))
		}
	}
	for i := range r.Explain {
		r.Explain[i].write(rest)
	}
	if r.Team != "" {
		parts[0] = "team " + r.Team + ": " + parts[0]
	}
	_, err := fmt.Fprintf(out, "%s - %s | %s\n%s", word, oneLine(strings.Join(parts, ", ")), r.performance(), strings.ReplaceAll(rest.String(), "|", "/"))
	return err
}

// oneLine removes from a text what is syntax in a Nagios plugin's output: bars, line ends and control codes.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '|':
			return '/'
		case unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return ' '
		}
		return r
	}, text)
}

// textFigures returns the figures of the first line.
func textFigures(f *floorReport) []string {
	text := func(id model.FigureID) string { return f.value(id).Format(model.ASCIINotation()) }
	named := func(id model.FigureID) string { return model.FigureOf(id).Words() + " " + text(id) }
	parts := []string{text(model.FigureWaiting) + " waiting"}
	if v := f.value(model.FigureWaiting); v.Number > 0 || !v.Known() {
		parts[0] += " (" + text(model.FigureWaitingOver) + " over)"
		parts = append(parts, "longest "+text(model.FigureLongest), text(model.FigureUnseen)+" unseen", text(model.FigureSeenNoReply)+" seen without reply")
	}
	if f.value(model.FigureFirst).Known() {
		parts = append(parts, named(model.FigureFirst))
	}
	if f.value(model.FigureFirstService).Known() {
		parts = append(parts, named(model.FigureFirstService))
	}
	return append(parts, text(model.FigureMissed)+" missed")
}

// performance returns Nagios performance data, with the limits of figures that have them. U is unknown;
// the longest wait is 0 if nobody waits.
func (r *Report) performance() string {
	var list []string
	figures := model.Figures()
	for i := range figures {
		f := &figures[i]
		if f.Perf == "" {
			continue
		}
		value := "U"
		if r.Figures != nil {
			if v := r.Figures.value(f.ID); v.Bound != model.BoundUnknown {
				value = strconv.FormatInt(int64(v.Number), 10)
				if f.Unit.IsDuration() {
					value += "s"
				}
			}
		}
		list = append(list, f.Perf+"="+value+thresholds(f, r.judged))
	}
	return strings.Join(list, " ")
}

// thresholds returns a figure's limits in the format of performance data; "" if it has none.
func thresholds(f *model.Figure, s *model.Snapshot) string {
	warn, critical, ok := f.Limits(s)
	if !ok {
		return ""
	}
	number := func(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
	return ";" + number(warn) + ";" + number(critical)
}

// unassigned is written for a chat that no agent has.
const unassigned = "unassigned"

// owner returns the chat's agent and what they are doing, in the words of --plain: those of JSON and CSV are for programs.
func (c *waitingChat) owner() string {
	state := c.OwnerState
	switch state {
	case model.AgentNone.String():
		state = unassigned
	case model.AgentBusy.String():
		state = "busy elsewhere"
	case model.AgentOvertaking.String():
		state = "skipping"
	case model.AgentSilent.String(), model.AgentQuiet.String():
		if state = ""; c.silent >= time.Minute { // before that they may be reading, and no face calls them silent
			state = "silent " + strconv.Itoa(int(c.silent/time.Minute)) + "m"
		}
	case model.AgentUnknown.String():
		state = "state not known"
	}
	if c.Owner == nil {
		return state
	}
	agent := cmp.Or(table.Name(c.OwnerName, unassigned), fmt.Sprintf("agent #%d", *c.Owner))
	if state == "" {
		return agent
	}
	return agent + ", " + state
}

// asOf returns when a chat was last read, if that is too long ago to be current.
func (c *waitingChat) asOf() string {
	if c.AsOf == nil {
		return ""
	}
	return ", as of " + c.AsOf.Format("15:04:05Z")
}

// wait returns the chat's wait as text.
func (c *waitingChat) wait() string {
	clock := model.Clock{Running: true, For: time.Duration(c.Wait) * time.Second, AtLeast: c.AtLeast}
	return model.ClockValue(clock).Format(model.ASCIINotation())
}

func number(n *int64, none string) string {
	if n == nil {
		return none
	}
	return strconv.FormatInt(*n, 10)
}

// writeCSV writes a row for each waiting chat.
func writeCSV(out io.Writer, r *Report) error {
	rows := [][]string{strings.Fields("at level visitor thread chat wait_seconds at_least first sight seen_seconds unanswered owner owner_state name owner_name gap")}
	for i := range r.Waiting {
		c := &r.Waiting[i]
		owner := ""
		if c.Owner != nil {
			owner = strconv.FormatInt(int64(*c.Owner), 10)
		}
		rows = append(rows, []string{
			r.At.Format(time.RFC3339), c.Level, strconv.FormatInt(int64(c.Visitor), 10), strconv.FormatInt(int64(c.Thread), 10),
			strconv.FormatInt(int64(c.Chat), 10), strconv.FormatInt(c.Wait, 10), strconv.FormatBool(c.AtLeast), strconv.FormatBool(c.First),
			c.Sight, number(c.SeenFor, ""), strconv.Itoa(c.Unanswered), owner, c.OwnerState, c.Name, c.OwnerName, strconv.FormatBool(c.Gap),
		})
	}
	return table.Write(out, rows)
}
