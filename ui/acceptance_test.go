package ui

import (
	"regexp"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/board"
	"floorwatch/model/safetext"
	"floorwatch/ui/alert"
	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

// What a screen must show within five seconds in states that need a floor of their own: the first read, a past that was
// not read, no colours, and ASCII. The other pictures are in five_seconds_test.go.

// partlyRead is a floor of which 23 of 100 chats have been read, one with a visitor who has waited for three minutes.
func partlyRead(t *testing.T) *leadersFloor {
	f := &leadersFloor{t: t, now: uitest.Now()}
	cfg := testConfig()
	cfg.Alerts = alert.Config{Command: []string{"true"}}
	f.App = New(board.New(board.Config{}), cfg, &uitest.Source{}, f.now)
	f.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	for i := range 23 {
		f.reading(f.say(i+1, 0, -10*time.Minute), f.say(i+1, 1, -9*time.Minute))
	}
	return f
}

// reading is a tenth of a second of the first read, in which messages are read.
func (f *leadersFloor) reading(said ...model.Message) {
	f.now = f.now.Add(time.Second / 10)
	f.Update(model.Event{
		At: f.now, Messages: said, Agents: []model.AgentInfo{{ID: 1, Name: safetext.Line("Ana Silva")}},
		Health: &model.Health{At: f.now, State: model.StateReading, LastGood: f.now, ReadDone: 23, ReadAll: 100},
		Coverage: &model.Coverage{
			Observed: model.Observed{At: f.now, Since: f.now.Add(-time.Second)}, List: model.ListHealth{At: f.now},
			Debts: model.Debts{At: f.now, Read: 23, Total: 100, Groups: []model.DebtGroup{{Kind: model.DebtUnread, Live: true, Unknown: 77}}},
		},
	})
	later(f.App, time.Second/10)
}

// At 23 % the first read says so, draws nothing as final, and calls for a chat that is over its limit within five seconds.
func TestTheFirstReadAt23Percent(t *testing.T) {
	f := partlyRead(t)
	if n := f.tracker.OpenCount(); n != 0 {
		t.Fatalf("%d alerts before anybody waits", n)
	}
	f.reading(f.say(24, 0, -3*time.Minute))
	hook := &fakeHook{}
	f.SetAlertHook(hook)
	for range 50 {
		f.reading()
	}
	if n := f.tracker.OpenCount(); n != 1 || len(hook.notices) != 1 {
		t.Errorf("five seconds after a chat over its limit was read there are %d alerts, %d of which were sent", n, len(hook.notices))
	}
	top, rest, _ := strings.Cut(screen(f.App), "\n")
	if !strings.Contains(top, "! 1 alert ") || !strings.Contains(top, "READING 23%") {
		t.Errorf("the top line is %q", top)
	}
	for _, word := range []string{"LIVE", "AWAY?", "IDLE", "ACTIVE", "silent", "SILENT"} {
		if strings.Contains(top+rest, word) {
			t.Errorf("%q on the screen of a floor of which a quarter is read:\n%s", word, screen(f.App))
		}
	}
	if zero := regexp.MustCompile(`[ │]0[ %!│]`).FindString(rest); zero != "" {
		t.Errorf("a zero, %q, on\n%s", zero, screen(f.App))
	}
	for y, row := range f.rolesOf() {
		for _, at := range regexp.MustCompile(`\d+%`).FindAllStringIndex(row.text, -1) {
			if roles := row.roles[at[0]:at[1]]; y > 0 && strings.ContainsAny(roles, "wc!r") {
				t.Errorf("row %d: a share has a level: %q in the roles %s", y, row.text, roles)
			}
		}
	}
}

// The past of a floor that is read in part is known no better than now: beside the chart stands what the figure says, and
// a minute without a message that was read is not one without messages.
func TestThePastOfTheFirstRead(t *testing.T) {
	f := partlyRead(t)
	f.reading(f.say(24, 0, -3*time.Minute))
	for _, keys := range []string{"t", "left left"} {
		press(f.App, keys)
		want := f.style.Value(model.FigureOf(model.FigureWaiting).Value(f.snap, model.Subject{}))
		if row := rowWith(t, f.App, "│ waiting "); !strings.Contains(row, " "+want+" ") {
			t.Errorf("%s: beside the chart stands %q, the figure is %s", keys, row, want)
		}
		if strings.Contains(screen(f.App), " 0 a min") {
			t.Errorf("%s: nobody wrote, of 23 of 100 chats:\n%s", keys, screen(f.App))
		}
	}
}

// The list's title counts as the figure does: a chat that may have ended is listed, and is none of those that wait at
// least.
func TestTheListCountsAsTheFigure(t *testing.T) {
	f := partlyRead(t)
	f.reading(f.say(24, 0, -3*time.Minute), f.say(25, 0, -26*time.Minute))
	f.Update(model.Event{Threads: []model.ThreadInfo{{ID: 25, Visitor: 1025, Chats: []model.ChatID{25}, Last: 25, Status: model.StatusClosed, At: f.now.Add(time.Minute)}}})
	f.reading()
	n, want := len(f.snap.WaitingRows()), f.style.Value(model.FigureOf(model.FigureWaiting).Value(f.snap, model.Subject{}))
	if title := rowWith(t, f.App, "Chats · by SLA"); n != 2 || want != "≥1" || !strings.Contains(title, " "+want+" waiting of ") {
		t.Errorf("%d are listed as waiting, the figure is %s, the title %q", n, want, title)
	}
}

// A filter says of how many waiting chats at least it hides some, and of none that is known that it is not known.
func TestAFilterOfTheFirstRead(t *testing.T) {
	f := partlyRead(t)
	for _, want := range []string{"–", "≥1"} {
		typed(f.App, "filter nowhere")
		rowWith(t, f.App, "0 of "+want+" waiting")
		rowWith(t, f.App, "without it, "+want+" waiting")
		f.reading(f.say(24, 0, -3*time.Minute))
	}
}

// A drawnRow is a row's text and the roles of its cells, a letter each.
type drawnRow struct{ text, roles string }

// rolesOf are the rows of the screen with the roles of their cells; rows whose text is not one byte a cell have no roles.
func (f *leadersFloor) rolesOf() []drawnRow {
	f.style, f.dirty = drawtest.Marked(f.style), true
	f.layOut()
	var rows []drawnRow
	for row := range strings.SplitSeq(f.View().Content, "\n") {
		r := drawnRow{text: ansi.Strip(row), roles: drawtest.RoleMap(row, f.style.Method)}
		r.text = strings.Map(func(c rune) rune {
			if c > 0x7e {
				return '?'
			}
			return c
		}, r.text)
		r.roles = strings.Map(func(c rune) rune {
			if c > 0x7e {
				return '?'
			}
			return c
		}, r.roles)
		rows = append(rows, r)
	}
	return rows
}

// Before the start nothing is as sure as now: a chat that may have ended has no level, what needs ends and what was seen
// has no exact value, an agent's state is shown for a wait that is sure alone, the chip counts the alerts of now, and q
// shows now.
func TestAPastThatWasNotRead(t *testing.T) {
	f := newLeadersFloor(t, 10, 120, 40)
	ended := f.say(50, 0, -5*time.Minute)
	f.tick(5*time.Second, ended)
	f.Update(model.Event{
		At: f.now, Threads: []model.ThreadInfo{{ID: 50, Visitor: 1050, Chats: []model.ChatID{50}, Last: 50, Status: model.StatusClosed, At: f.now}},
		Coverage: &model.Coverage{Observed: model.Observed{At: f.now, Since: f.now.Add(-10 * time.Second)}, List: model.ListHealth{At: f.now}, Debts: model.Debts{At: f.now, Read: 41, Total: 41}},
	})
	f.tick(time.Second)
	press(f.App, "t")
	if top, _, _ := strings.Cut(screen(f.App), "\n"); !strings.Contains(top, " alerts now ") || !strings.Contains(top, "PAST") {
		t.Errorf("the top line is %q", top)
	}
	sure, unsure := map[model.AgentID]bool{}, 0
	for _, r := range f.snap.WaitingRows() {
		sure[r.Owner] = sure[r.Owner] || !r.Unsure
		if !r.Unsure {
			continue
		}
		unsure++
		if row := rowWith(t, f.App, draw.VisitorNumber(r)+" "); r.OverLimit() || strings.Contains(row, "!") || !strings.Contains(row, " ? ") {
			t.Errorf("a chat that may have ended: %q, %+v", row, r)
		}
	}
	if unsure == 0 {
		t.Errorf("every wait of a past that was not read is sure:\n%s", screen(f.App))
	}
	for _, id := range []model.FigureID{model.FigureWaiting, model.FigureActive, model.FigureSeenNoReply, model.FigureSeenLongest, model.FigureUnseen, model.FigureMissed} {
		if v := model.FigureOf(id).Value(f.snap, model.Subject{}); v.Bound == model.BoundExact {
			t.Errorf("%s is %v in a past that was not read", model.FigureOf(id).Title, v)
		}
	}
	for _, a := range f.snap.Agents {
		if _, word := draw.AgentState(&a, f.snap.Now); !sure[a.ID] && word != "?" {
			t.Errorf("agent %d has no wait that is certain, and is called %q", a.ID, word)
		}
	}
	if press(f.App, "q"); f.timeTravel.on || strings.Contains(screen(f.App), "PAST") {
		t.Errorf("q does not go back to now:\n%s", screen(f.App))
	}
}

// Without colours reverse video in the list is on the runs of chats over their limit and nowhere else, and the run of a
// selected chat of which all is well is not reversed.
func TestReverseIsOfWhatIsOverItsLimit(t *testing.T) {
	f := newLeadersFloor(t, 10, 120, 40)
	f.tick(5 * time.Second)
	for _, down := range []int{0, 9} { // the worst is selected, then the newest, of which all is well
		press(f.App, "g "+strings.Repeat("j ", down))
		f.style, f.dirty = draw.NewTerminal().Style("mono", false, false), true
		f.layOut()
		list := strings.Split(f.View().Content, "\n")
		reversed := regexp.MustCompile(`\x1b\[(?:\d+;)*7(?:;\d+)*m([^\x1b]*)`)
		for i, r := range f.snap.WaitingRows() {
			row := ""
			for _, l := range list {
				if strings.Contains(ansi.Strip(l), draw.VisitorNumber(r)+" ") && strings.Contains(ansi.Strip(l), draw.TimeLeft(r)) {
					row = l
					break
				}
			}
			got := ""
			for _, m := range reversed.FindAllStringSubmatch(row, -1) {
				got += m[1]
			}
			if over := r.OverLimit(); row == "" || over != (got != "") || over && (!strings.Contains(got, draw.TimeLeft(r)) || strings.Contains(got, "#")) {
				t.Errorf("chat %d, %d is selected, over its limit %v: %q is reversed of\n%q", i+1, f.threads.Selected().Chat, over, got, row)
			}
		}
	}
}

// With ascii = true all that floorwatch draws itself is ASCII, and strangers' letters stay: a name in another script that
// became question marks would name nobody. Only for a terminal whose charset is not UTF-8 they are written in ASCII as well.
func TestASCIIKeepsStrangersLetters(t *testing.T) {
	f := newLeadersFloor(t, 10, 120, 40)
	name := "Анна Петрова"
	m := f.say(1, 0, -time.Minute)
	m.VisitorName, m.Text = safetext.Line(name), safetext.Line("где мой заказ?")
	f.tick(5*time.Second, m)
	f.style, f.dirty = draw.NewTerminal().Style("dark", true, false), true
	f.layOut()
	shown := screen(f.App)
	if !strings.Contains(shown, name) || !strings.Contains(shown, "где мой заказ?") {
		t.Errorf("a stranger's letters are lost:\n%s", shown)
	}
	for _, r := range strings.NewReplacer(name, "", "где мой заказ?", "").Replace(shown) {
		if r > 126 {
			t.Errorf("%q is drawn by us:\n%s", r, shown)
			break
		}
	}
}
