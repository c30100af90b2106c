package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/ui/layout"
	"floorwatch/ui/uitest"
)

// explaining is the explanation that lies over the panes.
func explaining(t *testing.T, a *App) *explainPane {
	t.Helper()
	p, ok := a.over.(*explainPane)
	if !ok {
		t.Fatalf("%T lies over the panes, want an explanation", a.over)
	}
	return p
}

// It starts at the figure that fits what has the focus.
func TestExplainStartsAtTheFocus(t *testing.T) {
	for _, c := range []struct {
		keys, title string
		figure      model.FigureID
	}{
		{"e", "Wait", model.FigureWait},
		{"down down e", "Wait", model.FigureWait},
		{"enter e", "What is seen", model.FigureNone},
		{"tab tab down e", "State", model.FigureAgentState},
		{"shift+tab e", "Agents' messages", model.FigureReplies},
	} {
		f := uitest.NewFloor()
		a, _ := newTestApp(f, 120, 40)
		press(a, c.keys)
		p := explaining(t, a)
		if p.chosen.title != c.title || p.chosen.figure != c.figure {
			t.Errorf("%q starts at %q, want %q", c.keys, p.chosen.title, c.title)
		}
		if s := p.chosen.subject; s.Key != (model.Key{}) && s.Key != selectedKey(t, a) || s.Agent != 0 && s.Agent != a.agents.Selected().ID {
			t.Errorf("%q asks of %+v, want of what is selected", c.keys, s)
		}
		if n := len(f.Asked); c.figure != model.FigureNone && (n == 0 || f.Asked[n-1].Figure != c.figure || f.Asked[n-1].Subject != p.chosen.subject) {
			t.Errorf("%q asks the Board %+v, want the chosen figure", c.keys, f.Asked)
		}
	}
}

func TestExplainMoves(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	press(a, "e")
	p := explaining(t, a)
	seen := 0
	for range p.N + 2 {
		if p.questions[p.Cursor].heading || !p.questions[p.Cursor].same(p.chosen) {
			t.Fatalf("the cursor is on %q, chosen is %q", p.questions[p.Cursor].title, p.chosen.title)
		}
		if from, to := p.Window(); p.Cursor < from || p.Cursor >= to {
			t.Fatalf("row %d is chosen and %d to %d are shown", p.Cursor, from, to)
		}
		seen++
		was := p.Cursor
		if press(a, "down"); p.Cursor == was {
			break
		}
	}
	headings := 0
	for _, q := range p.questions {
		if q.heading {
			headings++
		}
	}
	if seen != p.N-headings || headings != 5 {
		t.Errorf("%d figures can be chosen, want all %d but %d headings", seen, p.N, headings)
	}
	for _, c := range []struct {
		keys string
		want int
	}{{"home", 1}, {"up", 1}, {"pgup", 1}, {"end", p.N - 1}, {"pgdown", p.N - 1}, {"g down", 2}} {
		if press(a, c.keys); p.Cursor != c.want {
			t.Errorf("%s: at %d, want %d", c.keys, p.Cursor, c.want)
		}
	}
}

// What is explained stays chosen and is told anew each second, of the moment that is shown.
func TestExplainGoesOn(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	press(a, "e end")
	p := explaining(t, a)
	was := p.chosen
	f.Reversed = true
	later(a, time.Second)
	if !p.chosen.same(was) || !p.answer.To.Equal(a.serverNow()) {
		t.Errorf("a second later %q as of %v, want %q as of now", p.chosen.title, p.answer.To, was.title)
	}
	press(a, "t left")
	if want := uitest.Now().Truncate(time.Minute).Add(-time.Minute); !p.answer.To.Equal(want) || a.over != p {
		t.Errorf("in the past it is explained as of %v, want %v", p.answer.To, want)
	}
	later(a, time.Second)
	if !p.answer.To.Equal(a.travel.at) {
		t.Errorf("a second later it is explained as of %v, want still %v", p.answer.To, a.travel.at)
	}
	press(a, "t esc")
	if a.over != nil || a.travel.on {
		t.Errorf("%T lies over the panes, want nothing, live", a.over)
	}
}

