package period

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"floorwatch/model/ledger"
	"floorwatch/ui/report/table"
)

// writeCSV writes one table. Its columns are JSON's names, nested ones joined by a
// point. A figure without data is empty.
func writeCSV(w io.Writer, r *ledger.PeriodReport, o Options) error {
	j := jsonOf(r, o)
	var rows [][]string
	if o.Table == "" {
		o.Table = tableOf(r.By)
	}
	switch o.Table {
	case "buckets":
		rows = windowRows([]string{"label", "from", "to", "watched_seconds", "part"}, j.Buckets, func(v *window) []string {
			return []string{v.Label, moment(v.From), moment(v.To), numberOr(v.Watched), strconv.FormatBool(v.Part)}
		})
	case "agents":
		rows = windowRows([]string{"agent", "name", "team", "low"}, j.Agents, func(v *window) []string {
			return []string{strconv.FormatInt(int64(*v.Agent), 10), v.Name, v.Team, strconv.FormatBool(v.Low)}
		})
	case "teams":
		rows = windowRows([]string{"team", "low"}, j.Teams, func(v *window) []string { return []string{v.Team, strconv.FormatBool(v.Low)} })
	case "total":
		rows = windowRows([]string{
			"from", "to", "watched_seconds", "length_seconds", "missing", "left_out.clock_errors", "left_out.unknown_type", "left_out.unknown_side", "left_out.messages",
		}, []window{j.Total}, func(*window) []string {
			l := j.LeftOut
			return []string{
				moment(&j.From), moment(&j.To), numberOr(&j.Watched), numberOr(&j.Length), strings.Join(j.Missing, "; "),
				strconv.Itoa(l.ClockErrors), strconv.Itoa(l.UnknownType), strconv.Itoa(l.UnknownSide), strconv.Itoa(l.Messages),
			}
		})
		var only *int64
		if j.Agent != 0 {
			n := int64(j.Agent)
			only = &n
		}
		rows[0], rows[1] = append(rows[0], "until", "part", "team", "agent"), append(rows[1], moment(j.Until), strconv.FormatBool(j.Total.Part), j.Team, numberOr(only))
	case loadTable:
		rows = [][]string{{"low", "high", "half_hours", "service_p10", "service_p90"}}
		for _, c := range j.Load {
			rows = append(rows, []string{
				strconv.FormatFloat(c.Lo, 'f', -1, 64), strconv.FormatFloat(c.Hi, 'f', -1, 64), strconv.Itoa(c.N), strconv.Itoa(c.P10), strconv.Itoa(c.P90),
			})
		}
	case "chats":
		rows = [][]string{{"kind", "at", "chat", "agent", "name", "wait_seconds", "unanswered"}}
	default:
		return fmt.Errorf("--table is %q, must be %s", o.Table, strings.Join(Tables, ", "))
	}
	if o.BOM {
		if _, err := io.WriteString(w, table.BOM); err != nil {
			return err
		}
	}
	if err := table.Write(w, rows); err != nil || o.Table != "chats" {
		return err
	}
	for part := range slices.Chunk(r.Found, 1000) {
		if err := table.Write(w, chatCells(r, o, part)); err != nil {
			return err
		}
	}
	return nil
}

// loadTable is the table of a report by load; no flag names it, since no other report has it.
const loadTable = "load"

// tableOf returns the table that has what the report is by.
func tableOf(by string) string {
	switch by {
	case "agent":
		return "agents"
	case "team":
		return "teams"
	case loadTable:
		return loadTable
	}
	return "buckets"
}

func chatCells(r *ledger.PeriodReport, o Options, found []ledger.Finding) (rows [][]string) {
	for _, f := range found {
		c := chatOf(r, o, f)
		rows = append(rows, []string{
			c.Kind, moment(&c.At), strconv.FormatInt(int64(c.Chat), 10), strconv.FormatInt(int64(c.Agent), 10), c.Name,
			strconv.FormatInt(c.Waited, 10), strconv.Itoa(c.Unanswered),
		})
	}
	return rows
}

func windowRows(head []string, list []window, first func(*window) []string) [][]string {
	rows := [][]string{append(head,
		"new", "first_reply.n", "first_reply.median_seconds", "first_reply.p90_seconds",
		"next_reply.n", "next_reply.median_seconds", "next_reply.p90_seconds",
		"first_service.in_time", "first_service.of", "first_service.percent", "next_service.in_time", "next_service.of", "next_service.percent",
		"missed", "dropped", "bot_only", "transfers", "overtakes", "visitor_messages", "agent_messages", "rated", "rated_low", "out_of_hours", "still_waiting")}
	for i := range list {
		v := &list[i]
		rows = append(rows, append(first(v),
			numberOr(v.New), numberOr(v.FirstReply.N), numberOr(v.FirstReply.Median), numberOr(v.FirstReply.P90),
			numberOr(v.NextReply.N), numberOr(v.NextReply.Median), numberOr(v.NextReply.P90),
			numberOr(v.FirstService.InTime), numberOr(v.FirstService.Of), numberOr(v.FirstService.Percent),
			numberOr(v.NextService.InTime), numberOr(v.NextService.Of), numberOr(v.NextService.Percent),
			numberOr(v.Missed), numberOr(v.Dropped), numberOr(v.BotOnly), numberOr(v.Transfers), numberOr(v.Overtakes),
			numberOr(v.Visitors), numberOr(v.Replies), numberOr(v.Rated), numberOr(v.LowRated), numberOr(v.OutOfHours), numberOr(v.StillWaiting)))
	}
	return rows
}

func moment(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.Format(time.RFC3339)
}

func numberOr[T int | int64](n *T) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(int64(*n), 10)
}
