package header

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/uitest"
)

func headerStyle() *draw.Style { return draw.NewTerminal().Style("dark", false, false) }

func TestFigures(t *testing.T) {
	h := uitest.Headline()
	h.Longest.For, h.SeenLongest.For = 312e9, 221e9
	rows := []*model.Row{
		{Key: h.LongestKey, Wait: model.Clock{Running: true}, TimeLeft: -1, Owner: 7, OwnerName: safetext.Line("Devid Klok")},
		{Wait: model.Clock{Running: true}, TimeLeft: 1}, {TimeLeft: -1},
	}
	quiet := model.Headline{Waiting: 0}
	style := headerStyle()
	for _, c := range []struct {
		name string
		h    *model.Headline
		rows []*model.Row
		w    int
		want []string
	}{
		{"busy", &h, rows, 30, []string{"12 1 past goal · 5 over limit", "5m12s Devid Klok · #61780", "4 longest 3m41s · limit 45s", "38s median · 90% in 1m50s", "85% goal 80% in 30s · of 42", "2 1 more soon · 11 today", "48 8 of 9 agents, 6.0 each"}},
		{"busy and narrow", &h, rows, 13, []string{"12 1 past · 5 !", "5m12s Devid Klok", "4 longest 3m41s", "38s 90% in 1m50s", "85% goal 80%", "2 11 today", "48 8 of 9 agents"}},
		{"quiet", &quiet, nil, 30, []string{"0 none past goal", "– nobody waits", "0 nobody", "– none in 30 min", "– goal 80% in 30s", "0 limit 1 · 0 today", "0 0 agents"}},
	} {
		for i, f := range Figures(style, &model.Snapshot{Headline: *c.h, Threads: c.rows, Agents: make([]model.AgentRow, 9), Limits: model.DefaultLimits()}, nil) {
			if got := f.value + " " + fittingNote(style, f, c.w); got != c.want[i] {
				t.Errorf("%s: %s is %q, want %q", c.name, f.title, got, c.want[i])
			}
		}
	}
}

// A chat can be over its limit before its goal has passed, by the time for which it is unseen: no face denies it with
// "0 past".
func TestNobodyPastTheGoalDeniesNoChatOverItsLimit(t *testing.T) {
	h := model.Headline{Waiting: 3, WaitingUpTo: 3, WaitingOver: 1, WaitingOverUpTo: 1, WaitingLevel: model.LevelCritical}
	s := &model.Snapshot{Headline: h, Threads: []*model.Row{{Wait: model.Clock{Running: true}, Level: model.LevelCritical, TimeLeft: 5e9}}}
	for w, want := range map[int]string{30: "1 over limit", 14: "1 over limit", 10: "1 !"} {
		if got := fittingNote(headerStyle(), Figures(headerStyle(), s, nil)[0], w); got != want {
			t.Errorf("%d cells: %q, want %q", w, got, want)
		}
	}
	if got := fittingNote(headerStyle(), Figures(headerStyle(), s.Outdated(), nil)[0], 30); got != "1 over limit then" {
		t.Errorf("as of the last answer: %q", got)
	}
	if got := fittingNote(headerStyle(), Figures(headerStyle(), s.Outdated(), nil)[1], 30); got != "nobody waited" {
		t.Errorf("the longest as of the last answer: %q", got)
	}
}

// Once nothing is current the tile says how many were past their goal, as the rows show it, and how many were over
// their limit; where there is no room for both, what the wall's alert bar counts.
func TestAStaleTileCountsWhatWasPastAndOver(t *testing.T) {
	s := &model.Snapshot{Headline: model.Headline{Waiting: 3, WaitingUpTo: 3, WaitingOver: 1, WaitingOverUpTo: 1, WaitingLevel: model.LevelCritical}}
	for _, left := range []time.Duration{-9e9, -1e9, 5e9} {
		s.Threads = append(s.Threads, &model.Row{Wait: model.Clock{Running: true, Level: model.LevelWarn}, Level: model.LevelWarn, TimeLeft: left})
	}
	s.Threads[0].Level = model.LevelCritical
	of := func(s *model.Snapshot, w int) string {
		f := Figures(headerStyle(), s, nil)[0]
		return f.value + " " + fittingNote(headerStyle(), f, w)
	}
	if got := of(s, 30) + "; " + of(s.Outdated(), 30) + "; " + of(s.Outdated(), 13); got != "3 2 past goal · 1 over limit; 3 2 past · 1 over then; 3 1 over then" {
		t.Errorf("%q", got)
	}
}

