package ui

import (
	"cmp"
	"fmt"
	"image/color"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"floorwatch/model/safetext"
	"floorwatch/ui/draw"
	"floorwatch/ui/draw/drawtest"
)

// aTheme is a theme on a terminal, maybe with the user's colours.
type aTheme struct {
	name, theme string
	colours     Colours
	ascii       bool
	reports     []tea.Msg
	plain       bool // no colours
}

func everyTheme() []aTheme {
	full, few := tea.ColorProfileMsg{Profile: colorprofile.TrueColor}, tea.ColorProfileMsg{Profile: colorprofile.ANSI}
	pale := tea.BackgroundColorMsg{Color: color.White}
	own := Colours{Base: "light", Critical: "#880022", SevereBack: "#550000", Warn: "94"}
	return []aTheme{
		{name: "dark", theme: "dark", reports: []tea.Msg{full}},
		{name: "light", theme: "light", reports: []tea.Msg{full}},
		{name: "contrast", theme: "contrast", reports: []tea.Msg{full}},
		{name: "contrast, light", theme: "contrast", reports: []tea.Msg{full, pale}},
		{name: "16 colours", theme: "dark", reports: []tea.Msg{few}},
		{name: "16 colours, light", theme: "light", reports: []tea.Msg{few}},
		{name: "mono", theme: "mono", reports: []tea.Msg{full}, plain: true},
		{name: "NO_COLOR", theme: "light", reports: []tea.Msg{full, tea.EnvMsg{"NO_COLOR=1"}}, plain: true},
		{name: "ASCII", theme: "dark", ascii: true, reports: []tea.Msg{full}},
		{name: "the user's", theme: "auto", colours: own, reports: []tea.Msg{full}},
	}
}

// wear draws the floor in a theme, and returns the rows of the screen as the terminal draws them.
func (f *leadersFloor) wear(c aTheme) [][]drawtest.Run {
	f.term = draw.NewTerminal()
	f.cfg.Theme, f.cfg.ASCII, f.term.Own = c.theme, c.ascii, c.colours
	for _, m := range c.reports {
		f.Update(m)
	}
	f.restyle()
	f.dirty = true
	f.layOut()
	return drawtest.Runs(f.View().Content, 120, 40)
}

// Where a list's rows are on a screen of 120 by 40.
const firstRow, lastRow = 8, 21

// Calm is quiet and severe is loud, in every theme: a block is a severe level, a chip or the selected row; bold is a
// critical level or worse, a title or a key; red says itself what is over its limit; the red runs of the list are the
// alerts; nothing blinks; and each level has its mark.
func TestEmphasisInEveryTheme(t *testing.T) {
	for _, waiting := range []int{2, 10, 26} { // nobody over the limit, then some, then severe ones
		f := newLeadersFloor(t, waiting, 120, 40)
		named := f.say(100, 0, -time.Second) // nobody has this chat, and all is well
		named.VisitorName = safetext.Line("Katarzyna")
		f.tick(5*time.Second, named)
		for _, c := range everyTheme() {
			rows := f.wear(c)
			red := drawtest.Runs(f.style.On[draw.OnScreen][draw.RoleCritical]+"x", 1, 1)[0][0]
			inRed := func(r drawtest.Run) bool { return r.Bold && (r.Filled || r.Fore == red.Fore && !c.plain) }
			alerts := 0
			for y, row := range rows {
				for i, r := range row {
					bad := func(what string) {
						t.Errorf("%s, %d wait, row %d: %q is %s:\n%s", c.name, waiting, y+1, r.Text, what, text(row))
					}
					inList := firstRow <= y && y <= lastRow
					if r.Blinking {
						bad("blinking")
					}
					if c.plain && (r.Fore != nil || r.Back != nil) {
						bad("coloured")
					}
					if r.Filled && !mayBeFilled(c, y, row, r) {
						bad("filled")
					}
					rest := inList && i > 0 && inRed(row[i-1]) && strings.HasPrefix(strings.TrimSpace(row[i-1].Text), "!") // of a run: with 16 colours only its reason is red
					if r.Bold && !inRed(r) && !rest && !mayBeBold(c, y, r.Text) {
						bad("bold")
					}
					if !c.plain && inRed(r) && !saysWhatIsOver(row, i) {
						bad("red")
					}
					if inList && inRed(r) && strings.HasPrefix(strings.TrimSpace(r.Text), "!") {
						alerts++
					}
				}
			}
			checkMarks(t, f, c, rows)
			over := 0
			for _, r := range f.snap.WaitingRows()[:min(waiting+1, lastRow-firstRow+1)] {
				if r.OverLimit() {
					over++
				}
			}
			if chip := text(rows[0]); alerts != over || waiting <= 10 && over > 0 && !strings.Contains(chip, fmt.Sprint(over, " alerts")) {
				t.Errorf("%s, %d wait: %d red runs in the list, want %d as over their limit, and in %q", c.name, waiting, alerts, over, chip)
			}
		}
	}
}

