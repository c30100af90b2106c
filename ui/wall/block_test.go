package wall

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

// inked is the wall with a sign in place of ink, row by row.
func inked(w *Wall) []string {
	look, faded := w.style, w.staleStyle
	defer func() { w.style, w.staleStyle = look, faded }()
	w.style, w.staleStyle = withInk(look), withInk(faded)
	return strings.Split(ansi.Strip(w.draw()), "\n")
}

func withInk(style *draw.Style) *draw.Style {
	style = style.With(func(draw.Background, draw.Role) string { return "" })
	style.Hatch = "█"
	return style
}

// blockHas reports a wall that does not say s in block letters.
func blockHas(t *testing.T, w *Wall, s string) {
	t.Helper()
	if rows := inked(w); !saysInBlocks(rows, w, s) {
		t.Errorf("no %q in block letters on the wall:\n%s", s, strings.Join(rows, "\n"))
	}
}

func blockLacks(t *testing.T, w *Wall, s string) {
	t.Helper()
	if rows := inked(w); saysInBlocks(rows, w, s) {
		t.Errorf("%q is in block letters on the wall:\n%s", s, strings.Join(rows, "\n"))
	}
}

func saysInBlocks(rows []string, w *Wall, s string) bool {
	size := max(1, rowLayoutOf(w.width-shiftAcross, w.height-shiftDown, true).size)
	var want [][]rune
	for y := range draw.LetterRows(size, w.style.HalfBlocks()) {
		l := withInk(w.style).Line(draw.OnScreen, draw.LettersWidth(s, size))
		l.Letters(draw.RoleText, s, size, y)
		want = append(want, []rune(l.String()))
	}
	screen := make([][]rune, len(rows))
	for y, row := range rows {
		screen[y] = []rune(row)
	}
	for y := 0; y+len(want) <= len(screen); y++ {
		for x := 0; x+len(want[0]) <= len(screen[y]); x++ {
			same := true
			for i := 0; same && i < len(want); i++ {
				row := screen[y+i]
				same = x+len(want[i]) <= len(row) && slices.Equal(row[x:x+len(want[i])], want[i])
			}
			if same {
				return true
			}
		}
	}
	return false
}

// That nobody has a chat is in block letters wherever agents are: whole, or in the shorter form.
func TestUnassignedIsInBlockLetters(t *testing.T) {
	for _, size := range [][2]int{{132, 43}, {160, 45}, {240, 67}, {320, 90}} {
		for _, ascii := range []bool{false, true} {
			s := wallScenes()[0]
			s.cfg = func(_ *Config, screen *draw.Screen) { screen.ASCII = ascii }
			for _, page := range []wallPage{pageFigures, pageWaiting, pageAgents} {
				w := s.open(string(page), size[0], size[1])
				wallLacks(t, w, draw.Unassigned)
				if rows := inked(w); page != pageFigures && !saysInBlocks(rows, w, draw.Unassigned) && !saysInBlocks(rows, w, draw.NoAgent) {
					t.Errorf("%s at %v: nobody's chat is not in block letters:\n%s", page, size, strings.Join(rows, "\n"))
				}
			}
		}
	}
}

// A filled bar has a row above its letters: without one their upper strokes were lost in the dark above it.
func TestTheBarHasAMarginAboveItsLetters(t *testing.T) {
	for _, halves := range []bool{false, true} {
		for _, size := range [][2]int{{100, 30}, {120, 40}, {132, 43}, {160, 45}, {160, 52}, {240, 67}, {320, 90}} {
			p := rowLayoutOf(size[0]-shiftAcross, size[1]-shiftDown, halves)
			if p.bar > 1 && p.bar <= p.letters && !p.bare {
				t.Errorf("%v, half blocks %v: a bar of %d rows for letters of %d", size, halves, p.bar, p.letters)
			}
		}
	}
}

