package wall

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

func TestBigClock(t *testing.T) {
	for _, c := range []struct {
		d    time.Duration
		want string
	}{{0, "0:00"}, {38 * time.Second, "0:38"}, {312 * time.Second, "5:12"}, {3599 * time.Second, "59:59"}, {time.Hour, "1:00h"}, {65*time.Minute + 9*time.Second, "1:05h"}, {100 * time.Hour, "4d"}, {-time.Second, "0:00"}} {
		if got := blockValue(model.ClockValue(model.Clock{Running: true, For: c.d})); got != c.want || !blockable(got) {
			t.Errorf("big clock of %v = %q, want %q, blockable %v", c.d, got, c.want, blockable(got))
		}
	}
}

// Above the other pages the longest wait is in whole minutes, as exact as it is known.
func TestInMinutes(t *testing.T) {
	for d, want := range map[time.Duration][2]string{
		59 * time.Second: {"≥0:59", "≥59s"}, time.Minute: {"≥1m", "≥1m"}, 3599 * time.Second: {"≥59m", "≥59m"}, 65 * time.Minute: {"≥1:05h", "≥1h05m"},
	} {
		v := model.ClockValue(model.Clock{Running: true, AtLeast: true, For: d})
		if got := [2]string{wholeMinutes(v, blockNotation()), wholeMinutes(v, model.ScreenNotation())}; got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}

// Block digits say what a value lacks; a sign that they do not have would be drawn as "no data".
func TestBigValues(t *testing.T) {
	n := model.Value{Unit: model.UnitCount, OK: true, Number: 7}
	for _, c := range []struct {
		v    model.Value
		want string
	}{
		{model.ClockValue(model.Clock{Running: true, AtLeast: true, For: time.Minute}), "≥1:00"},
		{model.ClockValue(model.Clock{}), "–"},
		{n.Bounded(model.BoundLeast, 0), "≥7"}, {n.Bounded(model.BoundMost, 0), "≤7"}, {n.Bounded(model.BoundAbout, 0), "~7"},
		{n.Bounded(model.BoundBetween, 10), "7–10"}, {n.Bounded(model.BoundUnknown, 0), "–"},
		{model.Value{Unit: model.UnitShare, OK: true, Number: 81}, "81%"},
	} {
		if got := blockValue(c.v); got != c.want || !blockable(got) {
			t.Errorf("%+v in block digits is %q, want %q, blockable %v", c.v, got, c.want, blockable(got))
		}
	}
}

// blockable reports whether every sign of s has a shape of its own.
func blockable(s string) bool {
	for _, r := range s {
		if r != '–' && draw.DigitShape(r) == draw.DigitShape('–') {
			return false
		}
	}
	return s != ""
}

// What the figures are written with has shapes.
func TestFiguresAreBlockable(t *testing.T) {
	for _, s := range wallScenes() {
		w := s.open("figures", 120, 40)
		b := tileView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style}}
		for _, x := range b.tiles() {
			if !blockable(x.big) {
				t.Errorf("%s: %s is %q, which has signs without a shape", s.name, x.titles[0], x.big)
			}
		}
		for _, r := range b.waiting() {
			number, _ := timePastGoal(r)
			if _, ok := draw.Spelled(number); !ok {
				t.Errorf("%s: %q has signs without a shape", s.name, number)
			}
		}
	}
}

// The wall calls a figure what the registry calls it.
func TestWallHasTheTitlesOfFigures(t *testing.T) {
	f := uitest.NewFloor()
	screen := wallScreen(wallOn(f, DefaultConfig(), drawtest.Screen(), 160, 30))
	for _, w := range tileSpecs() {
		f := model.FigureOf(w.id)
		if title := "╭ " + strings.ToUpper(f.Title) + " "; !strings.Contains(screen, title) {
			t.Errorf("the wall has no %q:\n%s", title, screen)
		}
	}
}