func TestExplainGoesToTheThread(t *testing.T) {
	for _, c := range []struct {
		keys string
		part int // of the explanation; -1: the thread of the question itself
	}{
		{"tab tab e enter enter", 0},
		{"tab tab e enter down down enter", 2},
		{"tab tab e tab end enter", 15}, // one of those left out
		{"tab tab e enter end up home enter", 0},
		{"enter e enter", -1}, // a fact has no parts
	} {
		a, _ := newTestApp(uitest.NewFloor(), 120, 40)
		all := append(fakeParts(a, false), fakeParts(a, true)...)
		want := selectedKey(t, a)
		if c.part >= 0 {
			want = all[c.part].Key
		}
		press(a, c.keys)
		if a.over != nil || selectedKey(t, a) != want || a.focus != layout.Threads {
			t.Errorf("%q: at %v with %T over the panes, want at %v", c.keys, selectedKey(t, a), a.over, want)
		}
	}
}

func fakeParts(a *App, excluded bool) []model.Part {
	x := a.floor.Explain(model.FigureWaiting, model.Subject{}, a.moment())
	if excluded {
		return x.Excluded
	}
	return x.Included
}

func TestExplainStepsBack(t *testing.T) {
	for _, c := range []struct {
		keys          string
		open, reading bool
	}{
		{"e enter", true, true}, {"e enter esc", true, false}, {"e enter left", true, false}, {"e right", true, true}, {"e tab tab", true, false},
		{"e enter esc esc", false, false}, {"e q", false, false}, {"e e", false, false}, {"e enter e", false, false}, {"e enter q", false, false}, {"e ? x", true, false},
	} {
		a, _ := newTestApp(uitest.NewFloor(), 80, 24)
		press(a, c.keys)
		p, open := a.over.(*explainPane)
		if open != c.open || open && p.reading != c.reading {
			t.Errorf("%q: open %v; want open %v, on the parts %v", c.keys, open, c.open, c.reading)
		}
	}
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	press(a, "e !")
	if _, ok := a.over.(*alertList); !ok {
		t.Errorf("! over an explanation gives %T, want the alerts", a.over)
	}
}

func TestExplainWhereThereIsNobody(t *testing.T) {
	a, _ := newTestApp(&uitest.Floor{Status: uitest.LiveHealth()}, 80, 24)
	press(a, "e")
	if p := explaining(t, a); p.chosen.figure != model.FigureWaiting {
		t.Errorf("it starts at %q, want at who waits", p.chosen.title)
	}
	press(a, "enter")
	rowWith(t, a, "This includes no chat to go to.")
	rowWith(t, a, "Includes nothing")
}

// A thread that goes off the floor while it is explained takes nothing else with it.
func TestExplainedThreadGoes(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	press(a, "e down down down")
	f.Threads = f.Threads[1:]
	later(a, time.Second)
	if p := explaining(t, a); p.chosen.figure != model.FigureWaiting {
		t.Errorf("%q is explained of a thread that is gone, want who waits", p.chosen.title)
	}
	screen(a)
}

func TestExplanationSays(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, "e")
	got := strings.Join(strings.Fields(strings.NewReplacer("│", " ").Replace(screen(a))), " ")
	for _, want := range []string{"It waits since 12:35:55: the visitor has written after the agent's last word.", "Includes 1", "106241"} {
		if !strings.Contains(got, want) {
			t.Errorf("the explanation does not say %q:\n%s", want, screen(a))
		}
	}
	press(a, "end")
	rowWith(t, a, "After 12:11:07, up to 12:41:07.")
	press(a, "enter end")
	rowWith(t, a, "Leaves out 4, and 3 outside the window")
	rowWith(t, a, "over: nobody has said a word for 30 min")
}

func TestWhyWaiting(t *testing.T) {
	at := uitest.Now()
	waits := model.Clock{Running: true, Since: at}
	for _, c := range []struct {
		row  model.Row
		want string
	}{
		{model.Row{Wait: waits, First: true}, "It waits since 12:41:07 for the first word of an agent."},
		{model.Row{Wait: waits}, "the visitor has written after the agent's last word"},
		{model.Row{Wait: waits, Lane: model.LaneBotSilent, First: true}, "fallen silent"},
		{model.Row{Offline: true, Over: true}, "while nobody was there"},
		{model.Row{Acked: true}, "a leader has said"},
		{model.Row{Over: true, Missed: true}, "the chat is over, and missed"},
		{model.Row{Over: true}, "the chat is over."},
		{model.Row{Lane: model.LaneBot}, "a bot serves it"},
		{model.Row{LastSide: model.SideAgent, LastAt: at}, "an agent had the last word, at 12:41:07"},
		{model.Row{LastSide: model.SideBot, LastAt: at}, "a bot had the last word"},
		{model.Row{}, "no visitor's word is without an answer"},
	} {
		got := whyWaiting(&c.row, time.UTC)
		if !strings.Contains(got, c.want) || strings.HasPrefix(got, "It waits") != c.row.Wait.Running {
			t.Errorf("%+v: %q, want %q", c.row, got, c.want)
		}
	}
}

