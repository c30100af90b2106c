package period

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

// textWidth is the width of text in cells: it fits a terminal, a mail and a chat.
const textWidth = 80

// peopleWidth is the width of an agent's or team's name in cells.
const peopleWidth = 13

// shownChats limits the chats to look at that text lists.
const shownChats = 20

// A page is text under construction.
type page struct {
	b     strings.Builder
	r     *ledger.PeriodReport
	o     Options
	ascii bool
}

func writeText(w io.Writer, r *ledger.PeriodReport, o Options) error {
	p := &page{r: r, o: o, ascii: o.ASCII}
	for _, n := range r.Notes {
		p.wrapped("Missing: " + n)
	}
	p.wrapped(title(r, o))
	p.wrapped(state(r))
	p.line("")
	p.figures()
	p.buckets()
	p.people("agent", r.Agents, func(row *ledger.PeriodRow) safetext.Text { return person(r, o, row.Agent) })
	p.people("team", r.Teams, teamRow)
	p.load()
	p.chats()
	_, err := io.WriteString(w, p.b.String())
	return err
}

func (p *page) line(s string) {
	if p.ascii {
		s = own.Replace(s)
	}
	p.b.WriteString(strings.TrimRight(s, " ") + "\n")
}

// own is what the report's own signs are in ASCII.
var own = strings.NewReplacer("·", "-", "–", "-", "≥", ">=", "←", "<", "█", "#", "▌", "", "…", "...")

// wrapped writes a line, broken if it is wider than the page.
func (p *page) wrapped(s string) {
	t := safetext.Line(s)
	if p.ascii { // the names in it too
		t = safetext.Line(own.Replace(s)).ASCII()
	}
	for _, row := range t.Wrap(textWidth) {
		text := ""
		for _, part := range row {
			text += part.Text
		}
		p.line(text)
	}
}

// name returns a stranger's name in exactly width cells.
func (p *page) name(t safetext.Text, width int) string {
	if p.ascii {
		t = t.ASCII()
	}
	row := t.Truncate(width)
	text := ""
	for _, part := range row {
		text += part.Text
	}
	return text + strings.Repeat(" ", max(0, width-row.Width()))
}

// right aligns text to the right of width cells.
func right(s string, width int) string {
	return strings.Repeat(" ", max(0, width-ansi.StringWidth(s))) + s
}

func left(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-ansi.StringWidth(s)))
}

// figures writes the figures of the whole period.
func (p *page) figures() {
	for _, f := range figuresOf(p.r) {
		s := "  " + left(f.Title, 19) + right(f.marked(), 8) + "  " + left(f.More, 22)
		for _, word := range []string{f.Usual, f.Outside} {
			if word != "" {
				s += " " + word
			}
		}
		p.line(s)
	}
}

// buckets writes the table by hour, day or weekday.
func (p *page) buckets() {
	if len(p.r.Buckets) == 0 {
		return
	}
	width, most := 9, 1
	for i := range p.r.Buckets {
		row := &p.r.Buckets[i]
		width, most = max(width, ansi.StringWidth(row.Label)+1), max(most, row.NewChats())
	}
	width += max(0, len(number(most))-4)
	p.line("")
	p.line("  " + left(headOf(p.r), width) + " new  first " + model.UnitP90.Words() + "  service  missed  agents")
	for i := range p.r.Buckets {
		p.bucket(&p.r.Buckets[i], width, most)
	}
	p.line("  new: chats with a first response, and missed ones")
}

func (p *page) bucket(row *ledger.PeriodRow, width, most int) {
	r := p.r
	med, p90 := median(row.First.Quantile(), r.FirstReply.MinTurns)
	label := ansi.StringWidth(row.Label)
	s := "  " + row.Label + right(count(row, row.NewChats()), width+4-label) + right(med, 7) + right(p90, 7) +
		right(percent(row.FirstService, r.FirstReply.MinTurns), 7) + " " + left(mark(&r.FirstReply, row.FirstService), 1) +
		right(count(row, row.Missed), 8) + right(writers(r, row), 8) + "  "
	if q := quality(row); q != "" {
		p.line(s + q)
		return
	}
	room := textWidth - ansi.StringWidth(s)
	note := ""
	if outside(r, row, model.UsualFirstService) != "" {
		b := row.Usual[model.UsualFirstService]
		note = fmt.Sprintf(" ← %d-%d", b.Lo, b.Hi)
	}
	full := max(0, room-11)
	n := (row.NewChats()*full + most/2) / most
	p.line(s + strings.Repeat("█", n) + note)
}

