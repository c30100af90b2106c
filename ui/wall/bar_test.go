package wall

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

// room is a wall of the size that a room reads best.
func room(f *uitest.Floor) *Wall { return wallOn(f, DefaultConfig(), drawtest.Screen(), 160, 45) }

// The bar counts what the dashboard counts, says the worst wait, and names its agent,
// at every size.
func TestTheBarSaysWhoIsWorst(t *testing.T) {
	f := uitest.NewFloor()
	f.Threads[0].OwnerName, f.Threads[0].Owner, f.Threads[0].OwnerState = safetext.Text{}, 0, model.AgentNone
	for _, size := range [][2]int{{160, 45}, {240, 67}, {320, 90}} {
		w := wallOn(f, DefaultConfig(), drawtest.Screen(), size[0], size[1])
		open := w.floors[0].tracker.OpenCount()
		blockHas(t, w, draw.Count(open, "", "")[:1]+" OVER LIMIT")
		blockHas(t, w, "5:12")
		blockHas(t, w, draw.Unassigned)
	}
	blockHas(t, wallOn(f, DefaultConfig(), drawtest.Screen(), 100, 30), "!! 5 OVER 5:12 NO AGENT")
	for _, size := range [][2]int{{80, 24}, {60, 20}} {
		w := wallOn(f, DefaultConfig(), drawtest.Screen(), size[0], size[1])
		bar := strings.Join(strings.Split(wallScreen(w), "\n")[1:3], "")
		for _, want := range []string{"!! ", "OVER LIMIT", "5:12", draw.Unassigned} {
			if !strings.Contains(bar, want) {
				t.Errorf("%v: the bar is %q, want %q in it", size, bar, want)
			}
		}
	}
}

// The bar is filled where something is over its limit, and only there; its rows stay.
func TestTheBarIsFilled(t *testing.T) {
	critical := uitest.NewFloor()
	for i := range critical.Threads {
		critical.Threads[i].Unseen, critical.Threads[i].SeenFor = model.Clock{}, model.Clock{}
		critical.Threads[i].Wait = model.Clock{}
	}
	critical.Threads[5].Wait = uitest.Since(150)
	critical.Head.HalfHour.MissedLevel = model.LevelOK
	for name, c := range map[string]struct {
		floor *uitest.Floor
		of    draw.Role
		says  string
	}{
		"calm": {calmFloor(), draw.RoleDim, "ALL WITHIN LIMITS"}, "critical": {critical, draw.RoleChip, "OVER LIMIT"}, "severe": {uitest.NewFloor(), draw.RoleSevere, "OVER LIMIT"},
	} {
		w := room(c.floor)
		blockHas(t, w, c.says)
		for y, row := range strings.Split(w.View().Content, "\n")[4:8] {
			for _, of := range []draw.Role{draw.RoleChip, draw.RoleSevere} {
				if got := strings.Contains(row, w.style.On[draw.OnScreen][of]); got != (of == c.of) {
					t.Errorf("%s: row %d of the bar is in the role %d: %v", name, y, of, got)
				}
			}
		}
	}
}

// calmFloor is a floor on which nothing has reached a limit.
func calmFloor() *uitest.Floor {
	f := uitest.QuietFloor()
	f.Head.HalfHour.Missed = 0
	return f
}

// All is well is said only where that is known, and by the model's verdict.
func TestTheBarSaysNothingThatIsNotKnown(t *testing.T) {
	for _, c := range map[string]struct {
		change func(*uitest.Floor)
		says   string
	}{
		"calm":     {func(*uitest.Floor) {}, "ALL WITHIN LIMITS"},
		"retrying": {func(f *uitest.Floor) { f.Status.State = model.StateRetrying }, "RETRYING  NO ANSWER FROM ACQUIRE"},
		"starting": {func(f *uitest.Floor) { f.Status = model.Health{} }, "STARTING"},
		"first read": {func(f *uitest.Floor) {
			f.Status.Read, f.Status.ReadDone, f.Status.ReadAll, f.Status.State = false, 12, 48, model.StateReading
		}, "READING 25%"},
		"warned": {func(f *uitest.Floor) { f.Head.HalfHour.Missed, f.Head.HalfHour.MissedLevel = 1, model.LevelWarn }, "1 AT FIRST LIMIT"},
	} {
		f := calmFloor()
		c.change(f)
		w := room(f)
		blockHas(t, w, c.says)
		if c.says != "ALL WITHIN LIMITS" {
			blockLacks(t, w, "ALL WITHIN LIMITS")
		}
	}
}

