package period

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
)

// jsonVersion changes when a field changes its meaning or is removed; fields may be added any time.
const jsonVersion = 1

type jsonReport struct {
	Version  int                  `json:"version"`
	Floor    string               `json:"floor,omitempty"`
	Invented bool                 `json:"invented"`
	Title    string               `json:"title"`
	Team     string               `json:"team,omitempty"`  // only this team, if set
	Agent    model.AgentID        `json:"agent,omitempty"` // only this agent, if set
	From     time.Time            `json:"from"`
	To       time.Time            `json:"to"`
	Until    *time.Time           `json:"until"` // end of the known part of the period; null: the whole period
	Zone     string               `json:"zone"`
	By       string               `json:"by"`
	Watched  int64                `json:"watched_seconds"`
	Length   int64                `json:"length_seconds"`
	Missing  []string             `json:"missing"`
	LeftOut  ledger.LeftOutCounts `json:"left_out"` // of all days that the period touches
	Total    window               `json:"total"`
	Buckets  []window             `json:"buckets"`
	Agents   []window             `json:"agents"`
	Teams    []window             `json:"teams"`
	Chats    []chat               `json:"chats"`
	// Usual repeats the total's: the usual figures of the period as a whole.
	Usual map[string]model.Band `json:"usual"`
	Load  []loadClass           `json:"load,omitempty"`
}

// A window has the field names of snapshot's "today", and more.
type window struct {
	Label        string                `json:"label,omitempty"`
	Agent        *model.AgentID        `json:"agent,omitempty"`
	Name         string                `json:"name,omitempty"`
	Team         string                `json:"team,omitempty"`
	From         *time.Time            `json:"from,omitempty"`
	To           *time.Time            `json:"to,omitempty"`
	Watched      *int64                `json:"watched_seconds,omitempty"`
	Part         bool                  `json:"part,omitempty"`
	New          *int                  `json:"new"`
	FirstReply   quantile              `json:"first_reply"`
	FirstTotal   quantile              `json:"first_total"`
	NextReply    quantile              `json:"next_reply"`
	FirstService share                 `json:"first_service"`
	NextService  share                 `json:"next_service"`
	Missed       *int                  `json:"missed"`
	Dropped      *int                  `json:"dropped"`
	BotOnly      *int                  `json:"bot_only"`
	Transfers    *int                  `json:"transfers"`
	Overtakes    *int                  `json:"overtakes"`
	Visitors     *int                  `json:"visitor_messages"`
	Replies      *int                  `json:"agent_messages"`
	Rated        *int                  `json:"rated"`
	LowRated     *int                  `json:"rated_low"`
	OutOfHours   *int                  `json:"out_of_hours"`
	StillWaiting *int                  `json:"still_waiting"` // at the end of the window; null if that was not watched
	Writers      int                   `json:"agents,omitempty"`
	Low          bool                  `json:"low,omitempty"`
	Usual        map[string]model.Band `json:"usual"`
}

// The fields of quantile and share are null if nothing is known of the window.
type quantile struct {
	N      *int   `json:"n"`
	Median *int64 `json:"median_seconds"`
	P90    *int64 `json:"p90_seconds"`
}

type share struct {
	InTime  *int    `json:"in_time"`
	Of      *int    `json:"of"`
	Percent *int    `json:"percent"`
	Level   *string `json:"level"`
}

type chat struct {
	Kind       string        `json:"kind"`
	At         time.Time     `json:"at"`
	Chat       model.ChatID  `json:"chat"`
	Agent      model.AgentID `json:"agent"`
	Name       string        `json:"name,omitempty"`
	Waited     int64         `json:"wait_seconds"`
	Unanswered int           `json:"unanswered"`
}

type loadClass struct {
	Lo  float64 `json:"low"`
	Hi  float64 `json:"high"`
	N   int     `json:"half_hours"`
	P10 int     `json:"service_p10"`
	P90 int     `json:"service_p90"`
}

// writeJSON writes the report, its chats to look at one by one: of a year there may be hundreds of thousands.
func writeJSON(w io.Writer, r *ledger.PeriodReport, o Options) error {
	text, err := json.MarshalIndent(jsonOf(r, o), "", "  ")
	if err != nil {
		return err
	}
	before, after, _ := bytes.Cut(text, []byte(noChats)) // no string holds it, since quotes in strings are escaped
	out := bufio.NewWriter(w)
	_, _ = out.Write(before) // Flush returns the first error
	_, _ = out.WriteString(strings.TrimSuffix(noChats, "]"))
	for i, f := range r.Found {
		text, err := json.MarshalIndent(chatOf(r, o, f), "    ", "  ")
		if err != nil {
			return err
		}
		if i > 0 {
			_ = out.WriteByte(',')
		}
		_, _ = out.WriteString("\n    ")
		_, _ = out.Write(text)
	}
	if len(r.Found) > 0 {
		_, _ = out.WriteString("\n  ")
	}
	_, _ = out.WriteString("]")
	_, _ = out.Write(after)
	_ = out.WriteByte('\n')
	return out.Flush()
}