// people writes the table of agents or teams, ordered by name: nobody is ranked. Names make room for long figures.
func (p *page) people(head string, rows []ledger.PeriodRow, name func(*ledger.PeriodRow) safetext.Text) {
	if len(rows) == 0 {
		return
	}
	widths, cells, names := []int{8, 6, 6, 7, 9, 17, 4, 8}, make([][]string, len(rows)), peopleWidth
	for i := range rows {
		cells[i] = p.personCells(&rows[i])
		for j, c := range cells[i] {
			if w := ansi.StringWidth(c) + 1; w > widths[j] {
				names, widths[j] = names-(w-widths[j]), w
			}
		}
	}
	names = max(6, names)
	p.line("")
	s := "  " + left(head, names)
	for j, title := range []string{columnOf(model.FigureAgentTurns), "first", "next", columnOf(model.FigureAgentP90), columnOf(model.FigureAgentBreaches)} {
		s += right(title, widths[j])
	}
	p.line(s + " " + left("service", widths[5]+widths[6]-14) + right(columnOf(model.FigureDropped), 13) + right(columnOf(model.FigureOvertakes), widths[7]))
	for i := range rows {
		s := "  " + p.name(name(&rows[i]), names)
		for j, c := range cells[i] {
			if j == 5 {
				c = " " + left(c, widths[j]-1)
			}
			s += right(c, widths[j])
		}
		p.line(s)
	}
}

// personCells returns the figures of an agent's or a team's row.
func (p *page) personCells(row *ledger.PeriodRow) []string {
	if row.Agent == 0 {
		return []string{none, none, none, none, number(row.Late()), none, number(row.Dropped), none}
	}
	first, next, p90 := timesOf(p.r, row)
	service := row.Service()
	share := percent(service, p.r.FirstReply.MinTurns)
	if in := interval(service, p.r.FirstReply.MinTurns); in != "" {
		share += " (" + in + ")"
	}
	if low(p.r, service) {
		share += " low"
	}
	return []string{number(row.Turns()), first, next, p90, number(row.Late()), share, number(row.Dropped), number(row.Overtakes)}
}

func timesOf(r *ledger.PeriodReport, row *ledger.PeriodRow) (first, next, p90 string) {
	first, _ = median(row.First.Quantile(), r.FirstReply.MinTurns)
	next, _ = median(row.Next.Quantile(), r.NextReply.MinTurns)
	var both ledger.Histogram
	both.Merge(row.First)
	both.Merge(row.Next)
	_, p90 = median(both.Quantile(), r.FirstReply.MinTurns)
	return first, next, p90
}

func (p *page) load() {
	if p.r.Load == nil {
		return
	}
	p.line("")
	p.line("  What a load has meant here: service level, p10-p90, of past half hours")
	for _, c := range p.r.Load.Classes {
		p.line("  " + loadLine(c))
	}
	if len(p.r.Load.Classes) == 0 {
		p.line("  nothing is known yet")
	}
}

// chats writes the chats to look at.
func (p *page) chats() {
	if len(p.r.Found) == 0 {
		return
	}
	p.line("")
	p.line("  " + lookAt(p.r, shownChats))
	dates := len(ledger.DateLayout(p.r.Spans, p.r.Total.From.Location())) + 1 // the width of the longest
	worst, digits := ledger.Worst(p.r.Found, shownChats), 10
	for _, f := range worst {
		digits = max(digits, len(chatNumber(f.Chat))+1)
	}
	for _, f := range worst {
		at, width := endClock(f.At), 17
		if len(p.r.Spans) > 1 || p.r.Total.Length > 26*time.Hour {
			at, width = right(endDate(p.r, f.At), dates+6), 17-dates
		}
		p.line("  " + at + "  " + left(kindWord(f.Kind), 11) + left(chatNumber(f.Chat), digits) + p.name(person(p.r, p.o, f.Agent), min(width, max(8, width-(digits-10)))) + " " + what(f))
	}
	if n := p.r.Chats() - shownChats; n > 0 {
		p.line(fmt.Sprintf("  … %s more: --format csv --table chats", number(n)))
	}
}