// Where the bar's letters fill its rows it is not filled itself, and the header keeps it apart from a filled tile; the
// ladder has as many places as with a bar in body type.
func TestABareBarIsNotFilled(t *testing.T) {
	screen := drawtest.Screen()
	screen.ASCII = true
	w := wallOn(uitest.NewFloor(), DefaultConfig(), screen, 160, 45)
	p := rowLayoutOf(160-shiftAcross, 45-shiftDown, false)
	rows := strings.Split(w.View().Content, "\n")
	for y, row := range rows[:p.bar+p.top+shiftDown] {
		for _, of := range []draw.Role{draw.RoleChip, draw.RoleSevere} {
			if strings.Contains(row, w.style.On[draw.OnScreen][of]) || strings.Contains(row, w.style.On[draw.OnInk][of]) {
				t.Errorf("row %d of the bar is filled: %q", y, row)
			}
		}
	}
	if _, y := wallFind(t, w, "Acme Support"); y < p.bar {
		t.Errorf("the header is in row %d, want it below the bar", y)
	}
	if at := p.figuresLayout(p.body, 0); !p.bare || at.chats != 4 {
		t.Errorf("bare: %v, %d places in the ladder, want 4", p.bare, at.chats)
	}
}

// From 100 by 30 the alert bar and the chats are in letters, though titles are not; so is that nobody has a chat.
func TestASmallWallHasItsChatsInLetters(t *testing.T) {
	for page, says := range map[wallPage][]string{
		pageFigures: {"5 OVER", "+4:12", "+1:06"}, pageWaiting: {"5 OVER", "+4:12", draw.NoAgentShort}, pageAgents: {"5 OVER", draw.NoAgentShort}, pageActivity: {"5 OVER"},
	} {
		w := wallScene{}.open(string(page), 100, 30)
		for _, s := range says {
			blockHas(t, w, s)
		}
		if page == pageActivity {
			wallHas(t, w, widestChart)
		}
	}
	blockHas(t, wallScene{}.open(string(pageAgents), 120, 40), draw.NoAgentShort)
}

// The time left to a goal is in letters beside every mark, in whole minutes where its seconds do not fit, and a wait of
// hours has its unit.
func TestTimesAreInLetters(t *testing.T) {
	w := wallScene{}.open("waiting", 160, 45)
	b := chatView{&pageView{Wall: w, floor: w.shown(), pageStyle: withInk(w.style), rowLayout: placesOfSize(1)}}
	for _, c := range []struct {
		level model.Level
		left  time.Duration
		want  string
		stale bool
	}{
		{model.LevelOK, 45 * time.Second, "45", true},
		{model.LevelOK, 45 * time.Second, "45", false}, {model.LevelWarn, 45 * time.Second, "45", false}, {model.LevelCritical, 9 * time.Minute, "9M", false},
		{model.LevelOK, 28*time.Minute + 25*time.Second, "28M", false}, {model.LevelWarn, 8 * time.Minute, "8M", false}, {model.LevelSevere, -65 * time.Minute, "+1:05H", false},
	} {
		r := *b.waiting()[0]
		r.Level, r.TimeLeft, b.stale = c.level, c.left, c.stale
		var rows []string
		for y := range b.letters {
			rows = append(rows, b.chatBlock(&r, r.Level >= model.LevelSevere, 64, y))
		}
		if !saysInBlocks(rows, w, c.want) {
			t.Errorf("level %v, %v left: no %q on\n%s", c.level, c.left, c.want, strings.Join(rows, "\n"))
		}
	}
}

// A detail that does not fit is left out or loses what can be spared, never the word that its number is of.
func TestADetailSaysSomething(t *testing.T) {
	b := &pageView{pageStyle: room(calmFloor()).style}
	for _, c := range []struct {
		s    string
		w    int
		want string
	}{{"seen 2m", 7, "seen 2m"}, {"seen 2m", 6, "seen"}, {"BUSY 3", 5, "BUSY"}, {"1 msg", 4, ""}, {"12 chats !", 8, ""}, {"SILENT", 4, ""}, {"as of 12:03:11", 12, ""}} {
		if got := b.shortDetail(c.s, c.w); got != c.want {
			t.Errorf("%q in %d cells is %q, want %q", c.s, c.w, got, c.want)
		}
	}
}

// Minutes in which nobody waited have a peak of 0.
func TestThePeakOfNothingIsNothing(t *testing.T) {
	w := wallScene{}.open("activity", 160, 45)
	b := activityView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style, rowLayout: placesOfSize(1), w: 158}}
	if chart := strings.Join(b.chart(&series{name: "WAITING", values: make([]int, 60), rows: 9}, 1), "\n"); !strings.Contains(chart, "peak 0") {
		t.Errorf("no peak of 0 in\n%s", chart)
	}
}