// noChats is what jsonOf leaves for the chats to look at.
const noChats = `"chats": []`

// jsonOf returns the report without its chats to look at.
func jsonOf(r *ledger.PeriodReport, o Options) *jsonReport {
	last := len(r.Spans) - 1
	out := &jsonReport{
		Version: jsonVersion, Floor: r.Floor.String(), Invented: r.Invented, Title: r.Title, Team: r.Team, Agent: r.Agent, From: r.Spans[0].From, To: r.Spans[last].To,
		Zone: r.Zone, By: r.By, Watched: int64(r.Total.Watched / time.Second), Length: int64(r.Total.Length / time.Second),
		Missing: append([]string{}, r.Notes...), LeftOut: r.LeftOut, Total: windowOf(r, &r.Total),
		Buckets: []window{}, Agents: []window{}, Teams: []window{}, Chats: []chat{},
	}
	out.Usual = out.Total.Usual
	if !r.Until.IsZero() {
		out.Until = &r.Until
	}
	for i := range r.Buckets {
		out.Buckets = append(out.Buckets, windowOf(r, &r.Buckets[i]))
	}
	for i := range r.Agents {
		row := &r.Agents[i]
		v := windowOf(r, row)
		v.Agent, v.Team, v.Low = &row.Agent, named(r.Labels[row.Agent].Team).String(), row.Agent != 0 && low(r, row.Service())
		if o.Names {
			v.Name = row.Name.String()
		}
		out.Agents = append(out.Agents, v)
	}
	for i := range r.Teams {
		v := windowOf(r, &r.Teams[i])
		v.Team, v.Low = teamRow(&r.Teams[i]).String(), r.Teams[i].Agent != 0 && low(r, r.Teams[i].Service())
		out.Teams = append(out.Teams, v)
	}
	if r.Load != nil {
		for _, c := range r.Load.Classes {
			out.Load = append(out.Load, loadClass{c.Lo, c.Hi, c.N, c.P10, c.P90})
		}
	}
	return out
}

func chatOf(r *ledger.PeriodReport, o Options, f ledger.Finding) chat {
	c := chat{Kind: string(f.Kind), At: f.At, Chat: f.Chat, Agent: f.Agent, Waited: int64(f.Waited / time.Second), Unanswered: f.Unanswered}
	if o.Names {
		c.Name = r.Labels[f.Agent].Name.String()
	}
	return c
}

func windowOf(r *ledger.PeriodReport, row *ledger.PeriodRow) window {
	count := func(n int) *int {
		if unknown(row) {
			return nil
		}
		return &n
	}
	v := window{
		Label: row.Label, Part: row.HasUnread, New: count(row.NewChats()),
		Missed: count(row.Missed), Dropped: count(row.Dropped), BotOnly: count(row.BotOnly), Transfers: count(row.Transfers),
		Overtakes: count(row.Overtakes), Visitors: count(row.Visitors), Replies: count(row.Replies), Writers: row.ActiveAgents,
	}
	if !unknown(row) {
		v.FirstReply, v.FirstTotal, v.NextReply = quantileOf(row.First), quantileOf(row.Total), quantileOf(row.Next)
		v.FirstService, v.NextService = shareOf(&r.FirstReply, row.FirstService), shareOf(&r.NextReply, row.NextService)
	}
	if row.Rated > 0 && row.Known(11) && !unknown(row) { // as far as found: none found is not none
		v.Rated = &row.Rated
	}
	if row.LowRated > 0 && row.Known(12) && !unknown(row) {
		v.LowRated = &row.LowRated
	}
	if row.Known(13) {
		v.OutOfHours = count(row.OutOfHours)
	}
	if n, ok := row.StillWaiting(); ok {
		v.StillWaiting = &n
	}
	if r.OnlyTeams {
		v.Writers = 0 // not known
	}
	if !row.From.IsZero() {
		v.From, v.To = &row.From, &row.To
	}
	if row.Length > 0 {
		n := int64(row.Watched / time.Second)
		v.Watched = &n
	}
	if row.Usual != nil {
		v.Usual = row.Usual.ByName()
	}
	return v
}

// quantileOf returns the number of h and its quantiles in seconds, which are null if h is empty.
func quantileOf(h ledger.Histogram) quantile {
	q := h.Quantile()
	out := quantile{N: &q.N}
	if q.N > 0 {
		m, p := int64(q.Median/time.Second), int64(q.P90/time.Second)
		out.Median, out.P90 = &m, &p
	}
	return out
}

func shareOf(limit *model.ServiceThresholds, s model.ServiceLevel) share {
	level := limit.Level(s).String()
	out := share{InTime: &s.In, Of: &s.Of, Level: &level}
	if p, ok := s.Percent(); ok {
		out.Percent = &p
	}
	return out
}
