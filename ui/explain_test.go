package ui

import (
	"strings"
	"testing"
	"time"

	"floorwatch/model"
	"floorwatch/ui/alerts"
	"floorwatch/ui/draw"
	"floorwatch/ui/explain"
	"floorwatch/ui/layout"
	"floorwatch/ui/uitest"
)

func TestExplainStartsAtTheFocus(t *testing.T) {
	for _, c := range []struct {
		keys, title string
		figure      model.FigureID
	}{
		{"e", "Wait", model.FigureWait},
		{"down down e", "Wait", model.FigureWait},
		{"enter e", "Seen, waiting", model.FigureSeenFor},
		{"tab tab down e", "State", model.FigureAgentState},
		{"shift+tab e", "Agents' messages", model.FigureReplies},
	} {
		f := uitest.NewFloor()
		a, _ := newTestApp(f, 120, 40)
		press(a, c.keys)
		row := rowWith(t, a, "▌ "+c.title)
		if c.figure == model.FigureAgentState {
			if _, word := draw.AgentState(a.agents.Selected(), a.serverNow()); word == "" || strings.Count(screen(a), word) < 2 || !strings.Contains(row, word+" │") {
				t.Errorf("%q: the state is not explained as %q, its word in the list of agents: %s", c.keys, word, row)
			}
		}
		if c.figure == model.FigureNone {
			continue
		}
		if n := len(f.Asked); n == 0 || f.Asked[n-1].Figure != c.figure {
			t.Errorf("%q asks the Board %+v, want the chosen figure", c.keys, f.Asked)
		} else if s := f.Asked[n-1].Subject; s.Key != (model.Key{}) && s.Key != selectedKey(t, a) || s.Agent != 0 && s.Agent != a.agents.Selected().ID {
			t.Errorf("%q asks of %+v, want of what is selected", c.keys, s)
		}
	}
}

// A second later the figure is explained of then, and in the past of the moment that is shown.
func TestExplainIsOfTheMomentShown(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	asked := func() time.Time { return f.Asked[len(f.Asked)-1].At }
	press(a, "e")
	if later(a, time.Second); !asked().Equal(a.serverNow()) {
		t.Errorf("a second later it is explained as of %v, want as of now", asked())
	}
	press(a, "t left")
	if want := uitest.Now().Truncate(time.Minute).Add(-time.Minute); !asked().Equal(want) || a.overlays.top() == nil {
		t.Errorf("in the past it is explained as of %v, want %v", asked(), want)
	}
	if later(a, time.Second); !asked().Equal(a.timeTravel.at) {
		t.Errorf("a second later it is explained as of %v, want still %v", asked(), a.timeTravel.at)
	}
	press(a, "t esc")
	if a.overlays.top() != nil || a.timeTravel.on {
		t.Errorf("%T lies over the panes, want nothing, live", a.overlays.top())
	}
}

func TestExplainStepsBack(t *testing.T) {
	for _, c := range []struct {
		keys          string
		open, reading bool
	}{
		{"e enter", true, true}, {"e enter esc", true, false}, {"e enter left", true, false}, {"e enter right", true, false}, {"e tab tab", true, false},
		{"e enter esc esc", false, false}, {"e q", false, false}, {"e e", false, false}, {"e enter e", false, false}, {"e enter q", false, false}, {"e ? x", true, false},
	} {
		a, _ := newTestApp(uitest.NewFloor(), 80, 24)
		press(a, c.keys)
		_, open := a.overlays.top().(*explain.Pane)
		if reading := strings.Contains(screen(a), "go to the chat"); open != c.open || reading != c.reading {
			t.Errorf("%q: open %v, on the parts %v; want open %v, on the parts %v", c.keys, open, reading, c.open, c.reading)
		}
	}
	a, _ := newTestApp(uitest.NewFloor(), 80, 24)
	press(a, "e !")
	if _, ok := a.overlays.top().(*alerts.Pane); !ok {
		t.Errorf("! over an explanation gives %T, want the alerts", a.overlays.top())
	}
}

func TestExplainWhereThereIsNobody(t *testing.T) {
	a, _ := newTestApp(&uitest.Floor{Status: uitest.LiveHealth()}, 80, 24)
	press(a, "e enter")
	rowWith(t, a, "This includes no chat to go to.")
	rowWith(t, a, "Included · nothing")
}

