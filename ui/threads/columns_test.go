package threads

import (
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"floorwatch/model"
	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
	"floorwatch/ui/uitest"
)

func threadsStyle() *draw.Style { return draw.NewTerminal().Style("dark", false, false) }

// The columns of the sizes that the design names, and what goes first between them.
func TestColumnsBySize(t *testing.T) {
	for _, c := range []struct {
		w    int
		want string // with the widths of those that grow
	}{
		{120, "wait SLA seen msgs agent18 agent is notes8 visitor20 last message26"}, {116, "wait SLA seen msgs agent18 agent is notes8 visitor20 last message22"},
		{107, "wait SLA seen msgs agent14 agent is notes7 visitor16 last message22"}, {106, "wait SLA seen msgs agent17 agent is visitor20 last message22"},
		{99, "wait SLA seen msgs agent14 agent is visitor16 last message22"}, {96, "wait SLA seen agent14 agent is visitor18 last message22"},
		{84, "wait SLA seen msgs agent14 agent is notes7 visitor16"}, {76, "wait SLA seen msgs agent14 agent is visitor16"}, {71, "wait SLA seen agent14 agent is visitor16"},
		{66, "wait SLA msgs agent14 agent is visitor16"}, {56, "wait SLA agent12 agent is visitor13"}, {52, "wait SLA agent12 agent is visitor9"}, {51, "wait SLA agent12 visitor18"},
		{42, "wait SLA agent12 visitor9"}, {41, "wait agent12 visitor17"}, {36, "wait agent12 visitor12"},
	} {
		table := tablesOn(c.w).waiting
		var got []string
		for _, col := range table.Columns {
			if len(col.Best) > 0 {
				col.Title += strconv.Itoa(col.Width)
			}
			got = append(got, col.Title)
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%d cells: %s; want %s", c.w, got, c.want)
		}
		if got := table.Total(); got > c.w {
			t.Errorf("%d cells: the columns take %d", c.w, got)
		}
	}
}

func TestHowAChatStands(t *testing.T) {
	ago := func(d time.Duration) time.Time { return uitest.Now().Add(-d) }
	for _, c := range []struct {
		name string
		row  model.Row
		want string
	}{
		{"answered", model.Row{LastSide: model.SideAgent, LastAt: ago(4 * time.Minute)}, "4m answered –"},
		{"ended", model.Row{Over: true, LastAt: ago(2 * time.Hour)}, "2h ended –"},
		{"missed", model.Row{Over: true, Missed: true, LastAt: ago(72 * time.Hour)}, "3d missed –"},
		{"perhaps missed", model.Row{Missing: true, LastAt: ago(0)}, "<1m missed? –"},
		{"with the bot", model.Row{Lane: model.LaneBot, LastAt: ago(0)}, "<1m with bot –"},
		{"acknowledged", model.Row{Acked: true, LastAt: ago(0)}, "<1m acknowledged –"},
		{"visitor gone", model.Row{Gone: true, LastSide: model.SideAgent, LastAt: ago(0)}, "<1m visitor left? –"},
		{"offline", model.Row{Offline: true, LastAt: ago(0)}, "<1m offline –"},
		{"unseen", waitingRow(model.SightUnseen, model.AgentBusy, model.LaneHuman), "25s 35s left unseen 3 Ana BUSY 2"},
		{"part", waitingRow(model.SightPart, model.AgentQuiet, model.LaneHuman), "25s 35s left part 3 Ana silent"},
		{"seen", waitingRow(model.SightSeen, model.AgentSilent, model.LaneHuman), "25s 35s left seen ≥3m 3 Ana SILENT 4m"},
		{"skipping", waitingRow(model.SightUnseen, model.AgentOvertaking, model.LaneHuman), "3 Ana SKIPPING"},
		{"unassigned", waitingRow(model.SightUnseen, model.AgentNone, model.LaneHuman), "unseen 3 UNASSIGNED #7"},
		{"bot silent", waitingRow(model.SightUnseen, model.AgentNone, model.LaneBotSilent), "with bot 3 UNASSIGNED SILENT"},
	} {
		c.row.Key.Visitor = 7
		got := strings.Join(strings.Fields(ansi.Strip(drawn(&c.row))), " ")
		if !strings.Contains(got, c.want) || !strings.Contains(got, "#7") {
			t.Errorf("%s: %q, want %q and #7 in it", c.name, got, c.want)
		}
	}
}

