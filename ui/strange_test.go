package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"floorwatch/model/safetext"
	"floorwatch/ui/uitest"
)

// Whatever a visitor is called and writes, the rows and what stands right of
// them are where they are with a plain name.
func TestStrangersMoveNothing(t *testing.T) {
	tame := uitest.NewFloor()
	plain, _ := newTestApp(tame, 160, 40)
	frames := edges(screen(plain), ansi.WcWidth)
	for _, text := range uitest.StrangeTexts() {
		f := uitest.NewFloor()
		for i := range f.Threads {
			r := &f.Threads[i]
			r.Name, r.LastText = safetext.Line(text), safetext.Line(text)
			for j := range f.Words[r.Key] {
				f.Words[r.Key][j].Text = safetext.Clean(text)
			}
		}
		a, _ := newTestApp(f, 160, 40)
		if got := edges(screen(a), ansi.WcWidth); got != frames {
			t.Errorf("%.40q moves the edges of the panes:\n%s\nwant\n%s", text, got, frames)
		}
		if problem, row := uitest.Fits(a.View().Content, 160, 40, ansi.WcWidth); problem != "" {
			t.Errorf("%.40q: wrong %s in %q", text, problem, row)
		}
		f.Status.Why = safetext.Line("a sentence " + text)
		later(a, time.Second)
		if problem, row := uitest.Fits(a.View().Content, 160, 40, ansi.WcWidth); problem != "" {
			t.Errorf("%.40q as a reason: wrong %s in %q", text, problem, row)
		}
	}
}

// edges are the columns at which each row has a vertical edge that the row above or below has too.
func edges(s string, m ansi.Method) string {
	const left, middle, right = 0, 160 * 56 / 100, 159
	var b strings.Builder
	for row := range strings.SplitSeq(s, "\n") {
		x := 0
		for _, r := range row {
			if (x == left || x == middle-1 || x == middle || x == right) && strings.ContainsRune("│╭╮╰╯", r) {
				b.WriteRune(r)
			}
			x += m.StringWidth(string(r))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// What a stranger is called never stands for one of us: neither in the gutter
// nor in the pane's own words.
func TestNamesCannotPassForOurs(t *testing.T) {
	f := uitest.NewFloor()
	r := &f.Threads[0]
	r.Name = safetext.Line("Devid Klok  SILENT")
	for i := range f.Words[r.Key] {
		f.Words[r.Key][i].VisitorName = safetext.Line("Devid")
		f.Words[r.Key][i].Name = safetext.Line("Devid")
	}
	a, _ := newTestApp(f, 120, 40)
	if row := rowWith(t, a, "Hello, where is my order?"); !strings.Contains(row, "visitor  ✓✓ Hello") {
		t.Errorf("the visitor's row is %q, want our word for a visitor before it", row)
	}
}