// A level that is held for some seconds after the last chat over its limit says why it is there.
func TestAHeldLevelSaysWhy(t *testing.T) {
	s := &model.Snapshot{Headline: model.Headline{Waiting: 6, WaitingUpTo: 6, WaitingLevel: model.LevelCritical}}
	f := Figures(headerStyle(), s, nil)[0]
	if got := fittingNote(headerStyle(), f, 30) + "; " + fittingNote(headerStyle(), f, 14); got != "over limit until just now; over just now" {
		t.Errorf("%q", got)
	}
	s.Headline.WaitingLevel = model.LevelWarn
	if got := fittingNote(headerStyle(), Figures(headerStyle(), s, nil)[0], 14); got != "none past goal" {
		t.Errorf("of a warning: %q", got)
	}
}

// Two numbers beside each other have a dot between them, with a sign of what is not exact in front, too.
func TestNumbersOfTheGridDoNotJoin(t *testing.T) {
	style := headerStyle()
	for note, want := range map[string]string{"≥5 agents": " Active ≥8 · ≥5 agents", "~10 today": " Active ≥8 · ~10 today", "5 agents": " Active ≥8 · 5 agents", "none past": " Active ≥8 none past"} {
		l := style.Line(draw.OnScreen, 30)
		drawShort(style, l, Figure{short: "Active", value: "≥8", notes: []string{note}}, 1)
		if got := strings.TrimRight(ansi.Strip(l.String()), " "); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	h := model.Headline{Waiting: 3, WaitingUpTo: 9, WaitingOver: 1, WaitingOverUpTo: 1, WaitingLevel: model.LevelCritical}
	s := &model.Snapshot{Headline: h, Threads: []*model.Row{{Wait: model.Clock{Running: true}, TimeLeft: -1}}}
	if got := fittingNote(style, Figures(style, s, nil)[0], 10); got != "1 past·1 !" {
		t.Errorf("in a narrow box: %q", got)
	}
}

// No note is cut in the narrowest box, and no agent's name where it says who waits.
func TestNotesFitTheNarrowestBox(t *testing.T) {
	s := &model.Snapshot{Headline: uitest.Headline(), Agents: []model.AgentRow{{ID: 7, Name: safetext.Line("Nguyễn-Østergård Kowalczyk")}, {ID: 8, Name: safetext.Line("Tomasz Nowakowski")}}}
	for range 99 {
		s.Threads = append(s.Threads, &model.Row{Key: s.Headline.LongestKey, Wait: model.Clock{Running: true}, TimeLeft: -1, Owner: 8, OwnerName: s.Agents[1].Name})
	}
	s.Headline.WaitingOver, s.Headline.Longest.For, s.Headline.Longest.Level = 26, 312e9, model.LevelSevere
	for _, f := range Figures(headerStyle(), s, nil)[:2] {
		if got := fittingNote(headerStyle(), f, 13); ansi.StringWidth(got) > 13 {
			t.Errorf("%s: %q does not fit", f.title, got)
		}
	}
	lines := DrawFigures(headerStyle(), Figures(headerStyle(), s, nil), 80, 2)
	if got := ansi.Strip(strings.Join(lines, "\n")); !strings.Contains(got, " Longest  5m12s !!  Tomasz N. ") || !strings.Contains(got, " Active 48 · 8 agents") {
		t.Errorf("two lines of figures:\n%s", got)
	}
}

// What is at least so long is cut in no box either: a bound without its end would be another figure.
func TestBoundedNotesFitTheNarrowestBox(t *testing.T) {
	of := func(f Figure, value string) string { return value + ": " + fittingNote(headerStyle(), f, 13) }
	h := uitest.Headline()
	h.WaitingOver, h.WaitingOverUpTo = 28, 40
	h.SeenLongest = model.Clock{Running: true, AtLeast: true, For: 64e9}
	rows := make([]*model.Row, 28)
	for i := range rows {
		rows[i] = &model.Row{Wait: model.Clock{Running: true}, TimeLeft: -1}
	}
	list := Figures(headerStyle(), &model.Snapshot{Headline: h, Threads: rows}, nil)
	if got := of(list[0], "waiting") + "; " + of(list[2], "seen"); got != "waiting: 28–40 !; seen: max ≥1m04s" {
		t.Errorf("%q", got)
	}
	if got := fittingNote(headerStyle(), list[2], 20); got != "longest ≥1m04s" {
		t.Errorf("with room: %q", got)
	}
}

// A team's view says so at any width: all its figures are of the team alone.
func TestTheTeamStaysInTheTopLine(t *testing.T) {
	h := Header{DataQuality: draw.DataQuality{Name: "Demo floor (invented), team Support", Team: "team Support", Health: model.Health{State: model.StateLive}, Zone: time.UTC}, Alerts: 3}
	for w, want := range map[int]string{
		120: " floorwatch  Demo floor (invented), team Support ", 80: " Demo floor (invented), team Support ", 60: " team Support ",
	} {
		if got := ansi.Strip(h.Draw(headerStyle(), w)); !strings.HasPrefix(got, want) || !strings.Contains(got, "LIVE") || ansi.StringWidth(got) > w {
			t.Errorf("%d cells: %q, want it to begin with %q", w, got, want)
		}
	}
}

// Where some may not wait at all nobody says that all are in time.
func TestNobodyIsInTimeOfAnUnwatchedPast(t *testing.T) {
	s := &model.Snapshot{Headline: model.Headline{Waiting: 8, WaitingUpTo: 16}}
	f := Figures(headerStyle(), s, nil)[0]
	if got := f.value + ", " + fittingNote(headerStyle(), f, 30); got != "8–16, past goal: not known" {
		t.Errorf("%q", got)
	}
}

// Of those who may not wait at all nobody is said to be late.
func TestLateOfThePast(t *testing.T) {
	s := &model.Snapshot{Headline: uitest.Headline()}
	for i := range 9 {
		s.Threads = append(s.Threads, &model.Row{Wait: model.Clock{Running: true}, TimeLeft: -1, Unsure: i > 1})
	}
	if got := fittingNote(headerStyle(), Figures(headerStyle(), s, nil)[0], 30); got != "2 past goal · 5 over limit" {
		t.Errorf("%q", got)
	}
}

// A trend is scaled to its own highest; a share between its own lowest and highest.
func TestTrendOf(t *testing.T) {
	var cells model.Trend
	for i := range cells {
		cells[i] = model.TrendCell{Waiting: i, FirstService: model.ServiceLevel{In: 80 + i, Of: 100}}
	}
	cells[3].FirstService = model.ServiceLevel{}
	figures := Figures(headerStyle(), &model.Snapshot{Headline: uitest.Headline()}, &cells)
	for id, want := range map[model.FigureID][]int{
		model.FigureWaiting:      {0, 2, 3, 4, 5, 6, 7, 8},
		model.FigureFirstService: {1, 2, 3, -1, 5, 6, 7, 8},
		model.FigureSeenNoReply:  nil,
		model.FigureMissed:       {0, 0, 0, 0, 0, 0, 0, 0},
	} {
		i := slices.IndexFunc(figures, func(f Figure) bool { return f.id == id })
		if got := figures[i].trend; !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", figures[i].title, got, want)
		}
	}
}

