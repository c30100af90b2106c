package wall

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

// The block of a severe chat goes on above its letters, and of the largest letters below them too, so that
// they do not run into the dark around it; that of the next chat does not.
func TestASevereChatHasAMargin(t *testing.T) {
	for _, c := range []struct {
		size, h int
		filled  []int // rows of the ladder
		plain   []int
	}{
		{1, 12, []int{0, 1, 3}, []int{4, 5}},
		{1, 11, []int{0, 2}, []int{3, 4}}, // a row is missing: the first chat has none above it
		{2, 19, []int{0, 1, 5, 6}, []int{7, 12, 18}},
		{2, 22, []int{1, 2, 6, 7}, []int{0, 8, 9, 14}}, // a row between the block and the next letters
	} {
		w := testWall(uitest.NewFloor()) // the first chat is severe
		b := chatView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style, w: 300, rowLayout: placesOfSize(c.size)}}
		rows := b.ladder(b.waiting(), 1, 3, c.h)
		severe := w.style.On[draw.OnScreen][draw.RoleSevere]
		for i, list := range [][]int{c.plain, c.filled} {
			for _, y := range list {
				if got := strings.Contains(rows[y], severe); got != (i == 1) {
					t.Errorf("size %d on %d rows: row %d is filled: %v, want %v", c.size, c.h, y, got, i == 1)
				}
			}
		}
	}
}

// A severe row of the table is filled from end to end, whatever the agent is called.
func TestASevereRowIsFilledWhole(t *testing.T) {
	w := wallOn(uitest.NewFloor(), DefaultConfig(), drawtest.Screen(), 80, 24)
	screen := vt.NewEmulator(80, 24)
	if _, err := screen.WriteString(strings.ReplaceAll(w.View().Content, "\n", "\r\n")); err != nil {
		t.Fatal(err)
	}
	for y, row := range strings.Split(wallScreen(w), "\n") {
		if !strings.Contains(row, "+4m12s") {
			continue
		}
		ground := screen.CellAt(5, y).Style.Bg
		for x := 5; x < 78; x++ {
			if got := screen.CellAt(x, y).Style.Bg; got != ground || got == nil {
				t.Errorf("cell %d of the severe row has ground %v, want %v:\n%s", x, got, ground, row)
			}
		}
		return
	}
	t.Errorf("no severe row on\n%s", wallScreen(w))
}

// As long as not all waits are known the number that are past their goal is at least that; of none nothing is said.
func TestPastGoalIsAtLeast(t *testing.T) {
	for _, c := range []struct {
		read bool
		late int // chats past their goal
		want string
	}{{true, 7, "7 past goal · 3 unseen"}, {false, 7, "≥7 past goal · 3 unseen"}, {false, 0, "3 unseen"}, {true, 0, "0 past goal · 3 unseen"}} {
		w := wallOn(uitest.NewFloor(), DefaultConfig(), drawtest.Screen(), 240, 67)
		b := tileView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style}}
		if !c.read {
			b.snap.Coverage = model.CoverageOf(model.Health{State: model.StateReading, ReadDone: 3, ReadAll: 48})
		}
		for i, r := range b.waiting() {
			if r.TimeLeft = time.Minute; i < c.late {
				r.TimeLeft = -time.Minute
			}
		}
		figures := &draw.FigureReader{Style: b.pageStyle, S: b.snap}
		var got tile
		b.fillWaiting(figures, &got)
		want := strings.Replace(c.want, "3 unseen", figures.Text(model.FigureUnseen)+" unseen", 1)
		if s := strings.Join(got.detail, " · "); s != want {
			t.Errorf("%+v: %q, want %q", c, s, want)
		}
	}
}

// The word of an agent's state has its whole width beside the narrowest ladder.
func TestStateWordsFitTheLadder(t *testing.T) {
	style := testWall(uitest.NewFloor()).style
	for s := model.AgentNone + 1; s <= model.AgentUnknown; s++ { // without an agent the number of messages stands there
		_, word := draw.StateWord(s, 3, model.Clock{})
		if n := style.Width(word); n >= detailCells {
			t.Errorf("%q takes %d of %d cells", word, n, detailCells-1)
		}
	}
}

