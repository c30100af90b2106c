package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/layout"
	"floorwatch/ui/threads"
	"floorwatch/ui/uitest"
)

func teamConfig() Config {
	c := testConfig()
	limits := model.DefaultLimits()
	limits.First.Critical, limits.Next.Critical = 7e9, 7e9
	c.Teams = []model.Team{
		{Name: "Billing", Agents: []model.AgentID{1, 2}, Limits: &limits},
		{Name: "Shipping", Departments: []string{"Logistics"}},
	}
	return c
}

func teamFixture() *uitest.Floor {
	f := uitest.NewFloor()
	for i := range f.Agents {
		if f.Agents[i].ID < 5 {
			f.Agents[i].Department = safetext.Line("Logistics")
		}
	}
	return f
}

// listed are the threads that are listed.
func listed(a *App) []*model.Row {
	var out []*model.Row
	for i := range a.threads.N {
		out = append(out, a.threads.Row(i))
	}
	return out
}

// Each key lists fewer threads, says so in the title, and in the end all again.
func TestToggles(t *testing.T) {
	for _, c := range []struct {
		keys, title string
		want        func(r *model.Row) bool
	}{
		{"L", "waiting", func(r *model.Row) bool { return r.Wait.Running }},
		{"L L", "past goal", func(r *model.Row) bool { return r.Wait.Running && r.Level >= model.LevelWarn }},
		{"L L L", "over limit", func(r *model.Row) bool { return r.Wait.Running && r.Level >= model.LevelCritical }},
		{"B", "with humans", func(r *model.Row) bool { return r.Lane == model.LaneHuman }},
		{"B B", "with bots", func(r *model.Row) bool { return r.Lane != model.LaneHuman }},
		{"O", "unassigned", func(r *model.Row) bool { return r.Owner == 0 }},
		{"O O", "assigned", func(r *model.Row) bool { return r.Owner != 0 }},
		{"T", "team Billing or unassigned", func(r *model.Row) bool { return r.Owner == 1 || r.Owner == 2 || r.Owner == 0 && r.Wait.Running }},
		{"T T", "team Shipping or unassigned", func(r *model.Row) bool { return r.Owner == 3 || r.Owner == 4 || r.Owner == 0 && r.Wait.Running }},
		{"T O", "unassigned, team Billing", func(r *model.Row) bool { return r.Owner == 0 && r.Wait.Running }},
		{"T O O", "assigned, team Billing", func(r *model.Row) bool { return r.Owner == 1 || r.Owner == 2 }},
		{"L O", "waiting, unassigned", func(r *model.Row) bool { return r.Wait.Running && r.Owner == 0 }},
		{"/ s h i p p enter", "matching shipp", func(r *model.Row) bool { return r.Owner == 3 || r.Owner == 4 }},
	} {
		a, _ := newAppWith(teamFixture(), teamConfig(), 200, 50)
		all := a.threads.N
		press(a, c.keys)
		rowWith(t, a, "Chats · only "+c.title+" ·")
		n := 0
		for i := range a.snap.Threads {
			if c.want(a.snap.Threads[i]) {
				n++
			}
		}
		for _, r := range listed(a) {
			if !c.want(r) {
				t.Errorf("%s lists %+v", c.keys, r)
			}
		}
		if got := a.threads.N; got != n || n == 0 || n == all {
			t.Errorf("%s lists %d threads, want %d of %d", c.keys, got, n, all)
		}
		press(a, "esc")
		if got := a.threads.N; got != all || a.threads.Filter.Active() {
			t.Errorf("%s, then esc lists %d threads, want %d", c.keys, got, all)
		}
	}
	for _, keys := range []string{"L L L L", "B B B", "O O O", "T T T"} {
		a, _ := newAppWith(teamFixture(), teamConfig(), 120, 40)
		if press(a, keys); a.threads.Filter.Active() {
			t.Errorf("after %s the filter still leaves something out", keys)
		}
	}
}

func TestNoTeams(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, "T")
	rowWith(t, a, "The configuration has no [[team]].")
}

// The first team that names the agent wins over one that names the department.
func TestTeamOf(t *testing.T) {
	f := teamFixture()
	a, _ := newAppWith(f, teamConfig(), 120, 40)
	for id, want := range map[model.AgentID]string{1: "Billing", 3: "Shipping", 7: ""} {
		if got := a.threads.Filter.Teams[id]; got != want {
			t.Errorf("agent %d is in %q, want %q", id, got, want)
		}
	}
}

func TestViews(t *testing.T) {
	cfg := teamConfig()
	cfg.Views = []threads.SavedFilter{
		{Name: "Nobody's", Level: "waiting", Owner: "none", Sort: "wait"},
		{Name: "Ship\u202eping", Team: "Shipping", Filter: "ana"},
	}
	if err := cfg.Validate(); err != nil {
		t.Fatal(err)
	}
	a, _ := newAppWith(teamFixture(), cfg, 200, 50)
	press(a, "tab 1")
	rowWith(t, a, "Chats · only Nobody's, waiting, unassigned · by wait")
	if n := a.threads.N; n != 2 || a.focus != layout.Threads {
		t.Errorf("view 1 lists %d threads with the focus on %v, want 2 in the threads", n, a.focus)
	}
	press(a, "2")
	row := rowWith(t, a, "team Shipping or unassigned, matching ana ·")
	if strings.ContainsRune(row, '\u202e') || a.threads.Filter.Owner != 0 || a.threads.N != 1 {
		t.Errorf("view 2 lists %d threads under %q", a.threads.N, row)
	}
	press(a, "2")
	if a.threads.Filter.Active() {
		t.Errorf("the key of the view that is shown does not end it")
	}
	for keys, want := range map[string]threads.Order{"1": threads.ByWait, "1 1": threads.ByTimeLeft, "1 esc": threads.ByTimeLeft, "1 2": threads.ByTimeLeft, "1 s s 1": threads.ByVisitor, "1 s esc": threads.ByNewest} {
		b, _ := newAppWith(teamFixture(), cfg, 120, 40)
		if press(b, keys); b.threads.Order != want {
			t.Errorf("after %q the threads stand %v, want %v", keys, b.threads.Order, want)
		}
	}
	press(a, "1 L")
	if got := a.threads.Filter.View; got != "" {
		t.Errorf("changed, the filter is still called %q", got)
	}
	press(a, "9")
	rowWith(t, a, "There is no view 9")
}