// From 160 columns on a box says by how much its figure differs from half an hour ago, where
// both ends are known; the trend is whole before that.
func TestBoxesSayByHowMuchTheyMoved(t *testing.T) {
	var cells model.Trend
	for i := range cells {
		cells[i] = model.TrendCell{Waiting: 7 + i, Active: 40, First: model.Quantile{N: 1, Median: time.Duration(18-i) * time.Second}, FirstService: model.ServiceLevel{In: 90 - i, Of: 100}}
	}
	s := &model.Snapshot{Headline: uitest.Headline()}
	for w, want := range map[int]string{120: "", 140: "", 160: "▲7 ▼7s ▼7", 200: "▲7 ▼7s ▼7"} {
		rows := DrawFigures(headerStyle(), Figures(headerStyle(), s, &cells), w, 4)
		if got := strings.Join(regexp.MustCompile(`[▲▼]\d+s?`).FindAllString(ansi.Strip(rows[1]), -1), " "); got != want {
			t.Errorf("%d columns: %q, want %q:\n%s", w, got, want, ansi.Strip(rows[1]))
		}
	}
	cells[0].Unwatched, cells[0].First.N, cells[0].FirstService.Of = true, 0, 0
	rows := DrawFigures(headerStyle(), Figures(headerStyle(), s, &cells), 200, 4)
	if strings.ContainsAny(ansi.Strip(rows[1]), "▲▼") {
		t.Errorf("half an hour ago nothing was known:\n%s", ansi.Strip(rows[1]))
	}
}