// Nobody is called silent in the minute in which they answer others or read: the word comes with a minute, in the
// list as beside the agents, where they are ACTIVE until then.
func TestSilentFromAMinuteOn(t *testing.T) {
	for _, state := range []model.AgentState{model.AgentQuiet, model.AgentSilent} { // the latter: not a word of theirs is known
		for d, want := range map[time.Duration]string{time.Second: "", 59 * time.Second: "", time.Minute: " 1m", 4 * time.Minute: " 4m"} {
			silent := model.Clock{Running: true, For: d}
			r := waitingRow(model.SightUnseen, state, model.LaneHuman)
			r.Silent = silent
			if _, got := draw.OwnerState(&r); !strings.HasSuffix(strings.ToLower(got), want) || (got == "") != (want == "") {
				t.Errorf("%s, %s: %q in the list, want %q behind the word", state, d, got, want)
			}
			a := model.AgentRow{State: state, Silent: silent, LastReply: uitest.Now().Add(-d)}
			if _, got := draw.AgentState(&a, uitest.Now()); (got == "ACTIVE") != (want == "") {
				t.Errorf("%s, %s: the agent is %q", state, d, got)
			}
		}
	}
}

func drawn(r *model.Row) string {
	t := tablesOn(85)
	l := listedRow{Row: r, now: uitest.Now()}
	if r.OwnerState == model.AgentSilent {
		l.Silent = model.Clock{Running: true, For: 4 * time.Minute}
	}
	return t.drawRow(threadsStyle(), l, "", draw.OnScreen, 85)
}

func waitingRow(s model.Sight, state model.AgentState, lane model.Lane) model.Row {
	r := model.Row{
		Wait: model.Clock{Running: true, For: 25e9}, TimeLeft: 35e9, Sight: s, Unseen: model.Clock{Running: true, For: 20e9}, Unanswered: 3,
		SeenFor: model.Clock{Running: true, For: 200e9, AtLeast: true}, OwnerState: state, OwnerBusy: 2, Lane: lane,
	}
	if state != model.AgentNone {
		r.Owner, r.OwnerName = 4, safetext.Line("Ana")
	}
	return r
}

// Mark, wait and SLA of a severe wait are one block, and nothing else of its row is.
func TestSevereIsOneBlock(t *testing.T) {
	r := waitingRow(model.SightSeen, model.AgentSilent, model.LaneHuman)
	r.Level, r.Wait.Level, r.Wait.For, r.TimeLeft = model.LevelSevere, model.LevelSevere, 312e9, -252e9
	style := threadsStyle()
	got := drawn(&r)
	want := style.On[draw.OnScreen][draw.RoleSevere] + style.Glyphs.Severe + "  5m12s  +4m12s " + draw.StyleOff
	if strings.Count(got, style.On[draw.OnScreen][draw.RoleSevere]) != 1 || !strings.Contains(got, want) {
		t.Errorf("%q, want the block %q and no other", got, want)
	}
}

// Without colours the run of a chat over its limit is one reversed stretch and a severe one's
// is a cell wider on each side; with 16 colours red is left to what is over.
func TestRunsOfEachLevel(t *testing.T) {
	mono := draw.NewTerminal()
	sixteen := draw.NewTerminal()
	sixteen.HandleReport(tea.ColorProfileMsg{Profile: colorprofile.ANSI})
	unseen := ofLevels(model.LevelCritical, model.LevelWarn)
	unseen.Reason.Clock = model.ClockUnseen
	const reversed, red, bold = "\x1b[1;7m", "\x1b[1;91m", "\x1b[1m"
	for _, c := range []struct {
		name  string
		style *draw.Style
		row   model.Row
		want  string // all that is styled in the row's first 25 cells
	}{
		{"mono, critical", mono.Style("mono", false, false), ofLevels(model.LevelCritical, model.LevelCritical), reversed + "! \x1b[m" + reversed + " 2m56s\x1b[m" + reversed + "   +2m26s\x1b[m"},
		{"mono, severe", mono.Style("mono", false, false), ofLevels(model.LevelSevere, model.LevelSevere), reversed + "!!  2m56s  +2m26s \x1b[m"},
		{"16, the wait is over", sixteen.Style("dark", false, false), ofLevels(model.LevelCritical, model.LevelCritical), red + "!  2m56s\x1b[m" + bold + "   +2m26s\x1b[m"},
		{"16, unseen is over", sixteen.Style("dark", false, false), unseen, red + "! \x1b[m" + bold + " 2m56s   +2m26s\x1b[m"},
		{"mono, unseen is over", mono.Style("mono", false, false), unseen, reversed + "! \x1b[m" + reversed + " 2m56s\x1b[m" + reversed + "   +2m26s\x1b[m"},
	} {
		table := tablesOn(85)
		got := strings.TrimLeft(table.drawRow(c.style, listedRow{Row: &c.row, now: uitest.Now()}, "", draw.OnScreen, 85), " ")
		joined := strings.NewReplacer(draw.StyleOff+reversed, "").Replace(got)
		if want := strings.NewReplacer(draw.StyleOff+reversed, "").Replace(c.want); !strings.HasPrefix(joined, want) || strings.Contains(joined[len(want):], "\x1b[1;7m") {
			t.Errorf("%s:\n%q, want at its beginning\n%q", c.name, joined, want)
		}
	}
}

