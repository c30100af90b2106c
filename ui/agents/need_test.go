package agents

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"
)

// needyFloor has agents 1 to 6, and chats of theirs and of nobody.
func needyFloor() *model.Snapshot {
	s := &model.Snapshot{Now: uitest.Now()}
	for id := model.AgentID(1); id <= 6; id++ {
		s.Agents = append(s.Agents, model.AgentRow{ID: id, Name: safetext.Line("Agent " + string(rune('A'+id-1))), State: model.AgentActive, Level: model.LevelOK})
	}
	wait := func(of model.AgentID, level model.Level, left time.Duration) {
		s.Threads = append(s.Threads, &model.Row{Key: model.Key{Visitor: model.VisitorID(len(s.Threads) + 1)}, Owner: of, Level: level, TimeLeft: left, Wait: model.Clock{Running: true, For: time.Minute - left, Level: level}})
		if of > 0 {
			s.Agents[of-1].Waiting++
		}
	}
	wait(2, model.LevelCritical, -30*time.Second)
	wait(4, model.LevelCritical, -90*time.Second)
	wait(5, model.LevelOK, 20*time.Second)
	wait(6, model.LevelOK, 20*time.Second)
	wait(6, model.LevelOK, 50*time.Second)
	wait(0, model.LevelOK, 55*time.Second)
	s.Agents[2].Level, s.Agents[2].Active = model.LevelWarn, 9 // too many chats, and none waits
	return s
}

// Who needs help stands first; nobody's chats above all.
func TestAgentsByNeed(t *testing.T) {
	p := &Pane{}
	p.ResizeTo(80, 20)
	p.SetSnapshot(needyFloor())
	listed := func() string {
		var names []string
		for _, row := range p.Draw(agentsStyle(), 80, 20, true, uitest.Now())[2:] {
			if f := strings.Fields(strings.Trim(ansi.Strip(row), "│")); len(f) > 1 {
				names = append(names, strings.NewReplacer("Agent", "", "▌", "", "!", "", "·", "").Replace(strings.Join(f, " ")))
			}
		}
		var out []string
		for _, n := range names {
			for _, w := range strings.Fields(n) {
				if len(w) == 1 && w >= "A" || w == draw.Unassigned {
					out = append(out, w)
					break
				}
			}
		}
		return strings.Join(out, " ")
	}
	if got, want := listed(), "UNASSIGNED D B C F E A"; got != want {
		t.Errorf("by need: %s, want %s", got, want)
	}
	if p.SortNext(0); listed() != "UNASSIGNED A E F C B D" {
		t.Errorf("reversed: %s", listed())
	}
	p.SortBy(ByName)
	if got, want := listed(), "UNASSIGNED A B C D E F"; got != want {
		t.Errorf("by name: %s, want %s", got, want)
	}
	if p.Selected() != nil || !p.Unassigned() {
		t.Errorf("the first row is not nobody's")
	}
	p.ToggleTotals()
	if got, want := listed(), ""; strings.Contains(got, draw.Unassigned) {
		t.Errorf("Acquire's totals: %s, want %s without nobody", got, want)
	}
}

// All that wait are somebody's or unassigned.
func TestAgentsWaitingAddUp(t *testing.T) {
	for _, s := range []*model.Snapshot{needyFloor(), uitest.NewFloor().At(uitest.Now())} {
		p := &Pane{}
		p.SetSnapshot(s)
		sum, want := 0, 0
		for i := range p.all {
			sum += p.needs[p.all[i].ID].Waiting
		}
		for i := range s.Threads {
			if s.Threads[i].Wait.Running {
				want++
			}
		}
		if sum != want {
			t.Errorf("the rows have %d that wait, the floor %d", sum, want)
		}
	}
}