// No box and no column of the grid moves with its number.
func TestBoxesStandStill(t *testing.T) {
	style := headerStyle()
	few, many := uitest.Headline(), uitest.Headline()
	few.Waiting, many.Waiting, many.Active = 1, 9999, 123456
	for _, size := range [][2]int{{60, 2}, {80, 2}, {120, 4}, {160, 4}, {200, 4}} {
		var bars [2][]int
		for i, h := range []model.Headline{few, many} {
			rows := DrawFigures(style, Figures(style, &model.Snapshot{Headline: h}, nil), size[0], size[1])
			first := []rune(ansi.Strip(rows[0]))
			for x, r := range first {
				if r == '╭' || r == 'L' || r == 'M' {
					bars[i] = append(bars[i], x)
				}
			}
		}
		if !slices.Equal(bars[0], bars[1]) {
			t.Errorf("%v: at %v with 1 and %v with 9999", size, bars[0], bars[1])
		}
	}
}

// The narrow forms show whole figures or none: half a number is a wrong number.
func TestFigureLineShowsWholeFigures(t *testing.T) {
	h := uitest.Headline()
	h.Longest.For, h.Longest.Level = 312e9, model.LevelSevere
	style := headerStyle()
	all := Figures(style, &model.Snapshot{Headline: h}, nil)
	for w := 1; w < 140; w++ {
		got := strings.Fields(ansi.Strip(figureLine(style, all, w)))
		for i, word := range strings.Fields("Waiting 12 ! Longest 5m12s !! Seen 4 1st response 38s Service level 85% Missed 2 ▴ Active 48") {
			if i < len(got) && got[i] != word {
				t.Errorf("width %d: %q, want %q at %d", w, got, word, i)
			}
		}
		if n := len(got); n > 0 && !slices.Contains([]string{"!", "!!", "4", "38s", "85%", "▴", "48"}, got[n-1]) {
			t.Errorf("width %d ends in the middle of a figure: %q", w, got)
		}
	}
}

// The headline calls a figure what the registry calls it.
func TestTheHeadlineHasTheRegistrysTitles(t *testing.T) {
	for _, known := range []bool{true, false} {
		f := uitest.NewFloor()
		if !known {
			f.Status, f.Threads, f.Head = model.Health{}, nil, model.Headline{}
		}
		boxed := Figures(headerStyle(), f.At(uitest.Now()), nil)
		for i, b := range headlineBoxes() {
			if want := model.FigureOf(b.id); !strings.HasPrefix(boxed[i].title, want.Title) || boxed[i].short != want.Short {
				t.Errorf("the headline has %q and %q, want %q and %q", boxed[i].title, boxed[i].short, want.Title, want.Short)
			}
			if (boxed[i].notes[0] == "no data yet") == known {
				t.Errorf("%s: known %v, and below it stands %q", boxed[i].title, known, boxed[i].notes)
			}
		}
	}
}