// Where it is narrow the title still says that something is left out.
func TestFilterIsVisibleWhereItIsNarrow(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 40, 20)
	press(a, "O")
	rowWith(t, a, "only unassigned")
}

// The title counts those who wait and are left out, and gives up the order before that.
func TestLabelsCountWhatIsLeftOut(t *testing.T) {
	for _, c := range []struct {
		w           int
		keys, want  string
		left, right int // threads that are listed; of them, waiting
	}{
		{200, "", "Chats · by SLA ", 48, 12},
		{200, "O s", "Chats · only unassigned · by wait ", 4, 2},
		{100, "O", "Chats · only unassigned · by SLA ", 4, 2},
		{61, "O", "Chats · only unassigned ", 4, 2},
		{40, "O", "Chats · only unassigned · ", 4, 2},
		{200, "L L L", "Chats · only over limit · by SLA ", 5, 5},
	} {
		a, _ := newTestApp(uitest.NewFloor(), c.w, 20)
		press(a, "z "+c.keys)
		row := rowWith(t, a, c.want)
		want := fmt.Sprintf("%d of 12 waiting, %d of 48 ─╮", c.right, c.left)
		switch {
		case c.keys == "":
			want = "12 waiting of 48 ─╮"
		case c.w < 80:
			want = fmt.Sprintf("%d of 12 waiting ─╮", c.right)
		}
		if c.w < 50 { // there is no room above
			rows := strings.Split(screen(a), "\n")
			row, want = rows[len(rows)-2], fmt.Sprintf("%d of 12 waiting · 1 of %d ─╯", c.right, c.left)
		}
		if !strings.HasSuffix(row, " "+want) {
			t.Errorf("%d cells, %q: the title is %q, want %q in it", c.w, c.keys, row, want)
		}
	}
}

// A filter that leaves the selected thread out selects the most urgent one, and
// without the filter it is the selected one again.
func TestFilterSelectsTheMostUrgent(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, "pgdown pgdown")
	key := selectedKey(t, a)
	press(a, "O O L")
	if a.threads.Cursor != 0 || !a.threads.Shows(0) || a.transcript.Key != a.threads.Row(0).Key {
		t.Errorf("row %d is selected, want the first with its transcript", a.threads.Cursor)
	}
	later(a, 1e9)
	if a.threads.Cursor != 0 {
		t.Errorf("a tick moves the selection to row %d", a.threads.Cursor)
	}
	press(a, "esc")
	if got := selectedKey(t, a); got != key {
		t.Errorf("without the filter %v is selected, want %v as before", got, key)
	}
	press(a, "O O")
	if got := selectedKey(t, a); got != key {
		t.Errorf("with a filter that lists it %v is selected, want %v", got, key)
	}
}

func TestHide(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, "tab x")
	if a.focus != layout.Threads || !a.places.Panes[layout.Transcript].Empty() || a.places.Panes[layout.Threads].Dx() != 120 {
		t.Errorf("the transcript is not hidden: focus on %v, %+v", a.focus, a.places.Panes)
	}
	var got []layout.Pane
	for range 4 {
		press(a, "tab")
		got = append(got, a.focus)
	}
	if want := []layout.Pane{layout.Agents, layout.Activity, layout.Threads, layout.Agents}; !slices.Equal(got, want) {
		t.Errorf("tab goes to %v, want %v", got, want)
	}
	press(a, "shift+tab shift+tab shift+tab x")
	if !a.places.Panes[layout.Agents].Empty() || a.focus != layout.Threads {
		t.Errorf("the agents are not hidden: focus on %v, %+v", a.focus, a.places.Panes)
	}
	press(a, "x")
	rowWith(t, a, "The chats stay.")
	press(a, "enter")
	if a.places.Panes[layout.Transcript].Empty() || a.focus != layout.Transcript {
		t.Errorf("opening a thread does not show its transcript")
	}
	press(a, "esc")
	if !a.places.Panes[layout.Transcript].Empty() || a.focus != layout.Threads {
		t.Errorf("left again, the hidden transcript stays: focus on %v", a.focus)
	}
	press(a, "enter x")
	rowWith(t, a, "Transcript stays.")
	press(a, "esc")
	if a.places.Panes[layout.Transcript].Empty() || !a.places.Panes[layout.Agents].Empty() {
		t.Errorf("x does not make the transcript stay, and it alone: %+v", a.places.Panes)
	}
	press(a, "X")
	for p := range layout.Panes {
		if a.places.Panes[p].Empty() {
			t.Errorf("%v is still hidden", p)
		}
	}
}

// The header of a team's view names the team beside the floor.
func TestHeaderNamesTheTeam(t *testing.T) {
	f := uitest.NewFloor()
	f.Team = "Sales"
	cfg := DefaultConfig()
	cfg.Name = "Acme"
	for _, w := range []int{80, 120, 200} {
		a, _ := newAppWith(f, cfg, w, 40)
		if row, _, _ := strings.Cut(screen(a), "\n"); !strings.Contains(row, "floorwatch  Acme, team Sales") {
			t.Errorf("at %d cells the first row is %q", w, row)
		}
	}
}