// The first chat is the one that the bar names, though another is further past its goal.
func TestTheBarsChatIsTheFirst(t *testing.T) {
	w := room(uitest.NewFloor())
	f := w.shown()
	rows := f.waiting()
	last := rows[len(rows)-1]
	for _, r := range rows {
		r.Wait.For = min(r.Wait.For, time.Minute)
	}
	last.Wait.For, last.Level, last.Unsure = time.Hour, model.LevelCritical, false
	got := f.waiting()
	if got[0] != last || f.worst() != last || len(got) != len(rows) {
		t.Errorf("the first of %d is %v, want %v", len(got), got[0].Key, last.Key)
	}
	for i, r := range got[1:] {
		if r != rows[i] {
			t.Errorf("row %d is %v, want %v: the others keep their order", i+1, r.Key, rows[i].Key)
		}
	}
}

// Where chats are left out the last place says how many.
func TestFitting(t *testing.T) {
	for _, c := range [][4]int{{5, 6, 5, 0}, {6, 6, 6, 0}, {7, 6, 5, 2}, {7, 1, 1, 0}, {7, 0, 0, 0}, {0, 6, 0, 0}} {
		if shown, more := fitCount(c[0], c[1]); shown != c[2] || more != c[3] {
			t.Errorf("of %d in %d places %d are shown and %d are more, want %d and %d", c[0], c[1], shown, more, c[2], c[3])
		}
	}
}

// An agent of whom not all is known keeps the mark of a chat that is surely over its limit.
func TestAnAgentKeepsTheMarkOfWhatIsSure(t *testing.T) {
	w := room(uitest.NewFloor())
	b := agentView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style}}
	for level, want := range map[model.Level]string{model.LevelOK: "?", model.LevelWarn: "?", model.LevelCritical: "!", model.LevelSevere: "!!"} {
		list := agentList{needs: map[model.AgentID]draw.Need{1: {Level: level}}}
		if got, of := b.agentMark(&list, &model.AgentRow{ID: 1, State: model.AgentUnknown}); got != want || (of == draw.RoleDim) != (want == "?") {
			t.Errorf("at level %v the mark is %q in the role %v, want %q", level, got, of, want)
		}
	}
}

// On the waiting page a blank row is above the first chat: it may be severe, and filled.
func TestTheFirstWaitingChatHasAMargin(t *testing.T) {
	for _, size := range [][2]int{{132, 43}, {160, 45}, {240, 67}, {320, 90}} {
		w := wallScene{}.open("waiting", size[0], size[1])
		rows := inked(w)
		at := slices.IndexFunc(rows, func(s string) bool { return strings.Contains(s, "WAITING · by SLA") })
		if strings.TrimSpace(rows[at+1]) != "" || strings.TrimSpace(rows[at+2]) == "" {
			t.Errorf("%v: below the rule are\n%s", size, strings.Join(rows[at:at+3], "\n"))
		}
	}
}

// The time to the goal of a chat is the same to the second on the wall and in the list, in whatever place it stands.
func TestTheTimeLeftIsToTheSecond(t *testing.T) {
	f := uitest.NewFloor()
	for i := range f.Threads {
		f.Threads[i].Wait = model.Clock{}
	}
	for i := range 8 {
		f.Threads[i].Wait = uitest.Since(50 - 2*i - i%2)
	}
	w := wallOn(f, DefaultConfig(), drawtest.Screen(), 240, 67)
	w.rotation.index = slices.Index(w.rotation.pages, pageWaiting)
	wallTick(w, uitest.Now())
	for _, r := range w.floors[0].waiting() {
		clock := blockClock(r.TimeLeft.Abs())
		if got := strings.TrimLeft(timePastGoal(r), "+"); got != clock {
			t.Errorf("%v to the goal is %q, want %q", r.TimeLeft, got, clock)
		}
		blockHas(t, w, clock)
	}
}

// placesOfSize are those of letters of a size, on a terminal with half blocks.
func placesOfSize(size int) rowLayout {
	return rowLayout{size: size, titled: size > 0, letters: draw.LetterRows(size, true), full: size > 1}
}

// What stands at the right end of a filled block leaves a blank before its edge.
func TestDetailsDoNotTouchTheEdge(t *testing.T) {
	w := room(uitest.NewFloor())
	c := chatView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style, rowLayout: placesOfSize(1)}}
	r := *c.waiting()[0]
	r.Owner, r.OwnerState, r.Silent = 7, model.AgentSilent, model.Clock{Running: true, For: 4 * time.Minute}
	_, word := draw.OwnerState(&r)
	for width := 58; width < 90; width++ {
		if row := ansi.Strip(c.chatBlock(&r, width, 1)); !strings.HasSuffix(row, " ") || !strings.Contains(row, word) {
			t.Errorf("%d cells: %q", width, row)
		}
	}
}