// As long as not all that may be over a limit is known, the count is the least of it.
func TestTheBarCountsAtLeast(t *testing.T) {
	for bound, want := range map[int]string{5: "! 5 OVER LIMIT", 7: "! AT LEAST 5 OVER"} {
		f := uitest.NewFloor()
		f.Head.WaitingOver, f.Head.WaitingOverUpTo = 5, bound
		for _, size := range [][2]int{{160, 45}, {80, 24}} {
			w := wallOn(f, DefaultConfig(), drawtest.Screen(), size[0], size[1])
			want := strings.Replace(want, "5", strconv.Itoa(w.floors[0].tracker.OpenCount()), 1)
			if size[1] < 40 {
				wallHas(t, w, want)
			} else {
				blockHas(t, w, strings.TrimPrefix(want, "! "))
			}
		}
	}
}

// firstRead makes a floor one that is being read for the first time.
func firstRead(f *uitest.Floor) *uitest.Floor {
	f.Status.Read, f.Status.ReadDone, f.Status.ReadAll, f.Status.State = false, 12, 48, model.StateReading
	return f
}

// While a floor is read for the first time the bar claims neither that nobody waits longer nor that nothing is over its
// limit, on a wall of several floors too.
func TestTheBarOfAFirstReadIsALowerBound(t *testing.T) {
	warned := calmFloor()
	warned.Head.HalfHour.Missed, warned.Head.HalfHour.MissedLevel = 1, model.LevelWarn
	for _, size := range [][2]int{{80, 24}, {100, 30}, {132, 43}, {160, 45}, {240, 67}, {320, 90}} {
		says := func(w *Wall, letters, words string) {
			t.Helper()
			if w.height < compactHeight {
				wallHas(t, w, words)
			} else {
				blockHas(t, w, letters)
			}
		}
		one := wallOn(firstRead(uitest.NewFloor()), DefaultConfig(), drawtest.Screen(), size[0], size[1])
		says(one, "5:12+", "WORST ≥5:12")
		two := NewFloors([]Floor{{"North", uitest.NewFloor()}, {"South", firstRead(calmFloor())}}, DefaultConfig(), drawtest.Screen(), uitest.Now())
		two.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		says(two, "5:12+", "≥5:12")
		first := wallOn(firstRead(warned), DefaultConfig(), drawtest.Screen(), size[0], size[1])
		says(first, "AT FIRST LIMIT", "AT LEAST 1 AT FIRST LIMIT")
		wallLacks(t, first, "NONE OVER")
		blockLacks(t, first, "NONE OVER")
	}
}

// Where nothing is over a limit the bar says so, how many are past their goal, and who waits longest.
func TestTheBarSaysWhoIsPastGoal(t *testing.T) {
	f := calmFloor()
	f.Threads[0].Wait = uitest.Since(20)
	f.Threads[0].Unseen, f.Threads[0].SeenFor = model.Clock{}, model.Clock{}
	w := room(f)
	b := barView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style}}
	r := b.waiting()[0]
	r.Owner, r.OwnerName, r.OwnerState = 0, safetext.Text{}, model.AgentNone
	b.snap.Headline.Longest, b.snap.Headline.LongestKey = r.Wait, r.Key
	if a := b.message(); !slices.Equal(a.forms, []string{"ALL WITHIN LIMITS"}) {
		t.Errorf("in time: %q", a.forms)
	}
	r.TimeLeft = -time.Second
	if a := b.message(); a.forms[0] != "ALL WITHIN LIMITS  1 PAST GOAL  LONGEST 0:20" || a.agent.String() != draw.Unassigned {
		t.Errorf("past the goal: %q of %q", a.forms, a.agent.String())
	}
	b.w, b.rowLayout = 158, rowLayoutOf(158, 44, true)
	l := withInk(w.style).Line(draw.OnScreen, b.w)
	a := b.message()
	b.barLetters(&a)(l, 1)
	if got := l.String(); !strings.Contains(got, "longest 0:20 "+draw.Unassigned) { // the words in letters, the name in body type
		t.Errorf("no room for all in letters: %q", got)
	}
	for _, form := range a.forms {
		if !strings.Contains(form, "1 PAST GOAL") {
			t.Errorf("%q is calmer than the floor is", form)
		}
	}
}

