package period

import (
	_ "embed"
	"fmt"
	"html/template"
	"strings"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

// The page is self-contained: no script, font or picture, and no address but a chat's.
// html/template escapes people's and agents' names.
//
//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// Limits that keep a month of a large floor below 200 kB.
const (
	openAgents = 100 // further ones are collapsed
	pageChats  = 300
)

type htmlPage struct {
	Title, Heading, State, By                 string
	Invented                                  bool
	Notes                                     []string
	Figures                                   []htmlFigure
	Chart                                     *chart
	Bucket                                    string
	Buckets                                   []htmlBucket
	Heats                                     []heat
	Agents, MoreAgents, Teams                 []htmlPerson
	Load                                      []string
	Chats                                     []htmlChat
	LookAt                                    string
	MoreChats                                 int
	First, Next, Zone                         string
	Turns, P90, Breached, Unanswered, Skipped string // heads of columns
	Version                                   string
}

type htmlFigure struct{ Name, Value, More, Usual, Word, Class string }

type htmlBucket struct {
	Label, New, First, P90, Service, Missed, Agents, Note, Class string
	Bar                                                          int // width in per cent of the widest
	Grey                                                         bool
}

type htmlPerson struct {
	Name, Turns, First, Next, P90, Late, Service, Interval, Word, Dropped, Overtakes string
	Bar                                                                              int // service level
}

type htmlChat struct{ At, Kind, Number, Link, Agent, What string }

func pageOf(r *ledger.PeriodReport, o Options) *htmlPage {
	h := &htmlPage{
		Title: title(r, o), State: state(r), Notes: r.Notes, Invented: r.Invented, Figures: htmlFigures(r),
		Bucket: headOf(r), First: duration(r.First), Next: duration(r.Next), Zone: r.Zone, Version: o.Version, Heats: heats(r),
		Turns: columnOf(model.FigureAgentTurns), P90: columnOf(model.FigureAgentP90), Breached: columnOf(model.FigureAgentBreaches),
		Unanswered: columnOf(model.FigureDropped), Skipped: columnOf(model.FigureOvertakes),
		Heading: strings.TrimPrefix(title(r, o), "INVENTED FIGURES · "),
	}
	h.buckets(r)
	h.Chart = chartOf(r)
	people := func(list []ledger.PeriodRow, name func(*ledger.PeriodRow) safetext.Text) []htmlPerson {
		var out []htmlPerson
		for i, c := range peopleRows(r, list, name) {
			share, in, _ := strings.Cut(c[6], " (")
			p, _ := list[i].Service().Percent()
			out = append(out, htmlPerson{c[0], c[1], c[2], c[3], c[4], c[5], share, strings.TrimSuffix(in, ")"), c[7], c[8], c[9], p})
		}
		return out
	}
	h.Agents = people(r.Agents, func(row *ledger.PeriodRow) safetext.Text { return person(r, o, row.Agent) })
	if len(h.Agents) > openAgents {
		h.Agents, h.MoreAgents = h.Agents[:openAgents], h.Agents[openAgents:]
	}
	h.Teams = people(r.Teams, teamRow)
	for _, row := range loadRows(r) {
		h.Load = append(h.Load, row[0])
	}
	h.LookAt = lookAt(r, pageChats)
	chats := ledger.Worst(r.Found, pageChats)
	for i, c := range chatRows(r, o, chats) {
		h.Chats = append(h.Chats, htmlChat{c[0], c[1], c[2], chatLink(o.Address, chats[i].Chat), c[3], c[4]})
	}
	h.MoreChats = r.Chats() - len(h.Chats)
	return h
}

// chatLink returns the address of a chat; "" if there is none, it is not https, or it
// needs a visitor's number, which the history does not store.
func chatLink(address string, id model.ChatID) string {
	if !strings.HasPrefix(address, "https://") || !strings.Contains(address, "{chat}") {
		return ""
	}
	link := strings.ReplaceAll(address, "{chat}", fmt.Sprint(int64(id)))
	if strings.ContainsAny(link, "{}") {
		return ""
	}
	return link
}

func htmlFigures(r *ledger.PeriodReport) []htmlFigure {
	var out []htmlFigure
	for _, f := range figuresOf(r) {
		word := f.Outside
		if word != "" {
			word += " than usual"
		}
		out = append(out, htmlFigure{f.Title, f.marked(), f.More, f.Usual, word, class(f.Mark)})
	}
	return out
}

// class returns the colour class of a mark. The mark is shown too: colour is never alone.
func class(mark string) string { return map[string]string{"!": "bad", "·": "low"}[mark] }

func (h *htmlPage) buckets(r *ledger.PeriodReport) {
	most := 1
	for i := range r.Buckets {
		most = max(most, r.Buckets[i].NewChats())
	}
	for i, c := range bucketRows(r) {
		row := &r.Buckets[i]
		h.Buckets = append(h.Buckets, htmlBucket{
			c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], class(mark(&r.FirstReply, row.FirstService)), 100 * row.NewChats() / most, quality(row) != "",
		})
	}
}

// A heat is a table of weekdays and hours, coloured by its cells' values.
type heat struct {
	Title string
	Hours []string
	Rows  []heatRow
}

type heatRow struct {
	Day   string
	Cells []heatCell
}

type heatCell struct {
	Text  string
	Alpha string // of the background, 0.00 to 0.90
	Class string
}

// heats returns the tables of new chats and of the service level; none unless there are
// hours of more than one week.
func heats(r *ledger.PeriodReport) []heat {
	if r.Heat == nil {
		return nil
	}
	first, last, most := 24, -1, 1
	for day := range r.Heat {
		for hour := range r.Heat[day] {
			if n := r.Heat[day][hour].NewChats(); n > 0 {
				first, last, most = min(first, hour), max(last, hour), max(most, n)
			}
		}
	}
	if last < first {
		return nil
	}
	chats := heat{Title: "New chats by weekday and hour"}
	service := heat{Title: titleOf(model.FigureFirstService) + ", per cent, by weekday and hour"}
	for hour := first; hour <= last; hour++ {
		chats.Hours = append(chats.Hours, fmt.Sprintf("%02d", hour))
	}
	service.Hours = chats.Hours
	for day := range r.Heat {
		name := [...]string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}[day]
		a, b := heatRow{Day: name}, heatRow{Day: name}
		for hour := first; hour <= last; hour++ {
			row := &r.Heat[day][hour]
			if row.Length == 0 { // not in the period
				a.Cells, b.Cells = append(a.Cells, heatCell{Alpha: "0", Class: "busy"}), append(b.Cells, heatCell{Alpha: "0", Class: "late"})
				continue
			}
			n := row.NewChats()
			a.Cells = append(a.Cells, heatCell{count(row, n), alpha(n, most), "busy"})
			cell := heatCell{Text: none, Alpha: "0", Class: "late"}
			if p, ok := row.FirstService.Percent(); ok && row.FirstService.Of >= r.FirstReply.MinTurns {
				cell.Text, cell.Alpha = fmt.Sprint(p), alpha(100-p, 60)
			}
			b.Cells = append(b.Cells, cell)
		}
		chats.Rows, service.Rows = append(chats.Rows, a), append(service.Rows, b)
	}
	return []heat{chats, service}
}

func alpha(n, of int) string { return fmt.Sprintf("%.2f", min(0.9, 0.9*float64(n)/float64(of))) }