// Mark, wait and SLA are one run of the row's level, whichever of its clocks is over; the words about what is seen have
// the colour and the mark of their own clock.
func TestRunIsOfTheRowsLevel(t *testing.T) {
	style := threadsStyle()
	on := func(of draw.Role, s string) string { return style.On[draw.OnScreen][of] + s + draw.StyleOff }
	row := func(level, wait model.Level, reason model.Reason) model.Row {
		r := ofLevels(level, wait)
		r.Reason = reason
		return r
	}
	seen := row(model.LevelWarn, model.LevelOK, model.Reason{Clock: model.ClockSeen, For: 50e9})
	seen.Sight, seen.SeenFor, seen.Unseen = model.SightSeen, model.Clock{Running: true, For: 50e9, AtLeast: true, Level: model.LevelWarn}, model.Clock{}
	later := row(model.LevelCritical, model.LevelWarn, model.Reason{Clock: model.ClockUnseen, For: 52e9}) // unseen for too long, and seen by now
	later.Sight, later.SeenFor, later.Unseen = model.SightSeen, model.Clock{Running: true, For: 5e9}, model.Clock{}
	unseen := row(model.LevelCritical, model.LevelOK, model.Reason{Clock: model.ClockUnseen, For: 52e9})
	unseen.Unseen.Level = model.LevelCritical
	part := unseen
	part.Sight, part.Unseen.For = model.SightPart, 52e9
	partLate := later
	partLate.Sight, partLate.Unseen = model.SightPart, model.Clock{Running: true, For: 8e9}
	partSeen := row(model.LevelCritical, model.LevelWarn, model.Reason{Clock: model.ClockSeen, For: 95e9})
	partSeen.Sight, partSeen.SeenFor, partSeen.Unseen = model.SightPart, model.Clock{Running: true, For: 95e9, Level: model.LevelCritical}, model.Clock{Running: true, For: 8e9}
	for _, c := range []struct {
		name, wait, seen string
		row              model.Row
	}{
		{"seen", on(draw.RoleWarn, "2m56s") + "   " + on(draw.RoleWarn, "+2m26s"), on(draw.RoleWarn, "seen≥50s▴"), seen},
		{"unseen and seen since", on(draw.RoleRun, " 2m56s   +2m26s"), on(draw.RoleCritical, "seen late"), later},
		{"unseen", on(draw.RoleRun, " 2m56s   +2m26s"), on(draw.RoleCritical, "unseen !"), unseen},
		{"the rest unseen", on(draw.RoleRun, " 2m56s   +2m26s"), on(draw.RoleCritical, "part 52s!"), part},
		{"unseen before, and a new message is", on(draw.RoleRun, " 2m56s   +2m26s"), on(draw.RoleCritical, "part late"), partLate},
		{"seen for too long, and a new message is unseen", on(draw.RoleRun, " 2m56s   +2m26s"), "part  ", partSeen},
		{"the wait", on(draw.RoleRun, "   +2m26s"), "unseen ", ofLevels(model.LevelCritical, model.LevelCritical)},
	} {
		got := drawn(&c.row)
		_, mark := style.Level(c.row.Level)
		if !strings.Contains(got, c.wait) || !strings.Contains(got, c.seen) || !strings.HasPrefix(strings.TrimLeft(ansi.Strip(got), " "), mark) {
			t.Errorf("%s:\n%q, want the wait %q, what is seen %q, and %s first", c.name, got, c.wait, c.seen, mark)
		}
	}
}

// ofLevels is a row of a level whose wait has one of its own.
func ofLevels(of, wait model.Level) model.Row {
	r := waitingRow(model.SightUnseen, model.AgentQuiet, model.LaneHuman)
	r.Level, r.Unseen.Level, r.Wait.Level, r.Wait.For, r.TimeLeft = of, model.LevelOK, wait, 176e9, -146e9
	return r
}

// Of a chat of the past that may not wait at all, neither how late it is nor what its agent does is known.
func TestUnsureRowsOfThePast(t *testing.T) {
	r := waitingRow(model.SightUnknown, model.AgentOvertaking, model.LaneHuman)
	r.Unsure = true
	table := tablesOn(85)
	got := strings.Join(strings.Fields(ansi.Strip(table.drawRow(threadsStyle(), listedRow{Row: &r, now: uitest.Now(), past: true}, "", draw.OnScreen, 85))), " ")
	if !strings.HasPrefix(got, "? 25s – ? 3 Ana ?") {
		t.Errorf("%q", got)
	}
}

