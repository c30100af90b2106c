package fakeacquire

import (
	"fmt"
	"math"
	"strings"
	"time"

	"floorwatch/poller/fakeacquire/account"
)

// A span is the time that an analytics call requests.
type span struct {
	from, to int64 // unix seconds, inclusive
	zone     *time.Location
}

func (c call) span() span {
	zone, err := time.LoadLocation(c.form.get("timezone"))
	if err != nil {
		zone = time.UTC // impossible: check has loaded it
	}
	from, _ := time.ParseInLocation(time.DateTime, c.form.get("date_start"), zone)
	to, _ := time.ParseInLocation(time.DateTime, c.form.get("date_end"), zone)
	return span{from.Unix(), to.Unix(), zone}
}

// A day counts the chats that began on one day of a span.
type day struct {
	label                                   string
	total, answered, missed, rated, starSum int
	byAgents                                int
	stars                                   [6]int
	waitSum, durationSum                    int64
}

// chatTotals answers Chat Statistics.
func (e *encoder) chatTotals(w *account.Records, c call) {
	days, lasted := e.days(w, c.span())
	var sum day
	for _, d := range days {
		sum.total += d.total
		sum.answered += d.answered
		sum.byAgents += d.byAgents
		sum.missed += d.missed
		sum.waitSum += d.waitSum
	}
	e.begin()
	e.open('{')
	e.key("chat_statistics")
	e.open('{')
	e.graph(days)
	e.str("total_res_time", clockText(mean(sum.waitSum, sum.byAgents)))
	e.num("total_chat", int64(sum.total))
	e.num("total_answered", int64(sum.answered))
	e.num("total_missed", int64(sum.missed))
	for i, name := range []string{"zero_thirty", "thirty_two_min", "two_five_min", "five_plus"} {
		e.num(name, int64(lasted[i]))
	}
	e.close('}')
	e.close('}')
	e.close('}')
}

// days groups the chats of a span by day and by duration: up to 30 s, 2 min, 5 min and longer.
func (e *encoder) days(w *account.Records, s span) (days []*day, lasted [4]int) {
	at := map[string]*day{}
	first := time.Unix(s.from, 0).In(s.zone)
	for t, n := first, 0; t.Unix() <= s.to && n < 366; n++ {
		d := &day{label: t.Format("02 Jan")}
		at[t.Format(time.DateOnly)] = d
		days = append(days, d)
		t = time.Date(first.Year(), first.Month(), first.Day()+n+1, 0, 0, 0, 0, s.zone)
	}
	for _, v := range w.Listed {
		for _, c := range v.Chats {
			d := at[time.Unix(c.Created, 0).In(s.zone).Format(time.DateOnly)]
			if d == nil || c.Created < s.from || c.Created > s.to {
				continue
			}
			d.add(c, e.now)
			if c.Answered > 0 {
				lasted[bucket(duration(c, e.now))]++
			}
		}
	}
	return days, lasted
}

func bucket(seconds int64) int {
	for i, end := range []int64{30, 120, 300} {
		if seconds <= end {
			return i
		}
	}
	return 3
}

func (d *day) add(c *account.Chat, now int64) {
	d.total++
	switch {
	case c.Answered > 0:
		d.answered++
		d.byAgents++
		d.waitSum += max(0, c.Answered-c.Created)
		d.durationSum += duration(c, now)
	case c.BotReplied: // Acquire counts a bot's reply too
		d.answered++
	case c.Missed:
		d.missed++
	}
	if c.Stars > 0 {
		d.rated++
		d.starSum += c.Stars
		d.stars[min(c.Stars, 5)]++
	}
}

// graph writes the figures by day.
func (e *encoder) graph(days []*day) {
	e.key("graph_row")
	e.open('{')
	e.key("chat_date")
	e.open('[')
	for _, d := range days {
		e.sep()
		e.b = appendString(e.b, d.label, false)
	}
	e.close(']')
	column := func(name string, of func(*day) float64) {
		e.key(name)
		e.open('[')
		for _, d := range days {
			e.sep()
			e.appendDec(of(d))
		}
		e.close(']')
	}
	column("chat_answered", func(d *day) float64 { return float64(d.answered) })
	column("chat_missed", func(d *day) float64 { return float64(d.missed) })
	column("chat_total", func(d *day) float64 { return float64(d.total) })
	column("chat_response_time", func(d *day) float64 { return minutesDotSeconds(mean(d.waitSum, d.byAgents)) })
	column("resp_avg", func(d *day) float64 { return minutesDotSeconds(mean(d.durationSum, d.byAgents)) })
	column("rating_total", func(d *day) float64 { return float64(d.rated) })
	column("rating_avg", func(d *day) float64 { return float64(mean(int64(d.starSum), d.rated)) })
	for star := 1; star <= 5; star++ {
		column(fmt.Sprintf("rating_%d", star), func(d *day) float64 { return float64(d.stars[star]) })
	}
	e.close('}')
}