// What is usual stands among a tile's details where there is room; where it is old or not known nothing does.
func TestTilesSayWhatIsUsual(t *testing.T) {
	f := uitest.NewFloor()
	if s := wallScreen(wallOn(f, DefaultConfig(), drawtest.Screen(), 240, 60)); strings.Contains(s, "usually") {
		t.Errorf("without a history:\n%s", s)
	}
	f.Usual = uitest.UsualDay()
	w := wallOn(f, DefaultConfig(), drawtest.Screen(), 240, 60)
	s := wallScreen(w)
	if !strings.Contains(s, "usually") {
		t.Errorf("with one:\n%s", s)
	}
	b := tileView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style}}
	for _, x := range b.tiles() {
		said := strings.Contains(strings.Join(x.detail, "\n"), "usually")
		if want := x.id == model.FigureFirstService || x.id == model.FigureFirst || x.id == model.FigureMissed; said != want {
			t.Errorf("%s says what is usual: %v, want %v", x.titles[0], said, want)
		}
	}
}

// In the row of the goal in letters the goal comes before what the value lacks, and both before the agent: the name
// stands in the bar and in the ladder too.
func TestTheGoalKeepsItsRow(t *testing.T) {
	w := room(uitest.NewFloor())
	b := tileView{&pageView{Wall: w, floor: w.shown(), pageStyle: withInk(w.style), rowLayout: placesOfSize(1)}}
	x := tile{titles: []string{"Longest wait"}, big: "5:12", widest: "88:88", known: true, bound: "AT LEAST", goal: "goal 1:00", agent: safetext.Line(draw.Unassigned)}
	for width, want := range map[int][3]bool{80: {true, false, false}, 100: {true, false, true}, 160: {true, true, true}} {
		rows := b.tile(&x, width, 23)
		got := [3]bool{saysInBlocks(rows, w, "GOAL 1:00"), saysInBlocks(rows, w, "AT LEAST · GOAL 1:00"), saysInBlocks(rows, w, draw.Unassigned)}
		if got != want {
			t.Errorf("%d cells: goal, bound and agent are in letters: %v, want %v:\n%s", width, got, want, strings.Join(rows, "\n"))
		}
	}
}

// The agent of the longest wait stands behind its goal, and not once more in the lower edge; where that has no room in
// letters the edge names the agent. No row of words ends close to the next tile.
func TestTheTileOfTheLongestWaitNamesItsAgentOnce(t *testing.T) {
	for _, c := range []struct {
		w, h    int
		letters bool
	}{{160, 45, false}, {240, 67, true}, {320, 90, true}} {
		w := wallOn(uitest.NewFloor(), DefaultConfig(), drawtest.Screen(), c.w, c.h)
		b := tileView{&pageView{Wall: w, floor: w.shown(), pageStyle: withInk(w.style), rowLayout: rowLayoutOf(c.w, c.h, true), w: c.w}}
		list := b.tiles()
		rows := b.tile(&list[0], c.w/3, b.figuresLayout(b.body, 0).tiles[0])
		letters := saysInBlocks(rows, w, "GOAL 1:00   D.K.") || c.w == 320 // whose letters of the first size this cannot find
		if edge := strings.Contains(ansi.Strip(rows[len(rows)-1]), "D.K."); letters != c.letters || edge == c.letters {
			t.Errorf("%dx%d: the agent is in letters: %v, in the edge: %v\n%s", c.w, c.h, letters, edge, strings.Join(rows, "\n"))
		}
	}
	x := tile{bound: "AT LEAST", goal: "limit 1"}
	for width, want := range map[int]string{77: "AT LEAST · LIMIT 1", 76: "LIMIT 1", 30: ""} {
		if got, _ := x.goalWords(width); got != want {
			t.Errorf("%d cells: %q, want %q", width, got, want)
		}
	}
}

