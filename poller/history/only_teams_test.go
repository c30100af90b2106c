package history

import (
	"maps"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
)

// Where only figures of teams are kept, a report has no agents and does not count teams as agents, and a team is the
// same one in all its days, though each file numbers those that wrote on its day.
func TestAReportOfFiguresOfTeamsOnly(t *testing.T) {
	now, loc := saturday(t)
	var days []*ledger.Day
	want := map[string]int{}
	found := map[model.ChatID]string{}
	for i, d := range sparseWeek(t, loc) {
		for j := range d.Found {
			d.Found[j].Agent = model.AgentID(1 + j%6)
			d.Found[j].Chat = model.ChatID(1000*i + j)
		}
		if i == 2 { // nobody of the first team wrote
			maps.DeleteFunc(d.Agents, func(_ model.AgentID, a ledger.AgentLabel) bool { return a.Team.String() == "Sales" })
		}
		d = d.WithoutAgents()
		for _, s := range d.Slots {
			if s.Agent != 0 {
				want[d.Agents[s.Agent].Team.String()] += s.Replies
			}
		}
		for _, f := range d.Found {
			found[f.Chat] = d.Agents[f.Agent].Team.String()
		}
		days = append(days, d)
	}
	src := writeDays(t, days...)
	for _, by := range []By{ByDay, ByHour} {
		q := query(parse(t, Ask{Word: "2026-W47"}, now, loc), by, now)
		r, err := NewReport(src, q)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Agents) != 0 || !r.OnlyTeams || r.Total.ActiveAgents != 0 || len(r.Teams) != 4 {
			t.Errorf("by %s: %d agents, %d of them wrote; %d teams", by, len(r.Agents), r.Total.ActiveAgents, len(r.Teams))
		}
		for _, row := range r.Teams {
			if row.Agent != 0 && row.Replies != want[row.Name.String()] {
				t.Errorf("by %s: team %q wrote %d, want %d", by, row.Name.String(), row.Replies, want[row.Name.String()])
			}
		}
		for _, f := range r.Found {
			if team := r.Labels[f.Agent].Team.String(); team != found[f.Chat] {
				t.Errorf("by %s: chat %d is of team %q, want %q", by, f.Chat, team, found[f.Chat])
			}
		}
		q.Agent = -1
		if _, err := NewReport(src, q); err == nil {
			t.Error("a team's sum is an agent")
		}
		q.Agent, q.Team = 0, "Support"
		if r, err := NewReport(src, q); err != nil || r.Total.Replies != want["Support"] || len(r.Notes) > 0 {
			t.Errorf("team Support: %v", err)
		}
	}
	if l, err := ReadLoad(src, now, loc, UsualOptions{Weeks: 4}, "c0ffee", 80, 1); err != nil || len(l.Classes) > 0 {
		t.Errorf("%v, and the load of teams is that of agents: %v", err, l.Classes)
	}
}

// After a restart the day's file has slots of both programs, whose teams have other numbers where one wrote later.
func TestMergeKeepsTeamsApart(t *testing.T) {
	d := testDay("2026-11-28")
	noon := d.From.Add(12 * time.Hour)
	morning, whole := *d, d.WithoutAgents()
	morning.Agents = maps.Clone(d.Agents)
	maps.DeleteFunc(morning.Agents, func(_ model.AgentID, a ledger.AgentLabel) bool { return a.Team.String() == "Sales" })
	old := morning.WithoutAgents()
	want := map[string]int{}
	for _, part := range []*ledger.Day{old, whole} {
		for _, s := range part.Slots {
			if s.Start.Before(noon) == (part == old) && s.Agent != 0 {
				want[part.Agents[s.Agent].Team.String()] += s.Replies
			}
		}
	}
	old.Watched = []ledger.TimeSpan{{From: d.From, To: noon}}
	merged := Merge(old, whole, noon)
	got := map[string]int{}
	for _, s := range merged.Slots {
		if s.Agent != 0 {
			got[merged.Agents[s.Agent].Team.String()] += s.Replies
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("teams wrote %v, want %v", got, want)
	}
}
