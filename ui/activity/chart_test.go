package activity

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"
)

func activityStyle() *draw.Style { return draw.NewTerminal().Style("dark", false, false) }

// halfHour are 31 minutes, the last of them running: 12 wait now and 14 at most, and what was written in the running one is in no figure.
func halfHour() []model.Minute {
	list := make([]model.Minute, 31)
	for i := range list {
		list[i].Start = uitest.Now().Truncate(time.Minute).Add(time.Duration(i-30) * time.Minute)
		list[i].Waiting = 1
	}
	list[3].Missed, list[20].Waiting, list[30].Waiting = 1, 14, 12
	list[10].Agents, list[10].Visitors = 8, 4
	list[29].Agents, list[29].Visitors = 2, 1
	list[30].Agents, list[30].Visitors = 7, 7
	return list
}

func drawn(p *Pane, w, h int) []string {
	p.Resize(w, h)
	var rows []string
	for _, l := range p.Draw(activityStyle(), w, h, false) {
		rows = append(rows, ansi.Strip(l))
	}
	return rows
}

// The backlog stands first with its number and peak, then agents and visitors of the last full minute.
func TestActivity(t *testing.T) {
	p := Pane{Minutes: halfHour(), Subject: Subject{Name: "the floor"}, Zone: time.UTC}
	const w = 2 + labelCol + 30 + numberCol + 2
	rows := drawn(&p, w, 6)
	for i, want := range []string{
		"╭ Activity · last 30 min ──",
		"│ waiting  ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁█▁▁▁▁▁▁▁▁▁ 12 peak 14  │",
		"│ agents             █                  ▂ 2 a min     │",
		"│ visitors           ▄                  ▁ 1 a min     │",
		"│             ✗ 12:16         12:30       now         │",
	} {
		if !strings.HasPrefix(rows[i], want) {
			t.Errorf("row %d is %q, want %q", i, rows[i], want)
		}
	}
	if !strings.Contains(rows[5], "✗ missed") || strings.Contains(rows[5], "usual") {
		t.Errorf("the foot is %q", rows[5])
	}
	if at, ok := p.MinuteAt(labelCol + 10); !ok || !at.Equal(p.Minutes[10].Start) {
		t.Errorf("the column of minute 10 is of %v", at)
	}
	if _, ok := p.MinuteAt(labelCol + 30); ok {
		t.Errorf("the minute that runs has a column")
	}
}

// A peak for which there is no room is left out: cut in two it would be another one.
func TestNoPeakIsCut(t *testing.T) {
	p := Pane{Minutes: halfHour(), Subject: Subject{Name: "the floor"}, Zone: time.UTC}
	p.Minutes[20].Waiting, p.Minutes[30].Waiting = 206, 100
	const w = 2 + labelCol + 30 + numberCol + 2
	if row := drawn(&p, w, 6)[1]; !strings.Contains(row, " 100 ") || strings.Contains(row, "peak") || strings.Contains(row, "…") {
		t.Errorf("%q, want the number alone", row)
	}
	if row := drawn(&p, w, 8)[1]; !strings.Contains(row, " peak 206 ") {
		t.Errorf("%q, want the peak in a row of its own", row)
	}
}

// A higher pane gives its rows to the backlog; of one agent there is none.
func TestBacklogHasTheRows(t *testing.T) {
	p := Pane{Minutes: halfHour(), Subject: Subject{Name: "the floor"}, Zone: time.UTC}
	const w = 2 + labelCol + 30 + numberCol + 2
	for h, want := range map[int]string{3: "waiting", 4: "waiting agents", 5: "waiting agents", 6: "waiting agents visitors", 8: "- - waiting agents visitors"} {
		var labels []string
		for _, row := range drawn(&p, w, h)[1 : h-1] {
			switch label := strings.TrimSpace(string([]rune(row)[2 : 2+labelCol])); {
			case label != "":
				labels = append(labels, label)
			case !strings.Contains(row, "now"):
				labels = append(labels, "-")
			}
		}
		if got := strings.Join(labels, " "); got != want {
			t.Errorf("%d rows are %q, want %q", h, got, want)
		}
	}
	p.Subject = Subject{Filter: model.Filter{Agent: 7}, Name: "Marco Bianchi"}
	rows := strings.Join(drawn(&p, w, 6), "\n")
	if strings.Contains(rows, "waiting") || !strings.Contains(rows, "of Marco Bianchi") {
		t.Errorf("of an agent:\n%s", rows)
	}
}

