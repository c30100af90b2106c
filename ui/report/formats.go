package report

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"floorwatch/model"
)

// Formats are the ways to write a report, by name.
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

// writeText writes a line as Nagios' plugins do, its figures for machines behind
// the bar, and then a line for each chat that waits.
func writeText(out io.Writer, r *Report) error {
	word := map[string]string{"ok": "OK", "warn": "WARNING", "critical": "CRITICAL", "severe": "CRITICAL", levelUnknown: "UNKNOWN"}[r.Level]
	f := r.Figures
	if f == nil {
		_, err := fmt.Fprintf(out, "%s - %s: %s\n", word, r.State, r.Why)
		return err
	}
	parts := textFigures(f)
	if r.Level == levelUnknown {
		parts = append([]string{strings.TrimSuffix(r.State+": "+r.Why, ": ")}, parts...)
	}
	b := &strings.Builder{}
	fmt.Fprintf(b, "%s - %s | %s\n", word, strings.ReplaceAll(strings.Join(parts, ", "), "|", "/"), performance(f))
	for _, c := range r.Waiting {
		fmt.Fprintf(b, "%-8s %8s  visitor #%d  chat %d  %-6s  x%d  %s\n", c.Level, c.wait(), c.Visitor, c.Chat, c.Sight, c.Unanswered, c.owner())
		if c.Name != "" {
			fmt.Fprintf(b, "%19s%s\n", "", c.Name)
		}
	}
	for i := range r.Explain {
		r.Explain[i].write(b)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// textFigures are the figures of the first line.
func textFigures(f *floorReport) []string {
	text := func(id model.FigureID) string { return f.value(id).Format(model.ASCIISigns()) }
	parts := []string{text(model.FigureWaiting) + " waiting"}
	if v := f.value(model.FigureWaiting); v.Number > 0 || !v.Known() {
		parts[0] += " (" + text(model.FigureWaitingOver) + " over)"
		parts = append(parts, "longest "+text(model.FigureLongest), text(model.FigureUnseen)+" unseen", text(model.FigureSeenNoReply)+" seen without reply")
	}
	if f.value(model.FigureFirst).Known() {
		parts = append(parts, "first reply "+text(model.FigureFirst))
	}
	if f.value(model.FigureFirstService).Known() {
		parts = append(parts, "service "+text(model.FigureFirstService))
	}
	return append(parts, text(model.FigureMissed)+" missed")
}

// performance is what Nagios' plugins say for machines: U is unknown, and the longest of no wait is 0.
func performance(f *floorReport) string {
	var list []string
	for i := range f.figures {
		r := &f.figures[i]
		if r.Perf == "" || r.section == sectionToday {
			continue
		}
		value := strconv.FormatInt(int64(r.value.Number), 10)
		switch {
		case r.value.Bound == model.BoundUnknown:
			value = "U"
		case r.Unit.IsDuration():
			value += "s"
		}
		list = append(list, r.Perf+"="+value)
	}
	return strings.Join(list, " ")
}

// owner names who has the chat and what they do meanwhile.
func (c *waitingChat) owner() string {
	switch {
	case c.Owner == nil:
		return c.OwnerState
	case c.OwnerName != "":
		return c.OwnerName + " " + c.OwnerState
	}
	return fmt.Sprintf("agent #%d %s", *c.Owner, c.OwnerState)
}

// wait is the chat's wait as text.
func (c *waitingChat) wait() string {
	clock := model.Clock{Running: true, For: time.Duration(c.Wait) * time.Second, AtLeast: c.AtLeast}
	return model.ClockValue(clock).Format(model.ASCIISigns())
}

func number(n *int64, none string) string {
	if n == nil {
		return none
	}
	return strconv.FormatInt(*n, 10)
}

// writeCSV writes a row for each chat that waits.
func writeCSV(out io.Writer, r *Report) error {
	w := csv.NewWriter(out)
	head := strings.Fields("at level visitor thread chat wait_seconds at_least first sight seen_seconds unanswered owner owner_state name owner_name gap")
	_ = w.Write(head) // Error below tells
	for i := range r.Waiting {
		c := &r.Waiting[i]
		owner := ""
		if c.Owner != nil {
			owner = strconv.FormatInt(int64(*c.Owner), 10)
		}
		_ = w.Write([]string{
			r.At.Format(time.RFC3339), c.Level, strconv.FormatInt(int64(c.Visitor), 10), strconv.FormatInt(int64(c.Thread), 10),
			strconv.FormatInt(int64(c.Chat), 10), strconv.FormatInt(c.Wait, 10), strconv.FormatBool(c.AtLeast), strconv.FormatBool(c.First),
			c.Sight, number(c.SeenFor, ""), strconv.Itoa(c.Unanswered), owner, c.OwnerState, noFormula(c.Name), noFormula(c.OwnerName), strconv.FormatBool(c.Gap),
		})
	}
	w.Flush()
	return w.Error()
}

// noFormula keeps a stranger's name from being a formula where somebody opens the file in a spreadsheet.
func noFormula(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