// Of how many agents is not said while that is not known.
func TestAgentsThatAreNotKnownAreNotCounted(t *testing.T) {
	for reading, want := range map[bool]bool{false: true, true: false} {
		w := room(uitest.NewFloor())
		b := tileView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style}}
		if reading {
			b.snap.Coverage = model.CoverageOf(model.Health{State: model.StateReading, ReadDone: 0, ReadAll: 48})
			b.snap.Headline.AgentsActive = 0
		}
		var got tile
		b.fillActive(&draw.FigureReader{Style: b.pageStyle, S: b.snap}, &got)
		if of := fmt.Sprintf("%d of %d agents", b.snap.Headline.AgentsActive, len(b.snap.Agents)); want && got.longGoal() != of || !want && got.longForm != "" {
			t.Errorf("reading %v: %q, want %q", reading, got.longGoal(), of)
		}
		if (got.goal != "") != want {
			t.Errorf("reading %v: %q", reading, got.goal)
		}
	}
}

// The sign of a bound is no larger than a title and stands apart from the digits: as large as
// they it was read as a 2.
func TestTheSignOfABoundIsNoDigit(t *testing.T) {
	for _, c := range []struct {
		big    string
		size   int
		sign   string
		digits string
	}{{"≥81%", 1, "≥", "81%"}, {"~0:12", 2, "~", "0:12"}, {"2–7", 1, "", "2–7"}, {"≤5", 0, "≤", "5"}} {
		w := testWall(uitest.NewFloor())
		b := tileView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style, rowLayout: placesOfSize(c.size)}}
		x := &tile{big: c.big, brief: c.big, widest: "888", known: true}
		f := b.fitValue(x, 60, 12)
		if f.sign != c.sign || f.digits != c.digits || !f.ok || f.sign != "" && f.signCells != b.signWidth(c.sign, f.signSize)+2 {
			t.Errorf("%q is %q and %q, %d cells apart", c.big, f.sign, f.digits, f.signCells)
		}
		if f.signCells > 0 && b.signWidth(f.sign, f.signSize) >= f.Width("8") && c.size < 2 {
			t.Errorf("the sign of %q takes %d cells, a digit %d", c.big, b.signWidth(f.sign, f.signSize), f.Width("8"))
		}
	}
}

// An interval that is too long for the strip's letters is written as its lower end at least, not in body
// type, which a room does not read.
func TestTheStripWritesIntervalsInLetters(t *testing.T) {
	w := room(uitest.NewFloor())
	b := &pageView{Wall: w, floor: w.shown(), pageStyle: withInk(w.style)}
	x := tile{titles: []string{"Service level"}, text: "81%–83%", big: "81%–83%", brief: "≥81%", known: true, goal: "goal 80%"}
	for width, want := range map[int]string{24: "81%", 40: "81%–83%"} {
		var rows []string
		for y := range b.stripRows() {
			l := b.pageStyle.Line(draw.OnScreen, width)
			b.stripCell(l, &x, y)
			rows = append(rows, l.String())
		}
		if !saysInBlocks(rows, w, want) || saysInBlocks(rows, w, "≥") != (width == 24) {
			t.Errorf("%d cells: no %q in letters on\n%s", width, want, strings.Join(rows, "\n"))
		}
	}
}

// Whole minutes have their unit in body type: the block letters "8M" were read as AM, and as eight million.
func TestTheStripWritesMinutesBesideTheirNumber(t *testing.T) {
	w := room(uitest.NewFloor())
	b := &pageView{Wall: w, floor: w.shown(), pageStyle: withInk(w.style)}
	for big, want := range map[string][2]string{"8M": {"8", "min"}, "≥12M": {"12", "min"}, "1:05H": {"1:05H", ""}, "0:45": {"0:45", ""}, "1M–2M": {"1M–2M", ""}} {
		x := tile{titles: []string{"Longest wait"}, text: big, big: big, brief: big, known: true, goal: "goal 1:00"}
		var rows []string
		for y := range b.stripRows() {
			l := b.pageStyle.Line(draw.OnScreen, 40)
			b.stripCell(l, &x, y)
			rows = append(rows, l.String())
		}
		text := strings.Join(rows, "\n")
		if !saysInBlocks(rows, w, want[0]) || saysInBlocks(rows, w, big) != (want[1] == "") || strings.Contains(text, "min") != (want[1] != "") || !strings.Contains(text, "goal 1:00") {
			t.Errorf("%s: want %q in letters and %q beside it on\n%s", big, want[0], want[1], text)
		}
	}
}