// What is not exact has its bound in words, and digits as bright as any; the ladder says how long it is to a
// goal without a minus, and how many it has no room for.
func TestTheWallSaysWhatIsNotFinal(t *testing.T) {
	n := model.Value{Unit: model.UnitCount, OK: true, Number: 2}
	for _, c := range []struct {
		v    model.Value
		want string
	}{{n, ""}, {n.Bounded(model.BoundLeast, 0), "AT LEAST"}, {n.Bounded(model.BoundAbout, 0), "ABOUT"}, {n.Bounded(model.BoundBetween, 7), "2 TO 7"}} {
		if got := boundWords(c.v); got != c.want {
			t.Errorf("%+v is bound by %q, want %q", c.v, got, c.want)
		}
		w := room(uitest.NewFloor())
		b := tileView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style, rowLayout: placesOfSize(1)}}
		x := tile{titles: []string{"Missed"}, big: blockValue(c.v), widest: "888", known: true, bound: boundWords(c.v), goal: "limit 9", level: model.LevelOK}
		rows := strings.Join(b.tile(&x, 53, 14), "\n")
		if strings.Contains(rows, w.style.On[draw.OnInk][draw.RoleDim]) {
			t.Errorf("%q: the digits are grey, as those of what is old", c.want)
		}
		if !strings.Contains(rows, c.want) {
			t.Errorf("no %q in the tile:\n%s", c.want, rows)
		}
		b.pageStyle = withInk(w.style)
		if large := b.tile(&x, 80, 23); !saysInBlocks(large, w, strings.TrimPrefix(c.want+" · LIMIT 9", " · ")) {
			t.Errorf("no %q in letters on\n%s", c.want, strings.Join(large, "\n"))
		}
	}
	w := room(uitest.NewFloor())
	wallHas(t, w, "+6 more wait")
	if got, unit := timePastGoal(&model.Row{TimeLeft: 21 * time.Second}); got != "21" || unit != "sec" {
		t.Errorf("21 s to the goal are %q", got)
	}
	c := chatView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style, rowLayout: placesOfSize(1)}}
	for left, want := range map[time.Duration]bool{21 * time.Second: true, -21 * time.Second: false} {
		r := *c.waiting()[0]
		r.Level, r.TimeLeft = model.LevelOK, left
		c.pageStyle = withInk(w.style)
		var rows []string
		for y := range c.letters {
			rows = append(rows, c.chatBlock(&r, r.Level >= model.LevelSevere, 78, y))
		}
		if got := saysInBlocks(rows, w, untilGoal); got != want {
			t.Errorf("%v to the goal: %q is in letters: %v", left, untilGoal, got)
		}
	}
}

// That the floor is stale is not an alert, and does not look like one.
// In the first read there is no figure that claims anything.
func TestTheFirstReadHasNoZeros(t *testing.T) {
	f := &uitest.Floor{Status: model.Health{State: model.StateReading, LastGood: uitest.Now(), ReadDone: 11, ReadAll: 48}}
	w := room(f)
	blockHas(t, w, "READING 22%")
	b := tileView{&pageView{Wall: w, floor: w.shown(), pageStyle: w.style}}
	for _, x := range b.tiles() {
		if strings.ContainsAny(x.big, "0123456789") {
			t.Errorf("%s is %q in the first read", x.titles[0], x.big)
		}
	}
}

func TestWallFigureAlerts(t *testing.T) {
	f := uitest.QuietFloor()
	f.Head.HalfHour.Missed, f.Head.HalfHour.MissedLevel = 3, model.LevelCritical
	w := room(f)
	blockHas(t, w, "1 ALERT  MISSED 30M 3")
	f.Head.HalfHour.FirstService = model.ServiceLevel{In: 6, Of: 10, Level: model.LevelCritical}
	wallTick(w, uitest.Now().Add(time.Second))
	blockHas(t, w, "2 OVER LIMIT")
	wallHas(t, w, "6 of 10 within 30s")
}