// Before the floor was watched nobody knows how many waited; what is known begins where it begins.
func TestBacklogBeginsWithTheWatch(t *testing.T) {
	p := Pane{Minutes: halfHour(), Subject: Subject{Name: "the floor"}, Zone: time.UTC}
	p.Watched = p.Minutes[25].Start.Add(30 * time.Second)
	const w = 2 + labelCol + 30 + numberCol + 2
	if row := drawn(&p, w, 6)[1]; !strings.Contains(row, "waiting  "+strings.Repeat("–", 25)+"▁▁▁▁▁ 12 peak 12") {
		t.Errorf("%q, want five minutes that are known and a peak among them", row)
	}
	p.Watched = p.Minutes[30].Start.Add(2 * time.Minute)
	p.Minutes = append([]model.Minute(nil), p.Minutes...)
	p.Minutes[len(p.Minutes)-1].Waiting = 0
	if row := drawn(&p, w, 6)[1]; !strings.Contains(row, " – peak –") {
		t.Errorf("%q, want no number where no minute is known", row)
	}
	p.Minutes, p.Watched = halfHour(), time.Time{}
	p.Minutes = p.Minutes[20:]
	if row := drawn(&p, w, 6)[1]; !strings.Contains(row, "waiting  "+strings.Repeat(" ", 20)+"█▁▁▁▁▁▁▁▁▁ 12 peak 14") {
		t.Errorf("%q, want the ten minutes that there are at the right end", row)
	}
}

// Once nothing is of now, nothing has a colour and the right end is a time.
func TestOldActivityIsGrey(t *testing.T) {
	p := Pane{Minutes: halfHour(), Subject: Subject{Name: "the floor"}, Zone: time.UTC, Stale: "12:40"}
	p.Resize(70, 8)
	style := activityStyle()
	all := strings.Join(p.Draw(style, 70, 8, false), "\n")
	for _, of := range []draw.Role{draw.RoleBacklog, draw.RoleBars, draw.RoleCritical} {
		if on := style.On[draw.OnScreen][of]; on != style.On[draw.OnScreen][draw.RoleDim] && strings.Contains(all, on) {
			t.Errorf("role %d is on the screen", of)
		}
	}
	if s := ansi.Strip(all); strings.Contains(s, "now") || !strings.Contains(s, "12:40") {
		t.Errorf("the right end is not the time:\n%s", s)
	}
}

// Each time stands under its minute, whatever the width, and never where a missed chat is.
func TestTimesStandUnderTheirMinutes(t *testing.T) {
	list := make([]model.Minute, 600)
	for i := range list {
		list[i] = model.Minute{Agents: 30, Visitors: 17, Missed: i % 7 / 6, Start: uitest.Now().Truncate(time.Minute).Add(-time.Duration(len(list)-1-i) * time.Minute)}
	}
	for w := 40; w <= 300; w++ {
		p := Pane{Zone: time.UTC, Minutes: list}
		rows := drawn(&p, w, 12)
		n := p.Capacity - 1
		cells := []rune(rows[10])[2+labelCol:]
		found := 0
		for i := 0; i < n; i++ {
			m := list[len(list)-1-n+i]
			if missed := cells[i] == '✗'; missed != (m.Missed > 0) {
				t.Fatalf("%d cells: minute %d: a missed chat is shown: %v, want %v\n%s", w, i, missed, !missed, rows[10])
			}
			if i+5 > n {
				continue
			}
			if at, err := time.Parse("15:04", string(cells[i:i+5])); err == nil {
				found++
				if at.Format("15:04") != m.Start.Format("15:04") {
					t.Fatalf("%d cells: %v stands under the minute of %s", w, at.Format("15:04"), m.Start.Format("15:04"))
				}
			}
		}
		if found == 0 {
			t.Fatalf("%d cells: no time in %q", w, rows[10])
		}
	}
}

// A missed chat at the full quarter moves the time by some minutes, and does not take its place.
func TestMissedChatsLeaveTheTimes(t *testing.T) {
	list := make([]model.Minute, 61)
	for i := range list {
		list[i] = model.Minute{Start: uitest.Now().Truncate(time.Hour).Add(time.Duration(i-31) * time.Minute)}
		if at := list[i].Start.Minute(); at == 0 || at == 17 || at == 30 {
			list[i].Missed = 1
		}
	}
	p := Pane{Zone: time.UTC, Minutes: list}
	row := drawn(&p, 2+labelCol+60+numberCol+2, 6)[4]
	if n := len(regexp.MustCompile(`\d\d:\d\d`).FindAllString(row, -1)); n != 4 || strings.Count(row, "✗") != 3 {
		t.Errorf("%d times in %q, want one in each quarter of an hour beside the three marks", n, row)
	}
	if regexp.MustCompile(`✗\d|\d✗`).MatchString(row) {
		t.Errorf("a mark touches a time in %q", row)
	}
}