// The newest value of a chart of few rows is whole, its peak beside it.
func TestTheNewestValueOfASmallChartIsWhole(t *testing.T) {
	w := room(uitest.NewFloor())
	b := activityView{&pageView{Wall: w, floor: w.shown(), pageStyle: withInk(w.style), w: 158, rowLayout: placesOfSize(1)}}
	rows := b.chart(&series{name: "AGENTS", rows: 3, values: []int{28, 0, 18}}, 1)
	if !saysInBlocks(rows, w, "18") || !strings.Contains(rows[0], "peak 28") {
		t.Errorf("the chart is\n%s", strings.Join(rows, "\n"))
	}
}

// Of how many a share and a median are made stands beside them where that is not all there are, or too few for a level.
func TestTilesSayOfHowManyTheyAre(t *testing.T) {
	for _, c := range []struct {
		of    int
		bound model.Bound
		want  string
	}{{1, model.BoundAbout, "of ≥1"}, {1, model.BoundExact, "of 1"}, {40, model.BoundAbout, "of ≥40"}, {40, model.BoundExact, ""}} {
		w := room(uitest.NewFloor())
		b := tileView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style}}
		r := &draw.FigureReader{Style: w.style, S: b.snap}
		if got := b.sampleWords(r, model.Value{N: c.of, Bound: c.bound}); got != c.want {
			t.Errorf("of %d, bound %v: %q, want %q", c.of, c.bound, got, c.want)
		}
	}
	w := wallOn(uitest.NewFloor(), DefaultConfig(), drawtest.Screen(), 240, 67)
	b := tileView{&pageView{Wall: w, floor: w.shown(), pageStyle: withInk(w.style), rowLayout: placesOfSize(1)}}
	x := tile{titles: []string{"Service level"}, big: "~100%", widest: "100%", known: true, bound: "ABOUT", sample: "of ≥1", goal: "goal 80%"}
	if rows := b.tile(&x, 80, 24); !saysInBlocks(rows, w, "OF 1+ · GOAL 80%") {
		t.Errorf("a room does not read of how many:\n%s", strings.Join(rows, "\n"))
	}
}

// A remark, and any sentence about the reading, comes and goes below the tiles without moving them: in the footer where
// it fits, else in rows of the ladder.
func TestASentenceDoesNotMoveTheTiles(t *testing.T) {
	for _, size := range [][2]int{{132, 43}, {160, 45}, {240, 67}, {320, 90}} {
		for _, ascii := range []bool{false, true} {
			p := rowLayoutOf(size[0]-shiftAcross, size[1]-shiftDown, !ascii)
			whole := p.figuresLayout(p.body, 0)
			for wrong := range 4 {
				f := p.figuresLayout(p.body, wrong)
				if f.tiles != whole.tiles || f.tiles[0]+f.tiles[1]+f.ladder+wrong != p.body {
					t.Errorf("%v with a sentence of %d rows: %+v, without %+v", size, wrong, f, whole)
				}
			}
		}
	}
	f := uitest.NewFloor()
	w := room(f)
	before := strings.Split(wallScreen(w), "\n")
	f.Status.Why = safetext.Line("today's figures do not yet include 117 earlier chats")
	wallTick(w, uitest.Now())
	wallHas(t, w, "today's figures do not yet include 117 earlier chats")
	for y, row := range strings.Split(wallScreen(w), "\n") {
		if row != before[y] && !strings.Contains(row, "today's figures do not yet include") {
			t.Errorf("row %d moved for a remark: %q, was %q", y, row, before[y])
		}
	}
	f.Status.Why = safetext.Line(strings.Repeat("much that is not read yet ", 6))
	wallTick(w, uitest.Now())
	wallHas(t, w, strings.TrimSpace(f.Status.Why.String()))
}

