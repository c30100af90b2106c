package acquire

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"time"

	"floorwatch/model"
)

// FloorTotals requests Acquire's own totals of the floor (Chat Statistics) between two
// moments, which should be of one day in that location. It leaves Agents empty.
func (c *Client) FloorTotals(ctx context.Context, from, to time.Time, location *time.Location) (model.DayTotals, error) {
	var out model.DayTotals
	q := question{op: "chat statistics", path: "/api/analytics/general/chat-statistics", form: dayForm(from, to, location)}
	meta, err := c.ask(ctx, q, func(s *scanner, m *Meta) { out = readFloorTotals(s, m) })
	if err != nil {
		return model.DayTotals{}, err
	}
	out.At = meta.At
	return out, nil
}

// AgentTotals requests Acquire's own totals of each agent (Team Analytics), as FloorTotals does for the floor.
func (c *Client) AgentTotals(ctx context.Context, from, to time.Time, location *time.Location) ([]model.AgentTotals, error) {
	var out []model.AgentTotals
	form := dayForm(from, to, location)
	form.Set("agent_id", "") // all agents
	q := question{op: "team analytics", path: "/api/analytics/agent/overview", form: form}
	if _, err := c.ask(ctx, q, func(s *scanner, m *Meta) { out = readAgentTotals(s, m) }); err != nil {
		return nil, err
	}
	return out, nil
}

// dayForm returns the form for a span. It names the zone by its IANA name, as documented;
// a location without one is sent as UTC, which describes the same moments.
func dayForm(from, to time.Time, location *time.Location) url.Values {
	if location == nil || location.String() == "" || location.String() == "Local" {
		location = time.UTC
	}
	return url.Values{
		"timezone":    {location.String()},
		"date_start":  {from.In(location).Format(time.DateTime)},
		"date_end":    {to.In(location).Format(time.DateTime)},
		"filter_type": {"today"},
	}
}

func readFloorTotals(s *scanner, m *Meta) (t model.DayTotals) {
	for key := range s.members() {
		if string(key) != "chat_statistics" {
			continue
		}
		f, ok := fields(s, m, "total_chat", "total_answered", "total_missed", "total_res_time")
		if !ok {
			continue
		}
		t = model.DayTotals{Total: f[0].count(), Answered: f[1].count(), Missed: f[2].count(), Response: readDuration(f[3], m)}
	}
	return t
}

func readAgentTotals(s *scanner, m *Meta) (agents []model.AgentTotals) {
	for key := range s.members() {
		if string(key) != "chat_report" {
			continue
		}
		for key := range s.members() {
			if string(key) != "analytics" {
				continue
			}
			agents = agents[:0]
			for id := range s.members() {
				if a, ok := readAgentRow(id, s, m); ok && len(agents) < maxRows {
					agents = append(agents, a)
				}
			}
		}
	}
	slices.SortFunc(agents, func(a, b model.AgentTotals) int { return cmp.Compare(a.ID, b.ID) })
	return agents
}

func readAgentRow(key []byte, s *scanner, m *Meta) (a model.AgentTotals, ok bool) {
	id, kind := parseID(key)
	f, ok := fields(s, m, "assigned_chat", "total_chat", "unanswered_chat", "total_missed_chat", "average_chat_time",
		"average_response_time", "total_time_on_chat", "rating_positive", "rating_negative")
	if !ok {
		return a, false
	}
	if kind != idGood {
		m.Drift.OddID++
		return a, false
	}
	return model.AgentTotals{
		ID:             model.AgentID(id),
		Assigned:       f[0].count(),
		Handled:        f[1].count(),
		Unanswered:     f[2].count(),
		Missed:         f[3].count(),
		ChatTime:       readDuration(f[4], m),
		Response:       readDuration(f[5], m),
		TimeOnChat:     readDuration(f[6], m),
		RatingPositive: f[7].count(),
		RatingNegative: f[8].count(),
	}, true
}

func readDuration(v value, m *Meta) model.Duration {
	d, ok := parseDuration(v)
	if !ok {
		m.Drift.OddTime++
	}
	return d
}
