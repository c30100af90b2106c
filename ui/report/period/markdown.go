package period

import (
	"fmt"
	"io"
	"strings"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

// writeMarkdown writes the tables of the text for chat programs and wikis.
func writeMarkdown(w io.Writer, r *ledger.PeriodReport, o Options) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", escaped(title(r, o)))
	for _, n := range r.Notes {
		fmt.Fprintf(&b, "**Missing**: %s\n\n", escaped(n))
	}
	fmt.Fprintf(&b, "%s\n\n", escaped(state(r)))
	table := func(head []string, rows [][]string) {
		if len(rows) == 0 {
			return
		}
		b.WriteString("| " + strings.Join(head, " | ") + " |\n|" + strings.Repeat(" --- |", len(head)) + "\n")
		for _, row := range rows {
			for i := range row {
				row[i] = escaped(row[i])
			}
			b.WriteString("| " + strings.Join(row, " | ") + " |\n")
		}
		b.WriteString("\n")
	}
	table([]string{"figure", "value", "", "usual"}, figureRows(r))
	table([]string{headOf(r), "new", "first", "p90", "service", "missed", "agents", ""}, bucketRows(r))
	table([]string{"agent", "turns", "first", "next", "p90", "late", "service", "", "dropped", "overtakes"},
		peopleRows(r, r.Agents, func(row *ledger.PeriodRow) safetext.Text { return person(r, o, row.Agent) }))
	table([]string{"team", "turns", "first", "next", "p90", "late", "service", "", "dropped", "overtakes"}, peopleRows(r, r.Teams, teamRow))
	table([]string{"what a load has meant here"}, loadRows(r))
	table([]string{"to look at", "why", "chat", "agent", "what"}, chatRows(r, o, shownChats))
	if n := len(r.Found) - shownChats; n > 0 {
		fmt.Fprintf(&b, "… %d more\n", n)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// escaped keeps what people and agents are called from being Markdown.
func escaped(s string) string {
	var b strings.Builder
	for _, c := range s {
		switch c {
		case '\n':
			c = ' '
		case '\\', '`', '*', '_', '[', ']', '<', '>', '|', '#', '~', '!', '@', '&':
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// figureRows are the figures of the whole: name, value, how many, what is usual.
func figureRows(r *ledger.PeriodReport) [][]string {
	t := &r.Total
	row := func(name, value, more string, id model.UsualFigure) []string {
		u := usual(r, t, id)
		if word := outside(r, t, id); word != "" {
			u += ", " + word
		}
		return []string{name, value, more, u}
	}
	turns := func(name string, h ledger.Histogram, id model.UsualFigure) []string {
		med, p90 := median(h.Quantile(), 1)
		return row(name, med, "p90 "+p90+", n="+number(h.Count()), id)
	}
	share := func(name string, limit *model.Service, s model.ServiceLevel, within string, id model.UsualFigure) []string {
		return row(name, strings.TrimSpace(percent(s, limit.MinTurns)+" "+mark(limit, s)), "of "+number(s.Of)+" within "+within, id)
	}
	rows := [][]string{
		turns("First reply", t.First, model.UsualFirst), turns("Next reply", t.Next, model.UsualNext),
		share("Service first", &r.FirstReply, t.FirstService, duration(r.First), model.UsualFirstService),
		share("Service next", &r.NextReply, t.NextService, duration(r.Next), model.UsualNextService),
		row("New chats", number(t.NewChats()), "", model.UsualNew), row("Missed", number(t.Missed), "", model.UsualMissed),
		row("Dropped", number(t.Dropped), "", model.UsualDropped), row("Bot only", number(t.BotOnly), "", model.UsualBotOnly),
		row("Transfers", number(t.Transfers), "", model.UsualTransfers), row("Overtakes", number(t.Overtakes), "", model.UsualOvertakes),
	}
	if t.OutOfHours > 0 {
		rows = append(rows, []string{"Out of hours", number(t.OutOfHours), "", ""})
	}
	if r.Rates() {
		rows = append(rows, []string{"Rated", number(t.Rated), number(t.LowRated) + " low", ""})
	}
	return rows
}

func bucketRows(r *ledger.PeriodReport) [][]string {
	var rows [][]string
	for i := range r.Buckets {
		row := &r.Buckets[i]
		med, p90 := median(row.First.Quantile(), r.FirstReply.MinTurns)
		note := quality(row)
		if note == "" && outside(r, row, model.UsualFirstService) != "" {
			b := row.Usual[model.UsualFirstService]
			note = fmt.Sprintf("service usually %d-%d", b.Lo, b.Hi)
		}
		rows = append(rows, []string{
			row.Label, count(row, row.NewChats()), med, p90, strings.TrimSpace(percent(row.FirstService, r.FirstReply.MinTurns) + " " + mark(&r.FirstReply, row.FirstService)),
			count(row, row.Missed), count(row, row.Writers), note,
		})
	}
	return rows
}

func peopleRows(r *ledger.PeriodReport, list []ledger.PeriodRow, name func(*ledger.PeriodRow) safetext.Text) [][]string {
	var rows [][]string
	for i := range list {
		row := &list[i]
		if row.Agent == 0 {
			rows = append(rows, []string{name(row).String(), none, none, none, none, number(row.Late()), none, "", number(row.Dropped), none})
			continue
		}
		first, next, p90 := timesOf(r, row)
		service := row.Service()
		word := ""
		if low(r, service) {
			word = "low"
		}
		share := percent(service, r.FirstReply.MinTurns)
		if in := interval(service, r.FirstReply.MinTurns); in != "" {
			share += " (" + in + ")"
		}
		rows = append(rows, []string{
			name(row).String(), number(row.Turns()), first, next, p90, number(row.Late()), share, word, number(row.Dropped), number(row.Overtakes),
		})
	}
	return rows
}

func loadRows(r *ledger.PeriodReport) [][]string {
	if r.Load == nil {
		return nil
	}
	var rows [][]string
	for _, c := range r.Load.Classes {
		rows = append(rows, []string{loadLine(c)})
	}
	return rows
}

func chatRows(r *ledger.PeriodReport, o Options, most int) [][]string {
	var rows [][]string
	for i, f := range r.Found {
		if i == most {
			break
		}
		rows = append(rows, []string{f.At.Format("2 Jan 15:04"), string(f.Kind), fmt.Sprintf("#%d", f.Chat), person(r, o, f.Agent).String(), what(f)})
	}
	return rows
}
