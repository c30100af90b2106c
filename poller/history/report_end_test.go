package history

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/ledger"
	"floorwatch/model/safetext"
)

// A team or an agent without figures in the period is said to have none where the configuration or another day names
// it; one that nothing names is a mistake, and what there is is told.
func TestAReportOfWhatNothingNames(t *testing.T) {
	now, loc := saturday(t)
	yesterday, before := testDayIn("2026-11-27", 3, loc), testDayIn("2026-11-20", 4, loc)
	before.Agents[77] = ledger.AgentLabel{Team: safetext.Line("Night")}
	src := writeDays(t, before, yesterday)
	q := query(parse(t, Ask{Word: "yesterday"}, now, loc), ByHour, now)
	q.Teams = []model.Team{{Name: "Sales"}, {Name: "New", Agents: []model.AgentID{88}}}
	for _, c := range []struct {
		team          string
		agent         model.AgentID
		unknown, note bool
	}{
		{team: "Suport", unknown: true}, {team: "New", note: true}, {team: "Night", note: true}, {team: "Support"},
		{agent: 999, unknown: true}, {agent: 88, note: true}, {agent: 77, note: true}, {agent: 5}, {agent: -1, unknown: true}, {},
	} {
		q.Team, q.Agent = c.team, c.agent
		r, err := NewReport(src, q)
		var unknown *UnknownError
		if errors.As(err, &unknown) != c.unknown {
			t.Errorf("%+v: %v", c, err)
			continue
		}
		if c.unknown {
			if got := strings.Join(unknown.Teams, ", "); got != "New, Night, Sales, Support" || !slices.Equal(unknown.Agents, []model.AgentID{1, 2, 3, 4, 5, 6, 77, 88}) {
				t.Errorf("%+v: there are %s and %v", c, got, unknown.Agents)
			}
			continue
		}
		if got := strings.Contains(strings.Join(r.Notes, "; "), "no figures of this"); got != c.note {
			t.Errorf("%+v: %q", c, r.Notes)
		}
	}
}

// Who waited when the period ended still waits: by slots, by whole days, of a team, and where the file ends before the
// period. Earlier ones do not, and it is unknown where nobody watched.
func TestWhoStillWaitedAtTheEnd(t *testing.T) {
	now, loc := saturday(t)
	day, today := testDayIn("2026-11-27", 3, loc), testDayIn("2026-11-28", 4, loc)
	for _, d := range []*ledger.Day{day, today} {
		d.Found, d.IncompleteSlots = nil, nil
		for i := range d.Slots {
			s := &d.Slots[i]
			s.Unknown, s.Waiting = 0, int(s.Agent)
		}
		for at := d.From; at.Before(d.To); at = at.Add(ledger.SlotLength) {
			d.Found = append(d.Found, ledger.Finding{Kind: ledger.FindingWaiting, At: at.Add(ledger.SlotLength), Agent: 2, Chat: 1, Waited: time.Hour})
		}
	}
	today.Final, today.Written = false, now.Add(-3*time.Minute).Truncate(time.Second)
	today.Watched[0].To = today.Written
	cut := func(s ledger.Slot) bool { return s.Start.Before(today.Written) }
	today.Slots = pick(today.Slots, nil, cut)
	today.Found = pick(today.Found, nil, func(f ledger.Finding) bool { return f.At.Before(today.Written) })
	src := writeDays(t, day, today)
	count := func(d *ledger.Day, start time.Time, team string) (n int) {
		for i := range d.Slots {
			if s := &d.Slots[i]; s.Start.Equal(start) && (team == "" || d.Agents[s.Agent].Team.String() == team) {
				n += s.Waiting
			}
		}
		return n
	}
	two := day.From.Add(14 * time.Hour)
	for _, c := range []struct {
		ask    Ask
		by     By
		team   string
		want   int
		listed int
	}{
		{ask: Ask{Word: "yesterday"}, by: ByDay, want: count(day, day.To.Add(-ledger.SlotLength), ""), listed: 1},
		{ask: Ask{Word: "yesterday"}, by: ByHour, want: count(day, day.To.Add(-ledger.SlotLength), ""), listed: 1},
		{ask: Ask{From: "2026-11-27 06:00", To: "2026-11-27 14:00"}, by: ByHour, want: count(day, two.Add(-ledger.SlotLength), ""), listed: 1},
		{ask: Ask{From: "2026-11-27 06:00", To: "2026-11-27 14:00"}, by: ByWeekday, team: "Sales", want: count(day, two.Add(-ledger.SlotLength), "Sales")},
		{ask: Ask{}, by: ByHour, want: count(today, ledger.SlotStart(today.Written), "")},
	} {
		q := query(parse(t, c.ask, now, loc), c.by, now)
		q.Team = c.team
		r, err := NewReport(src, q)
		if err != nil {
			t.Fatal(err)
		}
		n, ok := r.Total.StillWaiting()
		if n != c.want || !ok || len(r.Found) != c.listed {
			t.Errorf("%+v: %d wait (%t), want %d; %d listed", c, n, ok, c.want, len(r.Found))
		}
		sum, teams := 0, 0
		for i := range r.Agents {
			n, _ := r.Agents[i].StillWaiting()
			sum += n
		}
		for i := range r.Teams {
			n, _ := r.Teams[i].StillWaiting()
			teams += n
		}
		if sum != n || teams != n {
			t.Errorf("%+v: %d of agents and %d of teams, %d in all", c, sum, teams, n)
		}
		if last := len(r.Buckets) - 1; c.by != ByWeekday {
			if n, ok := r.Buckets[last].StillWaiting(); n != c.want || !ok {
				t.Errorf("%+v: %d wait at the end of the last row (%t)", c, n, ok)
			}
		}
	}
	day.Watched[0].To = two.Add(-2 * time.Minute)
	r, err := NewReport(writeDays(t, day), query(parse(t, Ask{From: "2026-11-27 06:00", To: "2026-11-27 14:00"}, now, loc), ByHour, now))
	if _, ok := r.Total.StillWaiting(); err != nil || ok {
		t.Errorf("not watched at the end, and known: %v", err)
	}
}
