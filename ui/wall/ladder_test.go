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
		{1, 11, []int{0, 1, 3}, []int{4, 5}},           // a row is missing: the last chat has none above it
		{1, 10, nil, []int{0, 1, 3, 4}},                // only the first has one: the next one's letters would begin at the block
		{1, 9, nil, []int{0, 1, 2, 3}},                 // none has: letters at the edge of a block lose their upper strokes
		{2, 19, nil, []int{0, 1, 5, 6, 7, 12, 18}},     // one row is too few for the end of a block and the letters below it
		{2, 22, []int{1, 2, 6, 7}, []int{0, 8, 9, 14}}, // a row between the block and the next letters
	} {
		w := testWall(uitest.NewFloor()) // the first chat is severe
		b := chatView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style, w: 300, rowLayout: placesOfSize(c.size)}}
		rows := b.ladder(b.waiting()[:3], leftOut{}, 1, 3, c.h)
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

// Severe chats without rows between them are one block if it ends with the column, and none if other letters would begin
// at its edge: without colours the upper strokes of those were lost.
func TestABlockEndsApartFromTheNextLetters(t *testing.T) {
	const severe = model.LevelSevere
	for _, c := range []struct {
		severe int // of the three chats, the first ones
		h      int
		full   bool // without half blocks
		want   []bool
	}{
		{3, 10, false, []bool{true, true, true}}, {2, 10, false, []bool{false, false, false}}, {2, 12, false, []bool{true, true, false}},
		{2, 11, false, []bool{true, false, false}}, {3, 9, false, []bool{false, false, false}},
		{3, 19, true, []bool{true, true, true}}, {2, 19, true, []bool{false, false, false}},
	} {
		w := testWall(uitest.NewFloor())
		b := chatView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style, w: 300, rowLayout: rowLayoutOf(158, 44, !c.full)}}
		rows := b.waiting()[:3]
		for i, r := range rows {
			if r.Level = model.LevelCritical; i < c.severe {
				r.Level = severe
			}
		}
		drawn := b.ladder(rows, leftOut{}, 1, 3, c.h)
		letters := draw.LetterRows(1, !c.full)
		for i, want := range c.want {
			p := b.layOutLadder(leftOut{}, 3, 3, c.h)
			for y, row := range drawn {
				if chat, at := p.place(y); chat != i || at != letters/2 {
					continue
				}
				if got := strings.Contains(row, w.style.On[draw.OnScreen][draw.RoleSevere]); got != want {
					t.Errorf("%+v: chat %d is filled: %v", c, i, got)
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

// As long as not all waits are known the number that are past their goal is at least that; of none nothing is said,
// and neither beside one over its limit by another clock.
func TestPastGoalIsAtLeast(t *testing.T) {
	for _, c := range []struct {
		read bool
		late int // chats past their goal
		over int // … and over their limit
		want string
	}{{true, 7, 5, "7 past goal · 3 unseen"}, {false, 7, 5, "≥7 past goal · 3 unseen"}, {false, 0, 0, "3 unseen"}, {true, 0, 0, "0 past goal · 3 unseen"}, {true, 0, 1, "3 unseen"}} {
		w := wallOn(uitest.NewFloor(), DefaultConfig(), drawtest.Screen(), 240, 67)
		b := tileView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style}}
		if !c.read {
			b.snap.Coverage = model.CoverageOf(model.Health{State: model.StateReading, ReadDone: 3, ReadAll: 48})
		}
		b.snap.Headline.WaitingOver = c.over
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

// A ladder of few places has those over their limit, the worst of them first, and says how many of the others are; it
// keeps the order of the list, whose numbers it shows.
func TestNoChatOverItsLimitGivesWayToACalmerOne(t *testing.T) {
	const ok, warn, critical, severe = model.LevelOK, model.LevelWarn, model.LevelCritical, model.LevelSevere
	for _, c := range []struct {
		levels []model.Level // in the order of the list
		worst  int           // the place of the chat over its limit that has waited longest
		places int
		shown  []int
		over   int // of those left out
	}{
		{[]model.Level{warn, critical, ok, critical}, 3, 2, []int{1, 3}, 0},
		{[]model.Level{critical, ok, warn, ok}, 0, 3, []int{0, 1, 2}, 0},
		{[]model.Level{critical, critical, severe, ok, critical}, 4, 3, []int{0, 2, 4}, 1},
		{[]model.Level{critical, critical, critical}, 2, 1, []int{2}, 2},
		{[]model.Level{critical, ok}, 0, 2, []int{0, 1}, 0},
		{[]model.Level{critical, ok}, 0, 0, nil, 1},
		{nil, 0, 6, nil, 0},
	} {
		w := room(uitest.NewFloor())
		b := &pageView{Wall: w, floor: w.shown(), pageStyle: w.style}
		rows := b.waiting()[:len(c.levels)]
		b.snap.Threads = rows
		for i, r := range rows {
			r.Level, r.Unsure, r.Wait.For = c.levels[i], false, time.Minute
			if i == c.worst {
				r.Wait.For = time.Hour
			}
		}
		shown, out := b.choose(c.places)
		var want []*model.Row
		for _, i := range c.shown {
			want = append(want, rows[i])
		}
		if !slices.Equal(shown, want) || out.chats != len(rows)-len(want) || out.over != c.over {
			t.Errorf("%+v: %d chats are shown and %+v left out", c, len(shown), out)
		}
	}
}

// What is left out is said with the number of those over their limit: on the figures page in the footer, on the waiting
// page in the place after the last.
func TestTheWallSaysHowManyAreLeftOut(t *testing.T) {
	f := crowdedFloor(40)
	for _, size := range [][2]int{{56, 20}, {80, 24}, {100, 30}, {160, 45}, {320, 90}} {
		w := wallOn(f, DefaultConfig(), drawtest.Screen(), size[0], size[1])
		b := pageView{Wall: w, floor: w.shown(), rowLayout: rowLayoutOf(size[0]-2, size[1]-1, true), pageStyle: w.style, w: size[0] - 2}
		b.h = b.body
		shown, out := b.choose(b.figurePlaces())
		if len(shown)+out.chats != 40 || out.over == 0 {
			t.Fatalf("%v: %d chats are shown and %+v left out", size, len(shown), out)
		}
		rows := strings.Split(wallScreen(w), "\n")
		if foot := strings.Join(rows[len(rows)-2:], ""); !slices.ContainsFunc(out.forms(), func(s string) bool { return strings.Contains(foot, s) }) {
			t.Errorf("%v: the footer is %q, want %q in it", size, foot, out.forms())
		}
	}
	w := wallOn(f, DefaultConfig(), drawtest.Screen(), 160, 45)
	w.rotation.index = slices.Index(w.rotation.pages, pageWaiting)
	wallTick(w, uitest.Now())
	blockHas(t, w, "+25 MORE, 25 OVER") // 15 have one of 16 places
	for want, out := range map[string]leftOut{
		"+4 more wait, 1 over limit": {chats: 4, over: 1}, "+4 more wait": {chats: 4},
		"≥4 more wait, ≥1 over limit": {chats: 4, over: 1, atLeast: true}, "+4 more waited then": {chats: 4, then: true},
	} {
		if got := out.forms()[0]; got != want {
			t.Errorf("%+v is said as %q, want %q", out, got, want)
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
		if strings.TrimSpace(rows[at+1]) != "" || strings.TrimSpace(rows[at+2]+rows[at+3]) == "" { // the largest letters have two
			t.Errorf("%v: below the rule are\n%s", size, strings.Join(rows[at:at+4], "\n"))
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
		clock := wholeSeconds(r.TimeLeft)
		if r.TimeLeft < 0 {
			clock = blockClock(-r.TimeLeft)
		}
		number, _ := timePastGoal(r)
		if got := strings.TrimLeft(number, "+"); got != clock {
			t.Errorf("%v to the goal is %q, want %q", r.TimeLeft, got, clock)
		}
		blockHas(t, w, clock)
	}
}

// Before a time left to a goal, and behind the word for it, are two dots and more at every width: with one the mark, the
// word and the time were read as one.
func TestATimeLeftIsApartFromItsMark(t *testing.T) {
	w := room(uitest.NewFloor())
	for size, widths := range map[int][]int{1: {47, 48, 63, 64, 78, 119, 158}, 2: {155, 158, 318}} {
		c := chatView{&pageView{Wall: w, floor: w.shown(), pageStyle: withInk(w.style), rowLayout: placesOfSize(size)}}
		for _, width := range widths {
			for level, mark := range map[model.Level]string{model.LevelOK: "", model.LevelWarn: "^", model.LevelCritical: "!", model.LevelSevere: "!!"} {
				for left, want := range map[time.Duration]string{2 * time.Second: "2", 37 * time.Second: "37", 2 * time.Minute: "2"} {
					r := *c.waiting()[0]
					r.Level, r.TimeLeft = level, left
					row := c.chatBlock(&r, r.Level >= model.LevelSevere, width, 0)
					at := 0
					for _, part := range []string{mark, untilGoal, want} {
						l := c.pageStyle.Line(draw.OnScreen, draw.LettersWidth(part, size))
						l.Letters(draw.RoleText, part, size, 0)
						ink := strings.Trim(l.String(), " ")
						i := strings.Index(row[at:], ink)
						if i < 0 && level == model.LevelSevere && strings.TrimSpace(ansi.Strip(row[at:]))[0] != 'I' {
							break // in body type
						}
						if lead := len(row[at:][:max(0, i)]); i < 0 || part != mark && mark != "" && lead < 2*size {
							t.Errorf("size %d, %d cells, %v left at level %v: %q is %d cells behind on\n%s", size, width, left, level, part, i, row)
							break
						}
						at += i + len(ink)
					}
				}
			}
		}
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
		if row := ansi.Strip(c.chatBlock(&r, r.Level >= model.LevelSevere, width, 1)); !strings.HasSuffix(row, " ") || !strings.Contains(row, word) {
			t.Errorf("%d cells: %q", width, row)
		}
	}
}