// What is usual stands behind the note, or instead of it where there is no room for both, and moves neither level nor value.
func TestUsualStandsBehindTheNoteOrInsteadOfIt(t *testing.T) {
	f := uitest.NewFloor()
	style := headerStyle()
	bare := Figures(style, f.At(uitest.Now()), nil)
	f.Usual = uitest.UsualDay()
	both := map[model.FigureID]string{model.FigureFirst: "90% in 1m50s · usually 31s–40s", model.FigureFirstService: "goal 80% · usually 88–94", model.FigureMissed: "11 today · usually 3–8"}
	alone := map[model.FigureID]string{model.FigureFirst: "usually 31s–40s", model.FigureFirstService: "usually 88–94", model.FigureMissed: "usually 3–8"}
	for i, with := range Figures(style, f.At(uitest.Now()), nil) {
		want := bare[i]
		if usual := both[with.id]; usual != "" && (fittingNote(style, with, 40) != usual || fittingNote(style, with, 15) != alone[with.id]) {
			t.Errorf("%s: %q and %q, want %q and %q", with.title, fittingNote(style, with, 40), fittingNote(style, with, 15), usual, alone[with.id])
		}
		if with.value != want.value || with.level != want.level || fittingNote(style, with, 10) != fittingNote(style, want, 10) {
			t.Errorf("%+v, want %+v", with, want)
		}
	}
}

// Two numbers on the narrowest line do not read as one sentence: a dot stands between them.
func TestTheTwoCountsOfWaitingAreApart(t *testing.T) {
	h := uitest.Headline()
	h.Waiting, h.WaitingOver, h.WaitingUpTo, h.WaitingOverUpTo = 25, 28, 0, 0
	s := &model.Snapshot{Headline: h}
	for range 25 {
		s.Threads = append(s.Threads, &model.Row{Wait: model.Clock{Running: true}, TimeLeft: -1})
	}
	line := ansi.Strip(DrawFigures(headerStyle(), Figures(headerStyle(), s, nil), 80, 2)[0])
	if want := " Waiting 25 ! 25 past·28 ! "; !strings.HasPrefix(line, want) {
		t.Errorf("%q, want it to begin with %q", line, want)
	}
}

// Figures of too few chats for a level say of how many they are, before the goal: in a first read "~100%" over "goal 80%" was
// read as good, and was one chat.
func TestFiguresOfFewChatsSayOfHowMany(t *testing.T) {
	of := func(n, w int) (first, service string) {
		s := &model.Snapshot{Headline: uitest.Headline(), Limits: model.DefaultLimits()}
		s.Headline.HalfHour.First.N, s.Headline.HalfHour.FirstService = n, model.ServiceLevel{In: n, Of: n}
		list := Figures(headerStyle(), s, nil)
		return fittingNote(headerStyle(), list[3], w), fittingNote(headerStyle(), list[4], w)
	}
	min := model.DefaultLimits().FirstReply.MinTurns
	for _, c := range []struct {
		n, w           int
		first, service string
	}{
		{1, 13, "of 1 chat", "of 1 chat"}, {min - 1, 13, "of " + strconv.Itoa(min-1) + " chats", "of " + strconv.Itoa(min-1) + " chats"},
		{1, 40, "of 1 chat · 90% in 1m50s", "goal 80% in 30s · of 1 chat"}, {min, 13, "90% in 1m50s", "goal 80%"},
	} {
		if first, service := of(c.n, c.w); first != c.first || service != c.service {
			t.Errorf("%d chats on %d cells: %q and %q, want %q and %q", c.n, c.w, first, service, c.first, c.service)
		}
	}
}

// A lower bound of zero is no statement: of chats that were seen before the first reading only their number is known then.
func TestANoteSaysNoLowerBoundOfZero(t *testing.T) {
	for seen, want := range map[time.Duration][3]string{
		0: {"longest – · limit 45s", "longest –", "max –"}, 900 * time.Millisecond: {"longest – · limit 45s", "longest –", "max –"},
		time.Second: {"longest ≥1s · limit 45s", "longest ≥1s", "max ≥1s"},
	} {
		h := model.Headline{Waiting: 1, SeenNoReply: 1, SeenLongest: model.Clock{Running: true, AtLeast: true, For: seen}}
		f := Figures(headerStyle(), &model.Snapshot{Headline: h, Limits: model.DefaultLimits()}, nil)[2]
		for i, got := range []string{fittingNote(headerStyle(), f, 30), fittingNote(headerStyle(), f, 13), f.tight} {
			if got != want[i] {
				t.Errorf("seen for at least %v: %q, want %q", seen, got, want[i])
			}
		}
	}
}
