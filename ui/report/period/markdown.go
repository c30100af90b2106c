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
		b.WriteString("| " + strings.Join(head, " | ") + " |\n|")
		for i := range head {
			b.WriteString(alignment(rows, i))
		}
		b.WriteString("\n")
		for _, row := range rows {
			for i := range row {
				row[i] = escaped(row[i])
			}
			b.WriteString("| " + strings.Join(row, " | ") + " |\n")
		}
		b.WriteString("\n")
	}
	table([]string{"figure", "value", "", "usual"}, figureRows(r))
	table([]string{headOf(r), "new", "first", model.UnitP90.Words(), "service", "missed", "agents", ""}, bucketRows(r))
	people := func(head string) []string {
		return []string{head, columnOf(model.FigureAgentTurns), "first", "next", columnOf(model.FigureAgentP90), columnOf(model.FigureAgentBreaches), "service", "", columnOf(model.FigureDropped), columnOf(model.FigureOvertakes)}
	}
	table(people("agent"), peopleRows(r, r.Agents, func(row *ledger.PeriodRow) safetext.Text { return person(r, o, row.Agent) }))
	table(people("team"), peopleRows(r, r.Teams, teamRow))
	table([]string{"what a load has meant here"}, loadRows(r))
	table([]string{strings.ToLower(lookAt(r, shownChats)), "why", "chat", "agent", "what"}, chatRows(r, o, ledger.Worst(r.Found, shownChats)))
	if n := r.Chats() - shownChats; n > 0 {
		fmt.Fprintf(&b, "… %d more\n", n)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// alignment returns what stands below the head of a column: numbers are aligned right. The first column names its row.
func alignment(rows [][]string, column int) string {
	for _, row := range rows {
		cell := strings.TrimPrefix(row[column], "n=")
		if column == 0 || cell != none && (cell == "" || cell[0] < '0' || cell[0] > '9') {
			return " --- |"
		}
	}
	return " ---: |"
}

// escaped escapes a name so that Markdown shows it literally.
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
	return noLinks.Replace(b.String())
}

// noLinks escapes what Markdown of GitHub and of chat programs makes a link of, without any brackets.
var noLinks = strings.NewReplacer("://", `\://`, "www.", `www\.`, "WWW.", `WWW\.`)

// figureRows returns the figures of the whole period: title, value, what it is made of, what is usual.
func figureRows(r *ledger.PeriodReport) [][]string {
	var rows [][]string
	for _, f := range figuresOf(r) {
		u := f.Usual
		if f.Outside != "" {
			u += ", " + f.Outside
		}
		rows = append(rows, []string{f.Title, f.marked(), f.More, u})
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
			count(row, row.Missed), writers(r, row), note,
		})
	}
	return rows
}

func peopleRows(r *ledger.PeriodReport, list []ledger.PeriodRow, name func(*ledger.PeriodRow) safetext.Text) [][]string {
	var rows [][]string
	for i := range list {
		row := &list[i]
		if row.Agent == 0 {
			rows = append(rows, []string{shortName(name(row)), none, none, none, none, number(row.Late()), none, "", number(row.Dropped), none})
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
			shortName(name(row)), number(row.Turns()), first, next, p90, number(row.Late()), share, word, number(row.Dropped), number(row.Overtakes),
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

func chatRows(r *ledger.PeriodReport, o Options, list []ledger.Finding) [][]string {
	var rows [][]string
	for _, f := range list {
		rows = append(rows, []string{endDate(r, f.At), kindWord(f.Kind), chatNumber(f.Chat), shortName(person(r, o, f.Agent)), what(f)})
	}
	return rows
}