// What is usual is marked where nothing was written, and explained in the foot.
func TestUsualIsMarked(t *testing.T) {
	list := halfHour()
	for i := range list {
		list[i].UsualAgents, list[i].UsualVisitors = 6, 2.5
	}
	p := Pane{Minutes: list, Subject: Subject{Name: "the floor"}, Zone: time.UTC}
	rows := drawn(&p, 2+labelCol+30+numberCol+2, 6)
	if !strings.HasPrefix(rows[2], "│ agents   ··········█······") || !strings.Contains(rows[5], "· usual") {
		t.Errorf("%q, %q: want what is usual marked and explained", rows[2], rows[5])
	}
}

// The keys choose a minute, the newest first; the foot says what was in it.
func TestChosenMinute(t *testing.T) {
	p := Pane{Minutes: halfHour(), Subject: Subject{Name: "the floor"}, Zone: time.UTC}
	const w = 2 + labelCol + 30 + numberCol + 2
	foot := func() string { rows := drawn(&p, w, 6); return rows[len(rows)-1] }
	if _, ok := p.Deselect(); ok || !strings.Contains(foot(), "missed") {
		t.Errorf("a minute is chosen at the start: %q", foot())
	}
	for _, c := range []struct {
		d    int
		want string
	}{
		{-1, "12:40 · waiting 1 · agents 2 · visitors 1"}, {1, "12:40 ·"}, {-9, "12:31 · waiting 14"}, {-99, "12:11 ·"}, {3, "12:14 · 1 missed · waiting 1 · agents 0 ─"},
	} {
		if p.Move(c.d); !strings.Contains(foot(), c.want) {
			t.Errorf("after %d the foot is %q, want %q", c.d, foot(), c.want)
		}
	}
	if row := drawn(&p, w, 6)[4]; strings.Index(row, "▲") != len("│ ")+labelCol+3 {
		t.Errorf("the mark stands elsewhere: %q", row)
	}
	p.Watched = uitest.Now()
	if !strings.Contains(foot(), "waiting –") {
		t.Errorf("an unwatched minute has a backlog: %q", foot())
	}
	if at, ok := p.Deselect(); !ok || at.Format("15:04") != "12:14" || !p.Selected.IsZero() {
		t.Errorf("took %v, %v", at, ok)
	}
	p.Selected = uitest.Now().Add(-time.Hour)
	if _, ok := p.Deselect(); ok {
		t.Error("a minute that the chart has gone past is chosen")
	}
}

// The numbers beside the chart are known as well as the figure Waiting: of a floor in part read they are at least so
// many, and a 0 is no fact.
func TestNumbersOfAPartOfTheFloor(t *testing.T) {
	p := Pane{Minutes: halfHour(), Subject: Subject{Name: "the floor"}, Zone: time.UTC, Waiting: model.Value{Bound: model.BoundLeast}}
	p.Minutes[29].Visitors = 0
	const w = 2 + labelCol + 30 + numberCol + 2
	got := strings.Join(drawn(&p, w, 6), "\n")
	for _, want := range []string{" ≥12 ", " ≥2 a min", " – a min"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// At a moment of the past that nobody watched the number beside the chart is the figure, between who certainly waited and
// who may have; the messages of a floor that was read later are known.
func TestNumbersOfAnUnwatchedMoment(t *testing.T) {
	const w = 2 + labelCol + 30 + numberCol + 2
	p := Pane{Minutes: halfHour(), Subject: Subject{Name: "the floor"}, Zone: time.UTC, Past: true, Watched: uitest.Now().Add(time.Hour)}
	for _, c := range []struct {
		waiting model.Value
		want    []string
	}{
		{model.Value{OK: true, Number: 5, Bound: model.BoundBetween, UpTo: 16}, []string{" 5–16 ", " 2 a min"}},
		{model.Value{OK: true, Bound: model.BoundBetween, UpTo: 16}, []string{" ≤16 peak –", " 2 a min"}},
		{model.Value{OK: true, Number: 5, Bound: model.BoundLeast}, []string{" ≥5 peak ≥5", " ≥2 a min"}},
		{model.Value{OK: true, Bound: model.BoundUnknown}, []string{" – peak –", " – a min"}},
	} {
		p.Waiting = c.waiting
		got := strings.Join(drawn(&p, w, 6), "\n")
		for _, want := range c.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", c.waiting, want, got)
			}
		}
	}
	p.Selected = p.Minutes[28].Start
	if rows := drawn(&p, w, 6); !strings.Contains(rows[5], "agents –") {
		t.Errorf("the foot is %q, want no number of what is not known", rows[5])
	}
}