// That nobody waits is of now only while the floor is current.
// Nothing in view may look like now when it is not.
// Without colours a warning is marked, and its title is not underlined.
func TestBlockLettersAreNotUnderlined(t *testing.T) {
	s := wallScenes()[0]
	s.cfg = func(_ *Config, screen *draw.Screen) { screen.Theme = "mono" }
	for _, row := range strings.Split(s.open("figures", 160, 45).View().Content, "\n")[17:23] {
		for part := range strings.SplitSeq(row, "\x1b[4m") {
			if strings.HasPrefix(part, "▀") || strings.HasPrefix(part, "█") || strings.HasPrefix(part, "▄") {
				t.Errorf("block letters are underlined: %q", row)
				break
			}
		}
	}
}

// Once nothing is of now no clock runs but that of the age.
// Where there is no grey, what is out of date is hatched: without colours, and with sixteen. It is never faint as well.
func TestWallWithoutAnyData(t *testing.T) {
	f := &uitest.Floor{Status: model.Health{State: model.StateStarting, Why: safetext.Line("waiting for the first answer"), ReadDone: 12, ReadAll: 48}}
	w := room(f)
	wallHas(t, w, "waiting for the first answer")
	wallHas(t, w, "reading 12 of 48")
	wallHas(t, w, "Nothing has been read yet.")
	blockHas(t, w, "STARTING")
	for _, s := range []string{"STALE", "NOBODY WAITS", "ALL WITHIN LIMITS"} {
		blockLacks(t, w, s)
	}
}

func TestWallSaysWhatIsWrong(t *testing.T) {
	w := room(refusedFloor())
	blockHas(t, w, "?  STALE 40:00  TOKEN REJECTED")
	blockHas(t, w, "TOKEN REJECTED")
	wallHas(t, w, "Acquire refuses the token. Put a new one into the token file.  tries again in 2m30s")
	for s := model.StateStarting; s <= model.StatePartial; s++ {
		f := uitest.NewFloor()
		f.Status.State = s
		w := wallOn(f, DefaultConfig(), drawtest.Screen(), 80, 24)
		wallHas(t, w, s.String())
		calm := s == model.StateLive || s == model.StateStarting || s == model.StateReading
		if !calm {
			wallHas(t, w, draw.StateSentence(s))
		}
	}
}

// Where the sentence and the next try do not fit into one row they take two.
func TestWallSentenceInTwoRows(t *testing.T) {
	f := refusedFloor()
	f.Status.Why = safetext.Line(strings.Repeat("word ", 13))
	w := wallOn(f, DefaultConfig(), drawtest.Screen(), 80, 24)
	rows := strings.Split(wallScreen(w), "\n")
	both := strings.Join(rows[len(rows)-5:], "\n")
	if !strings.Contains(both, "word word") || !strings.Contains(both, "tries again in 2m30s") {
		t.Errorf("the last rows are\n%s\nwant the sentence and the next try", both)
	}
}

// A wall names no files: they mean nothing to a room.
func TestNoPathOnTheWall(t *testing.T) {
	for why, want := range map[string]string{
		"the server on this box is gone since 12:00:00: floorwatch serve starts it; there is no socket at /run/fw/a.sock": "The server on this box is gone since 12:00:00",
		"Acquire cannot be reached (the connection was refused): check the network":                                       "Acquire cannot be reached (the connection was refused): check the network",
		"recording stopped; /var/lib/fw is full":                                                                          "Recording stopped",
	} {
		f := uitest.DownFloor()
		f.Status.Why = safetext.Line(why)
		if s := strings.Join(strings.Fields(wallScreen(room(f))), " "); strings.Contains(s, "/run") || strings.Contains(s, "/var") || !strings.Contains(s, want) {
			t.Errorf("no %q on\n%s", want, s)
		}
	}
}

// A next try within a second is now, not in 0s.
func TestTheNextTryIsNow(t *testing.T) {
	h := draw.DataQuality{Now: uitest.Now(), Zone: time.UTC}
	for wait, want := range map[time.Duration]string{900 * time.Millisecond: "now", time.Second: "in 1s"} {
		if h.Health.RetryAt = h.Now.Add(wait); h.NextTry() != want {
			t.Errorf("%v before it the next try is %q, want %q", wait, h.NextTry(), want)
		}
	}
}
