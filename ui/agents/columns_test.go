package agents

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"
)

func agentsStyle() *draw.Style { return draw.NewTerminal().Style("dark", false, false) }

func TestAgentFigures(t *testing.T) {
	busy := model.AgentRow{
		Name: safetext.Line("Maya"), State: model.AgentBusy, Busy: 2, Active: 6, ActiveLevel: model.LevelCritical, Waiting: 2, Oldest: model.Clock{Running: true, For: 72e9, Level: model.LevelWarn},
		SeenNoReply: 1, Turns: 12, Median: 0, P90: 110e9, Breaches: 3, PerMinute: []int{0, 1, 4}, LastReply: uitest.Now().Add(-5 * time.Minute),
		AcquireDay: &model.AgentTotals{Assigned: 30, Handled: 28, Unanswered: 2, Missed: 1, Response: model.Duration{D: 45e9, Known: true}, RatingPositive: 7},
	}
	idle := model.AgentRow{Name: safetext.Line("Sam"), State: model.AgentGone}
	p := Pane{snapshot: &model.Snapshot{}, minutes: 2, peaks: [draw.SparkSteps + 1]int{1: 4}}
	for _, c := range []struct {
		row     *model.AgentRow
		acquire bool
		want    []string
	}{
		{&busy, false, []string{"Maya", "BUSY", "2", "6", "!", "2", "1m12s▴", "<1s", "3", "1m50s", "12", "5m", "▂█"}},
		{&idle, false, []string{"Sam", "AWAY?", "0", "0", "–", "–", "0", "–", "0", "–"}},
		{&busy, true, []string{"Maya", "30", "28", "2", "1", "45s", "–", "–", "7", "0"}},
		{&idle, true, []string{"Sam", "–", "–", "–", "–", "–", "–", "–", "–", "–"}},
	} {
		p.acquire = c.acquire
		t112 := p.table(112, uitest.Now())
		got := strings.Fields(ansi.Strip(p.drawRow(&t112, agentsStyle(), c.row, draw.OnScreen, 112)))
		if !slices.Equal(got, c.want) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// Columns go one by one as it gets narrow, and whatever is left fits.
func TestAgentColumns(t *testing.T) {
	var p Pane
	for _, acquire := range []bool{false, true} {
		p.acquire = acquire
		before := map[bool]int{false: 4, true: 1}[acquire]
		for w := 0; w < 200; w++ {
			table := p.table(w, uitest.Now())
			if got := table.Total(); w >= 44 && got > w {
				t.Errorf("%d cells: the columns take %d", w, got)
			}
			if n := len(table.Columns); n < before || n > before+1 {
				t.Errorf("%d cells: %d columns, after %d", w, n, before)
			}
			before = len(table.Columns)
		}
		if want := map[bool]int{false: 11, true: 10}[acquire]; before != want {
			t.Errorf("%d columns on 200 cells, want all %d", before, want)
		}
	}
	p.acquire = false
	for w, want := range map[int]string{44: "agent state waiting longest", 56: "agent state chats waiting longest median"} {
		table := p.table(w, uitest.Now())
		var titles []string
		for _, c := range table.Columns {
			titles = append(titles, c.Title)
		}
		if got := strings.Join(titles, " "); got != want {
			t.Errorf("%d cells show %q, want %q", w, got, want)
		}
	}
}

// Whatever is shown can be sorted by, from left to right and back, and the
// selected agent stays so.
func TestAgentsAreSortedByEveryColumn(t *testing.T) {
	p := &Pane{}
	p.ResizeTo(80, 20)
	p.SetSnapshot(uitest.NewFloor().At(uitest.Now()))
	p.Move(1)
	p.SelectCursorRow()
	id := p.SelectedID
	for _, set := range []string{"our own", "Acquire's"} {
		orders, names := p.Orders(), map[string]bool{}
		for _, c := range p.columns(uitest.Now()) {
			if c.Sort == uint8(ByName) && c.Title != "agent" {
				t.Errorf("nothing sorts by %q of %s figures", c.Title, set)
			}
		}
		for _, d := range []int{1, -1} {
			for n := range orders {
				p.SortNext(d)
				o := *p.CurrentOrder()
				if want := orders[(d*(n+1)+len(orders))%len(orders)]; o != want {
					t.Errorf("%s figures, %d steps of %d: %v, want %v", set, n+1, d, o, want)
				}
				names[o.String()] = true
				if row := ansi.Strip(p.Draw(agentsStyle(), 80, 20, true, uitest.Now())[0]); !strings.Contains(row, o.String()) {
					t.Errorf("%v: the title is %q", o, row)
				}
				rest := slices.DeleteFunc(slices.Clone(p.rows), func(i int32) bool { return p.all[i].ID == unassignedRow })
				if o != ByNeed && !slices.IsSortedFunc(rest, func(x, y int32) int { return o.compare(&p.all[x], &p.all[y]) }) {
					t.Errorf("%v: the agents are not sorted", o)
				}
				if got := p.Selected().ID; got != id {
					t.Errorf("%v: agent %d is selected, want %d", o, got, id)
				}
			}
		}
		if len(names) != len(orders) {
			t.Errorf("%d orders of %s figures are called %v", len(orders), set, names)
		}
		p.SortNext(1)
		p.SortNext(1)
		p.ToggleTotals()
	}
	if p.acquire || p.Order != ByState || p.byDay != agentsByAssigned {
		t.Errorf("each set of columns keeps its order: %v and %v, want by state and by assigned chats", p.Order, p.byDay)
	}
}

// Every order puts the worst first, and who has no such figure last.
func TestAgentOrders(t *testing.T) {
	day := func(set func(*model.AgentTotals)) func(*model.AgentRow) {
		return func(r *model.AgentRow) { r.AcquireDay = &model.AgentTotals{}; set(r.AcquireDay) }
	}
	second := model.Duration{D: time.Second, Known: true}
	for o, worse := range map[Order]func(*model.AgentRow){
		ByState:            func(r *model.AgentRow) { r.State = model.AgentOvertaking },
		ByChats:            func(r *model.AgentRow) { r.Active = 1 },
		agentsByWaiting:    func(r *model.AgentRow) { r.Waiting = 1 },
		ByWait:             func(r *model.AgentRow) { r.Oldest.For = 1 },
		agentsByLast:       func(r *model.AgentRow) { r.LastReply = uitest.Now() },
		agentsByMedian:     func(r *model.AgentRow) { r.Turns, r.Median = 1, 1 },
		agentsByP90:        func(r *model.AgentRow) { r.Turns, r.P90 = 1, 1 },
		agentsByTurns:      func(r *model.AgentRow) { r.Turns = 1 },
		ByLate:             func(r *model.AgentRow) { r.Breaches = 1 },
		agentsByMessages:   func(r *model.AgentRow) { r.PerMinute = []int{0, 1, 0} },
		agentsByAssigned:   day(func(d *model.AgentTotals) { d.Assigned = 1 }),
		agentsByHandled:    day(func(d *model.AgentTotals) { d.Handled = 1 }),
		agentsByUnanswered: day(func(d *model.AgentTotals) { d.Unanswered = 1 }),
		agentsByMissed:     day(func(d *model.AgentTotals) { d.Missed = 1 }),
		agentsByResponse:   day(func(d *model.AgentTotals) { d.Response = second }),
		agentsByChatTime:   day(func(d *model.AgentTotals) { d.ChatTime = second }),
		agentsByTimeOnChat: day(func(d *model.AgentTotals) { d.TimeOnChat = second }),
		agentsByLiked:      day(func(d *model.AgentTotals) { d.RatingPositive = 1 }),
		agentsByDisliked:   day(func(d *model.AgentTotals) { d.RatingNegative = 1 }),
	} {
		bad, none := model.AgentRow{State: model.AgentIdle}, model.AgentRow{State: model.AgentIdle}
		worse(&bad)
		if o.compare(&bad, &none) >= 0 || o.compare(&none, &bad) <= 0 || o.compare(&bad, &bad) != 0 {
			t.Errorf("%v: want %+v before one without a figure", o, bad)
		}
		if o >= agentsByAssigned {
			none.AcquireDay = &model.AgentTotals{}
			if o.compare(&bad, &none) >= 0 {
				t.Errorf("%v: want the most first", o)
			}
		}
	}
	quick := model.AgentRow{Turns: 1, Median: 5e9, P90: 5e9, LastReply: uitest.Now()}
	slow := model.AgentRow{Turns: 9, Median: 50e9, P90: 50e9, LastReply: uitest.Now().Add(-time.Hour)}
	for _, o := range []Order{agentsByMedian, agentsByP90, agentsByLast} {
		if o.compare(&slow, &quick) >= 0 {
			t.Errorf("%v: want the slowest first", o)
		}
	}
}

// A sparkline shows the whole half hour, whatever its width, on one scale for all, and begins below the first letter of its
// head.
func TestSparklineIsOfTheHalfHour(t *testing.T) {
	busy, quiet := make([]int, 30), make([]int, 30)
	busy[0], busy[29], quiet[15] = 8, 8, 4
	var p Pane
	p.SetSnapshot(&model.Snapshot{Agents: []model.AgentRow{{ID: 1, PerMinute: busy}, {ID: 2, PerMinute: quiet}, {ID: 3}}})
	for w, want := range map[int][2]string{
		11: {"█        █ ", "     ▄     "}, 14: {"█        █    ", "     ▄        "}, 20: {"█             █     ", "       ▄            "},
		15: {"█             █", "       ▄       "}, 30: {"█" + strings.Repeat(" ", 28) + "█", strings.Repeat(" ", 15) + "▄" + strings.Repeat(" ", 14)},
	} {
		spark := p.columns(uitest.Now())[len(p.columns(uitest.Now()))-1]
		for i, want := range want {
			if got := drawCell(spark, &p.all[i], w+1); got != " "+want { // the blank parts it from the column before
				t.Errorf("%d cells, agent %d: %q, want %q", w, i+1, got, want)
			}
		}
		if got := drawCell(spark, &p.all[2], w); strings.TrimSpace(got) != "" || len(got) != w {
			t.Errorf("%d cells of nothing: %q", w, got)
		}
	}
}

func drawCell(c column, a *model.AgentRow, w int) string {
	l := agentsStyle().Line(draw.OnScreen, w)
	c.Cell(l, a, w)
	return ansi.Strip(l.String())
}
