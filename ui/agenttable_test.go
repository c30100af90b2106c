package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/safetext"
)

func TestAgentFigures(t *testing.T) {
	busy := model.AgentRow{
		Name: safetext.Line("Maya"), State: model.AgentBusy, Busy: 2, Active: 6, ActiveLevel: model.LevelCritical, Waiting: 2, Oldest: model.Clock{Running: true, For: 72e9, Level: model.LevelWarn},
		SeenNoReply: 1, Turns: 12, Median: 0, P90: 110e9, Breaches: 3, PerMinute: []int{0, 1, 4}, LastReply: fixtureNow().Add(-5 * time.Minute),
		AcquireDay: &model.AgentTotals{Assigned: 30, Handled: 28, Unanswered: 2, Missed: 1, Response: model.Duration{D: 45e9, Known: true}, RatingPositive: 7},
	}
	idle := model.AgentRow{Name: safetext.Line("Sam"), State: model.AgentGone}
	p := agentsPane{peak: 4, limits: model.DefaultLimits().Concurrency}
	for _, c := range []struct {
		row     *model.AgentRow
		acquire bool
		want    []string
	}{
		{&busy, false, []string{"Maya", "BUSY(2)", "6!", "█████", "2", "1m12s·", "1", "5m", "<1s", "1m50s", "12", "3", "▂█"}},
		{&idle, false, []string{"Sam", "GONE", "0", "░░░░░", "0", "–", "0", "–", "–", "–", "0", "0"}},
		{&busy, true, []string{"Maya", "30", "28", "2", "1", "45s", "–", "–", "7", "0"}},
		{&idle, true, []string{"Sam", "–", "–", "–", "–", "–", "–", "–", "–", "–"}},
	} {
		p.acquire = c.acquire
		table := p.table(testLook(), 112, fixtureNow())
		got := strings.Fields(ansi.Strip(table.row(c.row, onScreen, 112)))
		if !slices.Equal(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// Columns go one by one as it gets narrow, and whatever is left fits.
func TestAgentColumns(t *testing.T) {
	var p agentsPane
	for _, acquire := range []bool{false, true} {
		p.acquire = acquire
		before := 0
		for w := 0; w < 200; w++ {
			table := p.table(testLook(), w, fixtureNow())
			if got := table.total(); w >= markCol+agentName && got > w {
				t.Errorf("%d cells: the columns take %d", w, got)
			}
			if n := len(table.columns); n < before || n > before+1 {
				t.Errorf("%d cells: %d columns, after %d", w, n, before)
			}
			before = len(table.columns)
		}
		if want := map[bool]int{false: 12, true: 9}[acquire]; before != want {
			t.Errorf("%d columns on 200 cells, want all %d", before, want)
		}
	}
	p.acquire = false
	table := p.table(testLook(), 30, fixtureNow())
	if len(table.columns) != 1 || table.columns[0].title != "state" {
		t.Errorf("30 cells show %+v, want the state alone", table.columns)
	}
}

// Every order puts the worst first, says what it is called, and no two agree.
func TestAgentOrders(t *testing.T) {
	a, _ := newTestApp(newFixture(), 120, 40)
	for i := range a.agents.all {
		a.agents.all[i].LastReply = fixtureNow().Add(-time.Duration(i) * time.Minute)
	}
	press(a, "tab tab down")
	id, names := a.agents.id, map[string]bool{}
	for _, key := range []string{"s", "S"} {
		for range agentOrders {
			press(a, key)
			p := &a.agents
			names[p.order.String()] = true
			for i := 1; i < len(p.rows); i++ {
				if x, y := &p.all[p.rows[i-1]], &p.all[p.rows[i]]; p.order.compare(x, y) > 0 {
					t.Errorf("%v: %s stands before %s", p.order, x.Name, y.Name)
				}
			}
			if got := p.selected().ID; got != id {
				t.Errorf("%v: agent %d is selected, want %d", p.order, got, id)
			}
		}
	}
	if len(names) != int(agentOrders) {
		t.Errorf("orders are called %v, want %d names", names, agentOrders)
	}
	quick := model.AgentRow{Turns: 1, Median: 5e9, LastReply: fixtureNow()}
	slow := model.AgentRow{Turns: 9, Median: 50e9, LastReply: fixtureNow().Add(-time.Hour)}
	none := model.AgentRow{}
	for _, o := range []agentOrder{agentsByMedian, agentsByLast} {
		if o.compare(&slow, &quick) >= 0 || o.compare(&quick, &none) >= 0 || o.compare(&none, &slow) <= 0 {
			t.Errorf("%v: want the slowest first and who has no reply last", o)
		}
	}
}

func TestAcquiresTotals(t *testing.T) {
	f := newFixture()
	f.head.Totals = &model.DayTotals{Total: 120, Answered: 110, Missed: 10, Response: model.Duration{D: 38e9, Known: true}}
	a, _ := newTestApp(f, 200, 50)
	press(a, "d")
	rowWith(t, a, "Agents · Acquire's totals of today · by name ")
	rowWith(t, a, "120 chats, 110 answered, 10 missed, response 38s")
	rowWith(t, a, "handled unanswered missed")
	f.head.Totals = nil
	later(a, time.Second)
	rowWith(t, a, "not known yet")
	press(a, "d")
	rowWith(t, a, "oldest")
}
