package threads

import (
	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
)

func threadsStyle() *draw.Style { return draw.NewTerminal().Style("dark", false, false) }

// Columns go one by one as it gets narrow, what matters least first.
func TestThreadColumns(t *testing.T) {
	shown := func(t draw.Table[listed]) string {
		var titles []string
		for _, c := range t.Columns {
			titles = append(titles, strings.TrimSpace(c.Title))
		}
		return strings.NewReplacer("last words", "text", "visitor", "name", "doing", "state", "also", "badge", "×", "nudges").Replace(strings.Join(titles, " "))
	}
	for _, c := range []struct {
		w    int
		want string
	}{
		{110, "wait sight nudges owner state badge name text"}, {87, "wait sight nudges owner state badge name text"},
		{86, "wait sight nudges owner state badge name"}, {70, "wait sight nudges owner state badge name"}, {69, "wait sight nudges owner state name"},
		{62, "wait sight nudges owner state name"}, {61, "wait sight owner state name"}, {58, "wait sight owner state name"}, {57, "wait sight owner name"},
		{47, "wait sight owner name"}, {46, "wait sight name"}, {36, "wait sight name"}, {35, "wait name"}, {5, "wait name"},
	} {
		cols := tableOn(threadsStyle(), c.w)
		if got := shown(cols); got != c.want {
			t.Errorf("%d cells: %s; want %s", c.w, got, c.want)
		}
		if got := cols.Total(); c.w >= 20 && got != c.w {
			t.Errorf("%d cells: the columns take %d", c.w, got)
		}
	}
}

func TestThreadStates(t *testing.T) {
	ago := func(d time.Duration) time.Time { return uitest.Now().Add(-d) }
	for _, c := range []struct {
		name string
		row  model.Row
		want string // after the wait
	}{
		{"answered", model.Row{LastSide: model.SideAgent, LastAt: ago(4 * time.Minute)}, "4m answered"},
		{"over", model.Row{Over: true, LastAt: ago(2 * time.Hour)}, "2h over"},
		{"missed", model.Row{Over: true, Missed: true, LastAt: ago(72 * time.Hour)}, "3d missed"},
		{"perhaps missed", model.Row{Missing: true, LastAt: ago(0)}, "<1m missed?"},
		{"with the bot", model.Row{Lane: model.LaneBot, LastAt: ago(0)}, "<1m with bot"},
		{"acknowledged", model.Row{Acked: true, LastAt: ago(0)}, "<1m acked"},
		{"visitor gone", model.Row{Gone: true, LastSide: model.SideAgent, LastAt: ago(0)}, "<1m gone?"},
		{"offline", model.Row{Offline: true, LastAt: ago(0)}, "<1m offline"},
		{"unseen", waitingRow(model.SightUnseen, model.AgentBusy, model.LaneHuman), "20s  unseen  –  BUSY(2)"},
		{"part", waitingRow(model.SightPart, model.AgentQuiet, model.LaneHuman), "20s  part  –  QUIET"},
		{"seen", waitingRow(model.SightSeen, model.AgentSilent, model.LaneHuman), "≥9s  seen  –  SILENT"},
		{"overtaking", waitingRow(model.SightUnseen, model.AgentOvertaking, model.LaneHuman), "OVERTAKING"},
		{"no owner", waitingRow(model.SightUnseen, model.AgentNone, model.LaneHuman), "NO OWNER"},
		{"bot silent", waitingRow(model.SightUnseen, model.AgentNone, model.LaneBotSilent), "BOT SILENT"},
	} {
		c.row.Key.Visitor = 7
		got := ansi.Strip(drawn(&c.row))
		if !strings.Contains(strings.Join(strings.Fields(got), " "), strings.Join(strings.Fields(c.want), " ")) {
			t.Errorf("%s: %q, want %q in it", c.name, got, c.want)
		}
		if !strings.Contains(got, "#7") {
			t.Errorf("%s: %q does not name the visitor by number", c.name, got)
		}
	}
}

func drawn(r *model.Row) string {
	t := tableOn(threadsStyle(), 70)
	return drawRow(&t, threadsStyle(), listed{r, uitest.Now()}, false, draw.OnScreen, 70)
}

func waitingRow(s model.Sight, state model.AgentState, lane model.Lane) model.Row {
	return model.Row{
		Wait: model.Clock{Running: true, For: 25e9}, Sight: s, Unseen: model.Clock{Running: true, For: 20e9},
		SeenFor: model.Clock{Running: true, For: 9e9, AtLeast: true}, OwnerState: state, OwnerBusy: 2, Lane: lane,
	}
}

// A severe wait has its block on the figure only, so a full screen of them stays legible.
func TestSevereIsABlockOnTheFigureOnly(t *testing.T) {
	r := waitingRow(model.SightSeen, model.AgentSilent, model.LaneHuman)
	r.Level, r.SeenFor.Level, r.Wait.For = model.LevelSevere, model.LevelSevere, 312e9
	lk := threadsStyle()
	got := drawn(&r)
	if want := lk.On[draw.OnScreen][draw.RoleSevere] + "5m12s" + draw.StyleOff; strings.Count(got, lk.On[draw.OnScreen][draw.RoleSevere]) != 1 || !strings.Contains(got, want) {
		t.Errorf("%q, want the block around 5m12s and nowhere else", got)
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"ana", "Bob", -1}, {"bob", "Ana", 1}, {"Ana", "ana", 0}, {"", "zoe", 1}, {"zoe", "", -1}, {"", "", 0}, {"Öz", "öz", 0}, {"Ann", "Anna", -1}} {
		if got := names(c.a, c.b); got != c.want {
			t.Errorf("names(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestThreadOrders(t *testing.T) {
	var p Pane
	p.Set(uitest.NewFloor().At(uitest.Now()).Threads, nil)
	called := map[string]bool{}
	for o := range threadOrders {
		called[o.String()] = true
	}
	if len(called) != int(threadOrders) {
		t.Errorf("%d orders have the names %v", threadOrders, called)
	}
	for o, less := range map[Order]func(a, b *model.Row) bool{
		ByWait:    func(a, b *model.Row) bool { return a.Wait.For >= b.Wait.For },
		ByNewest:  func(a, b *model.Row) bool { return !a.LastAt.Before(b.LastAt) },
		ByVisitor: func(a, b *model.Row) bool { return names(a.Name.String(), b.Name.String()) <= 0 },
		ByOwner:   func(a, b *model.Row) bool { return names(a.OwnerName.String(), b.OwnerName.String()) <= 0 },
	} {
		p.SortBy(o)
		for i := 1; i < p.N; i++ {
			if x, y := p.Row(i-1), p.Row(i); !less(x, y) {
				t.Errorf("%v: %q stands before %q", o, x.Name, y.Name)
			}
		}
	}
}