// text is what a row says.
func text(row []drawtest.Run) string {
	var b strings.Builder
	for _, r := range row {
		b.WriteString(r.Text)
	}
	return b.String()
}

// mayBeFilled reports whether a run is a chip, the selected row or severe, or over its limit where there is no colour.
func mayBeFilled(c aTheme, y int, row []drawtest.Run, r drawtest.Run) bool {
	s := strings.TrimSpace(r.Text)
	switch {
	case strings.Contains(r.Text, "!!"):
		return true
	case y == 0:
		return strings.HasPrefix(s, "! ") && strings.Contains(s, " alert")
	case c.plain:
		return strings.HasPrefix(s, "!")
	}
	selected := strings.ContainsAny(text(row), "▌>") // with ASCII, >
	return selected && firstRow <= y && y <= lastRow
}

// mayBeBold reports whether words are a title, the head of the column that the list is sorted by, who speaks, a key or,
// where there is no colour, what has the focus.
func mayBeBold(c aTheme, y int, s string) bool {
	s = strings.TrimSpace(s)
	switch {
	case y == 39, slices.Contains([]string{"Chats", "Agents", "Activity", "#1001", "visitor"}, s), strings.HasPrefix(s, "SLA "):
		return true
	case s == draw.Unassigned:
		return true
	}
	return c.plain && (s == "floorwatch" || strings.Trim(s, "▌ │─╭╮╰╯├┤") == "" || strings.HasPrefix(s, "unseen !") || s == "unseen" || strings.Contains(s, "!") || strings.Contains(s, "over limit") || isFigure(s))
}

// isFigure reports whether s is a figure, whose mark stands beside it.
func isFigure(s string) bool { return s != "" && strings.Trim(s, "0123456789ms") == "" }

// saysWhatIsOver reports whether a red run has a mark, or stands beside one that is as red.
func saysWhatIsOver(row []drawtest.Run, i int) bool {
	s := strings.TrimSpace(row[i].Text)
	if strings.Contains(s, "!") || strings.Contains(s, "over limit") {
		return true
	}
	beside := s == draw.Unassigned || s == "unseen" || isFigure(s)
	return beside && strings.Contains(text(row), "!")
}

// checkMarks reports waiting chats in the list without the mark of their level.
func checkMarks(t *testing.T, f *leadersFloor, c aTheme, rows [][]drawtest.Run) {
	t.Helper()
	for _, r := range f.snap.WaitingRows()[:min(len(f.snap.WaitingRows()), lastRow-firstRow+1)] {
		_, mark := f.style.RowLevel(r)
		found := false
		for y := firstRow; y <= lastRow; y++ {
			s := text(rows[y])
			if name := cmp.Or(r.Name.String(), draw.VisitorNumber(r)); strings.Contains(s, name+" ") && strings.Contains(s, draw.TimeLeft(r)) {
				found = true
				if before, _, _ := strings.Cut(s, f.style.Clock(r.Wait)); !strings.HasSuffix(strings.TrimSpace(strings.TrimRight(before, " ")), mark) {
					t.Errorf("%s: a row of level %v is %q, want the mark %q before its wait", c.name, r.Level, s, mark)
				}
			}
		}
		if !found && len(f.snap.WaitingRows()) <= 11 {
			t.Errorf("%s: %s is not in the list", c.name, draw.VisitorNumber(r))
		}
	}
}
