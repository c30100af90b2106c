package activity

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"
)

func activityStyle() *draw.Style { return draw.NewTerminal().Style("dark", false, false) }

func TestBars(t *testing.T) {
	c := chart{lk: activityStyle(), peak: 16}
	for _, b := range []struct {
		v, row, rows int
		up, down     string
	}{
		{0, 0, 2, " ", " "}, {1, 0, 2, "▁", "▔"}, {4, 0, 2, "▄", "▀"}, {8, 0, 2, "█", "█"}, {8, 1, 2, " ", " "}, {9, 1, 2, "▁", "▔"},
		{16, 0, 2, "█", "█"}, {16, 1, 2, "█", "█"}, {1, 0, 1, "▁", "▔"}, {16, 0, 1, "█", "█"},
	} {
		e := c.eighths(float64(b.v), b.row, b.rows)
		if got := c.lk.Up(e) + c.lk.Down(e); got != b.up+b.down {
			t.Errorf("bars of %d of 16 in row %d of %d are %q, want %q", b.v, b.row, b.rows, got, b.up+b.down)
		}
	}
}

// Agents and visitors share a scale, meet minute by minute at one line, and
// what happened stands on it.
func TestActivity(t *testing.T) {
	minutes := make([]model.Minute, 30)
	minutes[3].Firsts, minutes[4].Missed = 2, 1
	minutes[10] = model.Minute{Agents: 8, Visitors: 4}
	minutes[29] = model.Minute{Agents: 2, Visitors: 1, Start: uitest.Now()}
	p := Pane{Minutes: minutes, Of: Subject{Name: "the floor"}, Zone: time.UTC}
	p.FitTo(60, 8)
	const left = 2 + activityLabel + activityScale + 1
	var rows [][]rune
	for _, l := range p.Draw(activityStyle(), 60, 8, false) {
		rows = append(rows, []rune(ansi.Strip(l)))
	}
	for _, c := range []struct {
		row, minute int
		want        rune
		what        string
	}{
		{1, 10, '█', "the agents' peak"}, {2, 10, '█', "the agents' peak"}, {2, 29, '▄', "a quarter of it"}, {2, 0, ' ', "nothing"},
		{3, 3, '+', "a first reply"}, {3, 4, '✗', "a missed chat"}, {3, 5, '─', "neither"},
		{4, 10, '█', "half of the agents' peak"}, {5, 10, ' ', "half of the agents' peak"}, {4, 29, '▔', "an eighth of it"},
	} {
		if got := rows[c.row][left+c.minute]; got != c.want {
			t.Errorf("row %d, minute %d is %q, want %q for %s:\n%s", c.row, c.minute, got, c.want, c.what, string(rows[c.row]))
		}
	}
	for i, want := range map[int]string{0: "of the floor · messages a minute", 1: "8┤", 2: "now 2", 3: "0┤", 4: "now 1", 5: "8┤", 6: "12:15          12:30    now ", 7: "+ first response  ✗ missed"} {
		if !strings.Contains(string(rows[i]), want) {
			t.Errorf("row %d is %q, want %q in it", i, string(rows[i]), want)
		}
	}
}

// A chart has as many minutes as its pane has room for, round times at their
// minutes, and the half of its scale where it is high.
func TestChartFillsItsPane(t *testing.T) {
	f := uitest.NewFloor()
	f.Minutes = make([]model.Minute, 600)
	for i := range f.Minutes {
		f.Minutes[i] = model.Minute{Agents: 30, Visitors: 17, Start: uitest.Now().Truncate(time.Minute).Add(-time.Duration(len(f.Minutes)-1-i) * time.Minute)}
	}
	for w := 20; w <= 300; w++ {
		p := Pane{Zone: time.UTC}
		p.FitTo(w, 24)
		n := p.Fit
		p.Minutes = f.Activity(uitest.Now(), n, model.Filter{})
		shown := ansi.Strip(strings.Join(p.Draw(activityStyle(), w, 24, true), "\n"))
		if room := w - 4 - activityLabel - activityScale - 1 - activityNow; n > max(room, 1) || n < room-5 {
			t.Fatalf("%d cells: %d minutes are drawn", w, n)
		}
		if n < 10 {
			continue
		}
		if got := strings.Count(shown, " 15┤"); got != 2 {
			t.Fatalf("%d cells: the half of the scale is named %d times, want twice:\n%s", w, got, shown)
		}
		before, _, ok := strings.Cut(shown, "now  ")
		if !ok {
			t.Fatalf("%d cells: no row of times:\n%s", w, shown)
		}
		times := strings.Split(shown, "\n")[strings.Count(before, "\n")]
		cells := []rune(times)[2+activityLabel+activityScale+1:]
		found := 0
		for i := 0; i+5 <= n; i++ {
			at, err := time.Parse("15:04", string(cells[i:i+5]))
			if err != nil {
				continue
			}
			found++
			if want := f.Minutes[len(f.Minutes)-n+i].Start.Format("15:04"); at.Format("15:04") != want || n > 30 && at.Minute()%15 != 0 {
				t.Fatalf("%d cells: %v stands under the minute of %s:\n%s", w, at.Format("15:04"), want, shown)
			}
		}
		if found == 0 {
			t.Fatalf("%d cells: no time in %q", w, times)
		}
	}
}

// What is usual is a dim dot at its height, where the bar does not reach it.
func TestUsualIsMarked(t *testing.T) {
	minutes := make([]model.Minute, 30)
	for i := range minutes {
		minutes[i].UsualAgents, minutes[i].UsualVisitors = 6, 2.5
	}
	minutes[10].Agents, minutes[10].Visitors, minutes[11].Agents, minutes[29].Start = 8, 8, 2, uitest.Now()
	p := Pane{Minutes: minutes, Of: Subject{Name: "the floor"}, Zone: time.UTC}
	p.FitTo(60, 8)
	const left = 2 + activityLabel + activityScale + 1
	drawn := p.Draw(activityStyle(), 60, 8, false)
	var rows [][]rune
	for _, l := range drawn {
		rows = append(rows, []rune(ansi.Strip(l)))
	}
	for _, c := range []struct {
		row, minute int
		want        rune
	}{{1, 0, '·'}, {2, 0, ' '}, {1, 10, '█'}, {1, 11, '·'}, {2, 11, '▄'}, {4, 0, '·'}, {5, 0, ' '}, {4, 10, '█'}} {
		if got := rows[c.row][left+c.minute]; got != c.want {
			t.Errorf("row %d, minute %d is %q, want %q", c.row, c.minute, got, c.want)
		}
	}
	if foot := string(rows[7]); !strings.Contains(foot, "· usual") {
		t.Errorf("the foot is %q", foot)
	}
	for i := range minutes {
		minutes[i].UsualAgents, minutes[i].UsualVisitors = 0, 0
	}
	if shown := ansi.Strip(strings.Join(p.Draw(activityStyle(), 60, 8, false), "")); strings.Contains(shown, "usual") || strings.Count(shown, "·") != 2 {
		t.Errorf("without a history: %s", shown)
	}
}