// In block letters a lower bound has a plus behind it, wherever words and numbers are of one size.
func TestLowerBoundsInBlockLetters(t *testing.T) {
	for s, want := range map[string]string{"≥5 over limit": "5+ over limit", "of ≥12 · goal 80%": "of 12+ · goal 80%", "worst ≥5:12": "worst 5:12+", "≤5": "≤5", "8 of 9 agents": "8 of 9 agents"} {
		if got := plusBehind(s); got != want {
			t.Errorf("%q is written %q, want %q", s, got, want)
		}
	}
	if got, _ := spell("≥8  OVER  WORST 2:13"); got != "8+  OVER  WORST 2:13" {
		t.Errorf("the alert bar writes %q", got)
	}
}

// Beside the bars of the waiting chats stands the figure of the strip, whatever the last full minute was, and the bars
// end at a time, not now.
func TestTheActivityPageHasOneNumberOfWaitingChats(t *testing.T) {
	f := uitest.NewFloor()
	w := room(f)
	w.rotation.index = slices.Index(w.rotation.pages, pageActivity)
	wallTick(w, uitest.Now())
	minutes := f.Activity(uitest.Now(), activityMinutes+1, model.Filter{})
	minutes[len(minutes)-2].Waiting = f.At(uitest.Now()).Headline.Waiting + 2
	w.floors[0].minutes = minutes
	b := activityView{&pageView{Wall: w, floor: w.shown(), rowLayout: placesOfSize(1), pageStyle: w.style, w: 158, h: 30}}
	for _, s := range b.series(60, 24) {
		if want := strconv.Itoa(b.snap.Headline.Waiting); s.name == "WAITING" && s.now != want {
			t.Errorf("%s waiting beside the bars, %s in the strip", s.now, want)
		}
	}
	if axis := ansi.Strip(b.axis(60, 1)); strings.Contains(axis, "now") || !strings.Contains(axis, "12:41") {
		t.Errorf("the axis is %q", axis)
	}
}

// A mark stands beside its own title, not at the edge where the title of the next tile begins.
func TestAMarkStandsBesideItsTitle(t *testing.T) {
	w := room(uitest.NewFloor())
	b := tileView{&pageView{Wall: w, floor: w.shown(), rowLayout: placesOfSize(1), pageStyle: w.style}}
	for _, width := range []int{36, 50, 78} {
		l := b.pageStyle.Line(draw.OnScreen, width)
		b.titleRow(l, &tile{titles: []string{"Waiting"}, known: true, level: model.LevelCritical}, &tileRoles{}, "!", 0)
		title := draw.LettersWidth("WAITING", 1)
		if at := width - l.Left; at <= title+1 || at > title+4 {
			t.Errorf("%d cells: the title takes %d, with its mark %d", width, title, at)
		}
	}
}

// Behind an old count stands what it is over: rows that are past their goal alone stand below it.
func TestAStaleCountSaysOfWhatItIs(t *testing.T) {
	f := uitest.NewFloor()
	f.Head.WaitingOver, f.Head.WaitingOverUpTo = 4, 4
	f.Status.State = model.StateRetrying
	w := wallOn(f, DefaultConfig(), drawtest.Screen(), 240, 67)
	wallTick(w, uitest.Now().Add(62*time.Second))
	blockHas(t, w, "OVER LIMIT THEN")
	wallHas(t, w, "4 over limit then")
	b := tileView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style}}
	if got := b.tiles()[1].detail[0]; got != "7 past goal then" {
		t.Errorf("a strip with room for more says %q", got)
	}
}