func TestExplainGoesToTheThread(t *testing.T) {
	for _, c := range []struct {
		keys string
		part int // of the explanation; -1: the thread of the question itself
	}{
		{"tab tab e enter enter", 0},
		{"tab tab e enter down down enter", 2},
		{"tab tab e enter end enter", 15}, // one of those left out
		{"tab tab e enter end up home enter", 0},
		{"enter e down enter", -1}, // a fact has no parts
	} {
		a, _ := newTestApp(uitest.NewFloor(), 120, 40)
		all := append(fakeParts(a, false), fakeParts(a, true)...)
		want := selectedKey(t, a)
		if c.part >= 0 {
			want = all[c.part].Key
		}
		press(a, c.keys)
		if a.overlays.top() != nil || selectedKey(t, a) != want || a.focus != layout.Threads {
			t.Errorf("%q: at %v with %T over the panes, want at %v", c.keys, selectedKey(t, a), a.overlays.top(), want)
		}
	}
}

func fakeParts(a *App, excluded bool) []model.Part {
	x := a.floor.Explain(model.FigureWaiting, model.Subject{}, a.shownTime())
	if excluded {
		return x.Excluded
	}
	return x.Included
}

func TestExplanationSays(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, "e")
	got := strings.Join(strings.Fields(strings.NewReplacer("│", " ").Replace(screen(a))), " ")
	for _, want := range []string{"Waiting since 12:35:55: the visitor has written after the agent's last message.", "Included · 1", "106241"} {
		if !strings.Contains(got, want) {
			t.Errorf("the explanation does not say %q:\n%s", want, screen(a))
		}
	}
	for _, want := range []string{"over the limit of 2m by 3m12s, past the goal of 1m by 4m12s", "Because", "1 Start at the first message that nobody has answered: 12:35:55.", "2 Later messages (12:36:55, 12:37:55) do not restart it.", "3 Now 12:41:07 - 12:35:55 = 5m12s.", "It stops when an agent answers, somebody acknowledges it (a), the chat ends"} {
		if !strings.Contains(got, want) {
			t.Errorf("the explanation does not say %q:\n%s", want, screen(a))
		}
	}
	press(a, "shift+tab end")
	rowWith(t, a, "After 12:11:07, up to 12:41:07.")
	press(a, "enter end")
	rowWith(t, a, "Left out · 4, and 3 outside the window")
	rowWith(t, a, "over: nobody has said a word for 30 min")
}

// TestExplainTheChosenMinute: the bars of the minute that is chosen in the Activity, of whatever that is of.
func TestExplainTheChosenMinute(t *testing.T) {
	f := uitest.NewFloor()
	a, _ := newTestApp(f, 120, 40)
	press(a, "shift+tab up up e")
	start := f.Minutes[len(f.Minutes)-3].Start
	for _, want := range []string{"Explain the minute " + start.Format("15:04"), "▌ Waiting", "Agents' messages", "Visitors' messages", "Missed"} {
		rowWith(t, a, want)
	}
	if x := f.Asked[len(f.Asked)-1]; x.Figure != model.FigureWaiting || x.Subject != (model.Subject{Minute: start}) {
		t.Errorf("it asks for %+v, want who waited in the minute of %v", x, start)
	}
	press(a, "down")
	if x := f.Asked[len(f.Asked)-1]; x.Figure != model.FigureReplies || !x.Subject.Minute.Equal(start) {
		t.Errorf("one further on it asks for %+v", x)
	}
	a, _ = newTestApp(f, 120, 40)
	press(a, "tab tab down tab up e") // the Activity is of the agent
	if x := f.Asked[len(f.Asked)-1]; x.Subject.Agent == 0 || x.Subject.Agent != a.agents.Selected().ID || x.Figure != model.FigureReplies || x.Subject.Minute.IsZero() {
		t.Errorf("of the agent's minute it asks for %+v", x)
	}
}

// Of a past moment nothing is said in the present: neither by the explanation of a chat nor by its transcript.
func TestThePastIsSaidInThePast(t *testing.T) {
	a, _ := newTestApp(uitest.NewFloor(), 120, 40)
	press(a, "g e")
	rowWith(t, a, "Waiting since ")
	press(a, "esc t g")
	if r := a.threads.Selected(); r == nil || !r.Wait.Running {
		t.Fatalf("nobody waited then:\n%s", screen(a))
	}
	rowWith(t, a, "was waiting ")
	press(a, "e")
	if got := screen(a); !strings.Contains(got, " it had waited since ") || strings.Contains(got, "Waiting since") {
		t.Errorf("the explanation of the past is\n%s", got)
	}
}