// What waits for agents below the window is counted.
func TestAgentsBelowAreCounted(t *testing.T) {
	p := &Pane{}
	p.ResizeTo(80, 5)
	p.SetSnapshot(needyFloor())
	foot := func() string { return ansi.Strip(p.Draw(agentsStyle(), 80, 5, true, uitest.Now())[4]) }
	if got := foot(); !strings.Contains(got, "1-1 of 6 agents · ▼ 1 over limit below") {
		t.Errorf("foot %q", got)
	}
	p.Move(2)
	if got := foot(); !strings.Contains(got, "1-2 of 6 agents · ▼ 3 waiting below") {
		t.Errorf("foot %q", got)
	}
	part := needyFloor()
	part.Coverage.Debts = model.Debts{At: part.Now, Read: 9, Total: 40, Groups: []model.DebtGroup{{Kind: model.DebtUnread, Live: true, Unknown: 31}}}
	p.SetSnapshot(part)
	if got := foot(); !strings.Contains(got, "▼ ≥1 over limit below") {
		t.Errorf("of a floor that is read in part the foot is %q", got)
	}
}

// The longest wait has the sign that its chat has in the list, also if another of its clocks is over; the number of
// waiting chats has one only for another chat.
func TestTheLongestWaitHasItsChatsSign(t *testing.T) {
	s := &model.Snapshot{Now: uitest.Now(), Agents: []model.AgentRow{{ID: 1, Name: safetext.Line("Maya"), State: model.AgentActive, Waiting: 2, Oldest: model.Clock{Running: true, For: 75 * time.Second, Level: model.LevelWarn}}}}
	row := func(wait time.Duration, level model.Level) *model.Row {
		return &model.Row{Key: model.Key{Visitor: model.VisitorID(wait)}, Owner: 1, Level: level, Wait: model.Clock{Running: true, For: wait, Level: model.LevelWarn}}
	}
	for want, levels := range map[string][2]model.Level{"2 1m15s!": {model.LevelCritical, model.LevelOK}, "2 ! 1m15s▴": {model.LevelWarn, model.LevelCritical}, "2 1m15s▴": {model.LevelWarn, model.LevelWarn},
		"2 1m15s!!": {model.LevelSevere, model.LevelCritical}, "2 !! 1m15s!": {model.LevelCritical, model.LevelSevere}, "2 !! 1m15s▴": {model.LevelWarn, model.LevelSevere}} {
		s.Threads = []*model.Row{row(75*time.Second, levels[0]), row(40*time.Second, levels[1])}
		p := &Pane{}
		p.ResizeTo(80, 20)
		p.SetSnapshot(s)
		if got := strings.Join(strings.Fields(ansi.Strip(strings.Join(p.Draw(agentsStyle(), 80, 20, true, uitest.Now()), "\n"))), " "); !strings.Contains(got, " "+want+" ") {
			t.Errorf("%v: %q, want %q", levels, got, want)
		}
	}
}

// No mark touches a number: "1!" would read as 11, and "4^" as a power. Behind the unit of a time it may stand.
func TestNoMarkTouchesANumber(t *testing.T) {
	s := needyFloor()
	for i := range s.Agents {
		s.Agents[i].Active, s.Agents[i].ActiveLevel = 9+i, model.LevelWarn+model.Level(i%2)
	}
	s.Agents[1].Oldest = model.Clock{Running: true, For: 20 * time.Second}
	s.Threads = append(s.Threads, &model.Row{Owner: 2, Level: model.LevelOK, TimeLeft: time.Hour, Wait: model.Clock{Running: true, For: time.Hour}})
	for _, ascii := range []bool{false, true} {
		p, style := &Pane{}, draw.NewTerminal().Style("dark", ascii, false)
		p.ResizeTo(100, 20)
		p.SetSnapshot(s)
		shown := ansi.Strip(strings.Join(p.Draw(style, 100, 20, true, uitest.Now()), "\n"))
		if got := regexp.MustCompile(`[0-9][!▴^]+`).FindString(shown); got != "" || strings.Count(shown, " !") < 4 {
			t.Errorf("%q in\n%s", got, shown)
		}
	}
}
