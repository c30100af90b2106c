package cli

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// A gauge is one value of a metric.
type gauge struct {
	labels string // as in `window="30m"`
	value  *int64 // nil: no data, so it is left out
}

// A promText is a text in Prometheus' exposition format in the making.
type promText struct{ strings.Builder }

func (p *promText) metric(name, help string, list ...gauge) {
	if !slices.ContainsFunc(list, func(s gauge) bool { return s.value != nil }) {
		return
	}
	fmt.Fprintf(p, "# HELP floorwatch_%s %s\n# TYPE floorwatch_%[1]s gauge\n", name, help)
	for _, s := range list {
		if s.value == nil {
			continue
		}
		labels := ""
		if s.labels != "" {
			labels = "{" + s.labels + "}"
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
func writePrometheus(out io.Writer, r *report) error {
	p := &promText{}
	up := 0
	if r.Level != levelUnknown {
		up = 1
	}
	p.metric("up", "1 if the figures are those of now.", one(up))
	p.metric("level", "0 ok, 1 warn, 2 critical, 3 unknown.", one(r.exitCode()))
	p.metric("data_age_seconds", "Age of the oldest answer among what is shown.", gauge{"", r.DataAge})
	if f := r.Figures; f != nil {
		p.floor(f)
		p.windows(f)
		p.agents(r.Agents)
	}
	_, err := io.WriteString(out, p.String())
	return err
}

func (p *promText) floor(f *figures) {
	p.metric("waiting_chats", "Chats whose visitor waits.", one(f.Waiting))
	p.metric("waiting_over_chats", "Of them at critical or worse.", one(f.WaitingOver))
	p.metric("unseen_chats", "Of them with nothing seen.", one(f.Unseen))
	p.metric("longest_wait_seconds", "The longest wait now.", gauge{"", f.Longest})
	p.metric("seen_no_reply_chats", "Chats that were seen and not answered.", one(f.SeenNoReply))
	p.metric("seen_no_reply_longest_seconds", "The longest of them.", gauge{"", f.SeenLongest})
	p.metric("active_chats", "Chats with a word in the last 10 min or a waiting visitor.", one(f.Active))
	p.metric("active_agents", "Agents who have one.", one(f.ActiveAgents))
	p.metric("bot_chats", "Chats that only a bot has answered.", one(f.Bot))
	p.metric("offline_chats", "Chats written while nobody was there.", one(f.Offline))
}

func (p *promText) windows(f *figures) {
	half, today := &f.HalfHour, &f.Today
	windows := []string{`window="30m",reply="first"`, `window="30m",reply="next"`, `window="today",reply="first"`, `window="today",reply="next"`}
	var medians, p90s []gauge // not a label "quantile": promtool keeps it for summaries
	for i, q := range []quantile{half.FirstReply, half.NextReply, today.FirstReply, today.NextReply} {
		medians, p90s = append(medians, gauge{windows[i], q.Median}), append(p90s, gauge{windows[i], q.P90})
	}
	p.metric("reply_median_seconds", "Median time to a reply.", medians...)
	p.metric("reply_p90_seconds", "Time within which nine of ten replies came.", p90s...)
	p.metric("service_percent", "Decided turns that were in time.",
		gauge{`window="30m",reply="first"`, half.FirstService.Percent}, gauge{`window="30m",reply="next"`, half.NextService.Percent},
		gauge{`window="today",reply="first"`, today.FirstService.Percent}, gauge{`window="today",reply="next"`, today.NextService.Percent})
	p.metric("missed_chats", "Chats that ended without any agent's word.",
		labelled(`window="30m"`, half.Missed), labelled(`window="today"`, today.Missed))
}

func (p *promText) agents(list []agentReport) {
	var active, waiting []gauge
	for i := range list {
		a := &list[i]
		labels := `agent="` + strconv.FormatInt(int64(a.ID), 10) + `"`
		if a.Name != "" {
			labels += `,name="` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(a.Name) + `"`
		}
		active, waiting = append(active, labelled(labels, a.Active)), append(waiting, labelled(labels, a.Waiting))
	}
	p.metric("agent_active_chats", "Active chats of an agent.", active...)
	p.metric("agent_waiting_chats", "Waiting chats of an agent.", waiting...)
}
