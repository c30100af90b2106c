package cli

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

func writeJSON(out io.Writer, r *report) error {
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// writeText writes a line as Nagios' plugins do, its figures for machines behind
// the bar, and then a line for each chat that waits.
func writeText(out io.Writer, r *report) error {
	word := map[string]string{"ok": "OK", "warn": "WARNING", "critical": "CRITICAL", "severe": "CRITICAL", levelUnknown: "UNKNOWN"}[r.Level]
	f := r.Figures
	if f == nil {
		_, err := fmt.Fprintf(out, "%s - %s: %s\n", word, r.State, r.Why)
		return err
	}
	parts := []string{fmt.Sprintf("%d waiting", f.Waiting)}
	if f.Waiting > 0 {
		parts[0] += fmt.Sprintf(" (%d over)", f.WaitingOver)
		parts = append(parts, "longest "+duration(f.Longest), fmt.Sprintf("%d unseen", f.Unseen), fmt.Sprintf("%d seen without reply", f.SeenNoReply))
	}
	w := &f.HalfHour
	if w.FirstReply.N > 0 {
		parts = append(parts, fmt.Sprintf("first reply %s", duration(w.FirstReply.Median)))
	}
	if w.FirstService.Percent != nil {
		parts = append(parts, fmt.Sprintf("service %d%%", *w.FirstService.Percent))
	}
	parts = append(parts, fmt.Sprintf("%d missed", w.Missed))
	if r.Level == levelUnknown {
		parts = append([]string{strings.TrimSuffix(r.State+": "+r.Why, ": ")}, parts...)
	}
	b := &strings.Builder{}
	fmt.Fprintf(b, "%s - %s | waiting=%d over=%d longest=%ss unseen=%d seen=%d missed=%d\n", word, strings.ReplaceAll(strings.Join(parts, ", "), "|", "/"),
		f.Waiting, f.WaitingOver, number(f.Longest, "0"), f.Unseen, f.SeenNoReply, w.Missed)
	for _, c := range r.Waiting {
		fmt.Fprintf(b, "%-8s %8s  visitor #%d  chat %d  %-6s  x%d  %s\n", c.Level, duration(&c.Wait), c.Visitor, c.Chat, c.Sight, c.Unanswered, c.owner())
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

func duration(seconds *int64) string {
	if seconds == nil {
		return "-"
	}
	return (time.Duration(*seconds) * time.Second).String()
}

func number(n *int64, none string) string {
	if n == nil {
		return none
	}
	return strconv.FormatInt(*n, 10)
}

// writeCSV writes a row for each chat that waits.
func writeCSV(out io.Writer, r *report) error {
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