// That somebody has claimed a chat is said at every width that has room for a state.
func TestClaimedIsSaidWhereItIsNarrow(t *testing.T) {
	r := waitingRow(model.SightUnseen, model.AgentBusy, model.LaneHuman)
	r.Claimed = true
	for w := 52; w <= 130; w++ {
		table := tablesOn(w)
		if got := ansi.Strip(table.drawRow(threadsStyle(), listedRow{Row: &r, now: uitest.Now()}, "", draw.OnScreen, w)); strings.Count(got, "claimed") != 1 {
			t.Errorf("%d cells: %q", w, got)
		}
	}
}

// What is fine is plain: neither bold nor coloured, whoever waits.
func TestAFineRowIsPlain(t *testing.T) {
	r := waitingRow(model.SightSeen, model.AgentBusy, model.LaneHuman)
	r.Name, r.Level = safetext.Line("Katarzyna"), model.LevelOK
	if got := drawn(&r); got != ansi.Strip(got) {
		t.Errorf("%q, want it without a style", got)
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"ana", "Bob", -1}, {"bob", "Ana", 1}, {"Ana", "ana", 0}, {"", "zoe", 1}, {"zoe", "", -1}, {"", "", 0}, {"Öz", "öz", 0}, {"Ann", "Anna", -1}} {
		if got := compareNames(c.a, c.b); got != c.want {
			t.Errorf("names(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestThreadOrders(t *testing.T) {
	var p Pane
	p.SetSnapshot(uitest.NewFloor().At(uitest.Now()), uitest.Now())
	called := map[string]bool{}
	for o := range threadOrders {
		called[o.String()] = true
	}
	if len(called) != int(threadOrders) {
		t.Errorf("%d orders have the names %v", threadOrders, called)
	}
	for o, less := range map[Order]func(a, b *model.Row) bool{
		ByWait:    func(a, b *model.Row) bool { return a.Wait.For >= b.Wait.For },
		ByNewest:  func(a, b *model.Row) bool { return !a.LastAt.Before(b.LastAt) },
		ByVisitor: func(a, b *model.Row) bool { return compareNames(a.Name.String(), b.Name.String()) <= 0 },
		ByOwner:   func(a, b *model.Row) bool { return compareNames(a.OwnerName.String(), b.OwnerName.String()) <= 0 },
	} {
		p.Order, p.Reverse = o, false
		p.Arrange()
		for i := 1; i < p.N; i++ {
			x, y := p.Row(i-1), p.Row(i)
			if x.Wait.Running != y.Wait.Running && !x.Wait.Running {
				t.Errorf("%v: one that waits stands below others", o)
			}
			if x.Wait.Running == y.Wait.Running && !(o == ByWait && !x.Wait.Running) && !less(x, y) {
				t.Errorf("%v: %q stands before %q", o, x.Name, y.Name)
			}
		}
	}
}

// With few colours a selected row begins to look selected after its run, which looks as in any other row: red, or plain
// if all is well. The pointer says which row it is.
func TestTheSelectedRowKeepsItsRunWithFewColours(t *testing.T) {
	sixteen := draw.NewTerminal()
	sixteen.HandleReport(tea.ColorProfileMsg{Profile: colorprofile.ANSI})
	for name, style := range map[string]*draw.Style{"16": sixteen.Style("dark", false, false), "mono": draw.NewTerminal().Style("mono", false, false)} {
		for _, level := range []model.Level{model.LevelOK, model.LevelWarn, model.LevelCritical, model.LevelSevere} {
			for _, w := range []int{34, 60, 85, 116} {
				r := ofLevels(level, level)
				table := tablesOn(w)
				on := func(back draw.Background) [][]drawtest.Run {
					return drawtest.Runs(table.drawRow(style, listedRow{Row: &r, now: uitest.Now()}, "", back, w), w, 1)
				}
				bare, selected := cells(on(draw.OnScreen)[0]), cells(on(draw.OnSelected)[0])
				run := draw.MarkCol + 6
				if table.waiting.Index("SLA") > 0 {
					run += 9
				}
				for x := 1; x < run; x++ {
					if a, b := bare[x], selected[x]; a != b {
						t.Fatalf("%s, %d cells: cell %d of the run of a row of level %v is %+v, selected %+v", name, w, x, level, a, b)
					}
				}
				for x := run + 1; x < w; x++ {
					if r := selected[x]; !r.Filled && !r.Underlined && !r.Bold && r.Fore == nil {
						t.Fatalf("%s, %d cells: cell %d of a selected row of level %v is %+v", name, w, x, level, r)
					}
				}
			}
		}
	}
}

// cells are the cells of a row, each as a run.
func cells(row []drawtest.Run) []drawtest.Run {
	var out []drawtest.Run
	for _, r := range row {
		for _, c := range r.Text {
			one := r
			one.Text, one.At = string(c), 0
			out = append(out, one)
		}
	}
	return out
}