// teamTotals answers Team Analytics, keyed by the agents' user ids.
func (e *encoder) teamTotals(w *account.Records, c call) {
	e.begin()
	e.open('{')
	e.key("chat_report")
	e.open('{')
	e.key("analytics")
	rows := team(w, c, e.now)
	if len(rows) == 0 {
		e.b = append(e.b, "[]"...) // as PHP writes an empty object
	} else {
		e.open('{')
		for _, a := range w.Agents {
			if t := rows[a]; t != nil {
				e.teamRow(a, t)
			}
		}
		e.close('}')
	}
	e.raw("login_scale", "{}")
	e.close('}')
	e.close('}')
	e.close('}')
}

// An agentDay counts one agent's chats in a span.
type agentDay struct {
	assigned, handled, unanswered, missed, positive, negative int
	waitSum, timeSum                                          int64
}

func team(w *account.Records, c call, now int64) map[*account.Agent]*agentDay {
	s := c.span()
	wanted := c.form.get("agent_id")
	rows := map[*account.Agent]*agentDay{}
	for _, v := range w.Listed {
		for _, ch := range v.Chats {
			if ch.Created < s.from || ch.Created > s.to {
				continue
			}
			for _, a := range ch.Agents {
				if wanted != "" && wanted != fmt.Sprint(a.ID) {
					continue
				}
				if rows[a] == nil {
					rows[a] = &agentDay{}
				}
				rows[a].add(ch, a, now)
			}
		}
	}
	return rows
}

func (t *agentDay) add(c *account.Chat, a *account.Agent, now int64) {
	t.assigned++
	spoke := false
	for _, m := range c.Messages {
		spoke = spoke || m.Agent == a && m.Typ == account.TypeMessage
	}
	switch {
	case spoke:
		t.handled++
		t.waitSum += max(0, c.Answered-c.Created)
		t.timeSum += duration(c, now)
	case c.Missed:
		t.missed++
	default:
		t.unanswered++
	}
	switch {
	case c.Stars >= 4:
		t.positive++
	case c.Stars > 0:
		t.negative++
	}
}

func (e *encoder) teamRow(a *account.Agent, t *agentDay) {
	e.key(fmt.Sprint(a.ID))
	e.open('{')
	e.num("assigned_chat", int64(t.assigned))
	e.num("total_chat", int64(t.handled))
	e.num("unanswered_chat", int64(t.unanswered))
	e.num("total_missed_chat", int64(t.missed))
	e.str("average_chat_time", durationText(mean(t.timeSum, t.handled)))
	e.str("average_response_time", durationText(mean(t.waitSum, t.handled)))
	e.str("total_time_on_chat", durationText(t.timeSum))
	e.str("average_drop_off_time", "")
	e.num("rating_positive", int64(t.positive))
	e.num("rating_negative", int64(t.negative))
	e.close('}')
}

func mean(sum int64, n int) int64 {
	if n == 0 {
		return 0
	}
	return int64(math.Round(float64(sum) / float64(n)))
}

// minutesDotSeconds writes 72 s as 1.12, as Chat Statistics does.
func minutesDotSeconds(seconds int64) float64 {
	return math.Round(float64(seconds/60)*100+float64(seconds%60)) / 100
}

// clockText writes 65 s as 00:01:05.
func clockText(seconds int64) string {
	return fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
}

// durationText writes seconds as Team Analytics does: "09 hours 35 seconds ", without zero units, with a trailing
// space, empty for zero.
func durationText(seconds int64) string {
	var b strings.Builder
	for _, u := range []struct {
		n    int64
		name string
	}{{seconds / 3600, "hours"}, {seconds / 60 % 60, "minutes"}, {seconds % 60, "seconds"}} {
		if u.n > 0 {
			fmt.Fprintf(&b, "%02d %s ", u.n, u.name)
		}
	}
	return b.String()
}
