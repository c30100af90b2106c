package report

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"floorwatch/model"
)

// A gauge is one value of a metric.
type gauge struct {
	labels string // such as `window="30m"`
	value  *int64 // nil: no data, left out
}

// A promText is a text in Prometheus' exposition format under construction.
type promText struct {
	strings.Builder
	team string // label of every value; "" for the whole floor
}

func (p *promText) metric(name, help string, list ...gauge) {
	if !slices.ContainsFunc(list, func(s gauge) bool { return s.value != nil }) {
		return
	}
	fmt.Fprintf(p, "# HELP floorwatch_%s %s\n# TYPE floorwatch_%[1]s gauge\n", name, help)
	for _, s := range list {
		if s.value == nil {
			continue
		}
		labels := strings.Trim(p.team+","+s.labels, ",")
		if labels != "" {
			labels = "{" + labels + "}"
		}
		fmt.Fprintf(p, "floorwatch_%s%s %d\n", name, labels, *s.value)
	}
}

func one(n int) gauge { return labelled("", n) }

func labelled(labels string, n int) gauge {
	v := int64(n)
	return gauge{labels, &v}
}

// writePrometheus writes gauges for the node exporter's textfile collector.
func writePrometheus(out io.Writer, r *Report) error {
	p := &promText{}
	if r.Team != "" {
		p.team = "team=" + quoted(r.Team)
	}
	up := 0
	if r.current {
		up = 1
	}
	p.metric("up", "1 if the figures are those of now.", one(up))
	p.metric("level", "0 ok, 1 warn, 2 critical, 3 unknown.", one(r.ExitCode()))
	at := r.At.Unix()
	p.metric("timestamp_seconds", "When the figures were taken, by Acquire's clock.", gauge{"", &at})
	p.metric("data_age_seconds", "Age of the oldest answer among what is shown.", gauge{"", r.DataAge})
	if f := r.Figures; f != nil {
		p.figures(f.figures)
		p.agents(r.Agents)
		p.bounds(f.figures)
	}
	if r.coverage != nil {
		p.unread(r.coverage)
		p.metric("owed", "How much of that can move the figures of the window.",
			labelled(`window="30m"`, r.coverage.Debts.CountInWindow(r.from[0])), labelled(`window="today"`, r.coverage.Debts.CountInWindow(r.from[1])))
	}
	_, err := io.WriteString(out, p.String())
	return err
}

// figures writes every figure that has a gauge. Those that share one are grouped.
func (p *promText) figures(list []reportedFigure) {
	for i := range list {
		name := list[i].Gauge.Name
		same := func(f reportedFigure) bool { return f.Gauge.Name == name }
		if name == "" || slices.ContainsFunc(list[:i], same) {
			continue
		}
		var gauges []gauge
		for j := i; j < len(list); j++ {
			if f := &list[j]; same(*f) {
				gauges = append(gauges, f.gauge(f.labels()))
			}
		}
		p.metric(name, list[i].gaugeHelp(), gauges...)
	}
}

// gaugeHelp returns the HELP text of a figure's gauge.
func (f *reportedFigure) gaugeHelp() string { return cmp.Or(f.Gauge.Help, f.Help) }

// gauge returns the figure's value with labels.
func (f *reportedFigure) gauge(labels string) gauge {
	g := gauge{labels: labels}
	if f.value.Known() {
		n := int64(f.value.Number)
		g.value = &n
	}
	return g
}

// labels returns the labels that distinguish windows, and figures that share a gauge.
func (f *reportedFigure) labels() string {
	var list []string
	switch f.section {
	case sectionHalfHour:
		list = append(list, `window="30m"`)
	case sectionToday:
		list = append(list, `window="today"`)
	}
	if f.Gauge.Label != "" {
		list = append(list, f.Gauge.Label)
	}
	return strings.Join(list, ",")
}

// bounds writes which figures are not exact, and their bounds.
func (p *promText) bounds(list []reportedFigure) {
	var gauges []gauge
	for i := range list {
		if f := &list[i]; f.value.Bound != model.BoundExact {
			gauges = append(gauges, labelled(`figure="`+f.path()+`",bound="`+f.value.Bound.String()+`"`, 1))
		}
	}
	p.metric("bound", "Figures that are not exact, by their field in JSON.", gauges...)
}

// unreadKinds are the kinds of debts in the label of their gauge.
var unreadKinds = map[model.DebtKind]string{
	model.DebtUnlisted: "visitors", model.DebtUnread: "threads", model.DebtEarlierChat: "earlier_chats",
	model.DebtCapped: "cut_chats", model.DebtFailing: "failing_threads", model.DebtLost: "lost_chats",
	model.DebtSpeaker: "agents",
}

// unread writes the debts of the floor by kind, and how many of them may contain messages of a window. None
// is 0, not absent.
func (p *promText) unread(c *model.Coverage) {
	counts := map[string]int{}
	for _, name := range unreadKinds {
		counts[name] = 0
	}
	for kind, n := range c.Debts.CountKinds() {
		counts[cmp.Or(unreadKinds[kind], "other")] += n
	}
	if counts["list_pages"] = 0; c.List.Unfinished {
		counts["list_pages"] = max(c.List.Pages-c.List.Read, 1)
	}
	var gauges []gauge
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		gauges = append(gauges, labelled(`kind="`+name+`"`, counts[name]))
	}
	p.metric("unread", "What of the floor has not been read, by kind.", gauges...)
}

// agents writes every figure of an agent that has a gauge.
func (p *promText) agents(list []agentReport) {
	if len(list) == 0 {
		return
	}
	for i := range list[0].figures {
		f := &list[0].figures[i]
		if f.Gauge.Name == "" {
			continue
		}
		gauges := make([]gauge, len(list))
		for j := range list {
			gauges[j] = list[j].figures[i].gauge(list[j].labels())
		}
		p.metric(f.Gauge.Name, f.gaugeHelp(), gauges...)
	}
}

// quoted returns a label's value, quoted and escaped.
func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text) + `"`
}

func (a *agentReport) labels() string {
	labels := `agent="` + strconv.FormatInt(int64(a.id), 10) + `"`
	if a.name != "" {
		labels += `,name=` + quoted(a.name)
	}
	return labels
}