func TestFacts(t *testing.T) {
	lk := testLook()
	r := model.Row{
		Wait: model.Clock{Running: true}, Unseen: model.Clock{Running: true, For: 75 * time.Second},
		Sight: model.SightPart, Lane: model.LaneHuman, Owner: 1, OwnerState: model.AgentBusy, OwnerBusy: 3, Gaps: []model.MessageID{7, 9},
	}
	for f, want := range map[fact]string{factGap: "perhaps, at 2 places", factUnseen: "1m15s", factSight: "part", factLane: "HUMAN", factOwner: "BUSY(3)"} {
		if x := f.explain(lk, &r, uitest.Now()); x.Value != want || x.Title == "" || len(x.Formula) < 40 {
			t.Errorf("%q: %q, %q; want the value %q and how it came about", x.Title, x.Value, x.Formula, want)
		}
	}
	for f := factGap; f < facts; f++ {
		if x := f.explain(lk, &model.Row{}, uitest.Now()); x.Value != lk.Glyphs.None && f != factLane {
			t.Errorf("%q of a thread without a wait is %q, want none", x.Title, x.Value)
		}
	}
}

// Every figure that the Board can explain is in the list, and the other way round.
func TestEveryFigureCanBeAsked(t *testing.T) {
	board := board.New(board.Config{})
	asked := map[model.FigureID]bool{}
	for _, q := range questionsOf(&model.Row{}, &model.AgentRow{ID: 1}) {
		if q.heading || q.figure == model.FigureNone {
			continue
		}
		asked[q.figure] = true
		if x := board.Explain(q.figure, q.subject, uitest.Now()); x.Title == "?" || x.Formula == "" {
			t.Errorf("%q: the Board knows no figure %d", q.title, q.figure)
		}
	}
	for id := range model.FigureID(255) {
		if x := board.Explain(id, model.Subject{}, uitest.Now()); x.Title != "?" && !asked[id] {
			t.Errorf("%q, which the Board explains, is not in the list", x.Title)
		}
	}
}

func TestWrapWords(t *testing.T) {
	lk := testLook()
	const text = "Before the first reply: now minus the first word."
	for w := 1; w < 60; w++ {
		lines := lk.WrapWords(text, w)
		if got := strings.Join(lines, " "); got != text {
			t.Errorf("width %d: %q, want every word once", w, lines)
		}
		for i, l := range lines {
			if lk.Width(l) > w && strings.Contains(l, " ") {
				t.Errorf("width %d: %q is too wide", w, l)
			}
			if i > 0 && lk.Width(lines[i-1])+1+lk.Width(strings.Fields(l)[0]) <= w {
				t.Errorf("width %d: %q has room for the next word", w, lines[i-1])
			}
		}
	}
	if got := lk.WrapWords("", 9); !slices.Equal(got, []string{""}) {
		t.Errorf("nothing gives %q, want one empty line", got)
	}
}

// Every figure of the registry can be explained, of all that it is of.
func TestEveryFigureIsListed(t *testing.T) {
	row, agent := &model.Row{Key: model.Key{Visitor: 1, Thread: 2}}, &model.AgentRow{ID: 3}
	list := questionsOf(row, agent)
	for i := range model.Figures() {
		f := &model.Figures()[i]
		var of model.Subject
		switch {
		case f.Scope.OfAgent():
			of.Agent = agent.ID
		case f.Scope == model.ScopeRow:
			of.Key = row.Key
		}
		subjects := []model.Subject{of}
		if f.Scope.Daily() {
			of.Today = true
			subjects = append(subjects, of)
		}
		for _, of := range subjects {
			if n := countQuestions(list, f.ID, of); n != 1 {
				t.Errorf("%q of %+v is listed %d times, want once", f.Title, of, n)
			}
		}
	}
	for _, q := range list {
		if f := model.FigureOf(q.figure); q.figure != model.FigureNone && !strings.HasPrefix(q.title, f.Title) {
			t.Errorf("%q is listed as %q: a figure has one title", f.Title, q.title)
		}
	}
}

func countQuestions(list []question, id model.FigureID, of model.Subject) int {
	n := 0
	for _, q := range list {
		if q.figure == id && q.subject == of {
			n++
		}
	}
	return n
}
